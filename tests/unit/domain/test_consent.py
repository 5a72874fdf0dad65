"""Access is denied unless a dated grant says yes."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.consent import Action, Decision, Grant, Purpose, permits

DAY = date(2026, 6, 30)
CARE = Grant("ana", Action.READ_FAMILY, Purpose.CARE, from_=date(2026, 1, 1), through=DAY, stories=frozenset({"s1"}))


def ask(grants: list[Grant], **changes: object) -> Decision:
    question: dict[str, object] = {
        "reader": "ana", "action": Action.READ_FAMILY, "purpose": Purpose.CARE, "story": "s1", "on": DAY,
    }  # fmt: skip
    return permits(grants, **(question | changes))  # type: ignore[arg-type]


def test_without_a_grant_everything_is_denied() -> None:
    for action in Action:
        for purpose in Purpose:
            assert not ask([], action=action, purpose=purpose).allowed


def test_a_grant_opens_what_it_names() -> None:
    assert ask([CARE]).allowed


@pytest.mark.parametrize(
    "change",
    [
        {"reader": "ben"},
        {"action": Action.EXPORT_ROWS},
        {"purpose": Purpose.MEASUREMENT},
        {"story": "s2"},
        {"story": None},
        {"on": date(2026, 7, 1)},
        {"on": date(2025, 12, 31)},
    ],
    ids=[
        "another reader",
        "another action",
        "another purpose",
        "another family",
        "everybody",
        "after it ended",
        "before",
    ],
)
def test_a_grant_opens_nothing_else(change: dict[str, object]) -> None:
    assert not ask([CARE], **change).allowed


def test_its_last_day_still_counts() -> None:
    assert ask([CARE], on=CARE.through).allowed


def test_protected_subjects_are_off_until_a_grant_switches_them_on() -> None:
    assert not ask([CARE]).view.sees_subject("mental_health")
    switched = Grant("ana", Action.READ_FAMILY, Purpose.CARE, from_=DAY, subjects=frozenset({"mental_health"}))
    view = ask([CARE, switched]).view
    assert view.sees_subject("mental_health")
    assert not view.sees_subject("substance_use")


def test_a_refusal_shows_nothing_protected() -> None:
    assert ask([]).view.subjects == frozenset()
