"""Hand-offs and measures of a blueprint file (language parts 4 and 5)."""

from __future__ import annotations

from headwaters.domain.blueprint.blueprint import Measure, Membership
from headwaters.domain.blueprint.handoff import Clock, Handoff
from headwaters.domain.blueprint.misread import did_you_mean
from headwaters.domain.blueprint.vocabulary import Sort
from headwaters.domain.blueprint.window import Duration, SpanRule
from headwaters.interchange.blueprint_yaml.document import Document, Part
from headwaters.interchange.blueprint_yaml.matchers import matchers, requirement
from headwaters.interchange.blueprint_yaml.values import (
    NOWHERE,
    condition,
    duration,
    known_names,
    number,
    source_of,
    span,
    text_of,
)

REQUIRED_CLOCKS = (Clock.SEND, Clock.ANSWER, Clock.BEGIN)


def handoffs(document: Document) -> dict[str, Handoff]:
    return {key: one for key, part in document.root().section("handoffs") if (one := _handoff(part, key)) is not None}


def _handoff(part: Part, key: str) -> Handoff | None:
    if not part.is_map():
        return None
    known = ("from", "to", "catch", "consent", "clocks", "way_back", "next_route", "no_next_route", "title")
    part.only(known, of="a hand-off")
    title, way_back = part.get("title"), part.get("way_back")
    to = _owner(part, "to", "receives it, so no answer can be expected of anybody")
    route, reason = _next_route(part)
    if way_back is None:
        part.problem(
            "there is no way back: nobody would learn what became of it.",
            "Add `way_back: [{event: ...}]`.",
            "way_back_missing",
        )
    return Handoff(
        id=key,
        from_=_owner(part, "from", "sends it"),
        to=to,
        catch=_catch(part, to),
        clocks=_clocks(part),
        way_back=matchers(way_back, NOWHERE),
        next_route=route,
        no_next_route=reason,
        consent=_consent(part),
        title=text_of(title) if title else None,
        source=source_of(part),
    )


def _owner(part: Part, key: str, deed: str) -> str:
    inner = part.get(key)
    if inner is None:
        part.problem(f"nobody {deed}.", f"Add `{key}:` with an agency.", "owner_missing")
        return ""
    names = known_names(inner, part.words.agencies, what="an agency", kind="Agencies")
    return names[0] if names else ""


def _catch(part: Part, to: str) -> str:
    inner = part.get("catch")
    if inner is None:
        part.problem(
            f"nobody catches it when {to or 'the other side'} does not answer.", "Add `catch:`.", "catch_missing"
        )
        return ""
    known = (*part.words.roles, *part.words.agencies)
    names = known_names(inner, known, what="a role or an agency", kind="Roles and agencies")
    return names[0] if names else ""


def _clocks(part: Part) -> dict[Clock, Duration]:
    found: dict[Clock, Duration] = {}
    for key, inner in part.section("clocks"):
        if key in ("source", "note"):
            continue
        if key not in list(Clock):
            inner.problem(f"`{key}` is not a clock.", did_you_mean(key, list(Clock), kind="Clocks"), "clock_unknown")
        elif inner.value is not None and (length := duration(inner)) is not None:
            found[Clock(key)] = length
    clocks = part.get("clocks")
    given = set(clocks.value) if clocks and isinstance(clocks.value, dict) else set()
    missing = [clock for clock in REQUIRED_CLOCKS if clock not in given or (clocks and clocks.value[clock] is None)]
    if missing:
        named = ", ".join(f"`{clock}`" for clock in missing)
        part.problem(
            f"there is no clock for {named}.", f"Add `clocks: {{{missing[0]}: 7 days, ...}}`.", "clock_missing"
        )
    return found


def _next_route(part: Part) -> tuple[str | None, str | None]:
    """`element.touchpoint`, or `none` with a reason under `no_next_route`."""
    inner, reason = part.get("next_route"), part.get("no_next_route")
    words = _reason(reason) if reason else None
    nowhere = inner is None or inner.value == "none"
    if inner is not None and isinstance(inner.value, dict) and "none" in inner.value:
        nowhere = True
        none = inner.get("none")
        words = _reason(none) if none else words
    if inner is None or nowhere:
        if inner is not None and words is None:
            remedy = "Add `no_next_route:` with a sentence saying why."
            inner.problem("`next_route: none` gives no reason.", remedy, "next_route_reason")
        if inner is None and words is None:
            part.problem(
                "nothing says where a child goes who is found not eligible.",
                "Add `next_route: element.touchpoint`, or `next_route: none` with a reason under `no_next_route:`.",
                "next_route_missing",
            )
        return None, words
    name = inner.as_text()
    found = part.words.find(name, own=None) if name else None
    if name and (found is None or found[1] is None):
        remedy = did_you_mean(name, [n for n in part.words.names(own=None) if "." in n], kind="Touchpoints")
        inner.problem(f"`{name}` is not a touchpoint.", remedy, "reference_unknown")
    return name, None


def _reason(part: Part) -> str | None:
    if isinstance(part.value, dict):
        text = text_of(part)
        return next(iter(text.values())) if text else None
    return part.as_text()


def _consent(part: Part) -> str | None:
    inner = part.get("consent")
    name = inner.as_text() if inner else None
    if inner is None or name is None:
        return None
    fact = part.words.facts.get(name)
    if fact is None:
        inner.unknown(name, "a fact", part.words.facts, kind="Facts")
    elif fact.sort is not Sort.BOOLEAN:
        inner.problem(
            f"`{name}` is not a yes-or-no fact, so it cannot be a consent.",
            "Name a fact of `type: boolean`.",
            "consent_type",
        )
    return name


def measures(document: Document) -> dict[str, Measure]:
    return {key: one for key, part in document.root().section("measures") if (one := _measure(part, key)) is not None}


def _measure(part: Part, key: str) -> Measure | None:
    if not part.is_map():
        return None
    part.only(("title", "period", "who", "out", "met", "at_least", "share_of"), of="a measure")
    title, who, out = part.get("title"), part.get("who"), part.get("out")
    share = number(part, "at_least")
    if share is not None and not 0 <= share <= 1:
        part.problem(f"`at_least: {share:g}` is not a share between 0 and 1.", "Write 80 of 100 as 0.8.", "share_range")
    calendar_year, period = _period(part)
    met, share_of = _met(part), _share_of(part)
    if not met and share_of is None:
        part.problem(
            "The measure does not say what it measures.",
            "Add `met: {all: [touchpoints]}` or `share_of: element.touchpoint`.",
            "measure_empty",
        )
    return Measure(
        id=key,
        title=text_of(title) if title else None,
        calendar_year=calendar_year,
        period=period,
        who=(_membership(who) if who else None) or Membership(),
        out=_membership(out) if out else None,
        met=met,
        at_least=share,
        share_of=share_of,
    )


def _period(part: Part) -> tuple[bool, SpanRule | None]:
    inner = part.get("period")
    if inner is None or inner.value == "calendar year":
        return inner is not None, None
    if not isinstance(inner.value, list):
        inner.refuse(
            "The period is neither a calendar year nor two days.",
            "Write `calendar year` or `[first day, last day]`.",
            "period",
        )
        return False, None
    rule = span(inner, NOWHERE)
    return False, SpanRule(rule.start, rule.end, "period") if rule else None


def _membership(part: Part) -> Membership | None:
    if not part.is_map():
        return None
    part.only(("for", "requires"), of="`who` and `out`")
    for_, requires = part.get("for"), part.get("requires")
    return Membership(condition(for_, NOWHERE) if for_ else None, requirement(requires, NOWHERE) if requires else None)


def _met(part: Part) -> tuple[str, ...]:
    inner = part.get("met")
    if inner is None or not inner.is_map():
        return ()
    inner.only(("all",), of="`met`")
    every = inner.get("all")
    names = every.texts() if every else ()
    for name in names:
        if every is not None and part.words.find(name, own=None) is None:
            every.unknown(name, "an element or touchpoint", part.words.names(own=None), kind="There are")
    return names


def _share_of(part: Part) -> tuple[str, str] | None:
    inner = part.get("share_of")
    name = inner.as_text() if inner else None
    if inner is None or name is None:
        return None
    found = part.words.find(name, own=None)
    if found is None or found[1] is None:
        inner.unknown(name, "a touchpoint", [n for n in part.words.names(own=None) if "." in n], kind="Touchpoints")
        return None
    return found[0], found[1].id
