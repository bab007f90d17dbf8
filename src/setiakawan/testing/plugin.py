"""Pytest plugin: loaded with ``-p setiakawan.testing.plugin``, before Django's settings are read."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from setiakawan.testing import databases

_stack = databases.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, in the process that started it."""
    _stack.close()


def _use(name: str, login: str = "app") -> None:
    from django.db import connections

    from setiakawan.instance.database import role_name
    from setiakawan.instance.home import find_home

    connection = connections["default"]
    connection.close()
    connection.settings_dict |= {
        "NAME": name,
        "USER": role_name(login),  # type: ignore[arg-type]
        "PASSWORD": find_home().key(f"db-{login}"),
    }


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
