"""Databases for tests: one template, furnished once for each state of the code, and clones of it.

The server and its templates stay in ``var/test`` between runs, so that a run starts in a second
when nothing that shapes the database has changed. Several runs may go on at once.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from psycopg import sql

import setiakawan
from setiakawan.cli import assets
from setiakawan.cli.setup import make_key_file, state_of_the_tables
from setiakawan.instance.database import (
    Place,
    connect_admin,
    drop,
    find_place,
    prepare,
    role_name,
    running_server,
)
from setiakawan.instance.home import Home, UnsafePlace, find_home, refuse_unsafe_place

MADE = "SETIAKAWAN_TEST_TEMPLATE"
"""Name of the template; set by the process that begins and inherited by those it starts."""

KEPT_TEMPLATES = 3
_clones = itertools.count()


def begin() -> ExitStack:
    """Start the server and see that the template is there; the first process only."""
    stack = ExitStack()
    install_probe()
    if os.environ.get(MADE):
        return stack
    home = _test_home()
    os.environ["SETIAKAWAN_HOME"] = str(home.root)
    home.make()
    home.remember(
        area="33.72", name="Setiakawan", demo=True, filled=True, tables=state_of_the_tables()
    )
    home.remember(key_file=make_key_file(home))
    home.key("django-secret", make=True)
    place = stack.enter_context(running_server(home, throwaway=True))
    name = f"{place.name}_{_state_of_the_code()}"
    with (home.run / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(home, place)
        _drop_leftovers(place)
        assets.gather(home)
        if name not in _templates(place):
            _furnish(home, place.named(f"{name}_unfinished"))
            with connect_admin(place.named("postgres")) as connection:
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


_NOT_SHAPING = {
    "bench",
    "cli",
    "doors",
    "instance",
    "project",
    "templates",
    "testing",
    "tests",
    "web",
}
_SHAPING = ("cli/migrating.py", "testing/furnish.py")


def _probe() -> Path:
    """The tables that only tests have; they come with the source, not with the wheel."""
    return Path(setiakawan.__file__).parents[2] / "tests" / "probe"


def install_probe() -> None:
    """Name the probe to the settings, and let processes that are started from here find it."""
    root = str(_probe().parents[1])
    if not _probe().is_dir():
        return
    os.environ.setdefault("SETIAKAWAN_EXTRA_APPS", "tests.probe")
    if root not in sys.path:
        sys.path.insert(0, root)
    paths = os.environ.get("PYTHONPATH", "")
    if root not in paths.split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, paths]))


def _state_of_the_code() -> str:
    """Digest of all code and reference data that shape the template: no tests, pages or doors."""
    digest = hashlib.sha256()
    root = Path(setiakawan.__file__).parent
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.suffix not in {".py", ".csv", ".json", ".geojson", ".gz", ".toml", ".tsv"}:
            continue
        if not _NOT_SHAPING & set(name.parts) or str(name) in _SHAPING:
            digest.update(str(name).encode() + path.read_bytes())
    for path in sorted(_probe().rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _drop_leftovers(place: Place) -> None:
    """Drop clones of runs that were killed."""
    with connect_admin(place.named("postgres")) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{place.name}_t_[0-9]+_"]
        ).fetchall()
    for (name,) in rows:
        pid = int(name.removeprefix(f"{place.name}_t_").partition("_")[0])
        if not Path(f"/proc/{pid}").exists() and Path("/proc").exists():
            drop(place.named(name))


def _templates(place: Place) -> list[str]:
    """Finished templates, the oldest first."""
    with connect_admin(place.named("postgres")) as connection:
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
def clone(suffix: str) -> Iterator[str]:
    """A copy of the template under a name of its own, gone at the end."""
    place = server()
    template = os.environ[MADE]
    copy = place.named(f"{place.name}_t_{os.getpid()}_{next(_clones)}_{suffix}")
    with connect_admin(place.named("postgres")) as connection:
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
        shutil.rmtree(find_home().root / "heads" / copy.name, ignore_errors=True)
        for lock in find_home().run.glob(f"serving-{copy.name}.lock"):
            lock.unlink()
