"""The truth report: planted cracks named rightly, otherwise, too soon, or not seen; and others, each with the reason why."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Role
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import EpisodeId, PersonId, StoryId
from headwaters.domain.status import Status, StatusRow
from headwaters.engine.simulation.comparison import (
    DONE,
    DONE_UNTOLD,
    NOT_DONE,
    NOT_TOLD,
    UNSEEN_THERE,
    Comparison,
    Placed,
    TrueLives,
    compare,
)
from headwaters.engine.simulation.diary import Fault
from headwaters.engine.simulation.truth import Done, Lived, TruthRow
from headwaters.sources.shelf import Shelf

LAST_DAY = date(2026, 6, 30)
MISSED = date(2026, 3, 1)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return Shelf().open("first-1000-days")


def row(
    crack: CrackKind | None, *, status: Status = Status.MISSED, reason: str = "closed", missing: str | None = None
) -> StatusRow:
    """Ana's first dental visit, due between September and March."""
    return StatusRow(
        StoryId("s1"), EpisodeId("e1"), PersonId("ana"), Role.CHILD, "teeth", "first_visit", status, reason, missing,
        opens=date(2025, 9, 1), due_by=date(2026, 2, 28), closes=MISSED, matched=None, event=None, agency=None, outcome=None,
        handoff_state=None, handoff_clock=None, crack=crack, changes_on=None, blueprint="b", version="1",
    )  # fmt: skip


def planted(crack: CrackKind | None, *, since: date = MISSED, through: date | None = None) -> Placed:
    fault = Fault("f1.child1", "teeth", "first_visit", crack, since, "no dentist", through)
    return Placed(TruthRow("births", "BR-1-A", fault, "BR-1-A"), "s1", "ana")


def held(
    blueprint: Blueprint,
    truth: list[Placed],
    *rows: StatusRow,
    done: tuple[Done, ...] = (),
    said: frozenset[str] = frozenset(),
) -> Comparison:
    life = Lived("births", "BR-1-A", {"BR-1-A": "f1.child1"}, {("f1.child1", "dental_visit"): done}, said)
    lives = TrueLives({"s1": life}, {"ana": "f1.child1"})
    return compare(truth, [("s1", rows)], as_of=LAST_DAY, lives=lives, blueprint=blueprint)


def test_a_planted_crack_of_the_same_name_is_named_rightly(blueprint: Blueprint) -> None:
    found = held(blueprint, [planted(CrackKind.NOT_OFFERED)], row(CrackKind.NOT_OFFERED))
    assert found.rightly == {"not_offered": 1}
    assert not found.unplanted


def test_another_name_is_counted_with_both(blueprint: Blueprint) -> None:
    found = held(blueprint, [planted(CrackKind.NOT_OFFERED)], row(CrackKind.NO_ANSWER))
    assert found.otherwise == {("not_offered", "no_answer"): 1}


def test_no_crack_there_is_not_seen_and_says_what_was_said_instead(blueprint: Blueprint) -> None:
    found = held(blueprint, [planted(CrackKind.NOT_OFFERED)], row(None, status=Status.REACHED, reason="matched"))
    assert found.not_seen == {("not_offered", "reached, matched"): 1}


def test_what_nobody_can_know_yet_is_too_soon_not_a_mistake(blueprint: Blueprint) -> None:
    found = held(blueprint, [planted(CrackKind.NOT_OFFERED)], row(None, status=Status.UNOBSERVED, reason="not_yet"))
    assert found.too_soon == {"not_offered": 1}
    assert not found.not_seen


@pytest.mark.parametrize(("since", "through"), [(date(2026, 7, 1), None), (MISSED, date(2026, 6, 29))])
def test_only_what_stands_on_the_day_is_held_against_it(
    blueprint: Blueprint, since: date, through: date | None
) -> None:
    assert not held(blueprint, [planted(CrackKind.NOT_OFFERED, since=since, through=through)], row(None)).planted


def test_a_crack_over_what_records_cannot_show_is_explained_by_it(blueprint: Blueprint) -> None:
    found = held(blueprint, [planted(None)], row(CrackKind.NOT_OFFERED))
    assert found.explained == {("not_offered", "no dentist"): 1}


@pytest.mark.parametrize(
    ("crack", "done", "why"),
    [
        (CrackKind.NOT_OFFERED, (), NOT_DONE),
        (CrackKind.NOT_OFFERED, (Done(date(2025, 8, 1), "", told=True),), NOT_DONE),
        (CrackKind.NOT_OFFERED, (Done(date(2025, 12, 1), "", told=False),), DONE_UNTOLD),
        (CrackKind.NOT_OFFERED, (Done(date(2025, 12, 1), "", told=True),), DONE),
        (CrackKind.AGENCY_NOT_REPORTING, (), UNSEEN_THERE),
    ],
)
def test_a_crack_that_nobody_planted_says_whether_it_is_a_true_one(
    blueprint: Blueprint, crack: CrackKind, done: tuple[Done, ...], why: str
) -> None:
    assert list(held(blueprint, [], row(crack), done=done).unplanted) == [(why, "teeth", "first_visit", crack)]


def test_a_question_is_a_true_one_if_nobody_told_the_answer(blueprint: Blueprint) -> None:
    asked = row(CrackKind.ASK, status=Status.ASK, reason="fact_unknown", missing="coverage")
    assert [key[0] for key in held(blueprint, [], asked).unplanted] == [NOT_TOLD]
    assert [key[0] for key in held(blueprint, [], asked, said=frozenset({"coverage"})).unplanted] != [NOT_TOLD]
