"""Whose a statement is: from a source's own number of a person to that person's seats in the stories."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.warehouse.ordering import Rows, firsts, ranges
from headwaters.engine.warehouse.snapshot_vocabulary import Ints


class Seated(NamedTuple):
    """Rows of a table, once for each seat of whoever they are said of; None: every row once, as they stand."""

    rows: Rows | None
    seat: Ints


class Seats:
    """The seats of every number that a source knows a person by."""

    def __init__(self, links: pa.Table, people: pa.Table) -> None:
        """links   known_as, person_id; people   story, person_id: the row is the seat"""
        coded = people.column("person_id").combine_chunks().dictionary_encode()
        person = coded.indices.to_numpy()
        self._seats = np.argsort(person, kind="stable").astype(np.int32)
        self._first = firsts(person[self._seats], len(coded.dictionary)).astype(np.int64)
        whose = pc.index_in(links.column("person_id").combine_chunks(), value_set=coded.dictionary)
        seated = whose.is_valid()
        number = links.column("known_as").combine_chunks().filter(seated).to_numpy()
        order = np.argsort(number)
        self._known_as = number[order]
        self._person = whose.filter(seated).to_numpy()[order]

    @property
    def known_as(self) -> pa.Array:
        """Every number of somebody who has a seat."""
        return pa.array(self._known_as)

    def of(self, known_as: pa.Array) -> Seated:
        """The seats of the rows said under these numbers; rows of people who are in no story have none."""
        number, rows = known_as.to_numpy(), None
        if not len(self._known_as):
            return Seated(np.zeros(0, np.int64), np.zeros(0, np.int32))
        link = np.minimum(np.searchsorted(self._known_as, number), len(self._known_as) - 1)
        seated = self._known_as[link] == number
        if not seated.all():
            rows, link = np.flatnonzero(seated), link[seated]
        person = self._person[link]
        start, stop = self._first[person], self._first[person + 1]
        if (stop - start == 1).all():
            return Seated(rows, self._seats[start])
        rows = np.arange(len(known_as)) if rows is None else rows
        return Seated(np.repeat(rows, stop - start), self._seats[ranges(start, stop)])

    def named(self, told: pa.Table, people: pa.Table) -> pa.Table:
        """Statements with the story and person that they are told in, instead of the number."""
        whose = self.of(told.column("known_as").combine_chunks())
        rows = told.drop_columns("known_as")
        rows = rows if whose.rows is None else rows.take(pa.array(whose.rows))
        seat = people.take(pa.array(whose.seat))
        for name in ("person_id", "story_id"):
            rows = rows.add_column(0, name, seat.column(name))
        return rows
