"""The view of a navigator's *Today*, and what every *Today* says of a contact that was just written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from headwaters.domain.history.view import View
from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments.queries import agreed_in
from headwaters.practice.contacts.models import Contact
from headwaters.practice.contacts.outcomes import Outcome
from headwaters.practice.contacts.queries import last_contact_days
from headwaters.practice.published.queries import manifest
from headwaters.practice.worklists.asking import ask_for_list
from headwaters.practice.worklists.caseloads import caseload_of, own_caseload_of
from headwaters.practice.worklists.live import promises_of
from headwaters.practice.worklists.news import stamps
from headwaters.practice.worklists.queries import PutOff, put_off
from headwaters.web.layout.dates import long_day, written
from headwaters.web.layout.here import Here
from headwaters.web.worklist.addresses import page_of
from headwaters.web.worklist.from_families import lines_of
from headwaters.web.worklist.outcome_words import OUTCOMES
from headwaters.web.worklist.own import Key, OwnList, Which
from headwaters.web.worklist.rows import rows_of
from headwaters.web.worklist.today import finding_of, groups_of

MOST = 30
SOON_ENOUGH_DAYS = 60
"""How far back a promise can still be mended as a task of the day (ux.md N1: 60 days back)."""


@dataclass(frozen=True, slots=True)
class Choice:
    href: str
    words: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """A contact that was just written down. `undone`: it was taken back."""

    contact: UUID
    words: str
    undone: bool


def own_today(request: HttpRequest, site: Here, by: Reader) -> HttpResponse:
    on = by.at.date()
    stories = caseload_of(by.id, on=on)
    views = ask_for_list(stories, by=by, detail="own list")
    waiting = put_off(views, on=site.as_of)
    held = _list_of(site, by, views, waiting)
    which = _which(request)
    items, page = held.of(which), page_of(request)
    first = (page - 1) * MOST
    shown = items[first : first + MOST]
    late = sum(item.by_day is not None and item.by_day < site.as_of for item in items)
    return render(request, "worklist/today.html", {
        "long_day": long_day(site.as_of),
        "own": True,
        "finding": finding_of(
            late=late, total=len(items), first=first, shown=len(shown), mine=which is not Which.AGENCIES
        ),
        "groups": groups_of(rows_of(site, by, shown, may_record=True, waiting=waiting)),
        "choices": _choices(held, which, covers=bool(held.covered)),
        "before": f"?show={which}&page={page - 1}" if page > 1 else "",
        "after": f"?show={which}&page={page + 1}" if first + MOST < len(items) else "",
        "nobody_yet": not stories,
        "ahead": _visits_ahead(views, by),
        "said": lines_of(site, by, views),
        "saved": saved_of(request, by),
    })  # fmt: skip


def _list_of(site: Here, by: Reader, views: Mapping[str, View], waiting: Mapping[Key, PutOff]) -> OwnList:
    items = promises_of(
        views, by=by, data=site.data, models=site.models, as_of=site.as_of, view_of=views.__getitem__
    ) if views else ()  # fmt: skip
    own = own_caseload_of(by.id, on=by.at.date())
    return OwnList(
        items, by.works_as, site.as_of, site.as_of - timedelta(days=SOON_ENOUGH_DAYS),
        covered=frozenset(views) - own,
        put_off={key: one.until for key, one in waiting.items()},
        spoken=last_contact_days(views, blueprint=site.blueprint, as_of=site.as_of) if views else {},
    )  # fmt: skip


def _which(request: HttpRequest) -> Which:
    asked = request.GET.get("show", "")
    return Which(asked) if asked in set(Which) else Which.MINE


def _choices(held: OwnList, which: Which, *, covers: bool) -> list[Choice]:
    named = {
        Which.MINE: _("Mine"), Which.COVER: _("Covering"), Which.AGENCIES: _("Waiting on agencies"),
        Which.INTERPRETER: _("Needs an interpreter"), Which.QUIET: _("No contact in 30 days"),
        Which.WAITING: _("Put off"), Which.OLDER: _("Over two months late"),
    }  # fmt: skip
    return [
        Choice("?" if one is Which.MINE else f"?show={one}", words, len(held.of(one)), one is which)
        for one, words in named.items()
        if one is not Which.COVER or covers
    ]


def _visits_ahead(stories: Mapping[str, View], by: Reader) -> int:
    """Agreed days of tomorrow."""
    start = datetime.combine(by.at.date() + timedelta(days=1), time.min, by.at.tzinfo)
    return len(agreed_in(stories, from_=start, through=start + timedelta(days=1))) if stories else 0


def standing(site: Here, by: Reader, items: Sequence[WorkItem]) -> list[WorkItem]:
    """What still stands of published promises: families with news are judged again, and what waits for a day is left out."""
    stories = {item.story_id for item in items}
    if not stories:
        return []
    fresh = stamps(site.data, manifest(site.data).snapshot, stories)
    views = ask_for_list(fresh, by=by, detail="judged again") if fresh else {}
    now = {
        (one.story_id, one.episode_id, one.element, one.touchpoint)
        for one in promises_of(views, by=by, data=site.data, models=site.models, as_of=site.as_of, view_of=views.__getitem__)
    } if views else set()  # fmt: skip
    waiting = put_off(stories, on=site.as_of)
    return [
        item for item in items
        if (item.story_id, item.episode_id, f"{item.element}/{item.touchpoint}") not in waiting
        and (item.story_id not in views or (item.story_id, item.episode_id, item.element, item.touchpoint) in now)
    ]  # fmt: skip


def saved_of(request: HttpRequest, by: Reader) -> Saved | None:
    """What the address says was just saved, if it is this reader's own and of today."""
    try:
        asked = UUID(request.GET.get("saved", ""))
    except ValueError:
        return None
    held = Contact.objects.filter(pk=asked, account=by.id).first()
    if held is None:
        return None
    outcome = str(OUTCOMES[Outcome(held.outcome)])
    if held.undone_at is not None:
        return Saved(
            asked, _("Taken back: %(outcome)s. The promise stands on the list again.") % {"outcome": outcome}, True
        )
    if held.next_day is None:
        return Saved(asked, _("Saved: %(outcome)s.") % {"outcome": outcome}, False)
    words = _("Saved: %(outcome)s. It comes back on %(day)s.")
    return Saved(asked, words % {"outcome": outcome, "day": written(held.next_day)}, False)
