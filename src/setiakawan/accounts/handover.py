"""What hangs on an office: each kind of open work says how it is counted and handed over.

Later packages add theirs (cases, referrals, sweeps) from their AppConfig. Ending an office goes
through all of them in its own transaction, so at no moment is there work without an owner: it goes
to the named successor, or into the queue of those who look after the area (CASE-13).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from setiakawan.accounts.models import Appointment
from setiakawan.audit.acts import Act


@dataclass(frozen=True)
class OpenWork:
    """One kind of work that an office may leave behind."""

    kind: str
    """Its name in the ledger's facts: ``supervision``."""
    label: str
    """As the page names it before somebody decides: ``Manajer kasus yang diawasi``."""
    waiting: Callable[[Appointment, date], int]
    """How many would be left without their owner from that day on."""
    hand_over: Callable[[Act, Appointment, date, UUID | None], int]
    """Give it to the successor's account; None puts it into the queue. Answers how many moved."""


_kinds: dict[str, OpenWork] = {}


def let_hand_over(work: OpenWork) -> None:
    """Add a kind of open work; the same name replaces (tests)."""
    _kinds[work.kind] = work


def kinds_of_work() -> Iterable[OpenWork]:
    """Every kind that was added."""
    return tuple(_kinds.values())


def waiting_work(appointment: Appointment, on: date) -> list[tuple[str, int]]:
    """What would be left behind: (label, how many), only what there is."""
    found = [(one.label, one.waiting(appointment, on)) for one in kinds_of_work()]
    return [(label, count) for label, count in found if count]


def hand_over(
    act: Act, appointment: Appointment, on: date, successor_id: UUID | None
) -> dict[str, int]:
    """Hand everything over; answers per kind how much moved, for the ledger."""
    return {one.kind: one.hand_over(act, appointment, on, successor_id) for one in kinds_of_work()}
