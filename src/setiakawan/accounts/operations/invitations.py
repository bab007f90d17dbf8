"""Invite people: a card with a one-time key, handed over face to face."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Q, QuerySet
from pydantic import BaseModel, ConfigDict, Field

from setiakawan.access import context
from setiakawan.access.permissions import RefusedTry
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.keys import invitation_key, key_digest
from setiakawan.accounts.models import Invitation, Invited
from setiakawan.accounts.operations.offices import (
    check_gives,
    check_name,
    check_partner,
    check_phone,
    check_place,
    check_supervisor,
    day_of,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import Missing, NotAllowed, Problem
from setiakawan.foundation.texts import Line


class NotAppointable(Problem):
    """Two roles come by themselves: being signed in, and an open staff session."""

    code = "account.role_not_appointable"
    sentence = "Peran ini tidak dapat diberikan. Pilih jabatan dari daftar."


class RowRefused(Problem):
    """One row of a pasted list can't be used; nothing of the list was saved."""

    code = "invitation.row_refused"
    sentence = "Baris {row}: {why} Perbaiki baris itu, lalu kirim lagi. Belum ada yang disimpan."


class TooMany(Problem):
    """A list of this length is pasted in parts."""

    code = "invitation.too_many"
    sentence = "Paling banyak {most} undangan sekaligus. Bagi daftarnya, lalu kirim satu per satu."


class NobodyToInvite(Problem):
    """An empty list."""

    code = "invitation.nobody"
    sentence = "Daftarnya masih kosong. Tulis paling sedikit satu nama."


class InvitationUsed(Problem):
    """A key opens once."""

    code = "invitation.used"
    sentence = (
        "Undangan ini sudah dipakai. Kalau Anda yang memakainya, masuklah dengan nama pengguna "
        "Anda; kalau bukan, beri tahu orang yang mengundang Anda."
    )
    status = 410


class InvitationWithdrawn(Problem):
    """Whoever invited has taken it back."""

    code = "invitation.withdrawn"
    sentence = (
        "Undangan ini sudah ditarik kembali. Minta undangan baru kepada yang mengundang Anda."
    )
    status = 410


class RecoveryNotRenewed(Problem):
    """A recovery is used on the spot; another time, another key."""

    code = "invitation.recovery_not_renewed"
    sentence = (
        "Kunci masuk kembali tidak diperpanjang. Buat kunci baru saat Anda berhadapan langsung."
    )


class NameForgotten(Problem):
    """Nobody came for months, so the name is gone; nobody can be asked in under no name."""

    code = "invitation.name_forgotten"
    sentence = "Undangan ini sudah terlalu lama lewat, dan nama orangnya sudah dihapus. Buat undangan baru."
    status = 410


class NewInvitation(BaseModel):
    """One person to be invited."""

    model_config = ConfigDict(frozen=True)

    name: Line
    call_name: Annotated[Line, Field(max_length=60)] = ""
    phone: Annotated[Line, Field(max_length=30)] = ""
    role: Role
    area_code: Annotated[str, Field(max_length=24)]
    partner_id: UUID | None = None
    supervisor_id: UUID | None = None


@operation("invitation.made")
def invite(
    *,
    act: Act,
    name: Line,
    call_name: Annotated[Line, Field(max_length=60)] = "",
    phone: Annotated[Line, Field(max_length=30)] = "",
    role: Role,
    area_code: Annotated[str, Field(max_length=24)],
    partner_id: UUID | None = None,
    supervisor_id: UUID | None = None,
) -> Invitation:
    """Invite one person to an office. The key is shown with ``invitation_key`` while it is open.

    Refuses a role that isn't the actor's to give there, a place that doesn't exist today or doesn't
    fit the role, partner staff without a partner, a case manager without a supervisor in office.
    """
    one = NewInvitation(
        name=name,
        call_name=call_name,
        phone=phone,
        role=role,
        area_code=area_code,
        partner_id=partner_id,
        supervisor_id=supervisor_id,
    )
    [made] = _make(act, [one])
    record(act, made, role=made.role)
    return made


@operation("invitation.made_together", many=True)
def invite_many(*, act: Act, invitations: list[NewInvitation]) -> list[Invitation]:
    """Invite everybody on a list, or nobody: the first row that can't be used is named."""
    made = _make(act, invitations)
    for one in made:
        record(act, one, name=one.invited.name, role=one.role)
    return made


def _make(act: Act, wanted: Sequence[NewInvitation]) -> list[Invitation]:
    if not wanted:
        raise NobodyToInvite
    if len(wanted) > rules.INVITATIONS_AT_ONCE:
        raise TooMany(most=rules.INVITATIONS_AT_ONCE)
    permissions.INVITE.check(act, areas=sorted({one.area_code for one in wanted}))
    checked: dict[NewInvitation, None] = {}
    made = []
    for index, one in enumerate(wanted):
        try:
            made.append(_checked(act, index, one, checked))
        except Missing:
            raise
        except Problem as problem:
            if len(wanted) == 1:
                raise
            raise RowRefused(field=problem.field, row=index + 1, why=problem.text) from problem
    context.grant([one.id for one in made])
    Invitation.objects.bulk_create(made, batch_size=500)
    Invited.objects.bulk_create([one.invited for one in made], batch_size=500)
    return made


def _checked(
    act: Act, index: int, one: NewInvitation, checked: dict[NewInvitation, None]
) -> Invitation:
    day = day_of(act)
    if one.role not in rules.LEVELS:
        raise NotAppointable(field="role")
    # A list names the same place and role again and again; they are looked up once.
    alike = NewInvitation(
        name="",
        role=one.role,
        area_code=one.area_code,
        partner_id=one.partner_id,
        supervisor_id=one.supervisor_id,
    )
    if alike not in checked:
        check_gives(act.actor, one.role, one.area_code)
        check_place(one.role, one.area_code, day)
        check_partner(one.role, one.partner_id, day)
        check_supervisor(one.role, one.supervisor_id, one.area_code, day)
        checked[alike] = None
    invitation_id = derived_id(act.id, index + 1)
    invitation = Invitation(
        id=invitation_id,
        purpose=Invitation.Purpose.JOIN,
        key_digest=key_digest(invitation_key(invitation_id)),
        role=one.role,
        area_code=one.area_code,
        partner_id=one.partner_id,
        supervisor_id=one.supervisor_id,
        invited_by_id=act.actor.account_id,
        invited_at=act.received_at,
        expires_at=act.received_at + rules.INVITATION_LASTS,
    )
    invited_person(invitation, check_name(one.name), one.call_name, check_phone(one.phone))
    return invitation


def invited_person(
    invitation: Invitation, name: str, call_name: str = "", phone: str = ""
) -> Invited:
    """For whom an invitation is; not saved yet. The same id grants both rows."""
    return Invited(
        invitation=invitation,
        name=name,
        call_name=call_name,
        phone=phone,
        area_code=invitation.area_code,
        written_by_id=invitation.invited_by_id,
    )


@operation("invitation.withdrawn")
def withdraw_invitation(*, act: Act, invitation_id: UUID) -> Invitation:
    """Take an invitation (or a recovery) back; its key opens nothing from now on."""
    invitation = _open_invitation(act, invitation_id)
    invitation.withdrawn_at = act.received_at
    invitation.save(update_fields=["withdrawn_at"])
    record(act, invitation, purpose=invitation.purpose)
    return invitation


@operation("invitation.renewed")
def renew_invitation(*, act: Act, invitation_id: UUID) -> Invitation:
    """Let an invitation hold for another two weeks from now; the card that was printed stays good."""
    invitation = _open_invitation(act, invitation_id)
    if invitation.purpose == Invitation.Purpose.RECOVER:
        raise RecoveryNotRenewed
    if not Invited.objects.get(pk=invitation_id).name:
        raise NameForgotten
    invitation.expires_at = act.received_at + rules.INVITATION_LASTS
    invitation.key_digest = key_digest(invitation_key(invitation.id))
    invitation.save(update_fields=["expires_at", "key_digest"])
    record(act, invitation, expires_at=invitation.expires_at)
    return invitation


@operation("invitation.forgotten", many=True)
def forget_uninvited(*, act: Act) -> int:
    """Forget for whom invitations were that ran out or were taken back months ago, unused.

    Only the system does it. Answers how many; which, office and place stay on record. What the
    ledger's payload said when they were invited is erased by a decision of people (see
    ``audit.erasing``), for it can't be undone.
    """
    if act.actor.kind != "system":
        raise NotAllowed
    forgotten = list(names_to_forget(act.received_at).order_by("id")[: rules.FORGOTTEN_AT_ONCE])
    context.grant([one.id for one in forgotten])
    Invited.objects.filter(pk__in=[one.id for one in forgotten]).update(
        name="", call_name="", phone=""
    )
    for one in forgotten:
        record(act, one)
    if not forgotten:
        record(act, [])
    return len(forgotten)


def names_to_forget(at: datetime) -> QuerySet[Invitation]:
    """Invitations nobody came with, over for so long that their name has no use any more."""
    before = at - rules.NAMES_KEPT_FOR
    return Invitation.objects.filter(
        Q(expires_at__lt=before) | Q(withdrawn_at__lt=before), used_at=None, invited__name__gt=""
    )


def _open_invitation(act: Act, invitation_id: UUID) -> Invitation:
    invitation = permissions.INVITE.get(act, Invitation.objects.select_for_update(), invitation_id)
    if invitation.purpose == Invitation.Purpose.JOIN:
        check_gives(act.actor, Role(invitation.role), invitation.area_code, field=None)
    elif (
        invitation.needs_second
        and invitation.invited_by_id != act.actor.account_id
        and not rules.may_be_second(act.actor, invitation.area_code)
    ):
        raise RefusedTry(permissions.INVITE.name, "accounts.invitation", invitation_id)
    if invitation.used_at is not None:
        raise InvitationUsed
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn
    return invitation
