"""Every number of the demonstration says where it comes from."""

from __future__ import annotations

from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from headwaters.engine.simulation.chance import Spread
from headwaters.engine.simulation.parameters import FILE_NAME, Parameters, ParametersRefused, leaves


def test_each_number_has_a_source_or_says_that_it_is_assumed() -> None:
    text = files("headwaters.engine.simulation").joinpath(FILE_NAME).read_text(encoding="utf-8")
    found = list(leaves(YAML(typ="safe").load(text)))
    assert len(found) > 150
    for name, leaf in found:
        assert "value" in leaf, f"{name} has no value"
        assert leaf.get("source") or leaf.get("assumed"), f"{name} has neither source nor `assumed`"
        assert set(leaf) <= {"value", "source", "assumed", "note"}, f"{name} says something nobody reads"


def test_a_number_without_either_is_refused_by_name() -> None:
    with pytest.raises(ParametersRefused, match=r"wic\.renews, wic\.joins"):
        Parameters(
            {
                "wic": {
                    "renews": {"value": 0.7},
                    "joins": {"value": 0.6, "source": ""},
                    "ok": {"value": 1, "assumed": "so"},
                }
            }
        )


def test_a_number_that_is_not_there_is_asked_for_not_guessed() -> None:
    parameters = Parameters({"wic": {"renews": {"value": 0.7, "assumed": "so"}}})
    with pytest.raises(ParametersRefused, match=r"no `wic\.moves`"):
        parameters.share("wic.moves")


def test_three_numbers_are_a_spread_from_lowest_through_usual_to_highest() -> None:
    parameters = Parameters({"days": {"value": [0, 3, 7], "assumed": "so"}})
    assert parameters.spread("days") == Spread(0.0, 3.0, 7.0)


def test_the_ways_a_passage_can_end_add_up_to_one(parameters: Parameters) -> None:
    text = files("headwaters.engine.simulation").joinpath(FILE_NAME).read_text(encoding="utf-8")
    handoffs = YAML(typ="safe").load(text)["handoffs"]
    assert len(handoffs) == 18
    for name in handoffs:
        assert sum(parameters.shares(f"handoffs.{name}.fates").values()) == pytest.approx(1.0), name
