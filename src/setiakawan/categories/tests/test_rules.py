"""Age and sex: explained, never a block, and right on the day of the birthday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.categories import rules
from setiakawan.categories.lawbook import shipped
from setiakawan.categories.models import Kind
from setiakawan.categories.rules import Bounds, age_sex_notes, change_note, next_change_on

ON = date(2026, 11, 25)
KINDS: dict[str, Kind] = {
    row.code: row.as_first_version()  # type: ignore[misc]  # only kinds are asked for
    for row in shipped()
    if row.model is Kind
}


def codes(kind, **known):
    return [note.code for note in age_sex_notes(KINDS[kind], on=ON, **known)]


def born(years: int, days: int = 0) -> date:
    """Somebody who completed ``years`` that many days ago."""
    return ON.replace(year=ON.year - years) - timedelta(days=days)


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        ("01", [0, 5], [6]),
        ("02", [6, 18], [5, 19]),
        ("03", [12, 17], [11, 18]),
        ("05", [0, 17], [18]),
        ("06", [0, 17], [18]),
        ("07", [6, 18], [5, 19]),
        ("08", [60, 101], [59]),
        ("15", [19, 70], [17, 18]),
        ("16", [18, 70], [17]),
        ("23", [18, 59], [17, 60]),
        ("04", [3, 70], []),
        ("24", [3, 70], []),
    ],
)
def test_the_border_is_where_the_text_puts_it(kind, inside, outside):
    for age in inside:
        assert codes(kind, birth=born(age), sex="f") == [], age
        assert codes(kind, birth=born(age, days=364), sex="f") == [], age
        assert codes(kind, estimated_age=age, sex="f") == [], age
    for age in outside:
        assert codes(kind, birth=born(age), sex="f") == ["age.outside"], age
        assert codes(kind, estimated_age=age, sex="f") == ["age.estimated_outside"], age


def test_a_note_says_what_how_and_when():
    (note,) = age_sex_notes(KINDS["02"], birth=date(2007, 11, 25), on=ON)
    assert note.text == (
        "Jenis ini untuk usia 6 sampai 18 tahun; menurut tanggal lahir 19 tahun pada 25 November 2026."
    )
    (note,) = age_sex_notes(KINDS["08"], estimated_age=55, on=ON)
    assert note.text == (
        "Jenis ini untuk usia 60 tahun ke atas; menurut perkiraan 55 tahun pada 25 November 2026. "
        "Perkiraan dapat meleset."
    )


def test_a_disabled_child_of_three_is_no_exception_to_anything():
    """A list in use elsewhere says 6 to 18 for kind 5, and refuses her."""
    assert codes("05", birth=date(2023, 5, 1)) == []


def test_a_year_of_birth_leaves_two_ages():
    assert codes("08", birth_year=1960) == []  # 65 or 66
    assert codes("08", birth_year=1966) == ["age.uncertain"]  # 59 or 60
    assert codes("08", birth_year=1967) == ["age.outside"]
    assert codes("01", birth_year=2026) == []
    assert codes("01", birth_year=2027) == ["age.not_yet_born"]


def test_what_is_not_known_is_said():
    assert codes("08") == ["age.unknown"]
    assert codes("24") == []
    assert codes("23", birth=born(30)) == ["sex.unknown"]
    assert codes("23", birth=born(30), sex="m") == ["sex.other"]
    assert codes("23", sex="m") == ["sex.other", "age.unknown"]
    assert codes("01", birth=ON + timedelta(days=1)) == ["age.not_yet_born"]


def test_the_better_knowledge_is_believed():
    assert codes("08", birth=born(60), birth_year=1990, estimated_age=20) == []
    assert codes("08", birth_year=1950, estimated_age=20) == []


@pytest.mark.parametrize(
    ("kind", "birth", "day", "code"),
    [
        ("01", date(2021, 3, 4), date(2027, 3, 4), "age.leaves"),  # and kind 2 begins
        ("02", date(2021, 3, 4), date(2027, 3, 4), "age.enters"),
        ("02", date(2008, 3, 4), date(2027, 3, 4), "age.leaves"),
        ("05", date(2009, 3, 4), date(2027, 3, 4), "age.leaves"),
        ("15", date(2008, 3, 4), date(2027, 3, 4), "age.enters"),
        ("23", date(1967, 3, 4), date(2027, 3, 4), "age.leaves"),  # and kind 8 begins
        ("08", date(1967, 3, 4), date(2027, 3, 4), "age.enters"),
        ("05", date(2008, 2, 29), None, ""),  # 18 already
        ("08", date(1940, 1, 1), None, ""),
        ("24", date(1990, 1, 1), None, ""),
        ("08", date(9990, 1, 1), None, ""),
    ],
)
def test_the_birthday_that_moves_somebody_is_told(kind, birth, day, code):
    assert next_change_on(KINDS[kind], birth=birth, on=ON) == day
    note = change_note(KINDS[kind], birth=birth, on=ON)
    assert (note.code if note else "") == code


def test_a_change_is_explained():
    note = change_note(KINDS["01"], birth=date(2021, 3, 4), on=ON)
    assert note is not None
    assert note.text == (
        "Mulai 4 Maret 2027 usianya 6 tahun, jadi tidak sesuai lagi: jenis ini untuk usia 5 tahun ke bawah."
    )


def test_who_was_born_on_29_february_is_a_year_older_on_1_march():
    birth = date(2020, 2, 29)
    assert rules.age_on(birth, date(2026, 2, 28)) == 5
    assert rules.age_on(birth, date(2026, 3, 1)) == 6
    assert next_change_on(KINDS["01"], birth=birth, on=date(2026, 1, 1)) == date(2026, 3, 1)


BOUNDED = st.sampled_from(list(KINDS.values()))
BIRTHS = st.dates(date(1900, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(BOUNDED, BIRTHS, DAYS)
def test_nothing_changes_before_the_day_of_change(kind, birth, on):
    inside = rules.is_within(kind, rules.age_on(birth, on))
    day = next_change_on(kind, birth=birth, on=on)
    if day is None:
        later = [on + timedelta(days=days) for days in range(0, 130 * 366, 97)]
        assert {rules.is_within(kind, rules.age_on(birth, one)) for one in later} == {inside}
    else:
        assert day > on
        assert rules.is_within(kind, rules.age_on(birth, day)) != inside
        before = day - timedelta(days=1)
        assert rules.is_within(kind, rules.age_on(birth, before)) == inside


@given(BOUNDED, BIRTHS, DAYS, st.sampled_from(["", "f", "m"]))
def test_a_note_is_a_sentence_and_there_is_one_at_most_of_each(kind, birth, on, sex):
    notes = age_sex_notes(kind, birth=birth, sex=sex, on=on)
    assert len(notes) <= 2
    for note in notes:
        assert note.text.endswith(".")
        assert "None" not in note.text


@given(
    st.builds(
        Bounds,
        st.none() | st.integers(0, 130),
        st.none() | st.integers(0, 130),
        st.booleans(),
        st.booleans(),
    )
)
def test_possible_bounds_hold_at_least_one_age(bounds):
    if rules.bounds_are_possible(bounds):
        assert any(rules.is_within(bounds, age) for age in range(132))
    else:
        assert not any(rules.is_within(bounds, age) for age in range(131))


@pytest.mark.parametrize(
    ("kind", "text", "is_fit"),
    [
        ("14", "perilaku seksual", False),
        ("14", "Homoseksual", False),
        ("14", "identitas gender", False),
        ("14", "waria", False),
        ("14", "diskriminasi", True),
        ("14", "hambatan mengurus surat", True),
        ("07", "korban eksploitasi ekonomi/seksual", True),
        ("18", "eksploitasi seksual", True),
    ],
)
def test_kind_14_asks_nobody_whom_they_love(kind, text, is_fit):
    assert rules.is_fit_wording(kind, "", text) is is_fit


def test_14d_is_not_collected_however_it_is_written():
    assert not rules.is_collected("14d")
    assert not rules.is_collected("14D")
    assert rules.is_collected("14c")
