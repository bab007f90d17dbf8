"""What each verb refuses, and with which sentence."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from setiakawan.categories import queries
from setiakawan.categories.models import Criterion, Crossing, Kind, Tag
from setiakawan.categories.operations import (
    AlreadyCrossed,
    BoundsImpossible,
    CodeTaken,
    CodeUnreadable,
    DayBeforeVersion,
    DayOutOfRange,
    LevelMissing,
    MeaningMissing,
    NameMissing,
    NotCollected,
    NothingChanged,
    NotInForce,
    Origin,
    SourceMissing,
    load_categories,
)
from setiakawan.categories.tests.stage import (
    ORIGIN,
    VERBS,
    acts_about,
    do,
    in_days,
    kind_facts,
    last,
    tag_facts,
)
from setiakawan.demo.cast import act_of, bu_dewi, bu_ratna, bu_sri, pak_agus
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import BadArguments, ChangedMeanwhile, NotAllowed


def refuses(problem, event, **told):
    with pytest.raises(problem) as refused:
        do(event, act_of(bu_ratna), **told)
    assert refused.value.text.endswith(".")
    return refused.value


# Loading


def test_loading_again_enters_nothing(db):
    assert load_categories(act=act_of(bu_dewi)) == 0
    assert Kind.objects.count() == 26
    assert acts_about(last(Kind, "08")) == ["categories.loaded"]


def test_loading_leaves_alone_what_was_corrected_and_ended(db):
    do("kind.corrected", act_of(bu_ratna))
    do("tag.ended", act_of(bu_ratna))
    act = act_of(bu_dewi)
    assert load_categories(act=act) == 0
    assert load_categories(act=act) == 0
    assert last(Kind, "08").min_age == 65
    assert last(Tag, "rtlh").valid_until == in_days(0)


def test_only_an_administrator_loads(db):
    for part in (bu_sri, bu_ratna):
        with pytest.raises(NotAllowed):
            load_categories(act=act_of(part))


# Versions


def test_versions_follow_one_another(db):
    do("kind.corrected", act_of(bu_ratna), valid_from=in_days(10))
    told = {"version": 2, "kind": kind_facts(min_age=66)}
    problem = refuses(DayBeforeVersion, "kind.corrected", **told, valid_from=in_days(9))
    assert problem.field == "valid_from"
    do("kind.corrected", act_of(pak_agus), **told, valid_from=in_days(10))
    second, third = queries.versions_of(Kind, "08")[1::-1]
    # Replaced on the day it began: never in force, still to be read.
    assert second.valid_from == second.valid_until == third.valid_from == in_days(10)
    assert queries.kind_on("08", in_days(10)).min_age == 66  # type: ignore[union-attr]
    assert queries.kind_on("08", in_days(9)).min_age == 60  # type: ignore[union-attr]


def test_a_day_that_far_ahead_is_a_slip(db):
    refuses(DayOutOfRange, "kind.corrected", valid_from=in_days(367))
    refuses(DayOutOfRange, "kind.ended", ends_on=date(9999, 12, 31))
    refuses(DayBeforeVersion, "kind.ended", ends_on=date(2011, 12, 31))
    refuses(DayBeforeVersion, "kind.added", valid_from=date(1999, 12, 31))
    assert do("kind.corrected", act_of(bu_ratna), valid_from=in_days(366)).version == 2


def test_a_change_says_something_and_where_it_comes_from(db):
    said = last(Kind, "08")
    same = Origin(
        legal_source=said.legal_source, read_in=said.read_in, confidence=said.confidence,
        note=said.note,
    )  # fmt: skip
    refuses(NothingChanged, "kind.corrected", kind=kind_facts(), origin=same)
    blank = Origin(**ORIGIN.model_dump() | {"legal_source": " "})
    assert refuses(SourceMissing, "kind.corrected", origin=blank).field == "legal_source"
    blank = Origin(**ORIGIN.model_dump() | {"read_in": "\n"})
    assert refuses(SourceMissing, "kind.added", origin=blank).field == "read_in"
    # That it was read in the regulation itself is a change too.
    assert do("kind.corrected", act_of(bu_ratna), kind=kind_facts()).confidence == "regulation"


def test_of_two_at_once_one_is_told(committed_db):
    start, outcomes = threading.Barrier(2), []
    acts = [act_of(bu_ratna), act_of(pak_agus)]
    told = VERBS["kind.corrected"][1]()

    def run(act):
        try:
            start.wait(10)
            do("kind.corrected", act, **told)
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "told"]
    assert Kind.objects.filter(code="08").count() == 2


def test_of_two_that_add_the_same_at_once_one_is_told(committed_db):
    start, outcomes = threading.Barrier(2), []
    acts = [act_of(bu_ratna), act_of(pak_agus)]

    def run(act):
        try:
            start.wait(10)
            do("criterion.added", act)
            outcomes.append("done")
        except CodeTaken:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "told"]


# Kinds


def test_a_kind_says_what_it_is_and_for_whom(db):
    refuses(NameMissing, "kind.corrected", kind=kind_facts(name=" "))
    refuses(MeaningMissing, "kind.corrected", kind=kind_facts(meaning=""))
    assert refuses(LevelMissing, "kind.corrected", kind=kind_facts(levels=())).field == "levels"


@pytest.mark.parametrize(
    "bounds",
    [
        {"min_age": 19, "max_age": 18},
        {"min_age": 18, "max_age": 18, "max_age_is_open": True},
        {"min_age": 17, "max_age": 18, "min_age_is_open": True, "max_age_is_open": True},
        {"min_age": None, "max_age": 0, "max_age_is_open": True},
    ],
)
def test_bounds_in_which_nobody_is_are_refused(bounds, db):
    refuses(BoundsImpossible, "kind.corrected", kind=kind_facts(**bounds))


def test_a_border_that_is_not_there_is_not_open(db):
    facts = kind_facts(max_age=None, max_age_is_open=True)
    made = do("kind.corrected", act_of(bu_ratna), kind=facts)
    assert (made.max_age, made.max_age_is_open) == (None, False)


def test_the_main_level_stays_first(db):
    """A form's boxes come in their own order."""
    facts = kind_facts("14", levels=("individual", "group"), english="Minority")
    assert do("kind.corrected", act_of(bu_ratna), code="14", kind=facts).levels == [
        "group", "individual",
    ]  # fmt: skip


def test_no_correction_opens_a_restricted_kind(db):
    made = do("kind.corrected", act_of(bu_ratna), code="16", kind=kind_facts("16", min_age=17))
    assert made.is_restricted
    with pytest.raises(BadArguments):
        do("kind.corrected", act_of(bu_ratna), is_restricted=False)


def test_a_kind_has_two_digits_once(db):
    for code in ("1", "ab", "027", "2\x00", "٢٧"):
        refuses(CodeUnreadable, "kind.added", code=code)
    assert refuses(CodeTaken, "kind.added", code="08").status == 409
    do("kind.ended", act_of(bu_ratna))
    refuses(CodeTaken, "kind.added", code="13")


def test_an_ended_kind_is_asked_and_counted_no_more(db):
    do("kind.ended", act_of(bu_ratna), ends_on=in_days(3))
    for day, there in ((in_days(2), True), (in_days(3), False)):
        assert ("13" in {one.code for one in queries.kinds_on(day)}) is there
        assert ("13a" in {one.code for one in queries.criteria_on(day)}) is there
        assert ("13" in {one.begins_at for one in queries.crossings_on(day)}) is there
    refuses(NotInForce, "criterion.added", kind_code="13", letter="c", valid_from=in_days(3))


# Criteria


def test_14d_can_not_come_back(db):
    problem = refuses(NotCollected, "criterion.added", kind_code="14", letter="d", name="hambatan")
    assert problem.code == "category.not_collected"
    for name in ("perilaku seksual", "Orientasi SEKS", "transgender"):
        refuses(NotCollected, "criterion.added", kind_code="14", letter="e", name=name)
        refuses(NotCollected, "criterion.corrected", code="14a", name=name)
        refuses(NotCollected, "criterion.corrected", code="14a", name="x", english=name)
    for letter in ("D", "d ", "d\n"):
        refuses(CodeUnreadable, "criterion.added", kind_code="14", letter=letter)
    # Another hardship may be added, under another letter.
    told = {"kind_code": "14", "letter": "e", "name": "sulit mengurus surat"}
    assert do("criterion.added", act_of(bu_ratna), **told).code == "14e"


def test_the_database_itself_refuses_14d(db):
    row = last(Criterion, "14a")
    row.id, row.code = uuid7(), "14d"
    with pytest.raises(IntegrityError, match="what_degrades"), transaction.atomic():
        row.save(force_insert=True)


def test_a_criterion_belongs_to_a_kind_and_has_a_free_letter(db):
    refuses(CodeTaken, "criterion.added", letter="a")
    refuses(NotInForce, "criterion.added", kind_code="99")
    refuses(NotInForce, "criterion.added", kind_code="2\x00")
    refuses(NameMissing, "criterion.added", name="")
    do("criterion.ended", act_of(bu_ratna))
    refuses(CodeTaken, "criterion.added", kind_code="12", letter="b")
    assert "12b" not in {one.code for one in queries.criteria_of("12")}


# Tags


def test_a_tag_falls_under_kinds_that_are_there(db):
    refuses(NotInForce, "tag.added", tag=tag_facts(name="Baru", under=("99",)))
    refuses(NameMissing, "tag.added", tag=tag_facts(name="…"))
    refuses(NameMissing, "tag.added", tag=tag_facts(name="27"))
    refuses(CodeTaken, "tag.added", tag=tag_facts(name="RTLH"))
    assert do("tag.added", act_of(bu_ratna), tag=tag_facts(name="Baru", under=())).under == []


def test_a_tag_may_keep_a_kind_that_has_ended(db):
    do("kind.ended", act_of(bu_ratna), code="19")
    facts = tag_facts("pasung", meaning="Dipasung.")
    assert "19" in do("tag.corrected", act_of(bu_ratna), tag=facts).under


# Schemes and crossings


def test_an_entry_has_a_number_once(db):
    refuses(CodeTaken, "scheme_entry.added", number="1")
    refuses(CodeTaken, "scheme_entry.added", number="01")
    refuses(CodeUnreadable, "scheme_entry.added", number="a")
    with pytest.raises(BadArguments):
        do("scheme_entry.added", act_of(bu_ratna), scheme="pas99")


def test_a_crossing_joins_what_is_there_once(db):
    refuses(AlreadyCrossed, "crossing.added", entry="pas12.12")
    assert refuses(NotInForce, "crossing.added", kind_code="99").field == "begins_at"
    assert refuses(NotInForce, "crossing.added", entry="pas12.99").field == "entry"
    refuses(NotInForce, "crossing.added", kind_code="", tag_code="")
    tagged = do("crossing.added", act_of(bu_ratna), kind_code="", tag_code="rtlh")
    assert (tagged.code, tagged.kind_code) == ("rtlh>pas12.04", "")
    # The 12 PAS are of 2025: before, nothing counted there.
    refuses(NotInForce, "crossing.added", valid_from=date(2020, 1, 1))


def test_a_crossing_that_was_removed_may_come_back(db):
    do("crossing.removed", act_of(bu_ratna), ends_on=in_days(1))
    told = {"kind_code": "25", "entry": "pas12.10", "basis": "sourced"}
    refuses(DayBeforeVersion, "crossing.added", **told, valid_from=in_days(0))
    back = do("crossing.added", act_of(bu_ratna), **told, valid_from=in_days(3))
    assert (back.version, back.basis) == (2, "sourced")
    counts = [
        any(one.entry.code == "pas12.10" for one in queries.crossings_on(day, kind_code="25"))
        for day in (in_days(0), in_days(1), in_days(2), in_days(3))
    ]
    assert counts == [True, False, False, True]
    assert Crossing.objects.filter(code="25>pas12.10").count() == 2


def test_an_ended_entry_counts_nobody(db):
    do("scheme_entry.ended", act_of(bu_ratna))
    assert "pas5.04" not in {one.entry.code for one in queries.crossings_on()}
    refuses(NotInForce, "crossing.added", entry="pas5.04")
