"""The pages of the work list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.history.history import EpisodeKind
from headwaters.engine.measures.promises import WorkFilter, WorkItem
from headwaters.practice.access.reader import Reader
from headwaters.practice.families import queries as families
from headwaters.practice.published import queries
from headwaters.web.layout.dates import long_day
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import called, county_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name
from headwaters.web.worklist.promises import PromiseRow, promise_row
from headwaters.web.worklist.today import finding_of, groups_of

MOST = 40
"""Rows on one page: what a person can work through in a day."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of the filter; the address is the filter."""

    href: str
    words: str
    count: int | None
    here: bool


@dataclass(frozen=True, slots=True)
class AgencyCount:
    name: str
    open: int
    late: int


def today(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    mine = request.GET.get("show") != "agencies"
    moves = queries.work_counts_by(site.data, "move", by=by, wanted=WorkFilter())
    agencies = tuple(str(move) for move, _open, _late in moves if move != by.role)
    wanted = WorkFilter(
        moves=(by.role,) if mine else agencies,
        county=request.GET.get("county") or None,
        interpreter=True if request.GET.get("interpreter") else None,
    )
    items = queries.work_items(site.data, by=by, wanted=wanted, most=MOST) if wanted.moves else ()
    total = queries.count_work(site.data, by=by, wanted=wanted) if wanted.moves else 0
    late = queries.count_work(site.data, by=by, wanted=replace(wanted, late=True)) if wanted.moves else 0
    pairs = [(item, row) for item, row in zip(items, _rows(site, by, items), strict=True)]
    return render(request, "worklist/today.html", {
        "long_day": long_day(site.as_of),
        "finding": finding_of(late=late, total=total, shown=len(items), mine=mine),
        "groups": groups_of(pairs),
        "choices": _choices(request, site, by, moves, mine=mine),
        "counties": _counties(request, site, by, wanted),
        "agencies": [
            AgencyCount(agency_name(site.blueprint, move), open_, past)
            for move, open_, past in moves
            if move != by.role
        ],
    })  # fmt: skip


def _rows(site: Here, by: Reader, items: Sequence[WorkItem]) -> list[PromiseRow]:
    names = names_of(site, by, {item.story_id for item in items})
    return [
        promise_row(
            site.blueprint,
            item,
            name=names.get((item.story_id, item.episode_id), _("A family")),
            href=family_address(item.story_id, item.episode_id, f"{item.element}/{item.touchpoint}"),
            role=by.role,
            as_of=site.as_of,
        )
        for item in items
    ]


def names_of(site: Here, by: Reader, story_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """What each family of a list is called, by (story, episode). To be asked after the list itself was allowed."""
    names: dict[tuple[str, str], str] = {}
    for story in families.stories(by=by, only=story_ids) if story_ids else ():
        people = {one.person_id: one for one in families.people_of(story.story_id, by=by)}
        children = sum(episode.kind is EpisodeKind.CHILD for episode in story.episodes)
        for episode in story.episodes:
            said = called(episode, story.people, people, as_of=site.as_of, twins=children)
            names[str(story.story_id), str(episode.episode_id)] = said.name
    return names


def family_address(story_id: str, episode_id: str, key: str = "") -> str:
    """Opaque ids only; `key` opens the why of one mark."""
    asked = {"child": episode_id} | ({"why": key} if key else {})
    return f"{reverse('child:family', args=[story_id])}?{urlencode(asked, safe='/')}" + ("#why" if key else "")


def _choices(
    request: HttpRequest, site: Here, by: Reader, moves: Iterable[tuple[str | None, int, int]], *, mine: bool
) -> list[Choice]:
    held = list(moves)
    own = sum(open_ for move, open_, _late in held if move == by.role)
    others = sum(open_ for move, open_, _late in held if move != by.role)
    interpreter = queries.count_work(
        site.data, by=by, wanted=WorkFilter(moves=(by.role,), interpreter=True)
    )  # fmt: skip
    narrowed = bool(request.GET.get("interpreter"))
    return [
        Choice("?", _("Mine"), own, mine and not narrowed and not request.GET.get("county")),
        Choice("?show=agencies", _("Waiting on agencies"), others, not mine),
        Choice("?interpreter=1", _("Needs an interpreter"), interpreter, mine and narrowed),
    ]


def _counties(request: HttpRequest, site: Here, by: Reader, wanted: WorkFilter) -> list[Choice]:
    if not wanted.moves:
        return []
    chosen = request.GET.get("county")
    counted = queries.work_counts_by(site.data, "county", by=by, wanted=replace(wanted, county=None))
    kept = {key: value for key, value in request.GET.items() if key in ("show", "interpreter")}
    links = [
        Choice(f"?{urlencode(kept | {'county': county})}", county_name(county), open_, county == chosen)
        for county, open_, _late in counted
        if county
    ]
    return links if len(links) > 1 or chosen else []
