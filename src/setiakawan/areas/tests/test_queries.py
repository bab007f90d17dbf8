"""What an area's page is made of, as of a day."""

from datetime import date

import pytest

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.areas import queries
from setiakawan.areas.operations import NewArea, RwRow, load_areas
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, NORTH, SEMANGGI, act_of
from setiakawan.areas.tests.test_load_areas import administrator
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing


@pytest.fixture
def page(city: str) -> queries.AreaPage:
    """Kadipiro as its PSM sees it."""
    stage.enter(KADIPIRO, [RwRow(number="1", rt_count=2), RwRow(number="2"), RwRow(number="3")])
    load_areas(
        act=act_of(administrator),
        areas=[NewArea(code=f"{KADIPIRO}.003.001", name="001", level=6, is_modelled=True)],
        valid_from=stage.SINCE,
    )
    stage.hold_office("Sri", Role.PSM, KADIPIRO)
    stage.hold_office("Joko", Role.PSM, f"{KADIPIRO}.001")
    stage.hold_office("Harjo", Role.COORDINATOR, stage.CITY)
    stage.hold_office("Anna", Role.PSM, SEMANGGI)
    with acting_as(stage.bu_sri):
        found = queries.area_page(stage.bu_sri, KADIPIRO, today())
    assert isinstance(found, queries.AreaPage)
    return found


def test_people_are_the_nearest_first_and_never_the_neighbours(page: queries.AreaPage) -> None:
    assert [one.holder_name for one in page.offices] == ["Sri", "Harjo"]


def test_tiles_say_who_walks_and_what_is_unknown(page: queries.AreaPage) -> None:
    assert [(one.number, one.tile, one.tile_words) for one in page.children] == [
        ("001", "c4", "2 RT, ada PSM RW"),
        ("002", "cx", "RT belum dicatat"),
        ("003", "c2", "1 RT, dijaga PSM kelurahan"),
    ]


def test_what_is_missing(page: queries.AreaPage) -> None:
    assert {gap.kind: gap.codes for gap in page.gaps} == {
        "no_rt": (f"{KADIPIRO}.002",),
        "modelled": (f"{KADIPIRO}.003",),
    }
    with acting_as(stage.bu_sri):
        gaps = {gap.kind: gap.codes for gap in queries.missing(stage.CITY, today())}
    assert gaps["no_psm"] == (f"{NORTH}.1002",)
    assert gaps["no_rw"] == (f"{NORTH}.1002", SEMANGGI)


def test_steps_of_the_map(page: queries.AreaPage) -> None:
    with acting_as(stage.bu_sri):
        steps = {
            one.code: one.step for one in queries.kelurahan_tree(stage.CITY, today()).kelurahan
        }
    assert steps == {KADIPIRO: "2", f"{NORTH}.1002": "x", SEMANGGI: "1"}


def test_what_the_reader_may_do(page: queries.AreaPage) -> None:
    assert (page.may_keep, page.may_reshape) == (False, False)
    with acting_as(stage.bu_ratna):
        seen = queries.area_page(stage.bu_ratna, KADIPIRO, today())
        assert isinstance(seen, queries.AreaPage)
        assert (seen.may_keep, seen.may_reshape) == (True, True)
        elsewhere = queries.area_page(stage.officer_elsewhere, KADIPIRO, today())
        assert isinstance(elsewhere, queries.AreaPage)
        assert (elsewhere.may_keep, elsewhere.may_reshape) == (False, False)


def test_before_it_began_it_was_not_there(page: queries.AreaPage) -> None:
    with acting_as(stage.bu_sri):
        found = queries.area_page(stage.bu_sri, KADIPIRO, date(2009, 1, 1))
    assert isinstance(found, queries.NotOnThatDay)
    assert found.latest.name == "Kadipiro"


@pytest.mark.parametrize("code", ["98.71.01.1099", "98.71.01.999", "x", "1" * 10_000, "98.71\x00"])
def test_what_never_was_is_missing(city: str, code: str) -> None:
    with acting_as(stage.bu_sri), pytest.raises(Missing):
        queries.area_page(stage.bu_sri, code, today())


def test_few_statements_however_much_lies_inside(
    page: queries.AreaPage, django_assert_max_num_queries: object
) -> None:
    with acting_as(stage.bu_sri), django_assert_max_num_queries(8):  # type: ignore[operator]
        queries.area_page(stage.bu_sri, stage.CITY, today())
