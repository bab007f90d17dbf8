"""Pytest plugin: loaded with ``-p setiakawan.testing.plugin``, before Django's settings are read."""

from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from setiakawan.testing import databases

_stack = databases.begin()

# Examples take as long as the machine is busy; how fast something is, `make bench` says.
hypothesis_settings.register_profile("setiakawan", deadline=None, print_blob=True)
hypothesis_settings.load_profile("setiakawan")

IN_A_BROWSER = {"browser", "live_server", "site"}
ON_THE_DATABASE = {"db", "committed_db", "module_db", "as_login", "django_db_setup"}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, in the process that started it."""
    _stack.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they stand on, so that nobody has to remember to."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & IN_A_BROWSER:
            item.add_marker("journey")
        if used & ON_THE_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_configure(config: pytest.Config) -> None:
    """Put our databases in the place of pytest-django's, and look at every connection a test opens."""
    from django.db.backends.signals import connection_created

    from setiakawan.testing import fixtures

    config.pluginmanager.register(fixtures, "setiakawan-fixtures")

    def look(sender: object, connection: Any, **more: Any) -> None:
        fixtures.refuse_power(connection)

    connection_created.connect(look, weak=False, dispatch_uid="setiakawan.testing")
