"""Every declared table x role x reach x restricted x barred x team x grant x partner, three times.

What the oracle says, what ``Permission.rows`` answers and what raw SQL shows the app role must be
the same set of rows; nothing may be changed that an operation wasn't granted.
"""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from setiakawan.access import protection
from setiakawan.access.context import acting_as, grant
from setiakawan.access.permissions import columns_of
from tests.access import oracle
from tests.access.stage import Caller, Stage, callers

TABLES = sorted(protection.readers())


@pytest.fixture(scope="module")
def everybody() -> list[Caller]:
    return callers()


@pytest.mark.parametrize("table", TABLES)
def test_both_walls_show_what_the_oracle_says(table, committed_db, as_login, everybody):
    model, see = protection.readers()[table]
    columns = columns_of(model)
    key = str(model._meta.pk.column)
    stage = Stage()
    rows = stage.rows_for(model, columns)
    with as_login("owner"):
        stage.write(model, rows)
    of_stage = {row[key] for row in rows}
    scopes = {role.value: how_far for role, how_far in see.scopes.items()}

    seen_by_somebody, hidden_from_somebody = set(), set()
    for one in everybody:
        expected = {
            row[key] for row in rows if oracle.sees(one.who, row, scopes, columns, stage.world)
        }
        with acting_as(one.actor):
            first = set(
                see.rows(one.actor, model._default_manager.all()).values_list("pk", flat=True)
            )
            second = set(_ids(f'SELECT {key} FROM "{table}"'))
        assert first & of_stage == expected, f"Permission.rows, {one}"
        assert second & of_stage == expected, f"row security, {one}"
        assert second - of_stage == first - of_stage, f"rows of the template, {one}"
        seen_by_somebody |= expected
        hidden_from_somebody |= of_stage - expected
    assert seen_by_somebody, "nobody sees anything; then the test shows nothing"
    assert hidden_from_somebody, "everybody sees everything; then the test shows nothing"


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_written_that_was_not_granted(table, committed_db, as_login, everybody):
    model, _ = protection.readers()[table]
    columns = columns_of(model)
    key = str(model._meta.pk.column)
    stage = Stage()
    rows = stage.rows_for(model, columns)
    with as_login("owner"):
        stage.write(model, rows)
    rights = protection.declared()[table].rights
    new = Stage().rows_for(model, columns)[0]
    for one in everybody:
        assert _write(one, f'UPDATE "{table}" SET {key} = {key}') == 0, f"changed, {one}"
        assert _write(one, f'DELETE FROM "{table}"') == 0, f"removed, {one}"
        names = ", ".join(new)
        marks = ", ".join(["%s"] * len(new))
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
        assert _write(one, statement, list(new.values())) == 0, f"added, {one}"

    someone, row = everybody[0], rows[0]
    if "UPDATE" in rights:
        update = f'UPDATE "{table}" SET {key} = {key}'
        assert _write(someone, update, granted=row[columns.key]) == 1, "a grant opens its one row"
    if "INSERT" in rights:
        granted = new[columns.key]
        assert _write(someone, statement, list(new.values()), granted=granted) == 1


def _ids(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def _write(one: Caller, statement: str, values: Any = None, granted: Any = None) -> int:
    """How many rows a statement touched; 0 where it was refused. Nothing is kept."""
    with acting_as(one.actor):
        if granted is not None:
            grant([granted])
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                touched = int(cursor.rowcount)
                transaction.set_rollback(True)
        except DatabaseError as error:
            if "row-level security" in str(error) or "permission denied" in str(error):
                return 0
            raise
    return touched
