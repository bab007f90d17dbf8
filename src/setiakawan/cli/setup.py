"""Get Django ready for one login."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from setiakawan.instance.database import Login, Place, prepare, running_server
from setiakawan.instance.home import UnsafePlace, find_home


def setup_django(login: Login) -> None:
    """Load the site with the rights of one login."""
    os.environ["SETIAKAWAN_LOGIN"] = login
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setiakawan.project.settings")
    import django

    django.setup()


def refuse(sentence: str) -> "click.exceptions.Exit":
    """Say why something can't be done, and end with 1."""
    click.echo(sentence, err=True)
    return click.exceptions.Exit(1)


@contextmanager
def server(*, must_be_initialised: bool = True) -> Iterator[Place]:
    """The database of this instance, running."""
    home = find_home()
    if must_be_initialised and not home.facts():
        raise refuse(f"Belum ada instansi di {home.root}. Jalankan: setiakawan init --area 33.72")
    try:
        with running_server(home) as place:
            yield place
    except UnsafePlace as reason:
        raise refuse(str(reason)) from reason


def migrate(place: Place, *, quiet: bool = True) -> None:
    """Make roles, tables and row security what this version needs. Can be run again.

    Runs in a process of its own, for it logs in as the owner.
    """
    home = find_home()
    prepare(home, place)
    home.key("django-secret", make=True)
    import subprocess

    subprocess.run(
        [sys.executable, "-m", "setiakawan.cli.migrating"],
        check=True,
        env={**os.environ, "SETIAKAWAN_LOGIN": "owner"},
        stdout=subprocess.DEVNULL if quiet else None,
    )
