"""The part of the worker that seals: woken after each commit, looking by itself every second.

It runs beside the jobs on a connection of its own, so that no job can hold it up. Whatever goes
wrong is logged and tried again, later and later; nothing is lost meanwhile, for what waits for its
seal stands in the database.
"""

import logging
import threading
from pathlib import Path

from django.db import connection

from setiakawan.audit.sealing import seal_pending
from setiakawan.audit.waking import CHANNEL

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
LONGEST_PAUSE_S = 30.0


class Sealer:
    """Seals in a thread until it is stopped."""

    def __init__(self, *, heads: Path) -> None:
        self._heads = heads
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sealing")

    def start(self) -> None:
        """Begin to seal."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch that is being sealed, look once more, and end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = LOOK_EVERY_S
        try:
            while not self._stopping.is_set():
                try:
                    self._seal_until_stopped()
                    pause = LOOK_EVERY_S
                except Exception:  # sealing goes on whatever happened; see above
                    log.exception("sealing failed; next try in %.0f s", pause)
                    connection.close()
                    self._stopping.wait(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_S)
        finally:
            connection.close()

    def _seal_until_stopped(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while not self._stopping.is_set():
            self._seal()
            self._wait()
        self._seal()

    def _seal(self) -> None:
        sealed = seal_pending(heads=self._heads)
        if sealed:
            log.debug("sealed %d records", sealed)

    def _wait(self) -> None:
        """Wait for the next wake-up, at most a second; then take all that came meanwhile."""
        for _ in connection.connection.notifies(timeout=LOOK_EVERY_S, stop_after=1):
            pass
