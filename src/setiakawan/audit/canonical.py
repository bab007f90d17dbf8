"""One way to write a value as bytes, so that a digest means the same everywhere and for ever."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def canonical_json(value: Any) -> str:
    """Write plain values as JSON with sorted keys and no spaces (in the manner of RFC 8785).

    Dates are ISO 8601, moments UTC with microseconds. Floats are refused: money, counts and
    coordinates are given as text or whole numbers, because two languages print floats differently.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() if value.tzinfo is None:
            raise TypeError("a moment without a zone can't go into the ledger")
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("keys in the ledger are text; 1 and '1' would be the same")
            return {key: _plain(part) for key, part in value.items()}
        case Sequence() | set() | frozenset():
            parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return [_plain(part) for part in parts]
        case _:
            raise TypeError(
                f"{type(value).__name__} can't go into the ledger; give text or whole numbers"
            )


def moment(value: datetime) -> str:
    """A moment as UTC with microseconds: ``2026-11-25T03:00:00.000000Z``."""
    written = value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return f"{written}Z"


def sha256(*parts: bytes) -> bytes:
    """SHA-256 over the parts, one after the other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root of the Merkle tree over digests, as in RFC 6962 section 2.1 (leaf 00, node 01).

    >>> merkle_root([]) == sha256()
    True
    """
    if not leaves:
        return sha256()
    level = [sha256(b"\x00", leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [sha256(b"\x01", a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        # RFC 6962 splits at the largest power of two, which is pairing from the left with the
        # last odd node carried up unchanged.
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]
