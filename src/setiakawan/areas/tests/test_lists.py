"""Lists of RW as they come from people and spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas.operations import RwRow, SplitOrder
from setiakawan.areas.rules import parse_split
from setiakawan.areas.web.lists import NotText, ReadList, TooBig, decode, read_csv, read_pasted
from setiakawan.areas.web.plan_lists import read_renumbering, read_split


def told(found: ReadList) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.row.number, one.row.rt_numbers(), one.row.name) for one in found.rows]


@pytest.mark.parametrize(
    "text",
    [
        "RW;Jumlah RT;Nama\n001;2;Kampung Sewu\n2;;\n",
        "No,RW,Jml RT,Nama Kampung\r\n1,1,2,Kampung Sewu\r\n2,2,,\r\n",
        'rw\tjumlah rt\tnama rw\nI\t2\t"Kampung Sewu"\nRW 02\t\t\n',
        "\ufeffNo. RW|Jumlah_RT|Nama\n1|2|Kampung  Sewu\n\n2||\n",
        "RW,RT,Nama\n1,1,Kampung Sewu\n1,2,\n2,,\n",
    ],
)
def test_a_table_is_read_whatever_parts_its_columns(text: str) -> None:
    found = read_csv(text)
    assert told(found) == [("001", ("001", "002"), "Kampung Sewu"), ("002", (), "")]
    assert not found.problems


def test_a_bad_row_is_told_by_its_line_and_the_rest_is_taken() -> None:
    found = read_csv("RW;Jumlah RT\n1;3\nzz;2\n2;abc\n1;4\n3;1\n")
    assert [row for row, *_ in told(found)] == ["001", "003"]
    assert [one.line for one in found.problems] == [3, 4, 5]
    assert all(one.sentence.endswith(".") for one in found.problems)


def test_without_a_heading_lines_are_read_as_pasted() -> None:
    assert told(read_csv("001;2\n002;1\n")) == told(read_pasted("001;2\n002;1\n"))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_codings_of_spreadsheets(coding: str) -> None:
    assert "Kampung é" in decode("RW;Nama\n1;Kampung é\n".encode(coding))


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0", b"%PDF-1.7", b"a\x00b"])
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)
    with pytest.raises(TooBig):
        decode(b"1" * 200_001)


numbers = st.integers(1, 999)
rw_rows = st.dictionaries(
    numbers, st.sets(st.integers(1, 99), max_size=12), min_size=1, max_size=30
)


@given(rw_rows, st.sampled_from(";,\t|"))
def test_what_is_written_as_csv_reads_back(rows: dict[int, set[int]], separator: str) -> None:
    """Property: every RW and RT comes back, and no other."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["RW", "RT"])
    for rw, rts in rows.items():
        writer.writerow([rw, ", ".join(str(rt) for rt in sorted(rts))])
    found = read_csv(out.getvalue())
    assert not found.problems
    assert {row: set(rts) for row, rts, _ in told(found)} == {
        f"{rw:03}": {f"{rt:03}" for rt in rts} for rw, rts in rows.items()
    }


@given(rw_rows)
def test_what_is_pasted_reads_back(rows: dict[int, set[int]]) -> None:
    """Property: a pasted list becomes rows that the operation takes."""
    text = "\n".join(
        f"RW {rw} RT {', '.join(map(str, sorted(rts)))}" if rts else f"RW {rw}"
        for rw, rts in rows.items()
    )
    found = read_pasted(text)
    assert not found.problems
    assert {one.row.number: set(one.row.rt_numbers()) for one in found.rows} == {
        f"{rw:03}": {f"{rt:03}" for rt in rts} for rw, rts in rows.items()
    }


noise = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("RWT rwt0123456789;,\t|\n-→=:.\"'")),
    max_size=300,
)


@given(noise)
def test_no_list_is_too_odd(text: str) -> None:
    """Property: whatever is pasted or uploaded is read or told; nothing is raised."""
    for found in (read_pasted(text), read_csv(text), read_csv(f"RW;RT;Nama\n{text}")):
        for one in found.rows:
            assert isinstance(RwRow.model_validate(one.row.model_dump()), RwRow)
        for problem in found.problems:
            assert problem.sentence
            problem.raw.encode("utf-8")


@given(st.binary(max_size=400))
def test_no_file_is_too_odd(data: bytes) -> None:
    """Property: a file is text or is refused."""
    try:
        text = decode(data)
    except NotText:
        return
    read_csv(text)


@given(noise, noise)
def test_no_plan_is_too_odd(new_areas: str, rw_map: str) -> None:
    """Property: the lists of a split become a plan or a list of problems."""
    read = read_split("98.71.01.1001", "2020-01-01", new_areas, rw_map)
    plan, problems = parse_split(read.data, read.codes)
    assert plan is not None or problems or read.problems
    if plan is not None and not read.problems and len(plan.new_areas) < 50:
        assert all(one.sentence for one in problems)
    read_renumbering(rw_map)


def test_the_lists_of_a_split_are_read_as_people_write_them() -> None:
    read = read_split(
        "98.71.01.1001",
        "2019-01-02",
        "98.71.01.1014 Kadipiro\n98.71.01.1015; Kadipiro Lor\n\n98.71.01.1016 = Joglo",
        "RW 001-010 ke Kadipiro\n11, 12, 14 -> kadipiro lor\nRW 015 RT 1-3 → 98.71.01.1015\n"
        "RW 15 RT 004, 006 = Joglo\n20–27 ke Joglo",
    )
    assert not read.problems
    plan, problems = parse_split(read.data, read.codes)
    assert not problems
    assert plan is not None
    shares = [
        (one.rw_from, one.rw_to, one.rt_from, one.rt_to, one.new_code[-4:]) for one in plan.rw_map
    ]
    assert shares == [
        ("001", "010", None, None, "1014"),
        ("011", "011", None, None, "1015"),
        ("012", "012", None, None, "1015"),
        ("014", "014", None, None, "1015"),
        ("015", "015", "001", "003", "1015"),
        ("015", "015", "004", "004", "1016"),
        ("015", "015", "006", "006", "1016"),
        ("020", "027", None, None, "1016"),
    ]
    assert SplitOrder.of_plan(plan).plan_for("98.71.01.1001") == plan


def test_lines_that_can_not_be_read_are_named() -> None:
    read = read_split("98.71.01.1001", "2019-01-02", "Kadipiro", "ngawur\nRW 1,2 RT 3 ke Joglo")
    assert [one.sentence.split(":")[0] for one in read.problems] == [
        "Baris 1, “Kadipiro”",
        "Baris 1, “ngawur”",
        "Baris 2, “RW 1,2 RT 3 ke Joglo”",
    ]
    rows, problems = read_renumbering("98.71.01.1002.001 = 3\nngawur\n98.71 = zz")
    assert [(one.code, one.number) for one in rows] == [("98.71.01.1002.001", "003")]
    assert len(problems) == 2
