"""A vocabulary as tables: what is new in a layer is written with it, and all layers together give the whole again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from headwaters.domain.history.written import columns_back, columns_text, written
from headwaters.engine.kernel.batch import Content
from headwaters.engine.warehouse.snapshot_vocabulary import Codes, Vocabulary

TEXT = pa.string()
CONTENTS = pa.schema(
    [
        ("kind", TEXT),
        ("agency", TEXT),
        ("status", TEXT),
        ("result", TEXT),
        ("value", pa.float64()),
        ("unit", TEXT),
        ("handoff", TEXT),
        ("step", TEXT),
        ("codes", TEXT),  # [[system, code], ...]
        ("columns", TEXT),
    ]
)
FACTS_SAID = pa.schema([("fact", TEXT), ("type", TEXT), ("value", TEXT)])
SOURCES = pa.schema([("source", TEXT)])
WORDS = {"contents": CONTENTS, "facts_said": FACTS_SAID, "sources": SOURCES}

Known = tuple[int, int, int]
"""How many contents, facts and sources there are."""


def known(vocabulary: Vocabulary) -> Known:
    return len(vocabulary.contents), len(vocabulary.facts_said), len(vocabulary.sources)


def new_words(vocabulary: Vocabulary, since: Known) -> Mapping[str, pa.Table]:
    """What was added after the first so many."""
    codes = lru_cache(None)(_codes_text)
    return {
        "contents": _table(CONTENTS, (_content(one, codes) for one in vocabulary.contents[since[0] :])),
        "facts_said": _table(
            FACTS_SAID, ((one.fact, *written(one.value)) for one in vocabulary.facts_said[since[1] :])
        ),
        "sources": _table(SOURCES, ((name,) for name in vocabulary.sources[since[2] :])),
    }


def add_words(vocabulary: Vocabulary, words: Mapping[str, pa.Table]) -> None:
    """Add what was written, in its order: a number means again what it meant."""
    codes, columns = lru_cache(None)(_codes_back), lru_cache(None)(columns_back)
    for row in zip(*(column.to_pylist() for column in words["contents"].columns), strict=True):
        vocabulary.contents.append(Content._make((*row[:8], codes(row[8]), columns(row[9]))))
    for row in words["facts_said"].to_pylist():
        vocabulary.fact(row["fact"], row["type"], row["value"])
    for name in words["sources"].column(0).to_pylist():
        vocabulary.source(name)


def _content(one: Content, codes: Callable[[Codes], str]) -> tuple[Any, ...]:
    return (*one[:8], codes(one.codes), columns_text(one.columns))


def _codes_text(codes: Codes) -> str:
    """Codes in a fixed order."""
    return json.dumps(sorted(codes, key=lambda one: (one[0] or "", one[1], one[0] is None))) if codes else ""


def _codes_back(text: str) -> Codes:
    return frozenset((system, code) for system, code in json.loads(text)) if text else frozenset()


def _table(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
