"""What row security costs on a table as large as a city: 600,000 residents known to lists."""

import json
import statistics
from collections.abc import Iterator
from typing import Any

from django.db import connection

from setiakawan.access.actors import Actor, Held
from setiakawan.access.context import acting_as
from setiakawan.access.permissions import Columns, Link, Permission
from setiakawan.access.protection import protection_of, table_statements
from setiakawan.access.roles import Role
from setiakawan.bench.city import logged_in
from setiakawan.bench.timing import Line, ms, repeated
from setiakawan.foundation.ids import uuid7
from setiakawan.instance.database import role_name

ROWS = 600_000
TABLE = "bench_resident"
CITY, KELURAHAN = "33.72", "33.72.03.1008"

SEE = Permission(
    "bench.see_resident",
    {
        Role.PSM: "area",
        Role.COORDINATOR: "area",
        Role.KELURAHAN_STAFF: "area",
        Role.OFFICER: "area",
        Role.CASE_MANAGER: "team",
        Role.STAFF: "area",
        Role.MEMBER: "own",
    },
)
"""As many roles as a real table of persons will have."""

COLUMNS = Columns(
    area="area_code",
    own="account_id",
    team=Link(table="bench_team", row="resident_id"),
    restricted="is_restricted",
    grants=Link(table="bench_team", row="resident_id"),
    bars=Link(table="accounts_bar", row="subject_id", live="l.ended_at IS NULL"),
)

MAKE = f"""
CREATE TABLE bench_team (resident_id uuid, account_id uuid);
CREATE INDEX ON bench_team (account_id, resident_id);
GRANT SELECT ON bench_team TO {{app}};
CREATE TABLE {TABLE} (
  id uuid PRIMARY KEY, area_code varchar(24) COLLATE "C" NOT NULL, account_id uuid,
  is_restricted boolean NOT NULL, name varchar(200) NOT NULL
);
INSERT INTO {TABLE}
  SELECT gen_random_uuid(),
    a.code || '.' || lpad((n / 54 % 12 + 1)::text, 3, '0') || '.' || lpad((n / 648 % 5 + 1)::text, 3, '0'),
    NULL, n % 100 = 0, md5(n::text)
  FROM generate_series(1, {ROWS}) n
  JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS nth, count(*) OVER () AS many
        FROM areas_area WHERE level = 4 AND valid_until IS NULL) a ON a.nth = n % a.many;
CREATE INDEX ON {TABLE} (area_code, name);
CREATE INDEX ON {TABLE} (name);
"""

QUERIES = {
    "daftar 50 nama sekelurahan": (
        KELURAHAN,
        f"SELECT id, name FROM {TABLE} WHERE area_code >= '{KELURAHAN}' AND area_code < '{KELURAHAN}/'"
        " {open} ORDER BY name LIMIT 50",
    ),
    "hitung sekelurahan": (
        KELURAHAN,
        f"SELECT count(*) FROM {TABLE} WHERE area_code >= '{KELURAHAN}' AND area_code < '{KELURAHAN}/'"
        " {open}",
    ),
    "daftar 50 nama sekota": (
        CITY,
        f"SELECT id, name FROM {TABLE} WHERE area_code >= '{CITY}' AND area_code < '{CITY}/'"
        " {open} ORDER BY name LIMIT 50",
    ),
    "hitung sekota": (
        CITY,
        f"SELECT count(*) FROM {TABLE} WHERE area_code >= '{CITY}' AND area_code < '{CITY}/' {{open}}",
    ),
    "hitung tanpa saringan sendiri (PSM)": (
        KELURAHAN,
        f"SELECT count(*) FROM {TABLE} WHERE TRUE {{open}}",
    ),
    "satu baris menurut id": (KELURAHAN, f"SELECT name FROM {TABLE} WHERE id = '{{one}}'"),
}
OPEN = "AND NOT is_restricted"
"""What the list filter adds in both cases; without row security nothing else hides them."""


def measure(explain: bool = False) -> Iterator[Line]:
    """Each query as the app under row security and as the owner without."""
    with logged_in("owner"):
        one = _make()
    for name, (reach, text) in QUERIES.items():
        query = text.format(open=OPEN, one=one)
        role = Role.OFFICER if reach == CITY else Role.PSM
        actor = Actor("person", uuid7(), (Held(role, reach),))
        times = 40 if "sekota" not in name and "tanpa" not in name else 9
        with logged_in("owner"):
            free = statistics.median(repeated(lambda q=query: _run(q), times))  # type: ignore[misc]
        with acting_as(actor):
            held = statistics.median(repeated(lambda q=query: _run(q), times))  # type: ignore[misc]
            plan = _plan(query) if explain else ""
        yield Line(f"RLS: {name}", f"{held / free:.2f} x", f"{ms(held)} dengan, {ms(free)} tanpa")
        if explain:
            print(f"\n-- {name}\n{plan}")  # noqa: T201  # asked for with --explain


def _make() -> str:
    app, worker = role_name("app"), role_name("worker")
    with connection.cursor() as cursor:
        cursor.execute(MAKE.format(app=app))
        protection = protection_of(TABLE, COLUMNS, SEE)
        for statement in table_statements(protection, app, worker):
            cursor.execute(statement)
        cursor.execute(f"VACUUM ANALYZE {TABLE}")
        cursor.execute(
            f"SELECT id FROM {TABLE} WHERE area_code >= %s AND area_code < %s"
            " AND NOT is_restricted LIMIT 1",
            [KELURAHAN, KELURAHAN + "/"],
        )
        return str(cursor.fetchone()[0])


def _run(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _plan(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {query}")
        return "\n".join(row[0] for row in cursor.fetchall())


def as_json(lines: list[Line]) -> str:
    """The lines for a program."""
    return json.dumps([vars(one) for one in lines], indent=1, ensure_ascii=False)
