"""Chance that falls the same on every machine.

Only ``Random.random`` is used: Python promises its sequence for a seed, and promises it for none of
``choice``, ``shuffle`` or ``gauss``.
"""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from random import Random

Dice = Callable[[], float]
"""Gives the next number from 0 up to 1."""


def dice_of(*parts: object) -> Dice:
    """Dice for one purpose; the same parts give the same throws."""
    text = "/".join(str(part) for part in parts)
    seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    return Random(seed).random  # noqa: S311  # nothing here is secret, and it must repeat


class Wheel[T]:
    """Values with weights, one of which comes up."""

    __slots__ = ("_marks", "_total", "_values")

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self._values = values
        self._marks = list(accumulate(weights))
        self._total = self._marks[-1]
        self._marks.pop()

    @classmethod
    def of(cls, weights: Mapping[T, float]) -> "Wheel[T]":
        """A wheel from a table of weights."""
        return cls(list(weights), list(weights.values()))

    def pick(self, at: float) -> T:
        """The value at a throw."""
        return self._values[bisect(self._marks, at * self._total)]


def pick[T](values: Sequence[T], at: float) -> T:
    """The value at a throw, all being equally likely."""
    return values[int(at * len(values))]


def shuffled[T](values: Sequence[T], dice: Dice) -> list[T]:
    """The values in another order."""
    mixed = list(values)
    for last in range(len(mixed) - 1, 0, -1):
        other = int(dice() * (last + 1))
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Share out a whole number in proportion, so that the sum is exact (largest remainder)."""
    everything = sum(weights)
    shares = [total * weight // everything for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % everything), i))
    for i in rests[: total - sum(shares)]:
        shares[i] += 1
    return shares


class Steps:
    """A figure that depends on a number: the first step whose bound lies above it."""

    __slots__ = ("_bounds", "_figures")

    def __init__(self, table: Mapping[str, float]) -> None:
        """Read ``{"18": 0.01, "60": 0.02, …}``: below 18, below 60, …; the last goes on for ever."""
        self._bounds = [int(bound) for bound in table][:-1]
        self._figures = list(table.values())

    def at(self, number: int) -> float:
        """The figure for a number."""
        return self._figures[bisect(self._bounds, number)]
