"""How a name stands on a card, in a notebook, and in the mouth of the neighbours."""

import re
from collections.abc import Sequence
from functools import cache

from setiakawan.synth.dice import Dice, Wheel, pick
from setiakawan.synth.names import Names
from setiakawan.synth.reference import params, rows

HAJI_AGE = 45
_ADULT = 17
_OLD = 65
_DEGREES = ("S.E.", "S.Pd.", "S.H.", "S.Sos.", "S.Kom.", "S.T.", "A.Md.")
_NOBLE = {"m": ("R.", "RM."), "f": ("Rr.", "RA.")}
_NOT_CALLED = frozenset(
    {
        "Muhammad", "Muhamad", "Mohammad", "Mochammad", "Moh", "Ahmad", "Achmad", "Abdul", "Siti",
        "Sri", "Nur", "Nurul", "Dwi", "Tri", "Maria", "Fransiskus", "Al",
    }
)  # fmt: skip


_OLD_LETTERS = {
    "J": "Dj", "j": "dj", "C": "Tj", "c": "tj", "y": "j", "Y": "J", "U": "Oe", "u": "oe",
}  # fmt: skip
_NEW_LETTERS = re.compile(r"[JjCcUu]|[Yy](?=[aou])")


@cache
def _spelling_rules() -> tuple[Sequence[tuple[re.Pattern[str], str]], Wheel[int]]:
    """Which letters change into which, and a wheel of how often each does."""
    found = []
    weights = []
    for row in rows("spelling"):
        pattern = row["pattern"]
        if row["kind"] == "word":
            pattern = rf"\b{pattern}\b"
        else:  # beginnings and ends are those of a word
            pattern = pattern.replace("^", r"\b").replace("$", r"\b")
        for replacement in row["replacement"].split("|"):
            found.append((re.compile(pattern), replacement))
            weights.append(float(row["rate"]))
    return found, Wheel(range(len(found)), weights)


def respell(name: str, dice: Dice) -> str:
    """The name as another office may spell it; unchanged where no rule has hold of it."""
    rules, wheel = _spelling_rules()
    upper = name.upper()
    for _ in range(12):
        pattern, replacement = rules[wheel.pick(dice())]
        written = pattern.sub(replacement, upper, count=1)
        if written != upper:
            return title(written)
    return name


def old_spelling(name: str) -> str:
    """As written before 1947 and 1972: Soetarno, Djoko."""
    return _NEW_LETTERS.sub(lambda found: _OLD_LETTERS[found.group()], name)


def title(name: str) -> str:
    """Capital letters at the beginnings."""
    return " ".join(word[:1] + word[1:].lower() for word in name.split())


class Callings:
    """What becomes of a name."""

    def __init__(self, names: Names) -> None:
        figures = params("titles")
        self._names = names
        self._figures = figures
        kinds = ("polite_prefix", "alias_in_brackets", "bin_binti", "punctuation")
        self._odd = Wheel(kinds, [figures[kind] for kind in kinds])
        self._odd_share = sum(figures[kind] for kind in kinds)

    def on_card(self, name: str, sex: str, year: int, school: str, dice: Dice) -> str:
        """As on the card: degrees, nobility, another office's spelling."""
        figures = self._figures
        if year < 1960 and dice() < figures["old_spelling_on_card_before_1960"]:
            return old_spelling(name)
        at = dice()
        if at < figures["card_spelled_otherwise"]:
            return respell(name, dice)
        if at > 1 - figures["raden"]:
            return f"{pick(_NOBLE[sex], dice())} {name}"
        # Degrees of a twentieth of all are those of a third of who studied.
        if school in {"bachelor", "diploma"} and dice() < figures["academic"] * 6:
            return f"{name}, {pick(_DEGREES, dice())}"
        return name

    def used(
        self, name: str, sex: str, age: int, *, is_muslim: bool, is_dead: bool, dice: Dice
    ) -> str:
        """As a volunteer writes it down."""
        if is_dead and dice() < self._figures["alm_of_the_dead"]:
            return f"{name} ({'Alm' if sex == 'm' else 'Almh'})"
        at = dice()
        if at < self._odd_share:
            return self._odd_name(name, sex, age, dice)
        if age >= HAJI_AGE and is_muslim and at > 1 - self._figures["haji"]:
            return f"{'H.' if sex == 'm' else 'Hj.'} {name}"
        return name

    def _odd_name(self, name: str, sex: str, age: int, dice: Dice) -> str:
        kind = self._odd.pick(dice())
        if kind == "polite_prefix":
            word = _polite(sex, age)
            return f"{word} {name}" if word else name
        if kind == "alias_in_brackets":
            return f"{name} ({self._names.short(sex, 1950, dice)})"
        if kind == "bin_binti":
            of = "bin" if sex == "m" else "binti"
            return f"{name} {of} {self._names.short('m', 1940, dice)}"
        at = dice()
        if at < 0.4 and " " in name:
            return name.replace(" ", "-" if at < 0.15 else ". " if at < 0.25 else ",", 1)
        return f"{name}." if at < 0.7 else f"{name[:3]}'{name[3:]}"

    def call(self, name: str, sex: str, age: int, husband: str, dice: Dice) -> str:
        """What neighbours call somebody; of many nobody has written it down."""
        if age < _ADULT or dice() < 0.45:
            return ""
        word = "Mbah" if age >= _OLD else _spoken(sex, age)
        called = husband if husband and age > 40 and dice() < 0.3 else name
        return f"{word} {calling(called)}"


def calling(name: str) -> str:
    """The word of a name that is used: not one that everybody has."""
    words = name.split()
    return next((word for word in words if word not in _NOT_CALLED), words[-1])


def _polite(sex: str, age: int) -> str:
    """Before a name on a list; a child has none."""
    if age < _ADULT:
        return ""
    return "Bpk." if sex == "m" else "Ibu"


def _spoken(sex: str, age: int) -> str:
    if age < 32:
        return "Mas" if sex == "m" else "Mbak"
    return "Pak" if sex == "m" else "Bu"
