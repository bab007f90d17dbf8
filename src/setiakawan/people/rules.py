"""What law and practice decide about people; plain Python."""

from collections.abc import Mapping
from datetime import date

from setiakawan.identity.births import Birth

OLDEST_BIRTH = date(1880, 1, 1)
"""Nobody alive today was born before; an earlier date is a slip."""

OLDEST_AGE = 130

CHILD_UNDER = 18
"""UU 35/2014: consent for a child is given by parent or guardian."""

CORRECTABLE = (
    "name",
    "name_on_card",
    "call_name",
    "claimed_names",
    "sex",
    "birth",
    "birth_place",
    "mother_name",
    "disabilities",
    "disability_note",
    "language",
    "communication",
    "marks",
)
"""Fields of a person that are corrected one by one, each with its earlier value kept."""

DISABILITIES: Mapping[str, str] = {
    # UU 8/2016 Pasal 4; the older kinds of Permensos 8/2012 map onto them.
    "physical": "Fisik",
    "intellectual": "Intelektual",
    "mental": "Mental",
    "sensory": "Sensorik",
}


def is_child(birth: Birth, day: date) -> bool | None:
    """Say whether somebody is a child on a day; None where it can't be told."""
    ages = birth.age_range(day)
    if ages is None or ages[0] < CHILD_UNDER <= ages[1]:
        return None
    return ages[1] < CHILD_UNDER
