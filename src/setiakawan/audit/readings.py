"""Read as somebody, with what is watched put on record before the answer goes out."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.foundation.clock import now
from setiakawan.foundation.ids import uuid7


@contextmanager
def reading(actor: Actor) -> Iterator[None]:
    """Open a transaction in which this actor reads. Readings noted in it commit at its end."""
    with context.acting_as(actor):
        yield


def note_reading(
    actor: Actor,
    *,
    kind: str,
    what: str,
    subject_kind: str = "",
    subject_id: UUID | str = "",
    reason: str = "",
    count: int = 1,
    address: str = "",
) -> None:
    """Put on record that something watched was opened, exported or refused.

    Part of the running transaction, so it is committed before anything that was read leaves.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_reading (id, kind, account_id, appointment_id, what, subject_kind,"
            " subject_id, reason, count, address, at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                uuid7(),
                kind,
                actor.account_id,
                actor.appointment_id,
                what[:80],
                subject_kind[:40],
                str(subject_id)[:64],
                reason[:500],
                count,
                address[:64],
                now(),
            ],
        )


def note_refusal(
    actor: Actor, *, what: str, subject_kind: str, subject_id: str, address: str
) -> None:
    """Put a refused try on record, in a transaction of its own (the reading one is gone)."""
    with context.acting_as(actor):
        note_reading(
            actor,
            kind="refused",
            what=what,
            subject_kind=subject_kind,
            subject_id=subject_id,
            address=address,
        )
