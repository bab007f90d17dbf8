"""What is shipped: the reference files, read into plain rows. See reference/README.md."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from setiakawan.categories.models import (
    Criterion,
    Crossing,
    Kind,
    ResourceKind,
    SchemeEntry,
    Tag,
    Versioned,
    crossing_code,
)

_FILES = files("setiakawan.categories") / "reference"


@dataclass(frozen=True)
class Shipped:
    """One row as it is shipped: which table, which code, from when, and what it says."""

    model: type[Versioned]
    code: str
    valid_from: date
    says: Mapping[str, Any] = field(default_factory=dict)

    def as_first_version(self) -> Versioned:
        """The row, not saved yet."""
        return self.model(code=self.code, valid_from=self.valid_from, **self.says)


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every row, kinds first, so that what names another comes after it."""
    rows = [*_kinds(), *_criteria(), *_tags(), *_resources(), *_entries()]
    return (*rows, *_crossings({row.code: row.valid_from for row in rows}))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_FILES.joinpath(name).read_text(encoding="utf-8"))


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_FILES.joinpath(name).read_text(encoding="utf-8").splitlines())


@cache
def _sources() -> dict[str, Any]:
    return _read("sources.toml")


def _origin(name: str, within: str = "") -> tuple[date, dict[str, Any]]:
    """From when rows of a source count, and where they come from."""
    source = _sources()[name]
    legal = f"{source['legal']}, {within}" if within else source["legal"]
    return source["valid_from"], {
        "legal_source": legal,
        "read_in": source["read_in"],
        "confidence": source["confidence"],
    }


def _row(
    model: type[Versioned], code: str, source: str, says: Mapping[str, Any], within: str = ""
) -> Shipped:
    begins, origin = _origin(source, within)
    return Shipped(model, code, begins, {**says, **origin})


def _kinds() -> Iterator[Shipped]:
    for told in _read("kinds.toml")["kind"]:
        code, source = told.pop("code"), told.pop("source", "permensos_8_2012")
        yield _row(Kind, code, source, told, f"jenis {int(code)}")


def _criteria() -> Iterator[Shipped]:
    for told in _table("criteria.csv"):
        code = told.pop("code")
        source = "permensos_8_2012_kind_1" if code.startswith("01") else "permensos_8_2012"
        yield _row(
            Criterion, code, source, {"kind_code": code[:2], **told}, f"jenis {int(code[:2])}"
        )


def _tags() -> Iterator[Shipped]:
    for told in _read("tags.toml")["tag"]:
        yield _row(Tag, told.pop("code"), told.pop("source", "practice"), told)


def _resources() -> Iterator[Shipped]:
    for told in _read("resources.toml")["resource"]:
        code = told.pop("code")
        yield _row(ResourceKind, code, "psks", told, f"PSKS {int(code)}")


def _entries() -> Iterator[Shipped]:
    for told in _read("schemes.toml")["entry"]:
        code = entry_code(told["scheme"], told.pop("code"))
        yield _row(SchemeEntry, code, told.pop("source"), told)


def _crossings(begin: Mapping[str, date]) -> Iterator[Shipped]:
    for told in _table("crossings.csv"):
        entry = entry_code(told["scheme"], told["entry"])
        begins_at = told["kind"] or told["tag"]
        _, origin = _origin(told["source"])
        yield Shipped(
            Crossing,
            crossing_code(begins_at, entry),
            # A kind counts in an entry from the day on which there are both.
            max(begin[begins_at], begin[entry]),
            {
                "kind_code": told["kind"],
                "tag_code": told["tag"],
                "entry_code": entry,
                "basis": told["basis"],
                **origin,
            },
        )


def entry_code(scheme: str, number: str) -> str:
    """The code of an entry: ``pas12.01``."""
    return f"{scheme}.{number.zfill(2)}"
