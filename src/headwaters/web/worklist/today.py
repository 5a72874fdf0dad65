"""*Today*: promises in groups by time left, and the finding that stands above them. Pure; the view fetches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.engine.measures.promises import WorkItem
from headwaters.web.layout.templatetags.tally import tally
from headwaters.web.worklist.promises import PromiseRow

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    count: str
    rows: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    heading: str
    lede: str


def group_of(days_left: int | None) -> str:
    """Order is time left on the promise and nothing else."""
    if days_left is None:
        return "open"
    if days_left < 0:
        return "past"
    if days_left == 0:
        return "today"
    return "week" if days_left <= WEEK_DAYS else "later"


def groups_of(pairs: Sequence[tuple[WorkItem, PromiseRow]]) -> tuple[Group, ...]:
    titles = {
        "past": _("Past the promised day"),
        "today": _("Due today"),
        "week": _("This week"),
        "later": _("Later"),
        "open": _("No day set"),
    }
    held = {key: tuple(row for item, row in pairs if group_of(item.days_left) == key) for key in titles}
    return tuple(
        Group(titles[key], ngettext("%(shown)s promise", "%(shown)s promises", n) % {"shown": tally(n)}, rows)
        for key, rows in held.items()
        if (n := sum(row.promises for row in rows))
    )


def finding_of(*, late: int, total: int, first: int, shown: int, mine: bool) -> Finding:
    """What is slipping, said first. `late` and `total` count the whole list, `first` and `shown` say which page of it."""
    if total == 0:
        return Finding(
            _("Nothing is slipping"),
            _("No promise here waits for you today.") if mine else _("No promise waits on an agency today."),
        )
    heading = (
        ngettext("One promise is past its day", "%(n)s promises are past their day", late) % {"n": tally(late)}
        if late
        else _("Every promise is in time")
    )
    lede = ngettext("One promise in all.", "%(n)s promises in all, those with the least time first.", total) % {
        "n": tally(total)
    }
    if shown < total:
        lede = _("%(lede)s Shown: %(first)d to %(last)d.") % {"lede": lede, "first": first + 1, "last": first + shown}
    return Finding(heading, lede)
