"""Changes applied by name, undone again, and in conflict."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.blueprint.fork import ABSENT, Change, apply, reverse, same

PARENT: dict[str, Any] = {
    "elements": {
        "visit": {"opens": "birth + 14 days", "closes": "birth + 84 days", "list": ["a", "b"]},
        "lead": {"for": "x == 1"},
    },
    "codes": {"shot": {"http://hl7.org/fhir/sid/cvx": ["03"]}},
}


def test_a_value_is_altered_and_the_parent_is_not() -> None:
    before = copy.deepcopy(PARENT)
    result = apply([Change("elements.visit.opens", "birth + 14 days", "birth + 7 days", "asked for")], PARENT)
    assert result.document["elements"]["visit"]["opens"] == "birth + 7 days"
    assert result.changed == {("elements", "visit", "opens"): 1}
    assert before == PARENT


def test_a_key_is_taken_out() -> None:
    result = apply([Change("elements.lead.for", "x == 1", ABSENT)], PARENT)
    assert result.document["elements"]["lead"] == {}


@pytest.mark.parametrize(
    ("beside", "order"),
    [({}, ["opens", "closes", "list", "due_by"]), ({"before": "closes"}, ["opens", "due_by", "closes", "list"]),
     ({"after": "closes"}, ["opens", "closes", "due_by", "list"])],
)  # fmt: skip
def test_a_new_key_stands_where_it_is_put(beside: dict[str, str], order: list[str]) -> None:
    result = apply([Change("elements.visit.due_by", ABSENT, "birth + 21 days", **beside)], PARENT)
    assert list(result.document["elements"]["visit"]) == order


def test_a_key_may_hold_dots_itself() -> None:
    result = apply([Change("codes.shot.http://hl7.org/fhir/sid/cvx", ["03"], ["03", "94"])], PARENT)
    assert result.document["codes"]["shot"]["http://hl7.org/fhir/sid/cvx"] == ["03", "94"]


def test_a_change_written_against_something_else_is_two_sentences() -> None:
    result = apply([Change("elements.visit.opens", "birth + 10 days", "birth + 7 days")], PARENT)
    (conflict,) = result.conflicts
    assert conflict.yours == "Yours: `elements.visit.opens` goes from `birth + 10 days` to `birth + 7 days`."
    assert conflict.theirs == "Theirs: `elements.visit.opens` goes from `birth + 10 days` to `birth + 14 days`."
    assert result.document == PARENT


def test_putting_in_what_the_parent_has_meanwhile_is_a_conflict() -> None:
    (conflict,) = apply([Change("elements.lead.for", ABSENT, "y == 2")], PARENT).conflicts
    assert conflict.parent_says == "x == 1"


def test_a_later_change_sees_the_earlier_one() -> None:
    changes = [Change("elements.lead.for", "x == 1", "x == 2"), Change("elements.lead.for", "x == 2", "x == 3")]
    assert apply(changes, PARENT).document["elements"]["lead"]["for"] == "x == 3"


@pytest.mark.parametrize("at", ["elements.vist.opens", "elements.visit.list.0", "nothing", "", "elements..visit"])
def test_a_place_that_is_not_there_is_misread(at: str) -> None:
    ((number, misread),) = apply([Change(at, "a", "b")], PARENT).misread
    assert number == 1
    assert misread.remedy


def test_one_is_not_true_and_the_order_of_keys_counts() -> None:
    assert not same(1, True)
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert same("birth  + 14 days\n", "birth + 14 days")


keys = st.sampled_from(["a", "b", "c", "d"])
leaves = st.one_of(st.integers(0, 3), st.sampled_from(["x", "y"]), st.lists(st.integers(0, 2), max_size=2))
documents = st.dictionaries(
    keys, st.one_of(leaves, st.dictionaries(keys, st.one_of(leaves, st.dictionaries(keys, leaves)))), min_size=1
)


@st.composite
def changed(draw: st.DrawFn) -> tuple[dict[str, Any], list[Change]]:
    """A document and up to four changes that fit it, each written against what the ones before it left."""
    document = draw(documents)
    changes: list[Change] = []
    now: Any = document
    for _ in range(draw(st.integers(0, 4))):
        path, here = [], now
        while True:
            key = draw(keys)
            path.append(key)
            inner = here.get(key, ABSENT)
            if not isinstance(inner, dict) or not inner or draw(st.booleans()):
                break
            here = inner
        new = draw(
            st.one_of(leaves, st.dictionaries(keys, leaves)) if inner is ABSENT else st.one_of(leaves, st.just(ABSENT))
        )
        beside = draw(st.sampled_from([None, *[k for k in here if k != path[-1]]])) if inner is ABSENT else None
        change = Change(".".join(path), inner, new, before=beside)
        now = apply([change], now).document
        changes.append(change)
    return document, changes


@given(changed())
def test_changes_and_then_their_reverse_give_the_parent(case: tuple[dict[str, Any], list[Change]]) -> None:
    document, changes = case
    fork = apply(changes, document)
    assert fork.conflicts == ()
    assert fork.misread == ()
    back = apply(reverse(changes, document), fork.document)
    assert back.conflicts == ()
    assert same(back.document, document), "the order of keys included"


@given(documents)
def test_no_changes_no_difference(document: dict[str, Any]) -> None:
    assert apply([], document).document == document
    assert reverse([], document) == ()
