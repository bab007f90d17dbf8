"""An inspector sees acts without names, and reads one payload after a second person agreed."""

from dataclasses import fields
from uuid import uuid4

import pytest

from setiakawan.access.permissions import RefusedTry
from setiakawan.audit import queries
from setiakawan.audit.models import Entry, EntrySubject, Payload
from setiakawan.audit.openings import (
    AlreadyDecided,
    NeedsSecondPerson,
    agree_to_opening,
    ask_for_payload,
    decline_opening,
)
from setiakawan.audit.readings import reading
from setiakawan.audit.sealing import seal_pending
from setiakawan.demo.cast import act_of, actor, bu_dewi, bu_kartika, bu_ratna, bu_sri, pak_agus
from setiakawan.foundation.problems import BadArguments, NotAllowed

REASON = "Memeriksa keluhan tentang pengangkatan PSM di Sangkrah."


@pytest.fixture
def sealed(committed_db, as_login):
    """Everything that furnished the stage has its seal."""
    with as_login("worker"):
        assert seal_pending() > 0


def first_act():
    with reading(actor(bu_kartika)):
        return queries.sealed_acts(wanted=1, kind="account.seated")[0]


def test_an_inspector_reads_acts_without_payload_or_subject(sealed):
    with reading(actor(bu_kartika)):
        acts = queries.sealed_acts(wanted=200, kind="account.seated")
        assert len(acts) > 1
        read = Payload.objects.filter(entry_id__in=[one.entry_id for one in acts])
        about = EntrySubject.objects.filter(entry_id__in=read.values("entry_id"))
        assert {one.subject_id for one in about} == {bu_kartika.account_id}  # her own seating
    assert not {"seal_no", "ledger_no"} & {one.name for one in fields(acts[0])}  # no gap to read
    assert not hasattr(acts[0], "subject_id")
    assert not hasattr(acts[0], "account_id")


@pytest.mark.parametrize("outsider", [bu_sri, bu_ratna, bu_dewi])
def test_nobody_else_reads_the_ledger(sealed, outsider):
    with reading(actor(outsider)):
        assert queries.sealed_acts() == []
        assert queries.restricted_acts_per_quarter() == []


def test_pages_follow_one_another_without_gap(sealed):
    with reading(actor(bu_kartika)):
        every = [one.entry_id for one in queries.sealed_acts(wanted=20)]
        first = [one.entry_id for one in queries.sealed_acts(wanted=7)]
        second = [one.entry_id for one in queries.sealed_acts(wanted=7, before=first[-1])]
    assert first + second == every[:14]


def test_two_people_open_one_payload_for_one_hour(sealed):
    act = first_act()
    opening = ask_for_payload(act=act_of(bu_kartika), entry_id=act.entry_id, reason=REASON)
    with reading(actor(bu_kartika)):
        assert queries.payload_of(act.entry_id) is None
    agree_to_opening(act=act_of(bu_ratna), opening_id=opening.id)

    with reading(actor(bu_kartika)):
        assert queries.payload_of(act.entry_id) is not None
        other = queries.sealed_acts(wanted=2, kind="account.seated")[1]
        assert queries.payload_of(other.entry_id) is None


def test_the_one_who_asks_cannot_agree(sealed):
    opening = ask_for_payload(act=act_of(bu_kartika), entry_id=first_act().entry_id, reason=REASON)
    with pytest.raises(NeedsSecondPerson):
        agree_to_opening(act=act_of(bu_kartika), opening_id=opening.id)


def test_a_decision_is_made_once(sealed):
    act = first_act()
    opening = ask_for_payload(act=act_of(bu_kartika), entry_id=act.entry_id, reason=REASON)
    decline_opening(act=act_of(bu_ratna), opening_id=opening.id)
    with pytest.raises(AlreadyDecided):
        agree_to_opening(act=act_of(pak_agus), opening_id=opening.id)
    with reading(actor(bu_kartika)):
        assert queries.payload_of(act.entry_id) is None


def test_a_reason_is_needed(sealed):
    with pytest.raises(BadArguments):
        ask_for_payload(act=act_of(bu_kartika), entry_id=first_act().entry_id, reason="ingin tahu")


def test_an_unknown_entry_cannot_be_asked_for(sealed):
    with pytest.raises(RefusedTry):
        ask_for_payload(act=act_of(bu_kartika), entry_id=uuid4(), reason=REASON)


@pytest.mark.parametrize("outsider", [bu_sri, bu_ratna, bu_dewi])
def test_for_anyone_else_there_is_nothing_to_ask(sealed, outsider):
    with pytest.raises((NotAllowed, RefusedTry)):
        ask_for_payload(act=act_of(outsider), entry_id=first_act().entry_id, reason=REASON)


def test_asking_and_agreeing_are_in_the_ledger(sealed):
    opening = ask_for_payload(act=act_of(bu_kartika), entry_id=first_act().entry_id, reason=REASON)
    agree_to_opening(act=act_of(bu_ratna), opening_id=opening.id)
    with reading(actor(bu_ratna)):
        kinds = set(
            Entry.objects.filter(subjects__subject_id=opening.id).values_list("kind", flat=True)
        )
    assert kinds == {"payload.opening_asked", "payload.opening_agreed"}
