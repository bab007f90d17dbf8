"""Append to the ledger: the rows of one operation, in one statement."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from setiakawan.audit.acts import Act
from setiakawan.audit.canonical import canonical_json, sha256


@dataclass(frozen=True)
class Subject:
    """Whom or what an entry is about, and where that belongs."""

    kind: str
    id: UUID
    area: str = ""
    restricted: bool = False
    role: str = "subject"


@dataclass(frozen=True)
class Draft:
    """One entry before it is written."""

    id: UUID
    kind: str
    subjects: tuple[Subject, ...]
    body: Mapping[str, Any]
    outcome: str = "applied"
    settles: UUID | None = None


# The entry comes last, as the main statement: PostgreSQL fires its trigger first, which puts it into
# the queue where the triggers of payload and subjects look for it.
APPEND = """
WITH payloads AS (
  INSERT INTO audit_payload (entry_id, body, salt)
  SELECT * FROM unnest(%(ids)s::uuid[], %(bodies)s::text[], %(salts)s::bytea[])
), subjects AS (
  INSERT INTO audit_entrysubject (entry_id, subject_kind, subject_id, role, area_code, restricted)
  SELECT * FROM unnest(%(s_entries)s::uuid[], %(s_kinds)s::text[], %(s_ids)s::uuid[],
      %(s_roles)s::text[], %(s_areas)s::text[], %(s_restricted)s::boolean[])
)
INSERT INTO audit_entry (id, batch_id, kind, actor_kind, account_id, appointment_id, origin,
    device, device_seq, seen, authored_at, received_at, effective_at, effective_reason, outcome,
    settles, subject_count, payload_digest)
SELECT e.id, %(batch)s, e.kind, %(actor_kind)s, %(account)s, %(appointment)s, %(origin)s,
    %(device)s, %(device_seq)s, %(seen)s, %(authored_at)s, %(received_at)s, %(effective_at)s,
    %(effective_reason)s, e.outcome, e.settles, e.subject_count, e.payload_digest
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(outcomes)s::text[], %(settles)s::uuid[],
    %(subject_counts)s::smallint[], %(digests)s::bytea[])
    AS e(id, kind, outcome, settles, subject_count, payload_digest)
"""


def append(act: Act, drafts: Sequence[Draft]) -> None:
    """Write the entries of one act. Must run inside the act's own transaction."""
    salts = [os.urandom(16) for _ in drafts]
    bodies = [canonical_json(draft.body) for draft in drafts]
    subjects = [(draft.id, subject) for draft in drafts for subject in draft.subjects]
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND,
            {
                "batch": act.id,
                "actor_kind": act.actor.kind,
                "account": act.actor.account_id,
                "appointment": act.speaking_appointment_id,
                "origin": act.origin,
                "device": act.device,
                "device_seq": act.device_seq,
                "seen": act.seen,
                "authored_at": act.authored_at,
                "received_at": act.received_at,
                "effective_at": act.effective_at,
                "effective_reason": act.effective.reason,
                "ids": [draft.id for draft in drafts],
                "kinds": [draft.kind for draft in drafts],
                "outcomes": [draft.outcome for draft in drafts],
                "settles": [draft.settles for draft in drafts],
                "subject_counts": [len(draft.subjects) for draft in drafts],
                "digests": [
                    payload_digest(salt, body) for salt, body in zip(salts, bodies, strict=True)
                ],
                "bodies": bodies,
                "salts": salts,
                "s_entries": [entry for entry, _ in subjects],
                "s_kinds": [subject.kind for _, subject in subjects],
                "s_ids": [subject.id for _, subject in subjects],
                "s_roles": [subject.role for _, subject in subjects],
                "s_areas": [subject.area for _, subject in subjects],
                "s_restricted": [subject.restricted for _, subject in subjects],
            },
        )


def payload_digest(salt: bytes, body: str) -> bytes:
    """The digest that stays when the payload is erased."""
    return sha256(salt, body.encode())
