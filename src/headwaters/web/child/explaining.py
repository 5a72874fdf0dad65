"""The why of one mark, put into words from the row, the model that judged it and what agencies said of this family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition import And, Compare, Condition, InList, InSpan, IsKnown, Name, Not, Or
from headwaters.domain.blueprint.element import ALWAYS, Element, Touchpoint
from headwaters.domain.blueprint.handoff import Clock, Handoff, HandoffState
from headwaters.domain.blueprint.matcher import AllOf, AnyOf, Count, EventMatcher, Matcher, Requirement, Step
from headwaters.domain.history.history import WITHHELD, Event, Fact, FactValue
from headwaters.domain.status import Reason, Status, StatusRow
from headwaters.engine.evaluation.reference import accountable
from headwaters.engine.evaluation.seen import seen_facts
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.child.handoffs import handoff_of, handoff_title
from headwaters.web.child.story import Family
from headwaters.web.child.why import Said, Why
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here
from headwaters.web.layout.marks import Mark, mark_of
from headwaters.web.layout.words import (
    CRACKS,
    HANDOFF_STATES,
    agency_name,
    fact_question,
    reason_in_words,
    state_in_words,
    text,
    title_of,
    touchpoint_of,
)


def why_of(site: Here, family: Family, row: StatusRow) -> Why:
    """Rule, what is known, whose move, what changes by itself, what would settle it: none of it left to guess."""
    blueprint = site.blueprint
    element = blueprint.elements[row.element]
    touchpoint = touchpoint_of(element, row.touchpoint)
    mark = mark_of(row, site.as_of) or Mark.ENDED
    title = title_of(blueprint, row.element, row.touchpoint)
    handoff = handoff_of(blueprint, row)
    return Why(
        title=_title(mark, title),
        state=state_in_words(row, site.as_of),
        mark=mark,
        slips=mark in (Mark.LATE, Mark.CRACK, Mark.MISSED),
        rule=tuple(_rule(blueprint, element, touchpoint, handoff, row)),
        known=tuple(_known(site, family, element, touchpoint, handoff, row)),
        move=tuple(_move(site, row, handoff)),
        changes=_changes(row),
        settle=tuple(_settle(blueprint, element, touchpoint, handoff, row)),
    )


def _title(mark: Mark, title: str) -> str:
    words = {
        Mark.LATE: _("Why the line says “%(title)s” is late"),
        Mark.CRACK: _("Why the line says “%(title)s” was lost here"),
        Mark.MISSED: _("Why the line says “%(title)s” was missed"),
        Mark.ASK: _("Why the line asks about “%(title)s”"),
        Mark.NOT_SEEN: _("Why the line says “%(title)s” was not seen"),
        Mark.NOT_NOW: _("Why the line says “%(title)s”: not now"),
        Mark.BOOKED: _("Why “%(title)s” is under way"),
        Mark.DUE: _("Why “%(title)s” is due now"),
        Mark.SOON: _("Why “%(title)s” comes later"),
        Mark.ENDED: _("Why “%(title)s” is no longer owed"),
    }
    return words.get(mark, _("Why “%(title)s” counts as reached")) % {"title": title}


def _rule(
    blueprint: Blueprint, element: Element, touchpoint: Touchpoint | None, handoff: Handoff | None, row: StatusRow
) -> Iterator[Said]:
    plain = Plain(blueprint)
    if touchpoint is not None:
        window = plain.window(element, touchpoint)
        after = _("After %(what)s: ") % {"what": plain.after(touchpoint.after)} if touchpoint.after is not None else ""
        said = f"{after}{window}."
        yield Said(said[:1].upper() + said[1:], _days_of(row))
    need = [condition for condition in (element.for_, touchpoint.for_ if touchpoint else None) if condition is not None]
    if need:
        words = _(" and ").join(plain.condition(condition) for condition in need)
        yield Said(_("It is for those of whom this holds: %(need)s.") % {"need": words})
    if handoff is not None:
        clocks = [
            _("%(step)s within %(length)s") % {"step": words, "length": duration_in_words(handoff.clocks[clock])}
            for clock, words in ((Clock.SEND, _("asked")), (Clock.ANSWER, _("answered")), (Clock.BEGIN, _("begun")),
                                 (Clock.TELL, _("told back")))
            if clock in handoff.clocks
        ]  # fmt: skip
        yield Said(_("Hand-off: %(clocks)s.") % {"clocks": ", ".join(clocks)}, handoff_title(blueprint, handoff))
    source = blueprint.sources.get((touchpoint.source if touchpoint else None) or element.source or "")
    name = text(blueprint.title, row.blueprint)
    model = _("Judged by %(name)s, version %(version)s.") % {"name": name, "version": row.version}
    yield Said(model, _("Source: %(cite)s") % {"cite": source.cite} if source is not None else "")


def _days_of(row: StatusRow) -> str:
    """The rule's days for this family, written out."""
    parts = []
    if isinstance(row.opens, date):
        parts.append(_("Here: from %(day)s") % {"day": written(row.opens)})
    if isinstance(row.due_by, date):
        parts.append(_("in time until %(day)s") % {"day": written(row.due_by)})
    if isinstance(row.closes, date) and row.closes != row.due_by:
        parts.append(_("not after %(day)s") % {"day": written(row.closes)})
    return f"{'; '.join(parts)}." if parts else ""


def _known(
    site: Here, family: Family, element: Element, touchpoint: Touchpoint | None, handoff: Handoff | None, row: StatusRow
) -> Iterator[Said]:
    blueprint = site.blueprint
    yield Said(reason_in_words(row))
    matched = _matched_event(family.events, row)
    if matched is not None:
        outcome = _(" It came out as: %(outcome)s.") % {"outcome": row.outcome.replace("_", " ")} if row.outcome else ""
        yield Said(f"{_event_words(blueprint, matched)}.{outcome}", _from(blueprint, matched))
    yield from _handoff_steps(blueprint, family.events, handoff)
    yield from _facts(site, family, element, touchpoint)
    if row.status in (Status.OVERDUE, Status.MISSED, Status.UNOBSERVED, Status.DUE):
        yield from _observed(site, family, touchpoint)


def _matched_event(events: Iterable[Event], row: StatusRow) -> Event | None:
    if row.event is None:
        return None
    for event in events:
        if (event.source, event.record_id) == (row.event.source, row.event.record_id):
            return event
    return None


def kind_words(blueprint: Blueprint, kind: str) -> str:
    rule = blueprint.events.get(kind)
    return text(rule.title if rule is not None else None, kind.replace("_", " "))


def _event_words(blueprint: Blueprint, event: Event) -> str:
    words = kind_words(blueprint, event.kind)
    words = words[:1].upper() + words[1:]
    day = event.start or event.end
    return _("%(what)s on %(day)s") % {"what": words, "day": written(day)} if day is not None else words


def _from(blueprint: Blueprint, event: Event | Fact) -> str:
    return _("Told by %(agency)s; on file %(day)s.") % {
        "agency": agency_name(blueprint, event.agency), "day": written(event.recorded),
    }  # fmt: skip


def _handoff_steps(blueprint: Blueprint, events: Iterable[Event], handoff: Handoff | None) -> Iterator[Said]:
    """The steps of this hand-off that anybody reported, oldest first."""
    if handoff is None:
        return
    steps = [event for event in events if event.handoff == handoff.id and event.start is not None]
    for event in sorted(steps, key=lambda event: (event.start or date.min, event.recorded)):
        words = _step_words(event.step)
        day = written(event.start) if event.start is not None else ""
        yield Said(_("%(day)s: %(what)s.") % {"day": day, "what": words}, _from(blueprint, event))
    if not steps:
        yield Said(_("No step of this hand-off is on file."))


def _step_words(step: str | None) -> str:
    words = {
        Step.SENT: _("the ask was sent"),
        Step.RECEIVED: _("the agency had the ask"),
        Step.ACCEPTED: _("the agency said yes"),
        Step.FULL: _("the agency said it was full"),
        Step.NOT_REACHED: _("the agency could not reach the family"),
        Step.NOT_ELIGIBLE: _("the agency found the family not eligible"),
        Step.DECLINED: _("the family said not now"),
        Step.BEGUN: _("it began"),
        Step.DROPPED: _("it was dropped"),
        Step.DONE: _("it was done"),
        Step.TOLD: _("those who asked were told"),
    }
    return words[Step(step)] if step in set(Step) else _("something was recorded")


def names_in(condition: Condition | None) -> Iterator[str]:
    """The names a condition speaks of, as written."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from names_in(part)
        case Not(part):
            yield from names_in(part)
        case Compare(left, _op, right):
            yield from (operand.name for operand in (left, right) if isinstance(operand, Name))
        case InList(left, _values, _negated):
            yield from (operand.name for operand in (left,) if isinstance(operand, Name))
        case InSpan(left, _span, _negated):
            yield from (operand.name for operand in (left,) if isinstance(operand, Name))
        case IsKnown(name, _negated):
            yield name.name
        case Name(name):
            yield name


def _facts(site: Here, family: Family, element: Element, touchpoint: Touchpoint | None) -> Iterator[Said]:
    """The facts the need is judged by, with who told each; an unknown one is said to be unknown."""
    blueprint = site.blueprint
    wanted = dict.fromkeys((*names_in(element.for_), *names_in(touchpoint.for_ if touchpoint else None)))
    seen = seen_facts(family.story.facts, blueprint, family.view, as_of=site.as_of, known_by=None)
    for name in wanted:
        rule = blueprint.facts.get(name)
        if rule is None or not family.view.sees_subject(rule.sensitive):
            continue
        held = sorted(seen.get(name, ()), key=lambda fact: (fact.from_, fact.recorded))
        label = name.replace("_", " ").capitalize()
        if not held:
            yield Said(_("%(fact)s: not known.") % {"fact": label})
        elif held[-1].value == WITHHELD:
            yield Said(_("%(fact)s: kept private by the family.") % {"fact": label}, _from(blueprint, held[-1]))
        else:
            value = f"{_value_words(held[-1].value)}{f' {rule.unit}' if rule.unit else ''}"
            yield Said(_("%(fact)s: %(value)s.") % {"fact": label, "value": value}, _from(blueprint, held[-1]))


def _value_words(value: FactValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return written(value)
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def kinds_of(touchpoint: Touchpoint) -> tuple[str, ...]:
    """The kinds of event that would tell of it: those it says, else those its matchers name."""
    if touchpoint.observed_by and touchpoint.observed_by != ALWAYS:
        return touchpoint.observed_by
    return tuple(dict.fromkeys((*_matched_kinds(touchpoint.done_by), *_required_kinds(touchpoint.requires))))


def _matched_kinds(matchers: Iterable[Matcher]) -> Iterator[str]:
    for matcher in matchers:
        if isinstance(matcher, EventMatcher):
            yield from matcher.kinds


def _required_kinds(requirement: Requirement | None) -> Iterator[str]:
    match requirement:
        case Count(matchers):
            yield from _matched_kinds(matchers)
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _required_kinds(part)


def _observed(site: Here, family: Family, touchpoint: Touchpoint | None) -> Iterator[Said]:
    """Until when those who would have told us have reported: without this a silence says nothing."""
    if touchpoint is None:
        return
    if touchpoint.observed_by == ALWAYS:
        yield Said(_("Our own records would say so, and they do not."))
        return
    kinds = set(kinds_of(touchpoint))
    last: dict[str, date] = {}
    for span in family.observations:
        if span.kind in kinds and family.view.sees_agency(span.agency):
            last[span.agency] = max(last.get(span.agency, span.through), span.through)
    for agency, through in sorted(last.items(), key=lambda pair: pair[1], reverse=True)[:4]:
        yield Said(_("%(agency)s reports such things, and has reported through %(day)s.") % {
            "agency": agency_name(site.blueprint, agency), "day": written(through),
        })  # fmt: skip
    if not last and kinds:
        yield Said(_("No source here reports such things."))


def _move(site: Here, row: StatusRow, handoff: Handoff | None) -> Iterator[Said]:
    """Who acts next; for what is over or not owed, nobody."""
    if row.status in (Status.NOT_NEEDED, Status.ENDED) and row.crack is None:
        yield Said(_("Nobody’s: nothing is owed."))
        return
    if row.status in (Status.REACHED, Status.REACHED_LATE) and row.crack is None:
        yield Said(_("Nobody’s: it is done."))
        return
    if row.status is Status.DECLINED:
        yield Said(_("The family’s, whenever they like. Nobody presses them."))
        return
    answers = accountable(site.models, row)
    mover = agency_name(site.blueprint, answers.move)
    if row.status is Status.UPCOMING and row.crack is None:
        yield Said(_("Nobody’s yet; then %(who)s.") % {"who": mover})
        return
    yield Said(f"{mover}.", _catch_words(site.blueprint, answers.agency, answers.move, answers.caught, handoff, row))


def _catch_words(
    blueprint: Blueprint, agency: str | None, move: str, caught: bool, handoff: Handoff | None, row: StatusRow
) -> str:
    if caught and agency and agency != move:
        return _("%(agency)s answers for it; its clock ran out, so %(who)s catches it.") % {
            "agency": agency_name(blueprint, agency), "who": agency_name(blueprint, move),
        }  # fmt: skip
    catch = handoff.catch if handoff is not None else blueprint.catch
    if catch != move:
        return _("If it stays silent, %(who)s catches it.") % {"who": agency_name(blueprint, catch)}
    return _("The step that failed: %(crack)s.") % {"crack": CRACKS[row.crack]} if row.crack else ""


def _changes(row: StatusRow) -> str:
    if row.changes_on is None:
        return _("Never by itself: only something new can change it.")
    return _("%(day)s, if nothing new comes in before.") % {"day": written(row.changes_on)}


def _settle(
    blueprint: Blueprint, element: Element, touchpoint: Touchpoint | None, handoff: Handoff | None, row: StatusRow
) -> Iterator[str]:
    """What new word would move the mark."""
    if row.status in (Status.REACHED, Status.REACHED_LATE) and row.crack is None:
        yield _("Nothing more is needed. If it did not happen, the agency that reported it can take its record back.")
        return
    if row.status is Status.ASK and row.missing and row.reason == Reason.FACT_UNKNOWN:
        yield _("An answer to: %(question)s") % {"question": fact_question(blueprint, row.missing)}
    elif row.status is Status.ASK:
        yield _("The missing date or result, from the agency that has it.")
    if handoff is not None and row.handoff_state is not None:
        yield from _handoff_settles(blueprint, handoff, row.handoff_state)
    if touchpoint is not None and (kinds := kinds_of(touchpoint)):
        titles = list(dict.fromkeys(kind_words(blueprint, kind) for kind in kinds))[:3]
        what = _(" or ").join(titles)
        yield ngettext("A record of it: %(what)s.", "A record of one of these: %(what)s.", len(titles)) % {"what": what}
    if row.status is Status.UNOBSERVED:
        yield _("A report that covers these days: then it is either done or known not to be.")
    if row.status is Status.DECLINED:
        yield _("The family’s own yes, on any later day.")
    elif element.declined_by or (touchpoint is not None and touchpoint.declined_by):
        yield _("The family’s own no, which is then kept and never counted as a crack.")


def _handoff_settles(blueprint: Blueprint, handoff: Handoff, state: HandoffState) -> Iterator[str]:
    to, asker = agency_name(blueprint, handoff.to), agency_name(blueprint, handoff.from_)
    match state:
        case HandoffState.NEEDED:
            yield _("Word that %(from)s sent the ask to %(to)s.") % {"from": asker, "to": to}
        case HandoffState.SENT | HandoffState.RECEIVED:
            yield _("An answer from %(to)s: yes, full, not eligible, or could not reach them.") % {"to": to}
        case HandoffState.DONE:
            yield _("Word from %(to)s back to %(from)s.") % {"from": asker, "to": to}
        case HandoffState.TOLD | HandoffState.DECLINED:
            return
        case _:
            yield _("The next step from %(to)s. Now: %(state)s.") % {"to": to, "state": HANDOFF_STATES[state]}
