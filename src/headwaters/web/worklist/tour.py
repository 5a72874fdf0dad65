"""A two-minute tour: each step leads to a real place in this installation's own data."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.cracks import CrackKind
from headwaters.engine.measures.promises import WorkFilter, WorkItem
from headwaters.practice.access.reader import Reader
from headwaters.practice.published import queries
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.layout.words import title_of
from headwaters.web.worklist.addresses import family_address
from headwaters.web.worklist.names import names_of


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: what one sees there, and where it is."""

    title: str
    words: str
    href: str
    button: str


WANTED = (
    WorkFilter(crack=CrackKind.NO_ANSWER.value, late=True),
    WorkFilter(late=True, caught=True),
    WorkFilter(late=True),
    WorkFilter(),
)
"""What the tour would like to show a family for, best first: a late answer, any catch, anything late, anything."""


@after_a_refresh
def tour(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    found = _example(site, by)
    return render(request, "worklist/tour.html", {"stops": _stops(site, by, found)})


def _example(site: Here, by: Reader) -> WorkItem | None:
    for wanted in WANTED:
        items = queries.work_items(site.data, by=by, wanted=wanted, most=40)
        born = [item for item in items if item.birth is not None]
        with_handoff = [item for item in born if item.handoff is not None]
        if chosen := (with_handoff or born or list(items)):
            return chosen[-1]
    return None


def _stops(site: Here, by: Reader, item: WorkItem | None) -> list[Stop]:
    stops = [Stop(
        _("Start with Today"),
        _("A list of promises to families, ordered by the time left on each. It never scores or ranks a family."),
        reverse("worklist:today"), _("Open Today"),
    )]  # fmt: skip
    if item is not None:
        stops.extend(_family_stops(site, by, item))
    handoff = item.handoff if item is not None else None
    ladder = reverse("cracks:ladder") + (f"?handoff={handoff}" if handoff in site.blueprint.handoffs else "")
    stops.append(Stop(
        _("See where the hand-off breaks for everybody"),
        _("The ladder counts, step by step, who went on and who left. A crack belongs to the hand-off and its two "
          "owners; a family’s own no is counted apart. Press a crack to see the families behind it."),
        ladder, _("Open the crack ladder"),
    ))  # fmt: skip
    stops.append(Stop(
        _("See who is reached, fairly"),
        _("Each group and each county stands with how sure the number is, what no source could see, and a family’s own no "
          "counted apart. Too few people to show are hatched, and nobody is ranked."),
        reverse("reach:groups"), _("Open reach by group"),
    ))  # fmt: skip
    stops.append(Stop(
        _("Read the model that judged all this"),
        _("The blueprint says what should reach each child, by when, who does it, and who catches what falls. Every "
          "number carries its source. Dashed cards do not exist here yet."),
        reverse("blueprint:board"), _("Open the board"),
    ))  # fmt: skip
    return stops


def _family_stops(site: Here, by: Reader, item: WorkItem) -> list[Stop]:
    name = names_of(site, by, {item.story_id}).get((item.story_id, item.episode_id), _("A family"))
    title = title_of(site.blueprint, item.element, item.touchpoint)
    return [
        Stop(
            _("Open one family’s line"),
            _("%(name)s: everything that should reach this child and parent from conception to three years, on one "
              "line. On a phone it turns into a list: now, next, later, done.") % {"name": name},
            family_address(item.story_id, item.episode_id), _("Open this family"),
        ),
        Stop(
            _("Ask why"),
            _("Every mark answers: the rule, what is known and who said it, whose move it is, and what would change "
              "it. Here: %(title)s.") % {"title": title},
            family_address(item.story_id, item.episode_id, f"{item.element}/{item.touchpoint}"), _("See why"),
        ),
    ]  # fmt: skip
