"""The statuses, the reasons that travel with them, and the row that carries both (language part 8)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.blueprint.window import Day
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import EpisodeId, PersonId, StoryId


class Status(StrEnum):
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    NOT_NEEDED = "not_needed"
    ENDED = "ended"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    ASK = "ask"
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    UNOBSERVED = "unobserved"
    PROPOSED = "proposed"
    """Not judged: the element's stage is `proposed` (design.md, Cracks), shown as "does not exist here yet"."""


class Reason(StrEnum):
    """Why, as a code. Where a row of the table says "the state", "as said" or an `ends` word, the reason is that word itself."""

    NEED_FALSE = "need_false"
    EXCLUDED = "excluded"
    NO_WINDOW = "no_window"
    NOT_TRIGGERED = "not_triggered"
    MATCHED = "matched"
    NEED_PRESUMED = "need_presumed"
    AGED_OUT = "aged_out"
    FOUND_NOT_ELIGIBLE = "found_not_eligible"
    DECLINED = "declined"
    TRIGGER_UNOBSERVED = "trigger_unobserved"
    TRIGGER_OUTCOME_UNKNOWN = "trigger_outcome_unknown"
    DATE_UNKNOWN = "date_unknown"
    WITHHELD = "withheld"
    FACT_UNKNOWN = "fact_unknown"
    CLOSED = "closed"
    NO_SOURCE = "no_source"
    GAP = "gap"
    NOT_YET = "not_yet"
    WAITS = "waits"
    NOT_OPEN = "not_open"
    OPEN = "open"
    PAST_DUE = "past_due"
    STAGE = "stage"


class RecordRef(NamedTuple):
    """An event as it can be found again."""

    source: str
    record_id: str


class StatusRow(NamedTuple):
    """One touchpoint (or instance, `name@that`; or slot, `name_3`) of one recipient. The key is
    (story_id, episode_id, recipient_id, role, element, touchpoint).

    A tuple, because hundreds are made for a page and a frozen dataclass takes eight times as long to fill.
    """

    story_id: StoryId
    episode_id: EpisodeId
    recipient_id: PersonId | None
    role: Role
    element: str
    touchpoint: str
    status: Status
    reason: str
    missing: str | None
    opens: Day | None
    due_by: Day | None
    closes: Day | None
    matched: date | None
    event: RecordRef | None
    agency: str | None
    outcome: str | None
    handoff_state: HandoffState | None
    handoff_clock: date | None
    crack: CrackKind | None
    changes_on: date | None
    blueprint: str
    version: str
