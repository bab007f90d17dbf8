"""The words of the work, read from the glossary that decides them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Word:
    """One row of the glossary."""

    code: str
    official: str
    shown: str
    meaning: str
    source: str
    is_not: str
    package: str


@cache
def words() -> tuple[Word, ...]:
    """Every word, in the order of the alphabet."""
    text = files("setiakawan.office").joinpath("glossary.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return tuple(sorted((Word(*row) for row in rows[2:]), key=lambda word: word.shown.lower()))


def meaning_of(word: str) -> str | None:
    """What a word on screen means, None when the glossary doesn't have it."""
    wanted = word.strip().lower()
    for one in words():
        if wanted in {one.shown.lower(), one.code.lower(), one.official.lower()}:
            return one.meaning
    return None
