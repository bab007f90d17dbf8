"""Text as people write it, and how a refusal is said."""

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from setiakawan.foundation.problems import Missing, Problem
from setiakawan.foundation.texts import Line, Prose, tidy_line, unreadable_part


@pytest.mark.parametrize("text", ["Ratna 🙏", "👩‍👩‍👧 Ibu", "é", "Ny. O'Neil-Åse", "1", "ꦱꦸꦫꦏꦂꦠ"])
def test_names_may_hold_emoji_marks_and_scripts(text):
    assert unreadable_part(tidy_line(text)) is None


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "a\ud800b", "a\u2066b", "\x1b[31m", "a\ue000"]
)
def test_what_cannot_be_seen_is_refused(text):
    assert unreadable_part(text) is not None
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(text)


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@given(st.text(max_size=300))
def test_what_a_line_takes_can_be_stored_and_shown(text):
    try:
        taken = TypeAdapter(Line).validate_python(text)
    except ValidationError:
        return
    assert "\x00" not in taken and "\n" not in taken
    assert taken.encode().decode() == taken


def test_prose_keeps_its_lines():
    assert TypeAdapter(Prose).validate_python("satu\r\ndua\rtiga\n") == "satu\ndua\ntiga"


def test_a_refusal_says_what_to_do():
    class Closed(Problem):
        code = "probe.closed"
        sentence: ClassVar[str] = "Wilayah {name} sudah ditutup."

    problem = Closed(field="area", name="Sangkrah {x}")

    assert problem.text == "Wilayah Sangkrah {x} sudah ditutup."
    assert problem.as_json() == {"code": "probe.closed", "sentence": problem.text, "field": "area"}
    assert Missing().status == 404
