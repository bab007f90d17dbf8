"""Who lives with whom.

Households are first drawn with the ages people in them tend to have. Then all men and all women of the
kelurahan are set in a row by that age and given the ages of the age table in the same order. So the table
is met to the person, and a mother stays older than her child, since both move by about the same.
"""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from setiakawan.synth.dice import Dice, Wheel
from setiakawan.synth.made import Part
from setiakawan.synth.reference import params, rows

DAYS_IN_YEAR = 365.2425
BETWEEN_BIRTHS = 0.85
"""Years between two children of a mother who aren't twins, at least."""
YOUNGEST_MOTHER = 15
OLDEST_MOTHER = 49


@dataclass(slots=True)
class Seat:
    """A place in a household and who is thought of for it."""

    part: Part
    sex: Literal["m", "f", ""]
    """Empty where it may be either, until all are seated."""
    age: float
    """First as thought of, then as the table has it."""
    mother: int = -1
    """Which seat of the household holds the mother."""
    is_twin: bool = False
    """Of the seat before."""


@dataclass(frozen=True, slots=True)
class Group:
    """One household."""

    kind: str
    seats: list[Seat]


class AgeTable:
    """How old people are, by sex."""

    def __init__(self) -> None:
        table = rows("age_sex")
        self._bounds = [float(row["age_from"]) for row in table] + [float(table[-1]["age_to"]) + 1]
        self._below = {
            sex: [0, *accumulate(int(row[column]) for row in table)]
            for sex, column in (("m", "male"), ("f", "female"))
        }

    def male_share(self) -> float:
        """Which part of all are men."""
        men, women = self._below["m"][-1], self._below["f"][-1]
        return men / (men + women)

    def share(self, sex: str, low: int, high: int) -> float:
        """Which part of the men or women belongs to the groups from one age up to another."""
        inside = [i for i, bound in enumerate(self._bounds[:-1]) if low <= bound < high]
        below = self._below[sex]
        return (below[inside[-1] + 1] - below[inside[0]]) / below[-1]

    def ages(self, sex: str, count: int, dice: Dice) -> list[float]:
        """Exact ages of so many, the youngest first, spread as in the table."""
        below = self._below[sex]
        found = []
        for i in range(count):
            at = (i + dice()) / count * below[-1]
            group = min(bisect(below, at), len(below) - 1) - 1
            inside = (at - below[group]) / (below[group + 1] - below[group])
            low = self._bounds[group]
            found.append(low + inside * (self._bounds[group + 1] - low))
        return found


class Families:
    """Seats so many people in households."""

    def __init__(self) -> None:
        figures = params("households")
        self._kinds: Wheel[str] = Wheel.of(figures["kinds"])
        self._children = Wheel((1, 2, 3, 4), figures["children_of_couple"])
        self._children_of_one = Wheel((1, 2, 3), figures["children_of_one_parent"])
        self._grandchildren = Wheel((1, 2, 3), figures["grandchildren"])
        self._one_parent_is_woman: float = figures["one_parent_is_woman"]
        self._older_is_woman: float = figures["older_alone_is_woman"]
        self._twins: float = figures["twins_among_second_children"]
        self._table = AgeTable()
        self._draw: dict[str, Callable[[Dice], list[Seat]]] = {
            "single_older": self._single_older,
            "couple": _couple,
            "couple_with_children": self._couple_with_children,
            "one_parent": self._one_parent,
            "three_generations": self._three_generations,
            "other": _others,
        }

    def seat(self, people: int, dice: Dice) -> list[Group]:
        """Households of exactly so many people."""
        groups: list[Group] = []
        seated = 0
        while seated < people:
            kind = self._kinds.pick(dice())
            seats = self._draw[kind](dice)[: people - seated]
            groups.append(Group(kind, seats))
            seated += len(seats)
        every = [seat for group in groups for seat in group.seats]
        _decide_sexes(every, round(people * self._table.male_share()), dice)
        for sex in ("m", "f"):
            mine = sorted((seat for seat in every if seat.sex == sex), key=lambda seat: seat.age)
            for seat, age in zip(mine, self._table.ages(sex, len(mine), dice), strict=True):
                seat.age = age
        for group in groups:
            _mend(group.seats, dice)
        return groups

    def _single_older(self, dice: Dice) -> list[Seat]:
        return [
            Seat("head", "f" if dice() < self._older_is_woman else "m", _triangle(57, 93, dice))
        ]

    def _couple_with_children(self, dice: Dice) -> list[Seat]:
        her_age = _triangle(22, 71, dice)
        seats = [Seat("head", "m", her_age + _apart(dice)), Seat("spouse", "f", her_age)]
        return self._with_children(seats, 1, self._children.pick(dice()), "child", dice)

    def _one_parent(self, dice: Dice) -> list[Seat]:
        is_woman = dice() < self._one_parent_is_woman
        seats = [Seat("head", "f" if is_woman else "m", _triangle(29, 78, dice))]
        children = self._children_of_one.pick(dice())
        return self._with_children(seats, 0, children, "child", dice)

    def _three_generations(self, dice: Dice) -> list[Seat]:
        """A young family with the parents who head it, or which has taken them in."""
        older_head = dice() < 0.55
        her_age = _triangle(23, 50, dice)
        older_age = min(her_age + 22 + 14 * dice(), 92)
        both = dice() < 0.4
        her: Part = "spouse"
        him: Part = "head"
        if older_head:
            her, him = ("child", "in_law") if dice() < 0.5 else ("in_law", "child")
        older = [Seat("head" if older_head else "parent", "f", older_age)]
        if both or dice() < 0.3:
            man = Seat("head" if older_head else "parent", "m", older_age + _apart(dice))
            if both and older_head:
                older[0].part = "spouse"
            older = [man, older[0]] if both else [man]
        young = [Seat(him, "m", her_age + _apart(dice)), Seat(her, "f", her_age)]
        if older_head and dice() < 0.2:
            young = [Seat("child", "f", her_age)]
        children: Part = "grandchild" if older_head else "child"
        first, second = (older, young) if older_head else (young, older)
        seats = [*first, *second]
        mother = next(i for i, seat in enumerate(seats) if seat is young[-1])
        return self._with_children(seats, mother, self._grandchildren.pick(dice()), children, dice)

    def _with_children(
        self, seats: list[Seat], parent: int, count: int, part: Part, dice: Dice
    ) -> list[Seat]:
        """Add so many children, the eldest first; those who left home aren't there any more."""
        her_age = seats[parent].age
        mother = parent if seats[parent].sex == "f" else -1
        # Of an older mother the elder ones have left: those at home were born when she was older.
        eldest = min(her_age - (20 + 13 * dice()), 32 - 9 * dice())
        after = [0.0]
        twins = [False]
        for _ in range(count - 1):
            is_twin = dice() < self._twins
            twins.append(is_twin)
            after.append(after[-1] if is_twin else after[-1] + 2 + 4 * dice())
        if eldest < after[-1]:
            eldest = after[-1] + 1.5 * dice()
        for later, is_twin in zip(after, twins, strict=True):
            seats.append(Seat(part, "", eldest - later, mother, is_twin=is_twin))
        return seats


def _couple(dice: Dice) -> list[Seat]:
    her_age = 22 + 11 * dice() if dice() < 0.35 else 48 + 33 * dice()
    return [Seat("head", "m", her_age + _apart(dice)), Seat("spouse", "f", her_age)]


def _others(dice: Dice) -> list[Seat]:
    """Young people who rent together, or brothers and sisters."""
    seats = [Seat("head", "", 20 + 16 * dice())]
    while dice() < 0.5 and len(seats) < 4:
        seats.append(Seat("other", "", 19 + 15 * dice()))
    return seats


def _apart(dice: Dice) -> float:
    """How much older he is."""
    return 8 * (dice() + dice()) - 6


def _triangle(low: float, high: float, dice: Dice) -> float:
    """Between two bounds, more often in the middle."""
    return low + (high - low) * (dice() + dice()) / 2


def _decide_sexes(seats: Sequence[Seat], men: int, dice: Dice) -> None:
    """Who may be either becomes what the city lacks."""
    free = [seat for seat in seats if not seat.sex]
    wanted = min(max(men - sum(seat.sex == "m" for seat in seats), 0), len(free))
    for left, seat in zip(range(len(free), 0, -1), free, strict=True):
        # Each of those left is as likely as any other (Knuth, algorithm S).
        seat.sex = "m" if dice() * left < wanted else "f"
        wanted -= seat.sex == "m"


def _mend(seats: list[Seat], dice: Dice) -> None:
    """Twins are of one day, other children of one mother aren't; no girl of twelve is a mother."""
    for before, seat in reversed(list(pairwise(seats))):
        if seat.is_twin:
            seat.age = before.age
        elif (
            seat.mother >= 0 and before.part == seat.part and before.age - seat.age < BETWEEN_BIRTHS
        ):
            # The younger first, so that the elder finds room above and nobody is yet to be born.
            before.age = seat.age + BETWEEN_BIRTHS + 0.5 * dice()
    for seat in seats:
        if seat.mother >= 0:
            between = seats[seat.mother].age - seat.age
            if not YOUNGEST_MOTHER <= between <= OLDEST_MOTHER:
                seat.mother = -1  # brought into the marriage, or taken in
