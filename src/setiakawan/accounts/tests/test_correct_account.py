"""Correcting names and numbers: of others in reach, and one's own."""

import threading
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.db import connections
from pydantic import SecretStr

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.accounts.operations import (
    change_own_password,
    change_own_profile,
    correct_account,
    note_second_factor,
    open_staff_session,
)
from setiakawan.accounts.operations.joining import WeakPassword
from setiakawan.accounts.operations.offices import NameMissing, NotYoursToGive, PhoneUnreadable
from setiakawan.accounts.operations.own import SamePassword, WrongPassword
from setiakawan.accounts.queries import offices_of_account
from setiakawan.accounts.tests.stage import (
    OTHER_PASSWORD,
    PASSWORD,
    account,
    entry_of,
    kinds_seen_by,
    link_act,
    signed_in,
)
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
    DEMO_PASSWORD,
    act_of,
    actor,
    bu_dewi,
    bu_endah,
    bu_kartika,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    mas_tono,
    pak_agus,
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.problems import BadArguments, ChangedMeanwhile, Missing, NotAllowed

OLD = SecretStr(DEMO_PASSWORD)


def corrected(by, part=bu_sri, **more):
    values: dict[str, Any] = {"version": 1, "name": "Sri Lestari Ningsih", "call_name": "Bu Sri",
              "phone": "0812-0000-0999"} | more  # fmt: skip
    act = values.pop("act", None) or act_of(by)
    return correct_account(act=act, account_id=part.account_id, **values)


def test_a_coordinator_corrects_a_psm(db):
    act = act_of(bu_wahyuni)
    done = corrected(bu_wahyuni, act=act)
    assert (done.name, done.phone, done.version) == ("Sri Lestari Ningsih", "+6281200000999", 2)
    with reading(actor(pak_joko)):
        [office] = offices_of_account(actor(pak_joko), bu_sri.account_id)
    assert office.holder_name == "Sri Lestari Ningsih"
    assert entry_of(act)[1]["facts"]["before"]["phone"] == "+6281200000101"
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[0] == "account.corrected"
    assert corrected(bu_wahyuni, act=act).version == 2
    with pytest.raises(ChangedMeanwhile):
        corrected(pak_harjo)


def test_what_says_nothing_is_refused(db):
    with pytest.raises(NameMissing):
        corrected(bu_wahyuni, name=" ")
    with pytest.raises(PhoneUnreadable) as refused:
        corrected(bu_wahyuni, phone="12")
    assert refused.value.field == "phone"
    with pytest.raises(BadArguments):
        corrected(bu_wahyuni, name="x" * 10_000_000)
    assert corrected(bu_wahyuni, phone="").phone == ""


@pytest.mark.parametrize(
    "outsider", [bu_sri, pak_bambang, bu_endah, mas_tono, bu_maya, bu_kartika, pak_hendro, bu_dewi],
    ids=lambda part: part.key,
)  # fmt: skip
def test_nobody_else_corrects(db, outsider):
    """Not even the administrator, before she opens a staff session."""
    with pytest.raises(NotAllowed):
        corrected(outsider, pak_joko)


def test_an_administrator_corrects_in_a_staff_session(db):
    open_staff_session(act=act_of(bu_dewi), reason="Nomor Bu Sri salah catat")
    assert corrected(bu_dewi).phone == "+6281200000999"


def test_a_coordinator_does_not_change_how_others_sign_in(db):
    """The number is a way to sign in; only of those whom she could have invited."""
    with pytest.raises(NotYoursToGive):
        corrected(bu_wahyuni, bu_endah)
    with pytest.raises(NotYoursToGive):
        corrected(pak_harjo, bu_ratna)
    with pytest.raises(Missing):
        corrected(bu_wahyuni, pak_joko)


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_everybody_changes_their_own_profile(db, part):
    act = act_of(part)
    done = change_own_profile(act=act, version=1, call_name="Panggil saja", phone="0812-0000-0888")
    assert (done.call_name, done.phone, done.name) == ("Panggil saja", "+6281200000888", part.name)
    assert actor(part).name == "Panggil saja"
    with pytest.raises(ChangedMeanwhile):
        change_own_profile(act=act_of(part), version=1, call_name="", phone="")
    assert "account.profile_changed" in kinds_seen_by(part, part.account_id)


def test_nobody_in_particular_has_no_profile(db):
    with pytest.raises(NotAllowed):
        change_own_profile(act=link_act(), version=1, call_name="", phone="")


def test_of_two_corrections_at_once_one_is_told(committed_db):
    acts = [act_of(bu_wahyuni), act_of(bu_sri)]
    start, outcomes = threading.Barrier(2), []

    def run(call):
        try:
            start.wait(10)
            call()
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connections.close_all()

    calls = [
        lambda: corrected(bu_wahyuni, act=acts[0]),
        lambda: change_own_profile(act=acts[1], version=1, call_name="Sri", phone=""),
    ]
    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "told"]
    assert account(bu_sri).version == 2


def test_a_password_is_changed_and_other_places_are_signed_out(db):
    signed_in(bu_sri, "hp-lama")
    signed_in(pak_joko, "hp-joko")
    act = act_of(bu_sri)
    change_own_password(act=act, old=OLD, new=PASSWORD)
    assert check_password(PASSWORD.get_secret_value(), account(bu_sri).password)
    assert not Session.objects.filter(session_key="hp-lama").exists()
    assert Session.objects.filter(session_key="hp-joko").exists()
    with acting_as(Actor("person", pak_joko.account_id)):
        assert UserSession.objects.filter(user_id=pak_joko.account_id).exists()
    said = str(entry_of(act)[1])
    assert DEMO_PASSWORD not in said
    assert PASSWORD.get_secret_value() not in said
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[0] == "account.password_changed"
    # The same act again is the same change, although the old password is another one now.
    assert change_own_password(act=act, old=OLD, new=PASSWORD).id == bu_sri.account_id


def test_a_password_change_refuses(db):
    with pytest.raises(WrongPassword) as refused:
        change_own_password(act=act_of(bu_sri), old=OTHER_PASSWORD, new=PASSWORD)
    assert refused.value.field == "old"
    with pytest.raises(SamePassword):
        change_own_password(act=act_of(bu_sri), old=OLD, new=OLD)
    with pytest.raises(WeakPassword):
        change_own_password(act=act_of(bu_sri), old=OLD, new=SecretStr("1234567890"))
    with pytest.raises(BadArguments):
        change_own_password(act=act_of(bu_sri), old=OLD, new=SecretStr("\ud800" * 12))
    with pytest.raises(NotAllowed):
        change_own_password(act=link_act(), old=OLD, new=PASSWORD)
    assert check_password(DEMO_PASSWORD, account(bu_sri).password)


@pytest.mark.parametrize("event", ["added", "removed", "reset", "codes_made"])
def test_a_second_factor_leaves_its_trace(db, event):
    act = act_of(pak_agus)
    note_second_factor(act=act, event=event, factor="totp")
    assert kinds_seen_by(pak_agus, pak_agus.account_id)[0] == "account.second_factor_changed"
    assert kinds_seen_by(bu_ratna, pak_agus.account_id)[0] == "account.second_factor_changed"
    assert entry_of(act)[1]["facts"] == {"event": event, "factor": "totp"}
    stolen: Any = "stolen"
    with pytest.raises(BadArguments):
        note_second_factor(act=act_of(pak_agus), event=stolen, factor="totp")
