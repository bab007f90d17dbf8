"""The shipped lists are whole, and what is asked of them is answered right and fast."""

import csv
import gzip
import hashlib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas import gazetteer
from setiakawan.areas.codes import AreaCode, BadAreaCode, Level
from setiakawan.areas.gazetteer import (
    ModelledCounts,
    Place,
    UnknownPlace,
    cities,
    city,
    find_place,
    provinces,
    search_cities,
)
from setiakawan.areas.reference.build import build

REFERENCE = files("setiakawan.areas") / "reference"
# Of the lines "code<tab>name" in byte order, as taken from the source named in the README there.
SHIPPED_DIGEST = "8e5585a7446b79f0dd9dc175703b8de1cefaa62a587ecfd6a458513483b6ad2b"
SOLO = city("33.72")


def every_place() -> list[Place]:
    return sorted(
        [
            *provinces(),
            *cities(),
            *(place for town in cities() for place in gazetteer.places_of_city(town.code)),
        ]
    )


def test_all_of_indonesia_is_there_unchanged() -> None:
    places = every_place()
    assert Counter(place.code.level for place in places) == {
        Level.PROVINCE: 38,
        Level.CITY: 514,
        Level.KECAMATAN: 7_285,
        Level.KELURAHAN: 83_762,
    }
    known = {place.code for place in places}
    assert all(p.code.parent in known for p in places if p.code.level > Level.PROVINCE)
    lines = "".join(f"{place.code}\t{place.name}\n" for place in places)
    assert hashlib.sha256(lines.encode()).hexdigest() == SHIPPED_DIGEST


def test_the_number_of_a_city_tells_kota_from_kabupaten() -> None:
    for place in cities():
        assert place.name.startswith(f"{place.code.kind} ")


def test_the_shipped_lists_are_small() -> None:
    packed = [len(file.read_bytes()) for file in (REFERENCE / "provinces").iterdir()]
    assert len(packed) == 38
    assert sum(packed) + len((REFERENCE / "cities.tsv").read_bytes()) <= 700_000


def test_the_shipped_lists_can_be_built_again_from_a_published_one(tmp_path: Path) -> None:
    source = tmp_path / "published.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "name"])
        writer.writerows((place.code, place.name) for place in reversed(every_place()))
    (tmp_path / "provinces").mkdir()
    build(source, tmp_path)
    assert (tmp_path / "cities.tsv").read_bytes() == (REFERENCE / "cities.tsv").read_bytes()
    for built in (tmp_path / "provinces").iterdir():
        shipped = (REFERENCE / "provinces" / built.name).read_bytes()
        assert gzip.decompress(built.read_bytes()) == gzip.decompress(shipped), built.name
    assert len(list((tmp_path / "provinces").iterdir())) == 38


def test_solo_has_its_54_kelurahan_with_all_that_is_known() -> None:
    assert (SOLO.province.name, SOLO.city.name) == ("Jawa Tengah", "Kota Surakarta")
    assert [len(SOLO.kelurahan_of(k.code)) for k in SOLO.kecamatan] == [11, 7, 10, 11, 15]
    assert [k.name for k in SOLO.kecamatan] == [
        "Laweyan",
        "Serengan",
        "Pasar Kliwon",
        "Jebres",
        "Banjarsari",
    ]
    assert len(list(SOLO.areas())) == 60
    assert [area.code for area in SOLO.areas()] == sorted(area.code for area in SOLO.areas())
    for area in SOLO.kelurahan:
        assert area.puskesmas and area.boundary and area.label and area.area_km2 and area.modelled
        assert area.postal_code and len(area.postal_code) == 5
    without_bps = {area.name for area in SOLO.kelurahan if not area.bps_code}
    assert without_bps == {"Mojo", "Banjarsari", "Joglo"}
    assert SOLO.city.bps_code == "3372"
    assert len({area.puskesmas for area in SOLO.kelurahan}) == 17


def test_the_extra_files_of_solo_fit_the_national_list() -> None:
    folder = REFERENCE / "cities" / "33.72"
    rows = list(csv.DictReader((folder / "areas.csv").read_text("utf-8").splitlines()))
    assert [(r["code"], r["name"]) for r in rows] == [(a.code, a.name) for a in SOLO.areas()]
    counted = csv.DictReader((folder / "modelled_counts.csv").read_text("utf-8").splitlines())
    assert [r["code"] for r in counted] == [a.code for a in SOLO.kelurahan]


def test_the_children_of_a_split_know_their_parent() -> None:
    split = {area.name: area.split_from for area in SOLO.kelurahan if area.split_from}
    assert split == {
        "Mojo": "33.72.03.1002",
        "Banjarsari": "33.72.05.1001",
        "Joglo": "33.72.05.1001",
    }


def test_modelled_counts_add_up_and_say_what_they_are() -> None:
    counts = [area.modelled for area in SOLO.kelurahan if area.modelled]
    assert sum(c.population for c in counts) == 589_242
    assert sum(c.rw for c in counts) == 626
    assert sum(c.rt for c in counts) == 2_788
    assert all(c.IS_MODELLED for c in counts)
    assert "model" in ModelledCounts.NOTICE
    assert sum(c.rw_rt_was_published for c in counts) == 2
    assert sum(c.population_was_published for c in counts) == 6


@pytest.mark.parametrize("town", ["11.01", "31.71", "33.11", "91.03"])
def test_any_other_city_works_without_the_extras(town: str) -> None:
    plan = city(town)
    assert plan.kecamatan and plan.kelurahan
    assert {area.code.parent for area in plan.kelurahan} == {k.code for k in plan.kecamatan}
    assert all(a.boundary is None and a.modelled is None for a in plan.areas())
    assert plan.suggest_kelurahan(-7.56, 110.82) is None


def test_every_city_can_be_planned() -> None:
    names = Counter(bool(city(place.code).kecamatan) for place in cities())
    assert names == {True: 514}


@pytest.mark.parametrize("code", ["33.99", "33", "33.72.01", "33.72.01.1001.001"])
def test_what_is_no_city_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(UnknownPlace) as refused:
        city(code)
    assert code in refused.value.sentence


@pytest.mark.parametrize("code", ["", "Solo", "33.72/..", "../33", "33.72\x00"])
def test_what_is_no_code_is_refused_too(code: str) -> None:
    with pytest.raises(BadAreaCode):
        city(code)


def test_a_place_is_found_by_its_code() -> None:
    found = [find_place(AreaCode(code)) for code in ("33", "33.72", "33.72.04", "33.72.04.1009")]
    assert [place.name for place in found if place] == [
        "Jawa Tengah",
        "Kota Surakarta",
        "Jebres",
        "Tegalharjo",
    ]
    for code in ("98", "33.99", "33.99.01", "33.72.09", "33.72.04.1099", "33.72.04.1009.001"):
        assert find_place(AreaCode(code)) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sura", ["Kota Surakarta", "Kota Surabaya"]),
        ("SURAK", ["Kota Surakarta"]),
        ("kota sur", ["Kota Surakarta", "Kota Surabaya"]),
        ("kab. sema", ["Kabupaten Semarang"]),
        ("semarang", ["Kabupaten Semarang", "Kota Semarang"]),
        ("33.72", ["Kota Surakarta"]),
        ("Sala", ["Kota Surakarta", "Kota Salatiga"]),
        ("karta sura", []),
        ("tengah jaw", []),
        ("", []),
        ("  .-", []),
        pytest.param("x" * 10_000_000, [], id="ten megabytes"),
    ],
)
def test_cities_are_found_by_the_beginning_of_their_name(text: str, names: list[str]) -> None:
    assert [place.name for place in search_cities(text)] == names


def test_who_is_named_in_full_comes_first() -> None:
    assert search_cities("solo")[0].name == "Kota Surakarta"
    assert len(search_cities("kota", limit=5)) == 5


@given(st.text())
def test_no_text_breaks_a_search(text: str) -> None:
    assert isinstance(search_cities(text), tuple)
