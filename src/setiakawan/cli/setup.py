"""Get Django ready for one login, and an instance ready for use."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg

import setiakawan
from setiakawan.cli.progress import say_step
from setiakawan.foundation.keyring import Keyring, NoKeyFile
from setiakawan.instance.database import (
    Login,
    Place,
    ServerTooOld,
    drop,
    find_place,
    prepare,
    running_server,
)
from setiakawan.instance.home import Home, UnsafePlace, find_home
from setiakawan.instance.server import ServerFails

SETTINGS = "setiakawan.project.settings"


def setup_django(login: Login) -> None:
    """Load the site with the rights of one login."""
    os.environ["SETIAKAWAN_LOGIN"] = login
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
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
    except (UnsafePlace, ServerFails, ServerTooOld, ValueError) as reason:
        raise refuse(str(reason)) from reason
    except psycopg.OperationalError as reason:
        raise refuse(f"Basis data tidak dapat dihubungi: {reason}".strip()) from reason


def find_database(home: Home) -> Place:
    """Where the running database of this instance is."""
    place = find_place(home)
    assert place is not None  # asked only inside server()
    return place


def start_over(home: Home, place: Place) -> None:
    """Throw away a demo that was never finished, with its heads; nothing else is ever thrown away."""
    facts = home.facts()
    assert facts.get("demo") and not facts.get("filled")
    drop(place)
    for head in home.heads.glob("*.json"):
        head.unlink()
    home.facts_file.unlink()


def run_as(login: Login, module: str, *arguments: str) -> str:
    """Run a module of ours under another login, in a process of its own; answer what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        env={**os.environ, "SETIAKAWAN_LOGIN": login, "DJANGO_SETTINGS_MODULE": SETTINGS},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise refuse(f"Langkah {module} gagal (keluar {done.returncode}); alasannya di atas.")
    return done.stdout


def migrate(place: Place) -> None:
    """Make roles, tables and row security what this version needs. Can be run again.

    The tables are changed by the owner's login, in a process of its own.
    """
    home = find_home()
    key_file = make_key_file(home)
    home.key("django-secret", make=True)
    say_step("Basis data dan hak masuknya …")
    prepare(home, place)
    say_step("Tabel dan perlindungannya …")
    run_as("owner", "setiakawan.cli.migrating")
    if home.facts():
        home.remember(tables=state_of_the_tables(), key_file=key_file)


def make_key_file(home: Home) -> str:
    """The id of the key file; made where this instance never had one, refused where it is lost."""
    home.make()
    if not home.key_file.exists() and not home.facts().get("key_file"):
        return str(Keyring.make(home.key_file).id)
    return str(key_ring(home).id)


def key_ring(home: Home) -> Keyring:
    """The keys of this instance; a sentence where the file is lost, broken or another instance's."""
    try:
        ring = Keyring.load(home.key_file)
    except NoKeyFile as reason:
        raise refuse(
            f"Berkas kunci {home.key_file} tidak ada atau rusak. Tanpa berkas ini NIK dan foto tidak"
            " dapat dibaca, dan tidak ada yang dapat membuatnya lagi. Kembalikan dari salinan Anda."
        ) from reason
    if home.facts().get("key_file", str(ring.id)) != str(ring.id):
        raise refuse(
            f"Berkas kunci {home.key_file} milik instansi lain. Kembalikan dari salinan Anda."
        )
    return ring


def needs_migrating(home: Home) -> bool:
    """Say whether the code shapes the tables otherwise than when they were last brought up to date."""
    return bool(home.facts().get("tables") != state_of_the_tables())


def state_of_the_tables() -> str:
    """Digest of all code that shapes tables and row security."""
    digest = hashlib.sha256()
    root = Path(setiakawan.__file__).parent
    shaping = [
        *root.glob("*/migrations/*.py"),
        *root.glob("*/permissions.py"),
        *root.glob("*/models.py"),
        *root.glob("access/*.py"),
    ]
    for path in sorted(shaping):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
