"""My caseload line: every family as a thin line, aligned at birth, with what is late and where nothing is on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from headwaters.domain.consent import Action
from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.access.actions import list_stories, require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.queries import last_contact_days
from headwaters.practice.families.models import EpisodeRow
from headwaters.practice.worklists.caseloads import caseload_of
from headwaters.practice.worklists.live import promises_of
from headwaters.web.layout.dates import age_in_words, pregnancy_in_words, written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.worklist.addresses import family_address
from headwaters.web.worklist.names import names_of

BEFORE, AFTER = 280, 760
"""Days of the picture before and after birth: from the last period to two years and a month."""
QUIET_DAYS = 30


@dataclass(frozen=True, slots=True)
class Dot:
    """One open promise, percent along the line; `late`: past its day."""

    x: float
    late: bool


@dataclass(frozen=True, slots=True)
class Thin:
    """One family's line. `today`: where it stands now, in percent; `blank`: nobody spoke with it for a month."""

    name: str
    href: str
    age: str
    today: float
    dots: tuple[Dot, ...]
    late: int
    blank: str


@after_a_refresh
def caseload_line(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require_some(by, Action.LIST_FAMILIES, detail="caseload line")
    stories = caseload_of(by.id, on=by.at.date())
    views = list_stories(by, stories, detail="caseload line")
    items = promises_of(
        views, by=by, data=site.data, models=site.models, as_of=site.as_of, view_of=views.__getitem__
    ) if views else ()  # fmt: skip
    spoken = last_contact_days(views, blueprint=site.blueprint, as_of=site.as_of) if views else {}
    lines = _lines(site, by, list(views), items, spoken)
    return render(request, "caseload/line.html", {
        "lines": lines, "birth_x": _x(0), "late": sum(one.late for one in lines),
        "blank": sum(bool(one.blank) for one in lines),
    })  # fmt: skip


def _lines(
    site: Here, by: Reader, stories: Sequence[str], items: Sequence[WorkItem], spoken: Mapping[str, date]
) -> list[Thin]:
    """Youngest last, pregnancies first: by how far along each family is."""
    names = names_of(site, by, stories)
    rows = EpisodeRow.objects.filter(story_id__in=stories).order_by("story_id", "id")
    found: dict[str, tuple[date, EpisodeRow]] = {}
    for row in rows:
        day = row.birth or row.due_date
        if day is not None and (row.story_id not in found or day > found[row.story_id][0]):
            found[row.story_id] = (day, row)
    lines = [(site.as_of - day, _thin(site, row, day, items, names, spoken)) for day, row in found.values()]
    return [line for _age, line in sorted(lines, key=lambda one: (one[0], one[1].name))]


def _thin(
    site: Here, row: EpisodeRow, day: date, items: Sequence[WorkItem], names: Mapping[tuple[str, str], str],
    spoken: Mapping[str, date],
) -> Thin:  # fmt: skip
    own = [item for item in items if item.story_id == row.story_id and item.by_day is not None]
    dots = tuple(Dot(_x((item.by_day - day).days), item.by_day < site.as_of) for item in own if item.by_day is not None)
    born = row.birth is not None and row.birth <= site.as_of
    age = age_in_words(day, site.as_of) if born else pregnancy_in_words(day, site.as_of)
    last = spoken.get(row.story_id)
    quiet = last is None or last < site.as_of - timedelta(days=QUIET_DAYS)
    blank = "" if not quiet else _("no word since %(day)s") % {"day": written(last)} if last else _("no talk on file")
    return Thin(
        names.get((row.story_id, row.episode_id), _("A family")), family_address(row.story_id, row.episode_id), age,
        _x((site.as_of - day).days), dots, sum(dot.late for dot in dots), blank,
    )  # fmt: skip


def _x(days: int) -> float:
    """Percent along the picture of so many days after birth; what lies outside stands at its edge."""
    return round(min(max((days + BEFORE) / (BEFORE + AFTER) * 100, 0.5), 99.5), 1)
