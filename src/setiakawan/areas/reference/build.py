"""Turn a published list of area codes into the files that are shipped.

A new edition of the codes appears nearly every year. Whoever takes it over gives
this script a CSV with the columns ``code`` and ``name`` and looks at the change in
``git diff``; the tests then say whether the list is whole.

    python -m setiakawan.areas.reference.build wilayah.csv src/setiakawan/areas/reference
"""

import csv
import gzip
import sys
from collections.abc import Iterable
from pathlib import Path


def province_lines(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Write, for each province, a line for each kecamatan and kelurahan in byte order.

    A kecamatan stands with its whole code, the kelurahan under it with the last part
    only: that halves the file, and a lost line still moves nobody to another code.
    """
    lines: dict[str, list[str]] = {}
    for code, name in sorted(rows):
        part = code if code.count(".") == 2 else code.rpartition(".")[2]
        if code.count(".") >= 2:
            lines.setdefault(code[:2], []).append(f"{part}\t{name}")
    return lines


def city_lines(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Write a line for each province, kabupaten and kota."""
    return [f"{code}\t{name}" for code, name in sorted(rows) if code.count(".") < 2]


def packed(lines: Iterable[str]) -> bytes:
    """Compress lines so that the same lines always give the same bytes."""
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), 9, mtime=0)


def build(source: Path, target: Path) -> None:
    """Read the published list and write ``cities.tsv`` and ``provinces/*.tsv.gz``."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], " ".join(row["name"].split())) for row in csv.DictReader(file)]
    (target / "cities.tsv").write_text(
        "".join(f"{line}\n" for line in city_lines(rows)), encoding="utf-8"
    )
    for province, lines in province_lines(rows).items():
        (target / "provinces" / f"{province}.tsv.gz").write_bytes(packed(lines))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
