"""Let somebody back in who forgot the password or lost the phone: face to face, never by mail."""

from uuid import UUID

from allauth.mfa.models import Authenticator

from setiakawan.access import context
from setiakawan.access.roles import NEEDS_SECOND_FACTOR, Role
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.keys import invitation_key, key_digest
from setiakawan.accounts.models import Account, Appointment, Invitation, Notice
from setiakawan.accounts.operations.invitations import (
    InvitationUsed,
    InvitationWithdrawn,
    invited_person,
)
from setiakawan.accounts.operations.joining import (
    InvitationExpired,
    Key,
    Password,
    check_password_strength,
    usable_invitation,
)
from setiakawan.accounts.operations.offices import (
    AccountClosed,
    NotForOneself,
    account_to_act_on,
    day_of,
    end_sessions,
    end_staff_sessions,
    leave_notice,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import Problem


class SecondMustBeOfficer(Problem):
    """The second of two people answers for it by office."""

    code = "recovery.second_must_be_officer"
    sentence = "Orang kedua harus petugas Dinas Sosial atau administrator di wilayah itu. Minta salah satunya."
    status = 403


class NeedsTwoByNow(Problem):
    """The account got an office after the key was made that two people have to answer for."""

    code = "recovery.needs_two_by_now"
    sentence = (
        "Sejak kode ini dibuat, tugas akun ini bertambah, jadi perlu dua orang. Minta kode baru kepada"
        " dua petugas yang mengenal Anda."
    )
    status = 409


class SecondMustBeAnother(Problem):
    """Two people means two; and the one who wants in isn't one of them."""

    code = "recovery.second_must_be_another"
    sentence = "Orang kedua harus orang lain. Minta rekan yang berwenang untuk menyetujuinya."
    status = 403


class NothingToAgreeTo(Problem):
    """One person was enough, or a second has agreed already."""

    code = "recovery.nothing_to_agree_to"
    sentence = "Kunci ini tidak menunggu persetujuan. Muat ulang halaman untuk melihat keadaannya."
    status = 409


@operation("recovery.shown")
def show_recovery(*, act: Act, account_id: UUID) -> Invitation:
    """Make a key, good for fifteen minutes, for somebody who stands before the actor.

    For whoever decides or configures, and for anybody whose office the actor couldn't give, the
    key comes into being only when a second person has agreed. An earlier key is withdrawn.
    """
    account = account_to_act_on(act, permissions.RECOVER, account_id)
    if account_id == act.actor.account_id:
        raise NotForOneself
    if not account.is_active:
        raise AccountClosed
    earlier = Invitation.objects.filter(
        account_id=account_id,
        purpose=Invitation.Purpose.RECOVER,
        used_at=None,
        withdrawn_at=None,
    )
    ids = list(earlier.values_list("id", flat=True))
    held = [
        (Role(role), area_code)
        for role, area_code in Appointment.objects.filter(account_id=account_id)
        .not_over_on(day_of(act))
        .values_list("role", "area_code")
    ]
    needs_second = rules.needs_second_person(act.actor, held)
    invitation_id = derived_id(act.id, 1)
    invitation = Invitation(
        id=invitation_id,
        purpose=Invitation.Purpose.RECOVER,
        key_digest=None if needs_second else key_digest(invitation_key(invitation_id)),
        area_code=account.area_code,
        account=account,
        invited_by_id=act.actor.account_id,
        invited_at=act.received_at,
        expires_at=act.received_at + rules.RECOVERY_LASTS,
        needs_second=needs_second,
    )
    context.grant([*ids, invitation_id])
    Invitation.objects.filter(pk__in=ids).update(withdrawn_at=act.received_at)
    invitation.save(force_insert=True)
    invited_person(invitation, account.name, account.call_name).save(force_insert=True)
    # On the account's own timeline, so that the owner reads who did it.
    record(act, account, recovery=invitation_id, needs_second=needs_second)
    return invitation


@operation("recovery.agreed")
def agree_to_recovery(*, act: Act, invitation_id: UUID) -> Invitation:
    """Be the second person: from now on the key exists, for fifteen minutes.

    Refuses the one who showed it, the one it is for, whoever isn't officer or administrator there,
    and what has expired, been used or withdrawn.
    """
    invitation = permissions.RECOVER.get(act, Invitation.objects.select_for_update(), invitation_id)
    if not invitation.needs_second or invitation.agreed_at is not None:
        raise NothingToAgreeTo
    if act.actor.account_id in {invitation.invited_by_id, invitation.account_id}:
        raise SecondMustBeAnother
    if not rules.may_be_second(act.actor, invitation.area_code):
        raise SecondMustBeOfficer
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn
    if invitation.expires_at <= act.received_at:
        raise InvitationExpired
    invitation.key_digest = key_digest(invitation_key(invitation.id))
    invitation.agreed_by_id = act.actor.account_id
    invitation.agreed_at = act.received_at
    invitation.expires_at = act.received_at + rules.RECOVERY_LASTS
    invitation.save(update_fields=["key_digest", "agreed_by", "agreed_at", "expires_at"])
    record(act, invitation, account=invitation.account_id)
    return invitation


def _check_still_enough(act: Act, invitation: Invitation) -> None:
    """Refuse a key that one person made, when the account has got an office since that needs two."""
    owner = invitation.account_id
    if owner is None or invitation.agreed_by_id is not None or invitation.invited_by_id is None:
        return
    # Whoever uses the key isn't anybody yet and would see no office, so the check would say yes.
    context.consider([owner])
    offices = Appointment.objects.filter(account_id=owner).not_over_on(day_of(act))
    if any(Role(role) in NEEDS_SECOND_FACTOR for role in offices.values_list("role", flat=True)):
        raise NeedsTwoByNow


@operation("recovery.used")
def use_recovery(*, act: Act, key: Key, password: Password) -> Account:
    """Get back in: a new password, no second factor any more, signed out everywhere.

    Whoever needs a second factor sets one up at the next sign-in, where a notice tells what happened.
    """
    invitation = usable_invitation(act, key, Invitation.Purpose.RECOVER)
    assert invitation.account_id is not None
    account = Account.objects.get(pk=invitation.account_id)
    if not account.is_active:
        raise AccountClosed
    _check_still_enough(act, invitation)
    check_password_strength(password, account)
    account.set_password(password.get_secret_value())
    account.version += 1
    account.save(update_fields=["password", "version"])
    end_sessions(account.id)
    end_staff_sessions(account.id, act.received_at)
    factors, _ = Authenticator.objects.filter(user_id=account.id).delete()
    invitation.used_at = act.received_at
    invitation.save(update_fields=["used_at"])
    leave_notice(derived_id(act.id, 1), account.id, Notice.Kind.RECOVERED, act.received_at)
    record(
        act,
        account,
        recovery=invitation.id,
        shown_by=invitation.invited_by_id,
        agreed_by=invitation.agreed_by_id,
        factors_removed=factors,
    )
    return account


__all__ = [
    "InvitationUsed",
    "NothingToAgreeTo",
    "SecondMustBeAnother",
    "SecondMustBeOfficer",
    "agree_to_recovery",
    "show_recovery",
    "use_recovery",
]
