"""Identity numbers: what is kept of one, and how one is found again.

The number itself is kept only as ciphertext; the index is keyed, so that a stolen table is no list of
numbers, and the same number has the same index. One wrong digit or two swapped ones are found by
asking for each neighbour's index (design: at most 160).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from setiakawan.foundation.keyring import keyring
from setiakawan.identity import numbers
from setiakawan.people.models import Identifier

DIGITS_ONLY = frozenset({Identifier.Kind.NIK, Identifier.Kind.KK, Identifier.Kind.JKN})


@dataclass(frozen=True)
class Kept:
    """What is kept of a number."""

    sealed: bytes
    index: UUID
    tail: str
    length: int


def tidy(kind: str, number: str) -> str:
    """The number as it is compared: digits of the three with digits only, else without blanks."""
    if kind in DIGITS_ONLY:
        return numbers.digits(number)[:40]
    return "".join(number.split()).upper()[:40]


def is_number(kind: str, number: str) -> bool:
    """Say whether this is a number at all, and no stand-in for none (CASE-08)."""
    return bool(tidy(kind, number)) and not numbers.is_placeholder(number)


def keep(kind: str, number: str, slot_id: UUID) -> Kept:
    """Seal a number for one claim; moved to another claim's row it doesn't open there."""
    plain = tidy(kind, number)
    ring = keyring()
    return Kept(
        sealed=ring.seal(plain.encode(), context_of(kind, slot_id)),
        index=ring.index(f"number-{kind}", plain),
        tail=plain[-4:],
        length=len(plain),
    )


def context_of(kind: str, slot_id: UUID) -> bytes:
    """What binds a ciphertext to its use."""
    return f"setiakawan-number-{kind}-{slot_id}".encode()


def reveal(row: Identifier) -> str:
    """The number in clear. Whoever shows it notes the reading first."""
    return keyring().unseal(bytes(row.sealed), context_of(row.kind, row.slot_id)).decode()


def indexes_near(kind: str, number: str) -> Mapping[UUID, bool]:
    """Indexes under which this number (True) or one a slip away (False) may lie."""
    plain = tidy(kind, number)
    found = keyring().indexes(f"number-{kind}", numbers.neighbours(plain))
    return {index: near == plain for index, near in found.items()}
