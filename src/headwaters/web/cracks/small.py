"""Ladders as small multiples: all hand-offs at a glance, or one hand-off in every place. Pure; the big ladder's rules hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.cracks import LadderStep
from headwaters.engine.measures.ladder import Ladder, Left
from headwaters.engine.measures.reach import Group, GroupKind
from headwaters.engine.measures.suppression import is_small
from headwaters.web.cracks.ladder import LadderDrawing, Part, RungDrawing, draw_ladder
from headwaters.web.reach.chart import group_name
from headwaters.web.reach.words import REGION_NAMES

WANTED = (
    LadderStep.KNOWN,
    LadderStep.SENT,
    LadderStep.ANSWERED,
    LadderStep.BEGUN,
    LadderStep.KEPT,
    LadderStep.TOLD_BACK,
)
"""The steps that small panels of many places show, of those that are reported."""


@dataclass(frozen=True, slots=True)
class SmallRung:
    step: str
    parts: tuple[Part, ...]
    count: str
    share: str


@dataclass(frozen=True, slots=True)
class SmallLadder:
    """`href` leads to the ladder itself; `said` is its finding in a line."""

    title: str
    between: str
    href: str
    rungs: tuple[SmallRung, ...]
    said: str


def small_ladder(ladder: Ladder, *, title: str, between: str, href: str, rows_allowed: bool, few: bool) -> SmallLadder:
    """few  show the main steps alone, where many panels stand side by side"""
    drawn = draw_ladder(ladder, rows_allowed=rows_allowed)
    if not ladder.passages:
        return SmallLadder(title, between, href, (), _("Nobody has come to this door yet."))
    kept = list(zip(ladder.rungs, drawn.rungs, strict=True))
    if few:
        wanted = [pair for pair in kept if pair[0].step in WANTED]
        kept = wanted if len(wanted) > 1 else [kept[0], kept[-1]] if len(kept) > 1 else kept
    first = drawn.rungs[0].arrived
    return SmallLadder(title, between, href, tuple(_small(rung, first) for _raw, rung in kept), _said(drawn))


def _small(rung: RungDrawing, first: int | None) -> SmallRung:
    if rung.arrived is None:
        return SmallRung(rung.step, (Part("hid", 0.0, 100.0),), _("too few"), "")
    share = f"{round(100 * rung.arrived / first)}%" if first else ""
    return SmallRung(rung.step, rung.parts, f"{rung.arrived:,}", share)


def _said(drawn: LadderDrawing) -> str:
    """The most frequent crack that may be told, by its step; a hand-off without one says so."""
    cracks = [
        (reason.count, rung.step, reason.words) for rung in drawn.rungs for reason in rung.reasons
        if reason.crack and reason.count is not None
    ]  # fmt: skip
    if not cracks:
        return _("No crack shows here.")
    count, step, words = max(cracks, key=lambda one: one[0])
    return ngettext("%(n)s ended after “%(step)s”: %(words)s.", "%(n)s ended after “%(step)s”: %(words)s.", count) % {
        "n": f"{count:,}", "step": step, "words": words.partition(": ")[2] or words,
    }  # fmt: skip


def overview_finding(ladders: Sequence[tuple[str, Ladder]], *, rows_allowed: bool) -> tuple[str, str]:
    """(heading, lede) over all hand-offs: at which door most passages ended in a crack, where that may be said."""
    counted = [(sum(loss.count for rung in held.rungs for loss in rung.losses if loss.left is Left.CRACK), title)
               for title, held in ladders]  # fmt: skip
    begun = sum(held.passages for _title, held in ladders)
    heading = ngettext("One hand-off at a glance", "%(n)d hand-offs at a glance", len(ladders)) % {"n": len(ladders)}
    if not begun:
        return heading, _("Nobody has come to any of these doors yet.")
    most, title = max(counted)
    if is_small(most) and not rows_allowed:
        return heading, _("Too few passages ended in a crack at any one of them to say more.")
    if not most:
        return heading, _("No passage of this cohort ended in a crack.")
    return heading, _(
        "Each panel is one hand-off: who came to its door, step by step, and what left. Most passages ended without being "
        "met at “%(title)s”. The crack is the hand-off’s, not a family’s."
    ) % {"title": title}  # fmt: skip


def place_name(kind: GroupKind, place: str) -> str:
    return group_name(Group(kind, place)) if place not in REGION_NAMES else REGION_NAMES[place]
