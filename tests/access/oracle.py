"""Who sees which row: written once more, slowly, so that it can be held against both walls.

Nothing here uses the code of ``setiakawan.access``; it only reads what was declared (which role, how
far, which columns) and decides by comparing texts and looking into sets.
"""

from collections.abc import Mapping, Sequence, Set
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
        """With what being signed in, a staff session, and a kelurahan's reach add."""
        found = list(self.offices)
        found += [
            Office("kelurahan_coordinator", one.area)
            for one in self.offices
            if one.role == "coordinator" and len(one.area.split(".")) >= 4
        ]
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
    areas: Mapping[str, Set[tuple[Any, str]]] = field(default_factory=dict)
    """For each table of further areas: from which areas an id is reached as well."""
    parents: Mapping[str, "Parents"] = field(default_factory=dict)
    """For each table that others belong to: its rows, and how they are seen."""

    def tied(self, link: Any, row: Mapping[str, Any], who: Somebody) -> bool:
        """Say whether this account is tied to this row by a team, a grant or a bar."""
        if link is None or who.account is None:
            return False
        return (row[link.key], who.account) in self.ties.get(link.table, set())


@dataclass(frozen=True)
class Parents:
    """Rows that others belong to."""

    rows: Mapping[Any, Sequence[Mapping[str, Any]]]
    """By the column that the others point to."""
    scopes: Mapping[str, tuple[str, ...]]
    columns: Any


def lies_in(area: str, reach: str) -> bool:
    """Say whether an area is the reach itself or below it: same parts, one by one."""
    if not area or not reach:
        return False
    have, want = area.split("."), reach.split(".")
    return have[: len(want)] == want


def sees(
    who: Somebody,
    row: Mapping[str, Any],
    scopes: Mapping[str, tuple[str, ...]],
    columns: Any,
    world: World,
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
        _reaches(office, scope, who, row, columns, world)
        for office in who.all_offices()
        for scope in scopes.get(office.role, ())
    )


def _reaches(
    office: Office, scope: str, who: Somebody, row: Mapping[str, Any], columns: Any, world: World
) -> bool:
    if scope == "any":
        return True
    if scope == "area":
        return bool(columns.area) and (
            lies_in(row[columns.area], office.area)
            or any(
                lies_in(area, office.area) for area in _further_areas(row, columns.also_in, world)
            )
        )
    if scope == "exact":
        return bool(columns.area) and bool(office.area) and row[columns.area] == office.area
    if scope == "parent":
        return columns.parent is not None and _belongs_to_seen(row, columns.parent, who, world)
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


def _further_areas(row: Mapping[str, Any], link: Any, world: World) -> list[str]:
    if link is None:
        return []
    return [area for one, area in world.areas.get(link.table, set()) if one == row[link.key]]


def _belongs_to_seen(row: Mapping[str, Any], link: Any, who: Somebody, world: World) -> bool:
    parents = world.parents[link.table]
    return any(
        sees(who, parent, parents.scopes, parents.columns, world)
        for parent in parents.rows.get(row[link.key], ())
    )
