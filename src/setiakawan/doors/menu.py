"""The menu: each package says which pages it has and for whom; the office draws it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setiakawan.access.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu."""

    label: "str | _StrPromise"
    icon: str
    url_name: str
    group: int
    """0 is the daily work, 1 what keeps the house in order, 2 oversight and settings."""
    order: int
    shows: Callable[[Actor], bool]
    """Whether it is this actor's to see."""
    count: Callable[[Actor], int] | None = None
    """What waits for the actor there; made after the access rules."""


_items: list[MenuItem] = []


def add_menu_item(item: MenuItem) -> None:
    """Put a page into the menu."""
    if item not in _items:
        _items.append(item)


def menu_for(actor: Actor) -> list[list[MenuItem]]:
    """The menu of an actor, in groups and order."""
    shown = sorted((one for one in _items if one.shows(actor)), key=lambda one: one.order)
    groups = sorted({one.group for one in shown})
    return [[one for one in shown if one.group == group] for group in groups]
