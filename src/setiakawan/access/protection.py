"""The second wall: row security on every table that holds something about somebody.

Each package says in its ``permissions.py`` how its tables are protected; what isn't said is
denied, for ``install`` gives the app no right on an undeclared table and the test
``tests/access/test_the_second_wall.py`` fails. The policies are made anew from the
declarations by ``install`` after each migration, so the two can't drift apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Model

from setiakawan.access.permissions import (
    Columns,
    Permission,
    columns_of,
    readers,
    remember_reader,
    still_open,
)

Right = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]

GRANTED = "ANY((SELECT NULLIF(current_setting('setiakawan.granted', true), '')::uuid[])::uuid[])"
WRITE_REACH = (
    "(SELECT NULLIF(current_setting('setiakawan.write_reach', true), '')::area_multirange)"
)
SYSTEM = "(SELECT current_setting('setiakawan.system', true) = 'on')"
ACT = "(SELECT NULLIF(current_setting('setiakawan.act', true), '')::uuid)"
CANDIDATES = (
    "ANY((SELECT NULLIF(current_setting('setiakawan.candidates', true), '')::uuid[])::uuid[])"
)


@dataclass(frozen=True)
class Protection:
    """How the app role may use one table."""

    table: str
    rights: tuple[Right, ...]
    read: str | Callable[[], str] = ""
    """SQL condition for reading; empty means that the table has no row security. A function where
    later packages add to the rule."""
    write: str = ""
    """SQL condition for rows that are written; empty means as for reading."""
    change: str = ""
    """SQL condition for rows that may be changed or removed, as they are before; empty means as for
    writing."""
    facts: "Facts | None" = None
    """For a table of facts about a subject: what makes a new fact a protected one."""
    reason: str = ""
    """For a table without row security: why it needs none."""
    worker: tuple[Right, ...] = ()
    """Rights of the worker role; empty means the same as the app."""


@dataclass(frozen=True)
class Facts:
    """Facts about a subject: rows that are added and never changed, newest first.

    What is added while the subject is protected becomes protected, whoever adds it; what was there
    before stays as it is. See docs/decisions/0004.
    """

    subjects: tuple[str, ...]
    """Columns of the fact that name whom it is about; one protected subject is enough."""
    state: str
    """Table that says which subjects are protected; seen by the case team only."""
    row: str = "subject_id"
    """Column of ``state`` that names the subject."""
    live: str = "s.ended_at IS NULL"
    """SQL on alias ``s`` that says whether the protection is in force."""


_declared: dict[str, Protection] = {}


def protect(
    model: type[Model],
    read: Permission,
    *,
    rights: tuple[Right, ...] = ("SELECT", "INSERT", "UPDATE"),
    read_also: str = "",
    facts: Facts | None = None,
) -> None:
    """Protect a model's table: read as a permission says, write only what an operation was granted.

    ``read_also`` is one more SQL condition under which a row is shown; say why beside it.
    A reach given to a set of writes opens nothing that is restricted or barred: such rows are
    granted one by one.
    """
    table = model._meta.db_table
    columns = columns_of(model)
    if facts is not None:
        if not columns.restricted or not columns.grants:
            raise ValueError(f"{table}: protected facts need a restricted column and grants")
        rights = ("SELECT", "INSERT")
    declare(protection_of(table, columns, read, rights=rights, read_also=read_also, facts=facts))
    remember_reader(table, model, read)


def protection_of(
    table: str,
    columns: Columns,
    read: Permission,
    *,
    rights: tuple[Right, ...] = ("SELECT", "INSERT", "UPDATE"),
    read_also: str = "",
    facts: Facts | None = None,
) -> Protection:
    """Make the SQL rules of a table from its columns and who reads it."""
    granted = f"{table}.{columns.key} = {GRANTED}"
    write = change = granted
    reach = read.reach_sql(table, columns)
    if columns.area:
        in_reach = f"{WRITE_REACH} @> {table}.{columns.area}::text"
        write += f" OR {in_reach}"
        change += f" OR ({in_reach}{still_open(table, columns)})"
        reach += f" OR {in_reach}"
    seen = f"(({reach}){still_open(table, columns)}) OR {granted}"
    if read_also:
        seen += f" OR ({read_also})"
    return Protection(table, rights, read=seen, write=write, change=change, facts=facts)


def columns_read_by(permission: Permission) -> Columns | None:
    """Columns of the model that a permission reads, None when no table is protected with it."""
    for model, read in readers().values():
        if read is permission:
            return columns_of(model)
    return None


def protect_table(
    table: str, *, read: str | Callable[[], str], write: str = "", rights: tuple[Right, ...]
) -> None:
    """Protect a table by SQL: for tables of libraries and for those without a permission of their own."""
    declare(Protection(table, rights, read=read, write=write))


def leave_open(
    table: str,
    *,
    reason: str,
    rights: tuple[Right, ...] = ("SELECT",),
    worker: tuple[Right, ...] = (),
) -> None:
    """Say that a table holds nothing about anybody, and why."""
    declare(Protection(table, rights, reason=reason, worker=worker))


def declare(protection: Protection) -> None:
    """Remember how a table is protected; each table once."""
    if _declared.get(protection.table, protection) != protection:
        raise ValueError(f"{protection.table} is protected twice, and differently")
    _declared[protection.table] = protection


def declared() -> dict[str, Protection]:
    """All protections by table."""
    return dict(_declared)


_marks: dict[tuple[str, str], list[str]] = {}


def mark_restricted(table: str, column: str, condition: str) -> None:
    """Let the database restrict new rows of a table by itself: its writer may not be one who may know.

    ``condition`` is SQL on ``NEW``; it is asked with the rights of the owner. Of several, one suffices.
    """
    conditions = _marks.setdefault((table, column), [])
    if condition not in conditions:
        conditions.append(condition)


_functions: dict[str, str] = {}
_for_the_worker: set[str] = set()


def let_ask(function: str, *, answers: str, only_worker: bool = False) -> None:
    """Let the app call a function that sees beyond the actor; ``answers`` says what it may tell.

    Such functions are SECURITY DEFINER; docs/architecture.md lists them, and a test compares.
    """
    _functions[function] = answers
    if only_worker:
        _for_the_worker.add(function)


def functions() -> dict[str, str]:
    """Every function that sees beyond the actor, with what it may answer."""
    return dict(_functions)


def own_rows(column: str) -> str:
    """SQL: the row belongs to the account that asks, or to one that is just signing in."""
    return (
        f"{column} = (SELECT NULLIF(current_setting('setiakawan.account', true), '')::uuid)"
        f" OR {column} = {CANDIDATES}"
    )


def statements(app: str, worker: str) -> Iterator[str]:
    """The SQL that installs every declaration; can be run again and again."""
    for function in sorted(_functions):
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"
        yield f"REVOKE ALL ON FUNCTION {function} FROM {app}, {worker}"
        to = worker if function in _for_the_worker else f"{app}, {worker}"
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {to}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}, {worker}"
    for one in sorted(_declared.values(), key=lambda one: one.table):
        yield from table_statements(one, app, worker)


def table_statements(one: Protection, app: str, worker: str) -> Iterator[str]:
    """The SQL that installs the protection of one table."""
    table = f'"{one.table}"'
    yield f"REVOKE ALL ON {table} FROM {app}, {worker}"
    if one.rights:
        yield f"GRANT {', '.join(one.rights)} ON {table} TO {app}"
    if one.worker or one.rights:
        yield f"GRANT {', '.join(one.worker or one.rights)} ON {table} TO {worker}"
    if not one.read:
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        return
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    read = one.read() if callable(one.read) else one.read
    write = one.write or read
    change = one.change or write
    yield from _protecting_new_facts(one)
    for name, to, using, check in (
        ("app_reads", app, read, ""),
        ("app_adds", app, "", write),
        ("app_changes", app, change, write),
        ("app_removes", app, change, ""),
        # The worker is a second login with the same table rights; it sees as the actor it
        # acts for, and everything only while it acts for the system itself (asked first, for it
        # is the cheaper question).
        ("worker_reads", worker, f"{SYSTEM} OR ({read})", ""),
        ("worker_adds", worker, "", f"{SYSTEM} OR ({write})"),
        ("worker_changes", worker, f"{SYSTEM} OR ({change})", f"{SYSTEM} OR ({write})"),
        ("worker_removes", worker, f"{SYSTEM} OR ({change})", ""),
    ):
        verb = {"reads": "SELECT", "adds": "INSERT", "changes": "UPDATE", "removes": "DELETE"}[
            name.split("_")[1]
        ]
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield (
            f"CREATE POLICY {name} ON {table} FOR {verb} TO {to}"
            + (f" USING ({using})" if using else "")
            + (f" WITH CHECK ({check})" if check else "")
        )


def _protecting_new_facts(one: Protection) -> Iterator[str]:
    """A trigger decides whether a new row is restricted: its writer may not be one who may know."""
    conditions: dict[str, list[str]] = {
        column: list(found) for (table, column), found in _marks.items() if table == one.table
    }
    if one.facts is not None:
        model, _ = readers()[one.table]
        about = ", ".join(f"NEW.{column}" for column in one.facts.subjects)
        conditions.setdefault(columns_of(model).restricted, []).append(
            f"EXISTS (SELECT 1 FROM {one.facts.state} s"
            f" WHERE s.{one.facts.row} IN ({about}) AND {one.facts.live})"
        )
    if not conditions:
        return
    name = f"{one.table}_protects_new_facts"
    body = "".join(
        f" NEW.{column} := NEW.{column} OR {' OR '.join(f'({each})' for each in found)};"
        for column, found in sorted(conditions.items())
    )
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $$ BEGIN{body} RETURN NEW; END $$"
    )
    yield f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC"
    yield f"DROP TRIGGER IF EXISTS {name} ON {one.table}"
    yield (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {one.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


__all__ = [
    "Columns",
    "Facts",
    "Protection",
    "columns_read_by",
    "declare",
    "declared",
    "leave_open",
    "mark_restricted",
    "own_rows",
    "protect",
    "protect_table",
    "protection_of",
    "readers",
    "statements",
    "table_statements",
]
