"""Questions about people and their offices, answered in rows made for a reader.

To be asked inside a reading or an operation. Offices are public to everybody who is signed in;
numbers and user names are seen only by those who look after the account.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.access.permissions import RefusedTry
from setiakawan.access.reach import reach_range
from setiakawan.access.roles import NEEDS_SECOND_FACTOR, Role
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.models import (
    Account,
    Appointment,
    Bar,
    Invitation,
    Invited,
    StaffSession,
)
from setiakawan.areas.places import names_of
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.foundation.clock import now, today
from setiakawan.foundation.texts import tidy_line, unreadable_part

PAGE = 50
SEARCH_LENGTH = 100
LISTED_AT_MOST = 500
OFFICES_AT_MOST = 3000
"""A city with a PSM in each of its RW has about a thousand offices."""

LOOKS_AFTER = (Role.COORDINATOR, Role.OFFICER, Role.STAFF)
"""Who sees accounts beyond their own."""

_INACTIVE = _("{name} (nonaktif)")


def inactive(name: str) -> str:
    """How somebody is called who has left; the name stays where it stood (CASE-13)."""
    return str(_INACTIVE).format(name=name)


@dataclass(frozen=True)
class Office:
    """One office: who, what, where, since when. Public."""

    id: UUID
    account_id: UUID
    holder_name: str
    """With "(nonaktif)" once the office has ended."""
    role: Role
    area_code: str
    area_name: str
    partner_id: UUID | None
    partner_name: str
    starts_on: date
    ends_on: date | None
    end_reason: str
    decree_no: str
    certificate_no: str
    certificate_until: date | None
    supervisor_id: UUID | None
    supervisor_name: str
    successor_id: UUID | None
    successor_name: str
    version: int

    @property
    def role_label(self) -> str:
        """The word on screen."""
        return self.role.label

    @property
    def place(self) -> str:
        """The partner somebody works for and the area, as one reads it."""
        return ", ".join(part for part in (self.partner_name, self.area_name) if part)

    def is_live_on(self, day: date) -> bool:
        """Say whether the office is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class AccountRow:
    """One account in a list."""

    id: UUID
    name: str
    call_name: str
    phone: str
    """Empty for whoever may administer the account and not read its number."""
    is_active: bool
    offices: tuple[Office, ...]

    @property
    def shown_name(self) -> str:
        """The name, with "(nonaktif)" when the account is closed."""
        return self.name if self.is_active else inactive(self.name)


@dataclass(frozen=True)
class AccountList:
    """One page of accounts; ``next`` begins the next page, empty at the end."""

    rows: tuple[AccountRow, ...]
    next: str


@dataclass(frozen=True)
class AccountPage:
    """An account as one of those who look after it sees it."""

    id: UUID
    name: str
    call_name: str
    username: str
    phone: str
    area_code: str
    area_name: str
    is_active: bool
    joined_at: datetime | None
    left_at: datetime | None
    version: int
    offices: tuple[Office, ...]
    knows_details: bool
    """False for an administrator without a staff session: offices only, which are public."""
    needs_second_factor: bool

    @property
    def shown_name(self) -> str:
        """The name, with "(nonaktif)" when the account is closed."""
        return self.name if self.is_active else inactive(self.name)


@dataclass(frozen=True)
class InvitationRow:
    """One card that is out."""

    id: UUID
    name: str
    """Empty for whoever may see that there is an invitation and not for whom, and once forgotten."""
    role: str
    role_label: str
    area_code: str
    area_name: str
    invited_by_name: str
    inviter_has_left: bool
    """Her card stays good; who looks after the area may withdraw it."""
    invited_at: datetime
    expires_at: datetime
    is_expired: bool


@dataclass(frozen=True)
class RecoveryRow:
    """A recovery that waits for its second person."""

    id: UUID
    account_id: UUID | None
    name: str
    area_name: str
    shown_by_id: UUID | None
    shown_by_name: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class HistoryRow:
    """One act in the history of an account."""

    id: UUID
    kind: str
    label: str
    actor_kind: str
    by: str
    """Who did it, by name; "Sistem", or whoever held the key."""
    at: datetime


@dataclass(frozen=True)
class BarRow:
    """Somebody who must never see a subject."""

    id: UUID
    account_id: UUID
    name: str
    reason: str
    named_at: datetime


HISTORY_LABELS: Mapping[str, Any] = {
    "account.seated": _("Akun dibuat oleh sistem"),
    "invitation.accepted": _("Bergabung lewat undangan"),
    "account.corrected": _("Nama atau nomor diperbaiki"),
    "account.profile_changed": _("Mengubah profil sendiri"),
    "account.password_changed": _("Mengganti kata sandi sendiri"),
    "account.second_factor_changed": _("Langkah kedua berubah"),
    "account.closed": _("Akun ditutup"),
    "account.reopened": _("Akun dibuka kembali"),
    "appointment.made": _("Mendapat jabatan"),
    "appointment.certified": _("Sertifikat pekerja sosial dicatat"),
    "appointment.supervised": _("Pengawas ditetapkan"),
    "appointment.ended": _("Jabatan berakhir"),
    "appointment.succeeded": _("Penerus jabatan ditetapkan"),
    "recovery.shown": _("Kunci masuk kembali diperlihatkan"),
    "recovery.used": _("Masuk kembali dengan kata sandi baru"),
    "staff_session.opened": _("Membuka sesi staf"),
    "staff_session.ended": _("Mengakhiri sesi staf"),
    "account.notices_seen": _("Membaca pemberitahuan"),
    "bar.named": _("Dicatat siapa yang tidak boleh melihat"),
    "bar.lifted": _("Catatan tidak boleh melihat dicabut"),
}
"""What the acts about an account are called on screen."""


# Accounts


def accounts_in_reach(actor: Actor, *, search: str = "", after: str = "") -> AccountList:
    """Accounts this actor looks after, by name; ``after`` is the ``next`` of the page before.

    An administrator without a staff session gets names and offices, which are public, without
    numbers. Whoever looks after nobody gets nobody, also not oneself.
    """
    wanted = tidy_line(search)[:SEARCH_LENGTH]
    if unreadable_part(wanted):
        return AccountList((), "")
    if any(actor.holds(role) for role in LOOKS_AFTER) or actor.kind == "system":
        found = _accounts(actor, wanted, after)
    elif actor.holds(Role.ADMINISTRATOR):
        found = _holders(actor, wanted, after)
    else:
        return AccountList((), "")
    rows = found[:PAGE]
    last = _cursor(rows[-1].name, rows[-1].id) if len(found) > PAGE else ""
    offices = _by_account(one.id for one in rows)
    return AccountList(
        tuple(
            AccountRow(
                one.id, one.name, one.call_name, one.phone, one.is_active, offices.get(one.id, ())
            )
            for one in rows
        ),
        last,
    )


def _accounts(actor: Actor, search: str, after: str) -> list[AccountRow]:
    rows = permissions.SEE.rows(actor, Account.objects.all())
    if search:
        number = rules.phone_number(search)
        alike = Q(name__icontains=search) | Q(call_name__icontains=search)
        rows = rows.filter(alike | Q(phone=number) if number else alike)
    if start := _place(after):
        name, last = start
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    return [
        AccountRow(one.id, one.name, one.call_name, one.phone, one.is_active, ())
        for one in rows.order_by("name", "id")[: PAGE + 1]
    ]


def _holders(actor: Actor, search: str, after: str) -> list[AccountRow]:
    """The same list from the offices alone, for an administrator who may see no account."""
    rows = permissions.APPOINT.rows(actor, Appointment.objects.all())
    if search:
        rows = rows.filter(holder_name__icontains=search)
    if start := _place(after):
        name, last = start
        rows = rows.filter(Q(holder_name__gt=name) | Q(holder_name=name, account_id__gt=last))
    found = rows.order_by("holder_name", "account_id").values_list("holder_name", "account_id")
    listed = list(found.distinct()[: PAGE + 1])
    live = _with_live_office(account_id for _, account_id in listed)
    return [
        AccountRow(account_id, name, "", "", account_id in live, ()) for name, account_id in listed
    ]


def account_page(actor: Actor, account_id: UUID) -> AccountPage:
    """One account with its offices; Missing for whoever doesn't look after it.

    An administrator without a staff session sees name and offices, which are public.
    """
    # Nothing else is asked before these have said yes: hidden and absent take the same statements.
    account = permissions.SEE.rows(actor, Account.objects.filter(pk=account_id)).first()
    if account is None:
        held = Appointment.objects.filter(account_id=account_id)
        administers = permissions.APPOINT.rows(actor, held).exists()
        if not administers or not actor.holds(Role.ADMINISTRATOR):
            raise RefusedTry(permissions.SEE.name, "accounts.account", account_id)
        return _administered(actor, account_id)
    offices = offices_of_account(actor, account_id)
    names = names_of([account.area_code])
    return AccountPage(
        id=account.id,
        name=account.name,
        call_name=account.call_name,
        username=account.username,
        phone=account.phone,
        area_code=account.area_code,
        area_name=names.get(account.area_code, ""),
        is_active=account.is_active,
        joined_at=account.joined_at,
        left_at=account.left_at,
        version=account.version,
        offices=tuple(offices),
        knows_details=True,
        needs_second_factor=_needs_second_factor(offices),
    )


def _administered(actor: Actor, account_id: UUID) -> AccountPage:
    offices = offices_of_account(actor, account_id)
    last = next(
        one for one in reversed(offices) if permissions.APPOINT.covers(actor, area=one.area_code)
    )
    is_active = any(one.ends_on is None or one.ends_on > today() for one in offices)
    return AccountPage(
        id=account_id,
        name=last.holder_name,
        call_name="",
        username="",
        phone="",
        area_code=last.area_code,
        area_name=last.area_name,
        is_active=is_active,
        joined_at=None,
        left_at=None,
        version=0,
        offices=tuple(offices),
        knows_details=False,
        needs_second_factor=_needs_second_factor(offices),
    )


def _needs_second_factor(offices: Iterable[Office]) -> bool:
    return any(one.role in NEEDS_SECOND_FACTOR for one in offices if one.is_live_on(today()))


def history_of_account(actor: Actor, account_id: UUID, *, wanted: int = 50) -> Sequence[HistoryRow]:
    """What happened to an account, the newest first; row security leaves out what isn't the actor's."""
    entries = timeline_of_subject(account_id, wanted=wanted)
    names = names_of_people(one.account_id for one in entries)
    return [
        HistoryRow(
            id=one.id,
            kind=one.kind,
            label=str(HISTORY_LABELS.get(one.kind, _("Perubahan dicatat"))),
            actor_kind=one.actor_kind,
            by=_by(one.actor_kind, one.account_id, names),
            at=one.effective_at,
        )
        for one in entries
    ]


def _by(actor_kind: str, account_id: UUID | None, names: Mapping[UUID, str]) -> str:
    if account_id is not None:
        return names.get(account_id, "")
    return str(_("Sistem") if actor_kind == "system" else _("Pemegang kunci"))


def bars_of(actor: Actor, subject_kind: str, subject_id: UUID) -> Sequence[BarRow]:
    """Who must never see a subject. Whoever is barred from it finds nobody."""
    rows = permissions.NAME_BARRED.rows(
        actor, Bar.objects.filter(subject_kind=subject_kind, subject_id=subject_id, ended_at=None)
    )
    listed = list(rows.order_by("named_at", "id"))
    if any(one.account_id == actor.account_id for one in listed):
        return []
    names = names_of_people(one.account_id for one in listed)
    return [
        BarRow(one.id, one.account_id, names.get(one.account_id, ""), one.reason, one.named_at)
        for one in listed
    ]


def staff_sessions(actor: Actor, *, wanted: int = 50) -> Sequence[StaffSession]:
    """One's own staff sessions, the newest first; an inspector's list holds everybody's."""
    rows = permissions.SEE_STAFF_SESSIONS.rows(actor, StaffSession.objects.all())
    return list(rows.order_by("-opened_at")[:wanted])


# Offices


def offices_of_area(code: str, on: date | None = None) -> Sequence[Office]:
    """Who holds an office in an area or below it on a day (today where none is named)."""
    within = reach_range(code)
    rows = Appointment.objects.live_on(on or today()).filter(
        area_code__gte=within.low, area_code__lt=within.high
    )
    return _offices(rows.order_by("area_code", "role", "holder_name", "id")[:OFFICES_AT_MOST])


def offices_of_account(actor: Actor, account_id: UUID) -> Sequence[Office]:
    """Every office somebody has or had, the present ones first; history ends with its date."""
    rows = permissions.SEE_OFFICE.rows(actor, Appointment.objects.filter(account_id=account_id))
    offices = _offices(rows.order_by("starts_on", "id"))
    return sorted(offices, key=lambda one: (not one.is_live_on(today()), one.starts_on))


def case_managers_without_supervisor(actor: Actor, on: date | None = None) -> Sequence[Office]:
    """Case managers in reach whose supervisor isn't an officer there any more (queue, CASE-13)."""
    day = on or today()
    managers = permissions.APPOINT.rows(
        actor, Appointment.objects.live_on(day).filter(role=Role.CASE_MANAGER)
    )
    listed = list(managers.order_by("area_code", "id"))
    officers: dict[UUID, list[str]] = {}
    for account_id, code in (
        Appointment.objects.live_on(day)
        .filter(role=Role.OFFICER, account_id__in=[one.supervisor_id for one in listed])
        .values_list("account_id", "area_code")
    ):
        officers.setdefault(account_id, []).append(code)
    left = [
        one.id
        for one in listed
        if one.supervisor_id is None
        or not any(
            reach_range(code).covers(one.area_code) for code in officers.get(one.supervisor_id, ())
        )
    ]
    return _offices(Appointment.objects.filter(pk__in=left).order_by("area_code", "id"))


def appointments_without_successor(actor: Actor, on: date | None = None) -> Sequence[Office]:
    """Offices that ended and nobody took over: the queue of those who may fill them (CASE-13).

    One leaves the queue when a successor is named, or when somebody holds the same office in the
    same area again.
    """
    day = on or today()
    held_again = (
        Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .filter(role=OuterRef("role"), area_code=OuterRef("area_code"))
        .filter(~Q(role=Role.PARTNER_STAFF) | Q(partner_id=OuterRef("partner_id")))
    )
    ended = permissions.END.rows(
        actor,
        Appointment.objects.filter(~Exists(held_again), ends_on__lte=day, successor_id=None),
    )
    left = [
        row_id
        for row_id, role, code in ended.values_list("id", "role", "area_code")
        if rules.gives(actor, Role(role), code)
    ]
    return _offices(
        Appointment.objects.filter(pk__in=left).order_by("-ends_on", "id")[:LISTED_AT_MOST]
    )


def names_of_people(account_ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Names by account, from their offices, which are public; "(nonaktif)" for whoever has left."""
    wanted = {one for one in account_ids if one is not None}
    if not wanted:
        return {}
    live = _with_live_office(wanted)
    names = Appointment.objects.filter(account_id__in=wanted).order_by("starts_on", "id")
    return {
        account_id: name if account_id in live else inactive(name)
        for account_id, name in names.values_list("account_id", "holder_name")
    }


def _with_live_office(account_ids: Iterable[UUID]) -> set[UUID]:
    rows = Appointment.objects.filter(account_id__in=set(account_ids))
    return set(
        rows.filter(Q(ends_on=None) | Q(ends_on__gt=today())).values_list("account_id", flat=True)
    )


def _offices(rows: QuerySet[Appointment]) -> Sequence[Office]:
    listed = list(rows.select_related("partner"))
    places = names_of(one.area_code for one in listed)
    others = names_of_people(
        account_id for one in listed for account_id in (one.supervisor_id, one.successor_id)
    )
    day = today()
    return [
        Office(
            id=one.id,
            account_id=one.account_id,
            holder_name=one.holder_name
            if one.ends_on is None or one.ends_on > day
            else inactive(one.holder_name),
            role=Role(one.role),
            area_code=one.area_code,
            area_name=places.get(one.area_code, ""),
            partner_id=one.partner_id,
            partner_name=one.partner.name if one.partner else "",
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            end_reason=one.end_reason,
            decree_no=one.decree_no,
            certificate_no=one.certificate_no,
            certificate_until=one.certificate_until,
            supervisor_id=one.supervisor_id,
            supervisor_name=others.get(one.supervisor_id, "") if one.supervisor_id else "",
            successor_id=one.successor_id,
            successor_name=others.get(one.successor_id, "") if one.successor_id else "",
            version=one.version,
        )
        for one in listed
    ]


def _by_account(account_ids: Iterable[UUID]) -> Mapping[UUID, tuple[Office, ...]]:
    """Live offices of several accounts."""
    rows = Appointment.objects.live_on(today()).filter(account_id__in=set(account_ids))
    found: dict[UUID, list[Office]] = {}
    for one in _offices(rows.order_by("starts_on", "id")):
        found.setdefault(one.account_id, []).append(one)
    return {account_id: tuple(listed) for account_id, listed in found.items()}


# Invitations


def open_invitations(actor: Actor) -> Sequence[InvitationRow]:
    """Cards that are out, also expired ones, the newest first: those this actor could have made.

    Whoever sees a card could come in with it, so a coordinator never sees an officer's. For whom
    they are an administrator sees only of the own ones, or in a staff session.
    """
    rows = permissions.INVITE.rows(
        actor,
        Invitation.objects.filter(purpose=Invitation.Purpose.JOIN, used_at=None, withdrawn_at=None),
    )
    listed = [
        one
        for one in rows.order_by("-invited_at", "id")[:LISTED_AT_MOST]
        if rules.gives(actor, Role(one.role), one.area_code)
    ]
    invited = permissions.SEE_INVITED.rows(
        actor, Invited.objects.filter(pk__in=[one.id for one in listed])
    )
    names = dict(invited.values_list("invitation_id", "name"))
    places = names_of(one.area_code for one in listed)
    inviters = {one.invited_by_id for one in listed if one.invited_by_id is not None}
    people = names_of_people(inviters)
    still_here = _with_live_office(inviters)
    moment = now()
    return [
        InvitationRow(
            id=one.id,
            name=names.get(one.id, ""),
            role=one.role,
            role_label=Role(one.role).label,
            area_code=one.area_code,
            area_name=places.get(one.area_code, ""),
            invited_by_name=people.get(one.invited_by_id, "")
            if one.invited_by_id
            else str(_("Sistem")),
            inviter_has_left=one.invited_by_id is not None and one.invited_by_id not in still_here,
            invited_at=one.invited_at,
            expires_at=one.expires_at,
            is_expired=one.expires_at <= moment,
        )
        for one in listed
    ]


def recoveries_waiting_for_second(actor: Actor) -> Sequence[RecoveryRow]:
    """Recoveries this actor could agree to now: not one's own, neither shown nor to be used."""
    rows = permissions.RECOVER.rows(
        actor,
        Invitation.objects.filter(
            purpose=Invitation.Purpose.RECOVER,
            needs_second=True,
            agreed_at=None,
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=now(),
        ),
    )
    listed = [
        one
        for one in rows.order_by("expires_at", "id")[:LISTED_AT_MOST]
        if rules.may_be_second(actor, one.area_code)
        and actor.account_id not in {one.invited_by_id, one.account_id}
    ]
    places = names_of(one.area_code for one in listed)
    people = names_of_people(
        account_id for one in listed for account_id in (one.invited_by_id, one.account_id)
    )
    return [
        RecoveryRow(
            id=one.id,
            account_id=one.account_id,
            # Whoever is let back in has or had an office, so the name is public.
            name=people.get(one.account_id, "") if one.account_id else "",
            area_name=places.get(one.area_code, ""),
            shown_by_id=one.invited_by_id,
            shown_by_name=people.get(one.invited_by_id, "")
            if one.invited_by_id
            else str(_("Sistem")),
            asked_at=one.invited_at,
            expires_at=one.expires_at,
        )
        for one in listed
    ]


# Where a page ended


def _cursor(name: str, row_id: UUID) -> str:
    return urlsafe_b64encode(json.dumps([name, row_id.hex]).encode()).decode()


def _place(after: str) -> tuple[str, UUID] | None:
    """Where the last page ended; a text that isn't ours begins at the beginning."""
    try:
        name, row_id = json.loads(urlsafe_b64decode(after.encode())) if after else (None, None)
        if not isinstance(name, str) or "\x00" in name:
            return None
        return name.encode().decode(), UUID(row_id)
    except (ValueError, TypeError, AttributeError):
        return None
