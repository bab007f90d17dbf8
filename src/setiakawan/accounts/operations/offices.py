"""What the verbs about offices share: finding and locking, and the checks that hold for all of them.

Whoever locks accounts does so in the order of their ids, before anything else. So two people who
end, appoint and name each other at once wait for one another and never in a circle.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.access.permissions import NotForThisRole, Permission
from setiakawan.access.reach import reach_range
from setiakawan.access.roles import Role
from setiakawan.accounts import rules
from setiakawan.accounts.models import Account, Appointment, Notice, StaffSession
from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.areas.models import Area
from setiakawan.audit.acts import Act
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.problems import Problem
from setiakawan.partners.models import Partner


class NotYoursToGive(Problem):
    """The place is in reach, the role isn't this person's to give; see ``rules.GIVES``."""

    code = "account.role_not_yours_to_give"
    sentence = (
        "Jabatan {role} di luar wewenang Anda. Minta petugas Dinas Sosial atau administrator."
    )
    status = 403


class PlaceUnknown(Problem):
    """No area with this code exists today; it may have been split, merged or mistyped."""

    code = "account.place_unknown"
    sentence = (
        "Wilayah ini tidak ada hari ini, atau sudah berubah. Pilih wilayah yang berlaku sekarang."
    )


class PlaceDoesNotFit(Problem):
    """Each role has its levels; see ``rules.LEVELS``."""

    code = "account.place_does_not_fit"
    sentence = "{role} bertugas di tingkat {levels}. Pilih wilayah lain."


class PhoneUnreadable(Problem):
    """Not a mobile number of this country."""

    code = "account.phone_unreadable"
    sentence = "Ini bukan nomor HP Indonesia. Tulis seperti 0812-0000-1234, atau kosongkan."


class NameMissing(Problem):
    """Nobody is invited or kept without a name."""

    code = "account.name_missing"
    sentence = "Nama belum diisi. Tulis nama orangnya."


class PartnerMissing(Problem):
    """Partner staff work for somebody."""

    code = "account.partner_missing"
    sentence = "Petugas mitra bekerja untuk satu mitra yang masih aktif. Pilih mitranya."


class OnlyForPartnerStaff(Problem):
    """A partner beside another role would lend it nothing and mislead the reader."""

    code = "account.partner_not_for_this_role"
    sentence = "Mitra hanya diisi untuk petugas mitra. Kosongkan isian itu."


class SupervisorMissing(Problem):
    """A case manager's restricted work is overseen by an officer who is in office there."""

    code = "account.supervisor_missing"
    sentence = (
        "Manajer kasus punya pengawas: petugas Dinas Sosial yang masih bertugas di wilayah itu. "
        "Pilih pengawasnya."
    )


class OnlyForCaseManagers(Problem):
    """Other roles have no supervisor."""

    code = "account.supervisor_not_for_this_role"
    sentence = "Pengawas hanya diisi untuk manajer kasus. Kosongkan isian itu."


class AccountClosed(Problem):
    """Nothing is given to somebody who has left (CASE-13)."""

    code = "account.closed"
    sentence = "Akun ini sudah ditutup. Buka kembali dulu, atau pilih orang lain."


class NotForOneself(Problem):
    """Nobody gives themselves an office, or lets themselves back in."""

    code = "account.not_for_oneself"
    sentence = "Ini tidak dapat Anda lakukan untuk diri sendiri. Minta rekan yang berwenang."
    status = 403


class LastAdministrator(Problem):
    """An instance without an administrator could only be helped from the command line."""

    code = "appointment.last_administrator"
    sentence = (
        "Ini administrator terakhir. Angkat dulu administrator lain tanpa tanggal akhir, "
        "lalu ulangi."
    )


class SuccessorDoesNotFit(Problem):
    """Work goes only to somebody who may do it: the same role, covering the area, still in office."""

    code = "appointment.successor_does_not_fit"
    sentence = (
        "Penerus harus orang lain yang masih menjabat {role} untuk wilayah itu. "
        "Pilih orang lain, atau kosongkan supaya masuk antrean."
    )


def day_of(act: Act) -> date:
    """The day of an act in Surakarta."""
    return act.received_at.astimezone(JAKARTA).date()


def check_gives(actor: Actor, role: Role, area_code: str, *, field: str | None = "role") -> None:
    """Refuse a role that isn't this actor's to give, here."""
    if not rules.gives(actor, role, area_code):
        raise NotYoursToGive(field=field, role=role.label)


def check_place(role: Role, area_code: str, day: date, *, field: str = "area_code") -> None:
    """Refuse a place that doesn't exist on a day, or isn't on a level of this role."""
    try:
        code = AreaCode(area_code)
    except BadAreaCode as reason:
        raise PlaceUnknown(field=field) from reason
    if code.level not in rules.LEVELS[role]:
        levels = " atau ".join(one.label for one in sorted(rules.LEVELS[role]))
        raise PlaceDoesNotFit(field=field, role=role.label, levels=levels)
    if not Area.objects.valid_on(day).filter(code=code).exists():
        raise PlaceUnknown(field=field)


def check_partner(role: Role, partner_id: UUID | None, day: date) -> None:
    """Refuse partner staff without a partner that still takes part, and others with one."""
    if role != Role.PARTNER_STAFF:
        if partner_id is not None:
            raise OnlyForPartnerStaff(field="partner_id")
        return
    live = Q(ended_on=None) | Q(ended_on__gt=day)
    if partner_id is None or not Partner.objects.filter(live, pk=partner_id).exists():
        raise PartnerMissing(field="partner_id")


def check_supervisor(role: Role, supervisor_id: UUID | None, area_code: str, day: date) -> None:
    """Refuse a case manager without an officer who is in office there, and others with one."""
    if role != Role.CASE_MANAGER:
        if supervisor_id is not None:
            raise OnlyForCaseManagers(field="supervisor_id")
        return
    if supervisor_id is None or not holds_office(supervisor_id, Role.OFFICER, area_code, day):
        raise SupervisorMissing(field="supervisor_id")


def check_phone(typed: str) -> str:
    """The number as it is kept; nothing stays nothing."""
    if not typed:
        return ""
    number = rules.phone_number(typed)
    if number is None:
        raise PhoneUnreadable(field="phone")
    return number


def check_name(name: str) -> str:
    """A name that says something."""
    if not name:
        raise NameMissing(field="name")
    return name


def holds_office(
    account_id: UUID,
    role: Role,
    area_code: str,
    day: date,
    *,
    partner_id: UUID | None = None,
    besides: UUID | None = None,
) -> bool:
    """Say whether somebody is this, for that area (and partner), on a day; ``besides`` isn't counted.

    Appointments end when an account is closed, so whoever is in office isn't inactive.
    """
    offices = Appointment.objects.filter(account_id=account_id, role=role).live_on(day)
    if partner_id is not None:
        offices = offices.filter(partner_id=partner_id)
    return any(reach_range(one.area_code).covers(area_code) for one in offices if one.id != besides)


def account_to_act_on(
    act: Act, permission: Permission, account_id: UUID, *others: UUID | None
) -> Account:
    """Find an account by a permission and lock it, with those of others, in the order of ids.

    The rows are granted before the permission is asked: row security hides accounts from an
    administrator without a staff session, who may still appoint and end there. Nothing of a row is
    used before the permission has said yes; when it says no, the transaction is gone.
    """
    if not permission.allows(act.actor):
        raise NotForThisRole(permission.name)
    lock_accounts({account_id, *(one for one in others if one is not None)})
    return permission.get(act, Account.objects.all(), account_id)


def lock_accounts(ids: Iterable[UUID]) -> None:
    """Hold these accounts until the end of the act, so that nobody leaves meanwhile."""
    context.grant(ids)
    list(
        Account.objects.select_for_update(no_key=True)
        .filter(pk__in=set(ids))
        .order_by("id")
        .values_list("id", flat=True)
    )


def appointment_to_act_on(
    act: Act, permission: Permission, appointment_id: UUID, *others: UUID | None
) -> tuple[Appointment, Account]:
    """Find an appointment by a permission; lock its account (and others'), then itself."""
    found = permission.get(act, Appointment.objects.all(), appointment_id)
    ids = {found.account_id, *(one for one in others if one is not None)}
    lock_accounts(ids)
    account = Account.objects.get(pk=found.account_id)
    locked = permission.get(act, Appointment.objects.select_for_update(no_key=True), appointment_id)
    return locked, account


def check_successor(
    successor_id: UUID | None, appointment: Appointment, day: date, *, field: str = "successor_id"
) -> None:
    """Refuse a successor who couldn't do the work. The account is locked already."""
    if successor_id is None:
        return
    role = Role(appointment.role)
    fits = holds_office(
        successor_id,
        role,
        appointment.area_code,
        day,
        partner_id=appointment.partner_id if role == Role.PARTNER_STAFF else None,
    )
    if successor_id == appointment.account_id or not fits:
        raise SuccessorDoesNotFit(field=field, role=role.label)


_ADMINISTRATORS = 0x5E71_AD01  # advisory lock: one change of administrators at a time


def keep_an_administrator(leaving: Iterable[Appointment]) -> None:
    """Refuse to end the last administrator; the lock makes two who end each other wait.

    Somebody must stay who covers what this one covered, and whose end isn't set: one who leaves
    next month won't be there when it matters.
    """
    ends = [one for one in leaving if one.role == Role.ADMINISTRATOR]
    if not ends:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADMINISTRATORS])
    staying = Appointment.objects.filter(role=Role.ADMINISTRATOR, ends_on=None).exclude(
        pk__in=[one.id for one in ends]
    )
    reaches = [reach_range(code) for code in staying.values_list("area_code", flat=True)]
    if not all(any(one.covers(left.area_code) for one in reaches) for left in ends):
        raise LastAdministrator


def settle_area(account: Account, day: date) -> None:
    """Let an account belong to an area in which it has an office, for those who look after it there."""
    offices = list(
        Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), account_id=account.id)
        .order_by("starts_on", "id")
        .values_list("area_code", flat=True)
    )
    if offices and account.area_code not in offices:
        account.area_code = offices[0]
        account.save(update_fields=["area_code"])


def end_sessions(account_id: UUID) -> None:
    """Sign an account out everywhere."""
    context.consider([account_id])  # else row security shows only one's own sessions
    sessions = UserSession.objects.filter(user_id=account_id)
    Session.objects.filter(
        session_key__in=list(sessions.values_list("session_key", flat=True))
    ).delete()
    sessions.delete()


def end_staff_sessions(account_id: UUID, at: datetime) -> None:
    """Close an administrator's open looks at personal data."""
    context.consider([account_id])
    running = StaffSession.objects.filter(account_id=account_id, ended_at=None, until__gt=at)
    ids = list(running.values_list("id", flat=True))
    context.grant(ids)
    StaffSession.objects.filter(pk__in=ids).update(ended_at=at)


def leave_notice(notice_id: UUID, account_id: UUID, kind: Notice.Kind, at: datetime) -> None:
    """Tell the owner at the next sign-in."""
    context.grant([notice_id])
    Notice(id=notice_id, account_id=account_id, kind=kind, at=at).save(force_insert=True)
