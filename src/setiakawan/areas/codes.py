"""The code of an area, which is also its place in the tree and its place in an index.

Kemendagri numbers province, city, kecamatan and kelurahan (``33.72.04.1009``). RW and RT
stand in no national list, so the number the kelurahan gives them is appended, always three
digits long: ``33.72.04.1009.012.003``. Because every part has a fixed length, the areas
inside an area are one unbroken range of text in byte order, and that range is a reach.
"""

import re
import unicodedata
from enum import IntEnum
from typing import Self

from setiakawan.access.reach import reach_range as reach_range
from setiakawan.access.reach import reach_ranges as reach_ranges
from setiakawan.foundation.texts import DIRECTION_TRICKS

SHOWN_LENGTH = 40

FIRST_KOTA_NUMBER = 71  # Kemendagri numbers the kabupaten of a province from 01, the kota from 71.
VILLAGE_KINDS = {"1": "Kelurahan", "2": "Desa", "3": "Desa adat"}

CODE_PATTERN = (
    r"[1-9][0-9]"  # province
    r"(?:\.(?!00)[0-9]{2}"  # kabupaten or kota
    r"(?:\.(?!00)[0-9]{2}"  # kecamatan
    r"(?:\.[123](?!000)[0-9]{3}"  # kelurahan, desa, desa adat
    r"(?:\.(?!000)[0-9]{3}"  # RW
    r"(?:\.(?!000)[0-9]{3}"  # RT
    r")?)?)?)?)?"
)
"""Python and PostgreSQL read it alike: the table of areas holds every code against it."""
_CODE = re.compile(CODE_PATTERN)
LONGEST_CODE = len("33.72.04.1009.012.003")

# Up to XCIX: no city has a hundred RW in a kelurahan, and a lone C, D or M names a block of houses.
_ROMAN = re.compile(r"(?=[IVXL])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_BLANKS = " \t"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Level(IntEnum):
    """How deep an area lies in the tree; the number of parts of its code."""

    PROVINCE = 1
    CITY = 2
    KECAMATAN = 3
    KELURAHAN = 4
    RW = 5
    RT = 6

    @property
    def label(self) -> str:
        """The level's name on screen, where the kind of the area is not known."""
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    Level.PROVINCE: "Provinsi",
    Level.CITY: "Kabupaten/kota",
    Level.KECAMATAN: "Kecamatan",
    Level.KELURAHAN: "Kelurahan/desa",
    Level.RW: "RW",
    Level.RT: "RT",
}


class BadAreaCode(ValueError):
    """A text that is no area code, or no number of an RW or RT.

    A ValueError, so that pydantic shows ``sentence`` as the reason of a refused field.
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(sentence)


class AreaCode(str):
    """A valid area code. Made only by checking, so whoever holds one need not check again.

    It is a text and is stored, compared and sorted as one: code points in Python and bytes
    under PostgreSQL's ``COLLATE "C"`` give the same order, since a code is digits and dots.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the text strictly: no blanks, no other digits than 0 to 9, no missing zeros."""
        # The length first: a text of ten megabytes is not worth a regular expression.
        if len(text) > LONGEST_CODE or not _CODE.fullmatch(text):
            raise BadAreaCode(
                "area.code_malformed",
                f"“{shown(text)}” bukan kode wilayah. Tulis seperti 33.72.04.1009, "
                "atau 33.72.04.1009.012.003 sampai RT.",
            )
        return super().__new__(cls, text)

    @property
    def level(self) -> Level:
        """The level, told by the number of parts."""
        return Level(self.count(".") + 1)

    @property
    def number(self) -> str:
        """The last part, such as ``012`` for an RW."""
        return self.rpartition(".")[2]

    @property
    def kind(self) -> str:
        """What the area is called before its name: Kota, Kabupaten, Kelurahan, Desa, RW."""
        if self.level is Level.CITY:
            return "Kota" if int(self.number) >= FIRST_KOTA_NUMBER else "Kabupaten"
        if self.level is Level.KELURAHAN:
            return VILLAGE_KINDS[self.number[0]]
        return self.level.label

    @property
    def parent(self) -> "AreaCode | None":
        """The area around this one; a province has none here."""
        rest = self.rpartition(".")[0]
        return AreaCode(rest) if rest else None

    @property
    def ancestors(self) -> tuple["AreaCode", ...]:
        """All areas around this one, the province first."""
        parts = self.split(".")
        return tuple(AreaCode(".".join(parts[:depth])) for depth in range(1, len(parts)))

    def at(self, level: Level) -> "AreaCode | None":
        """Give this area or the one around it on a level; None when the code isn't that deep."""
        parts = self.split(".")
        return AreaCode(".".join(parts[:level])) if level <= len(parts) else None

    def child(self, number: str) -> "AreaCode":
        """Make the code of the area with this number inside this one."""
        return AreaCode(f"{self}.{number}")

    def contains(self, other: str) -> bool:
        """Say whether an area is this one or lies inside it."""
        return other == self or other.startswith(f"{self}.")


def parse_code(text: str) -> AreaCode:
    """Read an area code, or raise BadAreaCode with the reason."""
    return AreaCode(text)


def pad_rw(text: str) -> str:
    """Read the number of an RW as people write it (``7``, ``RW 07``, ``RW.007``, ``IV``)."""
    return _pad(text, "RW")


def pad_rt(text: str) -> str:
    """Read the number of an RT as people write it; see pad_rw."""
    return _pad(text, "RT")


def _pad(text: str, label: str) -> str:
    # Lists copied from a word processor hold no-break spaces. Beyond ASCII nothing is turned to
    # capitals: the dotless i of other alphabets would become a Roman one.
    tidy = text[:SHOWN_LENGTH].replace("\u00a0", " ").strip(_BLANKS)
    word = tidy.upper() if tidy.isascii() and len(text) <= SHOWN_LENGTH else ""
    word = word.removeprefix(label).lstrip(".:" + _BLANKS)
    if re.fullmatch(r"[0-9]{1,3}", word):
        number = int(word)
    elif _ROMAN.fullmatch(word):
        number = _roman_number(word)
    else:
        raise BadAreaCode(
            f"area.{label.lower()}_malformed",
            f"“{shown(text)}” bukan nomor {label}. Tulis angka 1 sampai 999, atau angka Romawi.",
        )
    if number == 0:
        raise BadAreaCode(
            f"area.{label.lower()}_zero",
            f"Tidak ada {label} 000. Kosongkan kalau nomor {label} belum diketahui.",
        )
    return f"{number:03}"


def _roman_number(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def shown(text: str, length: int = SHOWN_LENGTH) -> str:
    """Cut a foreign text and make it harmless, so that a refusal may quote it.

    Control, direction and unpaired characters become ``·``: a lone surrogate can't even be
    sent as UTF-8, and a direction mark would turn the sentence around it.
    """
    beginning = text[:length]
    clean = "".join(
        "·"
        if character in DIRECTION_TRICKS
        or unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
        else character
        for character in beginning
    )
    return f"{clean}…" if len(text) > length else clean
