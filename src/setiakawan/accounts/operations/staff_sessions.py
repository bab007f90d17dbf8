"""An administrator's time-limited, reasoned look at personal data."""

from typing import Annotated

from django.db.models import QuerySet
from pydantic import Field

from setiakawan.access import context
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.models import Account, StaffSession
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import NotAllowed, Problem
from setiakawan.foundation.texts import REASON_AT_LEAST, Prose


class ReasonTooShort(Problem):
    """Two words say nothing to whoever reads it later."""

    code = "staff_session.reason_too_short"
    sentence = (
        "Alasannya terlalu singkat. Tulis data siapa yang akan Anda lihat dan untuk apa, misalnya:"
        " memeriksa nomor telepon Bu Sri yang salah catat."
    )


class AlreadyOpen(Problem):
    """One look at a time, with one reason."""

    code = "staff_session.already_open"
    sentence = (
        "Sesi staf Anda masih terbuka sampai pukul {until}. Akhiri dulu kalau alasannya lain."
    )
    status = 409


class NoneOpen(Problem):
    """There is nothing to end."""

    code = "staff_session.none_open"
    sentence = "Tidak ada sesi staf yang terbuka. Mungkin waktunya sudah habis."
    status = 409


@operation("staff_session.opened")
def open_staff_session(
    *, act: Act, reason: Annotated[Prose, Field(max_length=500)]
) -> StaffSession:
    """Let an administrator see personal data for an hour, with a reason that stays on record."""
    account = _own_account(act)
    if len(reason) < REASON_AT_LEAST:
        raise ReasonTooShort(field="reason")
    running = _running(account, act).first()
    if running is not None:
        raise AlreadyOpen(until=running.until.astimezone(JAKARTA).strftime("%H.%M"))
    session = StaffSession(
        id=derived_id(act.id, 1),
        account=account,
        reason=reason,
        opened_at=act.received_at,
        until=act.received_at + rules.STAFF_SESSION_LASTS,
    )
    context.grant([session.id])
    session.save(force_insert=True)
    record(act, account, staff_session=session.id, until=session.until)
    return session


@operation("staff_session.ended")
def end_staff_session(*, act: Act) -> StaffSession:
    """Close one's own look before its time."""
    account = _own_account(act)
    session = _running(account, act).first()
    if session is None:
        raise NoneOpen
    context.grant([session.id])
    session.ended_at = act.received_at
    session.save(update_fields=["ended_at"])
    record(act, account, staff_session=session.id)
    return session


def _own_account(act: Act) -> Account:
    """One's own account, locked, so that pressing twice opens one session."""
    permissions.OPEN_STAFF_SESSION.check(act)
    if act.actor.account_id is None:
        raise NotAllowed
    return permissions.CHANGE_OWN.get(
        act, Account.objects.select_for_update(no_key=True), act.actor.account_id
    )


def _running(account: Account, act: Act) -> QuerySet[StaffSession]:
    return StaffSession.objects.filter(
        account=account, ended_at=None, until__gt=act.received_at
    ).order_by("-until")
