"""Where each recipient of one part stands on each line: rows of `status` as a small matrix of parts (reach.py says which)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.engine.measures.cohort_cells import Places, Recipients
from headwaters.engine.measures.reach import LEAST_FIRST, Part
from headwaters.engine.publishing.coded import NULL, coded, days

COLUMNS = (
    "story_id", "episode_id", "recipient_id", "element", "touchpoint", "status", "reason", "due_by", "closes",
)  # fmt: skip
"""What is read of `status`."""
PLACE = {part: place for place, part in enumerate(LEAST_FIRST)}
"""The part of a row is kept as its place in LEAST_FIRST: the least of several is the least number."""
NOBODY = 255
"""In a matrix: the recipient has no row on this line."""
Matrix = npt.NDArray[np.uint8]
Occurrence = tuple[str, str]
"""(element, touchpoint) as the status table names it."""
_FAR = np.int32(1 << 30)

AS_TOLD: Mapping[str, Part] = {
    "not_needed": Part.NOT_NEEDED, "ended": Part.ENDED, "ask": Part.ASK, "in_progress": Part.IN_PROGRESS,
}  # fmt: skip
"""Words that wait for no day."""
ONCE_DUE: Mapping[str, Part] = {
    "reached": Part.REACHED, "reached_late": Part.REACHED_LATE, "missed": Part.MISSED, "overdue": Part.OVERDUE,
    "declined": Part.DECLINED, "unobserved": Part.UNOBSERVED,
}  # fmt: skip
"""Words that count so once the last day in time has passed; until then `still_open`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`stands[line, recipient]`: a place in LEAST_FIRST, or NOBODY. `more`: (line, recipient, place) of those who stand on one line
    in several rows, each beyond the first."""

    lines: Sequence[Occurrence]
    places: Mapping[Occurrence, int]
    stands: Matrix
    more: tuple[Places, Places, Matrix]
    people: Recipients


def standing_of(status: pa.Table, people: Recipients, *, as_of: date) -> Standing:
    """Each person once: of several children at once, each carer and household counts once, with the least of theirs."""
    who = people.rows_of(status)
    line, lines = _lines(status)
    part = _parts(status, as_of)
    kept = np.flatnonzero((who != NULL) & (part != NOBODY))
    who, line, part = who[kept], line[kept], part[kept]
    several = people.several[who]
    if several.any():
        once = _once_each(status.take(pa.array(kept[several])), who[several], line[several], part[several])
        who, line = np.concatenate([who[~several], once[0]]), np.concatenate([line[~several], once[1]])
        part = np.concatenate([part[~several], once[2]])
    return _matrix(lines, who, line, part, people)


def _lines(status: pa.Table) -> tuple[Places, list[Occurrence]]:
    (elements, element_words), (touchpoints, touchpoint_words) = (
        coded(status, name) for name in ("element", "touchpoint")
    )
    wide = len(touchpoint_words) + 1
    number = elements.astype(np.int64) * wide + touchpoints
    found = np.flatnonzero(np.bincount(number, minlength=1))
    place = np.zeros(int(found[-1]) + 1 if len(found) else 1, np.int64)
    place[found] = np.arange(len(found))
    return place[number], [(element_words[one // wide], touchpoint_words[one % wide]) for one in found.tolist()]


def _parts(status: pa.Table, as_of: date) -> Matrix:
    """The part of each row; NOBODY for what is only proposed. A rule is asked once for each status and reason."""
    (words, named), (reasons, because) = (coded(status, name) for name in ("status", "reason"))
    wide = len(because) + 1
    table = np.full((2, (len(named) + 1) * wide), NOBODY, np.uint8)
    for word, name in enumerate(named):
        for reason, why in enumerate([*because, None]):
            for due in (False, True):
                part = part_of(name, why, passed=due)
                table[int(due), word * wide + reason] = NOBODY if part is None else PLACE[part]
    passed = _last_day(status) < as_of.toordinal()
    found: Matrix = table[passed.astype(np.int8), words * wide + np.where(reasons == NULL, wide - 1, reasons)]
    return found


def part_of(status: str, reason: str | None, *, passed: bool) -> Part | None:
    """None: nobody's need yet.

    passed  whether the last day in time (`due_by`, or `closes` where that is earlier) has passed
    """
    if status == "proposed":
        return None
    if status in AS_TOLD:
        return AS_TOLD[status]
    if status == "unobserved" and reason == "trigger_unobserved":
        return Part.BEFORE_UNSEEN
    return ONCE_DUE.get(status, Part.STILL_OPEN) if passed else Part.STILL_OPEN


def _last_day(status: pa.Table) -> npt.NDArray[np.int32]:
    due, closes = (days(status, name) for name in ("due_by", "closes"))
    last: npt.NDArray[np.int32] = np.minimum(np.where(due == 0, _FAR, due), np.where(closes == 0, _FAR, closes))
    return last


def _once_each(status: pa.Table, who: Places, line: Places, part: Matrix) -> tuple[Places, Places, Matrix]:
    """Each (story, person, line) of these rows once: under the first of its episodes, with its least part."""
    (stories, _), (people, names), (episodes, _) = (
        coded(status, name) for name in ("story_id", "recipient_id", "episode_id")
    )
    person = np.where(people == NULL, len(names) + episodes, people).astype(np.int64)
    wide = int(line.max()) + 1
    found, each = np.unique(
        (stories.astype(np.int64) * (int(person.max()) + 1) + person) * wide + line, return_inverse=True
    )
    first = np.full(len(found), np.iinfo(np.int64).max)
    least = np.full(len(found), NOBODY, np.uint8)
    np.minimum.at(first, each, who)
    np.minimum.at(least, each, part)
    return first, found % wide, least


def _matrix(lines: Sequence[Occurrence], who: Places, line: Places, part: Matrix, people: Recipients) -> Standing:
    stands = np.full((len(lines), len(people.keys)), NOBODY, np.uint8)
    cell = line * len(people.keys) + who
    flat: Any = stands.reshape(-1)
    flat[cell] = part
    more = np.zeros(0, np.int64)
    if np.count_nonzero(stands != NOBODY) < len(cell):
        last = np.zeros(stands.size, np.int64)
        last[cell] = np.arange(len(cell))
        more = np.flatnonzero(last[cell] != np.arange(len(cell)))
    return Standing(
        lines, {one: place for place, one in enumerate(lines)}, stands, (line[more], who[more], part[more]), people
    )
