"""The search box above every page: a package offers its own for those whom it serves.

What is typed is sent by POST, for it may be a number of a person, and those stand in no address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setiakawan.access.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class SearchBox:
    """What is looked for, and where."""

    label: "str | _StrPromise"
    placeholder: "str | _StrPromise"
    url_name: str
    """Takes a POST with ``q``."""
    suggest_url_name: str
    """Takes the same and answers a list of suggestions."""
    shows: Callable[[Actor], bool]


_offered: list[SearchBox] = []


def offer_search(box: SearchBox) -> None:
    """Serve those whom it shows itself to; the first one offered that does is taken."""
    if box not in _offered:
        _offered.append(box)


def search_box_for(actor: Actor) -> SearchBox | None:
    """The box of an actor; None where no package offers one, and areas are looked for."""
    return next((one for one in _offered if one.shows(actor)), None)
