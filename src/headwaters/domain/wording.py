"""An explanation in words: sentences from templates by language, so that every string can be translated.

The codes of rows stay codes in tables; here, and only when somebody reads, they become sentences. Rules are quoted as the
blueprint writes them. Terms of a blueprint (titles, agencies, questions) come from the blueprint's own texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.after_text import word_after
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition_text import word_condition
from headwaters.domain.blueprint.element import Text
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count
from headwaters.domain.blueprint.window import FROM, Mark, Moment, Never, Offset
from headwaters.domain.blueprint.window_text import word_duration, word_moment
from headwaters.domain.cracks import CrackKind
from headwaters.domain.explanation import Explanation, NamePiece, WouldChange
from headwaters.domain.history.history import Event
from headwaters.domain.status import Status, StatusRow
from headwaters.domain.wording_templates import CRACKS, REASONS, REFUSALS, SENTENCES, STATES, STATUSES, WOULD_CHANGE

SHOWN_AT_MOST = 6
"""Refused events beyond these are counted, not listed: a weekly visit has many."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


class Words:
    """Says explanations of one blueprint in one language; English where a text lacks that language."""

    def __init__(self, blueprint: Blueprint, language: str = "en") -> None:
        self._blueprint = blueprint
        self.language = language

    def say(self, key: str, **values: object) -> str:
        return _chosen(SENTENCES[key], self.language).format(**values)

    def text(self, text: Text | None, otherwise: str) -> str:
        return _chosen(text, self.language) if text else otherwise.replace("_", " ")

    def status(self, status: Status) -> str:
        return _chosen(STATUSES[status.value], self.language)

    def reason(self, row: StatusRow) -> str:
        """The reason's sentence; a state of a hand-off or a word of the blueprint's own is said as such."""
        known = REASONS.get(row.reason) or STATES.get(row.reason)
        return _chosen(known, self.language) if known else row.reason.replace("_", " ")

    def crack(self, row: StatusRow) -> str | None:
        return _chosen(CRACKS[row.crack.value], self.language) if row.crack is not None else None

    def agency(self, key: str | None) -> str:
        """An agency's or a role's title."""
        if key is None:
            return self.say("nobody_named")
        agency = self._blueprint.agencies.get(key)
        role = self._blueprint.roles.get(key)
        return self.text(agency.title if agency else role.title if role else None, key)

    def kind(self, key: str) -> str:
        rule = self._blueprint.events.get(key)
        return self.text(rule.title if rule else None, key)

    def title(self, row: StatusRow) -> str:
        element = self._blueprint.elements[row.element]
        base = row.touchpoint.partition("@")[0]
        found = next((one for one in element.touchpoints if base in (one.id, _series(base))), None)
        name = self.text(found.title, base) if found is not None and found.title else row.touchpoint
        return f"{self.text(element.title, element.id)}: {name}"

    def event(self, event: Event) -> str:
        day = event.start or event.end
        result = event.result or (f"{event.value:g} {event.unit or ''}".strip() if event.value is not None else "")
        said = self.say("event", kind=self.kind(event.kind), day=day, agency=self.agency(event.agency))
        return f"{said} ({result})" if result else said

    def day(self, day: object) -> str:
        """A day in ISO, or its mark in words."""
        if isinstance(day, Mark):
            return self.say(f"mark_{day.value}")
        return day.isoformat() if isinstance(day, date) else self.say("mark_never")

    def moment(self, moment: Moment, from_: Moment) -> str:
        if moment == FROM:
            return word_moment(from_)
        if isinstance(moment, Never):
            return self.say("mark_never")
        if isinstance(moment, Offset) and moment.anchor == "from":
            return f"{word_moment(from_)} + {word_duration(moment.plus)}"
        return word_moment(moment)


def crack_in_words(crack: CrackKind, language: str = "en") -> str:
    return _chosen(CRACKS[crack.value], language)


def explain_in_words(explanation: Explanation, blueprint: Blueprint, language: str = "en") -> tuple[Passage, ...]:
    """Status, rule, what is known, the hand-off, observation, whose move it is, and what would change it."""
    words = Words(blueprint, language)
    parts = (
        ("heading_status", _status(words, explanation)),
        ("heading_rule", _rule(words, explanation)),
        ("heading_need", _need(words, explanation)),
        ("heading_known", _events(words, explanation)),
        ("heading_handoff", _handoff(words, explanation)),
        ("heading_observed", _observed(words, explanation)),
        ("heading_move", _move(words, explanation)),
        ("heading_change", _change(words, explanation)),
    )
    made = (Passage(words.say(heading), tuple(sentences)) for heading, sentences in parts)
    return tuple(passage for passage in made if passage.sentences)


def _status(words: Words, explained: Explanation) -> Iterator[str]:
    row = explained.row
    yield words.say("status", title=words.title(row), status=words.status(row.status), day=explained.as_of)
    yield words.reason(row)
    if row.missing is not None:
        yield words.say("missing", name=row.missing)
    crack = words.crack(row)
    if crack is not None:
        yield words.say("crack", crack=crack, agency=words.agency(explained.accountable.agency))


def _rule(words: Words, explained: Explanation) -> Iterator[str]:
    row, window = explained.row, explained.window
    if explained.touchpoint.repeat:
        yield words.say("repeat", touchpoint=explained.touchpoint.id)
    else:
        yield words.say(
            "rule",
            opens=words.moment(window.opens, window.from_),
            due_by=words.moment(window.due_by, window.from_),
            closes=words.moment(window.closes, window.from_),
        )
    if row.opens is not Mark.NEVER:
        yield words.say("days", opens=words.day(row.opens), due_by=words.day(row.due_by), closes=words.day(row.closes))
    for anchor in window.anchors:
        yield words.say("anchor", name=anchor.name, day=words.day(anchor.day))
    if explained.trigger is not None:
        yield words.say("after", after=word_after(explained.trigger.after), day=words.day(explained.trigger.day))
        for one in explained.trigger.referred:
            name = f"{one.element}.{one.touchpoint}"
            key = "referred_outcome" if one.outcome else "referred"
            yield words.say(key, name=name, status=words.status(one.status), outcome=one.outcome)
    yield words.say("version", blueprint=row.blueprint, version=row.version)


def _need(words: Words, explained: Explanation) -> Iterator[str]:
    need = explained.need
    if not need.for_ and need.unless is None:
        return
    for condition in need.for_:
        yield words.say("for", condition=word_condition(condition))
    if need.unless is not None:
        is_rule = isinstance(need.unless, Count | AnyOf | AllOf)
        yield words.say("unless", condition="-" if is_rule else word_condition(need.unless))  # type: ignore[arg-type]
    yield words.say(_TRUTH[need.truth], day=need.judged_on)
    for name in need.names:
        yield _named(words, name)


_TRUTH: Mapping[bool | None, str] = {True: "need_true", False: "need_false", None: "need_unknown"}


def _named(words: Words, name: NamePiece) -> str:
    if name.withheld:
        return words.say("withheld", name=name.name)
    if name.value is None:
        return words.say("unknown", name=name.name)
    if name.fact is None:
        return words.say("value", name=name.name, value=name.value)
    fact = name.fact
    return words.say("fact", name=name.name, value=fact.value, agency=words.agency(fact.agency), day=fact.from_)


def _events(words: Words, explained: Explanation) -> Iterator[str]:
    if explained.matched is not None:
        key = "matched_outcome" if explained.row.outcome else "matched"
        yield words.say(key, event=words.event(explained.matched), outcome=explained.row.outcome)
    for one in explained.considered[:SHOWN_AT_MOST]:
        why = _chosen(REFUSALS[one.why.value], words.language).format(other=one.taken_by or "-")
        yield words.say("refused", event=words.event(one.event), why=why)
    if len(explained.considered) > SHOWN_AT_MOST:
        yield words.say("more_refused", count=len(explained.considered) - SHOWN_AT_MOST)
    if explained.matched is None and not explained.considered:
        yield words.say("no_event")
    if explained.declined_on is not None:
        yield words.say("declined_on", day=explained.declined_on)
    if explained.ended_on is not None:
        yield words.say("ended_on", day=explained.ended_on)


def _handoff(words: Words, explained: Explanation) -> Iterator[str]:
    handoff = explained.handoff
    if handoff is None:
        return
    rule = handoff.rule
    title = words.text(rule.title, rule.id)
    yield words.say("handoff", title=title, from_=words.agency(rule.from_), to=words.agency(rule.to))
    for step in handoff.steps:
        state = _chosen(STATES[step.step.value], words.language)
        yield words.say("step", day=step.day, state=state, agency=words.agency(step.agency))
    if not handoff.steps:
        yield words.say("no_step")
    if handoff.clock is not None:
        yield words.say("clock_out" if handoff.late else "clock", day=handoff.clock)


def _observed(words: Words, explained: Explanation) -> Iterator[str]:
    observed = explained.observed
    if observed is None:
        return
    yield words.say(f"sight_{observed.sight}", first=observed.from_, last=observed.through)
    for span in observed.spans[:SHOWN_AT_MOST]:
        area = span.area or words.say("everywhere")
        values = {"agency": words.agency(span.agency), "kind": words.kind(span.kind), "area": area}
        yield words.say("span", **values, first=span.from_, last=span.through)


_SETTLED = (Status.REACHED, Status.REACHED_LATE, Status.NOT_NEEDED, Status.ENDED, Status.DECLINED, Status.PROPOSED)


def _move(words: Words, explained: Explanation) -> Iterator[str]:
    owner, row = explained.accountable, explained.row
    if row.status in _SETTLED and row.crack is None:
        yield words.say("move_nobody")
        return
    yield words.say("move", who=words.agency(owner.move))
    if owner.caught and owner.agency is not None and owner.agency != owner.move:
        yield words.say("caught", agency=words.agency(owner.agency))
    elif owner.catch != owner.move:
        yield words.say("catch", who=words.agency(owner.catch))


def _change(words: Words, explained: Explanation) -> Iterator[str]:
    changes_on = explained.row.changes_on
    yield words.say("changes_on", day=changes_on) if changes_on is not None else words.say("changes_never")
    for one in explained.would_change:
        yield _news(words, one)


def _news(words: Words, change: WouldChange) -> str:
    steps = [_chosen(STATES[step.value], words.language) for step in change.steps]
    return _chosen(WOULD_CHANGE[change.kind.value], words.language).format(
        kinds=", ".join(words.kind(kind) for kind in change.kinds),
        name=change.name or "",
        steps=" / ".join(steps),
        agency=words.agency(change.agency),
        first=words.day(change.from_),
        last=words.day(change.through),
    )


def _series(name: str) -> str:
    """`visit_3` is of the series `visit`."""
    head, _, tail = name.rpartition("_")
    return head if tail.isdigit() and head else name


def _chosen(text: Text, language: str) -> str:
    return text.get(language) or text.get("en") or next(iter(text.values()), "")
