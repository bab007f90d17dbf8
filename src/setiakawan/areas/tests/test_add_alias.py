"""People call an area by another name."""

from typing import Any

import pytest

from setiakawan.access.context import acting_as
from setiakawan.areas import queries
from setiakawan.areas.operations import AliasExists, PlanRefused, add_alias
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, act_of, area, pak_lurah
from setiakawan.audit.models import Entry
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing


def test_it_is_found_by_the_other_name_too(city: str) -> None:
    add_alias(act=act_of(pak_lurah), area_id=area(KADIPIRO).id, name="Mbanjaran")
    (found,) = queries.search("mbanj", today())
    assert (found.code, found.also) == (KADIPIRO, "Mbanjaran")


def test_twice_is_once_and_it_is_on_record(city: str) -> None:
    act = act_of(pak_lurah)
    call: dict[str, Any] = {"area_id": area(KADIPIRO).id, "name": "Mbanjaran"}
    assert add_alias(act=act, **call) == add_alias(act=stage.repeat(act), **call)
    with acting_as(pak_lurah):
        assert [one.kind for one in Entry.objects.filter(batch_id=act.id)] == ["area.alias_added"]


def test_refusals(city: str) -> None:
    for known in ("kadi piro", "KADIPIRO"):
        with pytest.raises(AliasExists):
            add_alias(act=act_of(pak_lurah), area_id=area(KADIPIRO).id, name=known)
    with pytest.raises(PlanRefused):
        add_alias(act=act_of(pak_lurah), area_id=area(KADIPIRO).id, name=" ")
    for outsider in (stage.bu_lurah_next_door, stage.bu_sri):
        with pytest.raises(Missing):
            add_alias(act=act_of(outsider), area_id=area(KADIPIRO).id, name="Mbanjaran")
