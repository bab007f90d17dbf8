"""Made people as a file: JSON lines with a household each, or CSV with a person each."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import IO, Any

from setiakawan.synth.made import MadeHousehold, MadePerson, Truth

_PERSON = [one.name for one in fields(MadePerson)]
_HOME = ["key", "area_code", "address", "card", "kk_numbers", "decile"]
_TRUTH = [one.name for one in fields(Truth)]
_of_person, _of_home, _of_truth = attrgetter(*_PERSON), attrgetter(*_HOME), attrgetter(*_TRUTH)
_COLUMNS = [*_PERSON, *(f"household_{name}" for name in _HOME)]

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_json_lines(households: Iterable[MadeHousehold], to: IO[str]) -> Iterator[int]:
    """A household a line with its members; tells after each how many people it held."""
    for household in households:
        line = dict(zip(_HOME, _of_home(household), strict=True))
        line["members"] = [_json_of_person(one) for one in household.members]
        to.write(json.dumps(line, ensure_ascii=False, default=date.isoformat) + "\n")
        yield len(household.members)


def write_csv(households: Iterable[MadeHousehold], to: IO[str]) -> Iterator[int]:
    """A person a row, with the household behind; tells after each household how many it held.

    No cell begins as a formula would: a spreadsheet that opens the file runs nothing.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for household in households:
        home = [_cell(value) for value in _of_home(household)]
        for one in household.members:
            writer.writerow([*(_cell(value) for value in _of_person(one)), *home])
        yield len(household.members)


def write_truth(truths: Iterable[Truth], to: IO[str]) -> None:
    """Whose the records are, as JSON lines; goes to a file of its own."""
    for truth in truths:
        line = dict(zip(_TRUTH, _of_truth(truth), strict=True))
        to.write(json.dumps(line, ensure_ascii=False, default=date.isoformat) + "\n")


def _json_of_person(person: MadePerson) -> dict[str, Any]:
    return dict(zip(_PERSON, _of_person(person), strict=True))


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
