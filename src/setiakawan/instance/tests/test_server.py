"""The embedded server: shared by all its users, stopped by the last, closed to strangers."""

import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from setiakawan.instance.database import connect_admin, prepare, role_name, running_server
from setiakawan.instance.home import Home, UnsafePlace
from setiakawan.instance.server import embedded_server

USE_IT = """
import sys
from pathlib import Path
from setiakawan.instance.home import Home
from setiakawan.instance.server import embedded_server
with embedded_server(Home(Path(sys.argv[1])), throwaway=True):
    print("up", flush=True)
    sys.stdin.read()
"""


def server_pid(home: Home) -> int | None:
    """The process of the running server, None when there is none."""
    note = home.database / "postmaster.pid"
    if not note.exists():
        return None
    pid = int(note.read_text().splitlines()[0])
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return pid
    return None


def another_user(home: Home) -> subprocess.Popen[str]:
    """Another process that uses the server until its standard input ends."""
    user = subprocess.Popen(
        [sys.executable, "-c", USE_IT, str(home.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "up\n"
    return user


def test_the_last_user_stops_the_server(home: Home):
    with embedded_server(home, throwaway=True):
        first = server_pid(home)
        other = another_user(home)
    assert server_pid(home) == first is not None

    other.communicate()

    assert server_pid(home) is None


def test_a_user_who_was_killed_does_not_keep_it_alive(home: Home):
    with embedded_server(home, throwaway=True):
        other = another_user(home)
        other.send_signal(signal.SIGKILL)
        other.communicate()

    assert server_pid(home) is None


def test_left_running_by_a_killed_user_it_is_taken_over(home: Home):
    other = another_user(home)
    left = server_pid(home)
    other.send_signal(signal.SIGKILL)
    other.communicate()

    with embedded_server(home, throwaway=True):
        assert server_pid(home) == left is not None

    assert server_pid(home) is None


def test_nobody_comes_in_without_a_password(home: Home):
    with running_server(home, throwaway=True) as place:
        for user in ("postgres", role_name("app")):
            with pytest.raises(psycopg.OperationalError, match=r"password|role"):
                psycopg.connect(
                    host=place.host, port=place.port, dbname="postgres", user=user, password=""
                )
        rules = (home.database / "pg_hba.conf").read_text()
    assert "trust" not in [line.split()[-1] for line in rules.splitlines() if line[:5] == "local"]


def test_the_roles_are_made_once_and_hold_no_power(home: Home):
    with running_server(home, throwaway=True) as place:
        prepare(home, place)
        prepare(home, place)
        with connect_admin(place) as connection:
            rows = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles"
                " WHERE rolname LIKE 'setiakawan%' ORDER BY rolname"
            ).fetchall()
    assert rows == [
        (f"setiakawan_{login}", False, False, False, True) for login in ("app", "owner", "worker")
    ]


def test_keys_are_for_their_owner_alone(home: Home):
    with running_server(home, throwaway=True) as place:
        prepare(home, place)
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.keys.iterdir()} == {0o600}
    assert not (home.run / "first-password").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_below_a_closed_folder_it_refuses_and_opens_nothing(home: Home):
    closed = home.root.parent / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(UnsafePlace, match=str(closed)), embedded_server(Home(closed / "home")):
        pass

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_long_path_gets_its_socket_elsewhere(home: Home):
    deep = Home(home.root.parent / ("a-long-name-" * 10) / "home")
    with embedded_server(deep, throwaway=True) as listening:
        assert Path(listening.host) != deep.database
        assert (Path(listening.host) / f".s.PGSQL.{listening.port}").is_socket()
    assert not Path(listening.host).exists()
