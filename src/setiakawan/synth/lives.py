"""What a life leaves on paper: days of birth, schooling, marriage, difficulties."""

from datetime import date, timedelta
from typing import NamedTuple

from setiakawan.synth.dice import Dice, Steps, Wheel
from setiakawan.synth.made import NO_DIFFICULTY, BirthKind, Education, Marital, Part
from setiakawan.synth.reference import params

OLD = 60
_ASKED_WITHIN = 400
"""Days before the day of the data on which an age was asked."""


class Birth(NamedTuple):
    """What is written about a birth."""

    kind: BirthKind
    on: date | None
    age: int | None
    asked_on: date | None


class Births:
    """How births are registered and told."""

    def __init__(self, as_of: date) -> None:
        figures = params("birth_date")
        self._as_of = as_of
        self._figures = figures
        self._default_share = Steps(figures["default_share"])
        split: dict[str, float] = figures["split"]
        days = [(int(day[:2]), int(day[3:])) for day in split]
        self._default_days = Wheel(days, list(split.values()))
        self._only_july_from: int = figures["only_july_from"]
        self._day_15: float = figures["day_15_before_1960"]
        self._vague = self._shares("year_only", "age_estimated")
        self._vague_old = self._shares("year_only_60_plus", "age_estimated_60_plus")

    def _shares(self, year: str, estimated: str) -> tuple[float, float, float]:
        figures = self._figures
        only_year = figures[year]
        estimate = only_year + figures[estimated]
        return only_year, estimate, estimate + figures["unknown"]

    def registered(self, born_on: date, dice: Dice) -> date:
        """The day on the papers: of some only the year was known, and the office chose the day."""
        year = born_on.year
        if dice() < self._default_share.at(year):
            if year >= self._only_july_from:
                chosen = date(year, 7, 1)
            else:
                month, day = self._default_days.pick(dice())
                chosen = date(year, month, day)
            # Who was born this year can't be registered with a day to come.
            return chosen if chosen <= self._as_of else born_on
        if year < 1960 and dice() < self._day_15:
            return born_on.replace(day=15)
        return born_on

    def told(self, registered: date, age: int, dice: Dice) -> Birth:
        """What the volunteer gets to know."""
        at = dice()
        only_year, estimated, unknown = self._vague_old if age >= OLD else self._vague
        if at >= unknown:
            return Birth("date", registered, None, None)
        if at < only_year:
            return Birth("year", date(registered.year, 1, 1), None, None)
        if at >= estimated:
            return Birth("unknown", None, None, None)
        guess = max(0, age + int(5 * dice()) - 2)
        if dice() < self._figures["age_heaping"]:
            guess = 5 * round(guess / 5)
        asked_on = self._as_of - timedelta(days=int(dice() * _ASKED_WITHIN))
        return Birth("estimated", None, guess, asked_on)


class Difficulties(NamedTuple):
    """Kinds of disability, the Washington Group answers, and what helps to be understood."""

    kinds: tuple[str, ...]
    answers: str
    communication: str


NONE = Difficulties((), NO_DIFFICULTY, "")
NOT_ASKED = Difficulties((), "", "")
_ASKED_FROM = 5
"""The short set isn't made for smaller children."""
# Domain of the Washington Group set, kind of disability, what helps.
_KINDS: dict[str, tuple[int, str, str]] = {
    "sees": (0, "sensory", "Dibacakan; beri tahu dulu siapa yang datang"),
    "hears": (1, "sensory", "Bicara berhadapan, pelan; sebagian dengan isyarat"),
    "walks": (2, "physical", ""),
    "remembers": (3, "intellectual", "Kalimat pendek; didampingi keluarga"),
    "is_ill_in_mind": (3, "mental", "Tenang, satu pertanyaan sekali; bersama yang merawat"),
    "washes": (4, "physical", ""),
    "speaks": (5, "sensory", "Dengan isyarat atau gambar; beri waktu"),
}
_YOUNG = Wheel(list(_KINDS), (12, 12, 22, 24, 14, 6, 10))
_ELDERLY = Wheel(list(_KINDS), (22, 20, 38, 8, 2, 8, 2))
_LIGHT = Wheel((0, 1, 2, 3, 4, 5), (48, 16, 22, 8, 3, 3))


class Health:
    """Who finds what difficult."""

    def __init__(self) -> None:
        figures = params("disability")
        self._much = Steps(figures["much_difficulty"])
        self._some = Steps(figures["some_difficulty"])

    def draw(self, age: int, dice: Dice) -> Difficulties:
        """For somebody of an age."""
        at = dice()
        much = self._much.at(age)
        if at >= much + self._some.at(age):
            return NONE if age >= _ASKED_FROM else NOT_ASKED
        if at >= much:
            if age < _ASKED_FROM:
                return NOT_ASKED
            return Difficulties((), _answer(NO_DIFFICULTY, _LIGHT.pick(dice()), 2), "")
        domain, kind, communication = _KINDS[(_ELDERLY if age >= OLD else _YOUNG).pick(dice())]
        answers = ""
        if age >= _ASKED_FROM:
            answers = _answer(NO_DIFFICULTY, domain, 3 if dice() < 0.7 else 4)
            if kind != "sensory" and dice() < 0.35:
                answers = _answer(answers, 4, 3)
        return Difficulties((kind,), answers, communication)


def _answer(answers: str, domain: int, level: int) -> str:
    return f"{answers[:domain]}{level}{answers[domain + 1 :]}"


_LEVELS: tuple[Education, ...] = ("none", "primary", "junior", "senior", "diploma", "bachelor")
_SCHOOLS = {
    # Highest school left with, by decade of birth. A.
    1930: Wheel(_LEVELS, (40, 40, 9, 8, 1, 2)),
    1950: Wheel(_LEVELS, (14, 42, 17, 20, 3, 4)),
    1970: Wheel(_LEVELS, (3, 22, 20, 42, 5, 8)),
    1990: Wheel(_LEVELS, (1, 8, 16, 52, 7, 16)),
}


def education(age: int, year: int, dice: Dice) -> Education:
    """The highest school somebody has left with."""
    if age < 25:
        if age < 13:
            return "none"
        return "primary" if age < 16 else "junior" if age < 19 else "senior"
    if year >= 1970:
        return _SCHOOLS[1990 if year >= 1985 else 1970].pick(dice())
    return _SCHOOLS[1950 if year >= 1945 else 1930].pick(dice())


def marital(kind: str, part: Part, sex: str, age: int, dice: Dice) -> Marital:
    """By the household and the part in it."""
    if age < 18:
        return "single"
    if kind in {"couple", "couple_with_children"} and part in {"head", "spouse"}:
        return "married"
    if kind == "single_older" or part == "parent":
        return "widowed" if dice() < 0.82 else "divorced" if dice() < 0.5 else "single"
    if kind == "one_parent" and part == "head":
        return "widowed" if dice() < (0.8 if age > 50 else 0.4) else "divorced"
    if kind == "three_generations" and part in {"spouse", "in_law", "head"}:
        return "married" if part != "head" or (sex == "m" and age < OLD) else "widowed"
    if part == "child" and kind == "three_generations" and age > 24:
        return "married" if dice() < 0.8 else "divorced"
    return "single" if age < 40 or dice() < 0.7 else "divorced"
