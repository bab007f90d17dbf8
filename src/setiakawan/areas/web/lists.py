"""Lists of RW and RT as they come: pasted, or as a CSV file from somebody's spreadsheet.

Nothing is guessed: a line that can't be read comes back with its number and what to do.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from setiakawan.areas.codes import BadAreaCode, pad_rw, shown
from setiakawan.areas.operations import RwRow
from setiakawan.areas.rules import (
    LONGEST_NAME,
    MAX_PASTED_BYTES,
    MAX_PASTED_PROBLEMS,
    MAX_PASTED_ROWS,
    SHOWN_LINE,
    LineProblem,
    parse_pasted_rw_list,
)
from setiakawan.foundation.texts import tidy_line, unreadable_part

SEPARATORS = ";\t,|"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An RW that was understood, and where it stood."""

    line: int
    row: RwRow
    is_counted: bool
    """The list said how many RT there are, not which."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """What could be read of a list, and what a person has to look at."""

    rows: tuple[ReadRow, ...]
    problems: tuple[LineProblem, ...]


def read_pasted(text: str) -> ReadList:
    """Read a pasted list; see ``rules.parse_pasted_rw_list`` for what is understood."""
    found = parse_pasted_rw_list(text)
    rows = tuple(
        ReadRow(one.line, RwRow(number=one.rw, rts=one.rts), one.rts_are_counted)
        for one in found.rows
    )
    return ReadList(rows, found.problems)


class NotText(ValueError):
    """A file that holds no text: a spreadsheet itself, a picture."""

    sentence = (
        "Berkas ini bukan CSV. Di Excel atau LibreOffice pilih Simpan sebagai, lalu CSV, "
        "atau salin isinya ke halaman Tempel daftar."
    )


class TooBig(ValueError):
    """A list of RW is a few kilobytes; this is something else."""

    sentence = "Berkas ini terlalu besar. Daftar RW satu kelurahan paling besar 200 KB."


def decode(data: bytes) -> str:
    """Turn a file into text, whatever a spreadsheet in Indonesia wrote: UTF-8, UTF-16 or Windows."""
    if len(data) > MAX_PASTED_BYTES:
        raise TooBig
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as bad:
            raise NotText from bad
    if b"\x00" in data or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise NotText
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_csv(text: str) -> ReadList:
    """Read a table with a heading for RW and, where known, RT or their number, and the RW's name.

    Without such a heading, the lines are read as a pasted list is.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    separator = _separator([line for line in lines if line.strip()][:5])
    try:
        columns = _columns(next(csv.reader(lines[first : first + 1], delimiter=separator), []))
    except csv.Error:  # a field longer than any table has: no heading, and each line says so itself
        columns = {}
    if len(text) > MAX_PASTED_BYTES or "rw" not in columns:
        return read_pasted(text)
    return _TableReader(columns).read(lines[first + 1 :], separator, first + 2)


def _separator(lines: Sequence[str]) -> str:
    """The sign that parts the columns: the one that is in all the first lines, most often."""
    return max(
        SEPARATORS,
        key=lambda sign: (
            min((line.count(sign) for line in lines), default=0),
            lines[0].count(sign) if lines else 0,
        ),
    )


_HEADINGS = {
    "name": re.compile(r"nama(?: (?:rw|kampung|wilayah))?"),
    "count": re.compile(r"(?:jumlah|jml|banyaknya?|total) ?rt"),
    "rt": re.compile(r"(?:no|nomor|daftar)?\.? ?rt"),
    "rw": re.compile(r"(?:no|nomor|kode)?\.? ?rw"),
}


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        heading = " ".join(cell.replace("_", " ").casefold().split())
        for name, pattern in _HEADINGS.items():
            if pattern.fullmatch(heading):
                found.setdefault(name, index)
                break
    return found


class _TableReader:
    """Goes through the rows of a table; those of the same RW add up."""

    def __init__(self, columns: dict[str, int]) -> None:
        self.columns = columns
        self.rows: dict[str, ReadRow] = {}
        self.problems: list[LineProblem] = []

    def read(self, lines: Sequence[str], separator: str, begins: int) -> ReadList:
        for line, raw in enumerate(lines, start=begins):
            if not raw.strip(f' {separator}"'):
                continue
            try:
                cells = next(csv.reader([raw], delimiter=separator, strict=False), [])
            except csv.Error:
                self._refuse(line, raw, "Baris ini belum dapat dibaca. Periksa tanda kutipnya.")
                continue
            self._take(line, raw, cells)
            if len(self.problems) >= MAX_PASTED_PROBLEMS:
                self._refuse(0, "", "Terlalu banyak baris yang tidak terbaca. Periksa berkasnya.")
                break
        return ReadList(tuple(self.rows.values()), tuple(self.problems))

    def _refuse(self, line: int, raw: str, sentence: str) -> None:
        self.problems.append(LineProblem(line, shown(raw, SHOWN_LINE), "csv.unclear", sentence))

    def _cell(self, cells: Sequence[str], name: str) -> str:
        index = self.columns.get(name)
        return tidy_line(cells[index]) if index is not None and index < len(cells) else ""

    def _take(self, line: int, raw: str, cells: Sequence[str]) -> None:
        try:
            rw = pad_rw(self._cell(cells, "rw"))
        except BadAreaCode as bad:
            self._refuse(line, raw, bad.sentence)
            return
        name = self._cell(cells, "name")
        if len(name) > LONGEST_NAME or unreadable_part(name):
            self._refuse(line, raw, "Nama di baris ini terlalu panjang atau tidak terbaca.")
            return
        rts, count = self._cell(cells, "rt"), self._cell(cells, "count")
        told = f"RW {rw} RT {rts}" if rts else f"RW {rw}: {count} RT" if count else f"RW {rw}"
        understood = parse_pasted_rw_list(told)
        if not understood.rows:
            self._refuse(line, raw, understood.problems[0].sentence)
            return
        (found,) = understood.rows
        self._add(
            line,
            raw,
            ReadRow(line, RwRow(number=rw, rts=found.rts, name=name), found.rts_are_counted),
        )

    def _add(self, line: int, raw: str, new: ReadRow) -> None:
        before = self.rows.get(new.row.number)
        if before is None:
            if len(self.rows) >= MAX_PASTED_ROWS:
                self._refuse(line, raw, f"Sudah ada {MAX_PASTED_ROWS} RW. Baris ini tidak diambil.")
            else:
                self.rows[new.row.number] = new
            return
        rts = tuple(sorted({*before.row.rts, *new.row.rts}))
        if len(rts) < len(before.row.rts) + len(new.row.rts) or not new.row.rts:
            self._refuse(
                line,
                raw,
                f"RW {new.row.number} sudah ada di baris {before.line}. Hapus salah satunya.",
            )
            return
        row = RwRow(number=new.row.number, rts=rts, name=before.row.name or new.row.name)
        self.rows[row.number] = ReadRow(before.line, row, is_counted=False)
