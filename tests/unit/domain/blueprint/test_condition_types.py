"""Conditions compare like with like, and speak only of what is declared."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.blueprint.condition import Compare, Comparison, InList, Literal, Name
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.condition_types import Scope, typed
from headwaters.domain.blueprint.truth import names_in, spans_in
from headwaters.domain.blueprint.vocabulary import OWN_COLUMNS, Named, Sort, TouchpointName, Vocabulary

WORDS = Vocabulary(
    facts={
        "coverage": Named(Sort.CODE, choices=("ohp", "private")),
        "income_fpl": Named(Sort.NUMBER, "% of federal poverty level"),
        "consent": Named(Sort.BOOLEAN),
        "moved_in": Named(Sort.DATE),
    },
    anchors=("second_birthday",),
    spans=("first_year",),
    touchpoints={
        "screening": {"m9": TouchpointName("screening", "m9", outcomes=("at risk", "typical"))},
        "visits": {"visit": TouchpointName("visits", "visit", instances=6, slots=6)},
    },
)


def wrong(text: str, own: str | None = None) -> list[str]:
    return [misread.code for misread in typed(read_condition(text), Scope(WORDS, own))[1]]


@pytest.mark.parametrize(
    "text",
    ["consent", "not consent and income_fpl < 185", "coverage == 'ohp'", "coverage in ['ohp', 'private']", "income_fpl == 100.5",
     "second_birthday in period", "birth in first_year", "age_months >= 9", "born", "coverage is unknown", "moved_in > second_birthday",
     "moved_in == '2026-01-31'", "screening.m9.reached", "screening.outcome == 'at risk'", "screening.m9.outcome == 'none'",
     "screening.m9.reached and screening.m9.outcome != 'typical'", "screening.m9.status == 'overdue'", "visits.visit_3.reached",
     "screening.m9.day in first_year", "true"],
)  # fmt: skip
def test_what_may_be_compared(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("coverge == 'ohp'", "fact_unknown"),
        ("coverage == 'opp'", "choice_unknown"),
        ("coverage == 3", "type_mismatch"),
        ("income_fpl == 'low'", "type_mismatch"),
        ("income_fpl", "type_alone"),
        ("consent == true", "type_boolean"),
        ("coverage > 'a'", "type_order"),
        ("moved_in == 'last week'", "type_day"),
        ("moved_in == 3", "type_mismatch"),
        ("income_fpl in period", "type_mismatch"),
        ("moved_in in second_year", "span_unknown"),
        ("screening.m9.outcome == 'at rsk'", "choice_unknown"),
        ("screening.m9.status == 'late'", "choice_unknown"),
        ("screening.m9.outcome != 'typical'", "outcome_unguarded"),
        ("not screening.outcome == 'typical'", "outcome_unguarded"),
        ("screening.m9.outcome not in ['typical']", "outcome_unguarded"),
        ("visits.visit_7.reached", "reference_unknown"),
        ("screening.m12.reached", "reference_unknown"),
        ("visits.visit", "aspect_missing"),
        ("value > 3", "fact_unknown"),
    ],
)
def test_what_may_not(text: str, code: str) -> None:
    assert code in wrong(text)


def test_a_bare_touchpoint_is_looked_for_in_its_own_element_first() -> None:
    assert wrong("m9.reached", own="screening") == []
    assert wrong("m9.reached") == ["reference_unknown"]


def test_a_text_that_stands_for_a_day_becomes_one() -> None:
    day = Literal(date(2026, 1, 31))
    assert typed(read_condition("moved_in == '2026-01-31'"), Scope(WORDS))[0] == Compare(
        Name("moved_in"), Comparison.EQ, day
    )
    listed = typed(read_condition("moved_in in ['2026-01-31']"), Scope(WORDS))[0]
    assert listed == InList(Name("moved_in"), (date(2026, 1, 31),))


def test_a_condition_on_an_event_sees_its_columns_and_nothing_else() -> None:
    scope = Scope(WORDS, columns={**OWN_COLUMNS, "zone": Named(Sort.CODE, choices=("low", "high"))})
    assert typed(read_condition("zone == 'high' and value >= 3.5"), scope)[1] == ()
    assert [m.code for m in typed(read_condition("coverage == 'ohp'"), scope)[1]] == ["column_unknown"]


def test_everything_wrong_is_found_at_once() -> None:
    assert wrong("coverge == 'ohp' or income_fpl == 'low' or consent == true") == [
        "fact_unknown",
        "type_mismatch",
        "type_boolean",
    ]


def test_the_names_and_the_spans_a_condition_speaks_of() -> None:
    condition = read_condition("a and b in period or not c.reached")
    assert names_in(condition) == ("a", "b", "c.reached")
    assert spans_in(condition) == ("period",)
