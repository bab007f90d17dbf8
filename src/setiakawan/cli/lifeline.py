"""A child leaves when its parent is gone, however that went.

The parent keeps the writing end of a pipe and never writes. When it ends, by whatever signal, the
kernel closes that end, the child reads the end of the file, and stops itself in the ordinary way.
"""

import os
import signal
import threading

VARIABLE = "SETIAKAWAN_LIFELINE"


def leave_with_parent() -> None:
    """Watch the pipe named in the environment, if there is one."""
    handle = os.environ.pop(VARIABLE, "")
    if handle:
        threading.Thread(target=_watch, args=(int(handle),), daemon=True).start()


def _watch(handle: int) -> None:
    os.read(handle, 1)
    os.kill(os.getpid(), signal.SIGTERM)
