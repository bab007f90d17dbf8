"""When somebody was born, as well as it is known. Unknown is a value; nothing is made up (CASE-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, Self, get_args

Kind = Literal["date", "month", "year", "estimated", "unknown"]

OLDEST = date(1900, 1, 1)
"""Earlier births of living people are slips more often than truths; told, not refused."""

OLDEST_AGE = 110
MOST_YEARS = 150
"""What can't be an age at all."""

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip

DEFAULT_DAYS = frozenset({(1, 1), (7, 1), (12, 31)})
"""Days that offices write where only the year is known (before 2004 mostly 31 December, then 1 July)."""

Agreement = Literal["same", "near", "year", "maybe", "differs", "apart", "unknown"]


@dataclass(frozen=True)
class Birth:
    """A birth: a date, a month of a year, a year, an age somebody estimated on a day, or unknown."""

    kind: Kind = "unknown"
    on: date | None = None
    """The date; of a month or year its first day."""
    age: int | None = None
    asked_on: date | None = None
    """Day on which the age was estimated."""

    def __post_init__(self) -> None:
        """Refuse what is no birth; an odd one is none of those, see ``notes``."""
        if self.kind not in get_args(Kind):
            raise ValueError("no kind of birth")
        if (self.on is not None) != (self.kind in {"date", "month", "year"}):
            raise ValueError("a date, month or year has its day, and nothing else has")
        if self.on and self.kind in {"month", "year"} and self.on.day != 1:
            raise ValueError("a month or year stands as its first day")
        if self.on and self.kind == "year" and self.on.month != 1:
            raise ValueError("a year stands as its first day")
        is_estimated = self.kind == "estimated"
        if (self.age is not None) != is_estimated or (self.asked_on is not None) != is_estimated:
            raise ValueError("an estimate has an age and a day, and nothing else has")
        if self.age is not None and not 0 <= self.age <= MOST_YEARS:
            raise ValueError("no age of a person")

    @classmethod
    def of_date(cls, day: date) -> Self:
        """Born on a day."""
        return cls("date", day)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """Born in a month of a year."""
        return cls("month", date(year, month, 1))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """Born in a year."""
        return cls("year", date(year, 1, 1))

    @classmethod
    def of_age(cls, age: int, asked_on: date) -> Self:
        """About so old on a day."""
        return cls("estimated", age=age, asked_on=asked_on)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote; what doesn't belong to the kind is left out."""
        kind = found.get("kind", "unknown")
        try:
            if kind in {"date", "month", "year"}:
                day = date.fromisoformat(found["on"])
                if kind != "date":
                    day = day.replace(day=1, month=1 if kind == "year" else day.month)
                return cls(kind, day)
            if kind == "estimated":
                return cls(
                    kind, age=int(found["age"]), asked_on=date.fromisoformat(found["asked_on"])
                )
        except (KeyError, TypeError) as wrong:
            raise ValueError("a birth lacks what its kind needs") from wrong
        return cls(kind)

    def as_json(self) -> dict[str, Any]:
        """As a form, a phone and the ledger carry it."""
        found: dict[str, Any] = {"kind": self.kind}
        if self.on is not None:
            found["on"] = self.on.isoformat()
        if self.asked_on is not None:
            found |= {"age": self.age, "asked_on": self.asked_on.isoformat()}
        return found

    @property
    def slack(self) -> int:
        """Years an estimate may be off, each way: of a small child 1, of a youth 2, else 5.

        An assumption, and a cautious one: estimated ages cluster at full fives and tens.
        """
        if self.age is None:
            return 0
        return 1 if self.age < 6 else 2 if self.age < 20 else 5

    @property
    def earliest(self) -> date | None:
        """First possible day of birth; None where nothing is known."""
        if self.asked_on is not None and self.age is not None:
            return _years_before(self.asked_on, self.age + self.slack + 1) + timedelta(days=1)
        return self.on

    @property
    def latest(self) -> date | None:
        """Last possible day of birth; None where nothing is known."""
        if self.asked_on is not None and self.age is not None:
            return _years_before(self.asked_on, max(0, self.age - self.slack))
        if self.on is None or self.kind == "date":
            return self.on
        if self.kind == "year" or self.on.month == 12:
            return date(self.on.year, 12, 31)
        return self.on.replace(month=self.on.month + 1) - timedelta(days=1)

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last possible year of birth; None where nothing is known."""
        first, last = self.earliest, self.latest
        return None if first is None or last is None else (first.year, last.year)

    @property
    def about_year(self) -> int | None:
        """The one year to look somebody up by; None where nothing is known."""
        if self.asked_on is not None and self.age is not None:
            return self.asked_on.year - self.age
        return self.on.year if self.on is not None else None

    @property
    def is_default_date(self) -> bool:
        """Say whether the day may only stand for "somewhen in that year" (mungkin tanggal bawaan)."""
        return (
            self.kind == "date"
            and self.on is not None
            and (self.on.month, self.on.day) in DEFAULT_DAYS
        )

    def age_range(self, day: date) -> tuple[int, int] | None:
        """Youngest and oldest possible age on a day, in full years; None where nothing is known.

        Of an estimate it is as wide as the estimate is uncertain.
        """
        first, last = self.earliest, self.latest
        if first is None or last is None:
            return None
        return max(0, _full_years(last, day)), max(0, _full_years(first, day))

    def text(self, day: date | None = None) -> str:
        """As one says it: "12 Juli 1961", "lahir tahun 1948", "sekitar 78 tahun (perkiraan pada …)".

        With a day an older estimate is brought up to it: how old somebody is by now, and what was
        estimated when.
        """
        if self.kind == "estimated" and self.asked_on and self.age is not None:
            now = self._estimate_on(day or self.asked_on)
            then = _day_text(self.asked_on)
            if now == self.age:
                return f"{_about(now, 'tahun')} (perkiraan pada {then})"
            was = _about(self.age, "tahun").removeprefix("sekitar ")
            return f"{_about(now, 'tahun')} (diperkirakan {was} pada {then})"
        if self.on is None:
            return "belum diketahui"
        if self.kind == "date":
            return _day_text(self.on)
        if self.kind == "month":
            return f"lahir {MONTHS[self.on.month - 1]} {self.on.year}"
        return f"lahir tahun {self.on.year}"

    def age_text(self, day: date) -> str:
        """How old, as one says it: "78 th", "77–78 th", "sekitar 78 th", "umur belum diketahui"."""
        if self.kind == "estimated":
            return _about(self._estimate_on(day), "th")
        ages = self.age_range(day)
        if ages is None:
            return "umur belum diketahui"
        low, high = ages
        return f"{low} th" if low == high else f"{low}–{high} th"

    def notes(self, day: date) -> tuple[str, ...]:
        """What is odd about it on a day, explained; nothing is refused for it here."""
        found: list[str] = []
        if self.asked_on is not None and self.asked_on > day:
            found.append("Hari perkiraan umur ini belum tiba: periksa tanggalnya.")
        if self.earliest is not None and self.kind != "estimated" and self.earliest > day:
            found.append("Tanggal lahir ini belum tiba: periksa tanggal dan tahunnya.")
        ages = self.age_range(day)
        if self.latest is not None and self.latest < OLDEST:
            found.append("Lahir sebelum 1900: periksa tahunnya.")
        elif ages is not None and ages[0] > OLDEST_AGE:
            found.append(f"Umurnya lebih dari {OLDEST_AGE} tahun: periksa tahunnya.")
        if self.is_default_date:
            found.append(
                "Mungkin tanggal bawaan: tanggal ini sering dipakai kantor bila hanya tahunnya yang"
                " diketahui. Tanyakan lagi bila sempat."
            )
        return tuple(found)

    def _estimate_on(self, day: date) -> int:
        assert self.age is not None and self.asked_on is not None
        return self.age + max(0, _full_years(self.asked_on, day))


UNKNOWN = Birth()


def agree(one: Birth, two: Birth) -> Agreement:
    """How two births stand to each other; the same both ways.

    ``same``: the same date, and none that an office makes up. ``near``: a date with day and month
    swapped or one digit of them wrong, or a month and a date in it. ``year``: one year, as far as is known
    of the less certain one. ``maybe``: an estimate covers the other. ``differs``: one year, two days.
    ``apart``: no year in common. ``unknown``: nothing is known of one.
    """
    span_one, span_two = _span(one), _span(two)
    if span_one is None or span_two is None:
        return "unknown"
    if max(span_one[0], span_two[0]) <= min(span_one[1], span_two[1]):
        if "estimated" in {one.kind, two.kind}:
            return "maybe"
        if "year" in {one.kind, two.kind} or one.is_default_date or two.is_default_date:
            return "year"
        return "same" if one.kind == two.kind == "date" else "near"
    if "estimated" in {one.kind, two.kind} or span_one[0].year != span_two[0].year:
        return "apart"
    if one.kind == two.kind == "date" and _is_slip(span_one[0], span_two[0]):
        return "near"
    return "differs"


def could_be_same(one: Birth, two: Birth) -> bool:
    """Say whether nothing speaks against one person: what is unknown doesn't.

    A default day stands for its year, and day and month may have been swapped or one digit misread.
    """
    return agree(one, two) not in {"differs", "apart"}


def years_apart(one: Birth, two: Birth) -> int:
    """Years between two births at the least; 0 where they touch or one is unknown."""
    if one.years is None or two.years is None:
        return 0
    return max(0, one.years[0] - two.years[1], two.years[0] - one.years[1])


def _span(birth: Birth) -> tuple[date, date] | None:
    """First and last day it may mean; of a default day its whole year."""
    first, last = birth.earliest, birth.latest
    if first is None or last is None:
        return None
    if birth.is_default_date:
        return date(first.year, 1, 1), date(first.year, 12, 31)
    return first, last


def _is_slip(one: date, two: date) -> bool:
    """Say whether day and month of two dates of one year are swapped, or one digit of them differs."""
    if (one.day, one.month) == (two.month, two.day):
        return True
    return sum(a != b for a, b in zip(f"{one:%d%m}", f"{two:%d%m}", strict=True)) == 1


def _full_years(since: date, day: date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _years_before(day: date, years: int) -> date:
    year = max(1, day.year - years)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


def _about(age: int, unit: str) -> str:
    return f"sekitar {age} {unit}" if age else f"belum 1 {unit}"


def _day_text(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
