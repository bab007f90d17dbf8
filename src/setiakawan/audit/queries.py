"""Questions to the ledger, answered in rows made for a reader."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from setiakawan.access.actors import Actor
from setiakawan.audit import permissions
from setiakawan.audit.models import Entry, EntrySubject, Payload, PayloadOpening


@dataclass(frozen=True)
class SealedAct:
    """One act as an inspector sees it: what, by which office, when, where, and the proof."""

    entry_id: UUID
    kind: str
    actor_kind: str
    appointment_id: UUID | None
    origin: str
    received_at: datetime
    effective_at: datetime
    outcome: str
    area_code: str
    hash: str
    is_erased: bool


_PAGE = (
    "SELECT * FROM audit_ledger_page(%(before)s, %(wanted)s, %(kind)s, %(begins)s, %(ends)s,"
    " %(area)s, %(only)s)"
)


def sealed_acts(
    *,
    before: UUID | None = None,
    wanted: int = 50,
    kind: str | None = None,
    begins: datetime | None = None,
    ends: datetime | None = None,
    area: str | None = None,
    only: UUID | None = None,
) -> Sequence[SealedAct]:
    """List sealed acts, the newest first, for the inspector who reads; nobody else gets any.

    ``before`` is the act with which the last page ended; there are no numbers, for a gap between two
    of them would be an act on a restricted matter. Acts on restricted matters and
    acts outside the inspector's reach aren't among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE,
            {
                "before": before,
                "wanted": wanted,
                "kind": kind or None,
                "begins": begins,
                "ends": ends,
                "area": area or None,
                "only": only,
            },
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [SealedAct(**{**row, "hash": bytes(row["hash"]).hex()}) for row in rows]


def sealed_act(entry_id: UUID) -> SealedAct | None:
    """One sealed act, None when it isn't listed for this reader."""
    found = sealed_acts(wanted=1, only=entry_id)
    return found[0] if found else None


def restricted_acts_per_quarter() -> Sequence[tuple[date, int | None]]:
    """How many acts on restricted matters there were: (first day of a closed quarter, count).

    None stands for 1 to 4.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT quarter, acts FROM audit_restricted_acts()")
        return [(row[0], row[1]) for row in cursor.fetchall()]


def openings(actor: Actor, *, undecided: bool = False) -> Sequence[PayloadOpening]:
    """Requests to open a payload that this actor may see, the newest first."""
    rows = permissions.SEE_OPENINGS.rows(actor, PayloadOpening.objects.all())
    if undecided:
        rows = rows.filter(agreed_at=None, declined_at=None)
    listed = rows.order_by("-asked_at")[:100]
    return [one for one in listed if not (undecided and one.asked_by == actor.account_id)]


def payload_of(entry_id: UUID) -> dict[str, Any] | None:
    """What an act said, where this reader may read it; None where not, or when it was erased."""
    found = Payload.objects.filter(entry_id=entry_id).values_list("body", flat=True).first()
    return None if found is None else dict(json.loads(found))


@dataclass(frozen=True)
class TimelineEntry:
    """One act in the timeline of a subject."""

    id: UUID
    kind: str
    actor_kind: str
    account_id: UUID | None
    appointment_id: UUID | None
    authored_at: datetime | None
    received_at: datetime
    effective_at: datetime
    outcome: str


def timeline_of_subject(subject_id: UUID, *, wanted: int = 50) -> Sequence[TimelineEntry]:
    """The acts about a subject that this reader may see, the newest first (row security decides).

    One's own acts are among them, also those that are restricted since: that they vanished would tell
    why (docs/decisions/0004).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_own_acts_about(%s)", [subject_id])
        own = [row[0] for row in cursor.fetchall()]
    about = EntrySubject.objects.filter(subject_id=subject_id).values("entry_id")
    rows = (
        Entry.objects.filter(Q(id__in=about) | Q(id__in=own))
        .order_by("-effective_at", "-id")
        .values_list(
            "id",
            "kind",
            "actor_kind",
            "account_id",
            "appointment_id",
            "authored_at",
            "received_at",
            "effective_at",
            "outcome",
        )[:wanted]
    )
    return [TimelineEntry(*row) for row in rows]
