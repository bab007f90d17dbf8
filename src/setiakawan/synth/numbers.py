"""Numbers that look like the state's and belong to nobody.

A NIK is PPKKCC DDMMYY NNNN: kecamatan of first registration, birth date with 40 added to the day of a
woman, and a serial. The state counts serials from 0001 within a kecamatan and a day; here they are 9100
and above (9001 to 9099 are left to tests and to ``stories``), so a made number can't be somebody's. Where
a day needs more than there are, the region begins with 99, which no province has.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

FIRST_SERIAL = 9100
ROOM = 16
"""Serials of one kecamatan and day that each kelurahan may give out, so that each can be made alone."""
SLOTS = (10_000 - FIRST_SERIAL) // ROOM
MORE = 10_000 - FIRST_SERIAL
DAY_OF_WOMAN = 40
_MIX = 541

FIRST_PHONE, PHONES = 2500, 7500
_RESERVED_PHONES = frozenset(range(6000, 6100))
"""Named in the field cases."""


class NoNumberLeft(ValueError):
    """More people on one day of birth than there are made numbers for."""


class Numbers:
    """Gives out the numbers of one kelurahan, none of them twice."""

    def __init__(self, slot: int) -> None:
        self._first = slot * ROOM
        self._room = ROOM if slot < SLOTS else 0
        self._overflow_region = f"99{slot:04}"
        self._given: dict[str, int] = {}
        self._given_more: dict[str, int] = {}
        self._phones = _phones(slot)
        self._jkn = count(slot % 100 * 10_000_000)

    def nik(self, region: str, born_on: date, sex: str) -> str:
        """A new NIK."""
        day = born_on.day + DAY_OF_WOMAN if sex == "f" else born_on.day
        return self._take(region, f"{day:02}{born_on.month:02}{born_on.year % 100:02}")

    def kk(self, region: str, issued_on: date) -> str:
        """A new number of a family card: region, day of issue, serial."""
        return self._take(region, f"{issued_on:%d%m%y}")

    def jkn(self) -> str:
        """A new number of health insurance; the real ones begin with 000."""
        return f"9999{next(self._jkn):09}"

    def phone(self) -> str:
        """The next telephone number. There are few, so a big city uses them again and again."""
        return f"0812-0000-{next(self._phones):04}"

    def _take(self, region: str, day: str) -> str:
        start = region + day
        given = self._given.get(start, 0)
        if given < self._room:
            self._given[start] = given + 1
            return f"{start}{_serial(self._first + given, start)}"
        given = self._given_more.get(day, 0)
        if given >= MORE:
            raise NoNumberLeft(f"more than {MORE} numbers wanted for {day}")
        self._given_more[day] = given + 1
        return f"{self._overflow_region}{day}{_serial(given, day)}"


def _serial(number: int, start: str) -> int:
    """The serial of the so-many-th number that begins like this.

    Scattered, so that the last digits tell people apart as real ones do, and still none twice: the
    factor has no divisor in common with how many there are, and all of one beginning are shifted alike.
    """
    return FIRST_SERIAL + (number + int(start)) * _MIX % MORE


def _phones(slot: int) -> Iterator[int]:
    room = PHONES // SLOTS
    at = slot % SLOTS * room
    while True:
        number = FIRST_PHONE + at % PHONES
        at += 1
        if number not in _RESERVED_PHONES:
            yield number
