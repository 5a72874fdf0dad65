"""Everybody as columns: who carries which numbers, was born and first told of when, and was whom before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.history.history import PersonId
from headwaters.engine.linkage.shared_identifiers import Alias, Known
from headwaters.engine.linkage.text_columns import NO_DAY, Places, Rows, codes, days, numbers

Identifier = tuple[str, str]
Word = tuple[date | None, list[list[str]], date]
"""What one source says of a person now: birth, identifiers as (system, value), and when they were first told of."""
_PAIR = '", "'


@dataclass(frozen=True, slots=True)
class Carried:
    """One (row, number) for each time that a number is carried; `identifiers`: all numbers."""

    rows: Rows
    numbers: Rows
    identifiers: Sequence[Identifier]


@dataclass(frozen=True, slots=True)
class People:
    """One row for each alias, in their order.

    births   ordinals of days, `NO_DAY` where nobody says
    already  of each the place of the person whom it was before among `before`, -1 for a new one
    """

    sources: pa.Array
    local_ids: pa.Array
    births: Rows
    carried: Carried
    already: Rows
    before: Sequence[PersonId]

    def __len__(self) -> int:
        return len(self.births)

    def aliases(self, rows: Rows) -> list[Alias]:
        return list(
            zip(
                self.sources.take(pa.array(rows)).to_pylist(),
                self.local_ids.take(pa.array(rows)).to_pylist(),
                strict=True,
            )
        )

    def known(self, rows: Rows) -> list[Known]:
        """These in the plain rule's terms."""
        wanted = np.zeros(len(self), np.bool_)
        wanted[rows] = True
        of: dict[int, list[Identifier]] = {row: [] for row in rows.tolist()}
        carries = np.flatnonzero(wanted[self.carried.rows])
        for row, number in zip(
            self.carried.rows[carries].tolist(), self.carried.numbers[carries].tolist(), strict=True
        ):
            of[row].append(self.carried.identifiers[number])
        births = self.births[rows].tolist()
        return [
            Known(*alias, tuple(of[row]), date.fromordinal(birth) if birth else None)
            for alias, row, birth in zip(self.aliases(rows), rows.tolist(), births, strict=True)
        ]


def carried_by(identifiers: Sequence[Collection[Sequence[str]]]) -> Carried:
    """Of rows of people the numbers that each carries."""
    pairs = list(chain.from_iterable(identifiers))
    rows = np.repeat(np.arange(len(identifiers)), np.fromiter(map(len, identifiers), np.int64, len(identifiers)))
    places: dict[Identifier, int] = {}
    found = [places.setdefault((system, value), len(places)) for system, value in pairs]
    return Carried(rows, np.array(found, np.int64), list(places))


def carried_as_written(blocks: Sequence[pa.StringArray]) -> Carried:
    """The same of identifiers as they are kept, some rows in each block: each row a JSON list of pairs."""
    found = [_cut(block) for block in blocks]
    cut = [one for one in found if one is not None]
    if len(cut) == len(found) and cut:
        starts = np.cumsum([0, *(len(block) for block in blocks[:-1])]).tolist()
        encoded = pa.chunked_array([pairs for pairs, _ in cut]).combine_chunks().dictionary_encode()
        identifiers = [tuple(pair.split(_PAIR)) for pair in encoded.dictionary.to_pylist()]
        if all(len(pair) == 2 for pair in identifiers):
            rows = np.concatenate([rows + start for (_, rows), start in zip(cut, starts, strict=True)])
            return Carried(rows, encoded.indices.to_numpy().astype(np.int64), identifiers)
    return carried_by([orjson.loads(text) for block in blocks for text in block.to_pylist()])


def _cut(texts: pa.StringArray) -> tuple[pa.Array, Rows] | None:
    """Each pair as it is written, and its row; the quotation marks alone tell where a pair stands. None where marks are escaped."""
    if not len(texts):
        return pa.array([], pa.large_string()), np.zeros(0, np.int64)
    ends = np.frombuffer(texts.buffers()[1], np.int32)[1 : len(texts) + 1]
    letters = np.frombuffer(texts.buffers()[2], np.uint8)[: ends[-1]]
    marks = np.flatnonzero(letters == ord('"'))
    if len(marks) % 4 or (letters == ord("\\")).any():
        return None
    opened = marks[0::4] + 1
    cuts = np.empty(2 * len(opened) + 1, np.int64)
    cuts[0:-1:2], cuts[1::2], cuts[-1] = opened, marks[3::4], len(letters)
    cut = pa.LargeStringArray.from_buffers(2 * len(opened), pa.py_buffer(cuts), pa.py_buffer(letters))
    return cut.take(pa.array(np.arange(0, 2 * len(opened), 2))), np.searchsorted(ends, opened, side="right")


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody of whom something is said now, in the order of aliases, with the number under which each is kept (`keys`) and the
    day when they were first told of (`told`). `silent`: numbers of those of whom nothing is said any more, and the places (`People.before`) of the persons they were. `places`: of each number its row; `place_of`: of each source its first row and how many there are."""

    people: People
    keys: Rows
    told: Rows
    silent: Sequence[tuple[int, int]]
    places: Places
    place_of: Mapping[str, tuple[int, int]]


def register(
    known: Sequence[tuple[str, pa.StringArray, pa.StringArray]],
    said: Sequence[Sequence[pa.StringArray]],
    corrected: Mapping[int, Word | None],
    before: Sequence[pa.StringArray],
) -> Register:
    """Put together what the tables hold of everybody.

    known      of each source, in any order, the numbers under which its people are kept, and its own ids
    said       of every row on people its number, birth, the day it was received and its identifiers; some rows in each block
    corrected  people on whom there are several rows or one taken back: what counts; None for nothing
    before     numbers and persons of all who are somebody
    """
    keys, sources, local_ids = _in_order(known)
    said_keys, births, told, carried = _words(said, corrected)
    place = Places(said_keys).of(keys)
    spoken = np.flatnonzero(place >= 0)
    row_of = np.full(len(said_keys), -1, np.int64)
    row_of[place[spoken]] = np.arange(len(spoken))
    rows = row_of[carried.rows]
    there = rows >= 0
    somebody, persons = codes(before[1])
    was = Places(numbers(before[0])).of(keys)
    already = np.where(was >= 0, somebody[was], -1) if len(somebody) else was
    people = People(
        sources.take(pa.array(spoken)),
        local_ids.take(pa.array(spoken)),
        births[place[spoken]],
        Carried(rows[there], carried.numbers[there], carried.identifiers),
        already[spoken],
        persons,
    )
    silent = (place < 0) & (already >= 0)
    return Register(
        people,
        keys[spoken],
        told[place[spoken]],
        list(zip(keys[silent].tolist(), already[silent].tolist(), strict=True)),
        Places(keys[spoken]),
        _places(people.sources),
    )


def _places(sources: pa.Array) -> dict[str, tuple[int, int]]:
    """Of sources that stand together, where each begins and how many rows it has."""
    counts = pc.value_counts(sources)
    many = counts.field("counts").to_pylist()
    starts = np.cumsum([0, *many]).tolist()
    return dict(zip(counts.field("values").to_pylist(), zip(starts, many, strict=False), strict=True))


def _in_order(known: Sequence[tuple[str, pa.StringArray, pa.StringArray]]) -> tuple[Rows, pa.Array, pa.Array]:
    """Everybody's number, source and own id, by source and own id."""
    parts = []
    for source, written, local_ids in sorted(known, key=lambda one: one[0]):
        keys = numbers(written)
        if len(keys) > 1 and not pc.all(pc.less(local_ids[:-1], local_ids[1:])).as_py():
            order = pc.sort_indices(local_ids)
            keys, local_ids = keys[order.to_numpy()], local_ids.take(order)
        parts.append((keys, pa.array([source], pa.string()).take(pa.array(np.zeros(len(keys), np.int64))), local_ids))
    if not parts:
        return np.zeros(0, np.int64), pa.array([], pa.string()), pa.array([], pa.string())
    return (
        np.concatenate([keys for keys, _, _ in parts]),
        pa.concat_arrays([sources for _, sources, _ in parts]),
        pa.concat_arrays([local_ids for _, _, local_ids in parts]),
    )


def _words(
    said: Sequence[Sequence[pa.StringArray]], corrected: Mapping[int, Word | None]
) -> tuple[Rows, Rows, Rows, Carried]:
    keys = np.concatenate([_NONE, *(numbers(block[0]) for block in said)])
    births, told = (np.concatenate([_NONE, *(days(block[place]) for block in said)]) for place in (1, 2))
    carried = carried_as_written([block[3] for block in said])
    single = ~np.isin(keys, np.fromiter(corrected, np.int64, len(corrected)))
    words = {key: word for key, word in corrected.items() if word is not None}
    more = carried_by([pairs for _, pairs, _ in words.values()])
    places = {identifier: place for place, identifier in enumerate(carried.identifiers)}
    more_places = [places.setdefault(identifier, len(places)) for identifier in more.identifiers]
    kept = single[carried.rows]
    if not corrected:
        return keys, births, told, carried
    return (
        np.concatenate([np.where(single, keys, _NOBODY), np.fromiter(words, np.int64, len(words))]),
        np.concatenate(
            [births, np.array([birth.toordinal() if birth else NO_DAY for birth, _, _ in words.values()], np.int64)]
        ),
        np.concatenate([told, np.array([day.toordinal() for _, _, day in words.values()], np.int64)]),
        Carried(
            np.concatenate([carried.rows[kept], more.rows + len(keys)]),
            np.concatenate([carried.numbers[kept], np.array(more_places, np.int64)[more.numbers]]),
            list(places),
        ),
    )


_NONE = np.zeros(0, np.int64)
_NOBODY = -1
"""Digests have no sign: nobody is kept under this number."""
