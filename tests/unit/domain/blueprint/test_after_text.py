"""What a touchpoint comes after."""

from __future__ import annotations

import pytest

from headwaters.domain.blueprint.after_text import AfterText, read_after, word_after
from headwaters.domain.blueprint.element import Lapse, Which
from headwaters.domain.blueprint.misread import Misread


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("visit", AfterText(Which.ONLY, "visit")),
        ("each screening == 'at risk'", AfterText(Which.EACH, "screening", ("at risk",))),
        ('last a.b in ["x", "y"]', AfterText(Which.LAST, "a.b", ("x", "y"))),
        ("screen is overdue", AfterText(Which.ONLY, "screen", (), Lapse.OVERDUE)),
        ("first early_intervention.first_plan is not_eligible", AfterText(Which.FIRST, "early_intervention.first_plan", (), Lapse.NOT_ELIGIBLE)),
        ("first", AfterText(Which.ONLY, "first")),
        ("each first", AfterText(Which.EACH, "first")),
    ],
)  # fmt: skip
def test_after(text: str, after: AfterText) -> None:
    assert read_after(text) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "each",
        "Visit",
        "a == b",
        "a in []",
        "a in [b]",
        "a in [1]",
        "a is late",
        "a and b",
        "a.b.c",
        "each each a b",
    ],
)
def test_what_is_no_after(text: str) -> None:
    if text == "each":
        assert read_after(text).name == "each"
        return
    with pytest.raises(Misread):
        read_after(text)


@pytest.mark.parametrize("text", ["a.b", "each a.b == 'x'", "last a in ['x', 'y']", "a.b is missed"])
def test_an_after_worded_is_the_same_again(text: str) -> None:
    read = read_after(text)
    element, _, touchpoint = read.name.partition(".")
    assert word_after(read.resolved(element, touchpoint or None)) == text
