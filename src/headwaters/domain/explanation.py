"""Why a row is what it is: every piece of the judgement as a value, to be worded by whoever shows it.

Nothing here is a sentence. `domain.wording` says it in words; a page or a command decides what of it to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import After, Element, Touchpoint
from headwaters.domain.blueprint.handoff import Handoff, HandoffState
from headwaters.domain.blueprint.matcher import Requirement, Step
from headwaters.domain.blueprint.window import Day, Moment
from headwaters.domain.history.history import Event, Fact, FactValue, Observation
from headwaters.domain.status import Status, StatusRow


@dataclass(frozen=True, slots=True)
class Accountable:
    """`agency` answers for the step. `move` is the agency or role whose move it is now; `caught` says that a clock has
    run out and it is the catch's. `catch` is the role that takes over when one does."""

    agency: str | None
    move: str
    caught: bool
    catch: str


@dataclass(frozen=True, slots=True)
class AnchorValue:
    """What a moment is counted from, and which day (or mark) that is here."""

    name: str
    day: Day


@dataclass(frozen=True, slots=True)
class WindowPiece:
    """The rule's three moments as written, and what they count from. The days themselves stand in the row."""

    opens: Moment
    due_by: Moment
    closes: Moment
    from_: Moment
    anchors: tuple[AnchorValue, ...]


@dataclass(frozen=True, slots=True)
class NamePiece:
    """One name of the need on the day judged on. `fact` is the statement that gave it; None for an age, an outcome, or
    where nobody said anything that holds on that day."""

    name: str
    value: FactValue | None
    withheld: bool
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class NeedPiece:
    """For whom it is: the conditions as written, their truth together, and each name they hang on."""

    for_: tuple[Condition, ...]
    unless: Condition | Requirement | None
    truth: bool | None
    excluded: bool
    judged_on: date
    names: tuple[NamePiece, ...]


@dataclass(frozen=True, slots=True)
class ReferredPiece:
    """Something it comes after, as it stands."""

    element: str
    touchpoint: str
    status: Status
    day: date | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class TriggerPiece:
    """What it comes after: the rule, the day or mark that gives, and how each of those stands."""

    after: After
    day: Day
    referred: tuple[ReferredPiece, ...]


class Refusal(StrEnum):
    """Why an event that was considered did not reach this touchpoint."""

    BEFORE_IT_OPENED = "before_it_opened"
    AFTER_IT_CLOSED = "after_it_closed"
    NOT_TRIGGERED_YET = "not_triggered_yet"
    STATUS_DOES_NOT_COUNT = "status_does_not_count"
    NO_MATCHING_CODE = "no_matching_code"
    CONDITION_NOT_MET = "condition_not_met"
    OUTSIDE_THE_SPAN = "outside_the_span"
    SAME_DAY_AS_ANOTHER = "same_day_as_another"
    TAKEN_BY_ANOTHER = "taken_by_another"
    OTHER_INSTANCE = "other_instance"
    AN_EARLIER_ONE_COUNTS = "an_earlier_one_counts"
    NOT_ENOUGH_YET = "not_enough_yet"


@dataclass(frozen=True, slots=True)
class ConsideredPiece:
    """An event of a fitting kind that did not reach it. `taken_by` names the touchpoint that used it."""

    event: Event
    why: Refusal
    taken_by: str | None = None


@dataclass(frozen=True, slots=True)
class StepPiece:
    step: Step
    day: date
    agency: str


@dataclass(frozen=True, slots=True)
class HandoffPiece:
    """The hand-off's rule, the steps that belong to this instance in order, its state, its clock's last day, and whether
    that has passed."""

    rule: Handoff
    steps: tuple[StepPiece, ...]
    state: HandoffState
    clock: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ObservedPiece:
    """Which days had to be observed, of which kinds, what that came to (`observed`, `no_source`, `gap`, `not_yet`,
    `always`), and the spans that bear on it."""

    kinds: tuple[str, ...]
    from_: date
    through: date
    sight: str
    spans: tuple[Observation, ...]


class ChangeKind(StrEnum):
    """What sort of news would change the row."""

    EVENT = "event"
    FACT = "fact"
    STEP = "step"
    DATE = "date"
    OUTCOME = "outcome"
    OBSERVATION = "observation"
    RETRACTION = "retraction"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class WouldChange:
    """News that would change the row: events of `kinds`, a fact or date `name`, `steps` of a hand-off by `agency`, the
    outcome of touchpoint `name`; between `from_` and `through` where days matter."""

    kind: ChangeKind
    kinds: tuple[str, ...] = ()
    name: str | None = None
    steps: tuple[Step, ...] = ()
    agency: str | None = None
    from_: Day | None = None
    through: Day | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row, taken apart."""

    row: StatusRow
    as_of: date
    element: Element
    touchpoint: Touchpoint
    window: WindowPiece
    need: NeedPiece
    trigger: TriggerPiece | None
    matched: Event | None
    considered: tuple[ConsideredPiece, ...]
    handoff: HandoffPiece | None
    observed: ObservedPiece | None
    ended_on: date | None
    declined_on: date | None
    accountable: Accountable
    would_change: tuple[WouldChange, ...]
