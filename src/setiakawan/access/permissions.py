"""A permission is declared once, and answers about a table, about a row and in SQL.

>>> SEE = Permission("referral.see", {Role.PSM: "area", Role.PARTNER_STAFF: "partner"})
>>> SEE.rows(actor, Referral.objects.all())     # what this actor may see
>>> SEE.get(act, Referral.objects.all(), id)    # the row, or Missing
>>> SEE.check(act, areas=["33.72.04.1009"])     # before there is a row

A role that isn't named may not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol
from uuid import UUID

from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.access.reach import Range, multirange
from setiakawan.access.roles import Role
from setiakawan.foundation.problems import Missing, NotAllowed

Scope = Literal["area", "exact", "partner", "own", "team", "parent", "any"]
"""How far a role reaches. ``area``: all below its reach; ``exact``: only what lies at the reach itself
and in nothing below it; ``parent``: what belongs to a row that is seen."""


@dataclass(frozen=True)
class Link:
    """A table that ties rows to accounts: a team, the grants on a restricted row, who is barred."""

    table: str
    row: str
    """Column with the row's id."""
    account: str = "account_id"
    live: str = "TRUE"
    """SQL on alias ``l`` that says whether the tie is in force."""
    key: str = "id"
    """Column of the protected table that ``row`` points to."""

    def sql(self, table: str) -> str:
        """SQL that is true where the present account is tied to the row of ``table``."""
        return (
            f"EXISTS (SELECT 1 FROM {self.table} l WHERE l.{self.row} = {table}.{self.key}"
            f" AND l.{self.account} = {MY_ACCOUNT} AND {self.live})"
        )


@dataclass(frozen=True)
class AreaLink:
    """A table that says from which other areas a row is reached as well."""

    table: str
    row: str
    """Column with the row's id."""
    area: str = "area_code"
    live: str = "TRUE"
    """SQL on alias ``l`` that says whether the tie is in force."""
    key: str = "id"
    """Column of the protected table that ``row`` points to."""

    def sql(self, table: str, ranges: str) -> str:
        """SQL that is true where ``ranges`` hold an area that the row of ``table`` is tied to."""
        return (
            f"EXISTS (SELECT 1 FROM {self.table} l WHERE l.{self.row} = {table}.{self.key}"
            f" AND {ranges} @> l.{self.area}::text AND {self.live})"
        )


@dataclass(frozen=True)
class Parent:
    """The table of the rows that these belong to; who sees one of those sees what belongs to it."""

    table: str
    key: str
    """Column of the protected table."""
    column: str = "id"
    """Column of the parent's table that ``key`` is compared with."""
    function: str = ""
    """A function of the database that asks the same of one key, in PL/pgSQL and with the rights of who
    asks. It keeps its plan, where the subquery is planned anew in each query with the parent's whole
    policy: 5 ms for a row that takes 0.1 ms to read (docs/decisions/0007)."""

    def sql(self, table: str) -> str:
        """SQL for a policy: row security on the parent decides what is found."""
        if self.function:
            return f"{self.function}({table}.{self.key})"
        return f"EXISTS (SELECT 1 FROM {self.table} p WHERE p.{self.column} = {table}.{self.key})"


MY_ACCOUNT = "(SELECT NULLIF(current_setting('setiakawan.account', true), '')::uuid)"


def still_open(table: str, columns: "Columns") -> str:
    """SQL ``AND …``: the row isn't restricted, or opened to this account, and this one isn't barred."""
    rule = ""
    if columns.restricted:
        opened = f" OR {columns.grants.sql(table)}" if columns.grants else ""
        if columns.author:
            opened += f" OR {table}.{columns.author} = {MY_ACCOUNT}"
        rule += f" AND (NOT {table}.{columns.restricted}{opened})"
    if columns.bars:
        rule += f" AND NOT {columns.bars.sql(table)}"
    return rule


@dataclass(frozen=True)
class Columns:
    """Where a row says to whom it belongs. What a table doesn't have stays empty and admits nobody."""

    area: str = ""
    also_in: AreaLink | None = None
    """Other areas from which a row is reached, besides ``area``."""
    parent: Parent | None = None
    partner: str = ""
    own: str = ""
    team: Link | None = None
    restricted: str = ""
    """Boolean column; a restricted row is seen by ``grants`` only, whatever the role."""
    grants: Link | None = None
    author: str = ""
    """Who wrote a restricted row goes on seeing it: that it vanished would tell her why."""
    bars: Link | None = None
    """Accounts that must never see the row; stronger than any role, team or grant."""
    key: str = "id"
    """Column that operations are granted by."""


class Guarded(Protocol):
    """A model that says where its rows belong."""

    access_columns: ClassVar[Columns]


class Permission:
    """One thing one may do, and which role may do it how far."""

    registry: ClassVar[dict[str, "Permission"]] = {}

    def __init__(self, name: str, scopes: Mapping[Role, Scope | tuple[Scope, ...]]) -> None:
        if name in self.registry:
            raise ValueError(f"permission {name} is declared twice")
        self.name = name
        self.scopes: dict[Role, tuple[Scope, ...]] = {
            role: (scope,) if isinstance(scope, str) else scope for role, scope in scopes.items()
        }
        if any(scope == "partner" and role != Role.PARTNER_STAFF for role, scope in self._pairs()):
            # Settings keep one list of partners; with two such roles one would lend to the other.
            raise ValueError(f"{name}: only partner staff reach as far as their partner")
        self.registry[name] = self

    def __repr__(self) -> str:
        return f"Permission({self.name!r})"

    def _pairs(self) -> Iterator[tuple[Role, Scope]]:
        return ((role, scope) for role, scopes in self.scopes.items() for scope in scopes)

    def _roles_with(self, wanted: Scope) -> list[Role]:
        return [role for role, scope in self._pairs() if scope == wanted]

    def allows(self, actor: Actor) -> bool:
        """Say whether this actor may do it anywhere at all; for menus and buttons."""
        return actor.kind == "system" or any(actor.holds(role) for role in self.scopes)

    def rows[M: Model](self, actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
        """Keep the rows this actor may do it with."""
        if actor.kind == "system":
            return rows
        columns = columns_of(rows.model)
        reach = Q()
        for found in self._reach(actor, columns):
            reach |= found
        if not reach:
            return rows.none()
        return _still_open(actor, rows.filter(reach), columns)

    def of_seen[M: Model](self, actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
        """Keep the rows this actor may do it with, among rows of parents they were shown to see.

        For scopes ``parent`` only: the caller has asked for the parents before, or drops whatever
        belongs to none of them after.
        """
        if actor.kind == "system":
            return rows
        if not any(actor.holds(role) for role in self._roles_with("parent")):
            return rows.none()
        return _still_open(actor, rows, columns_of(rows.model))

    def _reach(self, actor: Actor, columns: Columns) -> Iterator[Q]:
        for role, scope in self._pairs():
            if not actor.holds(role):
                continue
            match scope:
                case "area" if columns.area:
                    for low, high in actor.reach_of(role):
                        yield Q(**{f"{columns.area}__gte": low, f"{columns.area}__lt": high})
                    if columns.also_in and actor.reach_of(role):
                        yield Q(_ReachedFrom(columns.also_in, actor.reach_of(role)))
                case "exact" if columns.area:
                    yield Q(**{f"{columns.area}__in": [one.low for one in actor.reach_of(role)]})
                case "partner" if columns.partner and actor.partners:
                    yield Q(**{f"{columns.partner}__in": actor.partners})
                case "own" if columns.own:
                    yield Q(**{columns.own: actor.account_id})
                case "team" if columns.team:
                    yield Q(_tied(columns.team))
                case "parent" if columns.parent:
                    yield _belongs_to_seen(actor, columns.parent)
                case "any":
                    yield Q(pk__isnull=False)
                case _:
                    continue

    def get[M: Model](self, asker: "Asks", rows: QuerySet[M], row_id: UUID) -> M:
        """The row, granted to the running operation; Missing when it isn't there for this actor.

        The first statement is the same whether the row is hidden or absent, and the last one in
        both cases (CASE-20). It must not lock: FOR UPDATE asks the policy for updates, which
        admits only what has been granted. Where ``rows`` locks, the rule is asked once more after
        the lock: while this actor waited for it, somebody may have taken the row out of reach.
        """
        actor = asker.actor
        key = columns_of(rows.model).key
        seen = self.rows(actor, rows.order_by().select_related(None)).filter(pk=row_id)
        if rows.query.select_for_update:
            seen.query.select_for_update = False
        found = list(seen.values_list(key, flat=True)[:1])
        if not found:
            raise RefusedTry(self.name, rows.model._meta.label_lower, row_id)
        context.grant(found)
        row = rows.filter(pk=row_id).first()
        if row is None or (rows.query.select_for_update and not seen.exists()):
            raise RefusedTry(self.name, rows.model._meta.label_lower, row_id)
        return row

    def check(
        self, asker: "Asks", *, areas: Sequence[str] = (), partner: UUID | None = None
    ) -> None:
        """Say that it may be done in these areas or for this partner, before there is a row.

        Raises NotAllowed for a role that never may; Missing for an area out of reach.
        """
        actor = asker.actor
        if actor.kind == "system":
            return
        if not self.allows(actor):
            raise NotForThisRole(self.name)
        for code in areas:
            if not self.covers(actor, area=code, partner=partner):
                raise RefusedTry(self.name, "area", code)
        if not areas and not self.covers(actor, area="", partner=partner):
            raise RefusedTry(self.name, "partner", str(partner or ""))

    def covers(self, actor: Actor, *, area: str = "", partner: UUID | None = None) -> bool:
        """Say whether a row of this area or partner would be in reach."""
        if actor.kind == "system":
            return True
        for role, scope in self._pairs():
            if not actor.holds(role):
                continue
            if scope in {"any", "own"}:
                return True
            if scope == "area" and any(one.covers(area) for one in actor.reach_of(role)):
                return True
            if scope == "exact" and any(one.low == area for one in actor.reach_of(role)):
                return True
            if scope == "partner" and partner in actor.partners:
                return True
        return False

    def sql(self, table: str, columns: Columns) -> str:
        """The same rule as an inline SQL condition for row security."""
        return f"({self.reach_sql(table, columns)}){still_open(table, columns)}"

    def reach_sql(self, table: str, columns: Columns) -> str:
        """How far the roles reach, without what is restricted or barred."""
        return " OR ".join(self._sql_parts(table, columns)) or "FALSE"

    def _sql_parts(self, table: str, columns: Columns) -> Iterator[str]:
        # One union for all roles: a row is held against one set of ranges, not against each role.
        if columns.area and (roles := self._roles_with("area")):
            yield f"(SELECT {_ranges_of(roles)}) @> {table}.{columns.area}::text"
            if columns.also_in:
                yield columns.also_in.sql(table, f"(SELECT {_ranges_of(roles)})")
        if columns.area and (roles := self._roles_with("exact")):
            yield (
                f"{table}.{columns.area} = ANY((SELECT array_agg(lower(one))"
                f" FROM unnest({_ranges_of(roles)}) one)::text[])"
            )
        if columns.partner and (roles := self._roles_with("partner")):
            yield (
                f"({_holds_one_of(roles)} AND {table}.{columns.partner} = "
                "ANY((SELECT NULLIF(current_setting('setiakawan.partners', true), '')"
                "::uuid[])::uuid[]))"
            )
        if columns.own and (roles := self._roles_with("own")):
            yield f"({_holds_one_of(roles)} AND {table}.{columns.own} = {MY_ACCOUNT})"
        if columns.team and (roles := self._roles_with("team")):
            yield f"({_holds_one_of(roles)} AND {columns.team.sql(table)})"
        if columns.parent and (roles := self._roles_with("parent")):
            yield f"({_holds_one_of(roles)} AND {columns.parent.sql(table)})"
        if roles := self._roles_with("any"):
            yield _holds_one_of(roles)


def _ranges_of(roles: Sequence[Role]) -> str:
    """SQL of all areas that the actor reaches in one of these roles."""
    return " + ".join(
        f"coalesce(NULLIF(current_setting('{context.ROLE_SETTINGS[role]}', true), ''), '{{}}')"
        "::area_multirange"
        for role in roles
    )


def _holds_one_of(roles: Sequence[Role]) -> str:
    """SQL: the actor holds one of these roles."""
    held = ", ".join(
        f"NULLIF(current_setting('{context.ROLE_SETTINGS[role]}', true), '')" for role in roles
    )
    return (
        f"(SELECT coalesce({held})) IS NOT NULL"
        if len(roles) > 1
        else (f"(SELECT {held}) IS NOT NULL")
    )


class RefusedTry(Missing):
    """Missing, remembering what was tried, so that the door can put it on record."""

    def __init__(self, permission: str, what: str, tried: object) -> None:
        super().__init__()
        self.permission = permission
        self.what = what
        self.tried = str(tried)


class NotForThisRole(NotAllowed):
    """NotAllowed, remembering which permission was asked for, so that it can be put on record."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission


class Asks(Protocol):
    """What has an actor: an Act, or a page's request."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        ...


def columns_of(model: type[Model]) -> Columns:
    """Where rows of a model say to whom they belong."""
    columns = getattr(model, "access_columns", None)
    if not isinstance(columns, Columns):
        raise TypeError(f"{model.__name__} doesn't declare access_columns")
    return columns


_readers: dict[str, tuple[type[Model], Permission]] = {}
"""For each protected table its model and who reads it; ``protection.protect`` fills it."""


def remember_reader(table: str, model: type[Model], read: Permission) -> None:
    """Know a table's model and who reads it."""
    _readers[table] = (model, read)


def readers() -> dict[str, tuple[type[Model], Permission]]:
    """For each table that ``protect`` declared: its model and who reads it."""
    return dict(_readers)


def _still_open[M: Model](actor: Actor, rows: QuerySet[M], columns: Columns) -> QuerySet[M]:
    """Without what is restricted and not opened to this actor, and what they are barred from."""
    if columns.restricted:
        open_row = Q(**{columns.restricted: False})
        if columns.grants:
            open_row |= Q(_tied(columns.grants))
        if columns.author and actor.account_id is not None:
            open_row |= Q(**{columns.author: actor.account_id})
        rows = rows.filter(open_row)
    if columns.bars:
        rows = rows.exclude(_tied(columns.bars))
    return rows


def _belongs_to_seen(actor: Actor, parent: Parent) -> Q:
    """The row's parent is one that this actor sees, by the parent's own permission."""
    model, see = _readers[parent.table]
    seen = see.rows(actor, model._default_manager.filter(**{parent.column: OuterRef(parent.key)}))
    return Q(Exists(seen))


def _tied(link: Link) -> Any:
    """A condition on the queryset's own table: the present account is tied to the row."""
    return _TiedRow(link)


class _TiedRow(RawSQL):
    """EXISTS on a link table, written against whatever alias the queryset gives its table."""

    conditional = True
    alias: str

    def __init__(self, link: Link) -> None:
        super().__init__("", (), output_field=BooleanField())
        self.link = link

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        resolved = self.copy()
        resolved.alias = query.get_initial_alias()
        return resolved

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        alias = compiler.quote_name(self.alias)
        return self.link.sql(alias), ()


class _ReachedFrom(RawSQL):
    """EXISTS on a table of further areas, against the alias the queryset gives its own table."""

    conditional = True
    alias: str

    def __init__(self, link: AreaLink, ranges: Sequence[Range]) -> None:
        super().__init__("", (), output_field=BooleanField())
        self.link = link
        self.ranges = multirange(ranges)

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        resolved = self.copy()
        resolved.alias = query.get_initial_alias()
        return resolved

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        alias = compiler.quote_name(self.alias)
        return self.link.sql(alias, "%s::area_multirange"), (self.ranges,)
