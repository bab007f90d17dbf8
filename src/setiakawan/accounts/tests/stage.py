"""What the tests of accounts set their stage with: operations, called as one of the cast."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from pydantic import SecretStr

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Account, Appointment, Invitation, Notice
from setiakawan.accounts.operations import (
    accept_invitation,
    invitation_key,
    invite,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.models import Entry
from setiakawan.audit.queries import payload_of, timeline_of_subject
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import SANGKRAH, Part, act_of, actor, bu_wahyuni
from setiakawan.foundation.clock import now, today
from setiakawan.foundation.ids import uuid7
from setiakawan.partners.models import Partner

PASSWORD = SecretStr("empat kata tidak berhubungan")
OTHER_PASSWORD = SecretStr("lima kata lain tidak berhubungan")


def link_act(at: datetime | None = None, **changes: Any) -> Act:
    """An act of somebody who holds a key and is nobody yet."""
    act = Act(id=uuid7(), actor=Actor("link"), received_at=at or now(), origin="test")
    return replace(act, **changes)


def invited(
    by: Part = bu_wahyuni,
    *,
    name: str = "Lastri Winarni",
    role: Role = Role.PSM,
    area_code: str = SANGKRAH,
    **more: Any,
) -> Invitation:
    """An open invitation."""
    return invite(act=act_of(by), name=name, role=role, area_code=area_code, **more)


def key_of(invitation: Invitation) -> SecretStr:
    """What stands on the card."""
    return SecretStr(invitation_key(invitation.id))


def joined(
    by: Part = bu_wahyuni,
    *,
    name: str = "Lastri Winarni",
    role: Role = Role.PSM,
    area_code: str = SANGKRAH,
    **more: Any,
) -> Account:
    """Somebody who has accepted an invitation."""
    invitation = invited(by, name=name, role=role, area_code=area_code, **more)
    return accept_invitation(act=link_act(), key=key_of(invitation), password=PASSWORD)


def office(part: Part | UUID) -> Appointment:
    """The first office of somebody."""
    account_id = part if isinstance(part, UUID) else part.account_id
    with acting_as(Actor("person", account_id)):
        found = (
            Appointment.objects.filter(account_id=account_id).order_by("starts_on", "id").first()
        )
    assert found is not None
    return found


def account(part: Part | UUID) -> Account:
    """The account, as its owner sees it."""
    account_id = part if isinstance(part, UUID) else part.account_id
    with acting_as(Actor("person", account_id)):
        return Account.objects.get(pk=account_id)


def partner_named(name: str) -> Partner:
    """A partner of the stage."""
    return Partner.objects.get(name=name)


def entry_of(act: Act) -> tuple[Entry, dict[str, Any]]:
    """What an act left in the ledger: the entry, and what it said, read by the one who did it."""
    with acting_as(act.actor, operation_id=act.id):
        [entry] = Entry.objects.filter(id=act.id)
        said = payload_of(act.id)
    assert said is not None
    return entry, said


def kinds_seen_by(part: Part, subject_id: UUID) -> list[str]:
    """Kinds in the timeline of a subject, the newest first."""
    with reading(actor(part)):
        return [one.kind for one in timeline_of_subject(subject_id)]


def news_of(part: Part) -> list[str]:
    """What happened to somebody's account, as they will be told at the next sign-in."""
    with reading(actor(part)):
        return list(Notice.objects.filter(seen_at=None).values_list("kind", flat=True))


def in_days(days: int) -> date:
    """A day from today."""
    return today() + timedelta(days=days)


def signed_in(part: Part, key: str) -> None:
    """A session of somebody on another device."""
    with acting_as(Actor("person", part.account_id)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now() + timedelta(days=1)
        )
        UserSession.objects.create(
            user_id=part.account_id, session_key=key, ip="192.0.2.7", user_agent="HP lama"
        )
