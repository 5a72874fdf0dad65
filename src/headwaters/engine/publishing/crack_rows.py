"""The rows on which a crack sits, with who answers for each, out of status rows by the million.

The rule is asked once for each combination of words that it reads, and its answer written for all rows that have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from headwaters.engine.publishing.coded import Codes, coded, column, combinations
from headwaters.engine.warehouse.layers import REPLACED, Layers, files_of

ROWS_AT_ONCE = 250_000
Table = pa.Table
"""For those who hand tables on without opening them."""


class Broken(NamedTuple):
    """What decides who answers for a crack; as the status table says it."""

    element: str
    touchpoint: str
    handoff_state: str | None
    crack: str
    blueprint: str
    version: str


class Answers(NamedTuple):
    """The answer: the columns that the rule adds."""

    handoff: str | None
    agency: str | None
    move: str
    catch: str
    caught: bool


Rule = Callable[[Broken], Answers]

NAMED = {
    "story": "story_id", "recipient": "recipient_id", "role": "role", "element": "element", "touchpoint": "touchpoint",
    "status": "status", "crack": "crack", "missing": "missing", "handoff": None, "handoff_state": "handoff_state",
    "agency": None, "move": None, "catch": None, "caught": None, "clock": "handoff_clock", "changes_on": "changes_on",
}  # fmt: skip
"""The columns of a table of cracks, and the column of `status` that each is; None: the rule's."""

READ = tuple(dict.fromkeys((*(name for name in NAMED.values() if name), *Broken._fields)))
"""The columns of `status` that are read for it."""


def cracks_table(status: pa.Table, rule: Rule, *, element: str | None = None) -> pa.Table:
    """The rows of `status` with a crack, in their order, under the names of NAMED.

    element  None: all
    """
    part = status.select(READ).filter(pc.is_valid(status["crack"]))
    if element is not None:
        part = part.filter(pc.equal(part["element"].cast(pa.string()), element))
    found, which = _combined(part, Broken._fields)
    answers = [rule(Broken._make(one)) for one in found]
    columns = [
        column(part, said) if said is not None else _answered(answers, name, which) for name, said in NAMED.items()
    ]
    return pa.table(columns, names=list(NAMED))


def counted_by(cracks: pa.Table, *names: str) -> list[tuple[tuple[str | None, ...], int]]:
    """How many rows of a table of cracks have each combination of words, in the order in which they first stand there."""
    found, which = _combined(cracks, names)
    _, first = np.unique(which, return_index=True)
    rows = np.bincount(which, minlength=len(found))
    return [(found[one], int(rows[one])) for one in np.argsort(first, kind="stable")]


def published_cracks(folder: Path) -> Iterator[pa.Table]:
    """The rows of a run with a crack, columns READ, in the order of story ids; a run without overlays as they are read.

    Those of a run with overlays are held at once, sixty bytes each, for its stories stand in several places.
    """
    layers = Layers.read(folder)
    if len(layers.folders) == 1:
        yield from (table for path in files_of(folder, "status") for table in _read(path))
        return
    layer_of = pq.read_table(files_of(folder, REPLACED)[0])
    found: list[pa.Table] = []
    for number, layer in enumerate(layers.folders):
        here = layer_of if number == 0 else layer_of.filter(pc.equal(layer_of["layer"], number))
        stories = here["story_id"].cast(pa.string())
        for path in files_of(layer, "status"):
            for table in _read(path):
                own = pc.is_in(table["story_id"].cast(pa.string()), value_set=stories)
                found.append(table.filter(own if number else pc.invert(own)))
    if found:
        yield from _by_story(pa.concat_tables(found).unify_dictionaries().combine_chunks())


def _read(path: Path) -> Iterator[pa.Table]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(READ)):
            table = pa.Table.from_batches([batch])
            yield table.filter(pc.is_valid(table["crack"]))


def _by_story(rows: pa.Table) -> Iterator[pa.Table]:
    """A story stands in one layer, in its order: only the stories are put in order."""
    codes, words = coded(rows, "story_id")
    place = np.empty(len(words), np.int64)
    place[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    order = np.argsort(place[codes], kind="stable")
    for first in range(0, len(order), ROWS_AT_ONCE):
        yield rows.take(pa.array(order[first : first + ROWS_AT_ONCE]))


def _combined(table: pa.Table, names: tuple[str, ...]) -> tuple[list[tuple[str | None, ...]], Codes]:
    if table.num_rows == 0:
        return [], np.zeros(0, np.int64)
    return combinations([coded(table, name) for name in names])


def _answered(answers: list[Answers], name: str, which: Codes) -> pa.Array:
    kind = pa.bool_() if name == "caught" else pa.string()
    given = pa.array([getattr(one, name) for one in answers], kind)
    return (
        pa.DictionaryArray.from_arrays(pa.array(which, pa.int32()), given)
        if kind == pa.string()
        else given.take(pa.array(which))
    )
