"""An administrator's time-limited, reasoned look at personal data."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts import rules
from setiakawan.accounts.models import Account, StaffSession
from setiakawan.accounts.operations import end_staff_session, open_staff_session
from setiakawan.accounts.operations.staff_sessions import AlreadyOpen, NoneOpen, ReasonTooShort
from setiakawan.accounts.queries import account_page, accounts_in_reach, staff_sessions
from setiakawan.accounts.tests.stage import entry_of, kinds_seen_by
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import CAST, act_of, actor, bu_dewi, bu_kartika, bu_sri, mas_yudha
from setiakawan.foundation.problems import NotAllowed

REASON = "Memeriksa nomor Bu Sri yang salah catat"


def phone_seen(at=None):
    person = actor(bu_dewi, at)
    with reading(person):
        return account_page(person, bu_sri.account_id).phone


def test_before_it_she_administers_and_reads_nobody(db):
    person = actor(bu_dewi)
    with reading(person):
        page = account_page(person, bu_sri.account_id)
        assert (page.name, page.phone, page.username) == (bu_sri.name, "", "")
        assert not page.knows_details
        assert not any(one.phone for one in accounts_in_reach(person).rows)
        assert list(Account.objects.values_list("id", flat=True)) == [bu_dewi.account_id]


def test_for_an_hour_and_with_a_reason_she_does(db):
    act = act_of(bu_dewi)
    session = open_staff_session(act=act, reason=REASON)
    assert session.until == act.received_at + rules.STAFF_SESSION_LASTS
    assert phone_seen() == "+6281200000101"
    assert phone_seen(at=session.until) == ""
    assert not actor(mas_yudha).holds(Role.STAFF)
    entry, said = entry_of(act)
    assert (entry.kind, said["args"]["reason"]) == ("staff_session.opened", REASON)
    assert kinds_seen_by(bu_dewi, bu_dewi.account_id)[0] == "staff_session.opened"
    assert open_staff_session(act=act, reason=REASON).id == session.id
    with pytest.raises(AlreadyOpen) as refused:
        open_staff_session(act=act_of(bu_dewi), reason=REASON)
    assert "pukul" in refused.value.text


def test_she_ends_it_before_its_time(db):
    with pytest.raises(NoneOpen):
        end_staff_session(act=act_of(bu_dewi))
    open_staff_session(act=act_of(bu_dewi), reason=REASON)
    act = act_of(bu_dewi)
    ended = end_staff_session(act=act)
    assert ended.ended_at == act.received_at
    assert phone_seen() == ""
    assert end_staff_session(act=act).id == ended.id


def test_one_that_has_run_out_is_over(db):
    session = open_staff_session(act=act_of(bu_dewi), reason=REASON)
    later = session.until + timedelta(minutes=1)
    with pytest.raises(NoneOpen):
        end_staff_session(act=act_of(bu_dewi, at=later))
    assert open_staff_session(act=act_of(bu_dewi, at=later), reason=REASON).id != session.id


@pytest.mark.parametrize("reason", ["", "perlu", "x" * 19, " " * 40, "\n" * 40])
def test_two_words_are_no_reason(db, reason):
    with pytest.raises(ReasonTooShort):
        open_staff_session(act=act_of(bu_dewi), reason=reason)


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_only_administrators_open_one(db, part):
    if part.role == Role.ADMINISTRATOR:
        assert open_staff_session(act=act_of(part), reason=REASON).ended_at is None
        return
    with pytest.raises(NotAllowed):
        open_staff_session(act=act_of(part), reason=REASON)
    with pytest.raises(NotAllowed):
        end_staff_session(act=act_of(part))


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_who_sees_that_there_was_one(db, part):
    session = open_staff_session(act=act_of(bu_dewi), reason=REASON)
    may = part in {bu_dewi, bu_kartika}
    with reading(actor(part)):
        assert [one.id for one in staff_sessions(actor(part))] == ([session.id] if may else [])
    with acting_as(actor(part)):
        assert StaffSession.objects.filter(pk=session.id).exists() == may


def test_pressed_twice_at_once_opens_one(committed_db):
    acts = [act_of(bu_dewi), act_of(bu_dewi)]
    start, outcomes = threading.Barrier(2), []

    def run(act):
        try:
            start.wait(10)
            open_staff_session(act=act, reason=REASON)
            outcomes.append("opened")
        except AlreadyOpen:
            outcomes.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["already", "opened"]
