"""Areas are found as people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas import queries
from setiakawan.areas.operations import RwRow, rename_area
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import CITY, KADIPIRO, NORTH, SEMANGGI, SOUTH, act_of, area
from setiakawan.foundation.clock import today


@pytest.fixture
def stocked(city: str) -> str:
    """The city with RW, one of them with a name of its own."""
    stage.enter(
        KADIPIRO, [RwRow(number="4", rt_count=2), RwRow(number="5", name="Kampung Rejosari")]
    )
    stage.enter(SEMANGGI, [RwRow(number="4")])
    return city


def codes(text: str, on: date | None = None) -> list[str]:
    return [one.code for one in queries.search(text, on or today()) if one.code.startswith("98")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kadipiro", KADIPIRO),
        ("KADI PIRO", KADIPIRO),
        ("kadi-piro", KADIPIRO),
        ("kel. kadipiro", KADIPIRO),
        ("pasarkliwon", SOUTH),
        ("kliwon", SOUTH),
        ("kota uji", CITY),
        ("kota coba", CITY),
        ("semangi", SEMANGGI),  # one letter short
        ("kadipiro rw 4", f"{KADIPIRO}.004"),
        ("RW 04 Kadipiro", f"{KADIPIRO}.004"),
        ("rt 2 rw 4 kadipiro", f"{KADIPIRO}.004.002"),
        ("rejosari", f"{KADIPIRO}.005"),
        (KADIPIRO, KADIPIRO),
        (f"{KADIPIRO}.004.002", f"{KADIPIRO}.004.002"),
    ],
)
def test_the_wanted_one_comes_first(stocked: str, text: str, first: str) -> None:
    assert codes(text)[0] == first


def test_a_whole_name_before_a_beginning_and_each_once(stocked: str) -> None:
    found = codes("98.71")
    assert found[0] == CITY
    assert len(found) == len(set(found))
    assert codes("kec kadipiro") == []
    assert codes("tidak ada wilayah begini") == []
    assert codes("") == codes("   ") == codes("x" * 200) == codes("rw 4") == []


def test_an_old_name_leads_to_what_became_of_it(stocked: str) -> None:
    old = area(KADIPIRO)
    rename_area(
        act=act_of(stage.bu_ratna),
        area_id=old.id,
        version=1,
        name="Sekarmekar",
        on=date(2020, 1, 1),
    )
    (found,) = [one for one in queries.search("kadipiro", today()) if one.code.startswith(NORTH)]
    assert (found.code, found.full_name) == (KADIPIRO, "Kelurahan Sekarmekar")
    assert found.also in {"Kadipiro", "Kadi Piro"}
    assert codes("sekarmekar", date(2019, 1, 1)) == []


def test_few_statements(stocked: str, django_assert_max_num_queries: object) -> None:
    for text in ("kadipiro", "kadipiro rw 4", "zzzz", KADIPIRO):
        with django_assert_max_num_queries(5):  # type: ignore[operator]
            queries.search(text, today())


@given(st.text(max_size=120))
def test_no_text_is_too_odd(text: str) -> None:
    """The parts that read the text, without a database: nothing is raised."""
    queries._plain(text)
    queries._RW_WORD.sub(" ", text)
