"""Births as well as they are known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.identity.births import (
    UNKNOWN,
    Birth,
    agree,
    could_be_same,
    years_apart,
)
from setiakawan.identity.tests.reading import vectors

VECTORS = vectors("births")
TODAY = date(2026, 11, 25)
days = st.dates(date(1850, 1, 1), date(2100, 12, 31))
births = st.one_of(
    st.just(UNKNOWN),
    days.map(Birth.of_date),
    days.map(lambda day: Birth.of_month(day.year, day.month)),
    days.map(lambda day: Birth.of_year(day.year)),
    st.builds(Birth.of_age, st.integers(0, 130), days),
)


def _day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", VECTORS["births"], ids=lambda case: case["text"])
def test_what_follows_from_a_birth(case):
    birth, on = Birth.from_json(case["birth"]), date.fromisoformat(case["on"])

    assert birth.as_json() == case["birth"]
    assert (birth.earliest, birth.latest) == (_day(case["earliest"]), _day(case["latest"]))
    assert birth.age_range(on) == (tuple(case["ages"]) if case["ages"] else None)
    assert birth.text(on) == case["text"]
    assert birth.age_text(on) == case["age_text"]
    assert birth.is_default_date is case["default"]
    assert list(birth.notes(on)) == case["notes"]


@pytest.mark.parametrize(
    "case", VECTORS["agreements"], ids=lambda c: f"{c['agree']}-{list(c['two'].values())}"
)
def test_how_two_births_stand_to_each_other(case):
    one, two = Birth.from_json(case["one"]), Birth.from_json(case["two"])
    assert agree(one, two) == case["agree"]
    assert could_be_same(one, two) is case["could_be_same"]


def test_nothing_is_made_up():  # CASE-02
    assert UNKNOWN.age_range(TODAY) is None
    assert UNKNOWN.earliest is None and UNKNOWN.latest is None
    assert UNKNOWN.text(TODAY) == "belum diketahui"
    assert UNKNOWN.notes(TODAY) == ()


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(1950, 7, 1), date(1950, 12, 31)])
def test_a_day_that_offices_make_up_may_be_any_day_of_its_year(day):
    birth = Birth.of_date(day)
    assert birth.is_default_date
    assert any("tanggal bawaan" in one for one in birth.notes(TODAY))
    assert could_be_same(birth, Birth.of_date(date(1950, 3, 9)))
    assert not could_be_same(birth, Birth.of_date(date(1951, 3, 9)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "date"}, {"kind": "date", "on": None}, {"kind": "date", "on": "31/11/2001"},
        {"kind": "date", "on": "2001-11-31"}, {"kind": "date", "on": 19610712},
        {"kind": "estimated", "age": 78}, {"kind": "estimated", "asked_on": "2026-11-25"},
        {"kind": "estimated", "age": "tua", "asked_on": "2026-11-25"},
        {"kind": "estimated", "age": 151, "asked_on": "2026-11-25"},
        {"kind": "estimated", "age": -1, "asked_on": "2026-11-25"}, {"kind": "about"}, {"kind": None},
    ],
)  # fmt: skip
def test_what_is_no_birth_is_not_read_as_one(wrong):
    with pytest.raises(ValueError):
        Birth.from_json(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "date"}, {"kind": "year", "on": date(1948, 5, 1)}, {"kind": "month", "on": date(1948, 5, 2)},
        {"kind": "unknown", "on": TODAY}, {"kind": "date", "on": TODAY, "age": 3},
        {"kind": "estimated", "age": 3}, {"kind": "estimated", "age": 3, "asked_on": TODAY, "on": TODAY},
    ],
)  # fmt: skip
def test_half_a_birth_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        Birth(**wrong)


def test_a_year_read_from_a_row_stands_as_its_first_day():
    assert Birth.from_json({"kind": "year", "on": "1948-05-09"}) == Birth.of_year(1948)
    assert Birth.from_json({"kind": "unknown", "on": "1948-05-09"}) == UNKNOWN
    assert Birth.from_json({}) == UNKNOWN


@given(births)
def test_a_birth_comes_back_from_json(birth):
    assert Birth.from_json(birth.as_json()) == birth


@given(births, days)
def test_the_youngest_age_is_that_of_the_latest_day(birth, on):
    ages = birth.age_range(on)
    if ages is None:
        assert birth.earliest is None
        return
    low, high = ages
    assert 0 <= low <= high
    assert birth.earliest is not None and birth.latest is not None
    assert birth.earliest <= birth.latest
    if birth.latest <= on:
        assert Birth.of_date(birth.latest).age_range(on) == (low, low)
        assert Birth.of_date(birth.earliest).age_range(on) == (high, high)


@given(st.integers(0, 110), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_an_estimate_is_as_wide_as_it_says(age, asked_on):
    birth = Birth.of_age(age, asked_on)
    assert birth.age_range(asked_on) == (max(0, age - birth.slack), age + birth.slack)
    assert birth.earliest is not None
    earlier = Birth.of_date(birth.earliest - timedelta(days=1)).age_range(asked_on)
    assert earlier == (age + birth.slack + 1,) * 2


@given(births, births)
def test_how_they_stand_has_no_direction(one, two):
    assert agree(one, two) == agree(two, one)
    assert years_apart(one, two) == years_apart(two, one)
    if years_apart(one, two):
        assert not could_be_same(one, two)


@given(births, days)
def test_everybody_could_be_themselves_and_can_be_said(birth, on):
    assert could_be_same(birth, birth)
    assert birth.text(on) and birth.text() and birth.age_text(on)
    assert all(one.endswith(".") for one in birth.notes(on))


@given(st.builds(Birth.of_age, st.integers(0, 150), st.dates()), st.dates())
def test_no_day_is_too_far_away(birth, on):
    assert birth.age_range(on) is not None
    assert birth.text(on)
