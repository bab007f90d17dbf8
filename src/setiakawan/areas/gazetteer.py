"""The areas of all Indonesia as the state numbers and names them, read from what is shipped.

91 599 codes in 38 small files, one a province, opened only when somebody asks: an instance
serves one city and needs its few hundred rows once. Some cities have a folder of their own with
what else is known (postal codes, other spellings, outlines); every other city works without.

RW and RT stand in no national list. What is modelled about them carries that word with it.
"""

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar

from setiakawan.areas.codes import AreaCode, Level, parse_code, shown
from setiakawan.areas.geometry import (
    MultiPolygon,
    Point,
    Suggestion,
    parse_geometry,
    suggest_kelurahan,
)

EDITION = "Kepmendagri 300.2.2-2430 Tahun 2025"
BOUNDARY_CREDIT = "Batas wilayah: cahyadsn/wilayah_boundaries (MIT), disederhanakan"

LONGEST_NAME = 200


class UnknownPlace(LookupError):
    """A code that the shipped edition of the list does not hold."""

    code = "area.unknown_place"

    def __init__(self, place: str) -> None:
        self.sentence = (
            f"Kode “{shown(place)}” tidak ada dalam daftar kabupaten/kota ({EDITION}). "
            "Periksa kodenya, atau cari dengan nama."
        )
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An area as the national list has it: a code and a name."""

    code: AreaCode
    name: str


@dataclass(frozen=True, slots=True)
class ModelledCounts:
    """How many people, RW and RT a kelurahan may have: MODELLED, for tests and the demo.

    City totals are official, their spread over the kelurahan is reckoned. Wherever a figure
    shows, ``NOTICE`` shows beside it; it is never given out as official.
    """

    IS_MODELLED: ClassVar[bool] = True
    NOTICE: ClassVar[str] = "Angka perkiraan (model), bukan angka resmi"

    population: int
    households: int
    rw: int
    rt: int
    population_was_published: bool
    """The population of this kelurahan is a published figure; the others were fitted around it."""
    rw_rt_was_published: bool


@dataclass(frozen=True, slots=True)
class PlannedArea:
    """One area of a city, with all that is known before anybody has worked there."""

    code: AreaCode
    name: str
    bps_code: str | None = None
    postal_code: str | None = None
    aliases: tuple[str, ...] = ()
    split_from: AreaCode | None = None
    """The kelurahan this one was cut from, where the split was still seen in the sources."""
    first_edition_seen: int | None = None
    """The year of the oldest edition of the codes that has this area; not its birthday."""
    puskesmas: str | None = None
    area_km2: float | None = None
    label: Point | None = None
    """Longitude and latitude of a point inside, where the name can stand."""
    boundary: MultiPolygon | None = None
    modelled: ModelledCounts | None = None

    @property
    def level(self) -> Level:
        """The level, as the code says it."""
        return self.code.level


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A kabupaten or kota with its kecamatan and kelurahan, each in the order of the codes."""

    province: Place
    city: PlannedArea
    kecamatan: tuple[PlannedArea, ...]
    kelurahan: tuple[PlannedArea, ...]

    def areas(self) -> Iterator[PlannedArea]:
        """Go through all areas of the plan, each parent before its children."""
        yield self.city
        for kecamatan in self.kecamatan:
            yield kecamatan
            yield from self.kelurahan_of(kecamatan.code)

    def kelurahan_of(self, kecamatan: AreaCode) -> tuple[PlannedArea, ...]:
        """List the kelurahan of one kecamatan."""
        return tuple(area for area in self.kelurahan if kecamatan.contains(area.code))

    def suggest_kelurahan(self, lat: float, lon: float) -> Suggestion | None:
        """Suggest the kelurahan of a point; None where there are no outlines, or outside them."""
        return suggest_kelurahan(lat, lon, self.kelurahan)


def provinces() -> tuple[Place, ...]:
    """List all provinces."""
    return tuple(place for place in _cities().values() if place.code.level is Level.PROVINCE)


def cities(province: AreaCode | None = None) -> tuple[Place, ...]:
    """List all kabupaten and kota, or those of one province."""
    return tuple(
        place
        for place in _cities().values()
        if place.code.level is Level.CITY and (province is None or province.contains(place.code))
    )


def find_place(code: AreaCode) -> Place | None:
    """Look up one area of the national list; None for what is not in it, and for RW and RT."""
    if code.level <= Level.CITY:
        return _cities().get(code)
    around = code.at(Level.CITY)
    if around is None or around not in _cities():
        return None
    return next((place for place in places_of_city(around) if place.code == code), None)


def search_cities(text: str, *, limit: int = 20) -> tuple[Place, ...]:
    """Find kabupaten and kota by the beginning of a word of their name, an alias or their code.

    ``sura`` finds Kota Surabaya and Kota Surakarta, ``kab sema`` Kabupaten Semarang only,
    ``solo`` Kota Surakarta, ``33.7`` the cities with that beginning.
    """
    if len(text) > LONGEST_NAME:
        return ()
    wanted = _words(text)
    if not wanted:
        return ()
    found: list[tuple[bool, Place]] = []
    for place in cities():
        names = [_words(name) for name in (place.name, *_city_aliases().get(place.code, ()))]
        whole = any(wanted in (name, name[1:]) for name in names)
        if (
            whole
            or place.code.startswith(text.strip())
            or any(_begins_in(name, wanted) for name in names)
        ):
            found.append((not whole, place))
    # Whose name is said in full comes first: “solo” means Surakarta rather than Solok.
    return tuple(place for _, place in sorted(found)[:limit])


@lru_cache(maxsize=8)
def city(code: str) -> CityPlan:
    """Give the plan of a kabupaten or kota, or raise UnknownPlace (BadAreaCode for a bad code)."""
    place = _cities().get(parse_code(code))
    if place is None or place.code.level is not Level.CITY:
        raise UnknownPlace(code)
    extras = _read_extras(place.code)
    areas = [_planned(below, extras) for below in places_of_city(place.code)]
    return CityPlan(
        province=_cities()[AreaCode(code[:2])],
        city=_planned(place, extras),
        kecamatan=tuple(area for area in areas if area.level is Level.KECAMATAN),
        kelurahan=tuple(area for area in areas if area.level is Level.KELURAHAN),
    )


_SHORT_FOR = re.compile(r"^(kab|kot)\b[\s.:]*")
_BETWEEN = re.compile(r"[\s.,'’`\u2010-\u2015-]+")


def _words(text: str) -> list[str]:
    plain = _SHORT_FOR.sub("kabupaten ", unicodedata.normalize("NFKC", text).casefold().strip())
    return [word for word in _BETWEEN.split(plain) if word]


def _begins_in(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether the wanted words stand in a row somewhere, the last perhaps unfinished."""
    *whole, last = wanted
    size = len(wanted)
    return any(
        list(words[start : start + size - 1]) == whole and words[start + size - 1].startswith(last)
        for start in range(len(words) - size + 1)
    )


def _shipped() -> Traversable:
    return files("setiakawan.areas") / "reference"


@cache
def _cities() -> Mapping[AreaCode, Place]:
    """Provinces and cities; 552 lines, small enough to stay."""
    text = (_shipped() / "cities.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {(key := AreaCode(code)): Place(key, name) for code, name in rows}


@lru_cache(maxsize=16)
def places_of_city(code: AreaCode) -> tuple[Place, ...]:
    """Kecamatan and kelurahan of one city, taken from the file of its province."""
    packed = (_shipped() / "provinces" / f"{code[:2]}.tsv.gz").read_bytes()
    text = gzip.decompress(packed).decode("utf-8")
    places = []
    kecamatan: AreaCode | None = None
    for line in text.splitlines():
        part, name = line.split("\t")
        if "." in part:  # A whole code begins a kecamatan; under it only last parts follow.
            kecamatan = AreaCode(part) if part.startswith(f"{code}.") else None
            if kecamatan:
                places.append(Place(kecamatan, name))
        elif kecamatan:
            places.append(Place(kecamatan.child(part), name))
    return tuple(places)


@dataclass(frozen=True, slots=True)
class _Outline:
    area_km2: float
    label: Point
    boundary: MultiPolygon


@dataclass(frozen=True, slots=True)
class _Extras:
    """What the folder of a city adds, by code."""

    rows: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, ModelledCounts]
    outlines: Mapping[str, _Outline]


def _read_extras(code: AreaCode) -> _Extras:
    folder = _shipped() / "cities" / code
    if not folder.is_dir():
        return _Extras({}, {}, {})
    collection = json.loads((folder / "boundaries.geojson").read_text(encoding="utf-8"))
    return _Extras(
        rows={row["code"]: row for row in _read_csv(folder / "areas.csv")},
        counts={
            row["code"]: ModelledCounts(
                population=int(row["population_model"]),
                households=int(row["households_model"]),
                rw=int(row["rw_model"]),
                rt=int(row["rt_model"]),
                population_was_published=row["population_is_anchor"] == "1",
                rw_rt_was_published=row["rw_rt_is_anchor"] == "1",
            )
            for row in _read_csv(folder / "modelled_counts.csv")
        },
        outlines={
            feature["properties"]["code"]: _Outline(
                area_km2=float(feature["properties"]["area_km2"]),
                label=(
                    float(feature["properties"]["label_lon"]),
                    float(feature["properties"]["label_lat"]),
                ),
                boundary=parse_geometry(feature["geometry"]),
            )
            for feature in collection["features"]
        },
    )


def _read_csv(file: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@cache
def _city_aliases() -> Mapping[AreaCode, tuple[str, ...]]:
    """Other names of the cities that have a folder: Surakarta is Solo to nearly everybody."""
    aliases = {}
    for folder in (_shipped() / "cities").iterdir():
        for row in _read_csv(folder / "areas.csv"):
            if row["code"] == folder.name:
                aliases[AreaCode(folder.name)] = _split_aliases(row["aliases"])
    return aliases


def _split_aliases(cell: str) -> tuple[str, ...]:
    return tuple(alias for alias in cell.split("|") if alias)


def _planned(place: Place, extras: _Extras) -> PlannedArea:
    row = extras.rows.get(place.code, {})
    outline = extras.outlines.get(place.code)
    return PlannedArea(
        code=place.code,
        name=place.name,
        bps_code=row.get("bps_code") or None,
        postal_code=row.get("postal_code") or None,
        aliases=_split_aliases(row.get("aliases", "")),
        split_from=AreaCode(row["split_from"]) if row.get("split_from") else None,
        first_edition_seen=(
            int(row["first_edition_seen"]) if row.get("first_edition_seen") else None
        ),
        puskesmas=row.get("puskesmas") or None,
        area_km2=outline.area_km2 if outline else None,
        label=outline.label if outline else None,
        boundary=outline.boundary if outline else None,
        modelled=extras.counts.get(place.code),
    )
