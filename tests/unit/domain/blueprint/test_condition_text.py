"""Conditions: Python's syntax, a small safe subset, and nothing that could run."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwaters.domain.blueprint.condition import (
    And,
    Compare,
    Comparison,
    Condition,
    InList,
    InSpan,
    IsKnown,
    Literal,
    Name,
    Not,
    Or,
)  # fmt: skip
from headwaters.domain.blueprint.condition_text import read_condition, word_condition
from headwaters.domain.blueprint.misread import Misread

A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a", A),
        ("not a", Not(A)),
        ("a and b or a", Or((And((A, B)), A))),
        ("a and (b or a)", And((A, Or((B, A))))),
        ("x == 'at risk'", Compare(Name("x"), Comparison.EQ, Literal("at risk"))),
        ("x <= 3.5", Compare(Name("x"), Comparison.LE, Literal(3.5))),
        ("x > -2", Compare(Name("x"), Comparison.GT, Literal(-2))),
        ("x in ['a', 'b']", InList(Name("x"), ("a", "b"))),
        ("x not in ('a', 'b')", InList(Name("x"), ("a", "b"), True)),
        ("x.day in period", InSpan(Name("x.day"), "period")),
        ("x not in first_year", InSpan(Name("x"), "first_year", True)),
        ("x is known", IsKnown(Name("x"))),
        ("x is unknown", IsKnown(Name("x"), True)),
        ("x is not known", IsKnown(Name("x"), True)),
        ("a.b.reached", Name("a.b.reached")),
        ("true", Literal(True)),
    ],
)
def test_a_condition(text: str, condition: Condition) -> None:
    assert read_condition(text) == condition


def test_a_chain_is_an_and() -> None:
    assert read_condition("0 < x <= 5") == And(
        (Compare(Literal(0), Comparison.LT, Name("x")), Compare(Name("x"), Comparison.LE, Literal(5)))
    )


@pytest.mark.parametrize(
    "text",
    ["", "f(x)", "x + 1 > 2", "x[0]", "x if y else z", "lambda: x", "[x for x in y]", "x := 1", "x; y", "x\\\ny", "f'{x}'", "b'x' == y",
     "x == None", "...", "x is y", "x in y.z", "(x).__class__()", "x == 1j", "*x", "x, y", "{}", "await x", "1", "'a'", "x # y", "x @ y",
     "x.a.b.c.d.e == 1", "__import__('os').system('true')"],
)  # fmt: skip
def test_what_a_condition_cannot_say(text: str) -> None:
    with pytest.raises(Misread):
        read_condition(text)


@pytest.mark.parametrize(
    "text", ["(" * 500 + "x" + ")" * 500, "not " * 480 + "x", "x and " * 300 + "x", "9" * 1900 + " > x"]
)
def test_a_monster_ends_in_a_message(text: str) -> None:
    with suppress(Misread):
        read_condition(text)


names = st.sampled_from(["a", "b_1", "x.reached", "el.tp.outcome"]).map(Name)
values = st.one_of(st.integers(-999, 999), st.sampled_from(["p", "at risk", "it's"]), st.sampled_from([0.5, 3.25]))
leaves = st.one_of(
    names,
    st.builds(Compare, names, st.sampled_from(Comparison), st.one_of(names, values.map(Literal))),
    st.builds(InList, names, st.lists(values, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(InSpan, names, st.just("period"), st.booleans()),
    st.builds(IsKnown, names, st.booleans()),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=8,
)


@given(conditions)
def test_a_condition_worded_and_read_again_is_the_same(condition: Condition) -> None:
    assert read_condition(word_condition(condition)) == condition


@given(st.text(alphabet="abx.()[]'\"=!<> andornotis1,#\\\n{}:+-*@", max_size=60))
@settings(max_examples=200)
def test_any_text_is_a_condition_or_misread(text: str) -> None:
    try:
        condition = read_condition(text)
    except Misread:
        return
    assert read_condition(word_condition(condition)) == condition
