"""Take times, and write them so that somebody can compare."""

import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    what: str
    value: str
    note: str = ""


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def repeated(call: Callable[[], object], times: int, *, warm: int = 3) -> list[float]:
    """How long a call takes, again and again, after some that don't count."""
    for _ in range(warm):
        call()
    return [seconds(call) for _ in range(times)]


def p95(taken: Sequence[float]) -> float:
    """The time that 95 of 100 keep."""
    return statistics.quantiles(taken, n=20)[-1]


def ms(taken: float) -> str:
    """Milliseconds."""
    return f"{taken * 1000:,.1f} ms"


def machine() -> str:
    """The machine, so that nobody compares apples with pears: processor, cores, memory, Python."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
        cores = Path("/proc/cpuinfo").read_text().count("processor\t")
        memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
        size = f", {cores} core, {memory} GB"
    except OSError:
        size = ""  # not Linux: the name of the processor must do
    return f"{model}{size}, {platform.system()}, Python {platform.python_version()}"


def table(lines: Sequence[Line]) -> str:
    """The lines as a table of text, which Markdown reads too."""
    width = [max(len(getattr(one, name)) for one in lines) for name in ("what", "value", "note")]
    rows = [
        f"| {one.what:<{width[0]}} | {one.value:>{width[1]}} | {one.note:<{width[2]}} |"
        for one in lines
    ]
    rule = "|" + "|".join("-" * (one + 2) for one in width) + "|"
    return "\n".join([rows[0], rule, *rows[1:]])
