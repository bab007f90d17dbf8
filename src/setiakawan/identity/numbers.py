"""Identity numbers as evidence: what they say, what is odd about them, which are one slip away.

NIK (UU 24/2013, PP 40/2019): six digits of the kecamatan of first registration, DDMMYY of birth with 40
added to the day for women, a serial from 0001. It is for life: it changes neither on moving nor when a
birth date is corrected (PP 40/2019 Pasal 30 ayat 2), so it may lawfully differ from the truth. It has no
check digit and no century. Every note explains; none refuses.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from setiakawan.identity.births import Birth

NIK_LENGTH = 16
KK_LENGTH = 16
JKN_LENGTH = 13
DAY_OF_WOMAN = 40
SHOWN = 4
"""Last digits that are shown of a hidden number."""

# ---------------------------------------------------------------- as written

_LABEL = re.compile(
    r"^(?:nomor|no|induk|kependudukan|kartu|keluarga|nik|n\.i\.k|kk|jkn|kis|bpjs)(?![^\W\d_])[\s.:#=]*",
    re.I,
)
_BETWEEN = re.compile(r"[\s.\-‐‑‒–—―_/'‘’`´]+")
_NONE_SAID = frozenset(
    {
        *("TIDAK ADA", "TIDAKADA", "TDK ADA", "TAK ADA", "TIADA", "TIDAK PUNYA", "TDK PUNYA"),
        *("BELUM", "BELUM ADA", "BLM", "BLM ADA", "BELUM PUNYA", "BELUM REKAM", "BELUM TAHU"),
        *("NIHIL", "KOSONG", "LUPA", "HILANG", "TIDAK TAHU", "TDK TAHU", "TIDAK DIKETAHUI"),
        *("TA", "T A", "NA", "N A", "NAN", "NONE", "NULL", "X", "XX", "XXX", "N", "O"),
    }
)
_COUNTED_UP = "01234567890123456789"
_COUNTED_DOWN = _COUNTED_UP[::-1]
_CUT_TO_POWER = re.compile(r"\d([.,]?\d+)?E\+?\d+", re.I)


def digits(text: str) -> str:
    """The digits of a number as typed, without the blanks, points and labels around them.

    Text that holds other signs is given back with them: it is no number, and isn't made one by leaving
    out what doesn't fit (an O typed for a 0 would be a digit less).
    """
    while (bare := _BETWEEN.sub("", _without_label(text))) != text:
        text = bare
    return text


def _without_label(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).strip()
    while (cut := _LABEL.sub("", bare)) != bare:
        bare = cut
    return bare


def is_placeholder(text: str) -> bool:
    """Say whether something only stands where a number is wanted: 0, -, 9999…, "tidak ada" (CASE-08).

    So do digits that count up or down, and a NIK of which a spreadsheet has left no more than the area
    (3372040000000000, from 3.37204E+15: CASE-01): nobody is known by it.
    """
    plain = digits(text)
    if not any(one.isdecimal() for one in plain):
        said = " ".join(re.sub(r"[\W_]+", " ", _without_label(text)).upper().split())
        return not said or said in _NONE_SAID or set(said) <= {"X", " "}
    if not _is_digits(plain):
        return False
    if len(set(plain)) == 1:
        return True
    if len(plain) >= 5 and (plain in _COUNTED_UP or plain in _COUNTED_DOWN):
        return True
    return len(plain) == NIK_LENGTH and not plain[6:].strip("0")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


# ---------------------------------------------------------------- as read


@dataclass(frozen=True)
class NikReading:
    """What the digits of a NIK say. Evidence, not truth."""

    area: str
    """Kecamatan of first registration: ``33.72.04``."""
    day: int
    month: int
    year: int
    """Two digits; no century is written."""
    sex: Literal["f", "m"]
    serial: str

    def dates(self) -> tuple[date, ...]:
        """The dates they may mean, the later first; none where there is no such day."""
        found = []
        for century in (2000, 1900):
            try:
                found.append(date(century + self.year, self.month, self.day))
            except ValueError:
                continue
        return tuple(found)

    def birth_on(self, day: date) -> date | None:
        """The date they mean for somebody alive on a day; None where there is no such date."""
        return next((found for found in self.dates() if found <= day), None)


@dataclass(frozen=True)
class NumberNote:
    """Something odd about a number, with a sentence that explains it."""

    code: str
    sentence: str


def read_nik(plain: str) -> NikReading | None:
    """Read the digits of a NIK; None when they aren't sixteen digits."""
    if len(plain) != NIK_LENGTH or not _is_digits(plain):
        return None
    day = int(plain[6:8])
    is_woman = day > DAY_OF_WOMAN
    return NikReading(
        area=_area(plain),
        day=day - DAY_OF_WOMAN if is_woman else day,
        month=int(plain[8:10]),
        year=int(plain[10:12]),
        sex="f" if is_woman else "m",
        serial=plain[12:],
    )


def _area(plain: str) -> str:
    return f"{plain[0:2]}.{plain[2:4]}.{plain[4:6]}"


# ---------------------------------------------------------------- what is odd

_FOR_LIFE = (
    "NIK tidak berubah saat tanggal lahir dibetulkan (PP 40/2019 Pasal 30), jadi perbedaan ini belum"
    " tentu salah."
)


def nik_notes(
    nik: str,
    *,
    birth: Birth | None,
    sex: str,
    known_area: Callable[[str], bool],
    on: date,
    kk: str = "",
    from_number_cell: bool = False,
) -> list[NumberNote]:
    """What is odd about a NIK, given what is known of its owner. Nothing is refused for it.

    Give ``from_number_cell`` when a spreadsheet kept it as a number: it holds fifteen digits and makes
    the sixteenth a 0. In a text a 0 at the end is a digit like others (CASE-01).
    """
    reading = read_nik(nik)
    if reading is None:
        return [_wrong_length("nik", "NIK", nik, NIK_LENGTH)]
    notes: list[NumberNote] = []
    if kk == nik:
        notes.append(
            NumberNote(
                "nik.is_kk",
                "NIK ini sama dengan nomor KK. Keduanya nomor yang berbeda; periksa kartunya.",
            )
        )
    if not known_area(reading.area):
        notes.append(_unknown_area("nik", reading.area))
    notes += _notes_on_serial(reading, from_number_cell=from_number_cell)
    notes += _notes_on_birth(reading, birth, on)
    if sex in {"f", "m"} and sex != reading.sex:
        said = "perempuan" if reading.sex == "f" else "laki-laki"
        notes.append(
            NumberNote(
                "nik.sex_differs",
                f"Menurut angkanya NIK ini milik {said} (hari lahir perempuan ditambah 40). Mungkin"
                " salah ketik, nomor anggota keluarga lain, atau salah sejak dicatat; periksa"
                " kartunya.",
            )
        )
    return notes


def _notes_on_serial(reading: NikReading, *, from_number_cell: bool) -> Iterator[NumberNote]:
    if reading.serial == "0000":
        yield NumberNote(
            "nik.serial_zero",
            "Empat angka terakhir 0000 tidak pernah diberikan. Sering terjadi bila angka terakhir"
            " hilang di lembar sebar (Excel); periksa kartunya.",
        )
    elif from_number_cell and reading.serial.endswith("0"):
        yield NumberNote(
            "nik.maybe_cut",
            "Nomor ini disimpan sebagai angka di lembar sebar (Excel), jadi angka terakhirnya, 0,"
            " mungkin bukan yang asli. Periksa kartunya.",
        )


def _notes_on_birth(reading: NikReading, birth: Birth | None, on: date) -> Iterator[NumberNote]:
    meant = reading.dates()
    if not meant:
        yield NumberNote(
            "nik.date_impossible",
            "Angka ke-7 sampai ke-12 bukan tanggal lahir yang ada. Mungkin salah ketik; bila di kartu"
            " memang begitu, simpan apa adanya.",
        )
        return
    first, last = (birth.earliest, birth.latest) if birth else (None, None)
    is_future = meant[0] > on and meant[0].year == on.year
    if is_future and (first is None or first.year >= 2000):
        yield NumberNote(
            "nik.born_in_future",
            "Tanggal lahir di NIK belum tiba tahun ini. Mungkin salah ketik, atau lahir seratus"
            " tahun sebelumnya.",
        )
    if birth is None or first is None or last is None:
        return
    if any(first <= one <= last for one in meant):
        return
    has_year = any(first.year <= one.year <= last.year for one in meant)
    if birth.kind in {"year", "estimated"}:
        if not has_year:
            yield NumberNote(
                "nik.year_differs",
                "Tahun lahir di NIK tidak cocok dengan yang dicatat. Tanyakan mana yang benar. "
                + _FOR_LIFE,
            )
        return
    if (
        has_year
        and birth.kind == "date"
        and (reading.day, reading.month) == (first.month, first.day)
    ):
        yield NumberNote(
            "nik.birth_swapped",
            "Hari dan bulan lahir di NIK terbalik dengan yang dicatat. Tanyakan mana yang benar. "
            + _FOR_LIFE,
        )
    elif has_year and birth.is_default_date:
        yield NumberNote(
            "nik.birth_default",
            "NIK menyebut hari lahir lain dalam tahun yang sama, dan tanggal yang dicatat mungkin"
            " tanggal bawaan. Tanyakan mana yang benar. " + _FOR_LIFE,
        )
    else:
        yield NumberNote(
            "nik.birth_differs",
            "Tanggal lahir di NIK berbeda dengan yang dicatat. " + _FOR_LIFE,
        )


def kk_notes(kk: str, *, known_area: Callable[[str], bool], nik: str = "") -> list[NumberNote]:
    """What is odd about a family card's number: area, day of issue, serial; made anew with the card."""
    if len(kk) != KK_LENGTH or not _is_digits(kk):
        return [_wrong_length("kk", "Nomor KK", kk, KK_LENGTH)]
    notes = []
    if nik == kk:
        notes.append(
            NumberNote(
                "kk.is_nik",
                "Nomor KK ini sama dengan NIK. Keduanya nomor yang berbeda; periksa kartunya.",
            )
        )
    if not known_area(_area(kk)):
        notes.append(_unknown_area("kk", _area(kk)))
    reading = read_nik(kk)
    if reading is not None and reading.sex == "f" and reading.dates():
        notes.append(
            NumberNote(
                "kk.looks_like_nik",
                "Angkanya seperti NIK seorang perempuan (hari ditambah 40), bukan nomor KK. Periksa"
                " kartunya.",
            )
        )
    elif reading is not None and not reading.dates():
        notes.append(
            NumberNote(
                "kk.date_impossible",
                "Angka ke-7 sampai ke-12 bukan tanggal terbit yang ada. Mungkin salah ketik.",
            )
        )
    if kk.endswith("0000"):
        notes.append(
            NumberNote(
                "kk.serial_zero",
                "Empat angka terakhir 0000 tidak pernah diberikan. Sering terjadi bila angka terakhir"
                " hilang di lembar sebar (Excel); periksa kartunya.",
            )
        )
    return notes


def jkn_notes(jkn: str) -> list[NumberNote]:
    """What is odd about a JKN number."""
    if len(jkn) == JKN_LENGTH and _is_digits(jkn):
        return []
    if len(jkn) == NIK_LENGTH and _is_digits(jkn):
        return [
            NumberNote(
                "jkn.looks_like_nik",
                "Ini 16 angka, mungkin NIK. Nomor JKN/KIS di kartu biasanya 13 angka.",
            )
        ]
    return [_wrong_length("jkn", "Nomor JKN/KIS", jkn, JKN_LENGTH)]


def _unknown_area(kind: str, area: str) -> NumberNote:
    return NumberNote(
        f"{kind}.area_unknown",
        f"Enam angka pertama ({area}) bukan kecamatan yang dikenal. Mungkin salah ketik, atau kode"
        " lama sebelum pemekaran.",
    )


def _wrong_length(kind: str, name: str, plain: str, wanted: int) -> NumberNote:
    if _CUT_TO_POWER.fullmatch(plain):
        return NumberNote(
            f"{kind}.cut_to_power",
            f"Ini {name} yang disingkat lembar sebar (Excel); angkanya sudah hilang. Salin dari"
            " kartunya.",
        )
    if not _is_digits(plain):
        return NumberNote(
            f"{kind}.not_digits",
            f"{name} terdiri dari {wanted} angka saja; di sini ada tanda lain. Periksa kartunya (huruf"
            " O sering tertulis untuk angka 0).",
        )
    code, said = "length", f"yang tertulis {len(plain)} angka"
    if len(plain) == wanted - 1:
        code, said = "one_short", "di sini kurang satu"
    elif len(plain) == wanted + 1:
        code, said = "one_long", "di sini lebih satu"
    return NumberNote(
        f"{kind}.{code}",
        f"{name} {wanted} angka; {said}. Disimpan apa adanya; periksa lagi kartunya bila sempat.",
    )


# ---------------------------------------------------------------- found again, and shown


def neighbours(plain: str) -> Iterator[str]:
    """A number itself, then every number one wrong digit or one swap of neighbours away; each once.

    At most 1 + 16 x 9 + 15 = 160 for sixteen digits. Of what is no number only itself.
    """
    yield plain
    if not _is_digits(plain) or len(plain) > 20:
        return
    for at, digit in enumerate(plain):
        for other in "0123456789":
            if other != digit:
                yield plain[:at] + other + plain[at + 1 :]
    for at, (one, two) in enumerate(pairwise(plain)):
        if one != two:  # swapped they differ in two places, so none of these was given before
            yield plain[:at] + two + one + plain[at + 2 :]


def masked(plain: str) -> str:
    """As shown on screen: ``•••• •••• •••• 9021``. Of a short number nothing is shown."""
    shown = plain[-SHOWN:] if len(plain) >= 2 * SHOWN else ""
    hidden = "•" * (len(plain) - len(shown)) + shown
    first = len(hidden) % SHOWN  # so that the shown ones stay together
    groups = [hidden[at : at + SHOWN] for at in range(first, len(hidden), SHOWN)]
    return " ".join([hidden[:first], *groups] if first else groups)


def grouped(plain: str) -> str:
    """In groups of four, as one reads it out."""
    return " ".join(plain[at : at + SHOWN] for at in range(0, len(plain), SHOWN))
