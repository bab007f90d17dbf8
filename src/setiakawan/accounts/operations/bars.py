"""Name accounts that must never see somebody: a relative, the accused, a neighbour."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from pydantic import Field

from setiakawan.access import context
from setiakawan.access.permissions import NotForThisRole
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Appointment, Bar
from setiakawan.accounts.operations.offices import account_to_act_on
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import Missing, Problem
from setiakawan.foundation.texts import Line

FindSubject = Callable[[Act, UUID], Subject]
_subjects: dict[str, FindSubject] = {}


def let_bar(kind: str, find: FindSubject) -> None:
    """Say how somebody who names a bar finds a subject of this kind (Missing when out of reach)."""
    _subjects[kind] = find


class NobodyBarred(Problem):
    """There is no such account."""

    code = "bar.account_unknown"
    sentence = "Akun yang dimaksud tidak ditemukan. Pilih orangnya dari daftar."


class BarredAlready(Problem):
    """Once is enough."""

    code = "bar.already_named"
    sentence = "Orang ini sudah dicatat tidak boleh melihat."
    status = 409


class BarOfOneself(Problem):
    """An account always sees itself."""

    code = "bar.of_oneself"
    sentence = "Seseorang tidak dapat dicegah melihat akunnya sendiri. Pilih orang lain."


@operation("bar.named")
def name_barred(
    *,
    act: Act,
    subject_kind: Annotated[Line, Field(max_length=40)],
    subject_id: UUID,
    account_id: UUID,
    reason: Annotated[Line, Field(max_length=500)] = "",
) -> Bar:
    """Hide somebody from an account, from now on and whatever office it has. It isn't told."""
    if not permissions.NAME_BARRED.allows(act.actor):
        raise NotForThisRole(permissions.NAME_BARRED.name)
    find = _subjects.get(subject_kind)
    if find is None:
        raise Missing
    subject = find(act, subject_id)
    if subject_kind == "account" and subject_id == account_id:
        raise BarOfOneself(field="account_id")
    if not Appointment.objects.filter(account_id=account_id).exists():
        raise NobodyBarred(field="account_id")
    if Bar.objects.filter(subject_id=subject_id, account_id=account_id, ended_at=None).exists():
        raise BarredAlready(field="account_id")
    bar = Bar(
        id=derived_id(act.id, 1),
        subject_kind=subject_kind,
        subject_id=subject_id,
        account_id=account_id,
        reason=reason,
        area_code=subject.area,
        named_by=act.actor.account_id,
        named_at=act.received_at,
    )
    context.grant([bar.id])
    bar.save(force_insert=True)
    record(act, subject, bar=bar.id)
    return bar


@operation("bar.lifted")
def lift_bar(*, act: Act, bar_id: UUID) -> Bar:
    """End a bar. For the one who is barred there is none."""
    rows = Bar.objects.select_for_update().filter(ended_at=None)
    if act.actor.account_id is not None:
        rows = rows.exclude(account_id=act.actor.account_id)
    bar = permissions.NAME_BARRED.get(act, rows, bar_id)
    bar.ended_at = act.received_at
    bar.save(update_fields=["ended_at"])
    # As hidden as it was named: a timeline that tells of the end tells that there was one.
    hidden = bar.subject_kind != "account"
    subject = Subject(
        bar.subject_kind,
        bar.subject_id,
        area=bar.area_code,
        restricted=hidden,
        role="protection" if hidden else "",
    )
    record(act, subject, bar=bar.id)
    return bar


def _account(act: Act, account_id: UUID) -> Subject:
    return account_to_act_on(act, permissions.NAME_BARRED, account_id).as_subject()


let_bar("account", _account)
