"""What is made: persons and households in plain fields, and the truth about them kept apart."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["m", "f", ""]
BirthKind = Literal["date", "year", "estimated", "unknown"]
Life = Literal["alive", "dead"]
Marital = Literal["single", "married", "divorced", "widowed", ""]
Religion = Literal["islam", "protestant", "catholic", "buddhist", "hindu", "other", ""]
Education = Literal["none", "primary", "junior", "senior", "diploma", "bachelor", ""]
Part = Literal[
    "head", "spouse", "child", "in_law", "grandchild", "parent", "helper", "other"
]  # Regsosek 409
Card = Literal["held", "waiting", "none", ""]
AS_OF = date(2026, 11, 1)
"""The day of the data where none is said. Not today: the same seed shall give the same people."""
DISABILITIES = ("physical", "intellectual", "mental", "sensory")
"""The kinds of UU 8/2016 Pasal 4."""
NO_DIFFICULTY = "111111"


@dataclass(frozen=True, slots=True)
class KelurahanModel:
    """How big a kelurahan is taken to be. MODELLED: never to be shown as official."""

    code: str
    name: str
    population: int
    rw: int
    rt: int
    slot: int
    """Its number among the kelurahan of its city. Two with the same may give out the same numbers."""
    split_from: str = ""
    """Code of the kelurahan it was cut from; volunteers still write that one."""
    split_from_name: str = ""

    def rt_of_rw(self, rw: int) -> int:
        """How many RT an RW has: spread evenly, the first ones have one more."""
        return max(1, self.rt // self.rw + (rw <= self.rt % self.rw))


@dataclass(frozen=True, slots=True)
class MadePerson:
    """One record of somebody, as a volunteer might have written it."""

    key: str
    """Of the record. Two records of one person have two."""
    name_used: str
    name_on_card: str
    """Empty where there is no card."""
    call_name: str
    sex: Sex
    birth_kind: BirthKind
    born_on: date | None
    """As registered; of a year 1 January."""
    estimated_age: int | None
    estimated_on: date | None
    birth_place: str
    mother_name: str
    nik: str
    """As written: mostly 16 digits; empty, a stand-in (``0``, ``-``) or damaged in some."""
    kk: str
    jkn: str
    phone: str
    relation_to_head: Part
    marital: Marital
    religion: Religion
    education: Education
    disabilities: tuple[str, ...]
    difficulties: str
    """Washington Group short set: seeing, hearing, walking, remembering, self-care, communicating;
    each 1 none, 2 some, 3 a lot, 4 cannot. Empty under five years."""
    language: Literal["id", "jv"]
    communication: str
    """What is needed to be understood."""
    lived_area: str
    lived_address: str
    kampung: str
    card_area: str
    card_address: str
    life: Life
    died_on: date | None


@dataclass(frozen=True, slots=True)
class MadeHousehold:
    """People who live together."""

    key: str
    area_code: str
    """Down to the RT."""
    address: str
    card: Card
    kk_numbers: tuple[str, ...]
    """Family cards among them: none, one, or two."""
    decile: int
    """Of welfare, 1 the poorest."""
    members: tuple[MadePerson, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What nobody writes: who a record is of, and what is wrong in it. Never goes with the data."""

    person_key: str
    entity_id: str
    """The same for all records of one person."""
    name: str
    """As given at birth, before titles, other offices and slips."""
    born_on: date
    nik: str
    """As given out; empty where there never was one."""
    faults: tuple[str, ...] = ()
    """How this record differs from what is true."""
