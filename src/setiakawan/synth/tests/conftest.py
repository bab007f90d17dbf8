"""The city as most tests here see it: 12,000 people."""

from collections.abc import Sequence

import pytest

from setiakawan.synth.city import make_with_truth
from setiakawan.synth.made import KelurahanModel, MadeHousehold, MadePerson, Truth
from setiakawan.synth.places import kelurahan_models

PEOPLE = 12_000
SEED = 7


@pytest.fixture(scope="session")
def kelurahan() -> tuple[KelurahanModel, ...]:
    return kelurahan_models()


@pytest.fixture(scope="session")
def made(kelurahan) -> Sequence[tuple[MadeHousehold, tuple[Truth, ...]]]:
    return list(make_with_truth(SEED, PEOPLE, kelurahan))


@pytest.fixture(scope="session")
def households(made) -> Sequence[MadeHousehold]:
    return [household for household, _ in made]


@pytest.fixture(scope="session")
def people(households) -> Sequence[MadePerson]:
    return [person for household in households for person in household.members]


@pytest.fixture(scope="session")
def truths(made) -> Sequence[Truth]:
    return [truth for _, theirs in made for truth in theirs]
