"""Databases for tests: one template, furnished once for each state of the code, and clones of it.

The server and its templates stay in ``var/test`` between runs, so that a run starts in a second
when nothing that shapes the database has changed. Several runs may go on at once.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

import setiakawan
from setiakawan.instance.database import Place, find_place, prepare, role_name, running_server
from setiakawan.instance.home import Home, UnsafePlace, find_home, refuse_unsafe_place

MADE = "SETIAKAWAN_TEST_TEMPLATE"
"""Name of the template; set by the process that begins and inherited by those it starts."""

KEPT_TEMPLATES = 3


def begin() -> ExitStack:
    """Start the server and see that the template is there; the first process only."""
    stack = ExitStack()
    if os.environ.get(MADE):
        return stack
    home = _test_home()
    os.environ["SETIAKAWAN_HOME"] = str(home.root)
    home.make()
    home.remember(area="33.72", name="Setiakawan", demo=True)
    home.key("django-secret", make=True)
    place = stack.enter_context(running_server(home))
    name = f"{place.name}_{_state_of_the_code()}"
    with (home.run / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(home, place)
        if name not in _templates(place):
            _furnish(home, place.named(f"{name}_unfinished"))
            with _admin(place) as connection:
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(f"{name}_unfinished"), sql.Identifier(name)
                    )
                )
            for old in _templates(place)[:-KEPT_TEMPLATES]:
                drop(place.named(old))
    os.environ[MADE] = name
    return stack


def _test_home() -> Home:
    wanted = Path("var/test").resolve()
    try:
        refuse_unsafe_place(wanted / "database")
    except UnsafePlace:
        wanted = Path(tempfile.gettempdir()) / f"setiakawan-test-{os.getuid()}"
    return Home(wanted)


def _state_of_the_code() -> str:
    """Digest of all code that shapes the template: everything but tests and pages."""
    digest = hashlib.sha256()
    root = Path(setiakawan.__file__).parent
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix in {".py", ".csv", ".json", ".gz"} and not {"tests", "web"} & set(parts):
            digest.update(str(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _templates(place: Place) -> list[str]:
    """Finished templates, the oldest first."""
    with _admin(place) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s ORDER BY oid",
            [f"^{place.name}_[0-9a-f]{{12}}$"],
        ).fetchall()
    return [row[0] for row in rows]


def _furnish(home: Home, place: Place) -> None:
    drop(place)
    prepare(home, place)
    for step, login in (
        ("setiakawan.cli.migrating", "owner"),
        ("setiakawan.testing.furnish", "worker"),
    ):
        subprocess.run(
            [sys.executable, "-m", step],
            check=True,
            env={
                **os.environ,
                "SETIAKAWAN_LOGIN": login,
                "SETIAKAWAN_DATABASE": place.name,
                "DJANGO_SETTINGS_MODULE": "setiakawan.project.settings",
            },
        )


def server() -> Place:
    """The test server."""
    place = find_place(find_home())
    assert place is not None
    return place


@contextmanager
def _admin(place: Place) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(
        host=place.host,
        port=place.port,
        dbname="postgres",
        user=place.admin,
        password=place.admin_password,
        autocommit=True,
    ) as connection:
        yield connection


def drop(place: Place) -> None:
    """Take a database away, with whoever is still connected."""
    with _admin(place) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(place.name))
        )


@contextmanager
def clone(suffix: str) -> Iterator[str]:
    """A copy of the template under a name of its own, gone at the end."""
    place = server()
    template = os.environ[MADE]
    copy = place.named(f"{place.name}_t_{os.getpid()}_{suffix}")
    with _admin(place) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                sql.Identifier(copy.name),
                sql.Identifier(template),
                sql.Identifier(role_name("owner")),
            )
        )
    try:
        yield copy.name
    finally:
        drop(copy)
