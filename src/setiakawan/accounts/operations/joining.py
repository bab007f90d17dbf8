"""Join with the key of a card: see what it is for, then accept."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from pydantic import AfterValidator, Field, SecretStr

from setiakawan.access import context
from setiakawan.access.actors import PUBLIC
from setiakawan.access.roles import Role
from setiakawan.accounts.keys import key_digest
from setiakawan.accounts.models import Account, Appointment, Invitation, Invited
from setiakawan.accounts.operations.invitations import InvitationUsed, InvitationWithdrawn
from setiakawan.accounts.operations.offices import (
    check_partner,
    check_place,
    day_of,
    lock_accounts,
)
from setiakawan.accounts.rules import username_stem
from setiakawan.areas.models import Area
from setiakawan.areas.places import names_of
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.clock import now
from setiakawan.foundation.ids import derived_id, uuid7
from setiakawan.foundation.problems import Problem


def _is_text(secret: SecretStr) -> SecretStr:
    # Half a character (a lone surrogate, from JSON) can be neither hashed nor compared.
    secret.get_secret_value().encode()
    return secret


Key = Annotated[SecretStr, Field(max_length=200), AfterValidator(_is_text)]
Password = Annotated[SecretStr, Field(max_length=200), AfterValidator(_is_text)]


class InvitationUnknown(Problem):
    """No invitation has this key."""

    code = "invitation.unknown"
    sentence = (
        "Kunci ini tidak kami kenal. Periksa huruf demi huruf di kartu Anda, atau minta kartu baru."
    )
    status = 404


class InvitationExpired(Problem):
    """Cards don't lie about for longer than two weeks, recoveries not longer than a quarter hour."""

    code = "invitation.expired"
    sentence = (
        "Masa berlaku kunci ini sudah lewat. Minta orang yang memberikannya untuk memperbaruinya."
    )
    status = 410


class WeakPassword(Problem):
    """Too short, too common or all digits; Django's validators say which."""

    code = "account.weak_password"
    sentence = "{why}"


@dataclass(frozen=True)
class OpenInvitation:
    """What somebody with a key sees before accepting."""

    id: UUID
    purpose: str
    """``join`` or ``recover``."""
    name: str
    call_name: str
    role: str
    role_label: str
    area_code: str
    area_name: str
    expires_at: datetime

    @property
    def is_recovery(self) -> bool:
        """Whether the key lets somebody back in."""
        return self.purpose == Invitation.Purpose.RECOVER


def find_invitation(key: str) -> OpenInvitation:
    """What a key is for, to whoever holds it. Opens a transaction of its own, as the public.

    Raises InvitationUnknown, -Used, -Withdrawn or -Expired; the same statements run for each.
    """
    with context.acting_as(PUBLIC):
        invitation = _by_key(key)
        names = names_of([invitation.area_code if invitation else "0"])
        invited = Invited.objects.filter(pk=invitation.id if invitation else uuid7()).first()
        found = _usable(invitation, now())
        assert invited is not None  # made with the invitation
        return OpenInvitation(
            id=found.id,
            purpose=found.purpose,
            name=invited.name,
            call_name=invited.call_name,
            role=found.role,
            role_label=Role(found.role).label if found.role else "",
            area_code=found.area_code,
            area_name=names.get(found.area_code, ""),
            expires_at=found.expires_at,
        )


@operation("invitation.accepted")
def accept_invitation(*, act: Act, key: Key, password: Password) -> Account:
    """Join: the account and its first office begin today, and the key is used up.

    Refuses keys that are unknown, used, withdrawn or expired, weak passwords, and an invitation to
    a place or partner that has ended meanwhile. Of two at the same moment one joins.
    """
    invitation = usable_invitation(act, key, Invitation.Purpose.JOIN)
    role, day = Role(invitation.role), day_of(act)
    check_place(role, invitation.area_code, day)
    check_partner(role, invitation.partner_id, day)
    check_password_strength(password)
    invited = Invited.objects.get(pk=invitation.id)
    account = Account(
        id=derived_id(act.id, 1),
        name=invited.name,
        call_name=invited.call_name,
        phone=invited.phone,
        area_code=invitation.area_code,
        joined_at=act.received_at,
    )
    account.set_password(password.get_secret_value())
    appointment = Appointment(
        id=derived_id(act.id, 2),
        account=account,
        holder_name=account.name,
        role=role,
        area_code=invitation.area_code,
        partner_id=invitation.partner_id,
        supervisor_id=invitation.supervisor_id,
        starts_on=day,
    )
    context.grant([account.id, appointment.id])
    _save_with_username(account)
    appointment.save(force_insert=True)
    invitation.account = account
    invitation.used_at = act.received_at
    invitation.save(update_fields=["account", "used_at"])
    record(
        act,
        account,
        invitation=invitation.id,
        invited_by=invitation.invited_by_id,
        role=role,
        appointment=appointment.id,
    )
    return account


def usable_invitation(act: Act, key: SecretStr, purpose: Invitation.Purpose) -> Invitation:
    """The invitation of a key, locked, or the reason why it can't be used.

    The account of a recovery is locked before it, in the order in which everybody locks.
    """
    seen = _by_key(key.get_secret_value())
    if seen is not None and seen.account_id is not None:
        lock_accounts([seen.account_id])
    invitation = _by_key(key.get_secret_value(), lock=True)
    found = _usable(invitation, act.received_at)
    if found.purpose != purpose:
        raise InvitationUnknown
    return found


def _by_key(key: str, *, lock: bool = False) -> Invitation | None:
    """The invitation whose key was shown; the same statements whether there is one or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT found FROM accounts_invitation_by_key(%s) AS found LIMIT 1", [key_digest(key)]
        )
        row = cursor.fetchone()
    invitation_id = row[0] if row else uuid7()
    context.grant([invitation_id])
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    return rows.filter(pk=invitation_id).first()


def _usable(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None:
        raise InvitationUnknown(field="key")
    if invitation.used_at is not None:
        raise InvitationUsed(field="key")
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn(field="key")
    if invitation.expires_at <= at:
        raise InvitationExpired(field="key")
    return invitation


def check_password_strength(password: SecretStr, account: Account | None = None) -> None:
    """Refuse a weak password with the sentences of the validators."""
    try:
        validate_password(password.get_secret_value(), user=account)
    except ValidationError as reasons:
        raise WeakPassword(field="password", why=" ".join(reasons.messages)) from reasons


_TRIES = 12


def _save_with_username(account: Account) -> None:
    """Save a new account under a name nobody has.

    The digits are drawn by us and a name that is taken is drawn again, so nobody learns from it
    which names there are.
    """
    area = account.area_code[: len("33.72.04.1009")]
    place = Area.objects.filter(code=area, valid_until=None).values_list("name", flat=True).first()
    stem = username_stem(account.name, place or "")
    for attempt in range(_TRIES):
        digits = 4 if attempt < _TRIES // 2 else 6
        account.username = f"{stem}.{secrets.randbelow(10**digits):0{digits}}"
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError as error:
            if "accounts_account_username" not in str(error) or attempt == _TRIES - 1:
                raise
        else:
            return
