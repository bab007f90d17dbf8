"""Two kelurahan, RW or RT become one."""

from datetime import date
from typing import Any

import pytest

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.areas import queries
from setiakawan.areas.models import Area, Succession
from setiakawan.areas.operations import (
    MergeOrder,
    MergePart,
    NewNumber,
    PlanRefused,
    RwRow,
    merge_areas,
)
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, NORTH, act_of, area, bu_ratna
from setiakawan.audit.models import Entry
from setiakawan.foundation.problems import ChangedMeanwhile, Missing

NUSUKAN, NEW = f"{NORTH}.1002", f"{NORTH}.1030"
ON = date(2022, 1, 1)


@pytest.fixture
def both(city: str) -> list[Area]:
    """Kadipiro and Nusukan, both with an RW 001."""
    stage.enter(KADIPIRO, [RwRow(number="1", rt_count=2), RwRow(number="2")])
    stage.enter(NUSUKAN, [RwRow(number="1", rt_count=3)])
    return [area(KADIPIRO), area(NUSUKAN)]


def order(**more: object) -> MergeOrder:
    values: dict[str, Any] = {
        "on": ON,
        "new_code": NEW,
        "new_name": "Kadinusu",
        "renumbered": (NewNumber(code=f"{NUSUKAN}.001", number="3"),),
        **more,
    }
    return MergeOrder(**values)


def merge(both: list[Area], actor: Actor = bu_ratna, **more: object) -> Area:
    return merge_areas(
        act=act_of(actor),
        parts=[MergePart(area_id=one.id, version=one.version) for one in both],
        into=order(**more),
    )


def test_they_are_one_from_the_day_on(both: list[Area]) -> None:
    stage.hold_office("Sri", Role.PSM, KADIPIRO)
    stage.hold_office("Joko", Role.PSM, NUSUKAN)
    merged = merge(both)

    assert (merged.code, merged.name, merged.parent) == (NEW, "Kadinusu", area(NORTH))
    assert [one.code for one in queries.children(NEW, ON)] == [f"{NEW}.00{n}" for n in (1, 2, 3)]
    assert len(queries.children(f"{NEW}.003", ON)) == 3
    assert queries.place(NUSUKAN, ON, rw="001", rt="003").code == f"{NEW}.003.003"
    assert queries.place(NUSUKAN, ON).code == NEW
    assert queries.place(f"{NEW}.001.002", date(2021, 1, 1)).code == f"{KADIPIRO}.001.002"
    assert Succession.objects.filter(kind="merge").count() == 2 + 3 + 5
    with acting_as(stage.pak_harjo):
        names = Appointment.objects.filter(area_code=NEW).values_list("holder_name", flat=True)
        assert set(names) == {"Sri", "Joko"}
    assert stage.history_of(NEW) == ["Gabungan dari"]


def test_twice_is_once_and_it_is_on_record(both: list[Area]) -> None:
    act = act_of(bu_ratna)
    parts = [MergePart(area_id=one.id, version=one.version) for one in both]
    first = merge_areas(act=act, parts=parts, into=order())
    assert merge_areas(act=stage.repeat(act), parts=parts, into=order()) == first
    with acting_as(bu_ratna):
        assert [one.kind for one in Entry.objects.filter(batch_id=act.id)] == ["area.merged"]


def test_the_same_number_twice_is_asked_back(both: list[Area]) -> None:
    with pytest.raises(PlanRefused, match="Beri nomor baru"):
        merge(both, renumbered=())
    with pytest.raises(PlanRefused, match="sudah dipakai"):
        merge(both, new_code=stage.SEMANGGI)
    with pytest.raises(PlanRefused, match="paling sedikit dua"):
        merge(both[:1], renumbered=())
    assert area(KADIPIRO).valid_until is None


def test_stale_and_out_of_reach(both: list[Area]) -> None:
    for actor in (stage.pak_harjo, stage.pak_lurah, stage.officer_elsewhere):
        with pytest.raises(Missing):
            merge(both, actor=actor)
    with pytest.raises(Missing):
        merge(both, actor=stage.somebody(Role.OFFICER, NORTH), new_code=f"{stage.SOUTH}.1009")
    merge(both)
    with pytest.raises(ChangedMeanwhile):
        merge(both)


def test_two_rw_of_a_kelurahan_become_one(both: list[Area]) -> None:
    parts = [area(f"{KADIPIRO}.001"), area(f"{KADIPIRO}.002")]
    merged = merge(parts, new_code=f"{KADIPIRO}.009", new_name="009", renumbered=())
    assert merged.full_name == "RW 009"
    assert queries.place(f"{KADIPIRO}.001.002", ON).code == f"{KADIPIRO}.009.002"
