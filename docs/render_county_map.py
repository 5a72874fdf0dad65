"""Cut Oregon's counties out of the Census Bureau's boundaries and write them as small SVG paths.

Run once, when the boundaries change, over `counties-10m.json` of the npm package us-atlas:

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    python docs/render_county_map.py package/counties-10m.json src/headwaters/web/reach/oregon_counties.json

Arcs (borders between two counties) are simplified once each, so that neighbours still meet without a gap. The projection
is Albers' equal-area conic, so that no county looks larger than it is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, dist, radians, sin, sqrt
from pathlib import Path

Point = tuple[float, float]

STATE = "41"
"""Oregon's number among the states (ANSI INCITS 38), the first two digits of a county's."""
PARALLELS, ORIGIN = (42.9, 45.4), (-120.5, 44.0)
WIDTH = 1000
"""The drawing is this many units wide and as tall as the state then is."""
LEAST_AREA = 12.0
"""Corners whose triangle is smaller than this many square units are left out (Visvalingam and Whyatt 1993)."""
LEAST_RING = 40.0
"""Islands smaller than this many square units are left out."""
SOURCE = {
    "source": "US Census Bureau, cartographic boundary files, 2017 edition (public domain), through us-atlas 3.0.1",
    "licence": "ISC, copyright 2013-2019 Michael Bostock; the boundaries themselves are in the public domain",
    "year": 2017,
    "note": "Generalized for small pictures. Not for measuring and not a legal boundary.",
}


def albers(point: Point) -> Point:
    """Equal-area conic on the sphere (Snyder 1987, Map Projections: A Working Manual, page 100); y grows downward."""
    first, second = (radians(parallel) for parallel in PARALLELS)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    rho, rho0 = (sqrt(c - 2 * n * sin(radians(latitude))) / n for latitude in (point[1], ORIGIN[1]))
    theta = n * radians(point[0] - ORIGIN[0])
    return rho * sin(theta), rho * cos(theta) - rho0


def decoded(topology: dict[str, object]) -> list[list[Point]]:
    """TopoJSON's arcs: whole steps from point to point, to be scaled and shifted."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]  # type: ignore[index]
    arcs = []
    for arc in topology["arcs"]:  # type: ignore[attr-defined]
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    return arcs


def simplified(points: list[Point]) -> list[Point]:
    """The corner with the smallest triangle goes first, until none is smaller than LEAST_AREA. Both ends stay."""
    kept = list(points)
    while len(kept) > 2:
        areas = [_triangle(*kept[place - 1 : place + 2]) for place in range(1, len(kept) - 1)]
        least = min(areas)
        if least >= LEAST_AREA:
            break
        del kept[areas.index(least) + 1]
    return kept


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def rings_of(geometry: dict[str, object]) -> Iterator[list[int]]:
    """The outer and inner rings of a polygon or of several, each as numbers of arcs (negative: walked backwards)."""
    shape = geometry["arcs"]
    for polygon in shape if geometry["type"] == "MultiPolygon" else [shape]:  # type: ignore[union-attr]
        yield from polygon


def walked(ring: Sequence[int], arcs: dict[int, list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def path(rings: Sequence[list[Point]]) -> str:
    """Whole numbers, each point from the one before: the shortest way to write it."""
    drawn = []
    for ring in rings:
        corners = [(round(x), round(y)) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners[:-1])]
        moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy).replace(" -", "-")
        drawn.append(f"M{corners[0][0]} {corners[0][1]}l{moves}z")
    return "".join(drawn)


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _middle(ring: Sequence[Point]) -> tuple[int, int]:
    """The point of a ring that lies furthest from its edge, to a grid of four units: where a number has most room."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    grid = [(x, y) for x in range(int(min(xs)), int(max(xs)), 4) for y in range(int(min(ys)), int(max(ys)), 4)]
    return max((point for point in grid if _inside(point, ring)), key=lambda point: _room(point, ring))


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """An odd number of the ring's sides lies to the right of the point."""
    crossed = False
    for a, b in pairwise(ring):
        if (a[1] > point[1]) != (b[1] > point[1]):
            crossed ^= point[0] < a[0] + (point[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
    return crossed


def _room(point: Point, ring: Sequence[Point]) -> float:
    return min(_distance(point, a, b) for a, b in pairwise(ring) if a != b)


def _distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the nearest place of a side."""
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / dist(a, b) ** 2
    share = min(max(along, 0.0), 1.0)
    return dist(point, (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


def coast(geometries: Sequence[dict[str, object]]) -> set[int]:
    """Arcs that one county alone has: the state's own edge."""
    used = Counter(
        number if number >= 0 else ~number for held in geometries for ring in rings_of(held) for number in ring
    )
    return {number for number, times in used.items() if times == 1}


def outline(edge: set[int], arcs: dict[int, list[Point]]) -> list[list[Point]]:
    """The edge's arcs joined end to end."""
    left = {number: arcs[number] for number in edge}
    rings = []
    while left:
        ring = left.pop(next(iter(left)))
        while ring[0] != ring[-1]:
            number, arc = next((n, a) for n, a in left.items() if ring[-1] in (a[0], a[-1]))
            ring = ring + (arc if arc[0] == ring[-1] else arc[::-1])[1:]
            del left[number]
        rings.append(ring)
    return rings


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    counties = [held for held in topology["objects"]["counties"]["geometries"] if held["id"].startswith(STATE)]
    numbers = {n if n >= 0 else ~n for held in counties for ring in rings_of(held) for n in ring}
    every = decoded(topology)
    flat = {number: [albers(point) for point in every[number]] for number in numbers}
    left, right = (edge(x for arc in flat.values() for x, _y in arc) for edge in (min, max))
    top = min(y for arc in flat.values() for _x, y in arc)
    scale = WIDTH / (right - left)
    arcs = {n: simplified([((x - left) * scale, (y - top) * scale) for x, y in arc]) for n, arc in flat.items()}
    drawn = {}
    for held in sorted(counties, key=lambda one: str(one["properties"]["name"])):
        rings = sorted((walked(ring, arcs) for ring in rings_of(held)), key=_area, reverse=True)
        rings = [rings[0], *(ring for ring in rings[1:] if _area(ring) >= LEAST_RING)]
        name = held["properties"]["name"]
        drawn[name.lower().replace(" ", "_")] = {
            "name": name, "fips": held["id"], "middle": _middle(rings[0]), "path": path(rings),
        }  # fmt: skip
    border = [ring for ring in outline(coast(counties), arcs) if _area(ring) >= LEAST_RING]
    height = round(max(y for arc in arcs.values() for _x, y in arc))
    held = {**SOURCE, "width": WIDTH, "height": height, "outline": path(border), "counties": drawn}
    Path(sys.argv[2]).write_text(json.dumps(held, separators=(",", ":")).replace("},", "},\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
