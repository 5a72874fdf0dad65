"""A navigator's *Today*: the promises to their own families, in the lists that the filters name. Pure; the view fetches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from headwaters.engine.measures.promises import WorkItem

SILENT_DAYS = 30
"""A family not spoken with for so long stands in a list of its own (ux.md N1)."""
Key = tuple[str, str, str]
"""(story, episode, element/touchpoint): one promise."""


class Which(StrEnum):
    """The lists, as the address names them."""

    MINE = "mine"
    COVER = "cover"
    AGENCIES = "agencies"
    INTERPRETER = "interpreter"
    QUIET = "quiet"
    WAITING = "waiting"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class OwnList:
    """Everything promised to the families of one navigator.

    role     whose move is theirs: `navigator`
    covered  stories kept in somebody's place
    put_off  promises that wait for a day
    spoken   by story the last day on which somebody spoke with the family
    edge     what was due before it is a list of its own, so that it buries nothing
    """

    items: Sequence[WorkItem]
    role: str
    as_of: date
    edge: date
    covered: Collection[str] = ()
    put_off: Mapping[Key, date] = field(default_factory=dict)
    spoken: Mapping[str, date] = field(default_factory=dict)

    def of(self, which: Which) -> list[WorkItem]:
        return [item for item in self.items if self._holds(item, which)]

    def _holds(self, item: WorkItem, which: Which) -> bool:
        mine = item.move == self.role
        waits, older = self._waits(item), item.by_day is not None and item.by_day < self.edge
        now = mine and not waits and not older
        return {
            Which.MINE: now and item.story_id not in self.covered,
            Which.COVER: now and item.story_id in self.covered,
            Which.AGENCIES: not mine,
            Which.INTERPRETER: now and item.interpreter is True,
            Which.QUIET: mine and not waits and self._is_quiet(item.story_id),
            Which.WAITING: mine and waits,
            Which.OLDER: mine and not waits and older,
        }[which]

    def _waits(self, item: WorkItem) -> bool:
        until = self.put_off.get(key_of(item))
        return until is not None and until > self.as_of

    def _is_quiet(self, story: str) -> bool:
        last = self.spoken.get(story)
        return last is None or last < self.as_of - timedelta(days=SILENT_DAYS)


def key_of(item: WorkItem) -> Key:
    return item.story_id, item.episode_id, f"{item.element}/{item.touchpoint}"
