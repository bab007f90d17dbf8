"""Outlines of areas: where a point probably lies, and a map that needs no map server.

An outline only suggests. Two published sets of the kelurahan of Solo put 1.7 % of the city
into different kelurahan, so a point near a border says little, and the volunteer who stands
there says more: nothing here may overrule her.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from setiakawan.areas.codes import AreaCode

Point = tuple[float, float]
"""Longitude and latitude in degrees (the order of GeoJSON), or x and y on a drawing."""
Ring = tuple[Point, ...]
"""A closed line; the first point is repeated at the end."""
Polygon = tuple[Ring, ...]
"""The outer ring, then the holes."""
MultiPolygon = tuple[Polygon, ...]

METRES_PER_DEGREE = 111_320.0
# Where the two sets of outlines disagree, it is mostly by less than this.
DOUBT_METRES = 100.0
DRAWING_WIDTH = 1000


class Outlined(Protocol):
    """Whatever has a code, a name and perhaps an outline."""

    @property
    def code(self) -> AreaCode:
        """Its area code."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def boundary(self) -> MultiPolygon | None:
        """Its outline, where one is shipped."""
        ...

    @property
    def label(self) -> Point | None:
        """Where its name stands on the map."""
        ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The kelurahan a point probably lies in, how far from its border, and what else it may be."""

    code: AreaCode
    metres_to_border: float
    also_possible: tuple[AreaCode, ...]
    """The neighbours that begin within DOUBT_METRES, the nearest first."""

    @property
    def is_doubtful(self) -> bool:
        """Say whether the point lies so near a border that the person should be asked."""
        return bool(self.also_possible)


@dataclass(frozen=True, slots=True)
class MapShape:
    """One area on a drawn map."""

    code: AreaCode
    name: str
    path: str
    """The ``d`` of an SVG path; holes are cut with ``fill-rule="evenodd"``."""
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map for a server-rendered ``<svg viewBox=…>``."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]

    @property
    def view_box(self) -> str:
        """The value of the attribute ``viewBox``."""
        return f"0 0 {self.width} {self.height}"


def parse_geometry(geometry: Mapping[str, object]) -> MultiPolygon:
    """Read a GeoJSON Polygon or MultiPolygon; raise ValueError for anything else."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return (_polygon(coordinates),)
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        return tuple(_polygon(polygon) for polygon in coordinates)
    raise ValueError(f"not a polygon: {kind}")


def _polygon(value: object) -> Polygon:
    if not isinstance(value, list) or not value:
        raise ValueError("a polygon needs at least one ring")
    rings = tuple(tuple((float(x), float(y)) for x, y, *_ in ring) for ring in value)
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise ValueError("a ring is closed and has at least four points")
    return rings


def contains_point(boundary: MultiPolygon, point: Point) -> bool:
    """Say whether a point lies in an outline, holes left out.

    A ray is cast to the east and crossings are counted half-open, so that a point on a shared
    border is given to at most one of the two areas.
    """
    return any(
        _in_ring(polygon[0], point) and not any(_in_ring(hole, point) for hole in polygon[1:])
        for polygon in boundary
    )


def _in_ring(ring: Ring, point: Point) -> bool:
    x, y = point
    inside = False
    for start, end in pairwise(ring):
        if (start[1] > y) == (end[1] > y):
            continue
        # Both neighbours of a shared border reckon from its lower end, else rounding parts them.
        (x1, y1), (x2, y2) = (start, end) if start[1] < end[1] else (end, start)
        if x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def metres_to_border(boundary: MultiPolygon, point: Point) -> float:
    """Measure how far a point is from the nearest line of an outline."""
    flat = math.cos(math.radians(point[1]))
    here = (0.0, 0.0)

    def local(other: Point) -> Point:
        return (
            (other[0] - point[0]) * flat * METRES_PER_DEGREE,
            (other[1] - point[1]) * METRES_PER_DEGREE,
        )

    return min(
        _distance_to_segment(here, local(start), local(end))
        for polygon in boundary
        for ring in polygon
        for start, end in pairwise(ring)
    )


def suggest_kelurahan(lat: float, lon: float, areas: Iterable[Outlined]) -> Suggestion | None:
    """Suggest in which of these areas a point lies; None outside all of them, or for no place.

    Only ever a suggestion: the answer comes with its doubt, and what a person says wins.
    """
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    point = (lon, lat)
    home: tuple[AreaCode, float] | None = None
    near: list[tuple[float, AreaCode]] = []
    for area in areas:
        if area.boundary is None or not _may_be_near(area.boundary, point):
            continue
        distance = metres_to_border(area.boundary, point)
        if home is None and contains_point(area.boundary, point):
            home = (area.code, distance)
        elif distance <= DOUBT_METRES:
            near.append((distance, area.code))
    if home is None:
        return None
    return Suggestion(home[0], home[1], tuple(code for _, code in sorted(near)))


def _may_be_near(boundary: MultiPolygon, point: Point) -> bool:
    margin = 2 * DOUBT_METRES / METRES_PER_DEGREE
    return any(
        min(x for x, _ in polygon[0]) - margin <= point[0] <= max(x for x, _ in polygon[0]) + margin
        and min(y for _, y in polygon[0]) - margin
        <= point[1]
        <= max(y for _, y in polygon[0]) + margin
        for polygon in boundary
    )


def label_point(boundary: MultiPolygon) -> Point:
    """Find a point inside an outline where a name can stand."""
    biggest = max(boundary, key=lambda polygon: abs(_signed_area(polygon[0])))
    ring = biggest[0]
    middle = _centroid(ring)
    if contains_point((biggest,), middle):
        return middle
    # A bent or hollow area: the middle of the widest stretch on a line through it.
    ys = [y for _, y in ring]
    low, high = min(ys), max(ys)
    best: tuple[float, Point] | None = None
    for step in range(1, 16):
        y = low + (high - low) * step / 16
        crossings = sorted(
            (x2 - x1) * (y - y1) / (y2 - y1) + x1
            for line in biggest
            for (x1, y1), (x2, y2) in pairwise(line)
            if (y1 > y) != (y2 > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            if best is None or right - left > best[0]:
                best = (right - left, ((left + right) / 2, y))
    return best[1] if best else middle


def svg_paths(
    areas: Sequence[Outlined], *, width: int = DRAWING_WIDTH, tolerance: float = 1.0
) -> MapDrawing:
    """Draw the outlines of areas for an SVG, north up, in whole numbers.

    Near the equator a degree of longitude times the cosine of the latitude is as long as one of
    latitude, which is all the projection a city needs. A line between two areas is simplified
    once for both (``tolerance`` in units of the drawing), so no gap opens between neighbours.
    Areas without an outline are left out.
    """
    drawn = [(area, area.boundary) for area in areas if area.boundary is not None]
    points = [p for _, shape in drawn for polygon in shape for ring in polygon for p in ring]
    if not points:
        return MapDrawing(width, 0, ())
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    flat = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * flat)

    def project(point: Point) -> Point:
        return ((point[0] - west) * flat * scale, (north - point[1]) * scale)

    rings = [ring for _, shape in drawn for polygon in shape for ring in polygon]
    simplified = iter(_simplify_together([_projected(ring, project) for ring in rings], tolerance))
    shapes = []
    for area, shape in drawn:
        path = "".join(_path(next(simplified)) for polygon in shape for _ in polygon)
        label_x, label_y = project(area.label or label_point(shape))
        shapes.append(MapShape(area.code, area.name, path, round(label_x), round(label_y)))
    return MapDrawing(width, math.ceil((north - south) * scale), tuple(shapes))


class _Projection(Protocol):
    def __call__(self, point: Point, /) -> Point: ...


def _projected(ring: Ring, project: _Projection) -> Ring:
    return tuple(project(point) for point in ring)


def _path(ring: Ring) -> str:
    """Write a ring as an SVG path in whole, relative steps."""
    dots = [(round(x), round(y)) for x, y in ring[:-1]]
    written = [f"M{dots[0][0]} {dots[0][1]}"]
    here = dots[0]
    for dot in dots[1:]:
        dx, dy = dot[0] - here[0], dot[1] - here[1]
        if dx or dy:
            written.append(f"l{dx}{' ' if dy >= 0 else ''}{dy}")
            here = dot
    return "".join(written) + "z"


def _simplify_together(rings: Sequence[Ring], tolerance: float) -> list[Ring]:
    """Simplify rings so that a line which two of them share stays one line.

    A point stays where the neighbours change. Between two such points the line belongs to the
    same rings on its whole length, and is simplified in one fixed direction for all of them.
    """
    owners: dict[tuple[Point, Point], set[int]] = {}
    for index, ring in enumerate(rings):
        for start, end in pairwise(ring):
            owners.setdefault((min(start, end), max(start, end)), set()).add(index)

    def owners_of(start: Point, end: Point) -> set[int]:
        return owners[(min(start, end), max(start, end))]

    simplified = []
    for ring in rings:
        dots = ring[:-1]
        count = len(dots)
        fixed = [
            i
            for i in range(count)
            if owners_of(dots[i - 1], dots[i]) != owners_of(dots[i], dots[(i + 1) % count])
        ]
        if not fixed:  # An island, or the hole around one: any two far points will do for both.
            first = min(range(count), key=lambda i: dots[i])
            fixed = sorted(
                {first, max(range(count), key=lambda i: math.dist(dots[first], dots[i]))}
            )
        line: list[Point] = []
        for begin, after in zip(fixed, [*fixed[1:], fixed[0]], strict=True):
            steps = (after - begin) % count or count
            arc = [dots[(begin + step) % count] for step in range(steps + 1)]
            forward = arc <= arc[::-1]
            kept = _simplify_line(arc if forward else arc[::-1], tolerance)
            line.extend((kept if forward else kept[::-1])[:-1])
        # What would shrink to a stroke keeps all its points: no area may vanish from a map.
        simplified.append((*line, line[0]) if len(line) >= 3 else ring)
    return simplified


def _simplify_line(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out points that lie within the tolerance of the line without them (Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far, distance = max(
            (
                (i, _distance_to_segment(line[i], line[first], line[last]))
                for i in range(first + 1, last)
            ),
            key=lambda found: found[1],
        )
        if distance > tolerance:
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [line[i] for i in sorted(keep)]


def _distance_to_segment(point: Point, start: Point, end: Point) -> float:
    (px, py), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((px - x1) * dx + (py - y1) * dy) / length))
    return math.dist(point, (x1 + share * dx, y1 + share * dy))


def _signed_area(ring: Ring) -> float:
    # Reckoned from the first point: far from the origin the products would swallow the digits.
    x0, y0 = ring[0]
    return (
        sum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))
        / 2
    )


def _centroid(ring: Ring) -> Point:
    area = _signed_area(ring)
    if area == 0:
        return ring[0]
    x0, y0 = ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        x += (x1 + x2 - 2 * x0) * cross
        y += (y1 + y2 - 2 * y0) * cross
    return (x0 + x / (6 * area), y0 + y / (6 * area))
