"""Events from their rows: which are believed when, rows of one record made one, and all in the order of resolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.engine.warehouse.ordering import Numbers, Rows, by_text, ordered, starts_of, text_ranks
from headwaters.engine.warehouse.snapshot_versions import Believed, believed, records
from headwaters.engine.warehouse.snapshot_vocabulary import Codes, Ints, SaidOrder, Vocabulary

DAYS = 2**23
"""More than there are days in the calendar."""

EVENTS = pa.schema(
    [
        ("person", pa.int32()),
        ("day", pa.int32()),
        ("end", pa.int32()),
        ("content", pa.int32()),
        ("recorded", pa.int32()),
        ("superseded", pa.int32()),
        ("place", pa.int32()),
        ("source", pa.int32()),
        ("record_id", pa.string()),
    ]
)
"""As `Batch` says; `person` is a row of the people, `place` is `event_order`."""


@dataclass(frozen=True, slots=True)
class EventRows:
    """Rows of events in numbers. `seat`: row of the people; `said`: number of what the row says; days as ordinals, 0: none."""

    seat: Ints
    source: Ints
    record: pa.Array
    recorded: Ints
    revision: npt.NDArray[np.int64]
    start: Ints
    end: Ints
    said: Ints


def seen_events(rows: EventRows, story_of: Ints, said: SaidOrder, vocabulary: Vocabulary) -> pa.Table:
    """The events of some whole stories, by person, kind and the order of resolution.

    story_of   the story of each seat
    """
    story = story_of[rows.seat]
    found = believed(records(story, rows.source, rows.record), rows.recorded, rows.revision, said.error[rows.said])
    first, content, superseded = _events(rows, found, said, vocabulary)
    day = np.where(rows.start[first] > 0, rows.start[first], rows.end[first])
    dated = day > 0
    first, content, superseded, day = first[dated], content[dated], superseded[dated], day[dated]
    place = _places(rows, first, day, story, said, vocabulary)
    order = _by_person(rows.seat[first], said.kind[rows.said[first]], place)
    first = first[order]
    return pa.table(
        [
            rows.seat[first],
            day[order].astype(np.int32),
            rows.end[first],
            content[order],
            rows.recorded[first],
            superseded[order],
            place[order],
            rows.source[first],
            rows.record.take(pa.array(first)),
        ],
        schema=EVENTS,
    )


def _events(
    rows: EventRows, found: Believed, said: SaidOrder, vocabulary: Vocabulary
) -> tuple[Rows, Ints, npt.NDArray[np.int32]]:
    """Of each event its first row, what it says and until when it is believed. Rows of one version are one event for each
    (kind, person, hand-off, step)."""
    if found.is_alone:
        return found.rows, _said_by_one(rows.said[found.rows], said, vocabulary), found.superseded
    shared = np.bincount(found.version)[found.version] > 1
    alone, several = found.rows[~shared], found.rows[shared]
    version, superseded = found.version[shared], found.superseded[shared]
    says, seat = rows.said[several], rows.seat[several]
    order = np.lexsort(
        (
            said.first[says],
            _none_last(rows.end[several]),
            _none_last(rows.start[several]),
            said.part[says],
            seat,
            version,
        )
    )
    several, superseded, says = several[order], superseded[order], says[order]
    parts = said.part[says].astype(np.int64)
    starts = np.union1d(np.union1d(starts_of(version[order]), starts_of(seat[order])), starts_of(parts)).astype(
        np.int64
    )
    content = _said_by_several(says, starts, said, vocabulary)
    return (
        np.concatenate([alone, several[starts]]),
        np.concatenate([_said_by_one(rows.said[alone], said, vocabulary), content]),
        np.concatenate([found.superseded[~shared], superseded[starts]]),
    )


def _none_last(days: Ints) -> Ints:
    return np.where(days > 0, days, DAYS).astype(np.int32)


def _said_by_one(says: Ints, said: SaidOrder, vocabulary: Vocabulary) -> Ints:
    contents = np.zeros(len(said.rows), np.int32)
    for number in np.unique(says).tolist():
        contents[number] = vocabulary.content(said.rows[number], said.rows[number].codes)
    found: Ints = contents[says]
    return found


def _said_by_several(says: Ints, starts: Rows, said: SaidOrder, vocabulary: Vocabulary) -> Ints:
    """What the first row says, with the codes of all. Sets of codes are joined row by row, each pair of sets once."""
    lengths = np.diff(np.concatenate((starts, [len(says)])))
    sets: dict[Codes, int] = {}
    own = np.zeros(len(said.rows), np.int64)
    for number in np.unique(says).tolist():
        own[number] = sets.setdefault(said.rows[number].codes, len(sets))
    united = own[says[starts]]
    for nth in range(1, int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > nth)
        united[longer] = _unions(united[longer], own[says[starts[longer] + nth]], sets)
    known = list(sets)
    pairs, which = np.unique(says[starts].astype(np.int64) * len(known) + united, return_inverse=True)
    contents = [vocabulary.content(said.rows[pair // len(known)], known[pair % len(known)]) for pair in pairs.tolist()]
    found: Ints = np.array(contents, np.int32)[which]
    return found


def _unions(left: Numbers, right: Numbers, sets: dict[Codes, int]) -> Numbers:
    known = list(sets)
    pairs, which = np.unique(left * len(known) + right, return_inverse=True)
    joined = [known[pair // len(known)] | known[pair % len(known)] for pair in pairs.tolist()]
    found: Numbers = np.array([sets.setdefault(one, len(sets)) for one in joined], np.int64)[which]
    return found


def _places(
    rows: EventRows, first: Rows, day: Numbers, story: Ints, said: SaidOrder, vocabulary: Vocabulary
) -> npt.NDArray[np.int32]:
    """The place of each event among its story's, in the order of `evaluation.seen.in_order`."""
    source_rank = text_ranks(vocabulary.sources)
    story = story[first]
    order = ordered(
        story.astype(np.int64) * DAYS + day,
        lambda at: rows.recorded[first[at]] * np.int64(2**31) + source_rank[rows.source[first[at]]],
        by_text(rows.record.take(pa.array(first))),
        lambda at: rows.seat[first[at]],
        lambda at: said.part[rows.said[first[at]]],
    )
    place = np.empty(len(order), np.int32)
    starts = starts_of(story[order])
    lengths = np.diff(np.concatenate((starts, [len(order)])))
    place[order] = np.arange(len(order)) - np.repeat(starts, lengths)
    return place


def _by_person(seat: Ints, kind: Numbers, place: npt.NDArray[np.int32]) -> Rows:
    kinds = int(kind.max(initial=0)) + 1
    return ordered(seat.astype(np.int64) * kinds + kind, lambda at: place[at])
