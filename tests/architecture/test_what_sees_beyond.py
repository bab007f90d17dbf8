"""docs/architecture.md lists every function of the database that sees beyond the actor."""

import re
from pathlib import Path

import setiakawan
from setiakawan.access.protection import functions

PAGE = Path(setiakawan.__file__).parents[2] / "docs" / "architecture.md"


def test_the_page_lists_each_function_with_what_it_may_answer():
    rows = dict(re.findall(r"^\| `(\w+\([^`]*\))` \| (.+) \|$", PAGE.read_text(), re.MULTILINE))
    assert rows == functions()
