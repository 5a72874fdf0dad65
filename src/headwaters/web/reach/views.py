"""Reach by group, the county map, places side by side, and the same tables as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.problems import NotFound
from headwaters.engine.measures import downloads
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.measures.released import UNSTEADY_BELOW, ReleasedReach
from headwaters.practice.access.reader import Reader
from headwaters.practice.published import queries
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.names import county_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.refreshed import after_a_refresh
from headwaters.web.reach.about import method_words, rule_head, rule_words, who_over_time, who_words
from headwaters.web.reach.asked import KINDS, Asked, asked_of, lines_of, pickers
from headwaters.web.reach.chart import BAR_WORDS, Chart, GroupRow, draw
from headwaters.web.reach.county_map import Place, draw_map, map_words
from headwaters.web.reach.multiples import MOST_QUARTERS, draw_panels, lede_of, quarter_labels, step_labels, steps_of
from headwaters.web.reach.picture import picture
from headwaters.web.reach.steps import in_order, line_title
from headwaters.web.reach.words import REGION_NAMES

PLACES = (GroupKind.REGION, GroupKind.COUNTY)


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another view, or a file."""

    href: str
    words: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; `labelled` are (column, number in words)."""

    name: str
    share: str
    interval: str
    bounds: str
    people: str
    labelled: tuple[tuple[str, str], ...]
    beside: str


@after_a_refresh
def groups(request: HttpRequest) -> HttpResponse:
    """Reach of one step by one kind of group."""
    site, by = here(), reader_of(request)
    choices = choices_of(site, by)
    asked = asked_of(request.GET, choices, site.blueprint)
    held = reach_of(site, by, asked)
    within = sorted({row.group.within for row in held.rows if row.group is not None and row.group.within})
    if asked.kind is GroupKind.ZIP:
        asked = replace(asked, within=asked.within if asked.within in within else (within[0] if within else None))
    title = line_title(site.blueprint, asked.line)
    chart = draw(inside(held, asked), title=title, names=REGION_NAMES)
    return render(request, "reach/groups.html", beside(site, asked, held, chart) | {
        "pickers": pickers(site.blueprint, choices, asked, within=within),
        "tabs": tabs_of(asked, "reach:groups"),
        "bar_keys": bar_keys(chart),
    })  # fmt: skip


@after_a_refresh
def counties(request: HttpRequest) -> HttpResponse:
    """The same for the 36 counties, as a map and as a list."""
    site, by = here(), reader_of(request)
    choices = choices_of(site, by)
    asked = asked_of(request.GET, choices, site.blueprint, kind=GroupKind.COUNTY)
    held = reach_of(site, by, asked)
    chart = draw(held, title=line_title(site.blueprint, asked.line))
    region = request.GET.get("outline", "")
    drawing = draw_map(
        {row.id: Place(row.strip.row, row.strip.dot / 100) for row in chart.rows if row.id},
        outlined=choices.regions.get(region, ()),
    )
    return render(request, "reach/counties.html", beside(site, asked, held, chart) | {
        "map": drawing,
        "map_words": map_words(drawing),
        "regions": [
            Link(f"?{asked.query(outline='' if key == region else key)}", name, key == region)
            for key, name in REGION_NAMES.items()
            if key in choices.regions
        ],
        "region": REGION_NAMES.get(region, "") if drawing.outlined else "",
        "pickers": pickers(site.blueprint, choices, asked, kinds=False),
        "tabs": tabs_of(asked, "reach:counties"),
    })  # fmt: skip


@after_a_refresh
def places(request: HttpRequest) -> HttpResponse:
    """Counties or regions side by side: the steps of one element, or one step over birth cohorts."""
    site, by = here(), reader_of(request)
    choices = choices_of(site, by)
    asked, over_time = _places_asked(request, site, choices)
    tables = _places_tables(site, by, asked, choices, over_time=over_time)
    lines = [table.line for table in tables]
    labels = quarter_labels(tables) if over_time else step_labels(site.blueprint, lines)
    shown = asked.line if over_time else replace(asked.line, touchpoint=None)
    return render(request, "reach/places.html", {
        "panels": draw_panels(tables, labels, names=REGION_NAMES),
        "title": line_title(site.blueprint, shown),
        "heading": _("Over birth cohorts, by place") if over_time else _("Step by step, by place"),
        "lede": lede_of(tables, over_time=over_time),
        "ways": _ways(asked, over_time=over_time, may_choose=choices.may_choose),
        "pickers": pickers(site.blueprint, choices, asked, kinds=False),
        "kept": [("by", asked.kind.value)] + ([("over", "time")] if over_time else []),
        "tabs": tabs_of(asked, "reach:places"),
        "downloads": [] if over_time else [
            Link(f"{reverse('reach:places_csv')}?{request.GET.urlencode()}", _("a table (CSV)"))
        ],
        **_words_beside(site, tables[0]),
        **({"counted": who_over_time(tables)} if over_time else {}),
    })  # fmt: skip


@after_a_refresh
def places_csv(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    choices = choices_of(site, by)
    asked, _over_time = _places_asked(request, site, choices)
    tables = _places_tables(site, by, asked, choices, over_time=False, suppress=True)
    name = f"reach-{asked.line.element}-places-by-{asked.kind}-{site.as_of}.csv"
    return _file(downloads.reach_csv_of(tables).encode("utf-8-sig"), "text/csv; charset=utf-8", name)


def _places_asked(request: HttpRequest, site: Here, choices: queries.ReachChoices) -> tuple[Asked, bool]:
    kind = GroupKind.COUNTY if request.GET.get("by") == GroupKind.COUNTY else GroupKind.REGION
    return asked_of(request.GET, choices, site.blueprint, kind=kind), request.GET.get(
        "over"
    ) == "time" and choices.may_choose


def _places_tables(
    site: Here, by: Reader, asked: Asked, choices: queries.ReachChoices, *, over_time: bool, suppress: bool = False
) -> tuple[ReleasedReach, ...]:
    """raises  NotFound  there is no table of that, or no birth cohort yet"""
    if over_time:
        every = queries.reach_over_time(
            site.data, by=by, element=asked.line.element, touchpoint=asked.line.touchpoint, kind=asked.kind
        )  # fmt: skip
        tables = tuple(table for table in every if not table.everybody.nobody)[-MOST_QUARTERS:]
    else:
        lines = steps_of(site.blueprint, lines_of(choices, asked.line.element), asked.kind)
        found = queries.reach_of_lines(
            site.data, by=by, kind=asked.kind, lines=lines, born=asked.born, suppress=suppress
        )  # fmt: skip
        held = {table.line.touchpoint: table for table in found}
        tables = tuple(held[line.touchpoint] for line in lines if line.touchpoint in held)
    if not tables:
        raise NotFound(_("Nothing of that has been counted yet. Choose another element on the Reach page."))
    return tables


def _ways(asked: Asked, *, over_time: bool, may_choose: bool) -> list[Link]:
    time = {"over": "time"} if over_time else {}
    ways = [
        Link(f"?{asked.query(by=kind.value, **time)}", str(KINDS[kind]), kind is asked.kind) for kind in PLACES
    ]  # fmt: skip
    if may_choose:
        ways.append(Link(f"?{asked.query()}", _("Steps"), not over_time))
        ways.append(Link(f"?{asked.query(over='time')}", _("Over birth cohorts"), over_time))
    return ways


@after_a_refresh
def table_csv(request: HttpRequest) -> HttpResponse:
    held, name = _file_of(request)
    return _file(downloads.reach_csv(held).encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


@after_a_refresh
def table_parquet(request: HttpRequest) -> HttpResponse:
    held, name = _file_of(request)
    return _file(downloads.reach_parquet(held), "application/vnd.apache.parquet", f"{name}.parquet")


@after_a_refresh
def picture_svg(request: HttpRequest) -> HttpResponse:
    held, name = _file_of(request)
    site = here()
    title = line_title(site.blueprint, held.line)
    said = _words_beside(site, held)
    notes = (said["counted"], f"{said['rule_head']} {said['rule']}", said["method"])
    drawn = picture(draw(held, title=title, names=REGION_NAMES), title=f"{title} · {KINDS[held.kind]}", notes=notes)
    return _file(drawn.encode(), "image/svg+xml", f"{name}.svg")


def _file_of(request: HttpRequest) -> tuple[ReleasedReach, str]:
    """The table that the address names and what its file is called. A file is handed on, so it always hides small numbers."""
    site, by = here(), reader_of(request)
    asked = asked_of(request.GET, choices_of(site, by), site.blueprint)
    held = reach_of(site, by, asked, suppress=True)
    step = (asked.line.touchpoint or "all").replace("@", "-")
    return held, f"reach-{asked.line.element}-{step}-by-{asked.kind}-{site.as_of}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def choices_of(site: Here, by: Reader) -> queries.ReachChoices:
    """What may be chosen, in the blueprint's order."""
    found = queries.reach_choices(site.data, by=by)
    return replace(found, lines=in_order(site.blueprint, found.lines))


def reach_of(site: Here, by: Reader, asked: Asked, *, suppress: bool = False) -> ReleasedReach:
    return queries.reach(
        site.data, by=by, element=asked.line.element, touchpoint=asked.line.touchpoint, kind=asked.kind,
        born=asked.born, place=asked.place, suppress=suppress,
    )  # fmt: skip


def inside(held: ReleasedReach, asked: Asked) -> ReleasedReach:
    """Zip codes of one county at a time: four hundred rows are no picture."""
    if asked.kind is not GroupKind.ZIP:
        return held
    return replace(held, rows=tuple(row for row in held.rows if row.group and row.group.within == asked.within))


def beside(site: Here, asked: Asked, held: ReleasedReach, chart: Chart) -> dict[str, Any]:
    """What every view of one table needs."""
    county = f", {county_name(asked.within)}" if asked.within else ""
    return {
        "title": line_title(site.blueprint, asked.line),
        "chart": chart,
        "by_words": _("By %(kind)s") % {"kind": str(KINDS[asked.kind]).lower()} + county,
        "by_short": str(KINDS[asked.kind]),
        "unsteady_below": UNSTEADY_BELOW,
        "table": [table_row(chart, row) for row in (*chart.rows, chart.everybody)],
        "downloads": downloads_of(asked),
        **_words_beside(site, held),
    }  # fmt: skip


def _words_beside(site: Here, held: ReleasedReach) -> dict[str, str]:
    model = f"{site.blueprint.id} {site.blueprint.version}"
    return {
        "counted": who_words(held),
        "rule_head": rule_head(held.kind),
        "rule": rule_words(held),
        "method": method_words(held, model=model, as_of_words=written(site.as_of)),
    }


def table_row(chart: Chart, row: GroupRow) -> TableRow:
    words = tuple(_("too few") if count is None else f"{count:,}" for count in row.cells)
    share = f"{round(row.strip.dot)}" if row.interval else row.brief
    people = _("too few") if row.due is None else f"{row.due:,}"
    labelled = tuple(zip(chart.columns, words, strict=True))
    return TableRow(row.name, share, row.interval, row.bounds, people, labelled, row.beside)


def downloads_of(asked: Asked) -> list[Link]:
    named = (
        ("reach:csv", _("a table (CSV)")), ("reach:parquet", _("for analysts (Parquet)")),
        ("reach:picture", _("a picture (SVG)")),
    )  # fmt: skip
    return [Link(f"{reverse(name)}?{asked.query()}", words) for name, words in named]


def tabs_of(asked: Asked, view: str) -> list[Link]:
    named = (
        ("reach:groups", _("By group"), asked.query(by="" if asked.kind in PLACES else asked.kind.value)),
        ("reach:counties", _("County map"), asked.query(by="")),
        ("reach:places", _("Places side by side"), asked.query(by=asked.kind.value if asked.kind in PLACES else "")),
    )
    return [Link(f"{reverse(name)}?{query}", words, name == view) for name, words, query in named]


def bar_keys(chart: Chart) -> list[dict[str, str]]:
    """The textures that this chart uses, and no others."""
    used = {bar.kind for row in (*chart.rows, chart.everybody) for bar in row.bars}
    return [{"kind": kind, "words": str(words)} for kind, words in BAR_WORDS.items() if kind in used]
