"""The values that stand inside elements: texts, durations, moments, spans, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.condition import Condition, Literal
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.condition_types import Scope, typed
from headwaters.domain.blueprint.element import Text
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.vocabulary import BUILT_IN_ANCHORS, Named
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


EMPTY_TEXT: Text = {}


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
    """A length of time; None (and a problem) where it is none."""
    try:
        return read_duration(_time_text(part))
    except Misread as misread:
        part.misread(_with_key(misread, part))
        return None


def day(part: Part) -> date | None:
    """A day of the calendar; None (and a problem) where it is none."""
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


def source_of(part: Part) -> str | None:
    """The source a map names; the first of several. Whether it is declared is checked once for the whole document."""
    named = part.get("source")
    names = [item for item in named.items() if isinstance(item.value, str)] if named else []
    return names[0].value if names else None


def known_names(part: Part | None, known: tuple[str, ...], *, what: str, kind: str) -> tuple[str, ...]:
    """A list of declared names; those that are not are noted."""
    names = part.texts() if part is not None else ()
    for name in names:
        if part is not None and name not in known:
            part.unknown(name, what, known, kind=kind)
    return names


def number(part: Part, key: str) -> float | None:
    """The number under a key; None where it is absent, or `null`: not known yet."""
    inner = part.get(key)
    return inner.as_number() if inner else None


def text_under(part: Part, key: str, *, needed: bool = False) -> Text | None:
    """The text under a key; noted where it is needed and not there."""
    inner = part.get(key)
    if inner is None:
        if needed and not part.has(key):
            what = f"There is no `{key}`."
            part.problem(
                what,
                f"Add `{key}: {{{part.document.languages[0]}: ...}}`; families and partners read it.",
                "text_missing",
            )
        return None
    return text_of(inner)


def plain_under(part: Part, key: str) -> str | None:
    """The plain text under a key, such as an id or a word."""
    inner = part.get(key)
    return inner.as_text() if inner else None


def condition_under(part: Part, key: str, at: Standing) -> Condition | None:
    """The condition under a key."""
    inner = part.get(key)
    return condition(inner, at) if inner else None
