"""Which events count, and what must add up (language part 2)."""

from __future__ import annotations

from collections.abc import Iterable

from headwaters.domain.blueprint.matcher import (
    AfterFirst,
    AllOf,
    AnyOf,
    Count,
    EventMatcher,
    Matcher,
    Requirement,
    SpanRelation,
    Step,
    StepMatcher,
    Usually,
)
from headwaters.domain.blueprint.vocabulary import OWN_COLUMNS, Named
from headwaters.interchange.blueprint_yaml.document import Part
from headwaters.interchange.blueprint_yaml.values import (
    Standing,
    condition,
    span,
)

_MATCHER_KEYS = ("event", "list", "where", "counts_if", "within", "relation", "handoff", "step")


def matchers(part: Part | None, at: Standing) -> tuple[Matcher, ...]:
    if part is None:
        return ()
    return tuple(m for item in part.items() if (m := matcher(item, at)) is not None)


def matcher(part: Part, at: Standing, *, further: tuple[str, ...] = ()) -> Matcher | None:
    """`{event: ...}` or `{handoff: ..., step: ...}`. `further`: keys that its map may hold besides."""
    if isinstance(part.value, str):
        remedy = f"Write `[{{event: {part.value}}}]`."
        part.refuse(f"`{part.value}` alone does not say what kind of thing counts.", remedy, "matcher")
        return None
    if not part.is_map():
        return None
    part.only((*_MATCHER_KEYS, *further), of="a matcher")
    if part.has("handoff"):
        return _step_matcher(part)
    kinds_part = part.get("event")
    if kinds_part is None:
        part.refuse(
            "This does not say which event counts.", "Write `{event: kind}` or `{handoff: id, step: name}`.", "matcher"
        )
        return None
    kinds = kinds_part.texts()
    for kind in kinds:
        if kind not in part.words.kinds:
            kinds_part.unknown(kind, "an event", part.words.kinds, kind="Events")
    return _event_matcher(part, kinds, at)


def _event_matcher(part: Part, kinds: tuple[str, ...], at: Standing) -> EventMatcher:
    lists = _known_lists(part.get("list"))
    where = part.get("where")
    counts_if = part.get("counts_if")
    within = part.get("within")
    relation = part.get("relation")
    word = relation.choice(list(SpanRelation), kind="Relations") if relation else None
    if (
        relation is not None
        and within is None
        and "requires" not in part.path
        and not {"count", "who", "out", "unless"} & set(map(str, part.path))
    ):
        relation.problem(
            "`relation` says how an event lies to a span, and there is no span.", "Add `within:`.", "relation_alone"
        )
    return EventMatcher(
        kinds=kinds,
        lists=lists,
        where=condition(where, at, columns_of(part, kinds)) if where else None,
        counts_if=counts_if.texts() if counts_if else None,
        within=span(within, at) if within else None,
        relation=SpanRelation(word) if word else SpanRelation.STARTS_IN,
    )


def columns_of(part: Part, kinds: Iterable[str]) -> dict[str, Named]:
    """Columns that events of these kinds have: every event's own, and what the kinds declare."""
    columns = dict(OWN_COLUMNS)
    for kind in kinds:
        columns.update(part.words.kinds.get(kind, {}))
    return columns


def _known_lists(part: Part | None) -> tuple[str, ...]:
    if part is None:
        return ()
    names = part.texts()
    for name in names:
        if name not in part.words.lists:
            part.unknown(name, "a code list", part.words.lists, kind="Code lists")
    return names


def _step_matcher(part: Part) -> StepMatcher | None:
    handoff, step = part.get("handoff"), part.get("step")
    name = handoff.as_text() if handoff else None
    if handoff is not None and name is not None and name not in part.words.handoffs:
        handoff.unknown(name, "a hand-off", part.words.handoffs, kind="Hand-offs")
    if step is None or name is None:
        part.refuse(
            "This does not say which step of the hand-off counts.",
            f"Add `step:`, one of {', '.join(Step)}.",
            "step_missing",
        )
        return None
    words = [item.choice(list(Step), kind="Steps") for item in step.items()]
    return StepMatcher(name, tuple(Step(word) for word in words if word is not None))


def requirement(part: Part, at: Standing) -> Requirement | None:
    """`{any: [...]}`, `{all: [...]}` or a leaf with `count`."""
    if not part.is_map():
        return None
    for key, kind in (("any", AnyOf), ("all", AllOf)):
        inner = part.get(key)
        if inner is not None:
            part.only((key,), of="this requirement")
            parts = tuple(r for item in inner.items() if (r := requirement(item, at)) is not None)
            return kind(parts)
    if not part.has("count"):
        part.refuse(
            "This requirement does not say what to count.",
            "Write `{count: {event: ...}, within: ...}`, or `any:` or `all:` with a list.",
            "requirement",
        )
        return None
    return _count(part, at)


def _count(part: Part, at: Standing) -> Count:
    part.only(("count", "at_least", "within", "on", "after"), of="a requirement")
    within = part.get("within")
    found = matchers(part.get("count"), at)
    everywhere = all(isinstance(m, EventMatcher) and m.within is not None for m in found)
    if within is None and not everywhere:
        part.problem(
            "This counts events, but does not say on which days.",
            "Add `within:` with a span, such as `[birth, birth + 2 years]`.",
            "within_missing",
        )
    on = part.get("on")
    word = on.choice(("different days", "every event"), kind="Words") if on else None
    return Count(
        matchers=found,
        within=span(within, at) if within else None,
        at_least=_at_least(part.get("at_least"), at),
        every_event=word == "every event",
        after=_after_first(part.get("after"), at),
    )


def _at_least(part: Part | None, at: Standing) -> int | Usually:
    if part is None:
        return 1
    if not isinstance(part.value, dict):
        return part.as_whole() or 1
    part.only(("usually", "or"), of="`at_least`")
    usually, other = part.get("usually"), part.get("or")
    then = other.get("then") if other else None
    if usually is None or other is None or then is None:
        part.refuse("`at_least` is not complete.", "Write `{usually: 3, or: {if_any: matcher, then: 4}}`.", "at_least")
        return 1
    other.only(("if_any", "then"), of="`or`")
    return Usually(usually.as_whole() or 1, matchers(other.get("if_any"), at), then.as_whole() or 1)


def _after_first(part: Part | None, at: Standing) -> AfterFirst | None:
    if part is None or not part.is_map():
        return None
    part.only(("first", "within"), of="`after` in a requirement")
    within = part.get("within")
    if within is None or part.get("first") is None:
        part.refuse(
            "`after` here is not complete.",
            "Write `after: {first: {event: ...}, within: [day, day]}`.",
            "within_missing",
        )
        return None
    rule = span(within, at)
    return AfterFirst(matchers(part.get("first"), at), rule) if rule else None
