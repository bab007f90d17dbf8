"""Outlines: what lies inside, what is only suggested, and a map without gaps."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.areas.codes import AreaCode
from setiakawan.areas.gazetteer import PlannedArea, city
from setiakawan.areas.geometry import (
    MultiPolygon,
    Point,
    contains_point,
    label_point,
    metres_to_border,
    parse_geometry,
    suggest_kelurahan,
    svg_paths,
)

SOLO = city("33.72")


def square(x: float, y: float, size: float) -> tuple[Point, ...]:
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))


@dataclass(frozen=True)
class Plot:
    """A plain outlined area."""

    code: AreaCode
    boundary: MultiPolygon | None
    name: str = "Contoh"
    label: Point | None = None


LEFT = AreaCode("33.72.01.1001")
RIGHT = AreaCode("33.72.01.1002")


def test_holes_are_outside_and_islands_inside() -> None:
    shape: MultiPolygon = (
        (square(0, 0, 10), square(4, 4, 2)),
        (square(20, 0, 1),),
    )
    assert contains_point(shape, (1, 1))
    assert not contains_point(shape, (5, 5))
    assert contains_point(shape, (20.5, 0.5))
    assert not contains_point(shape, (15, 5))


@given(st.floats(-1, 3), st.floats(-1, 2))
def test_a_point_on_a_shared_border_belongs_to_one_side_only(x: float, y: float) -> None:
    # Two areas with a slanting border between them, drawn in opposite directions.
    left: MultiPolygon = ((((0, 0), (0.9, 0), (1.3, 1), (0, 1), (0, 0)),),)
    right: MultiPolygon = ((((2, 0), (2, 1), (1.3, 1), (0.9, 0), (2, 0)),),)
    whole: MultiPolygon = ((((0, 0), (2, 0), (2, 1), (0, 1), (0, 0)),),)
    hits = [contains_point(left, (x, y)), contains_point(right, (x, y))]
    assert sum(hits) == contains_point(whole, (x, y))


def test_rounding_gives_a_point_on_a_border_to_one_side_only() -> None:
    # Reckoned from above this point is left of the line, from below it is not.
    low, high, point = (0.12, 0.0), (1.33, 1.0), (0.9924099999999999, 0.721)
    left: MultiPolygon = (((low, high, (-1.0, 1.0), (-1.0, 0.0), low),),)
    right: MultiPolygon = (((high, low, (2.0, 0.0), (2.0, 1.0), high),),)
    assert contains_point(left, point) != contains_point(right, point)


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "MultiPolygon", "coordinates": None},
    ],
)
def test_what_is_no_polygon_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"polygon|ring"):
        parse_geometry(geometry)


def test_a_multipolygon_is_read_with_holes_and_heights_left_out() -> None:
    ring = [[0, 0, 90], [4, 0, 90], [4, 4, 90], [0, 0, 90]]
    read = parse_geometry({"type": "MultiPolygon", "coordinates": [[ring, ring], [ring]]})
    assert [len(polygon) for polygon in read] == [2, 1]
    assert read[0][0] == ((0, 0), (4, 0), (4, 4), (0, 0))


def test_the_distance_to_the_border_is_in_metres() -> None:
    shape: MultiPolygon = ((square(110.0, -8.0, 1.0),),)
    assert metres_to_border(shape, (110.5, -7.999)) == pytest.approx(111.3, abs=0.1)
    # A degree of longitude is shorter by the cosine of the latitude.
    assert metres_to_border(shape, (110.001, -7.5)) == pytest.approx(110.4, abs=0.2)


def test_every_label_lies_in_its_own_outline_and_is_suggested_there() -> None:
    assert len(SOLO.kelurahan) == 54
    for area in SOLO.kelurahan:
        assert area.label is not None and area.boundary is not None
        assert contains_point(area.boundary, area.label)
        suggestion = SOLO.suggest_kelurahan(area.label[1], area.label[0])
        assert suggestion is not None and suggestion.code == area.code


def test_near_a_border_the_neighbour_is_named_too() -> None:
    areas = [
        Plot(LEFT, ((square(110.0, -8.0, 0.1),),)),
        Plot(RIGHT, ((square(110.1, -8.0, 0.1),),)),
    ]
    near = suggest_kelurahan(-7.95, 110.0995, areas)
    assert near is not None
    assert (near.code, near.also_possible, near.is_doubtful) == (LEFT, (RIGHT,), True)
    assert near.metres_to_border == pytest.approx(55, abs=1)
    middle = suggest_kelurahan(-7.95, 110.05, areas)
    assert middle is not None
    assert (middle.code, middle.also_possible, middle.is_doubtful) == (LEFT, (), False)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (0, 0),
        (-7.5, 110.4),  # Boyolali
        (110.83, -7.56),  # the two numbers changed over
        (math.nan, 110.8),
        (-7.56, math.inf),
        (1e300, -1e300),
    ],
)
def test_outside_all_outlines_nothing_is_suggested(lat: float, lon: float) -> None:
    assert SOLO.suggest_kelurahan(lat, lon) is None


@given(st.floats(-7.62, -7.50), st.floats(110.74, 110.88))
def test_the_outlines_of_solo_do_not_overlap(lat: float, lon: float) -> None:
    holders = [a for a in SOLO.kelurahan if a.boundary and contains_point(a.boundary, (lon, lat))]
    assert len(holders) <= 1
    suggestion = SOLO.suggest_kelurahan(lat, lon)
    assert (suggestion.code if suggestion else None) == (holders[0].code if holders else None)


def test_areas_without_outline_are_left_out() -> None:
    assert suggest_kelurahan(-7.56, 110.82, [Plot(LEFT, None)]) is None
    assert svg_paths([Plot(LEFT, None)]).shapes == ()
    assert svg_paths([]).height == 0


@pytest.mark.parametrize(
    "ring",
    [
        square(0, 0, 10),
        ((0, 0), (10, 0), (10, 1), (1, 1), (1, 9), (10, 9), (10, 10), (0, 10), (0, 0)),  # a C
    ],
)
def test_a_name_is_placed_inside_even_a_bent_area(ring: tuple[Point, ...]) -> None:
    shape: MultiPolygon = ((ring,),)
    assert contains_point(shape, label_point(shape))


def test_a_name_is_not_placed_in_a_hole() -> None:
    shape: MultiPolygon = ((square(0, 0, 10), square(2, 2, 6)),)
    assert contains_point(shape, label_point(shape))


def ring_of(path: str) -> list[Point]:
    """Walk one closed path and give its corners."""
    x = y = 0.0
    corners = []
    for step, first, second in re.findall(r"([Ml])(-?\d+) ?(-?\d+)", path):
        x, y = (float(first), float(second)) if step == "M" else (x + int(first), y + int(second))
        corners.append((x, y))
    return [*corners, corners[0]]


def area_of(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2)


def test_the_map_of_solo_is_small_and_whole() -> None:
    drawing = svg_paths(SOLO.kelurahan)
    assert len(drawing.shapes) == 54
    size = sum(len(f"{s.path}{s.name}{s.label_x}{s.label_y}") for s in drawing.shapes)
    assert 4_000 < size <= 30_000
    assert drawing.view_box == f"0 0 1000 {drawing.height}"
    km_per_step = 10.98 / 1000  # From Karangasem in the west to Jebres in the east.
    square_km = 0.0
    for shape, area in zip(drawing.shapes, SOLO.kelurahan, strict=True):
        assert re.fullmatch(r"M\d+ \d+(l-?\d+( |-)\d+)+z", shape.path)
        ring = ring_of(shape.path)
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in ring)
        assert contains_point(((tuple(ring),),), (shape.label_x, shape.label_y))
        scaled = area_of(ring) * km_per_step**2
        assert area.area_km2 is not None
        assert scaled == pytest.approx(area.area_km2, rel=0.12), shape.name
        square_km += scaled
    assert square_km == pytest.approx(46.7, rel=0.03)


@pytest.mark.parametrize("tolerance", [0.0, 1.0, 4.0])
def test_no_gap_opens_between_neighbours(tolerance: float) -> None:
    # In a gapless map every inner line is drawn twice, once in each direction; what is drawn once
    # is the outline of the city, and it must close to one ring of the sum of all areas.
    drawing = svg_paths(SOLO.kelurahan, tolerance=tolerance)
    seen: dict[tuple[Point, Point], int] = {}
    for shape in drawing.shapes:
        ring = ring_of(shape.path)
        for line in pairwise(ring):
            key = (min(line), max(line))
            seen[key] = seen.get(key, 0) + 1
    outer = [line for line, times in seen.items() if times % 2]
    ends: dict[Point, int] = {}
    for a, b in outer:
        ends[a] = ends.get(a, 0) + 1
        ends[b] = ends.get(b, 0) + 1
    assert all(count % 2 == 0 for count in ends.values())
    assert len(outer) < len(seen) / 2


def test_a_higher_tolerance_leaves_out_more_but_loses_no_area() -> None:
    sizes = [
        sum(len(s.path) for s in svg_paths(SOLO.kelurahan, tolerance=t).shapes)
        for t in (0.0, 1.0, 4.0)
    ]
    assert sizes[0] > sizes[1] > sizes[2]
    for shape in svg_paths(SOLO.kelurahan, tolerance=1_000).shapes:
        assert area_of(ring_of(shape.path)) > 0, shape.name


def test_an_island_and_the_hole_around_it_are_simplified_alike() -> None:
    dots = [
        (5 + 2 * math.cos(a / 40 * math.tau), 5 + 2 * math.sin(a / 40 * math.tau))
        for a in range(40)
    ]
    ring = (*dots, dots[0])
    around = PlannedArea(LEFT, "Luar", boundary=((square(0, 0, 10), tuple(reversed(ring))),))
    island = PlannedArea(RIGHT, "Dalam", boundary=((ring,),))
    outer, inner = svg_paths([around, island], tolerance=20).shapes
    hole = "M" + outer.path.split("M")[2]
    assert 4 <= len(ring_of(inner.path)) < 40
    assert set(ring_of(hole)) == set(ring_of(inner.path))
    assert contains_point(around.boundary or (), (outer.label_x / 100, 10 - outer.label_y / 100))
