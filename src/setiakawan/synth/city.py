"""Makes a city's people, household by household.

``make`` streams: only the ages of one kelurahan are held at a time. Each kelurahan has dice of its own,
so it comes out the same alone and among others (as long as as many people are wanted in it).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from typing import Literal

from setiakawan.synth.callings import Callings
from setiakawan.synth.dice import Dice, Steps, Wheel, dice_of, pick, spread
from setiakawan.synth.families import DAYS_IN_YEAR, Families, Group, Seat
from setiakawan.synth.lives import Births, Health, education, marital
from setiakawan.synth.made import (
    AS_OF,
    Card,
    KelurahanModel,
    Life,
    MadeHousehold,
    MadePerson,
    Religion,
    Truth,
)
from setiakawan.synth.names import Family, Names
from setiakawan.synth.numbers import Numbers
from setiakawan.synth.places import CITY_NAME, Home, Homes, Origin, origins
from setiakawan.synth.reference import params

_CARD_FROM = 17
_CHRISTIAN = frozenset({"protestant", "catholic"})
_PLAIN = {
    religion: Family(religion == "islam", religion in _CHRISTIAN)
    for religion in ("islam", "protestant", "catholic", "buddhist", "hindu", "other")
}
_YOUNG_FAMILY = frozenset({"child", "in_law", "grandchild"})
_FIRST_CARD = date(2006, 1, 1)
"""Family cards got numbers of their own with SIAK."""


def make(
    seed: int, persons: int, kelurahan: Sequence[KelurahanModel], as_of: date = AS_OF
) -> Iterator[MadeHousehold]:
    """Exactly so many people, spread over the kelurahan as they are populated."""
    return (household for household, _ in make_with_truth(seed, persons, kelurahan, as_of))


def make_truth(
    seed: int, persons: int, kelurahan: Sequence[KelurahanModel], as_of: date = AS_OF
) -> Iterator[Truth]:
    """What is true of the people that ``make`` gives for the same arguments."""
    for _, truths in make_with_truth(seed, persons, kelurahan, as_of):
        yield from truths


def make_with_truth(
    seed: int, persons: int, kelurahan: Sequence[KelurahanModel], as_of: date = AS_OF
) -> Iterator[tuple[MadeHousehold, tuple[Truth, ...]]]:
    """Both at once, for who writes them to two places."""
    names = Names()
    shares = spread(persons, [model.population for model in kelurahan])
    for model, share in zip(kelurahan, shares, strict=True):
        yield from _Maker(seed, model, as_of, names).make(share)


class _Maker:
    """Makes the people of one kelurahan."""

    def __init__(self, seed: int, model: KelurahanModel, as_of: date, names: Names) -> None:
        self._seed = seed
        self._code = model.code
        self._as_of = as_of
        self._today = as_of.toordinal()
        self._first_card = _FIRST_CARD.toordinal()
        self._card_days = self._today - self._first_card
        self._dice: Dice = dice_of(seed, model.code)
        self._names = names
        self._callings = Callings(names)
        self._births = Births(as_of)
        self._health = Health()
        self._homes = Homes(model)
        self._numbers = Numbers(model.slot)
        self._origins: Wheel[Origin] = origins()
        self._region = model.code[:8].replace(".", "")
        self._nik = params("nik")
        self._places = params("places")
        self._phones = params("phones")
        self._households = params("households")
        self._jkn: float = params("other_numbers")["jkn"]
        self._dead = params("listed_though_dead")
        self._javanese = Steps(params("language")["javanese"])
        welfare = params("welfare")
        self._poor: float = welfare["poor"] * (2 if model.code in welfare["doubled_in"] else 1)
        self._religion: Wheel[Religion] = Wheel.of(params("religion")["weights"])
        origin = params("origin")
        self._chinese: float = origin["chinese"].get(model.code, origin["chinese"]["*"])
        self._arab: float = origin["arab"].get(model.code, origin["arab"]["*"])
        self._chinese_religion: Wheel[Religion] = Wheel.of(origin["chinese_religion"])

    def make(self, people: int) -> Iterator[tuple[MadeHousehold, tuple[Truth, ...]]]:
        for number, group in enumerate(Families().seat(people, self._dice), 1):
            yield self._household(f"{self._code}-{number:06}", group)

    def _household(self, key: str, group: Group) -> tuple[MadeHousehold, tuple[Truth, ...]]:
        dice = self._dice
        home = self._homes.draw(dice)
        religion, family = self._kin()
        card, cards = self._family_cards(group)
        members: list[MadePerson] = []
        truths: list[Truth] = []
        names: list[str] = []
        for number, seat in enumerate(group.seats):
            young = len(cards) > 1 and seat.part in _YOUNG_FAMILY
            kk = cards[1] if young else cards[0] if cards else ""
            person, truth, name = self._person(
                f"{key}-{number + 1}", group, seat, home, religion, family, kk, names, members
            )
            members.append(person)
            truths.append(truth)
            names.append(name)
        decile = 1 if dice() < self._poor else 2 + int(dice() * 9)
        household = MadeHousehold(
            key, home.area_code, home.text, card, cards, decile, tuple(members)
        )
        return household, tuple(truths)

    def _kin(self) -> tuple[Religion, Family]:
        """What a household shares: where the family comes from and what it believes."""
        dice = self._dice
        at = dice()
        if at < self._chinese:
            religion = self._chinese_religion.pick(dice())
            word = self._names.family_word("tionghoa", dice)
            return religion, Family(religion == "islam", religion in _CHRISTIAN, word)
        if at < self._chinese + self._arab:
            return "islam", Family(True, False, self._names.family_word("arab", dice))
        religion = self._religion.pick(dice())
        return religion, _PLAIN[religion]

    def _family_cards(self, group: Group) -> tuple[Card, tuple[str, ...]]:
        dice = self._dice
        figures = self._households
        if group.kind == "other":
            return "", ()  # their cards are where they come from
        at = dice()
        if at < figures["no_family_card"]:
            return ("none" if at < figures["no_family_card"] / 2 else "waiting"), ()
        first = self._family_card()
        if (
            group.kind == "three_generations"
            and dice() < figures["second_family_card_in_three_generations"]
        ):
            return "held", (first, self._family_card())
        return "held", (first,)

    def _family_card(self) -> str:
        days = int(self._dice() * self._card_days)
        return self._numbers.kk(self._region, date.fromordinal(self._first_card + days))

    def _person(
        self,
        key: str,
        group: Group,
        seat: Seat,
        home: Home,
        religion: Religion,
        family: Family,
        kk: str,
        names: Sequence[str],
        members: Sequence[MadePerson],
    ) -> tuple[MadePerson, Truth, str]:
        dice = self._dice
        sex, part = seat.sex, seat.part
        assert sex  # all are decided by now
        age = int(seat.age)
        born_on = date.fromordinal(self._today - int(seat.age * DAYS_IN_YEAR))
        year = born_on.year
        registered = self._births.registered(born_on, dice)
        birth = self._births.told(registered, age, dice)
        origin = self._origin(age)
        name = self._names.full(sex, year, family, dice)
        true_nik, nik, faults = self._paper(sex, registered, origin)
        school = education(age, year, dice)
        health = self._health.draw(age, dice)
        life, died_on = self._life(age, born_on)
        on_card = nik and age >= _CARD_FROM
        husband = names[0] if part == "spouse" and sex == "f" and names else ""
        card_area, card_address = self._card_address(home, group.kind, origin) if nik else ("", "")
        person = MadePerson(
            key,
            self._callings.used(
                name, sex, age, is_muslim=family.is_muslim, is_dead=life == "dead", dice=dice
            ),
            self._callings.on_card(name, sex, year, school, dice) if on_card else "",
            self._callings.call(name, sex, age, husband, dice),
            sex,
            birth.kind,
            birth.on,
            birth.age,
            birth.asked_on,
            self._birth_place(origin),
            names[seat.mother] if seat.mother >= 0 else self._names.short("f", year - 26, dice),
            nik,
            kk,
            self._numbers.jkn() if nik and dice() < self._jkn else "",
            self._phone(age, members),
            part,
            marital(group.kind, part, sex, age, dice),
            religion,
            school,
            health.kinds,
            health.answers,
            self._language(age),
            health.communication,
            home.area_code,
            home.text,
            home.kampung,
            card_area,
            card_address,
            life,
            died_on,
        )
        if birth.on and birth.on != born_on:
            faults = (*faults, "birth_as_registered")
        entity = blake2b(f"{self._seed}/{key}".encode(), digest_size=8).hexdigest()
        return person, Truth(key, entity, name, born_on, true_nik, faults), name

    def _origin(self, age: int) -> Origin | None:
        """Where somebody was registered first; None for this city."""
        figures = self._nik
        share = "not_from_here_under_15" if age < 15 else "not_from_here"
        if self._dice() < figures[share]:
            return self._origins.pick(self._dice())
        return None

    def _paper(
        self, sex: str, registered: date, origin: Origin | None
    ) -> tuple[str, str, tuple[str, ...]]:
        """The true number, the number as written, and what is wrong with it."""
        dice = self._dice
        figures = self._nik
        at = dice()
        if at < figures["none"]:
            if at < figures["none"] * figures["none_has_placeholder"]:
                return "", pick(figures["placeholders"], dice()), ("nik_is_placeholder",)
            return "", "", ()
        if origin:
            region = pick(origin.regions, dice())
        elif dice() < figures["code_not_current_kecamatan"]:
            region = f"{self._region[:4]}0{1 + int(dice() * 5)}"
        else:
            region = self._region
        faults: tuple[str, ...] = ()
        odd = dice()
        if odd < figures["date_part_differs"]:
            # The birth was corrected later; the number never is (PP 40/2019 Pasal 30).
            registered = date.fromordinal(registered.toordinal() - 1 - int(dice() * 700))
            faults = ("nik_of_another_day",)
        elif odd > 1 - figures["sex_part_differs"]:
            sex = "m" if sex == "f" else "f"
            faults = ("nik_of_other_sex",)
        nik = self._numbers.nik(region, registered, sex)
        if dice() < figures["damaged"]:
            unread = int(dice() * 12)
            return nik, nik[:unread] + nik[unread + 1 :], (*faults, "nik_lacks_a_digit")
        return nik, nik, faults

    def _birth_place(self, origin: Origin | None) -> str:
        dice = self._dice
        figures = self._places
        if origin:
            at_home = dice() < figures["born_in_place_of_first_registration"]
            return origin.name if at_home else CITY_NAME
        if dice() < figures["born_elsewhere_if_registered_here"]:
            return self._origins.pick(dice()).name
        return CITY_NAME

    def _card_address(self, home: Home, kind: str, origin: Origin | None) -> tuple[str, str]:
        dice = self._dice
        figures = self._places
        at = dice()
        if kind == "other":
            at /= 5  # who rents is mostly registered elsewhere
        outside: float = figures["card_outside_city"]
        if at < outside:
            code, name = pick((origin or self._origins.pick(dice())).kecamatan, dice())
            rt, rw = 1 + int(dice() * 6), 1 + int(dice() * 9)
            return code, f"RT {rt:03}/RW {rw:03} KEC. {name.upper()}"
        if at < outside + figures["card_elsewhere_in_city"]:
            other = self._homes.draw(dice)
            return other.area_code, other.official
        otherwise = dice() < figures["card_text_written_otherwise"]
        return home.area_code, home.official if otherwise else home.text

    def _phone(self, age: int, members: Sequence[MadePerson]) -> str:
        dice = self._dice
        figures = self._phones
        share = figures["from_60"] if age >= 60 else figures["from_15_to_59"]
        if age < 15 or dice() >= share:
            return ""
        if dice() < figures["shared_in_household"]:
            for other in members:
                if other.phone:
                    return other.phone
        return self._numbers.phone()

    def _language(self, age: int) -> Literal["id", "jv"]:
        return "jv" if self._dice() < self._javanese.at(age) else "id"

    def _life(self, age: int, born_on: date) -> tuple[Life, date | None]:
        """Some are still listed though they died in the last years."""
        figures = self._dead
        share = figures["under_60"] if age < 60 else figures["from_60" if age < 70 else "from_70"]
        if self._dice() >= share:
            return "alive", None
        days = min(1000, self._today - born_on.toordinal())
        return "dead", date.fromordinal(self._today - int(self._dice() * days))
