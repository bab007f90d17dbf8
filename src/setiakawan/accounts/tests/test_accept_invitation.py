"""Joining with the key of a card."""

import re
import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from pydantic import SecretStr

from setiakawan.access.roles import Role
from setiakawan.accounts.actors import actor_of
from setiakawan.accounts.operations import (
    accept_invitation,
    end_appointment,
    find_invitation,
    invitation_key,
    joining,
    withdraw_invitation,
)
from setiakawan.accounts.operations.invitations import InvitationUsed, InvitationWithdrawn
from setiakawan.accounts.operations.joining import (
    InvitationExpired,
    InvitationUnknown,
    WeakPassword,
)
from setiakawan.accounts.operations.offices import PartnerMissing
from setiakawan.accounts.queries import case_managers_without_supervisor
from setiakawan.accounts.tests.stage import (
    OTHER_PASSWORD,
    PASSWORD,
    account,
    entry_of,
    in_days,
    invited,
    joined,
    key_of,
    kinds_seen_by,
    link_act,
    office,
    partner_named,
)
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    LKS,
    SANGKRAH,
    SOLO,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import BadArguments, IdTaken
from setiakawan.partners.operations import end_partner


def test_a_card_says_what_it_is_for(db):
    made = invited(bu_wahyuni, call_name="Bu Lastri", phone="0812-0000-0777")
    found = find_invitation(invitation_key(made.id).lower().replace("-", " "))
    assert (found.name, found.role_label, found.area_name) == (
        "Lastri Winarni",
        "PSM",
        "Kelurahan Sangkrah",
    )
    assert found.expires_at == made.expires_at
    assert not found.is_recovery
    assert not hasattr(found, "phone")


def test_somebody_joins(db):
    made = invited(bu_wahyuni, call_name="Bu Lastri", phone="0812-0000-0777")
    act = link_act()
    new = accept_invitation(act=act, key=key_of(made), password=PASSWORD)
    assert new.username.startswith("lastri.sangkrah.")
    assert check_password(PASSWORD.get_secret_value(), new.password)
    assert new.password.startswith("argon2")
    person = actor_of(new.id)
    assert [(one.role, one.reach) for one in person.held] == [(Role.PSM, SANGKRAH)]
    assert person.name == "Bu Lastri"
    assert office(new.id).starts_on == in_days(0)
    _, said = entry_of(act)
    assert PASSWORD.get_secret_value() not in str(said)
    assert key_of(made).get_secret_value() not in str(said)
    assert said["facts"]["invited_by"] == str(bu_wahyuni.account_id)
    assert kinds_seen_by(bu_wahyuni, new.id) == ["invitation.accepted"]
    assert kinds_seen_by(pak_joko, new.id) == []


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        ("unknown", InvitationUnknown),
        ("used", InvitationUsed),
        ("withdrawn", InvitationWithdrawn),
        ("expired", InvitationExpired),
    ],
)
def test_a_key_that_opens_nothing_says_why_at_the_same_cost(db, monkeypatch, spoil, refusal):
    made = invited(bu_wahyuni)
    key, at = invitation_key(made.id), made.invited_at
    with CaptureQueriesContext(connection) as usual:
        find_invitation(key)
    if spoil == "unknown":
        key = invitation_key(uuid7())
    elif spoil == "used":
        accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD)
    elif spoil == "withdrawn":
        withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=made.id)
    else:
        at = made.expires_at
        monkeypatch.setattr(joining, "now", lambda: at)
    with CaptureQueriesContext(connection) as spoilt, pytest.raises(refusal) as refused:
        find_invitation(key)
    assert _shapes(spoilt) == _shapes(usual)
    assert refused.value.text
    with pytest.raises(refusal):
        accept_invitation(act=link_act(at=at), key=SecretStr(key), password=PASSWORD)


def _shapes(queries):
    """The statements without their values and savepoints (one is rolled back, the other released)."""
    return [re.sub(r"'[^']*'", "?", one["sql"]) for one in queries if "SAVEPOINT" not in one["sql"]]


@pytest.mark.parametrize(
    "typed", ["", "x", "\x00", "' OR 1=1 --", "ABCD-" * 30, "é" * 200, "\ud800"]
)
def test_garbage_opens_nothing(db, typed):
    invited(bu_wahyuni)
    with pytest.raises(InvitationUnknown):
        find_invitation(typed)
    with pytest.raises((InvitationUnknown, BadArguments)):
        accept_invitation(act=link_act(), key=SecretStr(typed), password=PASSWORD)


@pytest.mark.parametrize("weak", ["pendek", "1234567890123", "password123", ""])
def test_a_weak_password_is_refused_in_words(db, weak):
    made = invited(bu_wahyuni)
    with pytest.raises(WeakPassword) as refused:
        accept_invitation(act=link_act(), key=key_of(made), password=SecretStr(weak))
    assert refused.value.field == "password"
    assert "sandi" in refused.value.text.lower()
    # Nothing was used up.
    assert accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD).is_active


def test_a_password_with_braces_and_signs_is_a_password(db):
    made = invited(bu_wahyuni)
    new = accept_invitation(
        act=link_act(), key=key_of(made), password=SecretStr("{tanda} % \\ é 👋 kurung")
    )
    assert check_password("{tanda} % \\ é 👋 kurung", new.password)
    with pytest.raises(BadArguments):
        accept_invitation(act=link_act(), key=key_of(made), password=SecretStr("x" * 201))


def test_twice_is_once_and_another_password_is_another_act(db):
    made = invited(bu_wahyuni)
    act = link_act()
    first = accept_invitation(act=act, key=key_of(made), password=PASSWORD)
    again = accept_invitation(act=act, key=key_of(made), password=PASSWORD)
    assert (again.id, again.username) == (first.id, first.username)
    with pytest.raises(IdTaken):
        accept_invitation(act=act, key=key_of(made), password=OTHER_PASSWORD)


def test_a_user_name_that_is_taken_is_drawn_again(db):
    # The dice are loaded; all else is real.
    with mock.patch("secrets.randbelow", side_effect=[1111, 1111, 2222]):
        first, second = joined(name="Lastri"), joined(name="Lastri")
    assert first.username == "lastri.sangkrah.1111"
    assert second.username == "lastri.sangkrah.2222"


def test_what_ended_meanwhile_is_not_joined(db):
    partner = partner_named(LKS)
    made = invited(bu_ratna, role=Role.PARTNER_STAFF, area_code=SOLO, partner_id=partner.id)
    end_partner(
        act=act_of(bu_ratna), partner_id=partner.id, version=partner.version, ends_on=in_days(0)
    )
    with pytest.raises(PartnerMissing):
        accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD)


def test_a_case_manager_whose_supervisor_left_meanwhile_joins_and_stands_in_the_queue(db):
    made = invited(
        bu_ratna, role=Role.CASE_MANAGER, area_code=SANGKRAH, supervisor_id=bu_ratna.account_id
    )
    end_appointment(
        act=act_of(bu_dewi),
        appointment_id=office(bu_ratna).id,
        version=1,
        ends_on=in_days(0),
        reason="Pindah dinas",
    )
    new = accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD)
    with reading(actor(bu_dewi)):
        waiting = {one.account_id for one in case_managers_without_supervisor(actor(bu_dewi))}
    assert new.id in waiting


def test_of_two_at_the_same_moment_one_joins(committed_db):
    made = invited(bu_wahyuni)
    start = threading.Barrier(2)
    outcomes: list[Any] = []

    def accept():
        try:
            start.wait(10)
            outcomes.append(
                accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD).id
            )
        except InvitationUsed as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    refused = [one for one in outcomes if one == "invitation.used"]
    [account_id] = [one for one in outcomes if one != "invitation.used"]
    assert len(refused) == 1
    assert account(account_id).is_active


def test_the_same_act_from_two_sides_at_once_is_one_account(committed_db):
    made = invited(bu_wahyuni)
    act, start, found = link_act(), threading.Barrier(2), []

    def accept():
        try:
            start.wait(10)
            found.append(accept_invitation(act=act, key=key_of(made), password=PASSWORD).id)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1


def test_an_expiry_is_to_the_moment(db):
    made = invited(bu_wahyuni)
    with pytest.raises(InvitationExpired):
        accept_invitation(act=link_act(at=made.expires_at), key=key_of(made), password=PASSWORD)
    just = made.expires_at - timedelta(seconds=1)
    new = accept_invitation(act=link_act(at=just), key=key_of(made), password=PASSWORD)
    assert new.is_active
