"""Wake the sealing job after a commit.

NOTIFY inside the operation's own transaction would make all writers queue for one lock at commit
(PostgreSQL holds the notification queue's lock until the end of it), so it is sent afterwards, on
its own, and not more often than needed.
"""

import time
from threading import Lock

from django.db import connection

CHANNEL = "setiakawan_seal"
AT_MOST_EVERY_S = 0.25

_lock = Lock()
_last = 0.0


def wake() -> None:
    """Tell the worker that there is something to seal, at most four times a second a process."""
    global _last
    with _lock:
        if time.monotonic() - _last < AT_MOST_EVERY_S:
            return  # the sealing job also looks by itself every second
        _last = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
