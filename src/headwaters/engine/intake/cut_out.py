"""Rows of which a door cut out what differs, one by one, put together as columns: each says one event, as its pattern does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from headwaters.domain.records.statement import EventStatement, Reading
from headwaters.engine.intake.block import TEXT, Block, Words
from headwaters.engine.intake.cells import NO_DAY, Days
from headwaters.engine.intake.digests import agency_words, cell_contents, record_keys
from headwaters.engine.intake.layout import Layout
from headwaters.engine.intake.patterns import Patterns

Told = Callable[[str, int, int], None]
"""Told of the kind of event, and the first and last of its days (since 1970-01-01)."""


@dataclass(slots=True)
class CutOut:
    """What was cut out, row by row: as many in each list. `texts`: the rows as they stood; `pattern`: places in the patterns."""

    record_ids: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    starts: list[str | None] = field(default_factory=list)
    ends: list[str | None] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    pattern: list[int] = field(default_factory=list)


def block_of(
    cut: CutOut, layout: Layout, patterns: Patterns, alone: list[Reading], *, words: Words, told: Told
) -> Block:
    """The rows as a block; those whose days are none, or end before they begin, are read alone after all.

    alone  rows of the same lines that were read one by one already
    """
    text, records = pa.array(cut.texts, pa.string()), pa.array(cut.record_ids, pa.string())
    pattern = np.array(cut.pattern, np.int64)
    agencies = agency_words([reading.origin.agency for reading in patterns.readings])
    whole = Block(
        words=words,
        layout=layout,
        raw=pa.table({"text": text}),
        lines=np.array(cut.lines, np.int64),
        record_ids=records,
        columns={TEXT: text},
        texts={"record": records, "person": pa.array(cut.persons, pa.string()).dictionary_encode()},
        days={
            "start": _days(cut.starts, words),
            "end": _days(cut.ends, words),
            "recorded": Days.none(len(cut.lines)).or_else(words.sent),
        },
        numbers={name: pa.array(cut.values, pa.float64()) for name in layout.numbers},
        pattern=pattern,
        patterns=patterns,
        keys=record_keys(words.source, layout.table.name, records),
        contents=cell_contents(agencies[pattern] if len(pattern) else agencies[:0], {TEXT: text}),
        alone=alone,
        revisions=np.array(cut.revisions, np.int64),
    )
    block = _without_doubts(whole)
    _tell(block, told)
    return block


def _days(texts: list[str | None], words: Words) -> Days:
    return Days.read(pa.array(texts, pa.string()).dictionary_encode(), words.day)


def _without_doubts(block: Block) -> Block:
    start, end = block.days["start"], block.days["end"]
    doubtful = start.unread | end.unread
    doubtful |= (start.numbers != NO_DAY) & (end.numbers != NO_DAY) & (end.numbers < start.numbers)
    if not doubtful.any():
        return block
    alone = [*block.alone, *block.readings(np.flatnonzero(doubtful))]
    plain = block.take(np.flatnonzero(~doubtful))
    plain.alone = sorted(alone, key=lambda reading: reading.origin.line)
    return plain


def _tell(block: Block, told: Told) -> None:
    for number, _, _ in block.by_pattern():
        (statement,) = block.patterns.readings[number].statements
        assert isinstance(statement, EventStatement)
        days = block.days["start"].numbers[block.pattern == number]
        days = days[days != NO_DAY]
        if len(days):
            told(statement.kind, int(days.min()), int(days.max()))
