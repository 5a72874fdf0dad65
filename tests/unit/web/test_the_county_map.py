"""Thirty-six counties, five steps of one blue, and textures that mean what they mean everywhere."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from headwaters.sources.shelf import Shelf
from headwaters.web.reach.county_map import STEPS, Place, classes_of, draw_map, geometry, map_words
from headwaters.web.reach.strips import Row


def test_the_counties_are_those_of_the_starter_blueprint() -> None:
    shelf = Shelf()
    fact = shelf.open_file(shelf.named("first-1000-days")).facts["county"]
    assert set(geometry().counties) == set(fact.choices)


def test_every_shape_is_a_closed_path_inside_the_drawing() -> None:
    held = geometry()
    for county in held.counties.values():
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", county.path), county.id
        assert 0 < county.x < held.width
        assert 0 < county.y < held.height


def test_source_and_year_are_named() -> None:
    assert "Census Bureau" in geometry().source
    assert geometry().year == 2017


@pytest.mark.parametrize(
    "shares", [[0.0, 1.0], [0.5], [0.42, 0.44, 0.51], [0.96, 1.0], [0.0, 0.01], [0.31, 0.78], [1.0]]
)  # fmt: skip
def test_every_share_falls_into_one_of_five_classes_with_round_edges(shares: list[float]) -> None:
    classes = classes_of(shares)
    assert len(classes) == STEPS
    for share in shares:
        assert sum(one.first <= round(100 * share) <= one.last for one in classes) == 1
    assert all(one.last + 1 == after.first for one, after in pairwise(classes))
    assert classes[0].first >= 0
    assert classes[-1].last <= 100


def test_hatch_dots_and_blank_mean_three_things() -> None:
    fills = {
        shape.county.id: (shape.fill, shape.number)
        for shape in draw_map({
            "lane": Place(Row.SHOWN, 0.61), "coos": Place(Row.HIDDEN, None), "lake": Place(Row.NOT_SEEN, None),
        }).shapes
    }  # fmt: skip
    assert fills["lane"][1] == "61"
    assert fills["coos"] == ("hid", "")
    assert fills["lake"] == ("unseen", "")
    assert fills["baker"] == ("none", "")


def test_what_is_not_shown_does_not_stretch_the_classes() -> None:
    drawing = draw_map({
        "lane": Place(Row.SHOWN, 0.61), "coos": Place(Row.HIDDEN, 0.0), "lake": Place(Row.NOT_SEEN, 0.0),
    })  # fmt: skip
    assert drawing.classes[0].first >= 50


def test_a_pilot_is_an_outline_and_a_place_that_does_not_exist_is_none() -> None:
    assert [county.id for county in draw_map({}, outlined=("umatilla", "nowhere")).outlined] == ["umatilla"]


def test_the_map_says_in_words_what_it_shows() -> None:
    drawing = draw_map({"lane": Place(Row.SHOWN, 0.61), "linn": Place(Row.SHOWN, 0.4), "coos": Place(Row.HIDDEN, None)})
    assert map_words(drawing) == (
        "Map of Oregon’s 36 counties. 2 counties show a share, from 40 to 61 in 100. 1 is hidden to protect someone. "
        "The list beside it has every number."
    )
