"""Tables as files: CSV that a spreadsheet opens without running anything, and gives back as it was.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end is read by spreadsheets as a
formula (OWASP, CSV injection). Such a text gets an apostrophe in front; so does a text that begins with
an apostrophe, so that ``read_text`` gives every text back as it was. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for something else."""

SEPARATOR = ";"
"""Spreadsheets set to Indonesian part cells by it."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "'"

Cell = str | int | date | bool | None


def write_text(text: str) -> str:
    """A text as it stands in a cell."""
    return MARK + text if text.startswith((*_DANGEROUS, MARK)) else text


def read_text(cell: str) -> str:
    """The text of a cell."""
    return cell.removeprefix(MARK)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole table as text."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow([write_text(name) for name in columns])
    writer.writerows([_cell(one) for one in row] for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "ya" if value else "tidak"
        case date():
            return value.isoformat()
        case int():
            return value
        case str():
            return write_text(value)
