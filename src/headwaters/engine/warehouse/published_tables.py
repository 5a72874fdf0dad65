"""What one refresh publishes beside the status table: the ladder's passages, who the recipients are, and open promises."""

from __future__ import annotations

import pyarrow as pa

from headwaters.engine.warehouse.recipients_table import RECIPIENTS as RECIPIENTS
from headwaters.engine.warehouse.status_table import WORD, field_of

KEY = (
    field_of("story_id", WORD, "the story; opaque"),
    field_of("episode_id", WORD, "the episode; opaque"),
    field_of("recipient_id", WORD, "the recipient; opaque", nullable=True),
    field_of("role", WORD, "child, birthing_parent, caregiver or household"),
    field_of("element", WORD, "key of the element"),
    field_of("touchpoint", WORD, "key of the touchpoint, instance or slot"),
)

PASSAGES = pa.schema(
    [
        *KEY,
        field_of("step", WORD, "step of the ladder that was climbed (design.md, Cracks)"),
        field_of("day", pa.date32(), "the first day on which it was"),
        field_of("agency", WORD, "agency that told it", nullable=True),
    ]
)

PROMISES = pa.schema(
    [
        *KEY,
        field_of("status", WORD, "the row's status"),
        field_of("reason", WORD, "the row's reason"),
        field_of("crack", WORD, "the crack, if there is one", nullable=True),
        field_of("handoff", WORD, "the hand-off, if there is one", nullable=True),
        field_of("handoff_state", WORD, "its state", nullable=True),
        field_of("by_day", pa.date32(), "last day in time of whoever has the move; null: no clock runs", nullable=True),
        field_of("move", WORD, "agency or role whose move it is"),
        field_of("caught", pa.bool_(), "a clock has run out and the catch has taken over"),
        field_of("accountable", WORD, "agency that answers for it", nullable=True),
    ]
)
