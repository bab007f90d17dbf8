"""How people in Solo are called.

The year of birth decides how many words a name has and which ones are in fashion; religion and origin of
the family decide the rest. A first word is taken from a list of known ones, put together from Javanese
morphemes, or, so that rare names aren't missing, from syllables of the known ones.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from setiakawan.synth.dice import Dice, Wheel, dice_of, pick
from setiakawan.synth.reference import params, rows

COHORTS = ("before_1960", "1960_1979", "1980_1999", "2000_on")
_COLUMNS = [f"w_{cohort}" for cohort in COHORTS]
_FASHIONS = ("old", "old", "middle", "modern")
MODERN = 2
"""From this cohort on a Christian may be called by the name of baptism alone."""
_POOL = 7000
"""Rare names of each sex and fashion."""

_PAIRS = 0.04
"""Of names of two words, how many are taken whole from the list."""

# So that no invented name is an insult.
_RUDE = re.compile(
    r"kont|memek|asu$|jancu|bangs|^tai$|babi|anjing|entot|tempi|jembu|^peli|itil|gobl|tolol|bego|"
    r"silit|telek|cacat|lonte|sundal|bajing|kirik|gatel|kenti|meki|bencong|edan|budek|picek"
)
_SYLLABLE = re.compile(r"[^aeiou]*[aeiou](?:ng|[nmrhsklt])?(?=[^aeiou]|$)|[^aeiou]*[aeiou]")
_HARSH = re.compile(
    r"[^aeiou]{4}|([aeiou])\1|([^aeiou])\2|(..)\3|^[^aeiou]{3}|[aeiou]{3}"
    r"|(?<=[aeiou])(?!ng|nt|nd|str|mb)[^aeiouy]{2}(?![aeiou]|$)|[bcdgjkpt][bcdfgjkpqstz]"
)
"""What nobody here could say."""


def cohort_of(year: int) -> int:
    """Which fashion a year of birth belongs to."""
    return 0 if year < 1960 else 1 if year < 1980 else 2 if year < 2000 else 3


@dataclass(frozen=True, slots=True)
class _Lists:
    """What may be drawn for one sex and cohort; a word stands as often as it weighs."""

    alone: Sequence[str]
    """Names of one word."""
    pairs: Sequence[str]
    """Names of two words that go together."""
    given: Sequence[str]
    muslim: Sequence[str]
    christian: Sequence[str]
    tails: Sequence[str]
    morphemes: Sequence[str]
    rare: Sequence[str]


@dataclass(frozen=True, slots=True)
class Family:
    """What relatives share in their names."""

    is_muslim: bool
    is_christian: bool
    family_word: str = ""
    """Of families of Chinese or Arab origin."""


class Names:
    """Draws names."""

    def __init__(self) -> None:
        words = params("name_words")
        self._counts = [Wheel((1, 2, 3, 4, 5), words[cohort]) for cohort in COHORTS]
        shares = params("name_token_from_list")
        self._from_list: Sequence[float] = shares["shares"]
        self._rare: float = shares["syllables_among_the_rest"]
        self._christian: float = params("christian_given_name")["share"]
        self._lists = _lists()
        self._family_words = {
            origin: _weighted(
                (row for row in rows("names") if row["origin"] == origin and row["sex"] == "U"),
                _COLUMNS[1],
            )
            for origin in ("tionghoa", "arab")
        }

    def family_word(self, origin: str, dice: Dice) -> str:
        """A family word of an origin (``tionghoa``, ``arab``)."""
        return pick(self._family_words[origin], dice())

    def full(self, sex: str, year: int, family: Family, dice: Dice) -> str:
        """A whole name as at birth."""
        cohort = cohort_of(year)
        lists = self._lists[sex, cohort]
        words = self._counts[cohort].pick(dice())
        if family.family_word and words > 1:
            if words == 2:
                return f"{self._given(lists, cohort, family, dice)} {family.family_word}"
            first = self._given(lists, cohort, family, dice)
            return f"{first} {pick(lists.tails, dice())} {family.family_word}"
        if words == 1:
            return self._alone(lists, cohort, family, dice)
        if words == 2 and lists.pairs and dice() < _PAIRS:
            return pick(lists.pairs, dice())
        name = self._given(lists, cohort, family, dice)
        for _ in range(words - 2):
            name += f" {self._middle(lists, dice)}"
        return f"{name} {self._last(lists, dice)}"

    def short(self, sex: str, year: int, dice: Dice) -> str:
        """A name of one word, for somebody of whom no more is known."""
        cohort = cohort_of(year)
        return self._token(self._lists[sex, cohort], cohort, dice)

    def _alone(self, lists: _Lists, cohort: int, family: Family, dice: Dice) -> str:
        if family.is_christian and cohort >= MODERN and dice() < self._christian:
            return pick(lists.christian, dice()).split()[0]
        return self._token(lists, cohort, dice)

    def _token(self, lists: _Lists, cohort: int, dice: Dice) -> str:
        """A word that may stand alone."""
        if dice() < self._from_list[cohort]:
            return pick(lists.alone, dice())
        return self._made(lists, dice)

    def _given(self, lists: _Lists, cohort: int, family: Family, dice: Dice) -> str:
        """The first word."""
        if family.is_christian and dice() < self._christian:
            return pick(lists.christian, dice())
        if dice() < self._from_list[cohort]:
            if family.is_muslim and lists.muslim:
                return pick(lists.muslim, dice())
            return pick(lists.given, dice())
        return self._made(lists, dice)

    def _middle(self, lists: _Lists, dice: Dice) -> str:
        return pick(lists.given, dice()) if dice() < 0.5 else self._made(lists, dice)

    def _last(self, lists: _Lists, dice: Dice) -> str:
        at = dice()
        if at < 0.6:
            return pick(lists.tails, dice())
        return pick(lists.alone, dice()) if at < 0.7 else self._made(lists, dice)

    def _made(self, lists: _Lists, dice: Dice) -> str:
        if dice() < self._rare:
            return pick(lists.rare, dice())
        return pick(lists.morphemes, dice())


@cache
def _lists() -> Mapping[tuple[str, int], _Lists]:
    every = rows("names")
    morphemes = params("morphemes")
    found = {}
    for sex in ("m", "f"):
        mine = [row for row in every if row["sex"] == sex.upper()]
        for cohort, column in enumerate(_COLUMNS):
            fashion = _FASHIONS[cohort]
            rare = _rare_names(sex, fashion)
            by_role = {
                role: [row for row in mine if row["role"] == role]
                for role in ("mono", "given", "tail")
            }
            given = [row for row in by_role["given"] if row["origin"] in {"jawa", "umum"}]
            muslim = [row for row in by_role["given"] if row["origin"] == "arab"]
            mono = _weighted(by_role["mono"], column)
            alone = [word for word in mono if " " not in word]
            given_words = _weighted(given, column)
            found[sex, cohort] = _Lists(
                # Of the newest fashion hardly any word of the list stands alone.
                alone=alone if len(set(alone)) > 20 else given_words,
                pairs=[word for word in mono if " " in word],
                given=given_words,
                muslim=[*given_words, *_weighted(muslim, column)],
                christian=_weighted(
                    (r for r in by_role["given"] if r["origin"] == "kristen"), column
                ),
                tails=_weighted(by_role["tail"], column),
                # In between, Javanese morphemes were out of fashion and the modern not yet in.
                morphemes=rare
                if fashion == "middle"
                else _from_morphemes(
                    morphemes[f"{fashion}_{sex}_head"], morphemes[f"{fashion}_{sex}_end"]
                ),
                rare=rare,
            )
    return found


def _weighted(found: Iterable[Mapping[str, str]], column: str) -> list[str]:
    """Each word as often as it weighs; the most common of all more often still."""
    more: dict[str, float] = params("common_names")["times"]
    return [
        row["token"]
        for row in found
        for _ in range(round(int(row[column]) * more.get(row["token"], 1)))
    ]


def _from_morphemes(heads: Sequence[str], ends: Sequence[str]) -> list[str]:
    whole = (head + end for head in heads for end in ends)
    return [word for word in whole if _is_sayable(word.lower())]


@cache
def _rare_names(sex: str, fashion: str) -> Sequence[str]:
    """Names that are on no list: first, middle and last syllables of those that are."""
    columns = [column for column, one in zip(_COLUMNS, _FASHIONS, strict=True) if one == fashion]
    words = [
        word.lower()
        for row in rows("names")
        if row["sex"] == sex.upper() and row["origin"] in {"jawa", "umum"}
        and any(row[column] != "0" for column in columns)
        for word in row["token"].split()
    ]  # fmt: skip
    parts = [syllables for word in words if len(syllables := _SYLLABLE.findall(word)) > 1]
    starts = [syllables[0] for syllables in parts]
    middles = [one for syllables in parts for one in syllables[1:-1]]
    ends = [syllables[-1] for syllables in parts]
    dice = dice_of("rare names", sex, fashion)
    known = set(words)
    found: dict[str, None] = {}
    while len(found) < _POOL:
        middle = pick(middles, dice()) if dice() < 0.7 else ""
        word = pick(starts, dice()) + middle + pick(ends, dice())
        if word not in known and 4 <= len(word) <= 10 and _is_sayable(word):
            found[word.capitalize()] = None
    return list(found)


def _is_sayable(word: str) -> bool:
    return not _HARSH.search(word) and not _RUDE.search(word)
