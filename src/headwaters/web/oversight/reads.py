"""A supervisor's week: emergency looks to review, and looks that stand out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotTaken
from headwaters.domain.unusual import Unusual, Why
from headwaters.practice.access.actions import require
from headwaters.practice.access.emergency import looks_to_review, review
from headwaters.practice.access.models import EmergencyLook
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.access.reads import WEEK, unusual_reads, week_of
from headwaters.practice.accounts.queries import people
from headwaters.web.layout.dates import written
from headwaters.web.layout.reader import reader_of

WHY = {
    Why.SAME_NAME: lazy("same last name as the reader"),
    Why.SAME_WAY: lazy("same telephone number or address as the reader"),
    Why.NIGHT: lazy("at night"),
    Why.NO_DEED: lazy("nothing written, asked or answered in the week after"),
}


@dataclass(frozen=True, slots=True)
class Line:
    href: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """One reader's unusual looks of the week: those that stand out, then those with nothing done after."""

    name: str
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    others_words: str


@dataclass(frozen=True, slots=True)
class Emergency:
    id: int
    who: str
    when: str
    reason: str
    href: str
    own: bool
    said: str


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    by = reader_of(request)
    waiting, past = looks_to_review(by=by), looks_to_review(by=by, reviewed=True, most=10)
    monday = _monday(request, by)
    found = unusual_reads(monday, by=by)
    named = _names(
        [*(one.reader for one in found), *(one.reader for one in (*waiting, *past)), *(one.reviewed_by for one in past)]
    )
    groups = _groups(found, named)
    return render(request, "oversight/reads.html", {
        "waiting": [_emergency(one, by, named) for one in waiting], "past": [_emergency(one, by, named) for one in past],
        "groups": groups, "finding": _finding(len(waiting), groups), "from": written(monday),
        "through": written(monday + timedelta(days=6)), "before": f"?week={(monday - WEEK).isoformat()}",
        "after": f"?week={(monday + WEEK).isoformat()}" if monday + WEEK <= by.at.date() else "",
        "said": _("It is written down.") if request.GET.get("said") else "",
    })  # fmt: skip


def _monday(request: HttpRequest, by: Reader) -> date:
    try:
        return week_of(date.fromisoformat(request.GET.get("week", "")))
    except ValueError:
        return week_of(by.at.date())


def _names(readers: Iterable[str]) -> Mapping[str, str]:
    wanted = {one for one in readers if one}
    return {LOCAL: _("Whoever sits at this computer")} | {one.id: one.name for one in people(wanted).values()}


def _finding(waiting: int, groups: list[Group]) -> str:
    if waiting:
        return ngettext("%(n)d emergency look waits for review", "%(n)d emergency looks wait for review", waiting) % {
            "n": waiting
        }
    if any(group.lines for group in groups):
        return _("Some looks of this week stand out")
    return _("No look of this week stands out")


def _groups(found: tuple[Unusual, ...], named: Mapping[str, str]) -> list[Group]:
    by_reader: dict[str, list[Unusual]] = {}
    for one in found:
        by_reader.setdefault(one.reader, []).append(one)
    groups = []
    for reader, some in by_reader.items():
        apart = tuple(_line(one) for one in some if one.why != (Why.NO_DEED,))
        others = tuple(_line(one) for one in some if one.why == (Why.NO_DEED,))
        words = ngettext(
            "One family opened, and nothing done after", "%(n)d families opened, and nothing done after", len(others)
        ) % {"n": len(others)}  # fmt: skip
        groups.append(Group(named.get(reader, _("Somebody who has left")), apart, others, words if others else ""))
    return sorted(groups, key=lambda group: (not group.lines, group.name))


def _line(one: Unusual) -> Line:
    words = _("%(day)s, %(time)s") % {"day": written(one.first.date()), "time": f"{one.first:%H:%M}"}
    if one.times > 1:
        words = _("%(when)s, %(n)d looks in the week") % {"when": words, "n": one.times}
    return Line(reverse("child:family", args=[one.story]), words, ", ".join(str(WHY[why]) for why in one.why))


def _emergency(row: EmergencyLook, by: Reader, named: Mapping[str, str]) -> Emergency:
    at = localtime(row.from_at)
    said = ""
    if row.reviewed_at is not None:
        judged = _("right") if row.was_right else _("not right")
        said = _("%(who)s on %(day)s: %(judged)s. %(remark)s") % {
            "who": named.get(row.reviewed_by, _("Somebody")), "day": written(localtime(row.reviewed_at).date()),
            "judged": judged, "remark": row.remark,
        }  # fmt: skip
    return Emergency(
        row.pk, named.get(row.reader, _("Somebody who has left")), f"{written(at.date())}, {at:%H:%M}", row.reason,
        reverse("child:family", args=[row.story]), row.reader == by.id and by.id != LOCAL, said.strip(),
    )  # fmt: skip


@require_POST
def review_look(request: HttpRequest, look_id: int) -> HttpResponse:
    by, posted = reader_of(request), request.POST
    require(by, Action.READ_AUDIT, detail="review")
    if posted.get("right") not in ("yes", "no"):
        raise NotTaken(_("Choose whether it was right to look."))
    review(look_id, was_right=posted["right"] == "yes", remark=posted.get("remark", ""), by=by)
    return redirect(f"{reverse('oversight:reads')}?said=1")
