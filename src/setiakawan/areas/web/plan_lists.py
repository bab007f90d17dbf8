"""The lists of the split and merge pages: new areas, and which RW go where, a line each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from setiakawan.areas.codes import BadAreaCode, pad_rw, shown
from setiakawan.areas.operations import NewNumber
from setiakawan.areas.rules import MAX_PASTED_BYTES, PlanProblem

MOST_LINES = 1_000

_NEW = re.compile(r"(?P<code>[0-9][0-9.]+)[\s;:,=\t-]+(?P<name>\S.*)")
_MAP = re.compile(r"(?P<what>.+?)\s*(?:→|->|=>|=|;|:|\t|\bke\b)\s*(?P<target>\S.*)", re.IGNORECASE)
_WHAT = re.compile(
    r"(?:RW[\s.]*)?(?P<rw>[0-9IVXL][0-9IVXL\s,–-]*?)"
    r"(?:[\s,;/]*RT[\s.]*(?P<rt>[0-9IVXL][0-9IVXL\s,–-]*))?",
    re.IGNORECASE,
)
_RENUMBER = re.compile(
    r"(?P<code>[0-9][0-9.]+)\s*(?:→|->|=>|=|;|:|\t|\bmenjadi\b)\s*(?P<number>.+)"
)


@dataclass(frozen=True, slots=True)
class PlanText:
    """What ``rules.parse_split`` reads, and the lines that could not be read."""

    data: Mapping[str, object]
    codes: Mapping[str, str]
    problems: tuple[PlanProblem, ...]


def read_split(old_code: str, on: str, new_areas: str, rw_map: str) -> PlanText:
    """Read the two lists of the split page: ``33.72.05.1016 Joglo`` and ``RW 001-010 ke Joglo``."""
    problems: list[PlanProblem] = []
    new: list[dict[str, str]] = []
    codes: dict[str, str] = {}
    for number, line in _lines(new_areas, problems):
        found = _NEW.fullmatch(line)
        if found is None:
            problems.append(
                _problem(number, line, "Tulis kode lalu nama, seperti “33.72.05.1016 Joglo”.")
            )
            continue
        code, name = found["code"].rstrip("."), " ".join(found["name"].split())
        new.append({"id": code, "nama": name})
        codes.setdefault(name.casefold(), code)
    moves: list[dict[str, str]] = []
    for number, line in _lines(rw_map, problems):
        moves += _moves(number, line, codes, problems)
    data = {"berlaku": on, "lama": {"id": old_code}, "baru": new, "peta": moves}
    return PlanText(data, {}, tuple(problems))


def _moves(
    number: int, line: str, codes: Mapping[str, str], problems: list[PlanProblem]
) -> list[dict[str, str]]:
    found = _MAP.fullmatch(line)
    what = _WHAT.fullmatch(found["what"].strip()) if found else None
    if found is None or what is None:
        problems.append(
            _problem(
                number,
                line,
                "Tulis seperti “RW 001-010 ke Joglo” atau “RW 015 RT 001-003 ke Joglo”.",
            )
        )
        return []
    target = " ".join(found["target"].split()).removesuffix(".")
    target = codes.get(target.casefold(), target)
    if target not in codes.values():
        problems.append(
            _problem(
                number,
                line,
                f"“{shown(target)}” tidak ada di daftar wilayah baru. "
                "Tulis nama atau kodenya seperti di daftar itu.",
            )
        )
        return []
    parts = [part.strip() for part in re.split(r",", what["rw"]) if part.strip()]
    rts = [part.strip() for part in re.split(r",", what["rt"] or "") if part.strip()]
    if rts and len(parts) > 1:
        problems.append(
            _problem(number, line, "RT hanya dapat dibagi per RW. Tulis satu RW per baris.")
        )
        return []
    if rts:
        return [{"rw": _range(parts[0]), "rt": _range(rt), "ke": target} for rt in rts]
    return [{"rw": _range(part), "ke": target} for part in parts]


def _range(text: str) -> str:
    return re.sub(r"\s*[–-]\s*", "-", text)


def read_renumbering(text: str) -> tuple[tuple[NewNumber, ...], tuple[PlanProblem, ...]]:
    """Read the new numbers of a merger: ``33.72.05.1007.003 = 015``, a line each."""
    problems: list[PlanProblem] = []
    rows: list[NewNumber] = []
    for number, line in _lines(text, problems):
        found = _RENUMBER.fullmatch(line)
        try:
            if found is None:
                raise BadAreaCode("", "Tulis kode lama lalu nomor baru, “33.72.05.1007.003 = 015”.")
            rows.append(
                NewNumber(code=found["code"].rstrip("."), number=pad_rw(found["number"].strip()))
            )
        except ValueError as bad:
            sentence = bad.sentence if isinstance(bad, BadAreaCode) else "Kodenya tidak lengkap."
            problems.append(_problem(number, line, sentence))
    return tuple(rows), tuple(problems)


def _lines(text: str, problems: list[PlanProblem]) -> list[tuple[int, str]]:
    lines = text.splitlines()
    if len(lines) > MOST_LINES or len(text) > MAX_PASTED_BYTES:
        problems.append(
            PlanProblem(
                "list.too_long", f"Daftar ini terlalu panjang. Paling banyak {MOST_LINES} baris."
            )
        )
        return []
    return [
        (number, tidy)
        for number, line in enumerate(lines, start=1)
        if (tidy := " ".join(line.replace("\u00a0", " ").split()))
    ]


def _problem(number: int, line: str, sentence: str) -> PlanProblem:
    return PlanProblem("list.line", f"Baris {number}, “{shown(line)}”: {sentence}")
