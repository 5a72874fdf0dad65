"""The rows of a block as they are written down: as records, word for word, and as what they state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from headwaters.engine.intake.block import Block
from headwaters.engine.intake.cells import texts_of
from headwaters.engine.intake.spread import children_json, identifiers_json, known_as_of, one, spread

TEXTS: Mapping[str, Mapping[str, str]] = {
    "people": {"given_name": "given_name", "family_name": "family_name"},
    "relations": {"of_local_id": "of_person"},
    "pregnancies": {"pregnancy_id": "pregnancy"},
    "events": {"result": "result"},
    "facts": {},
}
"""Of each table, what a statement's columns of text are called in the package."""
DAYS: Mapping[str, Mapping[str, str]] = {
    "people": {"birth": "birth_date", "died": "died"},
    "relations": {"from_day": "from", "through_day": "through"},
    "pregnancies": {"due_date": "due_date", "birth": "birth_date", "first_seen": "first_seen", "ended": "ended"},
    "events": {"start": "start", "end": "end"},
    "facts": {"from_day": "from", "through_day": "through"},
}
"""The same of its days."""


def record_rows(block: Block, *, batch: int, fates: Sequence[str], received: date) -> pa.Table:
    """Each row as it stood, with its place, its digests and its fate. `fates`: of each pattern."""
    rows = len(block)
    said = [[(fate,)] for fate in fates]
    own = {
        "batch_id": one(batch, rows),
        "key": pa.array(block.keys),
        "content": pa.array(block.contents),
        "source": one(block.words.source, rows),
        "record_type": one(block.layout.table.name, rows),
        "record_id": block.record_ids,
        "file": one(block.words.file, rows),
        "line": pa.array(block.lines),
        "recorded": block.days["recorded"].or_else(received).texts,
        "revision": pa.array(block.revision()),
        "verbatim": block.verbatim(),
    }
    return pa.table({**own, "fate": spread(("fate",), said, block.pattern, {})["fate"]})


def statement_rows(
    block: Block, columns: Sequence[str], said: Sequence[Sequence[tuple[Any, ...]]], *, received: date
) -> pa.Table:
    """What the rows state, in the columns of their table. `said`: the lines that each pattern makes."""
    table = block.layout.told_as
    own = {
        "known_as": known_as_of(block.words.source, block.texts["person"]),
        "record_id": block.record_ids,
        "recorded": block.days["recorded"].or_else(received).texts,
        "line": pa.array(block.lines),
        **{name: _text(block, column) for name, column in TEXTS[table].items() if column in block.layout.apart},
        **{name: block.days[column].texts for name, column in DAYS[table].items()},
    }
    if block.revisions is not None:
        own["revision"] = pa.array(block.revisions)
    if table == "events":
        own["value"] = block.numbers.get("value", pa.nulls(len(block), pa.float64()))
    if table == "people":
        own["identifiers"] = identifiers_json(block.texts, len(block))
    if table == "pregnancies":
        own["children"] = children_json(block.texts.get("children"), len(block))
    return spread(columns, said, block.pattern, own)


def _text(block: Block, column: str) -> pa.Array:
    return texts_of(block.texts[column]) if column in block.texts else pa.nulls(len(block), pa.string())
