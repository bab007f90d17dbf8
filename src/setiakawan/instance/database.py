"""The database of an instance: where it is, which roles log in, how it is made.

Three roles log in: *owner* (migrations; owns the tables), *app* (the web) and *worker* (jobs). The
web and the worker log in as themselves and can never become the owner.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from setiakawan.instance.home import Home, write_whole
from setiakawan.instance.server import embedded_server

Login = Literal["owner", "app", "worker"]
LOGINS: tuple[Login, ...] = ("owner", "app", "worker")
OLDEST_SERVER = 150_000  # PostgreSQL 15


@dataclass(frozen=True)
class Place:
    """Where a database is."""

    host: str
    port: int
    name: str
    admin: str = ""
    admin_password: str = ""

    def named(self, name: str) -> "Place":
        """The same server, another database."""
        return Place(self.host, self.port, name, self.admin, self.admin_password)


def role_name(login: Login) -> str:
    """The database role of a login. ``SETIAKAWAN_ROLES`` changes the prefix on a shared server."""
    return f"{os.environ.get('SETIAKAWAN_ROLES', 'setiakawan')}_{login}"


def find_place(home: Home) -> Place | None:
    """Where this instance's database is; None when the embedded server isn't running.

    ``DATABASE_URL`` (``postgresql://user:password@host:port/name``) names a server of one's own. Its
    user makes the roles at ``init`` and isn't used by the web or the worker, which may be given the
    same address without user and password.
    """
    if url := os.environ.get("DATABASE_URL"):
        place = place_of(url)
    else:
        running = home.run / "server.json"
        if not running.exists():
            return None
        found = json.loads(running.read_text())
        place = Place(found["host"], found["port"], "setiakawan", "postgres", home.key("db-admin"))
    # Tests and drills work on copies beside the instance's own database.
    return place.named(os.environ.get("SETIAKAWAN_DATABASE", place.name))


def place_of(url: str) -> Place:
    """Read a database address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DATABASE_URL harus dimulai dengan postgresql://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return Place(
        host=unquote(parts.hostname or query.get("host", "localhost")),
        port=parts.port or int(query.get("port", "5432")),
        name=unquote(parts.path.lstrip("/")) or "setiakawan",
        admin=unquote(parts.username or ""),
        admin_password=unquote(parts.password or ""),
    )


@contextmanager
def running_server(home: Home, *, throwaway: bool = False) -> Iterator[Place]:
    """Start the embedded server (or use the one of ``DATABASE_URL``) and stop it at the end.

    Whoever comes second shares the running one; the last one out stops it. ``throwaway`` trades
    the safety of the data for speed, for tests.
    """
    if os.environ.get("DATABASE_URL"):
        place = find_place(home)
        assert place is not None
        yield place
        return
    with embedded_server(home, throwaway=throwaway) as listening:
        write_whole(
            home.run / "server.json",
            json.dumps({"host": listening.host, "port": listening.port}) + "\n",
        )
        found = find_place(home)
        assert found is not None
        yield found


def connect_admin(place: Place) -> psycopg.Connection[Any]:
    """Log in as who may make roles and databases; everything it does commits at once."""
    return psycopg.connect(
        host=place.host,
        port=place.port,
        dbname=place.name,
        user=place.admin or None,
        password=place.admin_password or None,
        autocommit=True,
    )


DROP_TRIES = 50


def drop(place: Place) -> None:
    """Take a database away, with whoever is still connected.

    The server's own cleaner (autovacuum) may be in it, and only a superuser may send that away: it
    leaves by itself soon, so it is asked again for some seconds.
    """
    with connect_admin(place.named("postgres")) as connection:
        for left in reversed(range(DROP_TRIES)):
            try:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                        sql.Identifier(place.name)
                    )
                )
            except psycopg.errors.InsufficientPrivilege:
                if not left:
                    raise
                time.sleep(0.2)
            else:
                return


class ServerTooOld(Exception):
    """PostgreSQL 15 or newer is needed."""


def prepare(home: Home, place: Place) -> None:
    """Make the three roles and the database, if they are missing. Can be run again."""
    with connect_admin(place.named("postgres")) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise ServerTooOld(
                f"PostgreSQL {connection.info.server_version // 10_000} terlalu lama; perlu 15 ke atas."
            )
        for login in LOGINS:
            role = sql.Identifier(role_name(login))
            password = sql.Literal(home.key(f"db-{login}", make=True))
            exists = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role_name(login)]
            ).fetchone()
            # Only a superuser may say NOSUPERUSER again of a role that exists (up to PostgreSQL 15);
            # `setiakawan doctor` and the tests look at what the role may do.
            connection.execute(
                sql.SQL(
                    "ALTER ROLE {} LOGIN PASSWORD {}"
                    if exists
                    else "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {}"
                ).format(role, password)
            )
        owner = sql.Identifier(role_name("owner"))
        # Who set the roles up may act for them: give the owner its database, and end sessions of the
        # web and the worker when a copy is dropped. A superuser could anyway.
        for login in LOGINS:
            role = sql.Identifier(role_name(login))
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [place.name]
        ).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(place.name), owner
                )
            )
    with connect_admin(place) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        for login in ("app", "worker"):
            connection.execute(
                sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(
                    sql.Identifier(role_name(login))
                )
            )


def django_database(home: Home, login: Login, *, pool: bool) -> Mapping[str, Any]:
    """Django's settings for one login; a place that can't be reached until the server runs."""
    place = find_place(home) or Place(str(home.run / "server-is-not-running"), 5432, "setiakawan")
    options: dict[str, Any] = {"application_name": f"setiakawan-{login}"}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 10, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": place.host,
        "PORT": str(place.port),
        "NAME": place.name,
        "USER": role_name(login),
        "PASSWORD": home.key(f"db-{login}"),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
    }
