"""Areas come from an official list."""

from datetime import date

import pytest

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.areas.models import Area, AreaAlias
from setiakawan.areas.operations import NewArea, ParentMissing, city_areas, load_areas
from setiakawan.areas.rules import KNOWN_SINCE
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import CITY, KADIPIRO, NORTH, act_of, area
from setiakawan.audit.models import Entry
from setiakawan.foundation.problems import BadArguments, Missing, NotAllowed

administrator = stage.somebody(Role.ADMINISTRATOR, "98")


def test_areas_stand_inside_each_other_and_have_their_other_names(city: str) -> None:
    assert area(KADIPIRO).parent == area(NORTH)
    assert area(NORTH).parent == area(CITY)
    assert area(CITY).parent is None
    assert list(area(KADIPIRO).aliases.values_list("name", flat=True)) == ["Kadi Piro"]


def test_what_exists_is_left_alone(city: str) -> None:
    again = [
        NewArea(code=KADIPIRO, name="Lain", level=4, aliases=("Lain Lagi",)),
        NewArea(code=f"{NORTH}.1003", name="Gilingan", level=4, aliases=("Gilingan", "Giling")),
    ]

    assert load_areas(act=act_of(administrator), areas=again, valid_from=date(2005, 1, 1)) == 1

    assert area(KADIPIRO).name == "Kadipiro"
    assert not AreaAlias.objects.filter(name="Lain Lagi").exists()
    assert [alias.name for alias in area(f"{NORTH}.1003").aliases.all()] == ["Giling"]


def test_children_may_come_before_their_parents(city: str) -> None:
    upside_down = [
        NewArea(code=f"{CITY}.03.1001", name="Dalam", level=4),
        NewArea(code=f"{CITY}.03", name="Luar", level=3),
    ]
    load_areas(act=act_of(administrator), areas=upside_down, valid_from=stage.SINCE)

    assert area(f"{CITY}.03.1001").parent == area(f"{CITY}.03")


def test_without_a_parent_nothing_is_entered(city: str) -> None:
    lost = [
        NewArea(code=f"{NORTH}.1004", name="Ada", level=4),
        NewArea(code=f"{CITY}.07.1001", name="Tanpa induk", level=4),
    ]
    with pytest.raises(ParentMissing, match=r"98\.71\.07\.1001"):
        load_areas(act=act_of(administrator), areas=lost, valid_from=stage.SINCE)
    assert not Area.objects.filter(code=f"{NORTH}.1004").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "98.71.1", "name": "A", "level": 3},
        {"code": f"{NORTH}.1009", "name": "A", "level": 3},
        {"code": f"{NORTH}.1009", "name": "  ", "level": 4},
        {"code": f"{NORTH}.1009", "name": "A\u202eB", "level": 4},
    ],
)
def test_a_malformed_row_is_refused(city: str, wrong: dict[str, object]) -> None:
    with pytest.raises(BadArguments):
        load_areas(act=act_of(administrator), areas=[wrong], valid_from=stage.SINCE)  # type: ignore[list-item]


def test_only_an_administrator_of_the_place_loads(city: str) -> None:
    areas = [NewArea(code=f"{NORTH}.1004", name="Ada", level=4)]
    with pytest.raises(NotAllowed):
        load_areas(act=act_of(stage.bu_ratna), areas=areas, valid_from=stage.SINCE)
    with pytest.raises(Missing):
        load_areas(
            act=act_of(stage.somebody(Role.ADMINISTRATOR, "33.72")),
            areas=areas,
            valid_from=stage.SINCE,
        )


def test_twice_is_once_and_each_area_is_on_record(city: str) -> None:
    act = act_of(administrator)
    areas = [NewArea(code=f"{NORTH}.10{n:02}", name=f"Baru {n}", level=4) for n in range(10, 13)]
    assert load_areas(act=act, areas=areas, valid_from=stage.SINCE) == 3
    assert load_areas(act=stage.repeat(act), areas=areas, valid_from=stage.SINCE) == 3
    with acting_as(administrator):
        assert Entry.objects.filter(batch_id=act.id, kind="area.loaded").count() == 3


@pytest.mark.parametrize(("code", "least"), [("33.72", 60), ("11.01", 200), ("95.01", 100)])
def test_any_city_can_be_loaded(db: None, code: str, least: int) -> None:
    areas = [one.model_copy() for one in city_areas(code)]
    assert len(areas) >= least
    wide = stage.somebody(Role.ADMINISTRATOR, code[:2])
    load_areas(act=act_of(wide), areas=areas, valid_from=KNOWN_SINCE)
    there = Area.objects.within(code).values_list("code", flat=True)
    assert {one.code for one in areas} <= {*there, code[:2]}


def test_a_city_with_its_rw_and_rt_is_loaded_in_few_statements(
    city: str, django_assert_max_num_queries: object
) -> None:
    rw = [
        NewArea(code=f"{KADIPIRO}.{n:03}", name=f"{n:03}", level=5, is_modelled=True)
        for n in range(1, 501)
    ]
    rt = [
        NewArea(code=f"{one.code}.{n:03}", name=f"{n:03}", level=6, is_modelled=True)
        for one in rw
        for n in range(1, 7)
    ]
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        count = load_areas(act=act_of(administrator), areas=rw + rt, valid_from=stage.SINCE)
    assert count == 3500
    assert area(f"{KADIPIRO}.500.006").is_modelled
