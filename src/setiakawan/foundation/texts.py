"""Text as people may write it: emoji and one-letter words are fine, invisible tricks are not."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

LINE_LENGTH = 200
PROSE_LENGTH = 10_000
REASON_AT_LEAST = 20
"""Letters of a reason for looking at what is closed: fewer say nothing to whoever reads it later."""

# Characters that change how other characters are shown (Unicode TR 9 and TR 36): a name could
# read differently from what it is. Zero-width joiner stays, emoji need it.
DIRECTION_TRICKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# Plain text, for the command line reads this file without Django; forms translate it when it is shown.
NOT_TEXT = "Ada tanda yang tidak terlihat di dalam tulisan ini. Ketik ulang tanpa menyalin."


def unreadable_part(text: str, *, lines: bool = False) -> str | None:
    """Say which character makes a text unreadable, or None when it is fine."""
    for character in text:
        if character in DIRECTION_TRICKS:
            return character
        if unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} and not (
            lines and character in "\n\r\t"
        ):
            return character
    return None


def tidy_line(text: str) -> str:
    """One line, composed (NFC), with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_prose(text: str) -> str:
    """Several lines, composed (NFC), with one kind of line end."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return composed.strip()


def _readable_line(text: str) -> str:
    tidy = tidy_line(text)
    if unreadable_part(tidy):
        raise ValueError(NOT_TEXT)
    return tidy


def _readable_prose(text: str) -> str:
    tidy = tidy_prose(text)
    if unreadable_part(tidy, lines=True):
        raise ValueError(NOT_TEXT)
    return tidy


Line = Annotated[str, StringConstraints(max_length=LINE_LENGTH), AfterValidator(_readable_line)]
"""A name, a title, a number: one readable line of at most 200 characters."""

LongLine = Annotated[str, StringConstraints(max_length=500), AfterValidator(_readable_line)]
"""A reason or a note that is one line: readable, at most 500 characters; narrow it with a Field."""

Prose = Annotated[str, StringConstraints(max_length=PROSE_LENGTH), AfterValidator(_readable_prose)]
"""A reason or a note: readable text of at most 10,000 characters."""
