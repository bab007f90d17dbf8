"""Letting somebody back in, face to face; for whoever decides, two people."""

import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.db import connections
from pydantic import SecretStr

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts import rules
from setiakawan.accounts.models import Invitation, Notice
from setiakawan.accounts.operations import (
    accept_invitation,
    agree_to_recovery,
    appoint,
    close_account,
    find_invitation,
    invitation_key,
    mark_notices_seen,
    open_staff_session,
    show_recovery,
    shown_key,
    use_recovery,
    withdraw_invitation,
)
from setiakawan.accounts.operations.invitations import InvitationUsed, InvitationWithdrawn
from setiakawan.accounts.operations.joining import (
    InvitationExpired,
    InvitationUnknown,
    WeakPassword,
)
from setiakawan.accounts.operations.offices import AccountClosed, NotForOneself
from setiakawan.accounts.operations.recoveries import (
    NeedsTwoByNow,
    NothingToAgreeTo,
    SecondMustBeAnother,
    SecondMustBeOfficer,
)
from setiakawan.accounts.queries import recoveries_waiting_for_second
from setiakawan.accounts.tests.stage import (
    PASSWORD,
    account,
    entry_of,
    invited,
    key_of,
    kinds_seen_by,
    link_act,
    news_of,
    signed_in,
)
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
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
    mas_yudha,
    pak_agus,
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.problems import Missing, NotAllowed


def test_a_coordinator_lets_a_psm_back_in(db):
    act = act_of(bu_wahyuni)
    shown = show_recovery(act=act, account_id=bu_sri.account_id)
    assert not shown.needs_second
    assert shown.expires_at == act.received_at + rules.RECOVERY_LASTS
    found = find_invitation(invitation_key(shown.id))
    assert found.is_recovery
    assert found.name == bu_sri.name
    signed_in(bu_sri, "sesi-bu-sri")
    back = use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)
    assert back.id == bu_sri.account_id
    assert check_password(PASSWORD.get_secret_value(), account(bu_sri).password)
    with acting_as(Actor("person", bu_sri.account_id)):
        assert not UserSession.objects.filter(user_id=bu_sri.account_id).exists()
    assert not Session.objects.filter(session_key="sesi-bu-sri").exists()
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[:2] == ["recovery.used", "recovery.shown"]
    with pytest.raises(InvitationUsed):
        use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)


def test_the_owner_is_told_and_nobody_else(db):
    shown = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)
    assert news_of(bu_sri) == [Notice.Kind.RECOVERED]
    for part in (bu_wahyuni, pak_joko, bu_ratna):
        with reading(actor(part)):
            assert not Notice.objects.exists()
    assert mark_notices_seen(act=act_of(bu_sri)) == 1
    assert news_of(bu_sri) == []
    assert mark_notices_seen(act=act_of(bu_sri)) == 0


def test_a_second_factor_is_gone_with_the_lost_phone(db):
    with acting_as(Actor("person", bu_ratna.account_id)):
        Authenticator.objects.create(
            user_id=bu_ratna.account_id, type=Authenticator.Type.TOTP, data={"secret": "x"}
        )
    shown = show_recovery(act=act_of(pak_agus), account_id=bu_ratna.account_id)
    agree_to_recovery(act=act_of(bu_dewi), invitation_id=shown.id)
    act = link_act()
    use_recovery(act=act, key=key_of(shown), password=PASSWORD)
    with acting_as(Actor("person", bu_ratna.account_id)):
        assert not Authenticator.objects.exists()
    facts = entry_of(act)[1]["facts"]
    assert facts["factors_removed"] == 1
    assert facts["shown_by"] == str(pak_agus.account_id)
    assert facts["agreed_by"] == str(bu_dewi.account_id)


@pytest.mark.parametrize(
    ("shower", "owner", "needs_second"),
    [
        (bu_wahyuni, bu_sri, False),
        (pak_harjo, pak_joko, False),
        (bu_ratna, bu_wahyuni, False),
        (bu_ratna, pak_bambang, False),
        (bu_ratna, mas_tono, False),
        (bu_ratna, pak_hendro, False),
        (bu_ratna, bu_kartika, True),  # an inspector looks over the officer's shoulder
        (bu_wahyuni, bu_endah, True),  # a coordinator couldn't have invited the lurah
        (pak_harjo, bu_wahyuni, True),  # nor another coordinator
        (bu_ratna, pak_agus, True),
        (bu_ratna, bu_maya, True),
        (bu_ratna, bu_dewi, True),
        (pak_harjo, bu_ratna, True),
        (bu_dewi, bu_sri, False),
        (bu_dewi, mas_yudha, True),
    ],
    ids=lambda value: getattr(value, "key", str(value)),
)
def test_when_a_second_person_is_needed(db, shower, owner, needs_second):
    shown = show_recovery(act=act_of(shower), account_id=owner.account_id)
    assert shown.needs_second == needs_second
    assert (shown_key(shown) is None) == needs_second
    if needs_second:
        with pytest.raises(InvitationUnknown):
            use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)
        with pytest.raises(InvitationUnknown):
            find_invitation(invitation_key(shown.id))
    else:
        with pytest.raises(NothingToAgreeTo):
            agree_to_recovery(act=act_of(pak_agus), invitation_id=shown.id)


@pytest.mark.parametrize("outsider", [bu_sri, bu_endah, pak_bambang, mas_tono, bu_maya, pak_hendro,
                                      bu_kartika], ids=lambda part: part.key)  # fmt: skip
def test_nobody_else_shows_a_key(db, outsider):
    with pytest.raises(NotAllowed):
        show_recovery(act=act_of(outsider), account_id=pak_joko.account_id)


def test_out_of_reach_is_not_there_and_oneself_neither(db):
    with pytest.raises(Missing):
        show_recovery(act=act_of(bu_wahyuni), account_id=pak_joko.account_id)
    with pytest.raises(Missing):
        show_recovery(act=act_of(bu_wahyuni), account_id=link_act().id)
    for part in (bu_wahyuni, bu_ratna, bu_dewi):
        with pytest.raises(NotForOneself):
            show_recovery(act=act_of(part), account_id=part.account_id)


def test_the_second_is_another_and_an_officer_or_administrator(db):
    shown = show_recovery(act=act_of(bu_ratna), account_id=bu_maya.account_id)
    with pytest.raises(SecondMustBeAnother):
        agree_to_recovery(act=act_of(bu_ratna), invitation_id=shown.id)
    with pytest.raises(SecondMustBeOfficer):
        agree_to_recovery(act=act_of(pak_harjo), invitation_id=shown.id)
    for outsider in (bu_maya, bu_sri, bu_kartika):
        with pytest.raises((Missing, NotAllowed)):
            agree_to_recovery(act=act_of(outsider), invitation_id=shown.id)
    act = act_of(pak_agus)
    agreed = agree_to_recovery(act=act, invitation_id=shown.id)
    assert shown_key(agreed) == invitation_key(shown.id)
    assert agreed.expires_at == act.received_at + rules.RECOVERY_LASTS
    assert agree_to_recovery(act=act, invitation_id=shown.id).id == shown.id
    with pytest.raises(NothingToAgreeTo):
        agree_to_recovery(act=act_of(bu_dewi), invitation_id=shown.id)
    assert (
        use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD).id == bu_maya.account_id
    )


def test_the_owner_cannot_be_the_second(db):
    shown = show_recovery(act=act_of(pak_harjo), account_id=bu_ratna.account_id)
    with pytest.raises(SecondMustBeAnother):
        agree_to_recovery(act=act_of(bu_ratna), invitation_id=shown.id)


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_only_those_who_could_agree_are_asked(db, part):
    shown = show_recovery(act=act_of(bu_ratna), account_id=bu_maya.account_id)
    may = part in {pak_agus, bu_dewi, mas_yudha}
    with reading(actor(part)):
        listed = recoveries_waiting_for_second(actor(part))
    assert [one.id for one in listed] == ([shown.id] if may else [])
    if may:
        assert (listed[0].name, listed[0].shown_by_name) == (bu_maya.name, bu_ratna.name)


def test_a_key_lives_a_quarter_of_an_hour(db):
    shown = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    late = shown.invited_at + timedelta(minutes=15)
    with pytest.raises(InvitationExpired):
        use_recovery(act=link_act(at=late), key=key_of(shown), password=PASSWORD)
    second = show_recovery(act=act_of(bu_ratna), account_id=bu_maya.account_id)
    with pytest.raises(InvitationExpired):
        agree_to_recovery(
            act=act_of(pak_agus, at=second.invited_at + timedelta(minutes=15)),
            invitation_id=second.id,
        )


def test_a_new_key_withdraws_the_one_before(db):
    first = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    second = show_recovery(act=act_of(pak_harjo), account_id=bu_sri.account_id)
    with pytest.raises(InvitationWithdrawn):
        use_recovery(act=link_act(), key=key_of(first), password=PASSWORD)
    withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=second.id)
    with pytest.raises(InvitationWithdrawn):
        use_recovery(act=link_act(), key=key_of(second), password=PASSWORD)


def test_a_key_opens_only_what_it_is_for(db):
    recovery = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    card = invited(bu_wahyuni)
    with pytest.raises(InvitationUnknown):
        accept_invitation(act=link_act(), key=key_of(recovery), password=PASSWORD)
    with pytest.raises(InvitationUnknown):
        use_recovery(act=link_act(), key=key_of(card), password=PASSWORD)
    with pytest.raises(WeakPassword):
        use_recovery(act=link_act(), key=key_of(recovery), password=SecretStr("pendek"))


def test_who_has_left_is_not_let_back_in(db):
    shown = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    close_account(act=act_of(bu_ratna), account_id=bu_sri.account_id, version=1, reason="Pindah")
    with pytest.raises(AccountClosed):
        use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)
    with pytest.raises(AccountClosed):
        show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)


def test_an_open_look_at_personal_data_ends_with_the_old_password(db):
    open_staff_session(act=act_of(bu_dewi), reason="Memeriksa nomor yang salah catat")
    assert actor(bu_dewi).holds(Role.STAFF)
    shown = show_recovery(act=act_of(bu_ratna), account_id=bu_dewi.account_id)
    agree_to_recovery(act=act_of(mas_yudha), invitation_id=shown.id)
    use_recovery(act=link_act(), key=key_of(shown), password=PASSWORD)
    assert not actor(bu_dewi).holds(Role.STAFF)


def test_of_two_who_agree_at_once_one_does(committed_db):
    shown = show_recovery(act=act_of(bu_ratna), account_id=bu_maya.account_id)
    acts = [act_of(pak_agus), act_of(bu_dewi)]
    start, outcomes = threading.Barrier(2), []

    def agree(act):
        try:
            start.wait(10)
            outcomes.append(str(agree_to_recovery(act=act, invitation_id=shown.id).agreed_by_id))
        except NothingToAgreeTo as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=agree, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(one == "recovery.nothing_to_agree_to" for one in outcomes) == [False, True]
    with acting_as(actor(bu_ratna)):
        assert Invitation.objects.get(pk=shown.id).agreed_by_id is not None


def test_a_key_used_while_another_is_shown_ends_well(committed_db):
    """Both lock the account first; neither waits for the other in a circle."""
    first = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    act = act_of(pak_harjo)
    start, outcomes = threading.Barrier(2), []

    def run(call):
        try:
            start.wait(10)
            call()
            outcomes.append("done")
        except InvitationWithdrawn as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    calls = [
        lambda: use_recovery(act=link_act(), key=key_of(first), password=PASSWORD),
        lambda: show_recovery(act=act, account_id=bu_sri.account_id),
    ]
    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) in (["done", "done"], ["done", "invitation.withdrawn"])


def make_officer(part, *, in_days):
    act = act_of(bu_dewi)
    appoint(
        act=act,
        account_id=part.account_id,
        role=Role.OFFICER,
        area_code="33.72",
        starts_on=act.received_at.date() + timedelta(days=in_days),
    )


def test_an_office_to_come_counts_as_much_as_one_in_force(committed_db):
    """Whoever got hold of the account today would hold the officer's tomorrow."""
    make_officer(bu_sri, in_days=2)
    invitation = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    assert invitation.needs_second
    assert invitation.key_digest is None


def test_a_key_of_one_person_ends_when_the_account_gets_an_office_for_two(committed_db):
    invitation = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    assert not invitation.needs_second
    make_officer(bu_sri, in_days=1)
    with pytest.raises(NeedsTwoByNow):
        use_recovery(act=link_act(), key=key_of(invitation), password=PASSWORD)
