"""Which mark stands for which row, and what the lists make of it."""

from __future__ import annotations

from datetime import date

import pytest
from invented_family import AS_OF, row, sample_blueprint, sample_rows

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Reason, Status
from headwaters.web.child.entries import When, entries_of
from headwaters.web.child.lists import columns_of
from headwaters.web.child.page import heading_of
from headwaters.web.layout.marks import LEGEND, Mark, mark_of
from headwaters.web.layout.words import CRACKS, HANDOFF_STATES, reason_in_words, state_in_words

OPENS, DUE = date(2027, 1, 1), date(2027, 2, 1)


@pytest.mark.parametrize(
    ("status", "reason", "crack", "mark"),
    [
        (Status.REACHED, Reason.MATCHED, None, Mark.DONE),
        (Status.REACHED_LATE, Reason.MATCHED, None, Mark.DONE_LATE),
        (Status.REACHED, Reason.MATCHED, CrackKind.NO_WORD_BACK, Mark.DONE),
        (Status.NOT_NEEDED, Reason.NEED_FALSE, None, None),
        (Status.NOT_NEEDED, Reason.FOUND_NOT_ELIGIBLE, CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE, Mark.CRACK),
        (Status.ENDED, "moved", None, Mark.ENDED),
        (Status.ENDED, "aged_out", CrackKind.AGED_OUT_BETWEEN_PROGRAMS, Mark.CRACK),
        (Status.DECLINED, Reason.DECLINED, None, Mark.NOT_NOW),
        (Status.IN_PROGRESS, "sent", None, Mark.BOOKED),
        (Status.ASK, Reason.FACT_UNKNOWN, CrackKind.ASK, Mark.ASK),
        (Status.ASK, Reason.WITHHELD, None, Mark.DUE),
        (Status.DUE, Reason.OPEN, None, Mark.DUE),
        (Status.OVERDUE, Reason.PAST_DUE, CrackKind.NOT_OFFERED, Mark.LATE),
        (Status.OVERDUE, Reason.PAST_DUE, CrackKind.FULL, Mark.CRACK),
        (Status.MISSED, Reason.CLOSED, CrackKind.NOT_OFFERED, Mark.MISSED),
        (Status.UNOBSERVED, Reason.GAP, CrackKind.AGENCY_NOT_REPORTING, Mark.NOT_SEEN),
        (Status.PROPOSED, Reason.STAGE, None, Mark.PROPOSED),
    ],
)
def test_each_status_has_its_mark(status: Status, reason: str, crack: CrackKind | None, mark: Mark | None) -> None:
    assert mark_of(row("dev_screen", "m9", status, reason, OPENS, DUE, crack=crack), AS_OF) is mark


def test_every_mark_crack_and_hand_off_state_has_words() -> None:
    assert set(LEGEND) == set(Mark)
    assert set(CRACKS) == set(CrackKind)
    assert set(HANDOFF_STATES) == set(HandoffState)


def test_no_status_or_reason_is_shown_as_a_code() -> None:
    for status in Status:
        for reason in (*Reason, *HandoffState, "moved", "custody_changed"):
            held = row("dev_screen", "m9", status, reason, OPENS, DUE)
            for words in (state_in_words(held, AS_OF), reason_in_words(held)):
                assert "_" not in words, (status, reason, words)
                assert words[0].isupper() or words[0].isdigit()


def test_a_family_that_keeps_a_fact_private_is_offered_and_never_reminded() -> None:
    held = row("child_care", "approved", Status.ASK, Reason.WITHHELD, OPENS, DUE, missing="work_hours")
    assert state_in_words(held, AS_OF) == "Kept private; offer it"
    assert "Which hours" not in entries_of(sample_blueprint(), [held], AS_OF)[0].title


def test_a_missing_fact_is_shown_as_the_question_to_ask() -> None:
    held = row("child_care", "approved", Status.ASK, Reason.FACT_UNKNOWN, OPENS, DUE, missing="work_hours")
    assert entries_of(sample_blueprint(), [held], AS_OF)[0].title == "Which hours do you work?"


def test_every_mark_on_the_line_stands_in_exactly_one_list() -> None:
    entries = entries_of(sample_blueprint(), sample_rows(), AS_OF)
    listed = [
        key for column in columns_of(entries) for line in (*column.lines, *column.folded)
        for key in ([entry.key for entry in line.inside] or [line.key])
    ]  # fmt: skip
    assert sorted(listed) == sorted(entry.key for entry in entries)


def test_what_is_late_stands_first_in_now() -> None:
    entries = entries_of(sample_blueprint(), sample_rows(), AS_OF)
    now = columns_of(entries)[0]
    assert now.when is When.NOW
    assert now.lines[0].mark is Mark.LATE
    assert now.lines[0].words == "22 days late, promised by Wed, February 10, 2027: no answer"


def test_the_heading_states_the_finding() -> None:
    entries = entries_of(sample_blueprint(), sample_rows(), AS_OF)
    assert heading_of(entries).finding == "2 promises are late; 2 steps are due now"
    assert heading_of(()).finding == "Nothing is late"


def test_a_missed_step_that_no_hand_off_was_for_is_missed_and_not_lost_at_a_hand_off() -> None:
    held = row("shots", "dose_1", Status.MISSED, Reason.CLOSED, OPENS, DUE, closes=DUE)
    assert mark_of(held, AS_OF) is Mark.MISSED
    handed = row("early_intervention", "received@m9", Status.MISSED, Reason.CLOSED, OPENS, DUE, state=HandoffState.SENT)
    assert mark_of(handed, AS_OF) is Mark.CRACK
