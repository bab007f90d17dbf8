"""Correct, close and reopen accounts. Nothing is ever deleted."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from setiakawan.access import context
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Account, Appointment
from setiakawan.accounts.operations.appointments import Reason, ReasonMissing, end_and_hand_over
from setiakawan.accounts.operations.offices import (
    AccountClosed,
    NotForOneself,
    SuccessorDoesNotFit,
    account_to_act_on,
    check_gives,
    check_name,
    check_phone,
    day_of,
    end_sessions,
    end_staff_sessions,
    keep_an_administrator,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line

CallName = Annotated[Line, Field(max_length=60)]
Phone = Annotated[Line, Field(max_length=30)]


class NotClosed(Problem):
    """Only what is closed is opened again."""

    code = "account.not_closed"
    sentence = "Akun ini tidak tertutup. Muat ulang halaman untuk melihat keadaannya."
    status = 409


@operation("account.closed")
def close_account(
    *, act: Act, account_id: UUID, version: int, reason: Reason, successor_id: UUID | None = None
) -> Account:
    """Close the account of somebody who leaves: every office ends today and is handed over.

    The successor takes those offices they hold too; the others go into the queue. Signed out
    everywhere. Refuses oneself, the last administrator, and whoever holds an office that isn't the
    actor's to end. The name stays, with "(nonaktif)".
    """
    account = account_to_act_on(act, permissions.END, account_id, successor_id)
    if account_id == act.actor.account_id:
        raise NotForOneself
    if account.version != version:
        raise ChangedMeanwhile
    if not account.is_active:
        raise AccountClosed
    if not reason:
        raise ReasonMissing(field="reason")
    day = day_of(act)
    open_ids = [
        one.id
        for one in Appointment.objects.filter(account_id=account_id)
        if one.ends_on is None or one.ends_on > day
    ]
    context.grant(open_ids)
    offices = list(
        Appointment.objects.select_for_update(no_key=True).filter(pk__in=open_ids).order_by("id")
    )
    for one in offices:
        check_gives(act.actor, Role(one.role), one.area_code, field=None)
    keep_an_administrator(offices)
    ended = [_end(act, one, reason, successor_id) for one in offices]
    if successor_id is not None and not any(facts["successor"] for facts in ended):
        role = Role(offices[0].role).label if offices else "sama"
        raise SuccessorDoesNotFit(field="successor_id", role=role)
    account.is_active = False
    account.left_at = act.received_at
    account.version += 1
    account.save(update_fields=["is_active", "left_at", "version"])
    end_sessions(account_id)
    end_staff_sessions(account_id, act.received_at)
    record(act, account, offices=ended)
    return account


def _end(act: Act, office: Appointment, reason: str, successor_id: UUID | None) -> dict[str, Any]:
    """End one of several offices; what the successor can't hold goes into the queue."""
    # An office that was to begin later never did; it ends on the day it would have begun.
    ends_on = max(day_of(act), office.starts_on)
    try:
        return end_and_hand_over(act, office, ends_on, reason, successor_id)
    except SuccessorDoesNotFit:
        return end_and_hand_over(act, office, ends_on, reason, None)


@operation("account.reopened")
def reopen_account(*, act: Act, account_id: UUID, version: int) -> Account:
    """Open a closed account again. Its offices stay ended; new ones are given with ``appoint``.

    Whoever could have given all the offices it ever had may open it again.
    """
    account = account_to_act_on(act, permissions.END, account_id)
    if account.version != version:
        raise ChangedMeanwhile
    if account.is_active:
        raise NotClosed
    for role, area_code in (
        Appointment.objects.filter(account_id=account_id)
        .order_by("-ends_on", "-id")
        .values_list("role", "area_code")
    ):
        check_gives(act.actor, Role(role), area_code, field=None)
    account.is_active = True
    account.left_at = None
    account.version += 1
    account.save(update_fields=["is_active", "left_at", "version"])
    record(act, account)
    return account


@operation("account.corrected")
def correct_account(
    *, act: Act, account_id: UUID, version: int, name: Line, call_name: CallName, phone: Phone
) -> Account:
    """Correct name and number of somebody in reach. Offices show the new name from now on.

    The number is a way to sign in, so it is changed only by those who could have invited.
    """
    account = account_to_act_on(act, permissions.CORRECT, account_id)
    if account.version != version:
        raise ChangedMeanwhile
    offices = Appointment.objects.filter(account_id=account_id).not_over_on(day_of(act))
    for role, area_code in offices.values_list("role", "area_code"):
        check_gives(act.actor, Role(role), area_code, field=None)
    before = {"name": account.name, "call_name": account.call_name, "phone": account.phone}
    account.name = check_name(name)
    account.call_name = call_name
    account.phone = check_phone(phone)
    account.version += 1
    account.save(update_fields=["name", "call_name", "phone", "version"])
    if account.name != before["name"]:
        ids = list(Appointment.objects.filter(account_id=account_id).values_list("id", flat=True))
        context.grant(ids)
        Appointment.objects.filter(pk__in=ids).update(holder_name=account.name)
    record(act, account, before=before)
    return account
