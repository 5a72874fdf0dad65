"""The values that stand inside elements: texts, durations, moments, spans, conditions, matchers, requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.condition import Condition, Literal
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.condition_types import Scope, typed
from headwaters.domain.blueprint.element import Text
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
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.vocabulary import BUILT_IN_ANCHORS, OWN_COLUMNS, Named
from headwaters.domain.blueprint.window import (
    PERIOD,
    Duration,
    Earliest,
    Latest,
    Moment,
    Offset,
    SpanRule,
)
from headwaters.domain.blueprint.window_text import read_day, read_duration, read_moment
from headwaters.interchange.blueprint_yaml.document import Part, described


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a value stands, which decides what it may speak of.

    own         the element it stands in
    triggered   inside a touchpoint with `after`, where `trigger` means something
    bare        whether a bare duration has something to count from
    """

    own: str | None = None
    triggered: bool = False
    bare: bool = False


NOWHERE = Standing()


def text_of(part: Part) -> Text | None:
    """A text by language. Notes languages that are missing; a plain text is taken as the first language's."""
    languages = part.document.languages
    if isinstance(part.value, dict):
        _check_commas(part)
        missing = [language for language in languages if not part.value.get(language)]
        if missing:
            part.problem(
                f"`{part.key}` is missing in: {', '.join(missing)}.",
                f"Add `{missing[0]}: ...`; this blueprint promises every text in {', '.join(languages)}.", "text_missing",
            )  # fmt: skip
        texts = {key: text for key, child in part.children() if child.value is not None and (text := child.as_text())}
        return texts or None
    text = part.as_text()
    if text is None:
        return None
    part.problem(
        f"`{part.key}` does not say its language.", f"Write `{part.key}: {{{languages[0]}: ...}}`.", "text_language"
    )
    return {languages[0]: text}


def _check_commas(part: Part) -> None:
    """`{en: Slowly, gently}` says `en: Slowly` and a key `gently`: the commonest slip in a text."""
    for key, child in part.children():
        if child.value is None and not re.fullmatch("[a-z]{2,3}", key):
            child.problem(
                f"The text is cut at its comma: `{key}` is read as a key of its own.",
                'Put the whole text in quotes: `{en: "first, second"}`.',
                "text_comma",
            )


def duration(part: Part) -> Duration | None:
    try:
        return read_duration(_time_text(part))
    except Misread as misread:
        part.misread(_with_key(misread, part))
        return None


def day(part: Part) -> date | None:
    try:
        return read_day(_time_text(part))
    except Misread as misread:
        part.misread(misread)
        return None


def _time_text(part: Part) -> str:
    if isinstance(part.value, str):
        return part.value
    if isinstance(part.value, int | float) and not isinstance(part.value, bool):
        written: str = getattr(part.value, "written", str(part.value))
        return written
    raise Misread(
        f"`{part.key}` should be a time, and is {described(part.value)}.", "Write it like `birth + 14 days`.", "moment"
    )


def _with_key(misread: Misread, part: Part) -> Misread:
    """`within: 14` has no unit: the message shows the key, as the designer sees it."""
    if misread.code != "unit_missing" or not isinstance(part.value, int | str):
        return misread
    number = str(part.value).rsplit(maxsplit=1)[-1].lstrip("+-")
    weeks = (
        f" or `{part.key}: {int(number) // 7} weeks`"
        if number.isdigit() and int(number) % 7 == 0 and int(number) >= 14
        else ""
    )
    bare = isinstance(part.value, int)
    remedy = (
        f"Write `{part.key}: {number} days`{weeks or f' or `{part.key}: {number} weeks`'}." if bare else misread.remedy
    )
    return Misread(f"`{part.key}: {part.value}` has no unit.", remedy, misread.code)


def moment(part: Part, at: Standing) -> Moment | None:
    """A moment, its names looked up where it stands."""
    if isinstance(part.value, dict):
        return _latest_or_earliest(part, at)
    try:
        value = read_moment(_time_text(part))
    except Misread as misread:
        part.misread(_with_key(misread, part))
        return None
    if isinstance(value, Offset):
        _check_anchor(part, value.anchor, at)
    return value


def _latest_or_earliest(part: Part, at: Standing) -> Moment | None:
    keys = set(part.value) - {"source", "note"}
    if len(keys) != 1 or not keys <= {"latest", "earliest"}:
        part.refuse(
            "This is not a moment.", "Write `{latest: [moments]}` or `{earliest: [moments]}`, or one moment.", "moment"
        )
        return None
    inner = part.get(keys.pop())
    moments = tuple(m for item in inner.items() if (m := moment(item, at)) is not None) if inner else ()
    if not moments:
        part.refuse(f"`{part.key}` lists no moments.", "Give at least two moments to choose from.", "moment")
        return None
    return Latest(moments) if "latest" in part.value else Earliest(moments)


def _check_anchor(part: Part, anchor: str, at: Standing) -> None:
    if anchor == "from":
        if not at.bare:
            part.problem(
                f"`{part.key}: {part.value}` does not say what it counts from.",
                f"Write an anchor first, such as `birth + {part.value}`.", "anchor_missing",
            )  # fmt: skip
        return
    if anchor in ("trigger",) and not at.triggered:
        part.problem(
            "`trigger` means the day of what this comes after, and there is no `after` here.",
            "Add `after:`, or count from another anchor.",
            "trigger_alone",
        )
        return
    if anchor in BUILT_IN_ANCHORS or anchor in part.words.anchors:
        return
    stem = anchor.removesuffix(".end")
    found = part.words.find(stem, own=at.own)
    if found is None:
        known = [*BUILT_IN_ANCHORS, *part.words.anchors, *part.words.names(own=at.own)]
        part.problem(f"`{anchor}` is not an anchor.", did_you_mean(anchor, known, kind="Anchors"), "anchor_unknown")
    elif found[1] is None:
        example = next(iter(part.words.touchpoints[found[0]]), "touchpoint")
        part.problem(
            f"`{anchor}` is an element; a day can only be counted from one touchpoint.",
            f"Write `{anchor}.{example}`.",
            "anchor_element",
        )
    elif found[1].instances > 1:
        part.problem(
            f"`{anchor}` happens {found[1].instances} times, so it is not one day.",
            "Count from something that happens once, or use `after: each ...` and `trigger`.", "anchor_many",
        )  # fmt: skip


def span(part: Part, at: Standing) -> SpanRule | None:
    """The name of a span, `period`, or two moments."""
    if isinstance(part.value, list):
        if len(part.value) != 2:
            part.refuse("A span has two ends.", "Write `[first day, last day]`.", "span")
            return None
        start, end = (moment(item, at) for item in part.items())
        return SpanRule(start, end) if start is not None and end is not None else None
    if isinstance(part.value, dict):
        part.refuse("This is not a span.", "Write `[first day, last day]` or the name of a span.", "span")
        return None
    name = part.as_text()
    if name is None:
        return None
    if name == "period":
        return PERIOD
    declared = Part(part.document, part.document.tree.get("spans") or {}, ("spans",)).get(name)
    if declared is not None and not isinstance(declared.value, list):
        part.document.unreadable = True  # said where the span is declared
        return None
    if declared is None:
        part.problem(
            f"`{name}` is not a span.", did_you_mean(name, [*part.words.spans, "period"], kind="Spans"), "span_unknown"
        )
        part.document.unreadable = True
        return None
    return _named_span(declared, name)


def _named_span(declared: Part, name: str) -> SpanRule | None:
    rule = span(declared, NOWHERE)
    return SpanRule(rule.start, rule.end, name) if rule else None


def condition(part: Part, at: Standing, columns: Mapping[str, Named] | None = None) -> Condition | None:
    """A condition, typed against what is declared. `columns`: it judges one event."""
    if isinstance(part.value, bool):
        return Literal(part.value)
    text = part.as_text()
    if text is None:
        return None
    try:
        raw = read_condition(text)
    except Misread as misread:
        part.misread(misread)
        return None
    value, wrong = typed(raw, Scope(part.words, at.own, columns))
    for found in wrong:
        part.problem(found.what, found.remedy, found.code)
    return value


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
