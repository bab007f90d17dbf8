"""A copy of the test city to measure on, used with the rights of the web or the worker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from setiakawan.instance.database import Login


@contextmanager
def copied_city() -> Iterator[str]:
    """Start the test server, copy its furnished template, set Django up; all gone at the end."""
    from setiakawan.testing import databases

    with databases.begin(), databases.clone("bench") as name:
        os.environ |= {"SETIAKAWAN_DATABASE": name, "SETIAKAWAN_LOGIN": "app"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setiakawan.project.settings")
        import django
        from django.conf import settings

        django.setup()
        settings.ALLOWED_HOSTS = ["testserver"]
        yield name
        from django.db import connection

        connection.close()


@contextmanager
def logged_in(login: Login) -> Iterator[None]:
    """Use the database as another role for a while."""
    _use(login)
    try:
        yield
    finally:
        _use("app")


def _use(login: Login) -> None:
    from django.db import connection

    from setiakawan.instance.database import role_name
    from setiakawan.instance.home import find_home

    connection.close()
    connection.settings_dict |= {
        "USER": role_name(login),
        "PASSWORD": find_home().key(f"db-{login}"),
    }
