"""Rows of every kind in every declared table, put there by the owner of the tables."""

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from setiakawan.access import protection
from setiakawan.access.actors import Actor, Held
from setiakawan.access.permissions import AreaLink, Columns, Link, Parent, columns_of
from setiakawan.access.roles import APPOINTABLE, Role
from setiakawan.foundation.ids import uuid7
from tests.access.oracle import Office, Parents, Somebody, World

HERE = "33.72.04.1009"
AREAS = (
    HERE,
    "33.72.04.1009.012",  # below
    "33.72.04",  # above
    "33.72.04.1010",  # beside
    "33.72.04.10099",  # looks like it, isn't below it
    "33.72.04.100",  # looks like it, isn't above it
    "33.72.05.1009",
    "33.7",
)
REACHES = (
    HERE,
    "33.72.04.1009.012",
    "33.72.04",
    "33.72",
    "33.72.04.1010",
    "33.72.04.10099",
    "33.7",
)

ME, SOMEBODY_ELSE = UUID(int=1), UUID(int=2)
MY_PARTNER, OTHER_PARTNER, SIDE_PARTNER = UUID(int=11), UUID(int=12), UUID(int=13)


@dataclass(frozen=True)
class Caller:
    """One who asks, as the core knows them and as the oracle does."""

    actor: Actor
    who: Somebody

    def __str__(self) -> str:
        offices = [f"{one.role}@{one.area or one.partner or ''}" for one in self.who.offices]
        return "+".join(offices) or ("account" if self.who.account else self.actor.kind)


def caller(*offices: Office, account: UUID | None = ME, staff: bool = False) -> Caller:
    """Somebody with these appointments."""
    held = tuple(
        Held(Role(one.role), one.area, UUID(int=21 + index), one.partner)
        for index, one in enumerate(offices)
    )
    kind = "person" if account else "public"
    until = datetime(2999, 1, 1, tzinfo=UTC) if staff else None
    return Caller(Actor(kind, account, held, until), Somebody(account, offices, staff))  # type: ignore[arg-type]


def callers() -> list[Caller]:
    """Every role in every reach, some with two, with and without a staff session, and nobody."""
    found = [caller(), caller(account=None)]
    for role in APPOINTABLE:
        if role == Role.PARTNER_STAFF:
            found += [caller(Office(role, HERE, one)) for one in (MY_PARTNER, OTHER_PARTNER)]
        else:
            found += [caller(Office(role, reach)) for reach in REACHES]
    found += [caller(Office("administrator", reach), staff=True) for reach in REACHES]
    found += [
        caller(Office("psm", HERE), Office("psm", "33.72.04.1010")),
        caller(Office("psm", HERE), Office("coordinator", "33.72.04")),
        caller(Office("psm", "33.72.04.1009.012"), Office("psm", "33.72.04")),
        # A partner that stands beside another role lends nothing to it.
        caller(Office("partner_staff", "", MY_PARTNER), Office("case_manager", "", SIDE_PARTNER)),
        caller(Office("officer", "")),
    ]
    return found


PARENTS_AT_MOST = 120
"""Of the rows that others belong to so many are enough: a fixed choice from all combinations."""


class Stage:
    """Rows, and the ties between them and the one account that asks."""

    def __init__(self) -> None:
        self._ties: dict[str, set[tuple[Any, UUID]]] = {}
        self._areas: dict[str, set[tuple[Any, str]]] = {}
        self._parents: dict[str, Parents] = {}
        self._pending: list[tuple[str, dict[str, Any]]] = []

    @property
    def world(self) -> World:
        """The ties, as the oracle looks at them."""
        return World(self._ties, self._areas, self._parents)

    def rows_for(self, model: type[models.Model], columns: Columns) -> list[dict[str, Any]]:
        """A row for each combination of what the table can say of a row."""
        choices: dict[str, tuple[Any, ...]] = {}
        if columns.area:
            # Where rows follow a parent their own area lets them be written, and shows nobody.
            choices[columns.area] = AREAS[:1] if columns.parent else AREAS
        if columns.partner:
            choices[columns.partner] = (MY_PARTNER, OTHER_PARTNER, SIDE_PARTNER, None)
        if columns.own and columns.own != columns.key:
            choices[columns.own] = (ME, SOMEBODY_ELSE)
        if columns.restricted:
            choices[columns.restricted] = (False, True)
        if columns.author and columns.author not in choices:
            choices[columns.author] = (ME, SOMEBODY_ELSE)
        parents: list[dict[str, Any]] = [{}]
        if columns.parent:
            parents = self._parents_for(columns.parent)
        links = [link for link in (columns.team, columns.grants, columns.bars) if link]
        links = [link for index, link in enumerate(links) if link not in links[:index]]
        if columns.parent:  # what ties somebody to the parent's key was said with the parent
            links = [link for link in links if link.key != columns.parent.key]
        places = (None, ("live", AREAS[1]), ("live", AREAS[4]), ("ended", AREAS[0]))
        rows = []
        for parent in parents:
            for values in itertools.product(*choices.values()):
                for tied in itertools.product(("mine", "ended", "other", ""), repeat=len(links)):
                    for place in places if columns.also_in else (None,):
                        row = _filled(model, dict(zip(choices, values, strict=True)) | parent)
                        for link, how in zip(links, tied, strict=True):
                            self._tie(link, row[link.key], how)
                        if columns.also_in and place:
                            self._place(columns.also_in, row[columns.also_in.key], *place)
                        rows.append(row)
        if columns.own and columns.own == columns.key:
            rows.append(_filled(model, {columns.key: ME, **{c: v[0] for c, v in choices.items()}}))
        return rows

    def _parents_for(self, link: Parent) -> list[dict[str, Any]]:
        """Rows of the table that others belong to, as what the child has of them; written later."""
        if link.table not in self._parents:
            model, see = protection.readers()[link.table]
            columns = columns_of(model)
            every = self.rows_for(model, columns)
            chosen = random.Random(7).sample(every, min(len(every), PARENTS_AT_MOST))
            by_column: dict[Any, list[dict[str, Any]]] = {}
            for row in chosen:
                by_column.setdefault(row[link.column], []).append(row)
            scopes = {role.value: how_far for role, how_far in see.scopes.items()}
            self._parents[link.table] = Parents(by_column, scopes, columns)
            self._pending += [(link.table, row) for row in chosen]
        return [{link.key: value} for value in self._parents[link.table].rows]

    def _tie(self, link: Link, row_id: Any, how: str) -> None:
        if not how or (how == "ended" and link.live == "TRUE"):
            return
        values: dict[str, Any] = {
            link.row: row_id,
            link.account: SOMEBODY_ELSE if how == "other" else ME,
        }
        if how == "ended":
            values |= _over(link.live)
        else:
            self._ties.setdefault(link.table, set()).add((row_id, values[link.account]))
        self._later(link.table, values)

    def _place(self, link: AreaLink, row_id: Any, how: str, area: str) -> None:
        values: dict[str, Any] = {link.row: row_id, link.area: area}
        if how == "ended":
            values |= _over(link.live)
        else:
            self._areas.setdefault(link.table, set()).add((row_id, area))
        self._later(link.table, values)

    def _later(self, table: str, values: Mapping[str, Any]) -> None:
        by_table = {one._meta.db_table: one for one in _all_models()}
        self._pending.append((table, _filled(by_table[table], values)))

    def write(self, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
        """Put rows into a table, past everything that would keep the owner from it."""
        _loosen(model._meta.db_table)
        _insert(model._meta.db_table, rows)
        pending = sorted(self._pending, key=lambda one: one[0])
        for table, group in itertools.groupby(pending, key=lambda one: one[0]):
            _loosen(table)
            _insert(table, [row for _, row in group])
        self._pending.clear()


def _over(live: str) -> dict[str, Any]:
    """What makes a tie one that isn't in force any more."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    ended = {"left_on": date(2026, 1, 1), "ended_at": at, "left_at": at}
    column = next(name for name in ended if name in live)
    return {column: ended[column]}


def _all_models() -> Iterator[type[models.Model]]:
    from django.apps import apps

    yield from apps.get_models(include_auto_created=True)


_serial = itertools.count(10_000_000)


def _filled(model: type[models.Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """A row with something in every column."""
    row: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        name = str(column.column)
        if name in given:
            row[name] = given[name]
        elif isinstance(column, models.AutoField):
            row[name] = next(_serial)
        elif column.primary_key or (
            isinstance(column, models.UUIDField | models.ForeignKey) and not column.null
        ):
            row[name] = uuid7()
        elif column.null:
            row[name] = None
        else:
            row[name] = _something(column)
    return row


def _something(column: Any) -> Any:
    match column:
        case models.BooleanField():
            return False
        case ArrayField():
            return []
        case models.DateTimeField():
            return datetime(2026, 11, 25, tzinfo=UTC)
        case models.DateField():
            return date(2026, 11, 25)
        case models.IntegerField():
            return 1
        case models.BinaryField():
            return b""
        case models.JSONField():
            return "{}"
        case models.CharField(max_length=int(length)):
            return uuid7().hex[-min(length, 8) :]
        case _:
            return uuid7().hex[-8:]


def _loosen(table: str) -> None:
    """Take the other constraints off a clone's table, so that any row can be in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c', 'u')"
            " AND conrelid = %s::regclass",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
        # What decides by itself about new rows has tests of its own.
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    marks = "(" + ", ".join(["%s"] * len(columns)) + ")"
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), 500):
            batch = rows[begin : begin + 500]
            cursor.execute(
                f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES '
                + ", ".join([marks] * len(batch)),
                [row[column] for row in batch for column in columns],
            )
