"""The code of an area: what is one, what lies inside what, and that a reach is one range."""

import copy
import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas.codes import (
    AreaCode,
    BadAreaCode,
    Level,
    pad_rt,
    pad_rw,
    parse_code,
    reach_range,
    reach_ranges,
    shown,
)

# Few numbers, so that generated codes often lie inside one another.
TWO = st.sampled_from(["01", "02", "10", "72", "99"])
THREE = st.sampled_from(["001", "002", "010", "099", "100", "999"])
PARTS = st.tuples(
    st.sampled_from(["11", "33", "34"]),
    TWO,
    TWO,
    st.sampled_from(["1001", "1009", "2001", "3999"]),
    THREE,
    THREE,
)


@st.composite
def area_codes(draw: st.DrawFn) -> AreaCode:
    parts = draw(PARTS)
    return AreaCode(".".join(parts[: draw(st.integers(1, 6))]))


@pytest.mark.parametrize(
    ("text", "level", "kind"),
    [
        ("33", Level.PROVINCE, "Provinsi"),
        ("33.72", Level.CITY, "Kota"),
        ("33.71", Level.CITY, "Kota"),
        ("33.29", Level.CITY, "Kabupaten"),
        ("33.72.04", Level.KECAMATAN, "Kecamatan"),
        ("33.72.04.1009", Level.KELURAHAN, "Kelurahan"),
        ("33.01.01.2001", Level.KELURAHAN, "Desa"),
        ("91.03.01.3001", Level.KELURAHAN, "Desa adat"),
        ("33.72.04.1009.012", Level.RW, "RW"),
        ("33.72.04.1009.012.003", Level.RT, "RT"),
    ],
)
def test_a_code_tells_its_level_and_kind(text: str, level: Level, kind: str) -> None:
    code = parse_code(text)
    assert (code, code.level, code.kind) == (text, level, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "03",
        "333",
        "33.",
        ".33",
        "33.7",
        "33.00",
        "33.72.00",
        "33.72.4",
        "33.72.04.0009",
        "33.72.04.4009",
        "33.72.04.1000",
        "33.72.04.1009.000",
        "33.72.04.1009.12",
        "33.72.04.1009.012.000",
        "33.72.04.1009.012.003.001",
        " 33.72",
        "33.72\n",
        "33-72",
        "33,72",
        "3372",
        "٣٣.٧٢",
        "３３.７２",
        "33.72\x00",
        pytest.param("33.72.04.1009.012.003" + "0" * 10_000_000, id="ten megabytes"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadAreaCode) as refused:
        parse_code(text)
    assert refused.value.code == "area.code_malformed"
    assert "Tulis seperti 33.72.04.1009" in refused.value.sentence
    assert len(refused.value.sentence) < 200


@given(st.text())
def test_no_text_breaks_the_reading_of_a_code(text: str) -> None:
    try:
        code = parse_code(text)
    except BadAreaCode as refused:
        refused.sentence.encode()  # May be sent: no lone surrogate has come through.
    else:
        assert code == text


def test_a_code_knows_those_around_it() -> None:
    rt = AreaCode("33.72.04.1009.012.003")
    assert rt.ancestors == ("33", "33.72", "33.72.04", "33.72.04.1009", "33.72.04.1009.012")
    assert rt.parent == "33.72.04.1009.012"
    assert rt.number == "003"
    assert rt.at(Level.KELURAHAN) == "33.72.04.1009"
    assert rt.at(Level.RT) == rt
    assert AreaCode("33.72").at(Level.RW) is None
    assert AreaCode("33").parent is None
    assert AreaCode("33.72.04.1009").child("012") == "33.72.04.1009.012"
    with pytest.raises(BadAreaCode):
        rt.child("001")


def test_a_code_is_a_text_and_stays_one_when_it_travels() -> None:
    code = AreaCode("33.72.04")
    assert "33.72.04" in {code}
    assert sorted(["33.72.05", code, "33.72.04.1001"]) == [code, "33.72.04.1001", "33.72.05"]
    for twin in (pickle.loads(pickle.dumps(code)), copy.deepcopy(code)):  # noqa: S301  # our own bytes
        assert type(twin) is AreaCode
        assert twin == code


@given(area_codes(), area_codes())
def test_a_code_contains_itself_and_what_continues_it_after_a_dot(
    code: AreaCode, other: AreaCode
) -> None:
    assert code.contains(other) == (other == code or code in other.ancestors)


@given(area_codes(), area_codes())
def test_a_reach_is_exactly_one_range_of_bytes(code: AreaCode, other: AreaCode) -> None:
    low, high = (text.encode() for text in reach_range(code))
    assert (low <= other.encode() < high) == code.contains(other)


@given(area_codes(), area_codes())
def test_codes_compare_in_python_as_under_collate_c(code: AreaCode, other: AreaCode) -> None:
    assert (code < other) == (code.encode() < other.encode())


@given(PARTS, st.integers(1, 5), st.text("0123456789", min_size=1, max_size=3))
def test_a_longer_number_with_the_same_beginning_is_outside(
    parts: tuple[str, ...], depth: int, more: str
) -> None:
    code = AreaCode(".".join(parts[:depth]))
    low, high = reach_range(code)
    assert not low <= f"{code}{more}" < high
    assert low <= f"{code}.{more}" < high


@given(st.lists(area_codes(), max_size=12))
def test_ranges_of_a_reach_stand_in_order_and_never_overlap(codes: list[AreaCode]) -> None:
    ranges = reach_ranges(codes)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(ranges))


def test_no_text_that_only_begins_alike_lies_inside() -> None:
    assert AreaCode("33.72").contains("33.72")
    assert AreaCode("33.72").contains("33.72.04")
    for other in ("33.720", "33.7", "33.72-04", "33", ""):
        assert not AreaCode("33.72").contains(other)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", "007"),
        ("07", "007"),
        ("007", "007"),
        ("RW 07", "007"),
        ("rw 7", "007"),
        ("RW.007", "007"),
        ("RW. 7", "007"),
        ("RW: 7", "007"),
        ("RW7", "007"),
        ("  RW\u00a0007 ", "007"),
        ("999", "999"),
        ("IV", "004"),
        ("iv", "004"),
        ("RW IV", "004"),
        ("RWXII", "012"),
        ("RW XLVII", "047"),
        ("XCIX", "099"),
    ],
)
def test_the_number_of_an_rw_is_read_as_people_write_it(text: str, number: str) -> None:
    assert pad_rw(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "RW", "1000", "0007", "-7", "7A", "7.5", "IIII", "VX", "IC", "C", "D", "M", "RT 7"),
        *("٧", "７", "ıv", "RW 7 RT 2", "seven", "7\x00", "\u202e7"),
        pytest.param("7" * 10_000_000, id="ten megabytes of digits"),
        pytest.param("RW" * 5_000_000, id="ten megabytes of RW"),
    ],
)
def test_what_is_no_number_of_an_rw_is_refused(text: str) -> None:
    with pytest.raises(BadAreaCode) as refused:
        pad_rw(text)
    assert refused.value.code == "area.rw_malformed"
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("text", ["0", "00", "000", "RW 000"])
def test_there_is_no_rw_nought(text: str) -> None:
    with pytest.raises(BadAreaCode) as refused:
        pad_rw(text)
    assert refused.value.code == "area.rw_zero"


def test_an_rt_is_read_like_an_rw_but_is_not_one() -> None:
    assert pad_rt("RT 03") == "003"
    with pytest.raises(BadAreaCode) as refused:
        pad_rt("RW 03")
    assert refused.value.code == "area.rt_malformed"


@given(st.integers(1, 999))
def test_every_number_comes_back_from_every_way_to_write_it(number: int) -> None:
    padded = f"{number:03}"
    for text in (str(number), padded, f"RW {number}", f"rw.{padded}"):
        assert pad_rw(text) == padded


@given(st.integers(1, 99))
def test_roman_numbers_are_read_right(number: int) -> None:
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert pad_rw(f"RW {tens[number // 10]}{ones[number % 10]}") == f"{number:03}"


@given(st.text())
def test_no_text_breaks_the_reading_of_a_number(text: str) -> None:
    try:
        number = pad_rw(text)
    except BadAreaCode as refused:
        refused.sentence.encode()
    else:
        assert 1 <= int(number) <= 999 and len(number) == 3


def test_a_quoted_text_is_cut_and_harmless() -> None:
    assert shown("a\x00b\u202ec\ud800d\u2028") == "a·b·c·d·"
    assert shown("x" * 50, 10) == "x" * 10 + "…"
