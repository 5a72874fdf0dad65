"""The ladder of bars: at each step who went on, and what left there. Pure geometry over counts that may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from headwaters.domain.cracks import CrackKind, LadderStep
from headwaters.engine.measures.ladder import Ladder, Left, Loss, Rung
from headwaters.engine.measures.suppression import Released, released_descent, released_parts
from headwaters.web.layout.words import CRACKS

STEPS: dict[LadderStep, str | Promise] = {
    LadderStep.KNOWN: lazy("Known"),
    LadderStep.NEED_SETTLED: lazy("Need settled"),
    LadderStep.OFFERED: lazy("Offered"),
    LadderStep.SAID_YES: lazy("Said yes"),
    LadderStep.SENT: lazy("Asked an agency"),
    LadderStep.ANSWERED: lazy("Agency answered"),
    LadderStep.PLACE_FREE: lazy("Place free"),
    LadderStep.FIRST_CONTACT: lazy("First contact"),
    LadderStep.BEGUN: lazy("Began"),
    LadderStep.KEPT: lazy("Came about"),
    LadderStep.TOLD_BACK: lazy("Told back"),
}

KINDS = ("go", "intime", "chose", "unseen", "crk")
"""The order of the parts of a bar; each has its own texture; hatch only ever means "hidden"."""

_KIND = {
    Left.DONE: "go",
    Left.IN_TIME: "intime",
    Left.FAMILY_CHOSE: "chose",
    Left.SETTLED: "chose",
    Left.NOT_SEEN: "unseen",
    Left.CRACK: "crk",
}

_LEFT_WORDS: dict[Left, str | Promise] = {
    Left.IN_TIME: lazy("still in time"),
    Left.FAMILY_CHOSE: lazy("family chose otherwise"),
    Left.SETTLED: lazy("nothing more was owed"),
    Left.NOT_SEEN: lazy("not seen: no record"),
    Left.DONE: lazy("done"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar, in percent of the track."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One line beside a bar. `count` None: too few to show. `query`: the address of the families behind it."""

    count: int | None
    words: str
    crack: bool
    query: str


@dataclass(frozen=True, slots=True)
class RungDrawing:
    step: str
    arrived: int | None
    went_on: int | None
    count_words: str
    parts: tuple[Part, ...]
    median: str
    slowest: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LadderDrawing:
    rungs: tuple[RungDrawing, ...]
    hides: bool
    finding: str
    lede: str


def draw_ladder(ladder: Ladder, *, rows_allowed: bool) -> LadderDrawing:
    """`rows_allowed`: the reader may list the families anyway, so nothing is hidden from them."""
    arrived = (
        tuple(Released(rung.arrived) for rung in ladder.rungs)
        if rows_allowed
        else released_descent([rung.arrived for rung in ladder.rungs])
    )
    whole = max((rung.arrived for rung in ladder.rungs), default=0) or 1
    following = (*arrived[1:], None)[: len(arrived)]
    rungs = tuple(
        _draw_rung(rung, shown, after, whole, rows_allowed=rows_allowed)
        for rung, shown, after in zip(ladder.rungs, arrived, following, strict=True)
    )
    hides = any(rung.arrived is None or any(r.count is None for r in rung.reasons) for rung in rungs)
    return LadderDrawing(rungs, hides, *_finding(ladder, rungs))


def _draw_rung(
    rung: Rung, arrived: Released, after: Released | None, whole: int, *, rows_allowed: bool
) -> RungDrawing:  # fmt: skip
    """What left here may be told apart only where both the count here and the next one are shown."""
    losses = _merged(rung.losses)
    counts = [loss.count for loss in losses]
    known = arrived.count is not None and (after is None or after.count is not None)
    if rows_allowed:
        released = tuple(Released(count) for count in counts)
    elif known:
        released = released_parts(counts, total_shown=True)
    else:
        released = tuple(Released(None) for _ in counts)
    shown = tuple(zip(losses, released, strict=True))
    went_on = rung.went_on if after is not None and after.count is not None else None if after is not None else 0
    return RungDrawing(
        step=str(STEPS[rung.step]),
        arrived=arrived.count,
        went_on=went_on,
        count_words=_count_words(arrived.count),
        parts=_parts(arrived, went_on, shown, whole),
        median="" if rung.median_days is None or arrived.count is None else _days(rung.median_days),
        slowest=""
        if rung.slowest_tenth_days is None or arrived.count is None
        else _("slowest tenth: %(n)d or more") % {"n": rung.slowest_tenth_days},
        reasons=tuple(_reason(loss, one) for loss, one in shown if loss.left is not Left.DONE),
    )


def _merged(losses: Sequence[Loss]) -> tuple[Loss, ...]:
    """Cracks apart by name; every other way of leaving is one line, whatever its words."""
    merged: dict[tuple[Left, str], int] = {}
    for loss in losses:
        key = (loss.left, loss.word if loss.left is Left.CRACK else "")
        merged[key] = merged.get(key, 0) + loss.count
    order = (Left.CRACK, Left.IN_TIME, Left.FAMILY_CHOSE, Left.SETTLED, Left.NOT_SEEN, Left.DONE)
    items = sorted(merged.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    return tuple(Loss(left, word, count) for (left, word), count in items)


def _count_words(count: int | None) -> str:
    if count is None:
        return _("too few to show")
    return ngettext("%(n)s child or parent", "%(n)s children or parents", count) % {"n": f"{count:,}"}


def _days(days: float) -> str:
    return ngettext("%(n)d day", "%(n)d days", round(days)) % {"n": round(days)}


def _parts(
    arrived: Released, went_on: int | None, losses: Sequence[tuple[Loss, Released]], whole: int
) -> tuple[Part, ...]:  # fmt: skip
    """Solid first, cracks last. A bar whose parts are hidden is one hatched stretch of a length that says nothing."""
    if arrived.count is None:
        return (Part("hid", 0.0, 12.0),)
    if went_on is None:
        return (Part("hid", 0.0, round(100 * arrived.count / whole, 2)),)
    sums = dict.fromkeys((*KINDS, "hid"), 0)
    sums["go"] = went_on
    for loss, shown in losses:
        sums["hid" if shown.count is None else _KIND[loss.left]] += loss.count
    parts: list[Part] = []
    x = 0.0
    for kind, count in sums.items():
        if count:
            width = 100 * count / whole
            parts.append(Part(kind, round(x, 2), round(max(width - 0.1, 0.15), 2)))
            x += width
    return tuple(parts)


def _reason(loss: Loss, shown: Released) -> Reason:
    crack = loss.left is Left.CRACK
    words = _("crack: %(name)s") % {"name": CRACKS[CrackKind(loss.word)]} if crack else str(_LEFT_WORDS[loss.left])
    return Reason(shown.count, words, crack, f"crack={loss.word}" if crack else "")


def _finding(ladder: Ladder, rungs: Sequence[RungDrawing]) -> tuple[str, str]:
    """The widest crack first, by the step at which it opens."""
    if not ladder.passages:
        return _("Too early to count"), _("No child or parent of this cohort has come to this door yet.")
    cracked = [(sum(r.count for r in rung.reasons if r.crack and r.count is not None), rung) for rung in rungs]
    most, widest = max(cracked, key=lambda pair: pair[0])
    own = str(_LEFT_WORDS[Left.FAMILY_CHOSE])
    chose = sum(reason.count or 0 for rung in rungs for reason in rung.reasons if reason.words == own)
    if not most:
        return _("No crack shows here"), _chose_words(chose)
    top = max((r for r in widest.reasons if r.crack and r.count is not None), key=lambda r: r.count or 0)
    heading = _("The widest crack opens after “%(step)s”") % {"step": widest.step}
    lede = ngettext(
        "%(n)d passage ended there without being met; most often: %(reason)s.",
        "%(n)d passages ended there without being met; most often: %(reason)s.", most,
    ) % {"n": most, "reason": top.words.removeprefix(_("crack: %(name)s") % {"name": ""})}  # fmt: skip
    return heading, f"{lede} {_chose_words(chose)}"


def _chose_words(chose: int) -> str:
    if not chose:
        return _("Families’ own choices would be counted apart.")
    return ngettext(
        "%(n)d family chose otherwise, and is counted apart.",
        "%(n)d families chose otherwise, and are counted apart.", chose,
    ) % {"n": chose}  # fmt: skip
