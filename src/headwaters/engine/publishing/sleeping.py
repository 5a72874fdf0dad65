"""What is kept of a judged story so that a later night can tell whether to judge it again: its summary and its watched rows.

Rows that hang on observation are *watched*: a source that sends what happened up to a later day can turn them, without
a word about the family. Everything else that may turn a row is a statement, or foretold by `changes_on`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Reason, Status
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.models import Models
from headwaters.engine.publishing.coded import among, coded, column, combinations, day_array, days
from headwaters.engine.publishing.turns import Turns
from headwaters.engine.warehouse.layers import STORIES
from headwaters.engine.warehouse.status_table import WORD, field_of

SETTLED = (Status.REACHED, Status.REACHED_LATE, Status.NOT_NEEDED, Status.ENDED, Status.MISSED, Status.PROPOSED)
"""Statuses that no calendar day carries on from."""

AT_THE_EDGE = "edge"
"""Turns when a day of its window comes to be observed that begins, is due on, or closes it."""
ANYWHERE = "anywhere"
"""Turns when any day of its window comes to be observed."""

WATCHED = pa.schema(
    [
        field_of("story_id", WORD, "the story; opaque"),
        field_of("kinds", WORD, "the kinds of event that would have told, joined by |"),
        field_of("rule", WORD, "edge or anywhere: which newly observed days may turn the row"),
        field_of("opens", pa.date32(), "first day of its window", nullable=True),
        field_of("due_by", pa.date32(), "last day in time", nullable=True),
        field_of("closes", pa.date32(), "last day that still counts", nullable=True),
    ]
)


KindsOf = Callable[[Line], tuple[str, ...]]


def kinds_key(kinds: tuple[str, ...]) -> str:
    return "|".join(kinds)


def stories_table(story_ids: pa.Array, status: pa.Table, turns: Turns, as_of: date) -> pa.Table:
    """STORIES of one part: one row for each of its stories, in their order, also for those without rows."""
    places = _places(story_ids, status)
    counts = np.bincount(places, minlength=len(story_ids))
    wakes = turns.following.astype(np.int64)
    changes, opens = days(status, "changes_on"), days(status, "opens")
    np.minimum.at(wakes, *_later(places, changes, as_of))
    # A step of the ladder is climbed on the day something opens, also where the row says the same before and after.
    np.minimum.at(wakes, *_later(places, np.where(_is_owed(status), opens, 0), as_of))
    return pa.table(
        [
            story_ids.cast(pa.string()).dictionary_encode().cast(WORD), pa.array(counts, pa.int32()), day_array(wakes),
            pa.array(turns.areas, pa.string()).dictionary_encode().cast(WORD), day_array(turns.moved_on),
            pa.array(_mixed(places, status, len(story_ids))),
        ],
        schema=STORIES,
    )  # fmt: skip


def _places(story_ids: pa.Array, status: pa.Table) -> npt.NDArray[np.int64]:
    """For each row the place of its story."""
    numbers, words = coded(status, "story_id")
    place = {story: number for number, story in enumerate(story_ids.to_pylist())}
    found: npt.NDArray[np.int64] = np.array([place.get(word, -1) for word in words] or [-1], np.int64)
    return found[numbers]


def _later(
    places: npt.NDArray[np.int64], ordinals: npt.NDArray[np.int32], as_of: date
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    rows = np.flatnonzero(ordinals > as_of.toordinal())
    return places[rows], ordinals[rows].astype(np.int64)


def _is_owed(status: pa.Table) -> npt.NDArray[np.bool_]:
    said, words = coded(status, "status")
    reason, reasons = coded(status, "reason")
    not_needed, proposed = among(words, [Status.NOT_NEEDED]), among(words, [Status.PROPOSED])
    sent_on = among(reasons, [Reason.FOUND_NOT_ELIGIBLE])
    owed: npt.NDArray[np.bool_] = ~proposed[said] & (~not_needed[said] | sent_on[reason])
    return owed


def _mixed(places: npt.NDArray[np.int64], status: pa.Table, stories: int) -> npt.NDArray[np.bool_]:
    (blueprint, _), (version, versions) = coded(status, "blueprint"), coded(status, "version")
    number = blueprint.astype(np.int64) * len(versions) + version
    if number.size == 0 or number.min() == number.max():
        return np.zeros(stories, np.bool_)
    least, most = np.full(stories, np.iinfo(np.int64).max), np.full(stories, -1, np.int64)
    np.minimum.at(least, places, number)
    np.maximum.at(most, places, number)
    mixed: npt.NDArray[np.bool_] = (most >= 0) & (least != most)
    return mixed


def watched_table(status: pa.Table, models: Models) -> pa.Table:
    """WATCHED of one part.

    - Unobserved rows, by the kinds that would have told of what they wait for; those with a gap by every day of their window.
    - Cracks that hang on whether anybody would have told of an offer.
    - Open slots of a repeat beside a slot with a crack: of a phase one slot carries the crack, and which one depends on
      whether the others are unobserved for want of any source or only for now.
    """
    tables = [
        _watched(status, _unobserved(status), models, _observed_by, everywhere=False),
        _watched(status, _unreported_offers(status), models, _offered_by, everywhere=True),
        _watched(status, _slots_beside_cracks(status, models), models, _observed_by, everywhere=False),
    ]
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks().cast(WATCHED)


def _observed_by(line: Line) -> tuple[str, ...]:
    return line.observed_by


def _offered_by(line: Line) -> tuple[str, ...]:
    return line.shared.offered_kinds


def _unobserved(status: pa.Table) -> npt.NDArray[np.int64]:
    said, words = coded(status, "status")
    reason, reasons = coded(status, "reason")
    untold = among(reasons, [Reason.NO_SOURCE, Reason.GAP, Reason.NOT_YET])
    return np.flatnonzero(among(words, [Status.UNOBSERVED])[said] & untold[reason])


def _unreported_offers(status: pa.Table) -> npt.NDArray[np.int64]:
    crack, words = coded(status, "crack")
    return np.flatnonzero(among(words, [CrackKind.NOBODY_REPORTS_WHICH])[crack])


def _slots_beside_cracks(status: pa.Table, models: Models) -> npt.NDArray[np.int64]:
    element, elements = coded(status, "element")
    repeated = {line.occurrence.element.id for plan in models.plans for line in plan.program(1).lines if line.slots}
    of_repeat = among(elements, repeated)[element]
    crack, _ = coded(status, "crack")
    story, _ = coded(status, "story_id")
    where = story.astype(np.int64) * (len(elements) + 1) + element
    cracked = np.unique(where[of_repeat & (crack >= 0)])
    said, words = coded(status, "status")
    open_ = of_repeat & ~among(words, [*SETTLED, Status.UNOBSERVED])[said]
    rows = np.flatnonzero(open_)
    return rows[np.isin(where[rows], cracked)] if len(cracked) else rows[:0]


def _watched(
    status: pa.Table, rows: npt.NDArray[np.int64], models: Models, kinds_of: KindsOf, *, everywhere: bool
) -> pa.Table:
    part = status.select(
        ["story_id", "element", "touchpoint", "blueprint", "version", "reason", "opens", "due_by", "closes"]
    ).take(pa.array(rows))
    found, which = combinations(
        [coded(part, name) for name in ("element", "touchpoint", "blueprint", "version", "reason")]
    )
    keys = [_key_and_rule(models, one, kinds_of, everywhere=everywhere) for one in found]
    kinds = pa.array([key for key, _ in keys], pa.string()).take(pa.array(which))
    rules = pa.array([rule for _, rule in keys], pa.string()).take(pa.array(which))
    return pa.table(
        [
            column(part, "story_id"), kinds.dictionary_encode().cast(WORD), rules.dictionary_encode().cast(WORD),
            *(column(part, name) for name in ("opens", "due_by", "closes")),
        ],
        names=WATCHED.names,
    )  # fmt: skip


def _key_and_rule(
    models: Models, one: tuple[str | None, ...], kinds_of: KindsOf, *, everywhere: bool
) -> tuple[str, str]:
    element, touchpoint, blueprint, version, reason = (word or "" for word in one)
    plan = models.version_on(blueprint, version, 0) or models.default
    line = plan.line_named(element, touchpoint)
    kinds = kinds_of(line) if line is not None else ()
    return kinds_key(kinds), ANYWHERE if everywhere or reason == Reason.GAP else AT_THE_EDGE
