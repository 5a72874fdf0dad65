"""A supervisor's view: each navigator's families and what waits with them, cover for who is away, families to give. By name, never by
rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headwaters.domain.consent import Action
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotTaken
from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.access.actions import list_stories, require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.queries import Person, team_of
from headwaters.practice.worklists.actions import assign, cover, end_cover, hand_over
from headwaters.practice.worklists.caseloads import caseloads_of
from headwaters.practice.worklists.live import promises_of
from headwaters.practice.worklists.models import Cover
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.worklist.rows import rows_of
from headwaters.web.worklist.today import groups_of

MOST = 12


@dataclass(frozen=True, slots=True)
class Keeper:
    """One navigator. `waiting`, `past`: open promises of theirs, and those past their day."""

    id: str
    name: str
    families: int
    waiting: int
    past: int
    covered: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Standing:
    id: int
    words: str


@after_a_refresh
def team(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.SUPERVISE, detail="team")
    on = by.at.date()
    people = team_of(by.organisation, on=on)
    kept = caseloads_of([one.id for one in people], on=on)
    views = list_stories(by, [story for stories in kept.values() for story in stories], detail="team")
    items = _waiting(site, by, views)
    chosen = request.GET.get("of", "")
    covers = _covers(people, on)
    keepers = [_keeper(one, kept[one.id], items, site.as_of, chosen, covers) for one in people]
    shown = [one for one in items if not chosen or one.story_id in set(kept.get(chosen, ()))]
    late = sum(one.past for one in keepers)
    return render(request, "caseload/team.html", {
        "keepers": keepers, "groups": groups_of(rows_of(site, by, shown[:MOST], may_record=False)), "late": late,
        "chosen": next((one for one in keepers if one.id == chosen), None), "more": max(len(shown) - MOST, 0),
        "covers": [Standing(row.pk, words) for row, words in covers], "people": people, "today": on.isoformat(),
        "finding": _finding(late, len(views)), "done": _done(request),
    })  # fmt: skip


def _waiting(site: Here, by: Reader, views: Mapping[str, View]) -> list[WorkItem]:
    if not views:
        return []
    found = promises_of(views, by=by, data=site.data, models=site.models, as_of=site.as_of, view_of=views.__getitem__)
    return [one for one in found if one.move == by.works_as]


def _keeper(
    one: Person, stories: Sequence[str], items: Sequence[WorkItem], as_of: date, chosen: str,
    covers: Sequence[tuple[Cover, str]],
) -> Keeper:  # fmt: skip
    own = set(stories)
    theirs = [item for item in items if item.story_id in own]
    return Keeper(
        one.id, one.name, len(own), len(theirs), sum(item.by_day is not None and item.by_day < as_of for item in theirs),
        next((words for row, words in covers if row.away == one.id), ""), one.id == chosen,
    )  # fmt: skip


def _covers(people: Sequence[Person], on: date) -> list[tuple[Cover, str]]:
    names = {one.id: one.name for one in people}
    rows = Cover.objects.filter(away__in=list(names), through_day__gte=on).order_by("from_day", "pk")
    return [
        (row, _("%(who)s stands in for %(away)s, %(first)s to %(last)s") % {
            "who": names.get(row.by_account, _("Somebody")), "away": names[row.away], "first": written(row.from_day),
            "last": written(row.through_day),
        })
        for row in rows
    ]  # fmt: skip


def _finding(late: int, families: int) -> str:
    if not families:
        return _("No family is on the team’s lists yet")
    if not late:
        return _("Nothing of the team’s is past its day")
    return ngettext(
        "%(n)d promise of the team is past its day", "%(n)d promises of the team are past their day", late
    ) % {"n": late}


def _done(request: HttpRequest) -> str:
    return {
        "given": _("The family is on the list now."), "moved": _("The families have moved to the other list."),
        "cover": _("It is written down who stands in."), "ended": _("Nobody stands in any more."),
    }.get(request.GET.get("done", ""), "")  # fmt: skip


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """One family onto somebody's list, or a whole list to somebody else."""
    by, posted = reader_of(request), request.POST
    require(by, Action.SUPERVISE, detail="give families")
    mine = {one.id for one in team_of(by.organisation, on=by.at.date())}
    to, why = posted.get("to", ""), posted.get("why", "").strip()
    if to not in mine:
        raise NotTaken(_("Choose somebody of your team."))
    if not why:
        raise NotTaken(_("Say why: the family may ask."))
    if posted.get("from"):
        away = posted["from"]
        if away not in mine:
            raise NotTaken(_("Choose somebody of your team."))
        hand_over(caseloads_of([away], on=by.at.date())[away], from_account=away, to_account=to, by=by, why=why)
        return redirect(f"{reverse('caseload:team')}?done=moved")
    story = posted.get("story", "").strip()
    if not story:
        raise NotTaken(_("Write the family’s number, as it stands at the end of its page’s address."))
    assign(story, to, by=by, why=why)
    return redirect(f"{reverse('caseload:team')}?done=given")


@require_POST
def standing_in(request: HttpRequest) -> HttpResponse:
    by, posted = reader_of(request), request.POST
    require(by, Action.SUPERVISE, detail="cover")
    if posted.get("end", "").isdigit():
        end_cover(int(posted["end"]), by=by)
        return redirect(f"{reverse('caseload:team')}?done=ended")
    mine = {one.id for one in team_of(by.organisation, on=by.at.date())}
    if posted.get("away") not in mine or posted.get("to") not in mine:
        raise NotTaken(_("Choose two people of your team."))
    try:
        first, last = date.fromisoformat(posted.get("first", "")), date.fromisoformat(posted.get("last", ""))
    except ValueError:
        raise NotTaken(_("Choose the first and the last day.")) from None
    cover(posted["away"], posted["to"], by=by, from_=first, through=last, why=posted.get("why", ""))
    return redirect(f"{reverse('caseload:team')}?done=cover")
