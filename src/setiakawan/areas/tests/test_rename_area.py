"""An area gets another name or number."""

from datetime import date, timedelta
from typing import Any

import pytest

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.areas import queries
from setiakawan.areas.models import Area, Succession
from setiakawan.areas.operations import (
    AreaHasEnded,
    PlanRefused,
    RwRow,
    TooFarAhead,
    WrongLevel,
    rename_area,
)
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, act_of, area, bu_ratna, pak_lurah
from setiakawan.audit.models import Entry
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import ChangedMeanwhile, Missing

ON = date(2020, 3, 1)


@pytest.fixture
def old(city: str) -> Area:
    """Kadipiro with two RW."""
    stage.enter(KADIPIRO, [RwRow(number="1", rt_count=2), RwRow(number="2")])
    return area(KADIPIRO)


def rename(old: Area, name: str = "Kadipiro Lor", actor: Actor = bu_ratna, **more: object) -> Area:
    values: dict[str, Any] = {"version": old.version, "on": ON, "name": name, **more}
    return rename_area(act=act_of(actor), area_id=old.id, **values)


def test_the_same_code_goes_on_under_another_name(old: Area) -> None:
    new = rename(old)

    before, after = queries.area_on(KADIPIRO, ON - timedelta(days=1)), queries.area_on(KADIPIRO, ON)
    assert before is not None
    assert after is not None
    assert (before.id, before.name) == (old.id, "Kadipiro")
    assert (after.id, after.name) == (new.id, "Kadipiro Lor")
    assert {one.parent_id for one in queries.children(KADIPIRO, ON)} == {new.id}
    assert queries.place(KADIPIRO, ON, rw="001").code == f"{KADIPIRO}.001"
    assert {alias.name for alias in new.aliases.all()} == {"Kadipiro", "Kadi Piro"}
    found = Succession.objects.get(predecessor=old)
    assert (found.successor_id, found.kind, found.on) == (new.id, "rename", ON)
    assert "Berganti nama dari Kadipiro menjadi Kadipiro Lor" in stage.history_of(KADIPIRO)


def test_an_rw_gets_another_number_and_its_rt_follow(old: Area) -> None:
    stage.hold_office("Sri", Role.PSM, f"{KADIPIRO}.001")
    rw = area(f"{KADIPIRO}.001")
    new = rename(rw, name="001", actor=pak_lurah, number="RW 12")

    assert new.code == f"{KADIPIRO}.012"
    assert [one.code for one in queries.children(new.code, ON)] == [
        f"{new.code}.001",
        f"{new.code}.002",
    ]
    assert queries.area_on(rw.code, ON) is None
    assert queries.place(f"{rw.code}.002", ON).code == f"{new.code}.002"
    assert queries.place(f"{new.code}.002", date(2020, 2, 1)).code == f"{rw.code}.002"
    with acting_as(stage.pak_harjo):
        assert Appointment.objects.filter(area_code=new.code, holder_name="Sri").exists()


def test_twice_is_once_and_it_is_on_record(old: Area) -> None:
    act = act_of(bu_ratna)
    call: dict[str, Any] = {"area_id": old.id, "version": 1, "name": "Kadipiro Lor", "on": ON}
    assert rename_area(act=act, **call) == rename_area(act=stage.repeat(act), **call)
    with acting_as(stage.bu_sri):
        assert [one.kind for one in Entry.objects.filter(batch_id=act.id)] == ["area.renamed"]


def test_the_second_of_two_readers_is_told(old: Area) -> None:
    rename(old)
    with pytest.raises(ChangedMeanwhile):
        rename(old, name="Kadipiro Kidul")
    with pytest.raises(AreaHasEnded):
        rename(old, name="Kadipiro Kidul", version=2)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "Kadipiro"}, "sama dengan nama sekarang"),
        ({"name": " "}, "Isi nama"),
        ({"on": stage.SINCE}, "baru ada sejak 1 Januari 2010"),
    ],
)
def test_slips_are_told(old: Area, values: dict[str, object], sentence: str) -> None:
    with pytest.raises(PlanRefused, match=sentence):
        rename(old, **values)  # type: ignore[arg-type]
    assert area(KADIPIRO).name == "Kadipiro"


def test_refusals(old: Area) -> None:
    with pytest.raises(TooFarAhead):
        rename(old, on=today() + timedelta(days=400))
    with pytest.raises(WrongLevel):
        rename(old, number="5")
    with pytest.raises(PlanRefused, match="sudah dipakai"):
        rename(area(f"{KADIPIRO}.001"), number="2", actor=pak_lurah)
    with pytest.raises(PlanRefused, match="bukan nomor RW"):
        rename(area(f"{KADIPIRO}.001"), number="sepuluh", actor=pak_lurah)


def test_a_kelurahan_is_not_renamed_by_its_staff_and_an_rw_not_by_the_neighbours(old: Area) -> None:
    for actor in (pak_lurah, stage.pak_harjo, stage.officer_elsewhere):
        with pytest.raises(Missing):
            rename(old, actor=actor)
    with pytest.raises(Missing):
        rename(area(f"{KADIPIRO}.001"), actor=stage.bu_lurah_next_door, name="Lain")
    assert rename(area(f"{KADIPIRO}.001"), actor=pak_lurah, name="Kampung A").name == "Kampung A"


def test_an_rw_that_is_called_by_its_number_is_called_by_the_new_one(old: Area) -> None:
    new = rename(area(f"{KADIPIRO}.001"), name="001", actor=pak_lurah, number="12")
    assert (new.name, new.full_name) == ("012", "RW 012")
    assert [one.code for one in queries.search("kadipiro rw 1", today())] == [f"{KADIPIRO}.001"]


def test_the_old_name_and_the_old_number_of_an_rw_are_still_found(old: Area) -> None:
    named = rename(area(f"{KADIPIRO}.001"), name="Kampung Uji", actor=pak_lurah)
    new = rename(named, name="Kampung Coba", actor=pak_lurah, number="12", on=date(2021, 3, 1))
    assert [one.code for one in queries.search("kampung uji", today())] == [new.code]
    assert [one.code for one in queries.search("kampung coba", today())] == [new.code]
