"""Who has charge of areas, told by the package that knows.

Areas come before accounts in the story and never hear of them. The package that appoints people
registers here, at start, how to find them; where nobody has registered there is nobody to show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from setiakawan.access.roles import Role


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody who is something in an area; offices are public, phone numbers aren't part of them."""

    holder_name: str
    role: Role
    area_code: str
    since: date
    is_until_named: bool = False
    """Went along with a split or merger; the coordinator has not named anybody yet."""


Provider = Callable[[str, date], Sequence[Office]]
"""The offices of an area, of the areas around it and of those inside it, as of a day."""

_provider: Provider | None = None


def provide(provider: Provider) -> None:
    """Say where the offices of an area are found; once, at start."""
    global _provider
    if _provider not in (None, provider):
        raise ValueError("the offices of areas are provided twice")
    _provider = provider


def offices_around(code: str, on: date) -> Sequence[Office]:
    """Offices of an area, of the areas around it and of those inside it, as of a day."""
    return _provider(code, on) if _provider else ()
