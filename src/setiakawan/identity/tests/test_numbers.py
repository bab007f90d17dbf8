"""Identity numbers as evidence."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.identity.births import UNKNOWN, Birth
from setiakawan.identity.numbers import (
    digits,
    grouped,
    is_placeholder,
    jkn_notes,
    kk_notes,
    masked,
    neighbours,
    nik_notes,
    read_nik,
)
from setiakawan.identity.tests.reading import vectors

VECTORS = vectors("numbers")
ON = date.fromisoformat(VECTORS["on"])
known = frozenset(VECTORS["known_areas"]).__contains__
NIK = "3372045207619007"
sixteen = st.text(alphabet="0123456789", min_size=16, max_size=16)


def _notes(nik, birth=UNKNOWN, sex="", **more):
    return nik_notes(nik, birth=birth, sex=sex, known_area=known, on=ON, **more)


@pytest.mark.parametrize("case", VECTORS["digits"], ids=lambda case: case["written"])
def test_digits(case):
    assert digits(case["written"]) == case["digits"]


@pytest.mark.parametrize("written", VECTORS["placeholders"])
def test_what_stands_for_none(written):  # CASE-08
    assert is_placeholder(written)


@pytest.mark.parametrize("written", VECTORS["no_placeholders"])
def test_what_is_a_number_however_odd(written):
    assert not is_placeholder(written)


def test_none_of_the_numbers_of_case_08_is_one():
    assert all(map(is_placeholder, ["0", "0", "-", "", "9999999999999999"]))


@pytest.mark.parametrize("case", VECTORS["readings"], ids=lambda case: case["nik"])
def test_reading(case):
    reading = read_nik(case["nik"])
    wanted = case["reading"]
    if wanted is None:
        assert reading is None
        return
    assert reading is not None
    born = reading.birth_on(ON)
    assert wanted == {
        "area": reading.area, "day": reading.day, "month": reading.month, "year": reading.year,
        "sex": reading.sex, "serial": reading.serial, "birth": born and born.isoformat(),
    }  # fmt: skip


@pytest.mark.parametrize("case", VECTORS["nik_notes"], ids=lambda case: str(case["codes"]))
def test_notes_on_a_nik(case):
    found = _notes(case["nik"], Birth.from_json(case["birth"]), case["sex"], kk=case["kk"])
    assert [one.code for one in found] == case["codes"]


@pytest.mark.parametrize("case", VECTORS["kk_notes"], ids=lambda case: case["kk"])
def test_notes_on_a_kk(case):
    assert [one.code for one in kk_notes(case["kk"], known_area=known)] == case["codes"]


@pytest.mark.parametrize("case", VECTORS["jkn_notes"], ids=lambda case: case["jkn"])
def test_notes_on_a_jkn(case):
    assert [one.code for one in jkn_notes(case["jkn"])] == case["codes"]


def test_every_note_is_named_by_a_vector_or_here():
    # The two that need more than a number are below.
    named = {
        code
        for kind in ("nik_notes", "kk_notes", "jkn_notes")
        for case in VECTORS[kind]
        for code in case["codes"]
    }
    source = Path(nik_notes.__code__.co_filename).read_text("utf-8")
    written = {part for part in source.split('"') if part.startswith(("nik.", "kk.", "jkn."))}
    assert written - named == {"nik.maybe_cut", "kk.is_nik"}


def test_a_nik_that_differs_from_the_birth_is_explained_by_law_and_not_called_wrong():
    (note,) = _notes(NIK, Birth.of_date(date(1950, 1, 2)))
    assert "PP 40/2019 Pasal 30" in note.sentence
    assert "belum tentu salah" in note.sentence


def test_a_zero_at_the_end_is_odd_only_if_a_spreadsheet_kept_a_number():  # CASE-01
    cut = "3372020212789020"
    assert _notes(cut) == []
    (note,) = _notes(cut, from_number_cell=True)
    assert note.code == "nik.maybe_cut"
    assert _notes("3372034405659007", from_number_cell=True) == []


def test_one_number_for_both_cards_is_told_on_both_sides():
    assert [one.code for one in _notes(NIK, kk=NIK)] == ["nik.is_kk"]
    assert "kk.is_nik" in [one.code for one in kk_notes(NIK, known_area=known, nik=NIK)]


@pytest.mark.parametrize(
    ("nik", "on", "wanted"),
    [
        ("3372041207619007", date(2026, 11, 25), date(1961, 7, 12)),
        ("3372041207269007", date(2026, 11, 25), date(2026, 7, 12)),
        ("3372043112269007", date(2026, 11, 25), date(1926, 12, 31)),
        ("3372042902009007", date(2026, 11, 25), date(2000, 2, 29)),
        ("3372042902009007", date(1999, 11, 25), None),
    ],
)
def test_the_century_is_the_last_one_that_has_come(nik, on, wanted):
    reading = read_nik(nik)
    assert reading is not None
    assert reading.birth_on(on) == wanted


@given(st.dates(date(1927, 1, 1), ON), st.sampled_from("fm"), st.integers(1, 9999))
def test_a_nik_made_by_the_rule_has_nothing_odd(born, sex, serial):
    day = born.day + 40 if sex == "f" else born.day
    nik = f"337204{day:02}{born:%m%y}{serial:04}"
    assert _notes(nik, Birth.of_date(born), sex) == []
    reading = read_nik(nik)
    assert reading is not None
    assert reading.birth_on(ON) == born
    assert reading.sex == sex


@given(st.text(max_size=40), st.sampled_from(["", "f", "m", "?"]))
def test_anything_can_be_written(text, sex):
    plain = digits(text)
    assert digits(plain) == plain
    is_placeholder(text)
    for note in [*_notes(plain, sex=sex), *kk_notes(plain, known_area=known), *jkn_notes(plain)]:
        assert note.sentence.endswith(".") or note.sentence.endswith(").")
        assert plain not in note.sentence or len(plain) < 8


@given(sixteen)
def test_no_sentence_holds_the_number(nik):
    for note in [*_notes(nik, kk=nik), *kk_notes(nik, known_area=known, nik=nik), *jkn_notes(nik)]:
        assert nik not in note.sentence
        assert nik[6:] not in note.sentence


# ---------------------------------------------------------------- neighbours


@pytest.mark.parametrize("case", VECTORS["neighbours"], ids=lambda case: case["number"])
def test_all_neighbours(case):
    assert list(neighbours(case["number"])) == case["all"]


@pytest.mark.parametrize("case", VECTORS["neighbour_counts"], ids=lambda case: case["number"])
def test_how_many_neighbours(case):
    assert len(list(neighbours(case["number"]))) == case["count"]


@given(sixteen)
def test_neighbours_begin_with_the_number_are_unique_and_at_most_160(nik):
    found = list(neighbours(nik))
    assert found[0] == nik
    assert len(set(found)) == len(found) <= 160
    assert len(found) == 1 + 16 * 9 + sum(a != b for a, b in pairwise(nik))


@given(sixteen, st.integers(0, 15), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found_both_ways(nik, at, digit):
    wrong = nik[:at] + digit + nik[at + 1 :]
    assert wrong in set(neighbours(nik))
    assert nik in set(neighbours(wrong))


@given(sixteen, st.integers(0, 14))
def test_two_swapped_digits_are_found(nik, at):
    assert nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :] in set(neighbours(nik))


# ---------------------------------------------------------------- as shown


@pytest.mark.parametrize("case", VECTORS["shown"], ids=lambda case: case["number"])
def test_how_a_number_is_shown(case):
    assert masked(case["number"]) == case["masked"]
    assert grouped(case["number"]) == case["grouped"]


@given(st.text(alphabet="0123456789", max_size=30))
def test_a_masked_number_shows_at_most_half_and_never_more_than_four(number):
    seen = [one for one in masked(number) if one.isdecimal()]
    assert len(seen) <= min(4, len(number) // 2)
    assert "".join(seen) == number[len(number) - len(seen) :]
    assert grouped(number).replace(" ", "") == number
