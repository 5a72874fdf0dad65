"""The dot plot of reach by group: rows, words and bars, drawn from a table that may be shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from headwaters.engine.measures.reach import (
    BESIDE,
    ELSEWHERE,
    NEED,
    NOT_ASKED,
    WITHHELD_GROUP,
    Group,
    GroupKind,
    Part,
)
from headwaters.engine.measures.released import ReleasedReach, ReleasedRow
from headwaters.web.reach.strips import Row, Share, Strip, strip_of
from headwaters.web.reach.words import NAMED, in_list, plain

WITHOUT_ANSWER: dict[str, str | Promise] = {
    WITHHELD_GROUP: lazy("Did not want to answer"),
    NOT_ASKED: lazy("Not asked (nothing on file)"),
}
"""Rows that always stand there, after the groups (ux.md 2.3)."""
ASKED_OF_PEOPLE = frozenset({GroupKind.RACE, GroupKind.LANGUAGE, GroupKind.PAYER})
"""Kinds that somebody has to be asked for, so that a row without an answer says something."""
LAST = ("multiple", "other", "dont_know", ELSEWHERE)
"""Groups that are no group of their own stand after those that are."""

BARS: dict[str, tuple[Part, ...]] = {
    "go": (Part.REACHED,),
    "golate": (Part.REACHED_LATE,),
    "intime": (Part.IN_PROGRESS,),
    "chose": (Part.DECLINED,),
    "unseen": (Part.UNOBSERVED,),
    "crk": (Part.MISSED, Part.OVERDUE),
}
"""Texture of a bar -> the parts of the need that it holds, in the order in which they are drawn."""

BAR_WORDS: dict[str, str | Promise] = {
    "go": lazy("Reached in time"),
    "golate": lazy("Reached late"),
    "intime": lazy("Hand-off under way"),
    "chose": lazy("Family said not now"),
    "unseen": lazy("Not seen: no record"),
    "crk": lazy("Missed, or past its day"),
    "hid": lazy("Hidden to protect someone"),
}

PART_WORDS: dict[Part, str | Promise] = {
    Part.REACHED: lazy("Reached in time"),
    Part.REACHED_LATE: lazy("Reached late"),
    Part.MISSED: lazy("Missed: its days are over"),
    Part.OVERDUE: lazy("Past its day, still open"),
    Part.IN_PROGRESS: lazy("Hand-off under way"),
    Part.DECLINED: lazy("Family said not now"),
    Part.UNOBSERVED: lazy("Not seen: no record"),
    Part.ASK: lazy("A fact is missing"),
    Part.STILL_OPEN: lazy("Not due yet"),
    Part.ENDED: lazy("Nothing more owed"),
    Part.NOT_NEEDED: lazy("Not needed"),
    Part.BEFORE_UNSEEN: lazy("The step before was not seen"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of the bar of everybody with the need, in percent."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row. Words are empty where there is nothing to say; `cells` are the counts of the parts of the need, None where
    hidden, and `beside` says in words who is not counted in it."""

    id: str
    name: str
    strip: Strip
    share: str
    brief: str
    interval: str
    people: str
    due: int | None
    notes: tuple[str, ...]
    bars: tuple[Bar, ...]
    cells: tuple[int | None, ...]
    beside: str
    bounds: str
    chose: str
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`columns` name the cells of each row. `tick`: everybody's share, as a line across all rows; None where hidden."""

    rows: tuple[GroupRow, ...]
    everybody: GroupRow
    columns: tuple[str, ...]
    tick: float | None
    finding: str
    lede: str
    hides: bool


def group_name(group: Group) -> str:
    if group.id in WITHOUT_ANSWER:
        return str(WITHOUT_ANSWER[group.id])
    if group.kind is GroupKind.REGION:
        return _("Counties in no pilot region") if group.id == ELSEWHERE else plain(group.id)
    return NAMED[group.kind.value](group.id) if group.kind.value in NAMED else plain(group.id)


def draw(held: ReleasedReach, *, title: str, names: dict[str, str] | None = None) -> Chart:
    """names  of groups that no code list names: pilot regions"""
    named = names or {}
    rows = [(one.group, _row(one, named.get(one.group.id) or group_name(one.group))) for one in held.rows if one.group]
    rows += [
        (Group(held.kind, key), _nobody(key, str(words)))
        for key, words in WITHOUT_ANSWER.items()
        if held.kind in ASKED_OF_PEOPLE and all(group.id != key for group, _row_ in rows)
    ]
    ordered = tuple(row for _group, row in sorted(rows, key=lambda pair: _order(*pair)))
    whole = _row(held.everybody, _("Everyone"), everybody=True)
    return Chart(
        rows=ordered,
        everybody=whole,
        columns=tuple(str(PART_WORDS[part]) for part in NEED),
        tick=whole.strip.dot if whole.strip.row in (Row.SHOWN, Row.UNSTEADY) else None,
        finding=_finding(held, title),
        lede=_lede(held, ordered),
        hides=held.hides,
    )


def _order(group: Group, row: GroupRow) -> tuple[int, int, str, str]:
    """By the alphabet; then those that are no group of their own; then those without an answer."""
    without = 1 + list(WITHOUT_ANSWER).index(group.id) if group.id in WITHOUT_ANSWER else 0
    nested = group.within or "" if group.kind is GroupKind.ZIP else ""
    return without, 1 + LAST.index(group.id) if group.id in LAST else 0, nested, row.name


def _row(one: ReleasedRow, name: str, *, everybody: bool = False) -> GroupRow:
    row = row_of(one)
    shown = row in (Row.SHOWN, Row.UNSTEADY)
    return GroupRow(
        id=one.group.id if one.group is not None else "",
        name=name,
        strip=strip_of(row, _share(one) if shown else None),
        share=_("%(n)d in 100") % {"n": round(100 * (one.reach or 0.0))} if shown else _said(one, row),
        brief=_brief(one) if shown else _said_in_brief(one, row),
        interval=_range(one.interval.low, one.interval.high) if shown and one.interval is not None else "",
        people="" if one.need.count is None else _people(one.need.count),
        due=one.need.count,
        notes=_notes(one) if shown else (),
        bars=bars_of(one),
        cells=tuple(one.parts[part].count for part in NEED),
        beside=_beside(one),
        bounds=_range(one.bounds.low, one.bounds.high) if shown and one.bounds is not None else "",
        chose=_chose(one.parts[Part.DECLINED].count),
        everybody=everybody,
    )


def row_of(one: ReleasedRow) -> Row:
    """What a row can show: hidden before anything else, then whether anybody was due it, and anybody could be seen."""
    if one.nobody:
        return Row.NOBODY
    if one.share_hidden or one.reach is None:
        return Row.HIDDEN
    if 2 * (one.parts[Part.UNOBSERVED].count or 0) > (one.need.count or 0):
        return Row.NOT_SEEN  # a share of what was mostly not seen would be read as "not done"
    return Row.UNSTEADY if one.unsteady else Row.SHOWN


_ROW_WORDS: dict[Row, str | Promise] = {
    Row.HIDDEN: lazy("Too few to show"),
    Row.NOT_SEEN: lazy("Not seen: no source reports it"),
    Row.NOBODY: lazy("Nobody was due it"),
}


_ROW_WORDS_BRIEF: dict[Row, str | Promise] = {
    Row.HIDDEN: lazy("Too few"),
    Row.NOT_SEEN: lazy("Not seen"),
    Row.NOBODY: lazy("Nobody due"),
}


def _said(one: ReleasedRow, row: Row) -> str:
    """A row without a share; of what was mostly not seen, how far it could be either way."""
    if row is Row.NOT_SEEN and one.bounds is not None and one.reach:
        low, high = round(100 * one.bounds.low), round(100 * one.bounds.high)
        return _("Mostly not seen: from %(low)d to %(high)d in 100") % {"low": low, "high": high}
    return str(_ROW_WORDS[row])


def _said_in_brief(one: ReleasedRow, row: Row) -> str:
    if row is Row.NOT_SEEN and one.bounds is not None and one.reach:
        low, high = round(100 * one.bounds.low), round(100 * one.bounds.high)
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    return str(_ROW_WORDS_BRIEF[row])


def _brief(one: ReleasedRow) -> str:
    """ "56 (48–63)", for a narrow column."""
    said = f"{round(100 * (one.reach or 0.0))}"
    return said if one.interval is None else f"{said} ({_range(one.interval.low, one.interval.high)})"


def _nobody(key: str, name: str) -> GroupRow:
    return GroupRow(
        id=key, name=name, strip=Strip(Row.NOBODY), share=str(_ROW_WORDS[Row.NOBODY]),
        brief=str(_ROW_WORDS_BRIEF[Row.NOBODY]), interval="", people="", due=0, notes=(), bars=(),
        cells=(0,) * len(NEED), beside="", bounds="", chose="",
    )  # fmt: skip


def _share(one: ReleasedRow) -> Share:
    share = one.reach or 0.0
    return Share(
        share=share,
        low=one.interval.low if one.interval is not None else share,
        high=one.interval.high if one.interval is not None else share,
        least=one.bounds.low if one.bounds is not None else share,
        most=one.bounds.high if one.bounds is not None else share,
        with_late=share if one.reach_with_late is None else one.reach_with_late,
    )


def _range(low: float, high: float) -> str:
    """In hundredths; "from 48 to 63" is said by the words around it."""
    return f"{round(100 * low)}–{round(100 * high)}"


def _people(count: int) -> str:
    return _("of %(n)s") % {"n": f"{count:,}"}


def _beside(one: ReleasedRow) -> str:
    """ "Not due yet 506; not needed 12": everybody of the group who is not in the need."""
    if all(one.parts[part].count is None for part in BESIDE):
        return _("too few")
    said = [
        f"{PART_WORDS[part]} {_('too few') if count is None else f'{count:,}'}"
        for part in BESIDE
        if (count := one.parts[part].count) != 0
    ]
    return "; ".join(said)


def _chose(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("%(n)s said not now", "%(n)s said not now", count) % {"n": f"{count:,}"}


def _notes(one: ReleasedRow) -> tuple[str, ...]:
    """What stands under the number: unsteady first, then late, then what nobody could see."""
    said = [_("unsteady")] if one.unsteady else []
    if one.reach_with_late is not None and one.reach is not None:
        late = round(100 * (one.reach_with_late - one.reach))
        if late:
            said.append(_("+%(n)d late") % {"n": late})
    if one.bounds is not None and round(100 * (one.bounds.high - one.bounds.low)):
        said.append(_("%(n)d not seen") % {"n": round(100 * (one.bounds.high - one.bounds.low))})
    return tuple(said)


def bars_of(one: ReleasedRow) -> tuple[Bar, ...]:
    """Everybody with the need, by what became of them. What may not be told apart is one hatched stretch at the end."""
    if one.nobody:
        return ()
    if one.need.count is None:
        return (Bar("hid", 0.0, 100.0),)
    bars: list[Bar] = []
    x = 0.0
    for kind, parts in BARS.items():
        counts = [one.parts[part].count for part in parts]
        held = sum(count or 0 for count in counts)
        if held:
            bars.append(_bar(kind, x, 100 * held / one.need.count))
            x += 100 * held / one.need.count
    if x < 99.9:
        bars.append(_bar("hid", x, 100 - x))
    return tuple(bars)


def _bar(kind: str, x: float, width: float) -> Bar:
    return Bar(kind, round(x, 2), round(max(width - 0.15, 0.15), 2))


def _finding(held: ReleasedReach, title: str) -> str:
    """What the system did, said of everyone; never of families."""
    row = row_of(held.everybody)
    if row is Row.NOBODY:
        return _("“%(title)s”: nobody has been due it yet") % {"title": title}
    if row is Row.HIDDEN:
        return _("“%(title)s”: too few people to show") % {"title": title}
    if row is Row.NOT_SEEN:
        return _("“%(title)s”: mostly, no source reports whether it happened") % {"title": title}
    return _("“%(title)s” reached %(n)d in 100 of those who were due it, in time") % {
        "title": title, "n": round(100 * (held.everybody.reach or 0.0)),
    }  # fmt: skip


def _lede(held: ReleasedReach, rows: Sequence[GroupRow]) -> str:
    whole = held.everybody
    if row_of(whole) not in (Row.SHOWN, Row.UNSTEADY):
        return str(_NOTHING[row_of(whole)])
    return " ".join(one for one in (_late(whole), _unseen(whole), _differences(held, rows)) if one)


_NOTHING: dict[Row, str | Promise] = {
    Row.NOBODY: lazy("No child or parent here has passed the last day for it. Choose another step or everybody."),
    Row.HIDDEN: lazy("Choose another step, or everybody, so that nobody can be picked out."),
    Row.NOT_SEEN: lazy("No record is not “not done”. An agency that keeps records of it would have to send them."),
}


def _late(whole: ReleasedRow) -> str:
    late = round(100 * ((whole.reach_with_late or 0.0) - (whole.reach or 0.0)))
    return _("Another %(n)d in 100 were reached late.") % {"n": late} if late > 0 else ""


def _unseen(whole: ReleasedRow) -> str:
    if whole.bounds is None or (unseen := round(100 * (whole.bounds.high - whole.bounds.low))) <= 0:
        return ""
    return _("No source could see %(unseen)d in 100: had all of them been reached, it would be %(most)d.") % {
        "unseen": unseen, "most": round(100 * whole.bounds.high),
    }  # fmt: skip


def _differences(held: ReleasedReach, rows: Sequence[GroupRow]) -> str:
    """Groups that lie under everyone's share with their whole interval, and would had all their unseen been reached; by name,
    in the order of the page."""
    compared = {one.group.id: one for one in held.rows if one.group is not None and row_of(one) is Row.SHOWN}
    if held.kind in ASKED_OF_PEOPLE and all(
        one.nobody or one.group.id in WITHOUT_ANSWER for one in held.rows if one.group
    ):
        return _("No group is on file for anybody who was due it.")
    if len(compared) < 2 or held.everybody.reach is None:
        return ""
    share = held.everybody.reach
    under = [
        row.name
        for row in rows
        if (one := compared.get(row.id)) is not None
        and one.interval is not None
        and one.bounds is not None
        and max(one.interval.high, one.bounds.high) < share
    ]
    if not under:
        return _("No place shown lies clearly below the whole.") if held.kind in PLACES else _(
            "No group shown lies clearly below everyone."
        )  # fmt: skip
    words = _UNDER_PLACES if held.kind in PLACES else _UNDER_GROUPS
    return ngettext(*words, len(under)) % {"names": in_list(under, most=6)}


PLACES = frozenset({GroupKind.REGION, GroupKind.COUNTY, GroupKind.ZIP})
_UNDER_GROUPS = (
    "It reached a clearly smaller share of one group than of everyone: %(names)s.",
    "It reached a clearly smaller share of these groups than of everyone: %(names)s.",
)
_UNDER_PLACES = (
    "It reached a clearly smaller share in one place than everywhere: %(names)s.",
    "It reached a clearly smaller share in these places than everywhere: %(names)s.",
)
