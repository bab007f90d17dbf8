"""A database connection for work that no web request wraps."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def fresh_connection() -> Iterator[None]:
    """Let a job begin with a connection that works, and leave none broken to the next one.

    Django does this around web requests only. Without it a worker that has seen the database
    restart would fail at every job until it is restarted too.
    """
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
