"""The blueprint board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound
from headwaters.practice.access.actions import require
from headwaters.web.blueprint.board import Passage, column_titles, lanes_of, passages_of
from headwaters.web.blueprint.card import detail_of
from headwaters.web.blueprint.checks import checks_of
from headwaters.web.child.entries import LANES
from headwaters.web.layout.here import here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import text


def board(request: HttpRequest) -> HttpResponse:
    site, by = here(), reader_of(request)
    require(by, Action.READ_BLUEPRINT, detail="board")
    blueprint = site.blueprint
    wanted = request.GET.get("element") or None
    if wanted is not None and wanted not in blueprint.elements:
        raise NotFound(_("This blueprint has no such element. Choose a card on the board."))
    passages = passages_of(blueprint)
    lane = request.GET.get("lane") if request.GET.get("lane") in LANES else None
    lanes = lanes_of(blueprint, wanted, lane)
    columns = column_titles()
    return render(request, "blueprint/board.html", {
        "eyebrow": _("%(title)s, version %(version)s") % {
            "title": text(blueprint.title, blueprint.id), "version": blueprint.version,
        },
        "finding": finding_of(passages),
        "lede": lede_of(blueprint),
        "columns": columns,
        "lanes": lanes,
        "wide": lane is not None,
        "stages": tuple(
            (title, tuple((lane.title, card) for lane in lanes for card in lane.cells[place]))
            for place, title in enumerate(columns)
        ),
        "passages": passages,
        "checks": checks_of(blueprint),
        "detail": detail_of(blueprint, blueprint.elements[wanted]) if wanted is not None else None,
    })  # fmt: skip


def finding_of(passages: tuple[Passage, ...]) -> str:
    broken = sum(bool(passage.broken) for passage in passages)
    if broken:
        return ngettext("One hand-off can break as drawn", "%(n)d hand-offs can break as drawn", broken) % {"n": broken}
    return _("Every hand-off has an owner, a clock and a way back")


def lede_of(blueprint: Blueprint) -> str:
    elements = ngettext("One element", "%(n)d elements", len(blueprint.elements)) % {"n": len(blueprint.elements)}
    handoffs = ngettext("one hand-off", "%(n)d hand-offs", len(blueprint.handoffs)) % {"n": len(blueprint.handoffs)}
    return _("%(elements)s and %(handoffs)s, by the age at which they come. Choose a card to read it.") % {
        "elements": elements, "handoffs": handoffs,
    }  # fmt: skip
