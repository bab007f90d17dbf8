"""How a volunteer writes somebody down: a second record of the same person, with slips.

Each volunteer has a factor of their own, so the slips of one hang together. The truth of the new record
has the entity of the first and says what went wrong; from it one measures what a matching finds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from setiakawan.synth.callings import respell
from setiakawan.synth.dice import Dice, dice_of, pick
from setiakawan.synth.made import AS_OF, KelurahanModel, MadeHousehold, MadePerson, Truth
from setiakawan.synth.places import roman
from setiakawan.synth.reference import params

VOLUNTEERS = 30
"""Volunteers of one kelurahan, about two in an RW."""

# A log-normal with sigma 0.6 in ten equal parts; a table, since machines differ in the last digit of exp.
_FACTORS = (0.37, 0.54, 0.67, 0.79, 0.93, 1.08, 1.26, 1.5, 1.86, 2.68)
_NEIGHBOURS: Mapping[str, str] = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa",
}  # fmt: skip

Slip = Callable[[MadePerson, Dice], MadePerson | None]
"""Another record, or None where the slip can't happen to this one."""


class Volunteer:
    """Somebody who writes people down, in a way of their own."""

    def __init__(
        self,
        seed: int,
        name: str,
        kelurahan: Mapping[str, KelurahanModel],
        as_of: date = AS_OF,
    ) -> None:
        """``kelurahan`` by code: some still write the one from before a split."""
        self.name = name
        self._as_of = as_of
        self._dice = dice_of(seed, "volunteer", name)
        self.factor = pick(_FACTORS, self._dice())
        rates = params("entry_errors")
        slips = _slips(kelurahan)
        self._slips = [
            (kind, min(0.9, rates[kind] * self.factor), slip) for kind, slip in slips.items()
        ]

    def write_down(self, person: MadePerson, truth: Truth, key: str) -> tuple[MadePerson, Truth]:
        """A record of somebody, under a key of its own, and what is wrong with it."""
        dice = self._dice
        record = replace(person, key=key)
        faults = list(truth.faults)
        for kind, rate, slip in self._slips:
            if dice() < rate:
                written = slip(record, dice)
                if written is not None and written != record and self._is_past(written.born_on):
                    record = written
                    faults.append(kind)
        return record, replace(truth, person_key=key, faults=tuple(faults))

    def _is_past(self, born_on: date | None) -> bool:
        """A birth to come is noticed while writing."""
        return born_on is None or born_on <= self._as_of


def seen_again(
    made: Iterable[tuple[MadeHousehold, tuple[Truth, ...]]],
    seed: int,
    kelurahan: Iterable[KelurahanModel],
    as_of: date = AS_OF,
) -> Iterator[tuple[MadePerson, Truth]]:
    """The records that arise because some people are found twice: a stream beside ``make``."""
    models = {model.code: model for model in kelurahan}
    shares = params("seen_twice")
    share = shares["by_two_volunteers"] + shares["by_the_same_later"]
    dice = dice_of(seed, "seen again")
    volunteers: dict[str, Volunteer] = {}
    number = 0
    for household, truths in made:
        place = household.area_code[:13]
        for person, truth in zip(household.members, truths, strict=True):
            if dice() >= share:
                continue
            number += 1
            name = f"{place}/{int(dice() * VOLUNTEERS)}"
            if name not in volunteers:
                volunteers[name] = Volunteer(seed, name, models, as_of)
            yield volunteers[name].write_down(person, truth, f"{place}-again-{number:06}")


def _slips(kelurahan: Mapping[str, KelurahanModel]) -> Mapping[str, Slip]:
    """Every slip by its name in the parameters; in the order in which they happen."""
    return {
        "nickname_instead": _nickname,
        "name_word_dropped": _word_dropped,
        "name_words_swapped": _words_swapped,
        "name_spelling_rule": _respelled,
        "name_one_letter": _letter_slipped,
        "dob_day_month_swapped": _day_and_month_swapped,
        "dob_year_off_by_1_or_10": _year_off,
        "birth_missing": _birth_missing,
        "nik_one_digit": _digit_slipped,
        "nik_transposed": _digits_swapped,
        "nik_15_or_17_digits": _digit_more_or_less,
        "nik_is_kk_number": _kk_instead,
        "nik_scientific_or_trailing_zeros_from_excel": _through_a_spreadsheet,
        "nik_missing": lambda one, _dice: replace(one, nik="") if one.nik else None,
        "rt_rw_swapped": _rt_and_rw_swapped,
        "rw_roman_numeral": _roman_rw,
        "old_kelurahan_before_split": lambda one, _dice: _old_kelurahan(one, kelurahan),
        "address_is_kampung_only": lambda one, _dice: replace(one, lived_address=one.kampung),
        "phone_missing": lambda one, _dice: replace(one, phone="") if one.phone else None,
        "phone_shared_by_neighbour": _neighbours_phone,
    }


def _named(one: MadePerson, name: str) -> MadePerson:
    return replace(one, name_used=name)


def _nickname(one: MadePerson, _dice: Dice) -> MadePerson | None:
    return _named(one, one.call_name) if one.call_name else None


def _word_dropped(one: MadePerson, dice: Dice) -> MadePerson | None:
    words = one.name_used.split()
    if len(words) < 2:
        return None
    del words[int(dice() * len(words))]
    return _named(one, " ".join(words))


def _words_swapped(one: MadePerson, _dice: Dice) -> MadePerson | None:
    words = one.name_used.split()
    return _named(one, " ".join([*words[1:], words[0]])) if len(words) > 1 else None


def _respelled(one: MadePerson, dice: Dice) -> MadePerson:
    return _named(one, respell(one.name_used, dice))


def _letter_slipped(one: MadePerson, dice: Dice) -> MadePerson | None:
    """A neighbouring key, a letter left out, doubled, or swapped with the next."""
    name = one.name_used
    at = 1 + int(dice() * (len(name) - 2))
    if len(name) < 3 or not name[at].isalpha():
        return None
    kind = int(dice() * 4)
    letter = name[at]
    if kind == 0:
        near = _NEIGHBOURS.get(letter.lower())
        return _named(one, name[:at] + pick(near, dice()) + name[at + 1 :]) if near else None
    if kind == 1:
        return _named(one, name[:at] + name[at + 1 :])
    if kind == 2:
        return _named(one, name[:at] + letter + name[at:])
    return _named(one, name[:at] + name[at + 1] + letter + name[at + 2 :])


def _day_and_month_swapped(one: MadePerson, _dice: Dice) -> MadePerson | None:
    born_on = one.born_on
    if one.birth_kind != "date" or born_on is None or born_on.day > 12:
        return None
    return replace(one, born_on=date(born_on.year, born_on.day, born_on.month))


def _year_off(one: MadePerson, dice: Dice) -> MadePerson | None:
    if one.born_on is None:
        return None
    year = one.born_on.year + pick((-10, -1, -1, 1, 1), dice())
    if (one.born_on.month, one.born_on.day) == (2, 29):
        return replace(one, born_on=date(year, 2, 28))
    return replace(one, born_on=one.born_on.replace(year=year))


def _birth_missing(one: MadePerson, _dice: Dice) -> MadePerson:
    nothing: Mapping[str, Any] = {"estimated_age": None, "estimated_on": None, "born_on": None}
    return replace(one, birth_kind="unknown", **nothing)


def _digit_slipped(one: MadePerson, dice: Dice) -> MadePerson | None:
    if len(one.nik) != 16:
        return None
    at = _place(dice)
    digit = (int(one.nik[at]) + 1 + int(dice() * 9)) % 10
    return replace(one, nik=f"{one.nik[:at]}{digit}{one.nik[at + 1 :]}")


def _digits_swapped(one: MadePerson, dice: Dice) -> MadePerson | None:
    if len(one.nik) != 16:
        return None
    at = _place(dice) - 1
    if at < 0 or at in {_SERIAL - 1, _SERIAL}:
        return None
    return replace(one, nik=one.nik[:at] + one.nik[at + 1] + one.nik[at] + one.nik[at + 2 :])


_SERIAL = 12
"""Where the serial begins. Its first digit, the 9 by which a number is known as made, has no slips."""


def _place(dice: Dice) -> int:
    at = int(dice() * 15)
    return at if at < _SERIAL else at + 1


def _digit_more_or_less(one: MadePerson, dice: Dice) -> MadePerson | None:
    if len(one.nik) != 16:
        return None
    at = int(dice() * 16)
    doubled = one.nik[: at + 1] + one.nik[at:]
    return replace(one, nik=doubled if dice() < 0.4 else one.nik[:at] + one.nik[at + 1 :])


def _kk_instead(one: MadePerson, _dice: Dice) -> MadePerson | None:
    return replace(one, nik=one.kk) if one.kk else None


def _through_a_spreadsheet(one: MadePerson, dice: Dice) -> MadePerson | None:
    """A number of 16 digits doesn't fit into one of 15: the last is lost, or an exponent is shown."""
    nik = one.nik
    if len(nik) != 16:
        return None
    if dice() < 0.5:
        return replace(one, nik=f"{nik[:15]}0")
    return replace(one, nik=f"{nik[0]}.{nik[1:6]}E+15")


def _door(area_code: str) -> tuple[int, int]:
    """RW and RT."""
    _, _, _, _, rw, rt = area_code.split(".")
    return int(rw), int(rt)


def _rt_and_rw_swapped(one: MadePerson, _dice: Dice) -> MadePerson | None:
    """Only the text: a form with a list of RW doesn't let it happen."""
    if one.lived_area.count(".") != 5:
        return None
    rw, rt = _door(one.lived_area)
    return replace(one, lived_address=f"{one.kampung} RT {rw:02}/{rt:02}")


def _roman_rw(one: MadePerson, _dice: Dice) -> MadePerson | None:
    if one.lived_area.count(".") != 5:
        return None
    rw, rt = _door(one.lived_area)
    return replace(one, lived_address=f"{one.kampung} RT {rt} RW {roman(rw)}")


def _old_kelurahan(one: MadePerson, kelurahan: Mapping[str, KelurahanModel]) -> MadePerson | None:
    """Of the kelurahan from before the split nobody knows the RW any more."""
    model = kelurahan.get(one.lived_area[:13])
    if model is None or not model.split_from:
        return None
    return replace(
        one, lived_area=model.split_from, lived_address=f"{one.kampung}, {model.split_from_name}"
    )


def _neighbours_phone(one: MadePerson, dice: Dice) -> MadePerson:
    return replace(one, phone=f"0812-0000-{2500 + int(dice() * 3500):04}")
