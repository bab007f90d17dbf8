"""The second wall: row security on every table that holds something about somebody.

Each package says in its ``permissions.py`` how its tables are protected; what isn't said is
denied, for ``install`` gives the app no right on an undeclared table and the test
``tests/architecture/test_every_table_is_declared.py`` fails. The policies are made anew from the
declarations by ``install`` after each migration, so the two can't drift apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Model

from setiakawan.access.permissions import Columns, Permission, columns_of

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
    reason: str = ""
    """For a table without row security: why it needs none."""
    worker: tuple[Right, ...] = ()
    """Rights of the worker role; empty means the same as the app."""


_declared: dict[str, Protection] = {}


def protect(
    model: type[Model],
    read: Permission,
    *,
    rights: tuple[Right, ...] = ("SELECT", "INSERT", "UPDATE"),
    read_also: str = "",
) -> None:
    """Protect a model's table: read as a permission says, write only what an operation was granted.

    ``read_also`` is one more SQL condition under which a row is shown; say why beside it.
    """
    table = model._meta.db_table
    columns = columns_of(model)
    granted = f"{table}.{columns.key} = {GRANTED}"
    write = granted
    if columns.area:
        write += f" OR {WRITE_REACH} @> {table}.{columns.area}::text"
    seen = f"({read.sql(table, columns)}) OR {write}"
    if read_also:
        seen += f" OR ({read_also})"
    declare(Protection(table, rights, read=seen, write=write))


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


_functions: dict[str, str] = {}


def let_ask(function: str, *, answers: str) -> None:
    """Let the app call a function that sees beyond the actor; ``answers`` says what it may tell.

    Such functions are SECURITY DEFINER; docs/architecture.md lists them, and a test compares.
    """
    _functions[function] = answers


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
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {app}, {worker}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}, {worker}"
    for one in sorted(_declared.values(), key=lambda one: one.table):
        table = f'"{one.table}"'
        yield f"REVOKE ALL ON {table} FROM {app}, {worker}"
        if one.rights:
            yield f"GRANT {', '.join(one.rights)} ON {table} TO {app}"
        if one.worker or one.rights:
            yield f"GRANT {', '.join(one.worker or one.rights)} ON {table} TO {worker}"
        if not one.read:
            yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        read = one.read() if callable(one.read) else one.read
        write = one.write or read
        for name, to, using, check in (
            ("app_reads", app, read, ""),
            ("app_adds", app, "", write),
            ("app_changes", app, write, write),
            ("app_removes", app, write, ""),
            # The worker is a second login with the same table rights; it sees as the actor it
            # acts for, and everything only while it acts for the system itself.
            ("worker_reads", worker, f"({read}) OR {SYSTEM}", ""),
            ("worker_adds", worker, "", f"({write}) OR {SYSTEM}"),
            ("worker_changes", worker, f"({write}) OR {SYSTEM}", f"({write}) OR {SYSTEM}"),
            ("worker_removes", worker, f"({write}) OR {SYSTEM}", ""),
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


__all__ = [
    "Columns",
    "Protection",
    "declare",
    "declared",
    "leave_open",
    "own_rows",
    "protect",
    "protect_table",
    "statements",
]
