"""Two people change the same area at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from setiakawan.areas.models import Area
from setiakawan.areas.operations import RwRow, SplitInto, SplitOrder, enter_rw, split_area
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, NORTH, act_of, area
from setiakawan.foundation.problems import ChangedMeanwhile, Problem


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls at once, each on a connection of its own; answers results or refusals."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Problem as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def kadipiro(committed_db: str) -> Area:
    """Kadipiro, committed, so that other connections see it."""
    stage.build_city()
    stage.enter(KADIPIRO, [RwRow(number="1"), RwRow(number="2")])
    return area(KADIPIRO)


def test_two_lists_at_once_enter_each_rw_once(kadipiro: Area) -> None:
    def enter() -> Any:
        return enter_rw(
            act=act_of(stage.pak_lurah),
            kelurahan_id=kadipiro.id,
            rows=[RwRow(number=str(n), rt_count=3) for n in range(3, 20)],
            valid_from=stage.SINCE,
        )

    reports = together(enter, enter, enter)

    assert sorted(len(one["new"]) for one in reports) == [0, 0, 17 * 4]
    assert Area.objects.below(KADIPIRO).count() == 2 + 17 * 4


def test_of_two_splits_at_once_one_is_told(kadipiro: Area) -> None:
    def split(first: str, second: str) -> Any:
        order = SplitOrder(
            on=date(2020, 1, 1),
            new_areas=(SplitInto(code=first, name="Lor"), SplitInto(code=second, name="Kidul")),
            shares=(
                {"rw_from": "1", "rw_to": "1", "new_code": first},
                {"rw_from": "2", "rw_to": "2", "new_code": second},
            ),
        )
        return split_area(
            act=act_of(stage.bu_ratna), area_id=kadipiro.id, version=kadipiro.version, plan=order
        )

    answers = together(
        lambda: split(f"{NORTH}.1041", f"{NORTH}.1042"),
        lambda: split(f"{NORTH}.1043", f"{NORTH}.1044"),
    )

    assert sorted(type(one).__name__ for one in answers) == ["ChangedMeanwhile", "list"]
    assert any(isinstance(one, ChangedMeanwhile) for one in answers)
    assert Area.objects.below(NORTH).filter(name__in=("Lor", "Kidul")).count() == 2


def test_a_list_that_comes_while_the_area_is_split_is_told(kadipiro: Area) -> None:
    from setiakawan.areas.operations import AreaHasEnded

    order = SplitOrder(
        on=date(2020, 1, 1),
        new_areas=(
            SplitInto(code=f"{NORTH}.1041", name="Lor"),
            SplitInto(code=f"{NORTH}.1042", name="Kidul"),
        ),
        shares=(
            {"rw_from": "1", "rw_to": "1", "new_code": f"{NORTH}.1041"},
            {"rw_from": "2", "rw_to": "2", "new_code": f"{NORTH}.1042"},
        ),
    )
    answers = together(
        lambda: split_area(act=act_of(stage.bu_ratna), area_id=kadipiro.id, version=1, plan=order),
        lambda: enter_rw(
            act=act_of(stage.pak_lurah),
            kelurahan_id=kadipiro.id,
            rows=[RwRow(number="9")],
            valid_from=stage.SINCE,
        ),
    )

    refused = [one for one in answers if isinstance(one, Problem)]
    # Whoever was first, nobody's RW 009 is left inside an area that has ended.
    assert len(refused) == 1
    assert isinstance(refused[0], AreaHasEnded) or "009" in refused[0].text
    assert not Area.objects.below(KADIPIRO).filter(
        valid_until=None, parent__valid_until__isnull=False
    )
