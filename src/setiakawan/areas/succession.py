"""What other packages do when areas become others, in the same act.

A split doesn't wait until every new office is named: whoever had charge of the old area goes on
having charge of its successors. Accounts subscribes to this; areas never hears of accounts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject


@dataclass(frozen=True, slots=True)
class Succeeded:
    """An area that ended on a day, and what stands in its place."""

    code: str
    successors: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a subscriber did, for the ledger: one more entry of the same act."""

    subject: Subject
    facts: Mapping[str, Any]


Subscriber = Callable[[Act, Sequence[Succeeded]], Sequence[Consequence]]
"""Called inside the operation that splits, merges or renumbers, after the new areas stand."""

_subscribers: list[Subscriber] = []


def on_areas_succeeded(subscriber: Subscriber) -> None:
    """Have something done whenever areas become others."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


def tell(act: Act, succeeded: Sequence[Succeeded]) -> list[Consequence]:
    """Tell every subscriber; answers what each did."""
    return [done for subscriber in _subscribers for done in subscriber(act, succeeded)]
