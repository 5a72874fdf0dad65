"""Everything a family's page shows, as values: who, the finding, the line, the lists, hand-offs, what goes well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.days import plus_months
from headwaters.domain.status import StatusRow
from headwaters.web.child.entries import LANES, Entry, When, entries_of
from headwaters.web.child.handoffs import OpenHandoff
from headwaters.web.child.line import (
    CONCEPTION_BEFORE_DUE_DAYS,
    FIRST_THOUSAND_MONTHS,
    Axis,
    Item,
    LaneDrawing,
    axis_of,
    draw_lane,
    place_parts,
)
from headwaters.web.child.lists import Column, columns_of
from headwaters.web.layout.dates import (
    age_in_words,
    born_early_by_days,
    corrected_age_in_words,
    pregnancy_in_words,
    short,
    weeks_in_words,
    written,
)
from headwaters.web.layout.marks import LEGEND, Mark


@dataclass(frozen=True, slots=True)
class Course:
    """Whose line it is: a child, or a pregnancy without a birth yet. `birth` None: not born, or not known."""

    name: str
    birth: date | None
    due_date: date | None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    finding: str
    summary: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture: overlay lines in percent, tick labels, lanes."""

    lanes: tuple[LaneDrawing, ...]
    birth_x: float
    today_x: float | None
    thousand_x: float
    tail_width: float
    born: bool
    ticks: tuple[tuple[str, int, int, str], ...]
    """(words, whole percent, tenths, class)"""


@dataclass(frozen=True, slots=True)
class FamilyPage:
    age: str
    heading: Heading
    drawing: Drawing | None
    columns: tuple[Column, ...]
    legend: tuple[tuple[Mark, str], ...]
    handoffs: tuple[OpenHandoff, ...]
    entries: tuple[Entry, ...]


def family_page(
    blueprint: Blueprint, rows: Sequence[StatusRow], course: Course, handoffs: tuple[OpenHandoff, ...], *, as_of: date
) -> FamilyPage:
    """The page of one child (or pregnancy) with the rows of everybody around it."""
    entries = entries_of(blueprint, rows, as_of)
    used = {entry.mark for entry in entries}
    return FamilyPage(
        age=age_line(course, as_of),
        heading=heading_of(entries),
        drawing=drawing_of(entries, course, as_of),
        columns=columns_of(entries),
        legend=tuple((mark, str(words)) for mark, words in LEGEND.items() if mark in used),
        handoffs=handoffs,
        entries=entries,
    )


def age_line(course: Course, as_of: date) -> str:
    """ "9 months old, born Thu, May 28, 2026" with the corrected age beside it for a child born early."""
    if course.birth is None:
        if course.due_date is None:
            return _("Neither the birth date nor the due date is known.")
        return _("%(weeks)s, due %(day)s.") % {
            "weeks": pregnancy_in_words(course.due_date, as_of), "day": written(course.due_date),
        }  # fmt: skip
    said = _("%(age)s old, born %(day)s") % {
        "age": age_in_words(course.birth, as_of), "day": written(course.birth),
    }  # fmt: skip
    early = born_early_by_days(course.birth, course.due_date)
    corrected = corrected_age_in_words(course.birth, course.due_date, as_of)
    if early:
        said = _("%(said)s, %(weeks)s early") % {"said": said, "weeks": weeks_in_words(round(early / 7))}
    if corrected is not None:
        said = _("%(said)s; %(age)s counted from the due date") % {"said": said, "age": corrected}
    return _("%(said)s.") % {"said": said}


def heading_of(entries: Sequence[Entry]) -> Heading:
    """The finding first: what is late, then what is due, then what is under way."""
    marks = [entry.mark for entry in entries if entry.when is not When.DONE]
    late, due, ask = (marks.count(mark) for mark in (Mark.LATE, Mark.DUE, Mark.ASK))
    lost = sum(entry.mark is Mark.CRACK and entry.when is When.NOW for entry in entries)
    booked = marks.count(Mark.BOOKED)
    done = sum(entry.mark in (Mark.DONE, Mark.DONE_LATE) for entry in entries)
    slipping = late + lost
    first = (
        ngettext("One promise is late", "%(n)d promises are late", slipping) % {"n": slipping}
        if slipping else _("Nothing is late")
    )  # fmt: skip
    second = (
        ngettext("one step is due now", "%(n)d steps are due now", due) % {"n": due} if due
        else ngettext("one step is under way", "%(n)d steps are under way", booked) % {"n": booked} if booked else ""
    )  # fmt: skip
    finding = _("%(first)s; %(second)s") % {"first": first, "second": second} if second else first
    sentences = [
        ngettext("One step was reached so far.", "%(n)d steps were reached so far.", done) % {"n": done}
        if done else _("No step was reached yet.")
    ]  # fmt: skip
    if due and booked:
        sentences.append(ngettext("One more is under way.", "%(n)d more are under way.", booked) % {"n": booked})
    if ask:
        sentences.append(
            ngettext("One question is open that decides what comes next.",
                     "%(n)d questions are open that decide what comes next.", ask) % {"n": ask}
        )  # fmt: skip
    return Heading(finding, " ".join(sentences))


def lane_titles() -> dict[str, str]:
    return dict(zip(LANES, (
        _("Parent’s health"), _("Baby’s check-ups and shots"), _("Growing and learning"), _("Food and money"),
        _("Home and child care"), _("Our people"),
    ), strict=True))  # fmt: skip


def drawing_of(entries: Sequence[Entry], course: Course, as_of: date) -> Drawing | None:
    """None where no date is known to count from."""
    if course.birth is None and course.due_date is None:
        return None
    axis = axis_of(birth=course.birth, due_date=course.due_date)
    lanes = tuple(
        draw_lane(title, _items((entry for entry in entries if entry.lane == lane), axis), axis)
        for lane, title in lane_titles().items()
    )
    inside = axis.start <= as_of <= axis.end
    thousand = axis.at(plus_months(axis.birth, FIRST_THOUSAND_MONTHS))
    return Drawing(
        lanes=lanes, birth_x=axis.at(axis.birth), today_x=axis.at(as_of) if inside else None, thousand_x=thousand,
        tail_width=round(100 - thousand, 2), born=axis.born,
        ticks=_ticks(axis, course, as_of, inside=inside),
    )  # fmt: skip


def _items(entries: Iterable[Entry], axis: Axis) -> list[Item]:
    named: set[str] = set()
    asked: set[tuple[str, date]] = set()
    items: list[Item] = []
    for entry in entries:
        if entry.day is None or entry.day > axis.end:
            continue  # the list below holds it
        if entry.mark is Mark.ASK and (entry.element, entry.day) in asked:
            continue  # one question mark for an element and a day, however many of its steps it decides
        if entry.mark is Mark.ASK:
            asked.add((entry.element, entry.day))
        flag = entry.mark in (Mark.LATE, Mark.CRACK)
        urgent = flag or entry.mark in (Mark.ASK, Mark.DUE, Mark.BOOKED)
        first_of_its_name = entry.element not in named
        named.add(entry.element)
        items.append(Item(
            key=entry.key, mark=entry.mark, day=entry.day, label=entry.short, flag=flag,
            weight=2 if flag or (urgent and first_of_its_name) else 1 if first_of_its_name else 0,
            opens=entry.opens if _has_band(entry) else None, closes=entry.closes, is_open=entry.is_open, title=f"{entry.title}. {entry.words}",
        ))  # fmt: skip
    return items


LONGEST_OPEN_BAND_DAYS, LONGEST_LATER_BAND_DAYS = 400, 130
"""A band says "these days help most"; one that lasts for years says nothing and hides what stands on it."""


def _has_band(entry: Entry) -> bool:
    """Days still ahead or open are drawn; those of what is over would only be in the way."""
    if entry.mark not in (Mark.DUE, Mark.SOON, Mark.BOOKED, Mark.ASK, Mark.NOT_SEEN):
        return False
    if entry.opens is None or entry.closes is None:
        return False
    longest = LONGEST_OPEN_BAND_DAYS if entry.is_open else LONGEST_LATER_BAND_DAYS
    return (entry.closes - entry.opens).days <= longest


NEAR_PERCENT = 16.0
"""Two labels on top of the line closer than this would touch; then each leans away from the other."""


def _today_words(course: Course, as_of: date) -> str:
    if course.birth is None or course.birth > as_of:
        return _("Today")
    return _("Today, %(age)s") % {"age": age_in_words(course.birth, as_of)}


def _ticks(axis: Axis, course: Course, as_of: date, *, inside: bool) -> tuple[tuple[str, int, int, str], ...]:
    """Weeks of pregnancy as clinics count them, months after birth; on top Birth, Today and 1000 days."""
    ticks: list[tuple[str, int, int, str]] = []
    due = course.due_date or axis.birth
    lmp = due - timedelta(days=CONCEPTION_BEFORE_DUE_DAYS + 14)
    for weeks in (12, 20, 28):
        day = lmp + timedelta(weeks=weeks)
        if day < axis.birth - timedelta(weeks=6):
            quiet = " quiet" if weeks == 20 else ""
            ticks.append((_("%(n)d wk") % {"n": weeks}, *place_parts(axis.at(day)), "low" + quiet))
    for months in (3, 6, 12, 18, 24, 30):
        words, quiet = _("%(n)d mo") % {"n": months}, " quiet" if months == 3 else ""
        ticks.append((words, *place_parts(axis.at(plus_months(axis.birth, months))), "low" + quiet))
    ticks.append((_("3 yr"), *place_parts(100.0), "low en"))
    ticks.append((_("Pregnancy"), *place_parts(0.0), "high st quiet"))
    anchor = (_("Birth, %(day)s") if axis.born else _("Due date, %(day)s")) % {"day": short(axis.birth)}
    birth_x, today_x = axis.at(axis.birth), axis.at(as_of)
    near = inside and abs(today_x - birth_x) < NEAR_PERCENT
    birth_side = "" if not near else " en" if today_x >= birth_x else " st"
    ticks.append((anchor, *place_parts(birth_x), "high strong" + birth_side))
    if inside:
        side = "" if not near and today_x < 86 else " en" if today_x >= 86 or today_x < birth_x else " st"
        ticks.append((_today_words(course, as_of), *place_parts(today_x), "high strong" + side))
    thousand = axis.at(plus_months(axis.birth, FIRST_THOUSAND_MONTHS))
    if not inside or abs(thousand - today_x) > NEAR_PERCENT:
        ticks.append((_("1000 days"), *place_parts(thousand), "high"))
    return tuple(ticks)
