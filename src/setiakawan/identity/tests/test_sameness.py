"""Whether two records may be one person, by the simple rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.identity.births import UNKNOWN, Birth
from setiakawan.identity.sameness import LIKELY, Likeness, Sketch, compare
from setiakawan.identity.tests.reading import every_word

RW_004, RW_005, ELSEWHERE = "33.72.05.1001.004", "33.72.05.1001.005", "33.72.02.1003.004"
SUMARNI = Sketch(
    names=("Sumarni",),
    sex="f",
    birth=Birth.of_date(date(1961, 7, 12)),
    area_code=RW_004,
    number_indexes=frozenset({"nik-1"}),
    near_indexes=frozenset({"nik-1", "nik-1-slipped"}),
)


def _both_ways(one: Sketch, two: Sketch) -> Likeness:
    found = compare(one, two)
    assert compare(two, one) == found
    return found


def test_the_same_person_again_is_likely_with_every_reason():
    found = _both_ways(SUMARNI, SUMARNI)
    assert found.is_likely
    assert found.reasons == ("Nama sama", "NIK sama", "Tanggal lahir sama", "RW sama")


@pytest.mark.parametrize(
    ("names", "reason"),
    [(("Soemarni",), "Nama sama, beda ejaan"), (("Sumarni Rahayu",), "Nama sangat mirip"),
     (("Mbah Marni", "Sumarni"), "Nama sama")],
)  # fmt: skip
def test_a_name_is_found_in_other_spelling_longer_or_as_claimed(names, reason):
    found = _both_ways(SUMARNI, replace(SUMARNI, names=names, number_indexes=frozenset()))
    assert found.is_likely
    assert reason in found.reasons


def test_one_name_alone_is_nobody():  # CASE-05
    one = Sketch(names=("Sutini",), sex="f", birth=Birth.of_year(1948), area_code=RW_004)
    assert not _both_ways(one, replace(one, birth=Birth.of_year(1961))).is_likely
    assert not _both_ways(one, replace(one, birth=UNKNOWN, area_code=ELSEWHERE)).is_likely
    assert _both_ways(one, replace(one, birth=UNKNOWN)).is_likely
    assert _both_ways(one, one).is_likely


def test_one_name_in_one_kelurahan_is_shown_unless_something_speaks_against():  # CASE-05, 08
    one = Sketch(
        names=("Sukinem",), sex="f", birth=Birth.of_age(80, date(2026, 1, 1)), area_code=RW_004
    )
    bare = Sketch(names=("Soekinem",), area_code=RW_005.rpartition(".")[0])
    found = _both_ways(one, bare)
    assert found.is_likely
    assert "Kelurahan sama" in found.reasons
    assert not _both_ways(one, replace(bare, sex="m")).is_likely
    assert not _both_ways(one, replace(bare, birth=Birth.of_year(1980))).is_likely
    assert not _both_ways(one, replace(bare, area_code=ELSEWHERE)).is_likely
    assert not _both_ways(one, replace(bare, area_code="")).is_likely


def test_a_missing_second_name_is_neither_for_nor_against():  # CASE-05
    one = Sketch(names=("Sutini",), birth=Birth.of_year(1948), area_code=RW_004)
    longer = compare(one, replace(one, names=("Sutini Rahayu",)))
    assert compare(one, replace(one, names=("Karsinem",))).points < longer.points
    assert longer.points < compare(one, one).points
    assert longer.is_likely


TWINS = (
    Sketch(
        names=("Rizki Ramadhan",), sex="m", birth=Birth.of_date(date(2019, 5, 14)),
        area_code="33.72.05.1001.004.001", mother_name="Wahyuni", phone="081200006001",
        number_indexes=frozenset({"9005"}), near_indexes=frozenset({"9005", "9006"}),
    ),
    Sketch(
        names=("Rizky Ramadhani",), sex="m", birth=Birth.of_date(date(2019, 5, 14)),
        area_code="33.72.05.1001.004.001", mother_name="Wahyuni", phone="0812-0000-6001",
        number_indexes=frozenset({"9006"}), near_indexes=frozenset({"9005", "9006"}),
    ),
)  # fmt: skip


def test_twins_are_told_as_twins():  # CASE-06
    found = _both_ways(*TWINS)
    assert "Mirip, mungkin kembar" in found.reasons
    assert "NIK beda satu angka" in found.reasons
    again = compare(TWINS[1], TWINS[1])
    assert again.points >= found.points + 10
    assert "Mirip, mungkin kembar" not in again.reasons


def test_twins_whose_numbers_were_checked_are_two():  # CASE-06
    checked = [replace(one, verified_indexes=one.number_indexes) for one in TWINS]
    found = _both_ways(*checked)
    assert not found.is_likely
    assert "Mirip, mungkin kembar" in found.reasons


def test_twins_who_live_apart_are_told_by_their_mother():  # CASE-06
    away = replace(TWINS[1], area_code=ELSEWHERE, phone="", household_id="b")
    assert "Mirip, mungkin kembar" in _both_ways(TWINS[0], away).reasons
    stranger = replace(away, mother_name="Karsinem")
    assert "Mirip, mungkin kembar" not in _both_ways(TWINS[0], stranger).reasons


def test_child_mother_and_rw_outweigh_a_year_told_from_memory():  # CASE-07
    one = Sketch(
        names=("Dimas Aji Saputra",), birth=Birth.of_date(date(2017, 3, 9)), area_code=RW_004,
        mother_name="Lestari Wulandari",
    )  # fmt: skip
    two = replace(one, birth=Birth.of_date(date(2019, 3, 9)))
    found = _both_ways(one, two)
    assert found.is_likely
    assert "Tahun lahir berbeda 2 tahun" in found.reasons
    assert not _both_ways(one, replace(two, mother_name="Sri Handayani")).is_likely
    assert not _both_ways(one, replace(two, mother_name="")).is_likely
    assert not _both_ways(one, replace(two, area_code=ELSEWHERE)).is_likely
    brother = replace(two, names=("Bagas Aji Saputra",))
    assert not _both_ways(one, brother).is_likely


def test_one_number_two_people():  # CASE-09
    young = Sketch(
        names=("Bagas Pratama",), sex="m", birth=Birth.of_date(date(2004, 1, 30)),
        area_code=RW_004, number_indexes=frozenset({"nik-1"}),
    )  # fmt: skip
    found = _both_ways(SUMARNI, young)
    assert not found.is_likely
    assert "NIK sama" in found.reasons
    shared = replace(SUMARNI, shared_indexes=frozenset({"nik-1"}))
    assert "NIK sama" not in _both_ways(shared, young).reasons
    namesake = replace(SUMARNI, birth=Birth.of_year(1980), area_code=ELSEWHERE)
    assert compare(SUMARNI, namesake).points > compare(shared, namesake).points


def test_people_without_a_number_are_not_alike_for_it():  # CASE-08
    one, two = (
        Sketch(names=("Tumijan",), area_code=RW_004),
        Sketch(names=("Saminem",), area_code=RW_004),
    )
    assert not _both_ways(one, two).is_likely


def test_a_slip_in_the_number_is_told_and_another_sex_too():
    typed = replace(
        SUMARNI,
        number_indexes=frozenset({"nik-1-slipped"}),
        near_indexes=frozenset({"nik-1-slipped"}),
    )
    found = _both_ways(SUMARNI, typed)
    assert found.is_likely
    assert "NIK beda satu angka" in found.reasons
    other = _both_ways(SUMARNI, replace(SUMARNI, sex="m"))
    assert "Jenis kelamin berbeda" in other.reasons
    assert other.points == compare(SUMARNI, SUMARNI).points - 5


def test_household_telephone_and_address_count_once():
    one = replace(SUMARNI, household_id="h", phone="+6281200001001")
    most = compare(one, replace(one, area_code=RW_005))
    assert compare(one, one).points == most.points
    assert compare(one, replace(one, household_id="x")).points < most.points
    assert (
        "Nomor telepon sama"
        in compare(one, replace(one, household_id="", phone="0812 0000 1001")).reasons
    )


def test_nothing_known_is_nothing_said():
    assert _both_ways(Sketch(names=()), Sketch(names=("",))) == Likeness(0.0, ())


indexes = st.frozensets(st.sampled_from(["1", "2", "3"]), max_size=2)
sketches = st.builds(
    Sketch,
    names=st.lists(
        st.one_of(st.sampled_from(every_word()), st.text(max_size=20)), max_size=2
    ).map(tuple),
    sex=st.sampled_from(["", "f", "m"]),
    birth=st.sampled_from(
        [UNKNOWN, Birth.of_year(1961), Birth.of_date(date(1961, 7, 12)), Birth.of_age(65, date(2026, 1, 1))]
    ),
    area_code=st.sampled_from(["", "33.72", RW_004, RW_005, ELSEWHERE, RW_004 + ".001"]),
    number_indexes=indexes, near_indexes=indexes, verified_indexes=indexes, shared_indexes=indexes,
    mother_name=st.sampled_from(["", "Wahyuni", "Lestari Wulandari"]),
    phone=st.sampled_from(["", "081200006001", "+6281200006001", "-"]),
    household_id=st.sampled_from(["", "a", "b"]),
)  # fmt: skip


@given(sketches, sketches)
def test_comparing_has_no_direction(one, two):
    found = _both_ways(one, two)
    assert found.is_likely is (found.points >= LIKELY)
    assert len(set(found.reasons)) == len(found.reasons)


@given(sketches, sketches)
def test_a_shared_number_never_makes_two_alike(one, two):
    every = one.number_indexes | two.number_indexes
    found = compare(replace(one, shared_indexes=every), two)
    assert not [reason for reason in found.reasons if "NIK" in reason]
