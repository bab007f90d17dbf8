"""Inviting: one person or a list, within reach, as the table of roles says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from setiakawan.access.context import acting_as
from setiakawan.access.roles import APPOINTABLE, Role
from setiakawan.accounts import rules
from setiakawan.accounts.models import Invitation, Invited
from setiakawan.accounts.operations import (
    NewInvitation,
    accept_invitation,
    end_appointment,
    invitation_key,
    invite,
    invite_many,
    open_staff_session,
    renew_invitation,
    show_recovery,
    shown_key,
    withdraw_invitation,
)
from setiakawan.accounts.operations.invitations import (
    InvitationUsed,
    InvitationWithdrawn,
    NobodyToInvite,
    NotAppointable,
    RecoveryNotRenewed,
    RowRefused,
    TooMany,
)
from setiakawan.accounts.operations.offices import (
    NameMissing,
    NotYoursToGive,
    OnlyForCaseManagers,
    OnlyForPartnerStaff,
    PartnerMissing,
    PhoneUnreadable,
    PlaceDoesNotFit,
    PlaceUnknown,
    SupervisorMissing,
)
from setiakawan.accounts.queries import open_invitations
from setiakawan.accounts.tests.stage import (
    PASSWORD,
    entry_of,
    in_days,
    invited,
    key_of,
    kinds_seen_by,
    link_act,
    office,
    partner_named,
)
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
    LKS,
    PASAR_KLIWON,
    SANGKRAH,
    SEMANGGI,
    SOLO,
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
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import BadArguments, IdTaken, Missing, NotAllowed
from setiakawan.partners.operations import end_partner

PLACES = {Role.TKSK: PASAR_KLIWON, Role.PSM: SANGKRAH, Role.KELURAHAN_STAFF: SANGKRAH}


def beside(role):
    """What some roles need beside."""
    if role == Role.PARTNER_STAFF:
        return {"partner_id": partner_named(LKS).id}
    if role == Role.CASE_MANAGER:
        return {"supervisor_id": bu_ratna.account_id}
    return {}


def test_a_coordinator_invites_a_psm(db):
    act = act_of(bu_wahyuni)
    made = invite(
        act=act,
        name="  Lastri   Winarni ",
        call_name="Bu Lastri",
        phone="0812 0000 0777",
        role=Role.PSM,
        area_code=f"{SANGKRAH}.004",
    )
    assert made.invited.name == "Lastri Winarni"
    assert made.invited.phone == "+6281200000777"
    assert made.expires_at == act.received_at + rules.INVITATION_LASTS
    assert shown_key(made) == invitation_key(made.id)
    with reading(actor(bu_wahyuni)):
        [listed] = open_invitations(actor(bu_wahyuni))
    assert (listed.id, listed.area_name) == (made.id, "RW 004 Sangkrah")
    assert listed.invited_by_name == "Wahyuni Kartasari"
    entry, said = entry_of(act)
    assert entry.kind == "invitation.made"
    assert kinds_seen_by(bu_ratna, made.id) == ["invitation.made"]
    assert key_of(made).get_secret_value() not in str(said)


@pytest.mark.parametrize("role", APPOINTABLE)
@pytest.mark.parametrize(
    "part", [pak_harjo, bu_ratna, bu_dewi], ids=["coordinator", "officer", "administrator"]
)
def test_each_invites_what_the_table_says(db, part, role):
    arguments: dict[str, Any] = {
        "name": "Seseorang",
        "role": role,
        "area_code": PLACES.get(role, SOLO),
    }
    if rules.gives(actor(part), role, SOLO):
        assert invite(act=act_of(part), **arguments, **beside(role)).role == role
    else:
        with pytest.raises(NotYoursToGive) as refused:
            invite(act=act_of(part), **arguments, **beside(role))
        assert refused.value.field == "role"


@pytest.mark.parametrize(
    "outsider",
    [bu_sri, bu_endah, pak_bambang, mas_tono, bu_maya, bu_kartika, pak_hendro],
    ids=lambda part: part.key,
)
def test_nobody_else_invites(db, outsider):
    with pytest.raises(NotAllowed):
        invited(outsider)


def test_a_coordinator_next_door_is_not_there(db):
    with pytest.raises(Missing):
        invited(bu_wahyuni, area_code=SEMANGGI)
    with pytest.raises(Missing):
        invited(bu_wahyuni, area_code=PASAR_KLIWON)
    made = invited(pak_harjo, area_code=SEMANGGI)
    with reading(actor(bu_wahyuni)):
        assert open_invitations(actor(bu_wahyuni)) == []
    with pytest.raises(Missing):
        withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=made.id)


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_only_who_invites_there_sees_the_card(db, part):
    made = invited(bu_wahyuni)
    may = part in {bu_wahyuni, pak_harjo, bu_ratna} or part.role in {
        Role.OFFICER,
        Role.ADMINISTRATOR,
    }
    with acting_as(actor(part)):
        assert Invitation.objects.filter(pk=made.id).exists() == may
    with reading(actor(part)):
        assert [one.id for one in open_invitations(actor(part))] == ([made.id] if may else [])


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_for_whom_it_is_an_administrator_sees_only_in_a_staff_session(db, part):
    made = invited(bu_wahyuni, name="Lastri Winarni")
    sees_name = part in {bu_wahyuni, pak_harjo} or part.role == Role.OFFICER
    with acting_as(actor(part)):
        assert Invited.objects.filter(pk=made.id).exists() == sees_name
    if part.role == Role.ADMINISTRATOR:
        with reading(actor(part)):
            [listed] = open_invitations(actor(part))
        assert (listed.name, listed.role_label) == ("", "PSM")
        assert listed.invited_by_name == "Wahyuni Kartasari"
        assert kinds_seen_by(part, made.id) == []
        open_staff_session(act=act_of(part), reason="Memeriksa undangan ganda di Sangkrah")
        with reading(actor(part)):
            assert [one.name for one in open_invitations(actor(part))] == ["Lastri Winarni"]
        assert kinds_seen_by(part, made.id) == ["invitation.made"]


def test_an_administrator_handles_an_invitation_without_its_name(db):
    made = invited(bu_wahyuni)
    renew_invitation(act=act_of(bu_dewi), invitation_id=made.id)
    withdraw_invitation(act=act_of(bu_dewi), invitation_id=made.id)
    own = invited(bu_dewi, name="Petugas baru", role=Role.OFFICER, area_code=SOLO)
    with reading(actor(bu_dewi)):
        assert [one.name for one in open_invitations(actor(bu_dewi))] == ["Petugas baru"]
    with acting_as(actor(mas_yudha)):
        assert not Invited.objects.filter(pk=own.id).exists()


@pytest.mark.parametrize(
    ("role", "area_code", "refusal"),
    [
        (Role.PSM, SOLO, PlaceDoesNotFit),
        (Role.PSM, PASAR_KLIWON, PlaceDoesNotFit),
        (Role.PSM, f"{SANGKRAH}.099", PlaceUnknown),
        (Role.PSM, f"{SANGKRAH}.004.001", PlaceDoesNotFit),
        (Role.TKSK, SANGKRAH, PlaceDoesNotFit),
        (Role.TKSK, SOLO, PlaceDoesNotFit),
        (Role.KELURAHAN_STAFF, PASAR_KLIWON, PlaceDoesNotFit),
        (Role.KELURAHAN_STAFF, f"{SANGKRAH}.004", PlaceDoesNotFit),
        (Role.COORDINATOR, f"{SANGKRAH}.004", PlaceDoesNotFit),
        (Role.LEADER, "33.72.09", PlaceUnknown),
    ],
)
def test_a_role_has_its_levels_and_its_place_exists(db, role, area_code, refusal):
    with pytest.raises(refusal) as refused:
        invited(bu_ratna, role=role, area_code=area_code)
    assert refused.value.field == "area_code"
    assert "{" not in refused.value.text


@pytest.mark.parametrize("area_code", ["", "33", "33.73", "33.72-x", "' OR 1=1", "x" * 24])
def test_a_place_out_of_reach_is_not_there(db, area_code):
    with pytest.raises(Missing):
        invited(bu_ratna, area_code=area_code)


@pytest.mark.parametrize(
    "area_code", ["33.72.3", "33.72.03.1008.", "33.72.03.1008.x", "33.72.03.1008.04"]
)
def test_a_malformed_place_in_reach_is_unknown(db, area_code):
    with pytest.raises(PlaceUnknown):
        invited(bu_ratna, area_code=area_code)


def test_what_some_roles_need_beside(db):
    partner = partner_named(LKS)
    with pytest.raises(PartnerMissing):
        invited(bu_ratna, role=Role.PARTNER_STAFF, area_code=SOLO)
    with pytest.raises(PartnerMissing):
        invited(bu_ratna, role=Role.PARTNER_STAFF, area_code=SOLO, partner_id=uuid7())
    with pytest.raises(OnlyForPartnerStaff):
        invited(bu_ratna, partner_id=partner.id)
    with pytest.raises(SupervisorMissing):
        invited(bu_ratna, role=Role.CASE_MANAGER, area_code=SOLO)
    with pytest.raises(SupervisorMissing):
        invited(
            bu_ratna, role=Role.CASE_MANAGER, area_code=SOLO, supervisor_id=pak_harjo.account_id
        )
    with pytest.raises(OnlyForCaseManagers):
        invited(bu_ratna, supervisor_id=bu_ratna.account_id)
    end_partner(
        act=act_of(bu_ratna), partner_id=partner.id, version=partner.version, ends_on=in_days(0)
    )
    with pytest.raises(PartnerMissing):
        invited(bu_ratna, role=Role.PARTNER_STAFF, area_code=SOLO, partner_id=partner.id)


def test_a_name_and_a_number_that_say_something(db):
    for role in (Role.MEMBER, Role.STAFF):
        with pytest.raises(NotAppointable):
            invited(bu_ratna, role=role)
    with pytest.raises(NameMissing):
        invited(bu_ratna, name="   ")
    with pytest.raises(PhoneUnreadable):
        invited(bu_ratna, phone="bukan nomor")
    for name in ("\x00", "a\u202eb", "x" * 201):
        with pytest.raises(BadArguments):
            invited(bu_ratna, name=name)
    with pytest.raises(BadArguments):
        invited(bu_ratna, call_name="x" * 61)
    assert invited(bu_ratna, name="Ñ 👩🏽‍🦱").invited.name == "Ñ 👩🏽‍🦱"


def test_twice_is_once(db):
    act = act_of(bu_wahyuni)
    arguments: dict[str, Any] = {"name": "Lastri", "role": Role.PSM, "area_code": SANGKRAH}
    assert invite(act=act, **arguments).id == invite(act=act, **arguments).id
    with acting_as(actor(bu_wahyuni)):
        assert Invitation.objects.count() == 1
    with pytest.raises(IdTaken):
        invite(act=act, **(arguments | {"name": "Lain"}))


def test_a_list_is_invited_in_few_statements(db, django_assert_max_num_queries):
    rows = [
        NewInvitation(
            name=f"PSM {number}", role=Role.PSM, area_code=f"{SANGKRAH}.{number % 9 + 1:03}"
        )
        for number in range(200)
    ]
    act = act_of(bu_wahyuni)
    with django_assert_max_num_queries(30):
        made = invite_many(act=act, invitations=rows)
    assert [one.invited.name for one in made] == [one.name for one in rows]
    assert len({one.id for one in made}) == 200
    with acting_as(act.actor, operation_id=act.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE batch_id = %s", [act.id])
        assert cursor.fetchone() == (200,)
    again = invite_many(act=act, invitations=rows)
    assert [one.id for one in again] == [one.id for one in made]


def test_a_list_is_invited_whole_or_not_at_all(db):
    good = NewInvitation(name="Lastri", role=Role.PSM, area_code=SANGKRAH)
    with pytest.raises(RowRefused) as refused:
        invite_many(
            act=act_of(bu_wahyuni),
            invitations=[good, good.model_copy(update={"phone": "salah"})],
        )
    assert refused.value.text.startswith("Baris 2: Ini bukan nomor HP")
    assert refused.value.field == "phone"
    with pytest.raises(Missing):
        invite_many(
            act=act_of(bu_wahyuni),
            invitations=[good, good.model_copy(update={"area_code": SEMANGGI})],
        )
    with pytest.raises(NobodyToInvite):
        invite_many(act=act_of(bu_wahyuni), invitations=[])
    with pytest.raises(TooMany):
        invite_many(act=act_of(bu_wahyuni), invitations=[good] * (rules.INVITATIONS_AT_ONCE + 1))
    with reading(actor(bu_wahyuni)):
        assert open_invitations(actor(bu_wahyuni)) == []


def test_a_withdrawn_card_is_gone(db):
    made = invited(bu_wahyuni)
    act = act_of(pak_harjo)  # somebody else who looks after the area may
    withdrawn = withdraw_invitation(act=act, invitation_id=made.id)
    assert withdrawn.withdrawn_at == act.received_at
    assert shown_key(withdrawn) is None
    with reading(actor(bu_wahyuni)):
        assert open_invitations(actor(bu_wahyuni)) == []
    for verb in (withdraw_invitation, renew_invitation):
        with pytest.raises(InvitationWithdrawn):
            verb(act=act_of(bu_wahyuni), invitation_id=made.id)
    assert withdraw_invitation(act=act, invitation_id=made.id).id == made.id
    assert kinds_seen_by(bu_wahyuni, made.id) == ["invitation.withdrawn", "invitation.made"]


def test_a_coordinator_leaves_cards_of_others_alone(db):
    made = invited(bu_ratna, role=Role.KELURAHAN_STAFF)
    with pytest.raises(NotYoursToGive):
        withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=made.id)


def test_an_expired_card_is_renewed(db):
    made = invited(bu_wahyuni)
    later = made.expires_at + timedelta(days=3)
    renewed = renew_invitation(act=act_of(bu_wahyuni, at=later), invitation_id=made.id)
    assert renewed.expires_at == later + rules.INVITATION_LASTS
    joined = accept_invitation(
        act=link_act(at=later + timedelta(days=1)), key=key_of(made), password=PASSWORD
    )
    assert joined.name == made.invited.name
    with pytest.raises(InvitationUsed):
        renew_invitation(act=act_of(bu_wahyuni), invitation_id=made.id)


def test_a_recovery_is_not_renewed(db):
    recovery = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    with pytest.raises(RecoveryNotRenewed):
        renew_invitation(act=act_of(bu_wahyuni), invitation_id=recovery.id)


def test_cards_of_somebody_who_left_stay_good_and_are_listed(db):
    made = invited(bu_wahyuni)
    ended = end_appointment(
        act=(act := act_of(bu_ratna)),
        appointment_id=office(bu_wahyuni).id,
        version=1,
        ends_on=in_days(0),
        reason="Pindah ke luar kota",
        successor_id=None,
    )
    assert ended.ends_on == in_days(0)
    assert entry_of(act)[1]["facts"]["open_invitations"] == [str(made.id)]
    with reading(actor(pak_harjo)):
        [listed] = open_invitations(actor(pak_harjo))
    assert listed.inviter_has_left
    assert listed.invited_by_name == "Wahyuni Kartasari (nonaktif)"
    assert accept_invitation(act=link_act(), key=key_of(made), password=PASSWORD).is_active


def test_whose_office_has_ended_invites_no_more(db):
    before = act_of(pak_joko)
    assert not rules.roles_given(before.actor)
    end_appointment(
        act=act_of(bu_ratna),
        appointment_id=office(bu_wahyuni).id,
        version=1,
        ends_on=in_days(0),
        reason="Selesai masa tugas",
    )
    with pytest.raises(NotAllowed):
        invited(bu_wahyuni)


def test_a_card_of_somebody_elses_act_is_not_overwritten(db):
    act = act_of(bu_wahyuni)
    made = invite(act=act, name="Lastri", role=Role.PSM, area_code=SANGKRAH)
    with pytest.raises(IdTaken):
        invite(
            act=replace(act, actor=actor(pak_harjo)),
            name="Lastri",
            role=Role.PSM,
            area_code=SANGKRAH,
        )
    with reading(actor(bu_wahyuni)):
        assert [one.id for one in open_invitations(actor(bu_wahyuni))] == [made.id]
