"""A second record has slips at the rates of the parameters, and the truth says which."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from setiakawan.synth.callings import old_spelling, respell
from setiakawan.synth.dice import dice_of
from setiakawan.synth.errors import Volunteer, seen_again
from setiakawan.synth.reference import params


@pytest.fixture(scope="module")
def second(made, kelurahan):
    """Everybody written down a second time, by one of two hundred volunteers."""
    models = {model.code: model for model in kelurahan}
    volunteers = [Volunteer(1, f"v{number}", models) for number in range(200)]
    found = []
    for number, (household, truths) in enumerate(made):
        for person, truth in zip(household.members, truths, strict=True):
            record, theirs = volunteers[number % 200].write_down(person, truth, f"2-{person.key}")
            found.append((person, record, theirs))
    return found


def test_the_truth_knows_whose_both_records_are(second, truths):
    cancelled = 0
    for (person, record, theirs), truth in zip(second, truths, strict=True):
        assert theirs.entity_id == truth.entity_id
        assert theirs.person_key == record.key != person.key
        assert theirs.faults[: len(truth.faults)] == truth.faults
        is_same = replace(record, key=person.key) == person
        if theirs.faults == truth.faults:
            assert is_same
        cancelled += is_same and theirs.faults != truth.faults
    assert cancelled / len(second) < 0.02  # one slip undone by the next


def test_slips_come_as_often_as_said(second):
    found = Counter(fault for _, _, theirs in second for fault in theirs.faults)
    rates = {kind: rate for kind, rate in params("entry_errors").items() if kind != "basis"}
    for kind, rate in rates.items():
        share = found[kind] / len(second)
        assert 0 < share < rate * 1.5, kind
    # Those that can happen to nearly everybody.
    for kind in ("nik_one_digit", "nik_missing", "birth_missing", "address_is_kampung_only"):
        assert found[kind] / len(second) > rates[kind] * 0.6, kind


def test_a_wrong_number_is_still_nobodys(second):
    for _, record, _ in second:
        if re.fullmatch(r"\d{16}", record.nik) and record.nik not in params("nik")["placeholders"]:
            assert record.nik[12] == "9"
        assert re.fullmatch(r"(0812-0000-\d{4})?", record.phone)


def test_slips_of_one_volunteer_hang_together(kelurahan):
    factors = {Volunteer(1, f"v{number}", {}).factor for number in range(200)}
    assert min(factors) < 0.5 < 2 < max(factors)
    assert Volunteer(1, "v1", {}).factor == Volunteer(1, "v1", {}).factor


def test_some_still_write_the_kelurahan_from_before_the_split(second):
    moved = [
        (person, record) for person, record, _ in second
        if record.lived_area[:13] != person.lived_area[:13]
    ]  # fmt: skip
    assert moved
    for person, record in moved:
        assert (person.lived_area[:13], record.lived_area) in {
            ("33.72.03.1010", "33.72.03.1002"),
            ("33.72.05.1014", "33.72.05.1001"),
            ("33.72.05.1015", "33.72.05.1001"),
        }


def test_some_people_are_found_twice_of_themselves(made, kelurahan):
    again = list(seen_again(made, 5, kelurahan))
    assert again == list(seen_again(made, 5, kelurahan))
    everybody = sum(len(household.members) for household, _ in made)
    assert len(again) / everybody == pytest.approx(0.05, abs=0.01)
    entities = {truth.entity_id for _, truths in made for truth in truths}
    assert {truth.entity_id for _, truth in again} <= entities
    assert len({record.key for record, _ in again}) == len(again)


@pytest.mark.parametrize(
    ("now", "before"),
    [("Sutarno", "Soetarno"), ("Joko Cahyono", "Djoko Tjahjono"), ("Wahyuni", "Wahjoeni")],
)
def test_old_letters(now, before):
    assert old_spelling(now) == before


def test_another_office_spells_otherwise():
    dice = dice_of("spelling")
    spellings = {respell("Muhammad Rizky", dice) for _ in range(300)}
    assert {"Muhamad Rizky", "Mohammad Rizky", "Muhammad Rizki"} <= spellings
    assert respell("Ng", dice) == "Ng"
