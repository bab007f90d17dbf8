"""When areas begin and end, where things go after a split, and lists that people paste."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas.codes import AreaCode, Level
from setiakawan.areas.rules import (
    MAX_PASTED_PROBLEMS,
    MAX_PASTED_ROWS,
    MAX_RT_IN_RW,
    AreaPeriod,
    MergePlan,
    NewArea,
    PlanProblem,
    RenamePlan,
    Renumbered,
    RwShare,
    SplitPlan,
    Succession,
    check_merge,
    check_rename,
    check_split,
    count_as_of,
    parse_pasted_rw_list,
    parse_split,
    resolve,
    successor_of,
)

# ---------------------------------------------------------------- CASE-12: Kadipiro, 2 January 2019

OLD = AreaCode("33.72.05.1001")
# The codes of this case are invented like its map: the new Kadipiro has one of its own.
KADIPIRO = AreaCode("33.72.05.1016")
BANJARSARI = AreaCode("33.72.05.1014")
JOGLO = AreaCode("33.72.05.1015")
CODES = {"K-LAMA": OLD, "K-A": KADIPIRO, "K-B": BANJARSARI, "K-C": JOGLO}
THE_DAY = date(2019, 1, 2)
OLD_KADIPIRO = AreaPeriod(OLD, "Kadipiro")
RW = [f"{number:03}" for number in range(1, 28)]
RT = {rw: [f"{number:03}" for number in range(1, 7)] for rw in RW}


def case_12() -> dict[str, Any]:
    folder = files("setiakawan.areas") / "tests" / "data"
    data: dict[str, Any] = json.loads((folder / "case-12-area-split.json").read_text("utf-8"))
    return data


def case_12_plan() -> SplitPlan:
    plan, problems = parse_split(case_12(), CODES)
    assert problems == []
    assert plan is not None
    return plan


def case_12_places() -> dict[str, AreaCode]:
    """The five cases as they were recorded before the split, as deep as each was known."""
    return {
        case["id"]: AreaCode(".".join([OLD, *filter(None, (case["rw"], case["rt"]))]))
        for case in case_12()["kasus"]
    }


def codes_of(problems: Sequence[PlanProblem]) -> list[str]:
    for problem in problems:
        assert problem.sentence.endswith(".")
    return [problem.code for problem in problems]


def test_case_12_is_a_plan_without_problems() -> None:
    plan = case_12_plan()
    assert (plan.old_code, plan.on) == (OLD, THE_DAY)
    assert [(new.code, new.name) for new in plan.new_areas] == [
        (KADIPIRO, "Kadipiro"),
        (BANJARSARI, "Banjarsari"),
        (JOGLO, "Joglo"),
    ]
    assert check_split(plan, RW, RT, old=OLD_KADIPIRO, used_codes={OLD}) == []


def test_case_12_every_case_goes_where_it_belongs() -> None:
    plan = case_12_plan()
    after = {case["id"]: successor_of(plan, case["rw"], case["rt"]) for case in case_12()["kasus"]}
    assert after == {"c1": KADIPIRO, "c2": BANJARSARI, "c3": JOGLO, "c4": None, "c5": JOGLO}


def test_case_12_the_report_adds_up_before_and_after() -> None:
    plan, places = case_12_plan(), case_12_places().values()

    def report(day: date) -> dict[AreaCode | None, int]:
        return dict(count_as_of(places, day, [plan], level=Level.KELURAHAN))

    assert report(date(2018, 12, 31)) == {OLD: 5}
    assert report(THE_DAY - timedelta(days=1)) == {OLD: 5}
    after = {KADIPIRO: 1, BANJARSARI: 1, JOGLO: 2, None: 1}
    assert report(THE_DAY) == after
    assert report(date(2019, 1, 31)) == after


def test_case_12_rewritten_codes_still_answer_for_the_time_before() -> None:
    plan = case_12_plan()
    for before in case_12_places().values():
        placement = resolve(before, date(2019, 1, 31), [plan])
        if placement.code is None:
            # Whoever had charge of the old area keeps it until a person has placed it.
            assert placement.last_known == before == OLD
        else:
            assert resolve(placement.code, date(2018, 12, 31), [plan]).code == before


def test_case_12_what_a_person_has_placed_stays_there() -> None:
    # c4 has no RW; once the coordinator has said Joglo, the plan does not send it back to wait.
    plan = case_12_plan()
    assert resolve(JOGLO, THE_DAY, [plan]).code == JOGLO
    assert resolve(JOGLO, date(2019, 1, 31), [plan]).code == JOGLO
    assert resolve(JOGLO, date(2018, 12, 31), [plan]).code == OLD


def test_an_rw_that_is_cut_needs_its_rt() -> None:
    plan = case_12_plan()
    assert successor_of(plan, "015", "003") == BANJARSARI
    assert successor_of(plan, "015", "004") == JOGLO
    assert successor_of(plan, "015", None) is None
    assert successor_of(plan, "015", "007") is None
    assert successor_of(plan, "014", None) == BANJARSARI
    assert successor_of(plan, "028", "001") is None
    assert successor_of(plan, None, "004") is None


def test_what_two_shares_claim_is_not_placed() -> None:
    shares = (
        RwShare("001", "003", None, None, KADIPIRO),
        RwShare("003", "005", None, None, JOGLO),
    )
    new = (NewArea(KADIPIRO, "Kadipiro"), NewArea(JOGLO, "Joglo"))
    assert successor_of(SplitPlan(OLD, THE_DAY, new, shares), "003", "001") is None


# ---------------------------------------------------------------- what can be wrong with a split


def split(
    *shares: tuple[str, str, str | None, str | None, AreaCode],
    new: Sequence[tuple[AreaCode, str]] = ((KADIPIRO, "Kadipiro"), (JOGLO, "Joglo")),
    on: date = THE_DAY,
    old: AreaCode = OLD,
) -> SplitPlan:
    return SplitPlan(
        old, on, tuple(NewArea(*area) for area in new), tuple(RwShare(*share) for share in shares)
    )


WHOLE = (("001", "002", None, None, KADIPIRO), ("003", "003", None, None, JOGLO))
THREE_RW = ["001", "002", "003"]
THREE_RT = {"003": ["001", "002", "003", "004"]}


def problems_of(plan: SplitPlan, **known: Any) -> list[str]:
    settings: dict[str, Any] = {"old": AreaPeriod(plan.old_code, "Kadipiro"), "used_codes": ()}
    return codes_of(check_split(plan, THREE_RW, THREE_RT, **(settings | known)))


def test_a_whole_split_has_no_problem() -> None:
    assert problems_of(split(*WHOLE)) == []


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([("001", "003", None, None, KADIPIRO)], ["split.new_area_empty"]),
        ([WHOLE[0]], ["split.new_area_empty", "split.rw_unmapped"]),
        ([*WHOLE, ("002", "002", None, None, JOGLO)], ["split.rw_twice"]),
        ([*WHOLE, ("003", "003", "001", "002", KADIPIRO)], ["split.rw_twice"]),
        (
            [WHOLE[0], ("003", "003", "001", "003", KADIPIRO), ("003", "003", "003", "004", JOGLO)],
            ["split.rt_twice"],
        ),
        (
            [WHOLE[0], ("003", "003", "001", "002", KADIPIRO), ("003", "003", "004", "004", JOGLO)],
            ["split.rt_unmapped"],
        ),
        (
            [WHOLE[0], ("003", "003", "001", "002", KADIPIRO), ("003", "003", "003", "009", JOGLO)],
            ["split.rt_outside"],
        ),
        ([*WHOLE, ("004", "006", None, None, JOGLO)], ["split.rw_unknown"]),
        ([*WHOLE, ("003", "001", None, None, JOGLO)], ["split.range_reversed"]),
        (
            [("001", "002", "001", "002", KADIPIRO), WHOLE[1]],
            ["split.rt_of_many_rw"],
        ),
        (
            [WHOLE[0], ("003", "003", "001", None, JOGLO)],
            ["split.rt_range_open"],
        ),
        (
            [WHOLE[0], ("003", "003", None, None, BANJARSARI)],
            ["split.target_unknown", "split.new_area_empty"],
        ),
    ],
)
def test_a_map_that_loses_or_doubles_something_is_refused(
    shares: list[tuple[str, str, str | None, str | None, AreaCode]], expected: list[str]
) -> None:
    assert problems_of(split(*shares)) == expected


def test_the_sentence_names_what_to_mend() -> None:
    (problem,) = check_split(
        split(WHOLE[0], ("003", "003", "001", "002", JOGLO)), THREE_RW, THREE_RT, old=OLD_KADIPIRO
    )
    assert problem.sentence == "RT 003, 004 di RW 003 belum dibagikan. Pilih wilayah barunya."


@pytest.mark.parametrize(
    ("plan", "known", "expected"),
    [
        (split(*WHOLE), {"used_codes": {OLD, JOGLO}}, ["split.new_code_used"]),
        (
            split(*WHOLE, new=[(KADIPIRO, "Kadipiro"), (JOGLO, "Joglo"), (JOGLO, "Lain")]),
            {},
            ["split.new_code_twice"],
        ),
        (
            split(*WHOLE, new=[(KADIPIRO, "Kadipiro"), (JOGLO, " KADIPIRO".strip())]),
            {},
            ["split.name_twice"],
        ),
        (
            split(("001", "003", None, None, OLD), new=[(OLD, "Kadipiro")]),
            {},
            ["split.new_code_is_old", "split.too_few"],
        ),
        (
            split(*WHOLE, new=[(KADIPIRO, "Kadipiro"), (JOGLO, " ")]),
            {},
            ["split.name_missing"],
        ),
        (
            split(*WHOLE, new=[(KADIPIRO, "Kadi\u202epiro"), (JOGLO, "J" * 101)]),
            {},
            ["split.name_unreadable", "split.name_unreadable"],
        ),
        (
            split(
                ("001", "002", None, None, KADIPIRO),
                ("003", "003", None, None, AreaCode("33.11.01.1001")),
                new=[(KADIPIRO, "Kadipiro"), (AreaCode("33.11.01.1001"), "Joglo")],
            ),
            {},
            ["split.new_code_elsewhere"],
        ),
        (
            split(*WHOLE),
            {"old": AreaPeriod(OLD, "Kadipiro", date(2019, 1, 2))},
            ["split.before_start"],
        ),
        (
            split(*WHOLE),
            {"old": AreaPeriod(OLD, "Kadipiro", None, date(2018, 5, 1))},
            ["split.already_ended"],
        ),
    ],
)
def test_codes_names_and_days_must_fit(
    plan: SplitPlan, known: Mapping[str, Any], expected: list[str]
) -> None:
    assert problems_of(plan, **known) == expected


def test_the_day_is_said_in_words() -> None:
    problems = check_split(
        split(*WHOLE), THREE_RW, THREE_RT, old=AreaPeriod(OLD, "Kadipiro", date(2019, 8, 17))
    )
    assert "17 Agustus 2019" in problems[0].sentence


def test_a_kecamatan_is_not_split_this_way() -> None:
    plan = SplitPlan(AreaCode("33.72.05"), THE_DAY, (), ())
    found = check_split(plan, (), {}, old=AreaPeriod(AreaCode("33.72.05"), "Banjarsari"))
    assert codes_of(found) == ["split.wrong_level", "split.too_few"]


def test_where_no_rw_is_known_everything_waits_for_a_person() -> None:
    plan = split()
    assert check_split(plan, (), {}, old=OLD_KADIPIRO) == []
    assert resolve(AreaCode(f"{OLD}.003.001"), THE_DAY, [plan]).code is None


def test_an_rw_is_split_by_its_rt() -> None:
    rw, one, other = (AreaCode(f"33.72.04.1009.{number}") for number in ("015", "028", "029"))
    plan = split(
        ("015", "015", "001", "003", one),
        ("015", "015", "004", "006", other),
        new=[(one, "RW 028"), (other, "RW 029")],
        old=rw,
    )
    assert check_split(plan, ["015"], RT, old=AreaPeriod(rw, "RW 015")) == []
    assert resolve(rw.child("005"), THE_DAY, [plan]).code == other.child("005")
    assert resolve(rw, THE_DAY, [plan]).code is None
    assert resolve(other.child("005"), date(2018, 1, 1), [plan]).code == rw.child("005")


def test_the_period_must_be_that_of_the_plan() -> None:
    with pytest.raises(ValueError, match="not those"):
        check_split(split(*WHOLE), THREE_RW, THREE_RT, old=AreaPeriod(JOGLO, "Joglo"))


# ---------------------------------------------------------------- a split as data


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"berlaku": "2 Januari 2019"}, "split.day_malformed"),
        ({"berlaku": None}, "split.day_malformed"),
        ({"lama": {"id": "K-LAIN"}}, "split.code_malformed"),
        ({"lama": "K-LAMA"}, "split.code_malformed"),
        ({"baru": "K-A"}, "split.malformed"),
        ({"baru": [{"id": "K-A"}]}, "split.name_missing"),
        ({"peta": None}, "split.malformed"),
        ({"peta": [[]]}, "split.malformed"),
        ({"peta": [{"rw": "001-010-012", "ke": "K-A"}]}, "split.range_malformed"),
        ({"peta": [{"rw": "001", "rt": "?", "ke": "K-A"}]}, "split.range_malformed"),
        ({"peta": [{"rw": 1, "ke": "K-A"}]}, "split.range_malformed"),
        ({"peta": [{"rw": "001", "ke": "K-Z"}]}, "split.code_malformed"),
    ],
)
def test_a_file_that_can_not_be_read_gives_problems_and_no_plan(
    change: dict[str, object], code: str
) -> None:
    plan, problems = parse_split(case_12() | change, CODES)
    assert plan is None
    assert codes_of(problems) == [code]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    JSON
    | st.fixed_dictionaries(
        {},
        optional={
            "berlaku": JSON | st.just("2019-01-02"),
            "lama": JSON | st.fixed_dictionaries({"id": JSON}),
            "baru": JSON | st.lists(st.fixed_dictionaries({"id": JSON, "nama": JSON})),
            "peta": JSON
            | st.lists(st.fixed_dictionaries({"rw": JSON, "ke": JSON}, optional={"rt": JSON})),
        },
    )
)
def test_no_file_breaks_the_reading_of_a_split(data: object) -> None:
    plan, problems = parse_split(data)
    assert (plan is None) == bool(problems)
    for problem in problems:
        problem.sentence.encode()


# ---------------------------------------------------------------- periods


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after"):
        AreaPeriod(OLD, "Kadipiro", date(2019, 1, 2), date(2019, 1, 2))


# ---------------------------------------------------------------- merge and rename

PART_A, PART_B = AreaCode("33.72.05.1003"), AreaCode("33.72.05.1004")
MERGED = AreaCode("33.72.05.1017")
PARTS = {PART_A: ["001", "002"], PART_B: ["001"]}
OLDS = [AreaPeriod(PART_A, "Gilingan"), AreaPeriod(PART_B, "Setabelan")]
MERGE = MergePlan(
    (PART_A, PART_B), THE_DAY, MERGED, "Gilingan", (Renumbered(PART_B.child("001"), "003"),)
)


def test_a_merger_takes_everybody_along() -> None:
    assert check_merge(MERGE, PARTS, olds=OLDS) == []
    moved = {
        PART_A: MERGED,
        PART_A.child("001"): MERGED.child("001"),
        AreaCode(f"{PART_B}.001.004"): AreaCode(f"{MERGED}.003.004"),
        PART_B: MERGED,
    }
    for before, after in moved.items():
        assert resolve(before, THE_DAY, [MERGE]).code == after
        assert resolve(before, date(2019, 1, 1), [MERGE]).code == before


def test_where_a_merged_part_came_from_is_told_only_where_the_plan_says_it() -> None:
    eve = date(2019, 1, 1)
    assert resolve(AreaCode(f"{MERGED}.003.004"), eve, [MERGE]).code == f"{PART_B}.001.004"
    assert resolve(MERGED.child("001"), eve, [MERGE]).code is None
    assert resolve(MERGED.child("001"), eve, [MERGE]).last_known == MERGED.child("001")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (MergePlan((PART_A, PART_B), THE_DAY, MERGED, "Gilingan"), ["merge.number_twice"]),
        (
            MergePlan(
                (PART_A, PART_B),
                THE_DAY,
                MERGED,
                "Gilingan",
                (Renumbered(PART_B.child("001"), "002"),),
            ),
            ["merge.number_twice"],
        ),
        (
            MergePlan(
                (PART_A, PART_B),
                THE_DAY,
                MERGED,
                "Gilingan",
                (*MERGE.renumbered, *MERGE.renumbered, Renumbered(PART_B.child("009"), "009")),
            ),
            ["merge.part_unknown", "merge.renumbered_twice"],
        ),
        (
            MergePlan((PART_A, PART_B), THE_DAY, PART_A, "Gilingan", MERGE.renumbered),
            ["merge.new_code_is_old"],
        ),
        (
            MergePlan((PART_A, PART_B), THE_DAY, MERGED, "", MERGE.renumbered),
            ["merge.name_missing"],
        ),
    ],
)
def test_a_merger_that_would_mix_things_up_is_refused(plan: MergePlan, expected: list[str]) -> None:
    assert codes_of(check_merge(plan, PARTS, olds=OLDS)) == expected


def test_one_area_alone_or_far_ones_are_not_merged() -> None:
    alone = MergePlan((PART_A, PART_A), THE_DAY, MERGED, "Gilingan")
    assert codes_of(check_merge(alone, {}, olds=[OLDS[0]])) == ["merge.too_few"]
    far = AreaCode("33.11.01.1001")
    apart = MergePlan((PART_A, far), THE_DAY, MERGED, "Gilingan")
    found = check_merge(apart, {}, olds=[OLDS[0], AreaPeriod(far, "Jauh")])
    assert codes_of(found) == ["merge.not_neighbours"]


def test_a_new_name_leaves_everything_where_it_is() -> None:
    plan = RenamePlan(PART_B, THE_DAY, "Stabelan")
    assert check_rename(plan, old=OLDS[1]) == []
    for day in (date(2019, 1, 1), THE_DAY):
        assert resolve(PART_B.child("001"), day, [plan]).code == PART_B.child("001")


def test_a_new_number_of_an_rt_moves_all_that_lies_in_it() -> None:
    # An RW of which some RT form a new RW while it goes on: each of those RT gets a new code.
    old, new = AreaCode(f"{PART_A}.015.004"), AreaCode(f"{PART_A}.028.001")
    plan = RenamePlan(old, THE_DAY, "RT 001", new)
    assert check_rename(plan, old=AreaPeriod(old, "RT 004"), used_codes={old}) == []
    assert resolve(old, THE_DAY, [plan]).code == new
    assert resolve(new, date(2019, 1, 1), [plan]).code == old
    assert resolve(AreaCode(f"{PART_A}.015.003"), THE_DAY, [plan]).code == f"{PART_A}.015.003"


@pytest.mark.parametrize(
    ("plan", "used", "expected"),
    [
        (RenamePlan(PART_A, THE_DAY, "Gilingan"), (), ["rename.nothing_new"]),
        (RenamePlan(PART_A, THE_DAY, ""), (), ["rename.name_missing"]),
        (RenamePlan(PART_A, THE_DAY, "G", PART_B), (PART_B,), ["rename.new_code_used"]),
        (RenamePlan(PART_A, THE_DAY, "G", PART_A), (), ["rename.new_code_is_old"]),
        (
            RenamePlan(PART_A, THE_DAY, "G", AreaCode("33.72.05")),
            (),
            ["rename.new_code_elsewhere"],
        ),
    ],
)
def test_a_new_name_or_number_must_be_new(
    plan: RenamePlan, used: Sequence[str], expected: list[str]
) -> None:
    assert codes_of(check_rename(plan, old=OLDS[0], used_codes=used)) == expected


def test_a_long_history_is_followed_both_ways() -> None:
    later = AreaCode("33.72.05.1020")
    history: list[Succession] = [
        RenamePlan(JOGLO, date(2021, 7, 1), "Joglo", later),
        case_12_plan(),
        RenamePlan(later, date(2022, 7, 1), "Joglo Baru"),
    ]
    first = AreaCode(f"{OLD}.022.005")
    way = {
        date(2018, 1, 1): first,
        date(2020, 1, 1): AreaCode(f"{JOGLO}.022.005"),
        date(2023, 1, 1): AreaCode(f"{later}.022.005"),
    }
    for start in way.values():
        for day, there in way.items():
            assert resolve(start, day, history).code == there


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(0, 8), st.integers(0, 2)).map(
            lambda parts: AreaCode(
                ".".join([OLD, f"{parts[0]:03}", f"{parts[1] + 1:03}"][: parts[2] + 1])
            )
        )
    ),
    st.dates(),
)
def test_nothing_and_nobody_falls_between_two_areas(codes: list[AreaCode], day: date) -> None:
    counted = count_as_of(codes, day, [case_12_plan()], level=Level.KELURAHAN)
    assert counted.total() == len(codes)
    allowed = {OLD} if day < THE_DAY else {KADIPIRO, BANJARSARI, JOGLO, None}
    assert set(counted) <= allowed


# ---------------------------------------------------------------- a pasted list


def numbers(last: int, first: int = 1) -> tuple[str, ...]:
    return tuple(f"{number:03}" for number in range(first, last + 1))


@pytest.mark.parametrize(
    ("line", "rw", "rts", "counted"),
    [
        ("RW 001: 5 RT", "001", numbers(5), True),
        ("001;5", "001", numbers(5), True),
        ("1,5", "001", numbers(5), True),
        ("1\t5", "001", numbers(5), True),
        ("RW I 4 RT", "001", numbers(4), True),
        ("rw iv = 4 rt", "004", numbers(4), True),
        ("RW 3 jumlah RT 4", "003", numbers(4), True),
        ("RW 003 \u2013 4 RT", "003", numbers(4), True),
        ("1. RW 009: 3 RT", "009", numbers(3), True),
        ("- RW 9: 3RT", "009", numbers(3), True),
        ("1\t1-5", "001", numbers(5), False),
        ("RW 003 RT 001-006", "003", numbers(6), False),
        ("RW.003, RT.001 s/d 006", "003", numbers(6), False),
        ("RW 003 RT 1 sampai 6", "003", numbers(6), False),
        ("RW 003 RT 1, 2, 4-6", "003", ("001", "002", "004", "005", "006"), False),
        ("RT 002 RW 005", "005", ("002",), False),
        ("RT 002/RW 005", "005", ("002",), False),
        ("RW\u00a0007", "007", (), False),
        ("7", "007", (), False),
    ],
)
def test_lines_as_people_write_them_are_understood(
    line: str, rw: str, rts: tuple[str, ...], counted: bool
) -> None:
    pasted = parse_pasted_rw_list(line)
    assert pasted.problems == ()
    (row,) = pasted.rows
    assert (row.line, row.rw, row.rts, row.rts_are_counted) == (1, rw, rts, counted)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1;2;3", "pasted.unclear"),
        ("001/005", "pasted.slash"),
        ("RT 003", "pasted.rw_missing"),
        ("Jumlah 27 RW", "pasted.total"),
        ("RW 1-10: 5 RT", "pasted.many_rw"),
        ("RW 011 RT: 5", "pasted.unclear"),
        ("RW 012: 0 RT", "pasted.no_rt"),
        ("RW 013: 120 RT", "pasted.too_many_rt"),
        ("RW 013 RT 001-120", "pasted.too_many_rt"),
        ("RW 014 RT 6-1", "pasted.rt_range"),
        ("RW 014 RT 1-2-3", "pasted.rt_range"),
        ("RW 014 RT 1, 1", "pasted.rt_twice"),
        ("RW 000: 5 RT", "pasted.number_malformed"),
        ("RW 1000: 5 RT", "pasted.number_malformed"),
        ("RW IIII: 5 RT", "pasted.number_malformed"),
        ("\u200eRW 015: 4 RT", "pasted.hidden_characters"),
        ("RW\u200b015: 4 RT", "pasted.hidden_characters"),
        ("RW 0\x0015: 4 RT", "pasted.hidden_characters"),
        ("RW 015\u2028RW 016", "pasted.unclear"),
        ("RW 1 \ud800", "pasted.hidden_characters"),
        ("RW 7 🏠", "pasted.unclear"),
        ("halo", "pasted.no_number"),
        ("🏠", "pasted.no_number"),
        ("<script>alert(1)</script>", "pasted.unclear"),
        ("RW ٧: 5 RT", "pasted.unclear"),
        pytest.param("RW 7 " + "x" * 1_000, "pasted.line_too_long", id="a thousand letters"),
    ],
)
def test_any_other_line_comes_back_with_a_sentence(line: str, code: str) -> None:
    pasted = parse_pasted_rw_list(f"RW 001: 1 RT\n\n{line}")
    assert [row.rw for row in pasted.rows] == ["001"]
    (problem,) = pasted.problems
    assert (problem.line, problem.code) == (3, code)
    assert problem.sentence.endswith(".")
    assert len(problem.raw) <= 81


def test_a_list_with_head_and_blank_lines_is_read_whole() -> None:
    pasted = parse_pasted_rw_list(
        "\ufeffDaftar RW Kelurahan Contoh\r\nNo RW;Jumlah RT\r\n\r\n"
        "001;5\r\n002;7\r\n \t\r\n003;4\r\n"
    )
    assert pasted.problems == ()
    assert [(row.line, row.rw, len(row.rts)) for row in pasted.rows] == [
        (4, "001", 5),
        (5, "002", 7),
        (7, "003", 4),
    ]


def test_single_rt_of_one_rw_add_up() -> None:
    pasted = parse_pasted_rw_list("RW 1 RT 2\nRW 1 RT 1\nRW 2 RT 1\nRW 1 RT 3-4")
    assert pasted.problems == ()
    assert [(row.rw, row.rts) for row in pasted.rows] == [("001", numbers(4)), ("002", ("001",))]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("RW 1: 5 RT", "pasted.rw_twice"),
        ("RW I", "pasted.rw_twice"),
        ("001 RT 005-006", "pasted.rt_twice"),
        ("001 RT 006-100", "pasted.too_many_rt"),
    ],
)
def test_the_same_twice_is_asked_back_and_the_first_stays(second: str, code: str) -> None:
    pasted = parse_pasted_rw_list(f"RW 001 RT 001-005\n{second}")
    assert [(row.rw, row.rts) for row in pasted.rows] == [("001", numbers(5))]
    assert [problem.code for problem in pasted.problems] == [code]


def test_rt_that_were_only_counted_do_not_add_up_with_named_ones() -> None:
    # Five RT may be 001 to 005, or the sixth may be one of them: a person has to say.
    for first, second in (("RW 1: 5 RT", "RW 1 RT 006"), ("RW 1 RT 006", "RW 1: 5 RT")):
        pasted = parse_pasted_rw_list(f"{first}\n{second}")
        assert [row.line for row in pasted.rows] == [1]
        assert [(p.line, p.code) for p in pasted.problems] == [(2, "pasted.rw_twice")]


def test_a_table_with_the_rt_column_first_is_not_read_the_wrong_way() -> None:
    pasted = parse_pasted_rw_list("RT;RW\n5;1\nRW 2: 3 RT")
    assert [(row.rw, len(row.rts)) for row in pasted.rows] == [("002", 3)]
    assert [(p.line, p.code) for p in pasted.problems] == [(2, "pasted.columns")]


def test_a_list_that_is_too_long_is_refused_at_once() -> None:
    for text in ("x" * 10_000_000, "é" * 100_001, "RW 1: 5 RT\n" * 20_000, "\r\n" * 2_501):
        pasted = parse_pasted_rw_list(text)
        assert pasted.rows == ()
        assert [(p.line, p.code) for p in pasted.problems] == [(0, "pasted.too_long")]


def test_the_number_of_rows_and_of_problems_has_an_end() -> None:
    many = "\n".join(f"RW {number}: 2 RT" for number in range(1, MAX_PASTED_ROWS + 1))
    assert len(parse_pasted_rw_list(many).rows) == MAX_PASTED_ROWS
    noise = parse_pasted_rw_list("?\n" * 5_000)
    assert len(noise.problems) == MAX_PASTED_PROBLEMS + 1
    assert noise.problems[-1].code == "pasted.more_problems"
    assert str(5_000 - MAX_PASTED_PROBLEMS) in noise.problems[-1].sentence


LINE_PIECES = st.sampled_from(
    [
        *("RW", "RT", "rw.", " ", ":", ";", "-", ",", "/", "\t", "\n", "\r\n", "1", "05", "007"),
        *("999", "1000", "IV", "X", "s/d", "jumlah", "No", "•", "\x00", "\u202e", "\ud800", "🏠"),
    ]
)


@given(st.text() | st.lists(LINE_PIECES, max_size=40).map("".join))
def test_no_text_breaks_the_reading_of_a_list(text: str) -> None:
    pasted = parse_pasted_rw_list(text)
    assert len({row.rw for row in pasted.rows}) == len(pasted.rows)
    for row in pasted.rows:
        AreaCode(OLD).child(row.rw)
        assert len(row.rts) <= MAX_RT_IN_RW
        assert list(row.rts) == sorted(set(row.rts))
        for rt in row.rts:
            OLD.child(row.rw).child(rt)
    for problem in pasted.problems:
        f"{problem.raw}{problem.sentence}".encode()


@given(st.dictionaries(st.integers(1, 999), st.integers(1, MAX_RT_IN_RW), max_size=30))
def test_what_is_written_plainly_is_read_back_the_same(rts: dict[int, int]) -> None:
    for form in ("RW {0:03}: {1} RT", "{0};{1}", "RW {0} RT 001-{1:03}", "{0}\t1-{1}"):
        pasted = parse_pasted_rw_list("\n".join(form.format(*item) for item in rts.items()))
        assert pasted.problems == ()
        assert {int(row.rw): len(row.rts) for row in pasted.rows} == rts
