"""Where the made people live, and how their addresses are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from setiakawan.areas import gazetteer
from setiakawan.areas.codes import AreaCode
from setiakawan.synth.dice import Dice, Wheel, dice_of, pick
from setiakawan.synth.made import KelurahanModel
from setiakawan.synth.reference import params, rows

SOLO = "33.72"
CITY_NAME = "Surakarta"
_SIDES = ("Lor", "Kidul", "Wetan", "Kulon", "Tengah")
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class NothingModelled(LookupError):
    """A city of which nobody has reckoned how many live where."""


def kelurahan_models(city: str = SOLO) -> tuple[KelurahanModel, ...]:
    """The kelurahan of a city with their modelled counts, in the order of the codes."""
    plan = gazetteer.city(city)
    names = {one.code: one.name for one in plan.kelurahan}
    found = tuple(
        KelurahanModel(
            code=str(one.code),
            name=one.name,
            population=one.modelled.population,
            rw=one.modelled.rw,
            rt=one.modelled.rt,
            slot=slot,
            split_from=str(one.split_from or ""),
            split_from_name=names.get(one.split_from, "") if one.split_from else "",
        )
        for slot, one in enumerate(plan.kelurahan)
        if one.modelled
    )
    if not found:
        raise NothingModelled(city)
    return found


@dataclass(frozen=True, slots=True)
class Home:
    """One address."""

    area_code: str
    text: str
    kampung: str
    official: str
    """As it stands on a card."""


class Homes:
    """Addresses in one kelurahan, its streets and kampung the same every time."""

    def __init__(self, model: KelurahanModel) -> None:
        dice = dice_of("streets", model.code)
        formats = params("address_formats")
        # Bound once: writing an address is the most frequent thing done here.
        self._formats: Wheel[str] = Wheel(formats["templates"], formats["weights"])
        known = [row["kampung"] for row in rows("kampung") if row["area_code"] == model.code]
        kampung = [*known, *(f"{model.name} {side}" for side in _SIDES), model.name]
        streets = [row["street"] for row in rows("streets")]
        self._name = model.name
        self._doors = [
            (
                f"{model.code}.{rw:03}.{rt:03}", rw, rt, roman(rw),
                kampung[rw % len(kampung)] if len(known) < model.rw else known[rw - 1],
                (pick(streets, dice()), pick(streets, dice())),
            )
            for rw in range(1, model.rw + 1)
            for rt in range(1, model.rt_of_rw(rw) + 1)
        ]  # fmt: skip

    def draw(self, dice: Dice) -> Home:
        """A home somewhere in the kelurahan."""
        code, rw, rt, rw_roman, kampung, streets = pick(self._doors, dice())
        street = streets[0] if dice() < 0.6 else streets[1]
        number = 1 + int(dice() * 140)
        text = self._formats.pick(dice()).format(
            street=street, n=number, rt=rt, rw=rw, rw_roman=rw_roman, kampung=kampung,
            kelurahan=self._name,
        )  # fmt: skip
        return Home(code, text, kampung, f"{kampung.upper()} RT {rt:03}/RW {rw:03}")


def roman(number: int) -> str:
    """An RW as many write it: ``IV``."""
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


@dataclass(frozen=True, slots=True)
class Origin:
    """A kabupaten or kota that people moved here from."""

    name: str
    regions: Sequence[str]
    """First six digits of the numbers given out in its kecamatan."""
    kecamatan: Sequence[tuple[str, str]]
    """Code and name."""


@cache
def origins() -> Wheel[Origin]:
    """Where people who were registered elsewhere first come from."""
    weights: dict[str, int] = params("origins")["weights"]
    found = []
    for code in weights:
        city = AreaCode(code)
        place = gazetteer.find_place(city)
        assert place is not None, code
        kecamatan = [
            (str(one.code), one.name)
            for one in gazetteer.places_of_city(city)
            if one.code.count(".") == 2
        ]
        found.append(
            Origin(
                name=place.name.removeprefix("Kabupaten ").removeprefix("Kota "),
                regions=[one.replace(".", "") for one, _ in kecamatan],
                kecamatan=kecamatan,
            )
        )
    return Wheel(found, list(weights.values()))
