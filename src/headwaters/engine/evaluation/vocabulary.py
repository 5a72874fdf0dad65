"""The words of the status table as plain names.

Reading a member through its enum takes ten times as long as reading a name, and judging a family reads thousands. A
status stands by itself, a hand-off's state as STATE_..., and a reason as WHY_..., which is the plain text a row carries.
"""

from __future__ import annotations

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.status import Reason, Status

REACHED = Status.REACHED
REACHED_LATE = Status.REACHED_LATE
NOT_NEEDED = Status.NOT_NEEDED
ENDED = Status.ENDED
DECLINED = Status.DECLINED
IN_PROGRESS = Status.IN_PROGRESS
ASK = Status.ASK
UPCOMING = Status.UPCOMING
DUE = Status.DUE
OVERDUE = Status.OVERDUE
MISSED = Status.MISSED
UNOBSERVED = Status.UNOBSERVED
PROPOSED = Status.PROPOSED

STATE_NEEDED = HandoffState.NEEDED
STATE_SENT = HandoffState.SENT
STATE_RECEIVED = HandoffState.RECEIVED
STATE_ACCEPTED = HandoffState.ACCEPTED
STATE_FULL = HandoffState.FULL
STATE_NOT_REACHED = HandoffState.NOT_REACHED
STATE_NOT_ELIGIBLE = HandoffState.NOT_ELIGIBLE
STATE_DECLINED = HandoffState.DECLINED
STATE_BEGUN = HandoffState.BEGUN
STATE_DROPPED = HandoffState.DROPPED
STATE_DONE = HandoffState.DONE
STATE_TOLD = HandoffState.TOLD

WHY_NEED_FALSE = Reason.NEED_FALSE.value
WHY_EXCLUDED = Reason.EXCLUDED.value
WHY_NO_WINDOW = Reason.NO_WINDOW.value
WHY_NOT_TRIGGERED = Reason.NOT_TRIGGERED.value
WHY_MATCHED = Reason.MATCHED.value
WHY_NEED_PRESUMED = Reason.NEED_PRESUMED.value
WHY_AGED_OUT = Reason.AGED_OUT.value
WHY_FOUND_NOT_ELIGIBLE = Reason.FOUND_NOT_ELIGIBLE.value
WHY_DECLINED = Reason.DECLINED.value
WHY_TRIGGER_UNOBSERVED = Reason.TRIGGER_UNOBSERVED.value
WHY_TRIGGER_OUTCOME_UNKNOWN = Reason.TRIGGER_OUTCOME_UNKNOWN.value
WHY_DATE_UNKNOWN = Reason.DATE_UNKNOWN.value
WHY_WITHHELD = Reason.WITHHELD.value
WHY_FACT_UNKNOWN = Reason.FACT_UNKNOWN.value
WHY_CLOSED = Reason.CLOSED.value
WHY_NO_SOURCE = Reason.NO_SOURCE.value
WHY_GAP = Reason.GAP.value
WHY_NOT_YET = Reason.NOT_YET.value
WHY_WAITS = Reason.WAITS.value
WHY_NOT_OPEN = Reason.NOT_OPEN.value
WHY_OPEN = Reason.OPEN.value
WHY_PAST_DUE = Reason.PAST_DUE.value
WHY_STAGE = Reason.STAGE.value

IS_REACHED = (REACHED, REACHED_LATE)
IS_OPEN = (UPCOMING, DUE, OVERDUE, IN_PROGRESS, ASK)
"""What has not happened, and still can."""
