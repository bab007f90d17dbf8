"""The lists and figures that the people are made from; see data/README.md."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def params(section: str) -> dict[str, Any]:
    """One section of the parameters."""
    text = (files("setiakawan.synth") / "data" / "params.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)[section]
    return found


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one list."""
    text = (files("setiakawan.synth") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
