"""The real worker process on a database of the test's own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

PATIENCE_S = 30.0


def wait_until(condition: Callable[[], bool], *, within: float = PATIENCE_S) -> float:
    """Wait for something to become true; say how long it took."""
    begun = time.monotonic()
    while not condition():
        waited = time.monotonic() - begun
        assert waited < within, f"still not so after {waited:.1f} s"
        time.sleep(0.02)
    return time.monotonic() - begun


class WorkerProcess:
    """``setiakawan worker``, as the supervisor starts it."""

    def __init__(self, database: str) -> None:
        self._environment = {**os.environ, "SETIAKAWAN_DATABASE": database}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "setiakawan", "worker"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def signal(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; answer the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def worker(committed_db: str) -> Iterator[WorkerProcess]:
    """A worker that isn't started yet; gone at the end whatever happened."""
    made = WorkerProcess(committed_db)
    yield made
    made.stop()
