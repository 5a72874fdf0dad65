"""Elements and their touchpoints, with every default handed down (language part 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headwaters.domain.blueprint.after_text import read_after
from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.element import (
    ALWAYS,
    After,
    Cost,
    Delivery,
    Element,
    ElementKind,
    FundShare,
    Phase,
    Role,
    Stage,
    Stop,
    Text,
    Touchpoint,
    Which,
)
from headwaters.domain.blueprint.matcher import Requirement
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.window import BIRTH, FROM, TRIGGER, Duration, Moment, Never, Offset
from headwaters.interchange.blueprint_yaml.document import Part
from headwaters.interchange.blueprint_yaml.values import (
    Standing,
    columns_of,
    condition,
    day,
    duration,
    matcher,
    matchers,
    moment,
    requirement,
    text_of,
)

DEFAULTS = ("done_by", "requires", "outcomes", "observed_by", "opens", "due_by", "closes", "from", "delivered_by")
"""Element keys that are defaults for its touchpoints."""

ELEMENT_KEYS = (
    "title", "family_text", "why", "kind", "domain", "lane", "recipient", "for", "unless", "until", "stage", "starts_on",
    "place", "declined_by", "resumed_by", "stopped_by", "no_action", "known_by", "offered_by", "accepted_by", "cost",
    "fund", "protective_factors", "touchpoints", *DEFAULTS,
)  # fmt: skip
TOUCHPOINT_KEYS = (
    "title", "family_text", "from", "opens", "within", "due_by", "closes", "after", "interval", "repeat", "done_by",
    "requires", "outcomes", "for", "declined_by", "observed_by", "handoff", "delivered_by", "cost",
)  # fmt: skip
COST_PER = ("touchpoint", "child", "child-year", "family")
EMPTY_TEXT: Text = {}


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
        title=_text(part, "title", needed=True) or EMPTY_TEXT,
        family_text=_text(part, "family_text", needed=True) or EMPTY_TEXT,
        why=_text(part, "why"),
        touchpoints=_touchpoints(part, id_),
        kind=ElementKind(_word(part, "kind", ElementKind, "Kinds") or ElementKind.SERVICE),
        recipient=Role(_word(part, "recipient", Role, "Recipients") or Role.CHILD),
        domain=_plain(part, "domain"),
        lane=_plain(part, "lane"),
        for_=_condition(part, "for", at),
        unless=_condition_or_requirement(unless, at) if unless else None,
        until=moment(until, at) if until else None,
        stage=Stage(_word(part, "stage", Stage, "Stages") or Stage.RUNNING),
        starts_on=day(starts_on) if starts_on else None,
        place=_plain(part, "place"),
        declined_by=matchers(part.get("declined_by"), at),
        resumed_by=matchers(part.get("resumed_by"), at),
        stopped_by=_stops(part.get("stopped_by"), at),
        no_action=_no_action(part),
        known_by=known_names(part.get("known_by"), part.words.agencies, what="an agency", kind="Agencies"),
        offered_by=matchers(part.get("offered_by"), at),
        accepted_by=matchers(part.get("accepted_by"), at),
        delivered_by=_deliveries(part.get("delivered_by")),
        cost=_cost(part.get("cost")),
        fund=_fund(part.get("fund")),
        protective_factors=_factors(part.get("protective_factors")),
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


def _text(part: Part, key: str, *, needed: bool = False) -> Text | None:
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


def _word(part: Part, key: str, words: type[ElementKind | Role | Stage], kind: str) -> str | None:
    inner = part.get(key)
    return inner.choice(list(words), kind=kind) if inner else None


def _plain(part: Part, key: str) -> str | None:
    inner = part.get(key)
    return inner.as_text() if inner else None


def _condition(part: Part, key: str, at: Standing) -> Condition | None:
    inner = part.get(key)
    return condition(inner, at) if inner else None


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


def _deliveries(part: Part | None) -> tuple[Delivery, ...]:
    found = []
    for item in part.items() if part else ():
        if not item.is_map():
            continue
        item.only(("role", "minutes", "travel_minutes", "agency"), of="`delivered_by`")
        role, agency = item.get("role"), item.get("agency")
        if role is None:
            item.refuse(
                "This does not say who delivers it.", "Add `role:` with one of the declared roles.", "role_missing"
            )
            continue
        names = known_names(role, item.words.roles, what="a role", kind="Roles")
        agencies = known_names(agency, item.words.agencies, what="an agency", kind="Agencies")
        found.append(
            Delivery(
                names[0] if names else "",
                number(item, "minutes"),
                number(item, "travel_minutes"),
                agencies[0] if agencies else None,
            )
        )
    return tuple(found)


def number(part: Part, key: str) -> float | None:
    inner = part.get(key)
    return inner.as_number() if inner else None


def _cost(part: Part | None) -> Cost | None:
    if part is None or not part.is_map():
        return None
    part.only(("per", "usd", "low", "high", "year"), of="a cost")
    per, year = part.get("per"), part.get("year")
    if per is None:
        part.problem("The cost does not say per what.", f"Add `per:`, one of {', '.join(COST_PER)}.", "cost_per")
    word = per.choice(COST_PER, kind="Words") if per else None
    usd, low, high = (number(part, key) for key in ("usd", "low", "high"))
    if low is not None and high is not None and not low <= (low if usd is None else usd) <= high:
        part.problem(
            "The cost does not lie between its own `low` and `high`.", "Order them: low, usd, high.", "cost_range"
        )
    if any(value is not None for value in (usd, low, high)) and year is None:
        part.problem("The cost does not say of which year its dollars are.", "Add `year:`.", "cost_year")
    return Cost(word or "touchpoint", usd, low, high, year.as_whole() if year else None, source_of(part))


def _fund(part: Part | None) -> tuple[FundShare, ...]:
    shares: list[FundShare] = []
    for item in part.items() if part else ():
        if isinstance(item.value, dict):
            item.only(("fund", "share"), of="a fund share")
        fund = item.get("fund") if isinstance(item.value, dict) else item
        if fund is None:
            item.refuse("This does not say which fund.", "Write `{fund: key, share: 0.5}`.", "fund_missing")
            continue
        share = number(item, "share") if isinstance(item.value, dict) else None
        if share is not None and not 0 <= share <= 1:
            item.problem(f"A share of {share:g} is not between 0 and 1.", "Write one half as 0.5.", "share_range")
        names = known_names(fund, item.words.funds, what="a fund", kind="Funds")
        shares.extend(FundShare(name, share) for name in names[:1])
    known = [share.share for share in shares if share.share is not None]
    if part is not None and all(0 <= share <= 1 for share in known) and sum(known) > 1.000001:
        part.problem(
            f"The shares add up to {sum(known):g}, more than the whole.", "Make them add up to 1 at most.", "share_sum"
        )
    return tuple(shares)


def _factors(part: Part | None) -> tuple[str, ...]:
    if part is not None and isinstance(part.value, dict):
        return tuple(key for key, text in part.children() if text_of(text) is not None)
    return known_names(part, part.words.factors if part else (), what="a protective factor", kind="Protective factors")


def _touchpoints(part: Part, own: str) -> tuple[Touchpoint, ...]:
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
        title=_text(part, "title"),
        family_text=_text(part, "family_text"),
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
        for_=_condition(part, "for", at),
        declined_by=matchers(part.get("declined_by"), at),
        observed_by=_observed_by(said("observed_by")),
        handoff=_first(known_names(handoff, part.words.handoffs, what="a hand-off", kind="Hand-offs")),
        delivered_by=_deliveries(said("delivered_by")),
        cost=_cost(part.get("cost")),
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


MOST_SLOTS = 1_500
"""More slots than any repeat needs: a day for each of the first 1000, and half as many again."""


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
