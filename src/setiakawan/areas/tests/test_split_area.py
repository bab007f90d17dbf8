"""A kelurahan is split in three (CASE-12)."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.succession import UNTIL_NAMED, offices_until_named
from setiakawan.areas import queries, rules, unplaced
from setiakawan.areas.codes import AreaCode, Level
from setiakawan.areas.models import Area, Succession
from setiakawan.areas.operations import (
    AreaHasEnded,
    MergeOrder,
    MergePart,
    PlanRefused,
    RwRow,
    SplitOrder,
    TooFarAhead,
    merge_areas,
    split_area,
)
from setiakawan.areas.tests import stage
from setiakawan.areas.tests.stage import KADIPIRO, NORTH, act_of, area, bu_ratna, pak_lurah
from setiakawan.audit.models import Entry
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.foundation.problems import ChangedMeanwhile, Missing

CASE: dict[str, Any] = json.loads(
    (files("setiakawan.areas.tests") / "data" / "case-12-area-split.json").read_text()
)
CODES = {
    "K-LAMA": KADIPIRO,
    "K-A": f"{NORTH}.1014",
    "K-B": f"{NORTH}.1015",
    "K-C": f"{NORTH}.1016",
}
BEFORE, AFTER = date(2018, 12, 31), date(2019, 1, 31)


@pytest.fixture
def kadipiro(city: str) -> Area:
    """Kadipiro with its 27 RW; of RW 015 the six RT are entered too."""
    rows = [RwRow(number=f"{rw}") for rw in range(1, 28)]
    rows[14] = RwRow(number="015", rt_count=6)
    rows[2] = RwRow(number="003", rts=("001", "002"), name="Kampung Sumber")
    stage.enter(KADIPIRO, rows)
    return area(KADIPIRO)


@pytest.fixture
def order() -> SplitOrder:
    """The split of the case file."""
    plan, problems = rules.parse_split(CASE, CODES)
    assert not problems
    assert plan is not None
    return SplitOrder.of_plan(plan, decree="Perda 3 Tahun 2018")


def case_codes() -> dict[str, AreaCode]:
    """Under which code each case of the file was recorded."""
    found = {}
    for case in CASE["kasus"]:
        parts = [KADIPIRO, *(part for part in (case["rw"], case["rt"]) if part)]
        found[case["id"]] = AreaCode(".".join(parts))
    return found


def split(kadipiro: Area, order: SplitOrder, actor: Actor = bu_ratna) -> list[Area]:
    """The split, by an officer unless told otherwise."""
    return split_area(act=act_of(actor), area_id=kadipiro.id, version=kadipiro.version, plan=order)


def test_each_case_goes_where_its_rw_and_rt_went(kadipiro: Area, order: SplitOrder) -> None:
    new = split(kadipiro, order)

    assert [one.name for one in new] == ["Kadipiro", "Banjarsari", "Joglo"]
    assert new[0].id != kadipiro.id
    where = {name: queries.place(code, AFTER).code for name, code in case_codes().items()}
    assert {name: code and code.at(Level.KELURAHAN) for name, code in where.items()} == {
        "c1": CODES["K-A"],
        "c2": CODES["K-B"],
        "c3": CODES["K-C"],
        "c4": None,
        "c5": CODES["K-C"],
    }
    assert queries.place(KADIPIRO, AFTER, rw="015", rt="004").code == f"{CODES['K-C']}.015.004"
    assert queries.place(KADIPIRO, AFTER, rw="015").code is None
    assert queries.place(KADIPIRO, AFTER).last_known == KADIPIRO


def test_the_sum_is_the_same_before_and_after(kadipiro: Area, order: SplitOrder) -> None:
    split(kadipiro, order)
    codes = list(case_codes().values())

    assert queries.count_as_of(codes, BEFORE) == Counter({KADIPIRO: 5})
    assert queries.count_as_of(codes, AFTER) == Counter(
        {CODES["K-A"]: 1, CODES["K-B"]: 1, CODES["K-C"]: 2, None: 1}
    )


def test_the_areas_are_right_on_the_day_before_and_on_the_day(
    kadipiro: Area, order: SplitOrder
) -> None:
    split(kadipiro, order)

    def there(day: date) -> set[str]:
        return {one.code for one in queries.areas_as_of(day).below(NORTH).filter(level__lte=4)} - {
            f"{NORTH}.1002"
        }

    assert there(date(2019, 1, 1)) == {KADIPIRO}
    assert there(date(2019, 1, 2)) == set(CODES.values()) - {KADIPIRO}
    assert len(queries.children(KADIPIRO, BEFORE)) == 27
    counts = {name: len(queries.children(CODES[name], AFTER)) for name in ("K-A", "K-B", "K-C")}
    assert counts == {"K-A": 10, "K-B": 9, "K-C": 9}  # RW 015 lies in two
    cut = [one.code for one in queries.children(f"{CODES['K-B']}.015", AFTER)]
    assert cut == [f"{CODES['K-B']}.015.00{rt}" for rt in (1, 2, 3)]
    assert area(f"{CODES['K-A']}.003").name == "Kampung Sumber"
    assert area(f"{CODES['K-A']}.003.002").parent == area(f"{CODES['K-A']}.003")


def test_every_level_has_its_successors(kadipiro: Area, order: SplitOrder) -> None:
    split(kadipiro, order)

    became = {
        (one.predecessor.code, one.successor.code)
        for one in Succession.objects.select_related("predecessor", "successor")
        if one.kind == Succession.Kind.SPLIT
    }
    assert (KADIPIRO, CODES["K-A"]) in became
    assert (f"{KADIPIRO}.015", f"{CODES['K-B']}.015") in became
    assert (f"{KADIPIRO}.015", f"{CODES['K-C']}.015") in became
    assert (f"{KADIPIRO}.015.004", f"{CODES['K-C']}.015.004") in became
    assert len([one for one in became if one[0].startswith(KADIPIRO)]) == 3 + 26 + 2 + 8


def test_what_is_recorded_reads_back_as_the_same_plan(kadipiro: Area, order: SplitOrder) -> None:
    split(kadipiro, order)

    (plan,) = [one for one in queries.reshapings() if one.ended == (KADIPIRO,)]
    assert isinstance(plan, rules.SplitPlan)
    told = order.plan_for(KADIPIRO)
    for rw in range(1, 28):
        for rt in ("001", "004", "006", None):
            assert rules.successor_of(plan, f"{rw:03}", rt) == rules.successor_of(
                told, f"{rw:03}", rt
            )


def test_who_had_charge_keeps_it_until_others_are_named(kadipiro: Area, order: SplitOrder) -> None:
    old = stage.hold_office("Sri Wahyuni", Role.PSM, KADIPIRO)
    stage.hold_office("Joko", Role.PSM, f"{KADIPIRO}.015")
    stage.hold_office("Ratna", Role.OFFICER, stage.CITY)

    split(kadipiro, order)

    with acting_as(stage.pak_harjo):
        old.refresh_from_db()
        assert (old.ends_on, old.area_code) == (None, KADIPIRO)  # nothing was ended
        rows = Appointment.objects.live_on(AFTER).filter(decree_no=UNTIL_NAMED)
        assert set(rows.values_list("holder_name", "area_code")) == {
            ("Sri Wahyuni", CODES["K-A"]),
            ("Sri Wahyuni", CODES["K-B"]),
            ("Sri Wahyuni", CODES["K-C"]),
            ("Joko", f"{CODES['K-B']}.015"),
            ("Joko", f"{CODES['K-C']}.015"),
        }
        assert not rows.filter(starts_on__lt=date(2019, 1, 2)).exists()
        assert len(offices_until_named(stage.pak_harjo, AFTER)) == 5
        assert offices_until_named(stage.bu_lurah_next_door, AFTER) == []
        shown = queries.area_page(stage.pak_harjo, CODES["K-A"], AFTER)
        assert isinstance(shown, queries.AreaPage)
        assert shown.offices[0].holder_name == "Sri Wahyuni"
        assert shown.offices[0].is_until_named


def test_an_office_that_had_ended_does_not_come_back(kadipiro: Area, order: SplitOrder) -> None:
    gone = stage.hold_office("Wid", Role.PSM, KADIPIRO)
    with acting_as(bu_ratna):
        context.grant([gone.id])
        Appointment.objects.filter(pk=gone.id).update(ends_on=date(2018, 6, 1))

    split(kadipiro, order)

    with acting_as(stage.pak_harjo):
        assert not Appointment.objects.filter(decree_no=UNTIL_NAMED).exists()


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a package that doesn't exist yet: the five cases of the file."""

    def rows_within(actor: Actor, codes: object) -> list[unplaced.LyingRow]:
        return [unplaced.LyingRow(code, name) for name, code in case_codes().items()]

    source = unplaced.Source("kasus", rows_within)
    monkeypatch.setattr(unplaced, "_sources", [])
    unplaced.add_source(source)


@pytest.mark.usefixtures("probe")
def test_what_can_not_be_placed_is_foreseen_and_then_waits(
    kadipiro: Area, order: SplitOrder
) -> None:
    planned = order.plan_for(KADIPIRO)
    foreseen = queries.unplaced_rows(bu_ratna, AFTER, within=KADIPIRO, planned=planned)
    assert [(one.title, one.last_known) for one in foreseen] == [("c4", KADIPIRO)]
    assert queries.unplaced_rows(bu_ratna, AFTER) == []

    split(kadipiro, order)

    assert queries.unplaced_rows(bu_ratna, AFTER) == foreseen
    assert queries.unplaced_rows(bu_ratna, BEFORE) == []


def test_it_is_on_record_once_with_the_offices_beside_it(kadipiro: Area, order: SplitOrder) -> None:
    stage.hold_office("Sri Wahyuni", Role.PSM, KADIPIRO)
    act = act_of(bu_ratna)
    call: dict[str, Any] = {"area_id": kadipiro.id, "version": kadipiro.version, "plan": order}

    first = split_area(act=act, **call)
    second = split_area(act=stage.repeat(act), **call)

    assert [one.id for one in second] == [one.id for one in first]
    with acting_as(bu_ratna, operation_id=act.id):
        entries = list(Entry.objects.filter(batch_id=act.id).order_by("ledger_no"))
        assert [one.kind for one in entries] == ["area.split"] * 4
        assert sorted(one.subject_count for one in entries) == [1, 1, 1, 4]
    with acting_as(stage.bu_sri):
        assert [one.kind for one in timeline_of_subject(first[0].id)] == ["area.split"]


@pytest.mark.parametrize("outsider", [stage.officer_elsewhere])
def test_out_of_reach_there_is_nothing_to_split(
    kadipiro: Area, order: SplitOrder, outsider: Actor
) -> None:
    with pytest.raises(Missing):
        split(kadipiro, order, outsider)
    assert area(KADIPIRO).valid_until is None


@pytest.mark.parametrize("actor", [pak_lurah, stage.pak_harjo, stage.bu_sri])
def test_it_takes_an_officer(kadipiro: Area, order: SplitOrder, actor: Actor) -> None:
    with pytest.raises(Missing):
        split(kadipiro, order, actor)
    assert area(KADIPIRO).valid_until is None


def test_the_second_of_two_readers_is_told(kadipiro: Area, order: SplitOrder) -> None:
    split(kadipiro, order)

    with pytest.raises(ChangedMeanwhile):
        split(kadipiro, order)


def test_what_is_over_is_not_split_again(kadipiro: Area, order: SplitOrder) -> None:
    split(kadipiro, order)

    with pytest.raises(AreaHasEnded, match="2 Januari 2019"):
        split_area(
            act=act_of(bu_ratna), area_id=kadipiro.id, version=kadipiro.version + 1, plan=order
        )


def changed(order: SplitOrder, **values: object) -> SplitOrder:
    """The order with something else in it."""
    return SplitOrder(**{**order.model_dump(), **values})


def test_each_slip_is_told_and_nothing_is_written(kadipiro: Area, order: SplitOrder) -> None:
    before = Area.objects.count()
    into = order.model_dump()["new_areas"]
    slips = {
        "baru ada sejak": changed(order, on=stage.SINCE),
        "sudah dipakai": changed(order, new_areas=[*into[:2], into[2] | {"code": f"{NORTH}.1002"}]),
        "milik wilayah lama": changed(order, new_areas=[into[0] | {"code": KADIPIRO}, *into[1:]]),
        "tidak tercatat": changed(
            order, new_areas=[*into[:2], into[2] | {"code": f"{stage.CITY}.09.1001"}]
        ),
        "belum dibagikan": changed(order, shares=order.model_dump()["shares"][:-1]),
    }
    for sentence, slip in slips.items():
        with pytest.raises(PlanRefused, match=sentence):
            split(kadipiro, slip)
    with pytest.raises(TooFarAhead):
        split(kadipiro, changed(order, on=date(2999, 1, 1)))
    assert Area.objects.count() == before
    assert not Succession.objects.filter(predecessor__code__startswith=KADIPIRO).exists()


def test_rw_are_divided_by_rt_only_where_the_rt_are_entered(
    kadipiro: Area, order: SplitOrder
) -> None:
    shares = list(order.model_dump()["shares"])
    shares[1] = shares[1] | {"rw_to": "013"}
    shares += [
        {"rw_from": "014", "rw_to": "014", "rt_from": "001", "rt_to": "002", "new_code": code}
        for code in (CODES["K-B"],)
    ]
    with pytest.raises(PlanRefused, match="RT-nya belum tercatat"):
        split(kadipiro, changed(order, shares=shares))


def test_a_part_that_began_later_is_named(kadipiro: Area, order: SplitOrder) -> None:
    stage.enter(KADIPIRO, [RwRow(number="003", rts=("009",))], since=date(2020, 5, 1))

    with pytest.raises(PlanRefused, match="sesudah 1 Mei 2020"):
        split(kadipiro, order)


def test_an_rw_is_split_too(kadipiro: Area) -> None:
    old = area(f"{KADIPIRO}.015")
    new = split_area(
        act=act_of(bu_ratna),
        area_id=old.id,
        version=old.version,
        plan=SplitOrder(
            on=date(2020, 1, 1),
            new_areas=(
                {"code": f"{KADIPIRO}.028", "name": "028"},
                {"code": f"{KADIPIRO}.029", "name": "029"},
            ),
            shares=(
                {"rw_from": "015", "rw_to": "015", "rt_from": "001", "rt_to": "002",
                 "new_code": f"{KADIPIRO}.028"},
                {"rw_from": "015", "rw_to": "015", "rt_from": "003", "rt_to": "006",
                 "new_code": f"{KADIPIRO}.029"},
            ),
        ),
    )  # fmt: skip

    assert [one.code for one in new] == [f"{KADIPIRO}.028", f"{KADIPIRO}.029"]
    assert new[0].parent == area(KADIPIRO)
    placed = queries.place(KADIPIRO, date(2020, 1, 1), rw="015", rt="003")
    assert placed.code == f"{KADIPIRO}.029.003"


def test_a_chain_of_changes_is_followed(kadipiro: Area, order: SplitOrder) -> None:
    new = split(kadipiro, order)
    nusukan = area(f"{NORTH}.1002")
    merge_areas(
        act=act_of(bu_ratna),
        parts=[MergePart(area_id=one.id, version=one.version) for one in (new[0], nusukan)],
        into=MergeOrder(on=date(2021, 1, 1), new_code=f"{NORTH}.1020", new_name="Kadipiro Nusukan"),
    )

    c1 = case_codes()["c1"]
    assert queries.place(c1, date(2022, 1, 1)).code == f"{NORTH}.1020.003.001"
    assert queries.place(f"{NORTH}.1020.003.001", BEFORE).code == c1
    # An RW that nobody had entered: which of the two had it can't be told.
    assert queries.place(f"{NORTH}.1020.077", BEFORE).code is None
    assert queries.place(c1, AFTER).code == f"{CODES['K-A']}.003.001"
