"""Who the recipients are, for cohorts and groups: one row per episode, every column once."""

from __future__ import annotations

import pyarrow as pa

from headwaters.engine.warehouse.status_table import WORD, field_of

RECIPIENTS = pa.schema(
    [
        field_of("story_id", WORD, "the story; opaque"),
        field_of("episode_id", WORD, "the episode; opaque"),
        field_of("kind", WORD, "pregnancy or child"),
        field_of("birth", pa.date32(), "day of birth, once it has come", nullable=True),
        field_of("due_date", pa.date32(), "due date", nullable=True),
        field_of(
            "county", WORD, "the child's (before birth: the birthing parent's) county; null: not known", nullable=True
        ),
        field_of("language", WORD, "language the family wants to be spoken to in; null: not known", nullable=True),
        field_of("interpreter", pa.bool_(), "whether an interpreter is needed; null: not known", nullable=True),
        field_of("zip", WORD, "zip code of the household; null: not known", nullable=True),
        field_of("race", WORD, "REALD group as told; null: not known", nullable=True),
        field_of("payer", WORD, "the child's health plan, in pregnancy the parent's; null: not known", nullable=True),
        field_of("region", WORD, "pilot region of the county; null: in none, or the county is not known", nullable=True),
        field_of("withheld", pa.list_(pa.string()), "which of these columns were kept private by choice"),
        field_of(
            "in_register", pa.bool_(),
            "whether a birth register knows this birth; null: no register covers its day and county, or not yet born",
            nullable=True,
        ),
    ]
)  # fmt: skip
