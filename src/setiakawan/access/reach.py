"""How far somebody reaches: an area code, and so one range in byte order.

A code is a dotted path (``33.72.04.1009.012.003``); everything below it begins with it and a dot.
``.`` is byte 2E and ``/`` is byte 2F, so ``[code, code + "/")`` holds the code and all below it.
No other *valid* code falls in between: the only valid continuation of a code is a dot, and a
sibling differs before that.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

_CODE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})*")


class Range(NamedTuple):
    """Codes from ``low`` (held) to ``high`` (not held), in byte order (``COLLATE "C"``)."""

    low: str
    high: str

    def holds(self, code: str) -> bool:
        """Say whether a code lies in this range."""
        return self.low <= code < self.high

    def covers(self, code: str) -> bool:
        """Say whether a code is the held one or truly below it.

        For codes that somebody gives us: ``33.72.04.1009-1`` is no code, though it sorts into the
        range of ``33.72.04.1009``.
        """
        return code == self.low or code.startswith(self.low + ".")


def reach_range(code: str) -> Range:
    """Turn a reach into the range of the codes that lie in it.

    A code holds digits and dots. Anything else would be read as a part of the multirange it is
    written into.
    """
    if not _CODE.fullmatch(code):
        raise ValueError("not an area code")
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
