"""What law and practice decide about categories; plain Python.

Bounds of age and sex are explained, never enforced: a disabled three-year-old isn't refused because
somebody's list says 6 to 18. Ages are completed years.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

FEMALE, MALE = "f", "m"
SEX_WORDS = {FEMALE: "perempuan", MALE: "laki-laki"}

OLDEST_AGE = 130
LATEST = timedelta(days=366)
"""A change is entered when its regulation is out: at most a year ahead. More is a slip."""
EARLIEST = date(2000, 1, 1)
"""No rule in force here is older."""

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip

# Criterion 14d of 2012: degrading, dangerous for the person, and needed for no service. The words are
# looked for in kind 14 only; a child that was sexually exploited is in 07e, and that is needed.
NOT_COLLECTED = frozenset({"14d"})
KIND_14 = "14"
_ABOUT_SEXUALITY = re.compile(
    r"\b(?:seks\w*|\w+seks(?:ual)?\w*|lesbi\w*|gay|lgbt\w*|transgender|transpuan|waria|"
    r"gender|sodomi\w*|sex\w*|\w+sexual\w*)\b",
    re.IGNORECASE,
)


class Bounded(Protocol):
    """Whatever has bounds of age and sex: a kind as of a day."""

    @property
    def min_age(self) -> int | None:
        """Youngest age in years, None where the text names none."""
        ...

    @property
    def max_age(self) -> int | None:
        """Oldest age in years."""
        ...

    @property
    def min_age_is_open(self) -> bool:
        """Whether the youngest age itself is left out (above 18)."""
        ...

    @property
    def max_age_is_open(self) -> bool:
        """Whether the oldest age itself is left out (below 18)."""
        ...

    @property
    def sex(self) -> str:
        """``f``, ``m`` or empty."""
        ...


@dataclass(frozen=True)
class Bounds:
    """Bounds of age and sex as plain values."""

    min_age: int | None = None
    max_age: int | None = None
    min_age_is_open: bool = False
    max_age_is_open: bool = False
    sex: str = ""


@dataclass(frozen=True)
class Note:
    """Something about age or sex that a person should look at; it explains and blocks nothing."""

    code: str
    text: str


def written_day(day: date) -> str:
    """Write a day as people read it: ``25 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def is_collected(code: str) -> bool:
    """Say whether a criterion may be in the data at all."""
    return code.casefold() not in NOT_COLLECTED


def is_fit_wording(kind_code: str, *texts: str) -> bool:
    """Say whether a criterion's wording may be kept: kind 14 asks nobody whom they love."""
    return kind_code != KIND_14 or not any(_ABOUT_SEXUALITY.search(text) for text in texts)


def bounds_are_possible(bounds: Bounded) -> bool:
    """Say whether there is an age at all within the bounds."""
    lowest, highest = _first_age(bounds), _last_age(bounds)
    ages = [age for age in (bounds.min_age, bounds.max_age) if age is not None]
    return all(0 <= age <= OLDEST_AGE for age in ages) and lowest <= highest


def _first_age(bounds: Bounded) -> int:
    """The first completed year that is within: of *above 18* it is 19."""
    return 0 if bounds.min_age is None else bounds.min_age + bounds.min_age_is_open


def _last_age(bounds: Bounded) -> int:
    """The last completed year that is within: of *below 18* it is 17, of *up to 18* it is 18."""
    return OLDEST_AGE if bounds.max_age is None else bounds.max_age - bounds.max_age_is_open


def _has_age(bounds: Bounded) -> bool:
    return bounds.min_age is not None or bounds.max_age is not None


def is_within(bounds: Bounded, age: int) -> bool:
    """Say whether an age in completed years is within the bounds."""
    low = bounds.min_age is None or age >= _first_age(bounds)
    high = bounds.max_age is None or age <= _last_age(bounds)
    return low and high


def bounds_in_words(bounds: Bounded) -> str:
    """``usia 12 sampai di bawah 18 tahun``, ``perempuan, usia 18 sampai 59 tahun``; empty without any."""
    parts = [SEX_WORDS[bounds.sex]] if bounds.sex else []
    if _has_age(bounds):
        parts.append(f"usia {_ages_in_words(bounds)}")
    return ", ".join(parts)


def _ages_in_words(bounds: Bounded) -> str:
    low, high = bounds.min_age, bounds.max_age
    below = "di bawah " if bounds.max_age_is_open else ""
    above = "di atas " if bounds.min_age_is_open else ""
    if low is None:
        return f"{below}{high} tahun" if below else f"{high} tahun ke bawah"
    if high is None:
        return f"{above}{low} tahun" if above else f"{low} tahun ke atas"
    return f"{above}{low} sampai {below}{high} tahun"


def age_on(birth: date, day: date) -> int:
    """Completed years on a day; who was born on 29 February is a year older on 1 March otherwise."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _birthday(birth: date, age: int) -> date | None:
    """The day on which somebody completes ``age`` years; None beyond the calendar."""
    year = birth.year + age
    if year > date.max.year:
        return None
    try:
        return birth.replace(year=year)
    except ValueError:  # 29 February in a year without one
        return date(year, 3, 1)


def age_sex_notes(
    kind: Bounded,
    *,
    birth: date | None = None,
    birth_year: int | None = None,
    estimated_age: int | None = None,
    sex: str = "",
    on: date,
) -> Sequence[Note]:
    """Say what in age and sex doesn't fit a kind on the day of the finding, and how it is known.

    ``birth`` is believed before ``birth_year``, and that before ``estimated_age`` (years, on that day).
    An empty list means that nothing speaks against it.
    """
    notes: list[Note] = []
    if kind.sex and not sex:
        notes.append(
            Note("sex.unknown", f"Jenis ini untuk {SEX_WORDS[kind.sex]}; belum dicatat yang mana.")
        )
    elif kind.sex and sex != kind.sex:
        notes.append(
            Note(
                "sex.other",
                f"Jenis ini untuk {SEX_WORDS[kind.sex]}; "
                f"yang tercatat {SEX_WORDS.get(sex, 'lain')}.",
            )
        )
    if _has_age(kind):
        notes += _age_notes(kind, birth, birth_year, estimated_age, on)
    return notes


def _age_notes(
    kind: Bounded, birth: date | None, birth_year: int | None, estimated: int | None, on: date
) -> Iterable[Note]:
    begins = f"Jenis ini untuk usia {_ages_in_words(kind)}"
    if birth is not None:
        if birth > on:
            text = (
                f"Tanggal lahir {written_day(birth)} sesudah {written_day(on)}. Periksa tanggalnya."
            )
            yield Note("age.not_yet_born", text)
        elif not is_within(kind, age := age_on(birth, on)):
            known = f"menurut tanggal lahir {age} tahun pada {written_day(on)}"
            yield Note("age.outside", f"{begins}; {known}.")
        return
    if birth_year is not None:
        older = on.year - birth_year
        possible = [age for age in (older - 1, older) if age >= 0]
        fits = [is_within(kind, age) for age in possible]
        if not possible:
            yield Note("age.not_yet_born", f"Tahun lahir {birth_year} sesudah {written_day(on)}.")
        elif not any(fits):
            ages = " atau ".join(map(str, possible))
            text = f"{begins}; menurut tahun lahir {ages} tahun pada {written_day(on)}."
            yield Note("age.outside", text)
        elif not all(fits):
            ages = " atau ".join(map(str, possible))
            text = f"{begins}; menurut tahun lahir {ages} tahun pada {written_day(on)}. "
            yield Note("age.uncertain", text + "Tanggal lahir akan memastikannya.")
        return
    if estimated is not None:
        if not is_within(kind, estimated):
            text = f"{begins}; menurut perkiraan {estimated} tahun pada {written_day(on)}. "
            yield Note("age.estimated_outside", text + "Perkiraan dapat meleset.")
        return
    yield Note("age.unknown", f"{begins}; usianya belum diketahui.")


def next_change_on(kind: Bounded, *, birth: date, on: date) -> date | None:
    """The next birthday after ``on`` that brings somebody into a kind or out of it; None without one."""
    was = is_within(kind, age_on(birth, on))
    turns: list[Callable[[], date | None]] = []
    if kind.min_age is not None:
        turns.append(lambda: _birthday(birth, _first_age(kind)))
    if kind.max_age is not None:
        turns.append(lambda: _birthday(birth, _last_age(kind) + 1))
    days = sorted(day for turn in turns if (day := turn()) is not None and day > on)
    return next((day for day in days if is_within(kind, age_on(birth, day)) != was), None)


def change_note(kind: Bounded, *, birth: date, on: date) -> Note | None:
    """Tell of the birthday that moves somebody out of a kind (or into it); None when none will."""
    day = next_change_on(kind, birth=birth, on=on)
    if day is None:
        return None
    begins = f"Mulai {written_day(day)} usianya {age_on(birth, day)} tahun"
    bounds = f"jenis ini untuk usia {_ages_in_words(kind)}"
    if is_within(kind, age_on(birth, day)):
        return Note("age.enters", f"{begins} dan sesuai: {bounds}.")
    return Note("age.leaves", f"{begins}, jadi tidak sesuai lagi: {bounds}.")
