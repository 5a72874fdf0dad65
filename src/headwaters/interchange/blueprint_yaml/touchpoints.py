"""Touchpoints, with what their element says for all of them handed down (language part 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headwaters.domain.blueprint.after_text import read_after
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import (
    ALWAYS,
    After,
    Phase,
    Role,
    Touchpoint,
    Which,
)
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.window import BIRTH, FROM, TRIGGER, Duration, Moment, Never, Offset
from headwaters.interchange.blueprint_yaml.delivering import cost, deliveries
from headwaters.interchange.blueprint_yaml.document import Part
from headwaters.interchange.blueprint_yaml.matchers import columns_of, matchers, requirement
from headwaters.interchange.blueprint_yaml.values import (
    Standing,
    condition,
    condition_under,
    duration,
    known_names,
    moment,
    source_of,
    text_under,
)

TOUCHPOINT_KEYS = (
    "title", "family_text", "from", "opens", "within", "due_by", "closes", "after", "interval", "repeat", "done_by",
    "requires", "outcomes", "for", "declined_by", "observed_by", "handoff", "delivered_by", "cost",
)  # fmt: skip


MOST_SLOTS = 1_500
"""More slots than any repeat needs: a day for each of the first 1000, and half as many again."""


def touchpoints(part: Part, own: str) -> tuple[Touchpoint, ...]:
    found = tuple(
        t for id_, inner in part.section("touchpoints") if (t := _touchpoint(inner, part, own, id_)) is not None
    )
    if not found and not part.document.unreadable:
        part.problem(
            "There is no touchpoint, so nothing would ever happen.",
            "Add at least one under `touchpoints:`.",
            "touchpoints_missing",
        )
    return found


def _touchpoint(part: Part, around: Part, own: str, id_: str) -> Touchpoint | None:
    if not part.is_map():
        return None
    part.only(TOUCHPOINT_KEYS, of="a touchpoint")

    def said(key: str) -> Part | None:
        return part.get(key) or around.get(key)

    at = Standing(own=own, triggered=part.has("after"), bare=True)
    after = _after(part.get("after"), own)
    interval, handoff = part.get("interval"), part.get("handoff")
    repeat = _phases(part.get("repeat"), at)
    done_by, requires = _reached_by(part, around)
    from_, opens, due_by, closes = _window(part, around, at)
    return Touchpoint(
        id=id_,
        title=text_under(part, "title"),
        family_text=text_under(part, "family_text"),
        from_=from_,
        opens=opens,
        due_by=due_by,
        closes=closes,
        after=after,
        interval=duration(interval) if interval else None,
        repeat=repeat,
        done_by=matchers(done_by, at),
        requires=requirement(requires, at) if requires else None,
        outcomes=_outcomes(said("outcomes"), [*_kinds(done_by), *_kinds_counted(requires)], at),
        for_=condition_under(part, "for", at),
        declined_by=matchers(part.get("declined_by"), at),
        observed_by=_observed_by(said("observed_by")),
        handoff=_first(known_names(handoff, part.words.handoffs, what="a hand-off", kind="Hand-offs")),
        delivered_by=deliveries(said("delivered_by")),
        cost=cost(part.get("cost")),
        source=source_of(part) or source_of(around),
        closes_given=not repeat or said("closes") is not None,
    )


def _first(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None


def _reached_by(part: Part, around: Part) -> tuple[Part | None, Part | None]:
    """`done_by` and `requires`: the touchpoint's own, else the element's. Exactly one must be left."""
    own = part.get("done_by"), part.get("requires")
    done_by, requires = own if any(own) else (around.get("done_by"), around.get("requires"))
    if done_by is None and requires is None:
        part.problem(
            "Nothing says how this is reached.",
            "Add `done_by:` with the event that reaches it, or `requires:`.",
            "reached_by_missing",
        )
    if done_by is not None and requires is not None:
        part.problem("`done_by` and `requires` both say how this is reached.", "Keep one of them.", "reached_by_both")
    return done_by, requires


def _window(part: Part, around: Part, at: Standing) -> tuple[Moment, Moment, Moment, Moment]:
    """`from`, `opens`, `due_by`, `closes`, resolved."""

    def moment_at(key: str, standing: Standing) -> Moment | None:
        own = part.get(key)
        if own is not None:
            return moment(own, standing)
        default = around.get(key)
        return moment(default, standing) if default is not None else None

    if part.has("from") and part.get("from") is None:
        part.problem("`from` is empty.", "Give it a value, or take the key out.", "value_empty")
    from_ = moment_at("from", Standing(at.own, at.triggered)) or (TRIGGER if part.has("after") else BIRTH)
    closes = moment_at("closes", at)
    within = _within(part)
    due_by = within or moment_at("due_by", at) or closes
    if due_by is None and not any(part.has(key) or around.has(key) for key in ("within", "due_by", "closes", "repeat")):
        part.problem("Nothing says by when.", "Add `within:`, `due_by:` or `closes:`.", "due_missing")
    return from_, moment_at("opens", at) or FROM, due_by or Never(), closes or Never()


def _within(part: Part) -> Moment | None:
    inner = part.get("within")
    if inner is None:
        return None
    if part.has("due_by"):
        part.problem("`within` and `due_by` both say by when.", "Keep one of them.", "due_twice")
    length = duration(inner)
    return Offset("from", length) if length is not None else None


def _after(part: Part | None, own: str) -> After | None:
    """What it comes after, its name looked up. An unknown name leaves no blueprint: nothing could judge it."""
    text = part.as_text() if part is not None else None
    if part is None or text is None:
        return None
    try:
        read = read_after(text)
    except Misread as misread:
        part.misread(misread)
        return None
    found = part.words.find(read.name, own=own)
    if found is None:
        what = f"`{read.name}` is neither a touchpoint nor an element."
        part.refuse(what, did_you_mean(read.name, part.words.names(own=own), kind="There are"), "reference_unknown")
        return None
    element_, touchpoint = found
    count = part.words.instances_of(element_, touchpoint)
    if count > 1 and read.which is Which.ONLY:
        part.problem(
            f"comes after `{read.name}`, which has {count} touchpoints.",
            "Say `each`, `first` or `last`.",
            "which_missing",
        )
    elif read.which is Which.ONLY and _of_several_children(part, own, element_):
        part.problem(
            f"comes after `{read.name}`, which every child of a pregnancy has (twins have two).",
            "Say `each`, `first` or `last`.", "which_missing",
        )  # fmt: skip
    return read.resolved(element_, touchpoint.id if touchpoint else None)


def _of_several_children(part: Part, own: str, element_: str) -> bool:
    recipients = part.words.recipients
    parent = recipients.get(own) is Role.BIRTHING_PARENT
    return parent and recipients.get(element_, Role.BIRTHING_PARENT) is not Role.BIRTHING_PARENT


def _phases(part: Part | None, at: Standing) -> tuple[Phase, ...]:
    phases = []
    for item in part.items() if part else ():
        if not item.is_map():
            continue
        item.only(("every", "times", "from", "until"), of="`repeat`")
        every, times, from_, until = (item.get(key) for key in ("every", "times", "from", "until"))
        if every is None:
            item.refuse("`repeat` does not say how often.", "Add `every:`, such as `every: 2 weeks`.", "every_missing")
        if times is None:
            item.refuse(
                "`repeat` does not say how many times.",
                "Add `times:`; a blueprint always unrolls to a fixed list.",
                "times_missing",
            )
        length = duration(every) if every else None
        if length == Duration():
            item.refuse("`every: 0 days` never moves on.", "Give a length of time.", "every_missing")
        count = _times(times) if times else None
        if length is not None and count is not None:
            phases.append(
                Phase(length, count, moment(from_, at) if from_ else None, moment(until, at) if until else None)
            )
    return tuple(phases)


def _times(part: Part) -> int | None:
    times = part.as_whole()
    if times is not None and times > MOST_SLOTS:
        part.refuse(f"{times} times is more than {MOST_SLOTS}.", "Check the number.", "times_many")
        return None
    return times


def _outcomes(part: Part | None, kinds: Sequence[str], at: Standing) -> tuple[tuple[str, Condition], ...] | None:
    if part is None or not part.is_map():
        return None
    columns = columns_of(part, kinds)

    found = []
    for outcome, rule in part.children():
        if rule.value is None:
            remedy = "Say of which events it is the outcome, such as `value >= 3.5`."
            rule.refuse(f"The outcome `{outcome}` has no condition.", remedy, "outcome_condition")
            continue
        value = condition(rule, at, columns)
        if value is not None:
            found.append((outcome, value))
    return tuple(found)


def _kinds(done_by: Part | None) -> tuple[str, ...]:
    kinds: list[str] = []
    for item in done_by.items() if done_by else ():
        inner = item.get("event")
        if inner is not None:
            kinds.extend(value.value for value in inner.items() if isinstance(value.value, str))
    return tuple(kinds)


def _kinds_counted(part: Part | None) -> Iterator[str]:
    """Kinds of event that any leaf of a requirement counts."""
    if part is None or not isinstance(part.value, dict):
        return
    for key in ("any", "all"):
        inner = part.get(key)
        for item in inner.items() if inner else ():
            yield from _kinds_counted(item)
    yield from _kinds(part.get("count"))


def _observed_by(part: Part | None) -> tuple[str, ...]:
    if part is None:
        return ()
    if part.value == "always":
        return ALWAYS
    return known_names(part, (*part.words.kinds, "handoff"), what="an event", kind="Events (or `always`)")
