"""Rows of other packages that lie in an area which ended, and can't be placed by its successors.

*Belum ditempatkan*: no RW is known, or the RW was cut through and no RT is known. A person places
them; until then they are counted, and seen by who had charge of the place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from setiakawan.access.actors import Actor


@dataclass(frozen=True, slots=True)
class LyingRow:
    """Something that lies in an area, under the code it was recorded with."""

    area_code: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of rows that lie in areas: cases, persons, offices."""

    label: str
    rows_within: Callable[[Actor, Sequence[str]], Sequence[LyingRow]]
    """What this actor may see of them in these areas and below."""


_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Let a package's rows be looked after when areas change."""
    if source not in _sources:
        _sources.append(source)


def sources() -> Sequence[Source]:
    """Every kind of rows that lie in areas."""
    return tuple(_sources)
