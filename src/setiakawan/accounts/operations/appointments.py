"""Give offices, end them, and let somebody take over what hangs on them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from setiakawan.access import context
from setiakawan.access.reach import reach_range
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.handover import OpenWork, hand_over, let_hand_over
from setiakawan.accounts.models import Account, Appointment, Invitation, Notice
from setiakawan.accounts.operations.invitations import NotAppointable
from setiakawan.accounts.operations.offices import (
    AccountClosed,
    NotForOneself,
    OnlyForCaseManagers,
    account_to_act_on,
    appointment_to_act_on,
    check_gives,
    check_partner,
    check_place,
    check_successor,
    check_supervisor,
    day_of,
    end_staff_sessions,
    holds_office,
    keep_an_administrator,
    leave_notice,
    settle_area,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line

Number = Annotated[Line, Field(max_length=80)]
Reason = Annotated[Line, Field(max_length=200)]


class AlreadyHeld(Problem):
    """The same office twice at the same time."""

    code = "appointment.already_held"
    sentence = (
        "Orang ini sudah memegang jabatan yang sama di wilayah itu. Tidak perlu diangkat lagi."
    )
    status = 409


class AlreadyEnded(Problem):
    """An office ends once."""

    code = "appointment.already_ended"
    sentence = "Jabatan ini sudah berakhir. Muat ulang halaman untuk melihat riwayatnya."
    status = 409


class NotEnded(Problem):
    """A successor takes over from somebody whose office has ended."""

    code = "appointment.not_ended"
    sentence = "Jabatan ini belum berakhir. Akhiri dulu, lalu pilih penerusnya."
    status = 409


class HasSuccessor(Problem):
    """Somebody has taken over already."""

    code = "appointment.has_successor"
    sentence = "Jabatan ini sudah punya penerus. Muat ulang halaman untuk melihat siapa."
    status = 409


class DayOutOfRange(Problem):
    """A day that can only be a slip of the pen."""

    code = "appointment.day_out_of_range"
    sentence = "Tanggalnya di luar yang masuk akal. Pilih tanggal dari {first:%d-%m-%Y} sampai {last:%d-%m-%Y}."


class ReasonMissing(Problem):
    """Whoever reads the history later asks why."""

    code = "appointment.reason_missing"
    sentence = "Alasannya belum diisi. Tulis singkat, misalnya: pindah ke luar kota."


class CertificateIncomplete(Problem):
    """A certificate is a number and a last day; half of it proves nothing."""

    code = "appointment.certificate_incomplete"
    sentence = "Sertifikat ditulis dengan nomor dan tanggal berakhirnya. Isi keduanya, atau kosongkan keduanya."


@operation("appointment.made")
def appoint(
    *,
    act: Act,
    account_id: UUID,
    role: Role,
    area_code: Annotated[str, Field(max_length=24)],
    starts_on: date,
    partner_id: UUID | None = None,
    supervisor_id: UUID | None = None,
    decree_no: Number = "",
    certificate_no: Number = "",
    certificate_until: date | None = None,
) -> Appointment:
    """Give somebody who has an account one more office.

    Refuses a closed account, oneself, a role that isn't the actor's to give there, the same office
    twice, and whatever ``invite`` refuses.
    """
    permissions.APPOINT.check(act, areas=[area_code])
    if role not in rules.LEVELS:
        raise NotAppointable(field="role")
    check_gives(act.actor, role, area_code)
    account = account_to_act_on(act, permissions.APPOINT, account_id, supervisor_id)
    if account_id == act.actor.account_id:
        raise NotForOneself
    if not account.is_active:
        raise AccountClosed(field="account_id")
    day = day_of(act)
    _check_day(
        "starts_on",
        starts_on,
        first=day - rules.END_AHEAD_AT_MOST,
        last=day + rules.END_AHEAD_AT_MOST,
    )
    check_place(role, area_code, max(day, starts_on))
    check_partner(role, partner_id, day)
    check_supervisor(role, supervisor_id, area_code, max(day, starts_on))
    _check_certificate(certificate_no, certificate_until)
    if _holds_already(account_id, role, area_code, partner_id, starts_on):
        raise AlreadyHeld(field="role")
    appointment = Appointment(
        id=derived_id(act.id, 1),
        account=account,
        holder_name=account.name,
        role=role,
        area_code=area_code,
        partner_id=partner_id,
        starts_on=starts_on,
        decree_no=decree_no,
        certificate_no=certificate_no,
        certificate_until=certificate_until,
        supervisor_id=supervisor_id,
    )
    context.grant([appointment.id])
    appointment.save(force_insert=True)
    settle_area(account, day)
    leave_notice(derived_id(act.id, 2), account_id, Notice.Kind.APPOINTED, act.received_at)
    record(act, appointment, appointment=appointment.id, role=role, starts_on=starts_on)
    return appointment


def _holds_already(
    account_id: UUID, role: Role, area_code: str, partner_id: UUID | None, starts_on: date
) -> bool:
    """The same office at the same time: one that hasn't ended by the day the new one starts."""
    same = Appointment.objects.filter(account_id=account_id, role=role, area_code=area_code)
    return any(
        one.partner_id == partner_id and (one.ends_on is None or one.ends_on > starts_on)
        for one in same
    )


@operation("appointment.certified")
def record_certificate(
    *,
    act: Act,
    appointment_id: UUID,
    version: int,
    certificate_no: Number,
    certificate_until: date | None,
) -> Appointment:
    """Write down a pekerja sosial certificate, a newer one, or that there is none."""
    appointment, _ = _to_change(act, appointment_id, version)
    _check_certificate(certificate_no, certificate_until)
    before = {"no": appointment.certificate_no, "until": appointment.certificate_until}
    appointment.certificate_no = certificate_no
    appointment.certificate_until = certificate_until
    appointment.version += 1
    appointment.save(update_fields=["certificate_no", "certificate_until", "version"])
    record(act, appointment, appointment=appointment.id, before=before)
    return appointment


@operation("appointment.supervised")
def name_supervisor(
    *, act: Act, appointment_id: UUID, version: int, supervisor_id: UUID
) -> Appointment:
    """Name the officer who oversees a case manager; refuses whoever isn't in office there."""
    appointment, _ = _to_change(act, appointment_id, version, supervisor_id)
    if appointment.role != Role.CASE_MANAGER:
        raise OnlyForCaseManagers(field="supervisor_id")
    check_supervisor(Role.CASE_MANAGER, supervisor_id, appointment.area_code, day_of(act))
    before = appointment.supervisor_id
    appointment.supervisor_id = supervisor_id
    appointment.version += 1
    appointment.save(update_fields=["supervisor", "version"])
    record(act, appointment, appointment=appointment.id, before=before)
    return appointment


def _to_change(
    act: Act, appointment_id: UUID, version: int, *others: UUID
) -> tuple[Appointment, Account]:
    appointment, account = appointment_to_act_on(act, permissions.APPOINT, appointment_id, *others)
    check_gives(act.actor, Role(appointment.role), appointment.area_code, field=None)
    if appointment.version != version:
        raise ChangedMeanwhile
    if appointment.ends_on is not None and appointment.ends_on <= day_of(act):
        raise AlreadyEnded
    return appointment, account


@operation("appointment.ended")
def end_appointment(
    *,
    act: Act,
    appointment_id: UUID,
    version: int,
    ends_on: date,
    reason: Reason,
    successor_id: UUID | None = None,
) -> Appointment:
    """End an office with a date, and hand over all that hangs on it in the same step.

    It goes to the successor, or into the queue of those who look after the area. Refuses to end
    the last administrator, and a successor who couldn't do the work. Nothing is deleted.
    """
    appointment, account = appointment_to_act_on(act, permissions.END, appointment_id, successor_id)
    check_gives(act.actor, Role(appointment.role), appointment.area_code, field=None)
    if appointment.version != version:
        raise ChangedMeanwhile
    day = day_of(act)
    if appointment.ends_on is not None and appointment.ends_on <= day:
        raise AlreadyEnded
    _check_day("ends_on", ends_on, first=appointment.starts_on, last=day + rules.END_AHEAD_AT_MOST)
    if not reason:
        raise ReasonMissing(field="reason")
    keep_an_administrator([appointment])
    facts = end_and_hand_over(act, appointment, ends_on, reason, successor_id)
    settle_area(account, day)
    if account.id != act.actor.account_id:
        leave_notice(derived_id(act.id, 1), account.id, Notice.Kind.ENDED, act.received_at)
    record(act, appointment, **facts)
    return appointment


def end_and_hand_over(
    act: Act, appointment: Appointment, ends_on: date, reason: str, successor_id: UUID | None
) -> dict[str, Any]:
    """End one office; answers the facts for the ledger. Its account is locked, its rules are kept."""
    # Work is handed to somebody who is there on the first day on which this one isn't.
    check_successor(successor_id, appointment, max(ends_on, day_of(act)))
    context.grant([appointment.id])
    appointment.ends_on = ends_on
    appointment.end_reason = reason
    appointment.successor_id = successor_id
    appointment.version += 1
    appointment.save(update_fields=["ends_on", "end_reason", "successor", "version"])
    handed_over = hand_over(act, appointment, ends_on, successor_id)
    if appointment.role == Role.ADMINISTRATOR and ends_on <= day_of(act):
        end_staff_sessions(appointment.account_id, act.received_at)
    return {
        "appointment": appointment.id,
        "role": appointment.role,
        "ends_on": ends_on,
        "successor": successor_id,
        "handed_over": handed_over,
        "open_invitations": _open_invitations(appointment, act),
    }


@operation("appointment.succeeded")
def name_successor(
    *, act: Act, appointment_id: UUID, version: int, successor_id: UUID
) -> Appointment:
    """Take an ended office out of the queue: somebody takes over what was left."""
    appointment, _ = appointment_to_act_on(act, permissions.END, appointment_id, successor_id)
    check_gives(act.actor, Role(appointment.role), appointment.area_code, field=None)
    if appointment.version != version:
        raise ChangedMeanwhile
    if appointment.ends_on is None:
        raise NotEnded
    if appointment.successor_id is not None:
        raise HasSuccessor
    day = max(appointment.ends_on, day_of(act))
    check_successor(successor_id, appointment, day)
    appointment.successor_id = successor_id
    appointment.version += 1
    appointment.save(update_fields=["successor", "version"])
    handed_over = hand_over(act, appointment, day, successor_id)
    record(act, appointment, appointment=appointment.id, handed_over=handed_over)
    return appointment


def _check_day(field: str, chosen: date, *, first: date, last: date) -> None:
    if not first <= chosen <= last:
        raise DayOutOfRange(field=field, first=first, last=last)


def _check_certificate(number: str, until: date | None) -> None:
    if bool(number) != (until is not None):
        raise CertificateIncomplete(field="certificate_until" if number else "certificate_no")


def _open_invitations(appointment: Appointment, act: Act) -> list[str]:
    """Cards this person handed out and nobody used yet; they stay good, and the ledger lists them."""
    made = Invitation.objects.filter(
        invited_by_id=appointment.account_id,
        purpose=Invitation.Purpose.JOIN,
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=act.received_at,
    )
    return [str(one) for one in made.order_by("id").values_list("id", flat=True)[:100]]


def _supervised(appointment: Appointment, on: date) -> Sequence[Appointment]:
    """Case managers who would be without their supervisor once this office has ended."""
    if appointment.role != Role.OFFICER:
        return []
    within = reach_range(appointment.area_code)
    managers = Appointment.objects.filter(
        role=Role.CASE_MANAGER,
        supervisor_id=appointment.account_id,
        area_code__gte=within.low,
        area_code__lt=within.high,
    )
    return [
        one
        for one in managers.order_by("id")
        if (one.ends_on is None or one.ends_on > on)
        and not holds_office(
            appointment.account_id, Role.OFFICER, one.area_code, on, besides=appointment.id
        )
    ]


def _hand_over_supervision(
    act: Act, appointment: Appointment, on: date, successor_id: UUID | None
) -> int:
    """Give the supervision to the successor; without one the case managers show as unsupervised."""
    if successor_id is None or appointment.role != Role.OFFICER:
        return 0
    ids = [one.id for one in _supervised(appointment, on)]
    context.grant(ids)
    for manager in (
        Appointment.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id")
    ):
        manager.supervisor_id = successor_id
        manager.version += 1
        manager.save(update_fields=["supervisor", "version"])
    within = reach_range(appointment.area_code)
    invitations = Invitation.objects.filter(
        supervisor_id=appointment.account_id,
        area_code__gte=within.low,
        area_code__lt=within.high,
        used_at=None,
        withdrawn_at=None,
    )
    open_ids = list(invitations.values_list("id", flat=True))
    context.grant(open_ids)
    Invitation.objects.filter(pk__in=open_ids).update(supervisor_id=successor_id)
    return len(ids)


let_hand_over(
    OpenWork(
        kind="supervision",
        label="Manajer kasus yang diawasi",
        waiting=lambda appointment, on: len(_supervised(appointment, on)),
        hand_over=_hand_over_supervision,
    )
)
