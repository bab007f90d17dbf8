"""How far somebody reaches: an area code, and so one range in byte order.

A code is a dotted path (``33.72.04.1009.012.003``); everything below it begins with it and a dot.
``.`` is byte 2E and ``/`` is byte 2F, so ``[code, code + "/")`` holds the code and all below it.
No other *valid* code falls in between: the only valid continuation of a code is a dot, and a
sibling differs before that.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Range(NamedTuple):
    """Codes from ``low`` (held) to ``high`` (not held), in byte order (``COLLATE "C"``)."""

    low: str
    high: str

    def holds(self, code: str) -> bool:
        """Say whether a code lies in this range."""
        return self.low <= code < self.high


def reach_range(code: str) -> Range:
    """Turn a reach into the range of the codes that lie in it."""
    return Range(code, code + "/")


def reach_ranges(codes: Iterable[str]) -> tuple[Range, ...]:
    """Turn several reaches into disjoint ranges in order; what lies in another is dropped."""
    kept: list[Range] = []
    for code in sorted(set(codes)):
        if not kept or not kept[-1].holds(code):
            kept.append(reach_range(code))
    return tuple(kept)


def multirange(ranges: Iterable[Range]) -> str:
    """Write ranges as PostgreSQL's text for the type ``area_multirange``; nothing gives ''."""
    written = ",".join(f'["{low}","{high}")' for low, high in ranges)
    return f"{{{written}}}" if written else ""
