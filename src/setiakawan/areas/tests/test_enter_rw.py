"""The kelurahan enters its RW and RT."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.areas.models import Area
from setiakawan.areas.operations import (
    AreaHasEnded,
    NewArea,
    NothingToEnter,
    NotYetThere,
    NumberWasUsed,
    RwRow,
    TooFarAhead,
    WrongLevel,
    confirm_areas,
    end_area,
    enter_rw,
    load_areas,
    rename_area,
)
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, NORTH, SINCE, act_of, area, pak_lurah
from setiakawan.areas.tests.test_load_areas import administrator
from setiakawan.audit.models import Entry
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import BadArguments, IdTaken, Missing

ROWS = [
    RwRow(number="1", rt_count=3),
    RwRow(number="RW 02", rts=("2", "RT 5"), name="Kampung Sumber"),
]
CODES = {
    *(f"{KADIPIRO}.001{rt}" for rt in ("", ".001", ".002", ".003")),
    *(f"{KADIPIRO}.002{rt}" for rt in ("", ".002", ".005")),
}


def enter(rows: list[RwRow] = ROWS, actor: Actor = pak_lurah, since: date = SINCE) -> object:
    return enter_rw(act=act_of(actor), kelurahan_id=area(KADIPIRO).id, rows=rows, valid_from=since)


def test_rw_and_rt_get_the_extended_code(city: str) -> None:
    report = enter()

    assert report == {"new": sorted(CODES), "confirmed": [], "known": []}
    assert set(Area.objects.below(KADIPIRO).values_list("code", flat=True)) == CODES
    assert area(f"{KADIPIRO}.002").full_name == "RW 002 (Kampung Sumber)"
    assert area(f"{KADIPIRO}.001").full_name == "RW 001"
    assert area(f"{KADIPIRO}.001.002").parent == area(f"{KADIPIRO}.001")
    assert not area(f"{KADIPIRO}.001").is_modelled


def test_a_longer_list_adds_what_is_new_and_leaves_the_rest(city: str) -> None:
    enter()
    report = enter([RwRow(number="002", rts=("002", "006"), name="Nama lain"), RwRow(number="003")])

    assert report == {
        "new": [f"{KADIPIRO}.002.006", f"{KADIPIRO}.003"],
        "confirmed": [],
        "known": [f"{KADIPIRO}.002", f"{KADIPIRO}.002.002"],
    }
    assert area(f"{KADIPIRO}.002").name == "Kampung Sumber"


def test_what_was_modelled_is_confirmed_by_being_told(city: str) -> None:
    load_areas(
        act=act_of(administrator),
        areas=[
            NewArea(code=f"{KADIPIRO}.00{n}", name=f"00{n}", level=5, is_modelled=True)
            for n in (1, 9)
        ],
        valid_from=SINCE,
    )
    report = enter([RwRow(number="001")])

    assert report == {"new": [], "confirmed": [f"{KADIPIRO}.001"], "known": []}
    assert not area(f"{KADIPIRO}.001").is_modelled
    assert area(f"{KADIPIRO}.009").is_modelled  # nobody has told it

    assert confirm_areas(act=act_of(pak_lurah), area_id=area(KADIPIRO).id) == 1
    assert not area(f"{KADIPIRO}.009").is_modelled
    assert confirm_areas(act=act_of(pak_lurah), area_id=area(KADIPIRO).id) == 0


def test_twice_is_once_and_all_is_on_record(city: str) -> None:
    act = act_of(pak_lurah)
    call: dict[str, Any] = {"kelurahan_id": area(KADIPIRO).id, "rows": ROWS, "valid_from": SINCE}

    assert enter_rw(act=act, **call) == enter_rw(act=stage.repeat(act), **call)
    with acting_as(stage.bu_sri):
        assert Entry.objects.filter(kind="area.rw_entered", batch_id=act.id).count() == len(CODES)
    with pytest.raises(IdTaken):
        enter_rw(act=stage.repeat(act), **{**call, "rows": ROWS[:1]})


def test_a_second_act_finds_everything_known(city: str) -> None:
    enter()
    report = enter()
    assert report == {"new": [], "confirmed": [], "known": sorted(CODES)}


@pytest.mark.parametrize(
    "outsider", [stage.bu_lurah_next_door, stage.officer_elsewhere, stage.bu_sri]
)
def test_for_anyone_else_there_is_nothing_to_enter(city: str, outsider: Actor) -> None:
    with pytest.raises(Missing):
        enter(actor=outsider)
    assert not Area.objects.below(KADIPIRO).exists()


@pytest.mark.parametrize("keeper", [pak_lurah, stage.pak_harjo, stage.bu_ratna, stage.bu_dewi])
def test_staff_coordinator_officer_and_administrator_enter(city: str, keeper: Actor) -> None:
    enter(actor=keeper)
    assert Area.objects.below(KADIPIRO).count() == len(CODES)


def test_refusals(city: str) -> None:
    with pytest.raises(NothingToEnter):
        enter([])
    with pytest.raises(NotYetThere, match="1 Januari 2010"):
        enter(since=SINCE - timedelta(days=1))
    with pytest.raises(TooFarAhead):
        enter(since=today() + timedelta(days=400))
    with pytest.raises(WrongLevel):
        enter_rw(
            act=act_of(stage.pak_harjo), kelurahan_id=area(NORTH).id, rows=ROWS, valid_from=SINCE
        )
    for wrong in ("0", "1000", "RW IX-b", "‮1"):
        with pytest.raises(BadArguments):
            enter([{"number": wrong}])  # type: ignore[list-item]
    with pytest.raises(BadArguments):
        enter([{"number": "1", "rt_count": 100}])  # type: ignore[list-item]
    assert not Area.objects.below(KADIPIRO).exists()


def test_an_rw_that_ended_by_mistake_may_come_back_but_not_one_that_was_replaced(
    city: str,
) -> None:
    enter()
    first, second = area(f"{KADIPIRO}.001"), area(f"{KADIPIRO}.002")
    end_area(
        act=act_of(pak_lurah), area_id=first.id, version=1, on=date(2020, 1, 1), reason="Salah"
    )
    rename_area(
        act=act_of(pak_lurah),
        area_id=second.id,
        version=1,
        name="Kampung Sumber",
        number="7",
        on=date(2020, 1, 1),
    )

    enter([RwRow(number="001")], since=date(2020, 2, 1))
    assert area(f"{KADIPIRO}.001").valid_from == date(2020, 2, 1)
    with pytest.raises(NumberWasUsed, match="RW 002"):
        enter([RwRow(number="002")], since=date(2020, 2, 1))
    with pytest.raises(AreaHasEnded):
        enter_rw(
            act=act_of(pak_lurah), kelurahan_id=_ended_kelurahan(), rows=ROWS, valid_from=SINCE
        )


def _ended_kelurahan() -> UUID:
    old = area(KADIPIRO)
    rename_area(
        act=act_of(stage.bu_ratna),
        area_id=old.id,
        version=old.version,
        name="Kadipiro Baru",
        on=date(2021, 1, 1),
    )
    return old.id
