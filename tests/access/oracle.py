"""Who sees which row: written once more, slowly, so that it can be held against both walls.

Nothing here uses the code of ``setiakawan.access``; it only reads what was declared (which role, how
far, which columns) and decides by comparing texts and looking into sets.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Office:
    """One appointment of somebody."""

    role: str
    area: str = ""
    partner: UUID | None = None


@dataclass(frozen=True)
class Somebody:
    """Who asks."""

    account: UUID | None
    offices: tuple[Office, ...] = ()
    staff_session: bool = False

    def all_offices(self) -> list[Office]:
        """With what being signed in, and a staff session, add."""
        found = list(self.offices)
        if self.account is not None:
            found.append(Office("member"))
        if self.staff_session:
            found += [
                Office("staff", one.area) for one in self.offices if one.role == "administrator"
            ]
        return found


@dataclass(frozen=True)
class World:
    """Which accounts are tied to which ids, for each table of ties."""

    ties: Mapping[str, Set[tuple[Any, UUID]]] = field(default_factory=dict)

    def tied(self, link: Any, row: Mapping[str, Any], who: Somebody) -> bool:
        """Say whether this account is tied to this row by a team, a grant or a bar."""
        if link is None or who.account is None:
            return False
        return (row[link.key], who.account) in self.ties.get(link.table, set())


def lies_in(area: str, reach: str) -> bool:
    """Say whether an area is the reach itself or below it: same parts, one by one."""
    if not area or not reach:
        return False
    have, want = area.split("."), reach.split(".")
    return have[: len(want)] == want


def sees(
    who: Somebody, row: Mapping[str, Any], scopes: Mapping[str, str], columns: Any, world: World
) -> bool:
    """Say whether somebody sees a row, by what was declared for its table."""
    if world.tied(columns.bars, row, who):
        return False
    if columns.restricted and row[columns.restricted]:
        wrote_it = bool(
            columns.author and who.account is not None and row[columns.author] == who.account
        )
        if not world.tied(columns.grants, row, who) and not wrote_it:
            return False
    return any(
        _reaches(office, scopes[office.role], who, row, columns, world)
        for office in who.all_offices()
        if office.role in scopes
    )


def _reaches(
    office: Office, scope: str, who: Somebody, row: Mapping[str, Any], columns: Any, world: World
) -> bool:
    if scope == "any":
        return True
    if scope == "area":
        return bool(columns.area) and lies_in(row[columns.area], office.area)
    if scope == "partner":
        return (
            bool(columns.partner)
            and office.partner is not None
            and (row[columns.partner] == office.partner)
        )
    if scope == "own":
        return bool(columns.own) and who.account is not None and row[columns.own] == who.account
    if scope == "team":
        return world.tied(columns.team, row, who)
    raise AssertionError(f"unknown scope {scope}")
