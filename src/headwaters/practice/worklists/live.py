"""Promises to the families of a list as they stand this minute: the published rows, and families with news judged again.

Both come from the same functions (`engine.evaluation`, `published.promises`), so that a promise kept a moment ago is gone from
the list and from the family's page alike. What a run says of a story never changes, and what is judged live is judged once for
each thing that becomes known; both are kept in memory, for the readers of one process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import Count, Max

from headwaters.domain.history.view import View
from headwaters.domain.problems import NotFound
from headwaters.engine.evaluation.reference import Models, ObservationIndex, accountable, judge
from headwaters.engine.measures import promises
from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries
from headwaters.practice.families.models import ObservationRow
from headwaters.practice.published.manifest import Manifest
from headwaters.practice.published.promises import promise_row
from headwaters.practice.published.queries import run_folder
from headwaters.practice.published.recipients import recipient_rows
from headwaters.practice.worklists.news import Stamp, stamps

K = TypeVar("K")
V = TypeVar("V")
Promises = tuple[WorkItem, ...]


class _Kept(Generic[K, V]):
    """The last so many answers; several threads may ask."""

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[K, V] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            return None

    def put(self, key: K, value: V) -> V:
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value


_PUBLISHED: _Kept[tuple[Path, date, str], Promises] = _Kept(20_000)
_JUDGED: _Kept[tuple[str, date, str, str, View, Stamp], Promises] = _Kept(5_000)
_OBSERVED: _Kept[tuple[int, int], ObservationIndex] = _Kept(2)


def promises_of(
    stories: Collection[str], *, by: Reader, data: Path, models: Models, as_of: date, view_of: Callable[[str], View]
) -> Promises:
    """Open promises to these families, whoever's move it is; least time left first, those without a day last.

    The caller has asked `require` for the list, and has each family's view from there.
    view_of  what this reader may know of a story

    raises   NotFound  nothing has been published yet
    """
    folder = run_folder(data)
    held = Manifest.read(folder)
    fresh = stamps(data, held.snapshot, stories) if held.as_of == as_of else dict.fromkeys(stories, ())
    settled = [story for story in stories if story not in fresh]
    found = list(_published(folder, held, settled, view_of))
    for story, stamp in sorted(fresh.items()):
        found.extend(_judged(story, stamp, by=by, models=models, model=held.model, as_of=as_of, view=view_of(story)))
    return tuple(sorted(found, key=_by_time_left))


def _by_time_left(item: WorkItem) -> tuple[bool, date, str, str, str]:
    return item.by_day is None, item.by_day or date.max, item.story_id, item.element, item.touchpoint


def _published(
    folder: Path, held: Manifest, stories: Sequence[str], view_of: Callable[[str], View]
) -> Iterator[WorkItem]:
    """Elements that a reader may not know of are absent, as on pages about many."""
    known = {story: _PUBLISHED.get((folder, held.as_of, story)) for story in stories}
    if unread := [story for story, rows in known.items() if rows is None]:
        read: dict[str, list[WorkItem]] = {story: [] for story in unread}
        for item in promises.promises_of(folder, unread, as_of=held.as_of):
            read[item.story_id].append(item)
        known |= {story: _PUBLISHED.put((folder, held.as_of, story), tuple(rows)) for story, rows in read.items()}
    hidden: dict[View, frozenset[str]] = {}
    for story, rows in known.items():
        if rows:
            view = view_of(story)
            hide = hidden.setdefault(view, frozenset(held.hidden_from(view)))
            yield from (item for item in rows if item.element not in hide)


def _judged(story: str, stamp: Stamp, *, by: Reader, models: Models, model: str, as_of: date, view: View) -> Promises:
    key = (model, as_of, story, by.purpose.value, view, stamp)
    if stamp and (kept := _JUDGED.get(key)) is not None:
        return kept
    try:
        found = tuple(judged_promises(story, by=by, models=models, as_of=as_of, view=view))
    except NotFound:
        found = ()
    return _JUDGED.put(key, found) if stamp else found


def judged_promises(story_id: str, *, by: Reader, models: Models, as_of: date, view: View) -> Iterator[WorkItem]:
    """The open promises of one story, judged now."""
    story = queries.story(story_id, by=by)
    judged = judge(models, story, observed(by), as_of=as_of, view=view)
    around = {row[1]: row for row in recipient_rows(models, story, as_of)}
    for row in judged.rows:
        told = promise_row(row, accountable(models, row), handoff=models.handoff_of(row))
        whose = around.get(row.episode_id)
        if told is None or whose is None:
            continue
        _, _, _, birth, due_date, county, language, interpreter, *_ = whose
        (
            episode,
            _recipient,
            role,
            element,
            touchpoint,
            status,
            reason,
            crack,
            handoff,
            state,
            by_day,
            move,
            caught,
            agency,
        ) = told[1:]
        left = (by_day - as_of).days if isinstance(by_day, date) else None
        yield WorkItem(
            story_id, str(episode), str(role), str(element), str(touchpoint), str(status), str(reason), _text(crack),
            _text(handoff), _text(state), by_day if isinstance(by_day, date) else None, left, str(move), bool(caught),
            _text(agency), birth if isinstance(birth, date) else None, due_date if isinstance(due_date, date) else None,
            _text(county), _text(language), interpreter if isinstance(interpreter, bool) else None,
        )  # fmt: skip


def observed(by: Reader) -> ObservationIndex:
    """Who reports what, read again only where a delivery has said more."""
    rows = ObservationRow.objects.aggregate(last=Max("id"), rows=Count("id"))
    key = (rows["last"] or 0, rows["rows"])
    held = _OBSERVED.get(key)
    return held if held is not None else _OBSERVED.put(key, ObservationIndex(queries.observations(by=by)))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
