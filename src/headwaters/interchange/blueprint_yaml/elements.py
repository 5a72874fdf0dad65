"""Elements (language part 3)."""

from __future__ import annotations

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import (
    Element,
    ElementKind,
    Role,
    Stage,
    Stop,
    Text,
)
from headwaters.domain.blueprint.matcher import Requirement
from headwaters.interchange.blueprint_yaml.delivering import cost, deliveries, factors, fund_shares
from headwaters.interchange.blueprint_yaml.document import Part
from headwaters.interchange.blueprint_yaml.matchers import matcher, matchers, requirement
from headwaters.interchange.blueprint_yaml.touchpoints import touchpoints
from headwaters.interchange.blueprint_yaml.values import (
    EMPTY_TEXT,
    Standing,
    condition,
    condition_under,
    day,
    known_names,
    moment,
    plain_under,
    source_of,
    text_of,
    text_under,
)

DEFAULTS = ("done_by", "requires", "outcomes", "observed_by", "opens", "due_by", "closes", "from", "delivered_by")
"""Element keys that are defaults for its touchpoints."""


ELEMENT_KEYS = (
    "title", "family_text", "why", "kind", "domain", "lane", "recipient", "for", "unless", "until", "stage", "starts_on",
    "place", "declined_by", "resumed_by", "stopped_by", "no_action", "known_by", "offered_by", "accepted_by", "cost",
    "fund", "protective_factors", "touchpoints", *DEFAULTS,
)  # fmt: skip


def element(part: Part, id_: str) -> Element | None:
    """One element. None where it is no map at all; its other faults are noted and leave gaps."""
    if not part.is_map():
        return None
    part.only(ELEMENT_KEYS, of="an element")
    at = Standing(own=id_)
    _check_defaults(part, id_)
    unless, until, starts_on = part.get("unless"), part.get("until"), part.get("starts_on")
    return Element(
        id=id_,
        title=text_under(part, "title", needed=True) or EMPTY_TEXT,
        family_text=text_under(part, "family_text", needed=True) or EMPTY_TEXT,
        why=text_under(part, "why"),
        touchpoints=touchpoints(part, id_),
        kind=ElementKind(_word(part, "kind", ElementKind, "Kinds") or ElementKind.SERVICE),
        recipient=Role(_word(part, "recipient", Role, "Recipients") or Role.CHILD),
        domain=plain_under(part, "domain"),
        lane=plain_under(part, "lane"),
        for_=condition_under(part, "for", at),
        unless=_condition_or_requirement(unless, at) if unless else None,
        until=moment(until, at) if until else None,
        stage=Stage(_word(part, "stage", Stage, "Stages") or Stage.RUNNING),
        starts_on=day(starts_on) if starts_on else None,
        place=plain_under(part, "place"),
        declined_by=matchers(part.get("declined_by"), at),
        resumed_by=matchers(part.get("resumed_by"), at),
        stopped_by=_stops(part.get("stopped_by"), at),
        no_action=_no_action(part),
        known_by=known_names(part.get("known_by"), part.words.agencies, what="an agency", kind="Agencies"),
        offered_by=matchers(part.get("offered_by"), at),
        accepted_by=matchers(part.get("accepted_by"), at),
        delivered_by=deliveries(part.get("delivered_by")),
        cost=cost(part.get("cost")),
        fund=fund_shares(part.get("fund")),
        protective_factors=factors(part.get("protective_factors")),
        source=source_of(part),
    )


def _check_defaults(part: Part, own: str) -> None:
    """Reads the defaults as a touchpoint would, so that a fault in one that no touchpoint uses is found too."""
    at = Standing(own, triggered=True, bare=True)
    for key in ("from", "opens", "due_by", "closes"):
        inner = part.get(key)
        if inner is not None:
            moment(inner, at if key != "from" else Standing(own, triggered=True))
    matchers(part.get("done_by"), at)
    requires = part.get("requires")
    if requires is not None:
        requirement(requires, at)


def _word(part: Part, key: str, words: type[ElementKind | Role | Stage], kind: str) -> str | None:
    inner = part.get(key)
    return inner.choice(list(words), kind=kind) if inner else None


def _condition_or_requirement(part: Part, at: Standing) -> Condition | Requirement | None:
    return requirement(part, at) if isinstance(part.value, dict) else condition(part, at)


def _stops(part: Part | None, at: Standing) -> tuple[Stop, ...]:
    stops = []
    for item in part.items() if part else ():
        if not item.is_map():
            continue
        item.only(("when", "as", "why"), of="`stopped_by`")
        when, as_, why = item.get("when"), item.get("as"), item.get("why")
        if when is None or as_ is None or why is None:
            item.refuse(
                "This does not say what stops it, as what, and why.",
                "Write `{when: {event: ...}, as: declined, why: left}`.",
                "stop",
            )
            continue
        found, word = matcher(when, at), as_.choice(("declined", "ended"), kind="Words")
        if found is not None and word is not None:
            stops.append(Stop(found, word == "declined", why.as_text() or ""))
    return tuple(stops)


def _no_action(part: Part) -> dict[str, Text]:
    reasons = {}
    for outcome, reason in part.section("no_action"):
        text = text_of(reason) if reason.value is not None else None
        if text is None:
            reason.problem(
                f"`{outcome}` gives no reason.", "Say in a sentence why nothing is owed after it.", "no_action_reason"
            )
        reasons[outcome] = text or EMPTY_TEXT
    return reasons
