"""Rows of a table are written as the standard library writes them."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa

from headwaters.engine.publishing.json_rows import json_rows

ROWS = [
    {"word": 'a "quoted" 100 %s', "seldom %": None, "day": date(2026, 6, 30), "yes": True},
    {"word": "ñandú\n", "seldom %": "x", "day": None, "yes": False},
    {"word": 'a "quoted" 100 %s', "seldom %": None, "day": date(2026, 6, 30), "yes": None},
]


def test_rows_read_as_json_dumps_writes_them() -> None:
    table = pa.Table.from_pylist(ROWS)
    coded = table.set_column(0, "word", table["word"].dictionary_encode())
    whole = json.dumps({"rows": ROWS}, indent=1, default=str)
    for one in (table, coded):
        written = ",\n".join(json_rows(one, indent=1, depth=2))
        assert f'{{\n "rows": [\n{written}\n ]\n}}' == whole


def test_no_rows_are_no_text() -> None:
    assert list(json_rows(pa.Table.from_pylist(ROWS).slice(0, 0), indent=1, depth=2)) == []
