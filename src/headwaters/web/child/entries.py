"""One entry for each status row on a family's page: its mark, its words, its day on the line, its list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import ElementKind, Role
from headwaters.domain.status import Reason, Status, StatusRow
from headwaters.web.layout.dates import short
from headwaters.web.layout.marks import Mark, mark_of
from headwaters.web.layout.words import (
    agency_name,
    days_late,
    element_title,
    fact_question,
    late_in_words,
    state_in_words,
    title_of,
)

LONGEST_LABEL = 36
"""Characters of a label beside a mark; a longer name stands in the list and in the mark's own title."""
NEXT_WITHIN_DAYS = 92
"""What opens within a quarter is *next*; what opens after it is *later*."""


class When(StrEnum):
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is `element/touchpoint`, the address of its why. `day`: where it stands on the line."""

    key: str
    element: str
    family: str
    title: str
    short: str
    words: str
    agency: str
    mark: Mark
    when: When
    day: date | None
    opens: date | None
    closes: date | None
    is_open: bool
    lane: str
    late_days: int | None
    row: StatusRow


def entries_of(blueprint: Blueprint, rows: Iterable[StatusRow], as_of: date) -> tuple[Entry, ...]:
    """The rows that leave a mark, in order of their day; rows of proposed elements stand on the board, not here."""
    entries = [_entry(blueprint, row, mark, as_of) for row in rows if (mark := mark_of(row, as_of)) is not None]
    held = [entry for entry in entries if entry.mark is not Mark.PROPOSED]
    return tuple(sorted(held, key=lambda entry: (entry.day or date.max, entry.key)))


def _entry(blueprint: Blueprint, row: StatusRow, mark: Mark, as_of: date) -> Entry:
    opens, closes = _known(row.opens), _known(row.due_by) or _known(row.closes)
    day = day_on_the_line(row, mark, as_of)
    return Entry(
        key=f"{row.element}/{row.touchpoint}",
        element=row.element,
        family=element_title(blueprint, row.element),
        title=_title(blueprint, row, mark),
        short=_short(blueprint, row, mark, as_of),
        words=state_in_words(row, as_of),
        agency=agency_name(blueprint, row.agency) if row.agency else "",
        mark=mark,
        when=_when(row, mark, as_of),
        day=day,
        opens=opens,
        closes=closes,
        is_open=mark in (Mark.DUE, Mark.BOOKED) and opens is not None and opens <= as_of,
        lane=lane_of(blueprint, row),
        late_days=days_late(row, as_of) if mark in (Mark.LATE, Mark.CRACK) else None,
        row=row,
    )


def _known(day: object) -> date | None:
    return day if isinstance(day, date) else None


def _title(blueprint: Blueprint, row: StatusRow, mark: Mark) -> str:
    is_a_question = mark is Mark.ASK and row.reason == Reason.FACT_UNKNOWN
    if is_a_question and row.missing is not None and row.missing in blueprint.facts:
        return fact_question(blueprint, row.missing)
    return title_of(blueprint, row.element, row.touchpoint)


def _short(blueprint: Blueprint, row: StatusRow, mark: Mark, as_of: date) -> str:
    """The label beside the mark: the name, and where it is urgent what is the matter."""
    name = element_title(blueprint, row.element)
    late = days_late(row, as_of)
    if mark is Mark.LATE and late is not None:
        whole = f"{name}: {late_in_words(late)}"
        return whole if len(whole) <= LONGEST_LABEL else late_in_words(late)
    due = _known(row.due_by)
    if mark is Mark.DUE and due is not None:
        return f"{name}, {short(due)}"
    return name


def day_on_the_line(row: StatusRow, mark: Mark, as_of: date) -> date | None:
    """Where the mark stands: the day it was reached, the promised day if late, else the middle of its days."""
    opens, due, closes = _known(row.opens), _known(row.due_by), _known(row.closes)
    if row.matched is not None:
        return row.matched
    if mark in (Mark.LATE, Mark.MISSED, Mark.CRACK):
        past = [day for day in (row.handoff_clock, due, closes, opens) if day is not None and day <= as_of]
        return past[0] if past else opens
    if mark is Mark.BOOKED:
        return max(row.handoff_clock or due or as_of, as_of)
    if mark is Mark.ASK:
        return _middle(opens, due) if opens is not None and opens > as_of else max(opens or as_of, as_of)
    middle = _middle(opens, due or closes)
    if mark is Mark.DUE:
        return max(middle or as_of, as_of)
    return middle


def _middle(first: date | None, last: date | None) -> date | None:
    if first is None or last is None or last < first:
        return first or last
    return first + timedelta(days=min((last - first).days, 180) // 2)


def _when(row: StatusRow, mark: Mark, as_of: date) -> When:
    if mark in (Mark.LATE, Mark.DUE):
        return When.NOW
    if mark is Mark.ASK:
        opens = _known(row.opens)
        return When.NOW if opens is None or opens <= as_of else When.NEXT
    if mark is Mark.CRACK:
        return When.NOW if row.status in (Status.OVERDUE, Status.DUE, Status.UPCOMING) else When.DONE
    if mark is Mark.BOOKED:
        return When.NEXT
    if mark is Mark.SOON:
        opens = _known(row.opens)
        soon = opens is not None and (opens - as_of).days <= NEXT_WITHIN_DAYS
        return When.NEXT if soon else When.LATER
    return When.DONE


LANES = (
    "parents_health", "checkups_and_shots", "growing_and_learning", "food_and_money", "home_and_child_care", "our_people",
)  # fmt: skip
"""The fixed order of lanes (ux.md 2.1). A blueprint's `lane` names one of them."""

_BY_RECIPIENT = {
    Role.BIRTHING_PARENT: "parents_health",
    Role.CHILD: "checkups_and_shots",
    Role.CAREGIVER: "our_people",
    Role.HOUSEHOLD: "home_and_child_care",
}


def lane_of(blueprint: Blueprint, row: StatusRow) -> str:
    """The element's lane; for one without, the lane where its recipient would look for it."""
    element = blueprint.elements.get(row.element)
    if element is not None and element.lane in LANES:
        return element.lane
    if element is not None and element.kind is ElementKind.PROTECTIVE_FACTOR:
        return "our_people"
    return _BY_RECIPIENT[row.role]
