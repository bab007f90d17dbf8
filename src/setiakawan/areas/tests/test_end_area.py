"""An RW or RT is no more."""

from datetime import date, timedelta
from typing import Any

import pytest

from setiakawan.access.context import acting_as
from setiakawan.areas import queries
from setiakawan.areas.models import Area
from setiakawan.areas.operations import (
    AreaHasEnded,
    NotYetThere,
    PlanRefused,
    RwRow,
    TooFarAhead,
    WrongLevel,
    end_area,
)
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, act_of, area, pak_lurah
from setiakawan.audit.models import Entry
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import ChangedMeanwhile, Missing

ON = date(2022, 7, 1)


@pytest.fixture
def rw(city: str) -> Area:
    """RW 001 of Kadipiro with two RT."""
    stage.enter(KADIPIRO, [RwRow(number="1", rt_count=2), RwRow(number="2")])
    return area(f"{KADIPIRO}.001")


def test_it_ends_with_all_inside_it(rw: Area) -> None:
    ended = end_area(act=act_of(pak_lurah), area_id=rw.id, version=1, on=ON, reason="Digusur")

    assert (ended.valid_until, ended.version) == (ON, 2)
    assert [one.code for one in queries.children(KADIPIRO, ON)] == [f"{KADIPIRO}.002"]
    assert len(queries.children(rw.code, ON - timedelta(days=1))) == 2
    assert not queries.children(rw.code, ON)
    assert stage.history_of(rw.code)[0] == "Berakhir tanpa pengganti"


def test_twice_is_once_and_it_is_on_record(rw: Area) -> None:
    act = act_of(pak_lurah)
    call: dict[str, Any] = {"area_id": rw.id, "version": 1, "on": ON, "reason": "Digusur"}
    assert end_area(act=act, **call) == end_area(act=stage.repeat(act), **call)
    with acting_as(stage.bu_sri):
        assert Entry.objects.filter(batch_id=act.id, kind="area.ended").count() == 3


def test_refusals(rw: Area) -> None:
    def end(area_id: object, **more: object) -> None:
        values: dict[str, Any] = {"version": 1, "on": ON, "reason": "Digusur", **more}
        end_area(act=act_of(stage.bu_ratna), area_id=area_id, **values)  # type: ignore[arg-type]

    with pytest.raises(WrongLevel):
        end(area(KADIPIRO).id)
    with pytest.raises(NotYetThere):
        end(rw.id, on=stage.SINCE)
    with pytest.raises(TooFarAhead):
        end(rw.id, on=today() + timedelta(days=400))
    with pytest.raises(PlanRefused, match="alasannya"):
        end(rw.id, reason=" ")
    with pytest.raises(ChangedMeanwhile):
        end(rw.id, version=7)
    with pytest.raises(Missing):
        end_area(act=act_of(stage.bu_lurah_next_door), area_id=rw.id, version=1, on=ON, reason="x")
    end(rw.id)
    with pytest.raises(AreaHasEnded):
        end(rw.id, version=2)
