"""Read what strangers send in a process of its own: little memory, little time, no file to write.

>>> facts, made = run_confined(images.clean, content)

A library that falls over a hostile file then takes nobody with it, and what it can be tricked into
using up ends with the process. The child gets the bytes and no setting, key or connection.
"""

import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger(__name__)

type Work = Callable[[bytes], tuple[Mapping[str, Any], bytes]]
"""A function of a module: bytes in, facts (as JSON knows them) and bytes out; Refused when it can't."""

MEMORY_BYTES = 1024**3
SECONDS = 10
ANSWER_BYTES = 64 * 1024**2
OPEN_FILES = 16

# Two at once in a process of the web: more would only take one another's time and memory.
_room = threading.BoundedSemaphore(2)


class Refused(Exception):
    """The work says that this content can't be used, and why (a code)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GaveUp(Exception):
    """The process ended before the work did: too much time or memory, or it fell."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """``time``, ``memory``, ``answer`` (too long) or ``fell``."""


def run_confined(
    work: Work, content: bytes, *, memory: int = MEMORY_BYTES, seconds: int = SECONDS
) -> tuple[Mapping[str, Any], bytes]:
    """Run a function on bytes in a confined process of its own; answer what it answers."""
    with _room:
        answer, code = _ask_child(work, content, memory, seconds)
    if answer is None or code == -signal.SIGXCPU:
        raise GaveUp("time")
    if len(answer) > ANSWER_BYTES:
        raise GaveUp("answer")
    if code or len(answer) < 4:
        log.warning("reading a file in a process of its own failed: exit %s", code)
        raise GaveUp("fell")
    begin = 4 + int.from_bytes(answer[:4])
    head = json.loads(answer[4:begin])
    if "refused" in head:
        raise Refused(head["refused"])
    if "gave_up" in head:
        log.warning("reading a file in a process of its own failed: %s", head.get("at", "memory"))
        raise GaveUp(head["gave_up"])
    return head["facts"], answer[begin:]


def _ask_child(
    work: Work, content: bytes, memory: int, seconds: int
) -> tuple[bytes | None, int | None]:
    """What the child wrote (None when its time was up) and how it ended."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", "from setiakawan.foundation.confined import main; main()",
         f"{work.__module__}:{work.__qualname__}", str(memory), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )  # fmt: skip
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        child.kill()

    clock = threading.Timer(seconds, end)
    feeder = threading.Thread(target=_feed, args=(child, content), name="confined")
    clock.start()
    feeder.start()
    try:
        assert child.stdout is not None  # a pipe
        answer = child.stdout.read(ANSWER_BYTES + 1)
        if len(answer) > ANSWER_BYTES:
            child.kill()
        code = child.wait()
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        feeder.join()
        child.stdout.close()  # type: ignore[union-attr]  # a pipe
    return (None if is_late.is_set() else answer), code


def _feed(child: subprocess.Popen[bytes], content: bytes) -> None:
    assert child.stdin is not None  # a pipe
    try:
        with child.stdin as pipe:
            pipe.write(content)
    except BrokenPipeError:
        log.debug("a confined process ended before it had read everything")


def main() -> None:
    """The child: load the work, close the doors behind it, do it, and write the answer."""
    name, memory, seconds = sys.argv[1:]
    module, _, function = name.partition(":")
    work: Work = getattr(importlib.import_module(module), function)
    logging.disable()  # what libraries say about a broken file is nothing for the log
    warnings.simplefilter("ignore")
    _confine(int(memory), int(seconds))
    made = b""
    try:
        facts, made = work(sys.stdin.buffer.read())
        head: Mapping[str, Any] = {"facts": facts}
    except Refused as refused:
        head = {"refused": refused.code}
    except MemoryError:
        head = {"gave_up": "memory"}
    except Exception as fault:  # noqa: BLE001  # the parent hears of it, without what was in the file
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        head = {"gave_up": "fell", "at": f"{type(fault).__name__}, {frame.name}:{frame.lineno}"}
    written = json.dumps(head).encode()
    sys.stdout.buffer.write(len(written).to_bytes(4) + written + made)


def _confine(memory: int, seconds: int) -> None:
    import resource

    for limit, most, hard in (
        (resource.RLIMIT_AS, memory, memory),
        # At the soft limit SIGXCPU tells why it ended; at the hard one SIGKILL tells nothing, and where
        # both are the same the kernel kills.
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(limit, (most, hard))
