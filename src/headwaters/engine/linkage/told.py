"""What is told of everybody once it is known who is who: ties, children and first days, out of columns, each thing once.

Most ties of a state are said again and again: nine sources in ten repeat who bore a child. They become one before anything is
made of them; what then remains goes to `stories.draw`, which is the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.days import add
from headwaters.domain.history.history import ENTERED_IN_ERROR, PersonId
from headwaters.engine.linkage.everybody import Link
from headwaters.engine.linkage.people import Register
from headwaters.engine.linkage.stories import Somebody, Tie
from headwaters.engine.linkage.text_columns import NO_DAY, Rows, codes, numbers

Key = tuple[str, str]
PART = "\x1f"
"""Stands between the parts of a relation's words."""
_NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class SaidOfOne:
    """One source's relations in the order of its records, every version of each: `words` are role, primary (1 or 0), from, through
    and authority, with `PART` between."""

    source: str
    records: pa.StringArray
    statuses: pa.StringArray
    keys: pa.StringArray
    of: pa.StringArray
    words: pa.StringArray

    def has_versions(self) -> bool:
        return not self.is_last().all()

    def is_last(self) -> npt.NDArray[np.bool_]:
        """Whether each row is the last of its record."""
        last = np.ones(len(self.records), np.bool_)
        if len(last):
            last[:-1] = pc.not_equal(self.records[:-1], self.records[1:]).to_numpy(zero_copy_only=False)
        return last


@dataclass(frozen=True, slots=True)
class Persons:
    """Whom each number of a source's own stands for."""

    register: Register
    link: Link

    def of_keys(self, keys: Rows) -> Rows:
        """The place of each number's person, -1 for nobody."""
        return self._who(self.register.places.of(keys))

    def of_source(self, source: str, local_ids: pa.Array) -> Rows:
        """The same of a source's own ids."""
        first, people = self.register.place_of.get(source, (0, 0))
        found = pc.index_in(local_ids, value_set=self.register.people.local_ids.slice(first, people))
        places = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        return self._who(np.where(places < 0, -1, places + first))

    def by_key(self, keys: Iterable[int]) -> dict[int, PersonId]:
        wanted = np.unique(np.fromiter(keys, np.int64))
        found = self.of_keys(wanted)
        pairs = zip(wanted[found >= 0].tolist(), found[found >= 0].tolist(), strict=True)
        return {key: self.link.persons[who] for key, who in pairs}

    def _who(self, rows: Rows) -> Rows:
        if not len(self.link.who):
            return np.full(len(rows), -1, np.int64)
        found: Rows = np.where(rows >= 0, self.link.who[rows], -1)
        return found


def ties_and_children(said: Sequence[SaidOfOne], persons: Persons) -> tuple[list[Tie], dict[Key, list[PersonId]]]:
    """Who is who to whom, each once, in the order in which it was first said; and the children whom relations place in a
    pregnancy, under its number."""
    whole = [_latest(one) for one in sorted(said, key=lambda one: one.source)]
    if not whole:
        return [], {}
    who = persons.of_keys(numbers(pa.concat_arrays([one.keys for one in whole])))
    child = np.concatenate([persons.of_source(one.source, one.of) for one in whole])
    keys = _Keys(whole)
    places, words = codes(pa.concat_arrays([one.words for one in whole]))
    read = [_words(one) for one in words]
    first = _first_said(who, child, keys, places)
    to_pregnancies = keys.of(first[child[first] < 0])
    ties = [
        _tie(persons.link.persons, one, to, to_pregnancies, read[said])
        for one, to, said in zip(who[first].tolist(), child[first].tolist(), places[first].tolist(), strict=True)
    ]
    return ties, _born_into(who, keys, places, read, persons)


def _latest(one: SaidOfOne) -> SaidOfOne:
    """The last version of each record, unless that one takes it back."""
    held = one.is_last() & pc.not_equal(one.statuses, ENTERED_IN_ERROR).to_numpy(zero_copy_only=False)
    if held.all():
        return one
    mask = pa.array(held)
    return SaidOfOne(
        one.source, *(column.filter(mask) for column in (one.records, one.statuses, one.keys, one.of, one.words))
    )


_Words = tuple[Role, bool, date | None, date | None, str]


def _words(text: str) -> _Words:
    role, primary, from_, through, authority = text.split(PART)
    first, last = (date.fromisoformat(day[:10]) if day else None for day in (from_, through))
    return Role(role), primary == "1", first, last, authority


class _Keys:
    """The source and the number of which each relation speaks; made for the few that ask."""

    def __init__(self, said: Sequence[SaidOfOne]) -> None:
        self._sources = [one.source for one in said]
        self._ends = np.cumsum([len(one.of) for one in said])
        self._of = pa.concat_arrays([one.of for one in said])

    def of(self, rows: Rows) -> Iterator[Key]:
        sources = np.searchsorted(self._ends, rows, side="right").tolist()
        numbers_of = self._of.take(pa.array(rows)).to_pylist()
        return ((self._sources[source], number) for source, number in zip(sources, numbers_of, strict=True))


def _first_said(who: Rows, child: Rows, keys: _Keys, words: Rows) -> Rows:
    """The rows that say something for the first time."""
    told = np.flatnonzero(who >= 0)
    to_pregnancies = np.flatnonzero(child < 0)
    numbered: dict[Key, int] = {}
    to = child.copy()
    to[to_pregnancies] = [-1 - numbered.setdefault(key, len(numbered)) for key in keys.of(to_pregnancies)]
    to += len(numbered)
    _, pair = np.unique(who[told] * (int(to.max(initial=0)) + 1) + to[told], return_inverse=True)
    _, first = np.unique(pair * (int(words.max(initial=0)) + 1) + words[told], return_index=True)
    found: Rows = told[np.sort(first)]
    return found


def _tie(persons: Sequence[PersonId], who: int, child: int, to_pregnancies: Iterator[Key], words: _Words) -> Tie:
    role, primary, from_, through, authority = words
    if child >= 0:
        return Tie(persons[who], role, persons[child], None, primary, from_, through, authority)
    return Tie(persons[who], role, None, next(to_pregnancies), primary, from_, through, authority)


def _born_into(
    who: Rows, keys: _Keys, places: Rows, read: Sequence[_Words], persons: Persons
) -> dict[Key, list[PersonId]]:
    is_child = np.array([role is Role.CHILD for role, *_ in read], np.bool_)
    rows = np.flatnonzero(is_child[places] & (who >= 0))
    children: dict[Key, list[PersonId]] = {}
    for key, one in zip(keys.of(rows), who[rows].tolist(), strict=True):
        children.setdefault(key, []).append(persons.link.persons[one])
    return children


@dataclass(frozen=True, slots=True)
class FirstDays:
    """Of each person the birth (`NO_DAY`), the day when they were first told of, and from when on they are no young child
    (`NO_DAY` without a birth); ordinals."""

    births: Rows
    told: Rows
    grown: Rows

    def asked(self) -> date | None:
        """Events before this day may show somebody as a child of whom nobody told when they were one; None where there is nobody."""
        grown = self.grown[(self.births != NO_DAY) & (self.told >= self.grown)]
        return date.fromordinal(int(grown.max())) if len(grown) else None


def first_days(persons: Persons, horizon: Duration) -> FirstDays:
    link, register = persons.link, persons.register
    births = np.full(len(link.persons), NO_DAY)
    told = np.full(len(link.persons), _NEVER)
    np.maximum.at(births, link.who, register.people.births)  # nobody holds two
    np.minimum.at(told, link.who, register.told)
    different, place = np.unique(births, return_inverse=True)
    grown = [add(date.fromordinal(day), horizon).toordinal() if day else NO_DAY for day in different.tolist()]
    return FirstDays(births, told, np.array(grown, np.int64)[place] if grown else births)


def somebodies(
    persons: Persons, first: FirstDays, events: tuple[Rows, Rows], named: Collection[PersonId]
) -> list[Somebody]:
    """Everybody whose birth the drawing of stories asks for: the young, and those whom somebody names as a child.

    events  numbers of people, and the day of the first thing that happened to each
    """
    seen = first.told.copy()
    who = persons.of_keys(events[0])
    np.minimum.at(seen, who[who >= 0], events[1][who >= 0])
    seen = np.where(first.told >= first.grown, seen, first.told)
    wanted = first.births != NO_DAY
    if named:
        place = {person: row for row, person in enumerate(persons.link.persons)}
        is_named = np.zeros(len(seen), np.bool_)
        is_named[[place[person] for person in named]] = True
        wanted &= is_named | (seen < first.grown)
    else:
        wanted &= seen < first.grown
    rows = np.flatnonzero(wanted)
    return [
        Somebody(persons.link.persons[row], date.fromordinal(birth), date.fromordinal(day))
        for row, birth, day in zip(rows.tolist(), first.births[rows].tolist(), seen[rows].tolist(), strict=True)
    ]
