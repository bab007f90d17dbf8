"""Where the tests read from: the vectors, and the names and spellings collected for Solo."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vectors(name: str) -> dict[str, Any]:
    text = files("setiakawan.identity").joinpath("vectors", f"{name}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    text = files("setiakawan.synth").joinpath("data", f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def every_word() -> tuple[str, ...]:
    return tuple(sorted({word for row in rows("names") for word in row["token"].split()}))
