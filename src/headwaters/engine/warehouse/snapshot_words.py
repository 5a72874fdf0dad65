"""A vocabulary as tables: what is new in a layer is written with it, and all layers together give the whole again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from headwaters.domain.history.written import columns_back, columns_text, written
from headwaters.engine.kernel.batch import Content
from headwaters.engine.warehouse.snapshot_vocabulary import Vocabulary

TEXT = pa.string()
CODES = pa.list_(pa.struct([("system", TEXT), ("code", TEXT)]))
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
        ("codes", CODES),
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
    return {
        "contents": _table(CONTENTS, (_content(one) for one in vocabulary.contents[since[0] :])),
        "facts_said": _table(
            FACTS_SAID, ((one.fact, *written(one.value)) for one in vocabulary.facts_said[since[1] :])
        ),
        "sources": _table(SOURCES, ((name,) for name in vocabulary.sources[since[2] :])),
    }


def add_words(vocabulary: Vocabulary, words: Mapping[str, pa.Table]) -> None:
    """Add what was written, in its order: a number means again what it meant."""
    for row in words["contents"].to_pylist():
        codes = frozenset((one["system"], one["code"]) for one in row["codes"])
        said = tuple(row[name] for name in CONTENTS.names[:8])
        vocabulary.add_content(Content._make((*said, codes, columns_back(row["columns"]))))
    for row in words["facts_said"].to_pylist():
        vocabulary.fact(row["fact"], row["type"], row["value"])
    for name in words["sources"].column(0).to_pylist():
        vocabulary.source(name)


def _content(one: Content) -> tuple[Any, ...]:
    codes = sorted(one.codes, key=lambda code: (code[0] or "", code[1], code[0] is None))
    return (*one[:8], [{"system": system, "code": code} for system, code in codes], columns_text(one.columns))


def _table(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
