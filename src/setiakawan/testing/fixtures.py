"""The databases of a test: one rolled-back transaction as the app, or a clone in which all commits.

Registered by the plugin after pytest-django, whose fixtures of the same name these replace.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from setiakawan.testing import databases

_as_whom = "app"


def _use(name: str, login: str = "app") -> None:
    from django.db import connections

    from setiakawan.instance.database import role_name
    from setiakawan.instance.home import find_home

    global _as_whom
    _as_whom = login
    connection = connections["default"]
    connection.close()
    connection.settings_dict |= {
        "NAME": name,
        "USER": role_name(login),  # type: ignore[arg-type]
        "PASSWORD": find_home().key(f"db-{login}"),
    }


class TooMuchPower(AssertionError):
    """A test would pass for the wrong reason: its login isn't held back by row security."""


WHAT_THE_LOGIN_MAY = """
SELECT r.rolsuper, r.rolbypassrls, pg_has_role(current_user, %s, 'MEMBER'),
  EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_power(connection: Any) -> None:
    """Fail whatever test opened a connection that row security doesn't hold back.

    ``as_login("owner")`` is the one way to have such a connection, and it says so.
    """
    from setiakawan.instance.database import role_name

    if _as_whom == "owner":
        return
    with connection.cursor() as cursor:
        cursor.execute(WHAT_THE_LOGIN_MAY, [role_name("owner")])
        found = cursor.fetchone()
    names = ("is a superuser", "bypasses row security", "can become the owner", "owns tables")
    powers = [name for name, has in zip(names, found, strict=True) if has]
    if powers:
        raise TooMuchPower(f"{connection.settings_dict['USER']} {' and '.join(powers)}")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: "object", request: pytest.FixtureRequest
) -> Iterator[None]:
    """The database of this process: a clone of the template, used as the app role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.clone(worker) as name:
        _use(name)
        yield
        from django.db import connections

        connections["default"].close()


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: object, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database of the test's own in which everything commits; yields its name."""
    from django.db import connections

    before = str(connections["default"].settings_dict["NAME"])
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.clone(f"{worker}_own") as name, django_db_blocker.unblock():  # type: ignore[attr-defined]
        _use(name)
        try:
            yield name
        finally:
            _use(before)


@pytest.fixture(scope="module")
def module_db(
    django_db_setup: None, django_db_blocker: object
) -> Iterator[Callable[[str], AbstractContextManager[None]]]:
    """A database of a module's own, for a stage that is dear to set; yields how to change the login."""
    from django.db import connections

    before = str(connections["default"].settings_dict["NAME"])
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.clone(f"{worker}_module") as name, django_db_blocker.unblock():  # type: ignore[attr-defined]

        @contextmanager
        def logged_in(login: str) -> Iterator[None]:
            _use(name, login)
            try:
                yield
            finally:
                _use(name)

        _use(name)
        try:
            yield logged_in
        finally:
            _use(before)


@pytest.fixture
def as_login(committed_db: str) -> Callable[[str], AbstractContextManager[None]]:
    """Log in as ``owner``, ``app`` or ``worker`` for a while; only where everything commits."""

    @contextmanager
    def logged_in(login: str) -> Iterator[None]:
        _use(committed_db, login)
        try:
            yield
        finally:
            _use(committed_db)

    return logged_in


@pytest.fixture
def transactional_db() -> None:
    """Refused: it would empty tables, which the ledger forbids. Use ``committed_db``."""
    raise RuntimeError("use the fixture committed_db, a clone of the template")
