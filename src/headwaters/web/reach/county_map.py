"""Oregon's 36 counties as shapes: five steps of one blue, hatch for hidden, dots for not seen. Pure; no data is fetched.

The shapes come from `oregon_counties.json`, which `docs/render_county_map.py` cut from the Census Bureau's boundaries.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.web.reach.strips import Row

STEPS = 5
ROUND_STEPS = (2, 4, 5, 10, 15, 20)
"""Widths of a class in whole hundredths, so that its edges are numbers a person would choose."""


@dataclass(frozen=True, slots=True)
class County:
    """`x`, `y`: where a number has most room."""

    id: str
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Geometry:
    width: int
    height: int
    outline: str
    source: str
    year: int
    counties: Mapping[str, County]


@dataclass(frozen=True, slots=True)
class Class:
    """One step of blue: shares in 100 from `first` up to and including `last`."""

    step: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of one county. `share` from 0 to 1, None where the row shows none."""

    row: Row
    share: float | None


@dataclass(frozen=True, slots=True)
class Shape:
    """`fill` is the class of a style: s1 to s5, hid, unseen or none; `number` stands on the shape, as whole hundredths."""

    county: County
    fill: str
    number: str


@dataclass(frozen=True, slots=True)
class MapDrawing:
    geometry: Geometry
    shapes: tuple[Shape, ...]
    classes: tuple[Class, ...]
    outlined: tuple[County, ...]
    hides: bool
    lacks: bool
    """Some county has nobody due, or nobody there could be seen."""


@cache
def geometry() -> Geometry:
    held = json.loads((files("headwaters.web.reach") / "oregon_counties.json").read_text(encoding="utf-8"))
    counties = {
        key: County(key, one["name"], one["path"], *one["middle"]) for key, one in held["counties"].items()
    }  # fmt: skip
    return Geometry(held["width"], held["height"], held["outline"], held["source"], held["year"], counties)


def draw_map(places: Mapping[str, Place], *, outlined: Collection[str] = ()) -> MapDrawing:
    """places    by county id; a county without one is drawn as nobody due
    outlined  counties to draw a heavy edge around: a pilot, or the one chosen"""
    drawn = geometry()
    classes = classes_of([
        place.share for place in places.values() if place.share is not None and place.row in (Row.SHOWN, Row.UNSTEADY)
    ])  # fmt: skip
    shapes = tuple(_shape(county, places.get(key), classes) for key, county in drawn.counties.items())
    return MapDrawing(
        geometry=drawn,
        shapes=shapes,
        classes=classes,
        outlined=tuple(drawn.counties[key] for key in sorted(outlined) if key in drawn.counties),
        hides=any(shape.fill == "hid" for shape in shapes),
        lacks=any(shape.fill in ("unseen", "none") for shape in shapes),
    )


def _shape(county: County, place: Place | None, classes: Sequence[Class]) -> Shape:
    if place is None or place.row is Row.NOBODY:
        return Shape(county, "none", "")
    if place.row is Row.HIDDEN:
        return Shape(county, "hid", "")
    if place.row is Row.NOT_SEEN or place.share is None:
        return Shape(county, "unseen", "")
    whole = round(100 * place.share)
    step = next(one.step for one in classes if one.first <= whole <= one.last)
    return Shape(county, f"s{step}", str(whole))


def classes_of(shares: Sequence[float]) -> tuple[Class, ...]:
    """Five classes of one width with round edges that hold every share; none where there is no share."""
    if not shares:
        return ()
    whole = sorted(round(100 * share) for share in shares)
    for width in ROUND_STEPS:
        first = min(width * floor(whole[0] / width), 100 - STEPS * width)
        if whole[-1] < first + STEPS * width or first + STEPS * width == 100:
            break
    edges = [first + width * step for step in range(STEPS + 1)]
    return tuple(
        Class(step + 1, edges[step], 100 if edges[step + 1] == 100 else edges[step + 1] - 1) for step in range(STEPS)
    )


def map_words(drawing: MapDrawing) -> str:
    """What the map says, for whoever does not see it; the numbers stand in the list beside it."""
    shown = sum(1 for shape in drawing.shapes if shape.number)
    hidden = sum(shape.fill == "hid" for shape in drawing.shapes)
    said = _("Map of Oregon’s %(all)d counties.") % {"all": len(drawing.shapes)}
    if shown:
        numbers = sorted(int(shape.number) for shape in drawing.shapes if shape.number)
        said += " " + ngettext(
            "One county shows a share: %(first)d in 100.",
            "%(n)d counties show a share, from %(first)d to %(last)d in 100.", shown,
        ) % {"n": shown, "first": numbers[0], "last": numbers[-1]}  # fmt: skip
    if hidden:
        said += " " + ngettext("%(n)d is hidden to protect someone.", "%(n)d are hidden to protect someone.", hidden) % {
            "n": hidden,
        }  # fmt: skip
    return said + " " + _("The list beside it has every number.")
