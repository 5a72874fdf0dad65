"""The passages of one part: where each recipient's way through each door stands, climbed and left, as numbers.

A passage is one recipient's way through the touchpoints of one door that belong together: those of one instance of a chain, or
each by itself. Of several rows with the same place in it, the first in the table's order speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.cracks import LadderStep
from headwaters.engine.measures.cohort_cells import Places, Recipients
from headwaters.engine.measures.ladder_doors import LadderDoor
from headwaters.engine.publishing.coded import NULL, Codes, coded, days

ROW = ("story_id", "episode_id", "role", "element", "touchpoint")
STATUS_COLUMNS = (*ROW, "status", "reason", "crack")
PASSAGE_COLUMNS = (*ROW, "step", "day")
"""What is read of `status` and `passages`."""
STEPS = tuple(LadderStep)
NOT_ELIGIBLE = "found_not_eligible"
NO_DAY = 1 << 30

Marks = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of being a passage: a door, a role, and the instance of its chain."""

    door: int
    role: str
    instance: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How passages stand, each a combination of words. `arrived`: the last touchpoint was reached."""

    crack: str | None
    status: str | None
    settled: bool
    arrived: bool


@dataclass(frozen=True, slots=True)
class Passages:
    """One entry for each passage.

    who, door  its recipient and its door, by number
    begun      whether it has opened
    ended      its place in `endings`
    climbed    the first day of each step, NO_DAY where it was not climbed
    """

    who: Places
    door: Places
    begun: Marks
    ended: Places
    endings: Sequence[Ended]
    climbed: Days


def passages_in(status: pa.Table, steps: pa.Table, people: Recipients, doors: Sequence[LadderDoor]) -> Passages:
    """The passages of one part through every door."""
    lines, words = _lines(status)
    who = people.rows_of(status)
    stands = np.flatnonzero((who != NULL) & _stands(status))
    member = _Members.of(words, doors)
    rows = _Rows.of(stands, who, lines, member)
    last = np.full(rows.count, -1, np.int64)
    np.maximum.at(last, rows.passage, rows.place)
    begun, ended, endings = _endings(status, rows)
    wanted = np.zeros((len(people.keys), len(words)), np.bool_)
    wanted[who[stands], lines[stands]] = True
    return Passages(
        rows.who, np.array([way.door for way in member.ways] or [0], np.int64)[rows.way], begun, ended, endings,
        _climbed(steps, people, words, wanted, member, rows, last),
    )  # fmt: skip


Line = tuple[str, str, str]
"""(role, element, touchpoint) as the status table names it."""


def _lines(table: pa.Table) -> tuple[Places, list[Line]]:
    columns = [coded(table, name) for name in ("role", "element", "touchpoint")]
    (roles, role_words), (elements, element_words), (touchpoints, touchpoint_words) = columns
    number = (roles.astype(np.int64) * (len(element_words) + 1) + elements) * (len(touchpoint_words) + 1) + touchpoints
    found = np.flatnonzero(np.bincount(number, minlength=1))
    place = np.zeros(int(found[-1]) + 1 if len(found) else 1, np.int64)
    place[found] = np.arange(len(found))
    named = []
    for one in found.tolist():
        rest, touchpoint = divmod(one, len(touchpoint_words) + 1)
        role, element = divmod(rest, len(element_words) + 1)
        named.append((role_words[role], element_words[element], touchpoint_words[touchpoint]))
    return place[number], named


def _stands(status: pa.Table) -> Marks:
    """Rows that are on a ladder: needed and not only proposed, or found not eligible on the way."""
    (words, named), (reasons, because) = (coded(status, name) for name in ("status", "reason"))
    found: Marks = (words != _code(named, "proposed")) & (
        (words != _code(named, "not_needed")) | (reasons == _code(because, NOT_ELIGIBLE))
    )
    return found


def _code(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else -2


@dataclass(frozen=True, slots=True)
class _Members:
    """The ways that a line belongs to: `way[n]` the nth of each line, NULL where it has none, and its `place` there."""

    ways: Sequence[Way]
    way: Sequence[Places]
    place: Sequence[Places]

    @classmethod
    def of(cls, lines: Sequence[Line], doors: Sequence[LadderDoor]) -> _Members:
        number: dict[Way, int] = {}
        found = [[(number.setdefault(way, len(number)), place) for way, place in _ways(line, doors)] for line in lines]
        most = max((len(held) for held in found), default=0)
        padded = [[*held, *[(NULL, NULL)] * (most - len(held))] for held in found]
        return cls(
            list(number),
            [np.array([held[n][0] for held in padded], np.int64) for n in range(most)],
            [np.array([held[n][1] for held in padded], np.int64) for n in range(most)],
        )

    def expand(self, rows: Places, lines: Places) -> Iterator[tuple[Places, Places, Places]]:
        """(row, way, place) of these rows, once for each way that they belong to."""
        for way, place in zip(self.way, self.place, strict=True):
            ways = way[lines[rows]]
            chosen = np.flatnonzero(ways != NULL)
            yield rows[chosen], ways[chosen], place[lines[rows[chosen]]]


def _ways(line: Line, doors: Sequence[LadderDoor]) -> Iterator[tuple[Way, int]]:
    role, element, touchpoint = line
    plain, _, of = touchpoint.partition("@")
    named = (f"{element}.{plain}", f"{element}.{re.sub('_[0-9]+$', '', plain)}")
    for number, door in enumerate(doors):
        # a slot of a series (`visit_3`) belongs to its touchpoint (`visit`)
        name = named[0] if named[0] in door.touchpoints else named[1]
        if name in door.touchpoints:
            yield Way(number, role, of if door.chain else touchpoint), door.touchpoints.index(name)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of status, once for each passage that they are in. `number[who, way]`: the passage, NULL where there is none."""

    row: Places
    passage: Places
    place: Places
    who: Places
    way: Places
    number: npt.NDArray[np.int32]

    @property
    def count(self) -> int:
        return len(self.who)

    @classmethod
    def of(cls, stands: Places, who: Places, lines: Places, member: _Members) -> _Rows:
        nothing = np.zeros(0, np.int64)
        held = list(member.expand(stands, lines))
        row, way, place = (np.concatenate([nothing, *(one[n] for one in held)]) for n in range(3))
        wide = len(member.ways)
        number = np.full((int(who.max(initial=-1)) + 1, wide), NULL, np.int32)
        flat: Any = number.reshape(-1)
        cell = who[row] * wide + way
        flat[cell] = 0
        found = np.flatnonzero(flat == 0)
        flat[found] = np.arange(len(found))
        return cls(row, flat[cell].astype(np.int64), place, found // max(wide, 1), found % max(wide, 1), number)


def _endings(status: pa.Table, rows: _Rows) -> tuple[Marks, Places, list[Ended]]:
    (words, named), (reasons, because), (cracks, cracked) = (
        coded(status, name) for name in ("status", "reason", "crack")
    )
    word = words[rows.row]
    begun = np.zeros(rows.count, np.bool_)
    begun[rows.passage[word != _code(named, "upcoming")]] = True
    settled = np.zeros(rows.count, np.bool_)
    settled[rows.passage[reasons[rows.row] == _code(because, NOT_ELIGIBLE)]] = True
    speaks = (word != _code(named, "upcoming")) & (word != _code(named, "not_needed"))
    crack = _said(cracks, rows, cracks[rows.row] != NULL, first=True)
    said = _said(words, rows, speaks, first=False)
    final = _said(words, rows, np.ones(len(word), np.bool_), first=False)
    arrived = (final == _code(named, "reached")) | (final == _code(named, "reached_late"))
    combined = (((crack + 1) * (len(named) + 1) + said + 1) * 2 + settled) * 2 + arrived
    found, ended = np.unique(combined, return_inverse=True)
    endings = []
    for one in found.tolist():
        rest, both = divmod(one, 4)
        a, b = divmod(rest, len(named) + 1)
        endings.append(
            Ended(cracked[a - 1] if a else None, named[b - 1] if b else None, bool(both & 2), bool(both & 1))
        )
    return begun, ended.astype(np.int64), endings


def _said(codes: npt.NDArray[np.int32], rows: _Rows, chosen: Marks, *, first: bool) -> Codes:
    """For each passage the word of its first (or last) place among the chosen rows; NULL without one."""
    many = len(codes) + 1
    row, passage = rows.row[chosen], rows.passage[chosen]
    place = rows.place[chosen] if first else -rows.place[chosen]
    nothing = np.iinfo(np.int64).max
    best = np.full(rows.count, nothing, np.int64)
    np.minimum.at(best, passage, place * many + row)
    return np.where(best == nothing, NULL, np.append(codes, NULL)[best % many]).astype(np.int64)


def _climbed(
    steps: pa.Table,
    people: Recipients,
    words: Sequence[Line],
    wanted: Marks,
    member: _Members,
    rows: _Rows,
    last: Places,
) -> Days:
    """The first day of each step of each passage.

    Reaching the ask is not reaching what was asked for: only the last touchpoint of a passage keeps its promise."""
    climbed = np.full((rows.count, len(STEPS)), NO_DAY, np.int32)
    own, named = _lines(steps)
    place = {line: number for number, line in enumerate(words)}
    lines = np.array([place.get(line, NULL) for line in named] or [NULL], np.int64)[own]
    who = people.rows_of(steps)
    known = np.flatnonzero((lines != NULL) & (who != NULL))
    known = known[wanted[who[known], lines[known]]]
    codes, said = coded(steps, "step")
    step = np.array([STEPS.index(LadderStep(word)) for word in said] or [0], np.int64)[codes]
    day = days(steps, "day")
    flat: Any = climbed.reshape(-1)
    for row, way, at in member.expand(known, lines):
        passage = rows.number[who[row], way].astype(np.int64)
        counts = (step[row] != STEPS.index(LadderStep.KEPT)) | (at == last[passage])
        row, passage = row[counts], passage[counts]
        np.minimum.at(flat, passage * len(STEPS) + step[row], day[row])
    return climbed
