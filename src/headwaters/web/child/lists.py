"""The line as an upright list: Now, Next, Later, Done. The same entries, the same marks, the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.web.child.entries import Entry, When
from headwaters.web.layout.dates import month, written
from headwaters.web.layout.marks import Mark

FOLD_FROM = 3
"""So many steps of one element with one mark are folded into a line that opens."""


SHOWN = {When.NOW: 12, When.NEXT: 8, When.LATER: 6, When.DONE: 12}
"""Lines of each column that stand open; the rest opens with one press. Nothing late is ever folded away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. With `inside`, it stands for several steps and opens to show them."""

    mark: Mark
    title: str
    words: str
    key: str
    strong: bool = False
    inside: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    when: When
    title: str
    lines: tuple[Line, ...]
    folded: tuple[Line, ...]
    empty: str


_URGENCY = {Mark.LATE: 0, Mark.CRACK: 1, Mark.DUE: 2, Mark.BOOKED: 3, Mark.ASK: 4, Mark.SOON: 5}


def columns_of(entries: Sequence[Entry]) -> tuple[Column, ...]:
    """All entries, each in exactly one column."""
    titles = {
        When.NOW: (_("Now"), _("Nothing is due today.")),
        When.NEXT: (_("Next"), _("Nothing begins in the next three months.")),
        When.LATER: (_("Later"), _("Nothing more is planned.")),
        When.DONE: (_("Done, and what did not happen"), _("Nothing is behind this family yet.")),
    }
    columns = []
    for when, (title, empty) in titles.items():
        lines = _lines([entry for entry in entries if entry.when is when], when)
        most = max(SHOWN[when], sum(line.strong for line in lines))
        shown = len(lines) if len(lines) <= most + 2 else most
        columns.append(Column(when, title, lines[:shown], lines[shown:], empty))
    return tuple(columns)


def _lines(entries: Sequence[Entry], when: When) -> tuple[Line, ...]:
    if when is When.NOW:
        ordered = sorted(entries, key=lambda e: (_URGENCY.get(e.mark, 9), -(e.late_days or 0), e.closes or date.max))
        return tuple(_folded(ordered, fold_from=5))
    if when is When.DONE:
        ordered = sorted(entries, key=lambda e: (_done_order(e.mark), -(e.day or date.min).toordinal()))
        rest = _folded([entry for entry in ordered if entry.mark not in SUMMED_UP], fold_from=2)
        sums = [_sum(mark, held) for mark in SUMMED_UP if (held := [e for e in ordered if e.mark is mark])]
        return (*rest, *sums)
    return tuple(_folded(sorted(entries, key=lambda e: (e.opens or date.max, e.title)), fold_from=FOLD_FROM))


def _done_order(mark: Mark) -> int:
    """What did not happen stands above what did: it is what somebody may want to ask about."""
    order = (Mark.CRACK, Mark.MISSED, Mark.NOT_NOW, Mark.NOT_SEEN, Mark.DONE_LATE, Mark.DONE, Mark.ENDED)
    return order.index(mark) if mark in order else len(order)


def _folded(ordered: Iterable[Entry], *, fold_from: int) -> list[Line]:
    """Steps of one element with one mark become one line from `fold_from` on; the line stands where the first stood."""
    groups: dict[tuple[str, Mark], list[Entry]] = {}
    for entry in ordered:
        # One question may decide several elements; it is asked once.
        what = entry.title if entry.mark is Mark.ASK else entry.element
        groups.setdefault((what, entry.mark), []).append(entry)
    lines: list[Line] = []
    for (_what, mark), held in groups.items():
        if mark is Mark.ASK and len(held) > 1:
            lines.append(_question(held))
        elif len(held) >= fold_from:
            lines.append(_fold(mark, held))
        else:
            lines.extend(_line(entry) for entry in held)
    return lines


SUMMED_UP = (Mark.DONE_LATE, Mark.DONE, Mark.ENDED)
"""Marks that stand in one line each, however many they are: they ask nothing of anybody."""


def _sum(mark: Mark, held: Sequence[Entry]) -> Line:
    """ "17 steps reached; last: 9-month screen, Thu, Feb 4", latest first when opened."""
    titles = {
        Mark.DONE: ngettext("%(n)d step reached", "%(n)d steps reached", len(held)),
        Mark.DONE_LATE: ngettext("%(n)d step reached late", "%(n)d steps reached late", len(held)),
        Mark.ENDED: ngettext("%(n)d step no longer owed", "%(n)d steps no longer owed", len(held)),
    }
    last = held[0]
    words = last.words
    if len(held) > 1 and mark is not Mark.ENDED and last.day is not None:
        words = _("Last: %(title)s, %(day)s") % {"title": last.title, "day": written(last.day)}
    return Line(mark, titles[mark] % {"n": len(held)}, words, "", inside=tuple(held))


def _line(entry: Entry) -> Line:
    return Line(entry.mark, entry.title, entry.words, entry.key, strong=entry.mark in (Mark.LATE, Mark.CRACK))


def _question(held: Sequence[Entry]) -> Line:
    families = dict.fromkeys(entry.family for entry in held)
    words = _("Decides: %(titles)s") % {"titles": ", ".join(families)}
    inside = tuple(replace(entry, title=entry.family) for entry in held)
    return Line(Mark.ASK, held[0].title, words, "", inside=inside)


def _fold(mark: Mark, held: Sequence[Entry]) -> Line:
    ordered = tuple(sorted(held, key=lambda entry: entry.day or date.max))
    count = ngettext("%(n)d step", "%(n)d steps", len(held)) % {"n": len(held)}
    days = [entry.day for entry in ordered if entry.day is not None]
    if mark in (Mark.DONE, Mark.DONE_LATE) and days:
        words = _("%(count)s; last %(day)s") % {"count": count, "day": written(days[-1])}
    elif mark is Mark.SOON and days:
        words = _("%(count)s, the first around %(month)s") % {"count": count, "month": month(days[0])}
    else:
        words = _("%(count)s: %(words)s") % {"count": count, "words": _common_words(ordered)}
    return Line(mark, held[0].family, words, "", strong=mark in (Mark.LATE, Mark.CRACK), inside=ordered)


def _common_words(entries: Sequence[Entry]) -> str:
    words = [key for key, _group in groupby(entries, key=lambda entry: entry.words)]
    return words[0] if len(words) == 1 else _("open to see each")
