"""Run the web and the worker, and see that they go on running until they are told to stop.

Both are children in sessions of their own, so Ctrl-C reaches only this process, which then stops
them in order: the web first, the worker after it (what was written last is still sealed), the
database last. A worker that dies is started again; without the web there is nothing to serve.
"""

import fcntl
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from setiakawan.cli.lifeline import VARIABLE
from setiakawan.instance.home import Home

log = logging.getLogger(__name__)

READY_WITHIN_S = 30
STOP_WITHIN_S = 20
LONGEST_PAUSE_S = 30
STEADY_AFTER_S = 60
"""A worker that ran this long was well; its next fall counts as the first again."""


class AlreadyRunning(Exception):
    """This instance is being served; the sentence says where."""


class PortTaken(Exception):
    """Something else listens there."""


class WebFails(Exception):
    """The web doesn't start, or fell."""


@dataclass(frozen=True)
class Address:
    """Where the web listens and how it is called."""

    host: str
    port: int
    shown: str
    """The address for people."""
    also: tuple[str, ...] = ()
    """Other host names and addresses it answers to."""
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_https(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.certificate is not None


@contextmanager
def only_one(home: Home, address: str) -> Iterator[None]:
    """Hold the place of the one that serves this instance (or one copy of its database)."""
    home.run.mkdir(parents=True, exist_ok=True)
    name = "-".join(["serving", *filter(None, [os.environ.get("SETIAKAWAN_DATABASE")])])
    with (home.run / f"{name}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            running = json.loads(lock.read() or "{}")
            raise AlreadyRunning(
                f"Sudah berjalan di {running.get('address', '?')} (proses {running.get('pid', '?')})."
                " Hentikan dahulu dengan Ctrl-C di jendelanya, atau pakai yang sudah berjalan."
            ) from None
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "address": address}))
        lock.flush()
        yield


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken before any long work begins."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as reason:
            raise PortTaken(
                f"Port {port} hanya boleh dipakai root. Pilih yang lain: PORT=8001"
            ) from reason
        except OSError as reason:
            raise PortTaken(
                f"Port {port} sudah dipakai program lain. Pilih yang lain, misalnya PORT={port + 1}"
            ) from reason


class _Stop(Exception):
    """Somebody asked to stop."""


def serve(address: Address, *, with_worker: bool, when_ready: str) -> None:
    """Serve until a signal says to stop. ``when_ready`` is printed once pages can be opened."""
    watched, kept = os.pipe()
    environment = {**os.environ, VARIABLE: str(watched)}
    previous = {name: signal.signal(name, _raise_stop) for name in (signal.SIGTERM, signal.SIGHUP)}
    web: subprocess.Popen[bytes] | None = None
    worker: _Worker | None = None
    try:
        web = _start(
            ["gunicorn", "--config", "python:setiakawan.cli.gunicorn_settings"],
            environment | _web_environment(address),
            watched,
        )
        if with_worker:
            worker = _Worker(environment, watched)
        _wait_until_ready(address, web)
        sys.stdout.write(when_ready + "\n")
        sys.stdout.flush()
        while True:
            if web.poll() is not None:
                raise WebFails(f"Layanan web berhenti sendiri (keluar {web.returncode}).")
            if worker is not None:
                worker.keep_running()
            time.sleep(0.2)
    except (_Stop, KeyboardInterrupt):
        pass  # what was asked for; the rest is below
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)  # stopping isn't interrupted halfway
        for child in (web, worker.process if worker else None):
            _stop(child)
        os.close(kept)
        os.close(watched)
        for name, handler in previous.items():
            signal.signal(name, handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise _Stop


def _web_environment(address: Address) -> dict[str, str]:
    host = f"[{address.host}]" if ":" in address.host else address.host
    hosts = ["localhost", "127.0.0.1", "[::1]", *address.also]
    made = {
        "SETIAKAWAN_LOGIN": "app",
        "SETIAKAWAN_POOL": "1",
        "SETIAKAWAN_BIND": f"{host}:{address.port}",
        "SETIAKAWAN_HOSTS": os.environ.get("SETIAKAWAN_HOSTS") or ",".join(hosts),
    }
    if address.is_https:
        made |= {
            "SETIAKAWAN_HTTPS": "1",
            "SETIAKAWAN_TLS_CERTIFICATE": str(address.certificate),
            "SETIAKAWAN_TLS_KEY": str(address.key),
        }
    return made


def _start(
    module: list[str], environment: Mapping[str, str], lifeline: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[lifeline],
    )


class _Worker:
    """The worker's process, started again with growing pauses when it falls."""

    def __init__(self, environment: Mapping[str, str], lifeline: int) -> None:
        self._environment = {**environment, "SETIAKAWAN_LOGIN": "worker"}
        self._lifeline = lifeline
        self._pause = 1.0
        self._start_at: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._started_at = time.monotonic()
        self._start_at = None
        self.process = _start(["setiakawan", "worker"], self._environment, self._lifeline)

    def keep_running(self) -> None:
        """Start it again if it fell, after a pause."""
        if self.process.poll() is None:
            return
        if self._start_at is None:
            if time.monotonic() - self._started_at > STEADY_AFTER_S:
                self._pause = 1.0
            log.error(
                "the worker fell (exit %s); it starts again in %.0f s",
                self.process.returncode,
                self._pause,
            )
            self._start_at = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        elif time.monotonic() >= self._start_at:
            self._begin()


def _wait_until_ready(address: Address, web: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104  # compared, not bound
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        if web.poll() is not None:
            raise WebFails(f"Layanan web tidak dapat dimulai (keluar {web.returncode}).")
        try:
            socket.create_connection((host, address.port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise WebFails(f"Layanan web belum menjawab setelah {READY_WITHIN_S} detik.")


def _stop(child: subprocess.Popen[bytes] | None) -> None:
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
