"""One element opened: read aloud from its own values, and its chain as boxes and arrows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Cost, Element, ElementKind, Role, Stage, Touchpoint
from headwaters.domain.blueprint.handoff import Clock, Handoff
from headwaters.domain.blueprint.window import Offset
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.layout.words import agency_name, text


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    window: str
    after: str
    handoff: str


@dataclass(frozen=True, slots=True)
class Node:
    """One box of an element's flow. `clock`: words on the arrow that leads into it; `kind`: start, step or route."""

    title: str
    owner: str
    clock: str
    kind: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One element opened."""

    title: str
    kind: str
    family_text: str
    why: str
    need: str
    steps: tuple[Step, ...]
    who: tuple[str, ...]
    cost: str
    funds: str
    factors: tuple[str, ...]
    stage: str
    source: str
    source_url: str
    languages: str
    flow: tuple[Node, ...]


def detail_of(blueprint: Blueprint, element: Element) -> Detail:
    plain = Plain(blueprint)
    source = blueprint.sources.get(element.source or "")
    return Detail(
        title=text(element.title),
        kind=kind_words(element.kind),
        family_text=text(element.family_text),
        why=text(element.why),
        need=_need(plain, element),
        steps=tuple(_step(blueprint, plain, element, place) for place in range(len(element.touchpoints))),
        who=_who(blueprint, element),
        cost=_cost(element.cost),
        funds=", ".join(
            text(blueprint.funds[share.fund].title) for share in element.fund if share.fund in blueprint.funds
        ),
        factors=tuple(text(blueprint.protective_factors.get(factor)) for factor in element.protective_factors),
        stage=stage_words(element),
        source=source.cite if source is not None else _("working judgement") if element.source == "judgement" else "",
        source_url=(source.url or "") if source is not None else "",
        languages=", ".join(sorted(element.family_text)),
        flow=flow_of(blueprint, element),
    )


def flow_of(blueprint: Blueprint, element: Element) -> tuple[Node, ...]:
    """The chain an element makes, drawn as boxes and arrows: what sets it off, its steps with their time, and where a
    family goes that is found not eligible. Empty for an element whose steps only follow the calendar."""
    if not any(touchpoint.after is not None for touchpoint in element.touchpoints):
        return ()
    plain = Plain(blueprint)
    nodes: list[Node] = []
    routes: dict[str, str] = {}
    for touchpoint in element.touchpoints:
        after, handoff = touchpoint.after, blueprint.handoffs.get(touchpoint.handoff or "")
        if after is not None and after.element != element.id and not nodes:
            first = plain.after(after)
            nodes.append(Node(first[:1].upper() + first[1:], "", "", "start"))
        owner = next((d.agency for d in (*touchpoint.delivered_by, *element.delivered_by) if d.agency), None)
        title = text(touchpoint.title, touchpoint.id.replace("_", " "))
        nodes.append(Node(title, agency_name(blueprint, owner) if owner else "", _within(touchpoint), "step"))
        if handoff is not None and handoff.next_route is not None:
            routes[handoff.next_route] = _route_clock(handoff)
    nodes.extend(Node(plain.reached(route, None), "", clock, "route") for route, clock in routes.items())
    return tuple(nodes)


def _within(touchpoint: Touchpoint) -> str:
    """The time from what sets a step off to its last day in time, where the blueprint says it so."""
    due = touchpoint.due_by
    counts = isinstance(due, Offset) and due.anchor in ("trigger", "from") and touchpoint.after is not None
    if not counts or not isinstance(due, Offset):
        return ""
    return _("within %(length)s") % {"length": duration_in_words(due.plus)}


def _route_clock(handoff: Handoff) -> str:
    if Clock.ROUTE not in handoff.clocks:
        return _("if not eligible")
    return _("if not eligible, within %(length)s") % {"length": duration_in_words(handoff.clocks[Clock.ROUTE])}


def kind_words(kind: ElementKind) -> str:
    return {
        ElementKind.SERVICE: _("Service"),
        ElementKind.SUPPORT: _("Support"),
        ElementKind.INTERVENTION: _("Intervention"),
        ElementKind.PROTECTIVE_FACTOR: _("Protective factor"),
        ElementKind.SCREENING: _("Screening"),
        ElementKind.MILESTONE: _("Milestone"),
    }[kind]


def stage_words(element: Element) -> str:
    return {
        Stage.PROPOSED: _("Does not exist here yet"),
        Stage.STARTING: _("Starting"),
        Stage.RUNNING: _("Running"),
    }[element.stage]


def _need(plain: Plain, element: Element) -> str:
    recipients = {
        Role.CHILD: _("Each child"),
        Role.BIRTHING_PARENT: _("Each birthing parent"),
        Role.CAREGIVER: _("Each caregiver"),
        Role.HOUSEHOLD: _("Each household"),
    }
    who = recipients[element.recipient]
    if element.for_ is None:
        return _("%(who)s.") % {"who": who}
    return _("%(who)s for whom: %(need)s.") % {"who": who, "need": plain.condition(element.for_)}


def _step(blueprint: Blueprint, plain: Plain, element: Element, place: int) -> Step:
    touchpoint = element.touchpoints[place]
    handoff = blueprint.handoffs.get(touchpoint.handoff or "")
    return Step(
        title=text(touchpoint.title, touchpoint.id.replace("_", " ")),
        window=plain.window(element, touchpoint),
        after=_("after %(what)s") % {"what": plain.after(touchpoint.after)} if touchpoint.after is not None else "",
        handoff=text(handoff.title) if handoff is not None else "",
    )


def _who(blueprint: Blueprint, element: Element) -> tuple[str, ...]:
    lines = []
    for delivery in element.delivered_by:
        role = agency_name(blueprint, delivery.role)
        minutes = (
            ngettext("%(n)d minute", "%(n)d minutes", round(delivery.minutes)) % {"n": round(delivery.minutes)}
            if delivery.minutes is not None else _("minutes asked for")
        )  # fmt: skip
        at = f", {agency_name(blueprint, delivery.agency)}" if delivery.agency else ""
        lines.append(f"{role}{at}: {minutes}")
    return tuple(lines)


def _cost(cost: Cost | None) -> str:
    if cost is None:
        return ""
    per = {
        "touchpoint": _("a step"), "child": _("a child"), "child-year": _("a child and year"), "family": _("a family"),
    }.get(cost.per, cost.per.replace("_", " "))  # fmt: skip
    if cost.usd is None and cost.low is None:
        return _("asked for; not known yet")
    if cost.low is not None and cost.high is not None:
        amount = f"${cost.low:,.0f} – ${cost.high:,.0f}"
    else:
        amount = f"${cost.usd or cost.low or 0:,.0f}"
    return f"{amount} {per}" + (f" ({cost.year})" if cost.year else "")
