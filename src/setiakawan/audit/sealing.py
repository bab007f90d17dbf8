"""Seal what was written: one chain of digests per stream, in an order nobody waits for.

Writers never queue behind one another: they only insert. One sealing job, run by the worker,
takes the records that are committed (it sees no others), gives them dense numbers and hashes each
over the one before. A transaction that takes long holds up nobody: its records come into the chain
when they are there (docs/decisions/0005). A record whose digest, payload or place was changed
afterwards, by whatever right, no longer fits; ``verify`` names the first one.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.audit.canonical import canonical_json, merkle_root, sha256
from setiakawan.audit.ledger import payload_digest
from setiakawan.audit.models import Stream
from setiakawan.foundation.clock import JAKARTA, now

FIRST_HASH = sha256(b"setiakawan")
"""What the first seal of every chain stands on."""

SEALER_LOCK = 0x5E71A  # one sealer at a time, for the whole database
BATCH = 5_000

ENTRY_COLUMNS = (
    "id", "ledger_no", "batch_id", "kind", "actor_kind", "account_id", "appointment_id", "origin",
    "device", "device_seq", "seen", "authored_at", "received_at", "effective_at",
    "effective_reason", "outcome", "settles", "subject_count", "payload_digest",
)  # fmt: skip
READING_COLUMNS = (
    "id", "reading_no", "kind", "account_id", "appointment_id", "what", "subject_kind",
    "subject_id", "reason", "count", "address", "at",
)  # fmt: skip

_SUBJECTS = """
  (SELECT coalesce(json_agg(json_build_array(s.subject_kind, s.subject_id, s.role, s.area_code,
     s.restricted) ORDER BY s.subject_kind COLLATE "C", s.subject_id), '[]')::text
   FROM audit_entrysubject s WHERE s.entry_id = r.id)
"""

_COLUMNS = {
    Stream.LEDGER: f"{', '.join('r.' + name for name in ENTRY_COLUMNS)}, {_SUBJECTS}",
    Stream.READING: f"{', '.join('r.' + name for name in READING_COLUMNS)}, '[]'",
}
_TABLE = {Stream.LEDGER: "audit_entry", Stream.READING: "audit_reading"}


def record_digest(stream: Stream, row: Sequence[Any]) -> bytes:
    """Digest of one record as it stands in its table, with its subjects."""
    *columns, subjects = row
    return sha256(canonical_json([stream.value, *columns, json.loads(subjects)]).encode())


def seal_pending(*, heads: Path | None = None) -> int:
    """Seal what is ready, in all streams; say how many records were sealed.

    ``heads`` is the folder apart from the database where the newest head is written.
    """
    sealed = 0
    for stream in Stream:
        while True:
            count = _seal_batch(stream)
            sealed += count
            if count < BATCH:
                break
    if sealed and heads is not None:
        write_newest_heads(heads)
    return sealed


def _seal_batch(stream: Stream) -> int:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT record_id FROM audit_unsealed WHERE stream = %s ORDER BY record_no LIMIT %s",
            [stream, BATCH],
        )
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return 0
        rows = _records(cursor, stream, ids)
        number, previous = _chain_end(cursor, stream)
        seals: list[tuple[int, UUID, bytes, bytes, bytes]] = []
        for record_id in ids:
            digest = record_digest(stream, rows[record_id])
            number += 1
            hashed = sha256(previous, digest)
            seals.append((number, record_id, digest, previous, hashed))
            previous = hashed
        columns: tuple[Any, ...] = tuple(zip(*seals, strict=True))
        cursor.execute(
            "INSERT INTO audit_seal (stream, seal_no, record_id, record_digest, previous_hash,"
            " hash, sealed_at) SELECT %s, s.*, %s FROM unnest(%s::bigint[], %s::uuid[],"
            " %s::bytea[], %s::bytea[], %s::bytea[]) AS s",
            [stream, now(), *(list(column) for column in columns)],
        )
        cursor.execute("DELETE FROM audit_unsealed WHERE record_id = ANY(%s)", [ids])
        return len(seals)


def _chain_end(cursor: Any, stream: Stream) -> tuple[int, bytes]:
    cursor.execute(
        "SELECT seal_no, hash FROM audit_seal WHERE stream = %s ORDER BY seal_no DESC LIMIT 1",
        [stream],
    )
    found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found else (0, FIRST_HASH)


def make_day_heads(*, until: date, heads: Path | None = None) -> int:
    """Make the head of every closed day (Jakarta) before ``until`` that has none; say how many."""
    made = 0
    for stream in Stream:
        for day in _days_without_head(stream, until):
            _make_day_head(stream, day, heads)
            made += 1
    return made


def _days_without_head(stream: Stream, until: date) -> list[date]:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT (s.sealed_at AT TIME ZONE 'Asia/Jakarta')::date AS day"
            " FROM audit_seal s WHERE s.stream = %s AND s.sealed_at < %s AND NOT EXISTS ("
            " SELECT 1 FROM audit_dayhead d WHERE d.stream = s.stream"
            " AND d.day = (s.sealed_at AT TIME ZONE 'Asia/Jakarta')::date) ORDER BY day",
            [stream, datetime.combine(until, time(), JAKARTA)],
        )
        return [row[0] for row in cursor.fetchall()]


def _make_day_head(stream: Stream, day: date, heads: Path | None) -> None:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        begins = datetime.combine(day, time(), JAKARTA)
        cursor.execute(
            "SELECT seal_no, record_digest, hash FROM audit_seal WHERE stream = %s"
            " AND sealed_at >= %s AND sealed_at < %s ORDER BY seal_no",
            [stream, begins, begins + timedelta(days=1)],
        )
        rows = cursor.fetchall()
        root = merkle_root([bytes(row[1]) for row in rows])
        cursor.execute(
            "INSERT INTO audit_dayhead (stream, day, first_seal, last_seal, root, chain_hash)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [stream, day, rows[0][0], rows[-1][0], root, rows[-1][2]],
        )
    if heads is not None:
        _write_head(
            heads / f"{stream.value}-{day.isoformat()}.json",
            {
                "stream": stream.value,
                "day": day.isoformat(),
                "first_seal": rows[0][0],
                "last_seal": rows[-1][0],
                "root": root.hex(),
                "chain_hash": bytes(rows[-1][2]).hex(),
            },
        )


def write_newest_heads(heads: Path) -> None:
    """Write the end of each chain outside the database, so that cutting off its tail is noticed."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for stream in Stream:
            number, hashed = _chain_end(cursor, stream)
            _write_head(
                heads / f"{stream.value}-newest.json",
                {"stream": stream.value, "last_seal": number, "chain_hash": hashed.hex()},
            )


def _write_head(path: Path, head: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(head, indent=1) + "\n")
    unfinished.replace(path)


@dataclass(frozen=True)
class Fault:
    """The first place where a chain doesn't hold."""

    stream: str
    seal_no: int
    record_id: UUID | None
    what: str


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found."""

    sealed: int
    waiting: int
    """Records that wait for their seal, in all streams."""
    erased: int
    """Payloads that were erased; their entries still verify."""
    fault: Fault | None


def verify(
    *,
    heads: Path | None = None,
    told: Callable[[Stream, int], None] = lambda _stream, _number: None,
) -> Verdict:
    """Recompute every digest and hash; name the first record that doesn't fit.

    ``told`` hears how far the chains have been walked, once a batch.
    """
    sealed = erased = 0
    # One snapshot for all: sealing may go on meanwhile.
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with acting_as(SYSTEM):
            for stream in Stream:
                check = _HeadCheck(stream, _heads_of(stream, heads))
                for link in _walk(stream):
                    if link.fault:
                        return Verdict(sealed, _waiting(), erased, link.fault)
                    sealed, erased = sealed + 1, erased + link.is_erased
                    if link.number % BATCH == 0:
                        told(stream, link.number)
                    if fault := check.takes(link):
                        return Verdict(sealed, _waiting(), erased, fault)
                fault = check.ends() or _check_unlinked(stream) or _check_erased(stream)
                if fault:
                    return Verdict(sealed, _waiting(), erased, fault)
            return Verdict(sealed, _waiting(), erased, None)


@dataclass(frozen=True)
class _Link:
    """One place of the chain as ``verify`` found it."""

    number: int
    digest: bytes
    hash: bytes
    is_erased: bool = False
    fault: Fault | None = None


@dataclass(frozen=True)
class _Head:
    """What was said of a chain: its end at some time, and the root of a day."""

    name: str
    last_seal: int
    chain_hash: str
    first_seal: int = 0
    root: str = ""
    """Empty for a head that tells the end only."""


class _HeadCheck:
    """Holds what was said of a chain against what passes by, keeping one day's digests at most."""

    def __init__(self, stream: Stream, heads: Sequence[_Head]) -> None:
        self._stream = stream
        self._by_end: dict[int, list[_Head]] = {}
        for head in heads:
            self._by_end.setdefault(head.last_seal, []).append(head)
        self._roots = [head for head in heads if head.root]
        self._leaves: dict[int, bytes] = {}

    def takes(self, link: _Link) -> Fault | None:
        """Go one place further."""
        if any(one.first_seal <= link.number <= one.last_seal for one in self._roots):
            self._leaves[link.number] = link.digest
        for head in self._by_end.pop(link.number, []):
            if link.hash.hex() != head.chain_hash:
                return Fault(self._stream, link.number, None, f"{head.name} tidak cocok")
            if head.root:
                day = range(head.first_seal, head.last_seal + 1)
                leaves = [self._leaves[number] for number in day]
                if merkle_root(leaves).hex() != head.root:
                    return Fault(self._stream, link.number, None, f"akar {head.name} tidak cocok")
        if not any(link.number < one.last_seal for one in self._roots):
            self._leaves.clear()
        self._roots = [one for one in self._roots if one.last_seal > link.number]
        return None

    def ends(self) -> Fault | None:
        """What was said of a place that isn't there: the end of the chain was cut off."""
        for last, heads in sorted(self._by_end.items()):
            return Fault(self._stream, last, None, f"{heads[0].name} tidak cocok")
        return None


def _walk(stream: Stream) -> Iterator[_Link]:
    expected, previous = 1, FIRST_HASH
    after = 0
    # Batch by batch and by ids, so that no plan depends on what the planner guesses of the tables.
    while seals := _seals_after(stream, after):
        ids = [record_id for _, record_id, *_ in seals]
        with connection.cursor() as cursor:
            records = _records(cursor, stream, ids)
            payloads = _payloads(cursor, stream, ids)
        for number, record_id, digest, before, hashed in seals:
            record = records.get(record_id)
            payload = payloads.get(record_id)
            what = ""
            if number != expected:
                what = f"nomor segel {expected} hilang"
            elif bytes(before) != previous or sha256(previous, bytes(digest)) != bytes(hashed):
                what = "rantai tidak bersambung"
            elif record is None:
                what = "catatan hilang"
            elif record_digest(stream, record) != bytes(digest):
                what = "isi catatan berubah"
            elif payload is not None and payload_digest(bytes(payload[1]), payload[0]) != bytes(
                record[len(ENTRY_COLUMNS) - 1]
            ):
                what = "muatan catatan berubah"
            if what:
                yield _Link(number, b"", b"", fault=Fault(stream, number, record_id, what))
                return
            expected, previous = number + 1, bytes(hashed)
            yield _Link(
                number,
                bytes(digest),
                bytes(hashed),
                is_erased=stream == Stream.LEDGER and payload is None,
            )
        after = seals[-1][0]


def _seals_after(stream: Stream, number: int) -> list[tuple[Any, ...]]:
    """The next seals of a chain: number, record, digest, hash before, hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seal_no, record_id, record_digest, previous_hash, hash FROM audit_seal"
            " WHERE stream = %s AND seal_no > %s ORDER BY seal_no LIMIT %s",
            [stream, number, BATCH],
        )
        return list(cursor.fetchall())


def _records(cursor: Any, stream: Stream, ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """Records by id, in the columns that the digest covers."""
    cursor.execute(
        f"SELECT {_COLUMNS[stream]} FROM {_TABLE[stream]} r WHERE r.id = ANY(%s)", [list(ids)]
    )
    return {row[0]: row for row in cursor.fetchall()}


def _payloads(cursor: Any, stream: Stream, ids: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """Body and salt by entry; readings have none."""
    if stream != Stream.LEDGER:
        return {}
    cursor.execute(
        "SELECT entry_id, body, salt FROM audit_payload WHERE entry_id = ANY(%s)", [list(ids)]
    )
    return {row[0]: row[1:] for row in cursor.fetchall()}


def _heads_of(stream: Stream, heads: Path | None) -> list[_Head]:
    """What was said of a chain: by the database itself, and apart from it."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, last_seal, chain_hash, first_seal, root FROM audit_dayhead"
            " WHERE stream = %s ORDER BY day",
            [stream],
        )
        for day, last, chain_hash, first, root in cursor.fetchall():
            found.append(
                _Head(f"kepala hari {day}", last, bytes(chain_hash).hex(), first, bytes(root).hex())
            )
    if heads is None or not heads.is_dir():
        return found
    for path in sorted(heads.glob(f"{stream.value}-*.json")):
        said = json.loads(path.read_text())
        if said["last_seal"]:
            found.append(
                _Head(
                    f"berkas {path.name}",
                    said["last_seal"],
                    said["chain_hash"],
                    said.get("first_seal", 0),
                    said.get("root", ""),
                )
            )
    return found


# EXCEPT compares whole sets by hash. The same with NOT EXISTS took a minute instead of a moment when
# the tables' statistics were those of before a large batch was sealed.
_WITHOUT_PAYLOAD = """
SELECT id FROM audit_entry EXCEPT SELECT entry_id FROM audit_payload
EXCEPT SELECT settles FROM audit_entry WHERE kind = 'payload.erased' AND actor_kind = 'system'
"""
_WITHOUT_SEAL = """
SELECT id FROM {table} EXCEPT (
  SELECT record_id FROM audit_seal WHERE stream = %(stream)s
  UNION ALL SELECT record_id FROM audit_unsealed WHERE stream = %(stream)s
) LIMIT 1
"""


def _check_erased(stream: Stream) -> Fault | None:
    """A payload is gone only by an act that says so; one that is just missing was taken away."""
    if stream != Stream.LEDGER:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_PAYLOAD)
        gone = [row[0] for row in cursor.fetchall()]
        if not gone:
            return None
        cursor.execute(
            "SELECT seal_no, record_id FROM audit_seal WHERE record_id = ANY(%s)"
            " ORDER BY seal_no LIMIT 1",
            [gone],
        )
        number, record_id = cursor.fetchone() or (0, gone[0])
    return Fault(stream, number, record_id, "muatan hilang tanpa catatan")


def _check_unlinked(stream: Stream) -> Fault | None:
    """A record that neither has a seal nor waits for one was slipped in or cut out of the chain."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_SEAL.format(table=_TABLE[stream]), {"stream": stream})
        found = cursor.fetchone()
    return Fault(stream, 0, found[0], "catatan tanpa segel") if found else None


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_unsealed")
        return int(cursor.fetchone()[0])
