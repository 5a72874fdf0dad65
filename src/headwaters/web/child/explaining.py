"""The why of one mark: an explanation, which holds every piece of the judgement, put into the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Clock
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.explanation import (
    ChangeKind,
    ConsideredPiece,
    Explanation,
    HandoffPiece,
    NamePiece,
    ObservedPiece,
    Refusal,
    WouldChange,
)
from headwaters.domain.history.history import Event, Fact, FactValue
from headwaters.domain.status import Status
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.child.handoffs import handoff_title
from headwaters.web.child.why import Said, Why
from headwaters.web.layout.dates import written
from headwaters.web.layout.marks import Mark, mark_of
from headwaters.web.layout.words import (
    CRACKS,
    agency_name,
    fact_question,
    reason_in_words,
    state_in_words,
    text,
    title_of,
)

MOST_CONSIDERED = 4
"""Records shown that did not count; the latest are the ones somebody asks about."""


def why_of(blueprint: Blueprint, explained: Explanation) -> Why:
    """Rule, what is known, whose move, what changes by itself, what would settle it: none of it left to guess."""
    row = explained.row
    mark = mark_of(row, explained.as_of) or Mark.ENDED
    return Why(
        title=_title(mark, title_of(blueprint, row.element, row.touchpoint)),
        state=state_in_words(row, explained.as_of),
        mark=mark,
        slips=mark in (Mark.LATE, Mark.CRACK, Mark.MISSED),
        rule=tuple(_rule(blueprint, explained)),
        known=tuple(_known(blueprint, explained)),
        move=tuple(_move(blueprint, explained)),
        changes=_changes(explained),
        settle=tuple(_settle(blueprint, explained)),
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


def _rule(blueprint: Blueprint, explained: Explanation) -> Iterator[Said]:
    """The blueprint's rule read aloud, with this family's own days beside it."""
    plain = Plain(blueprint)
    element, touchpoint = explained.element, explained.touchpoint
    window = plain.window(element, touchpoint)
    after = _("after %(what)s: ") % {"what": plain.after(touchpoint.after)} if touchpoint.after is not None else ""
    said = f"{after}{window}."
    yield Said(said[:1].upper() + said[1:], _days(explained))
    if explained.need.for_:
        words = _(" and ").join(plain.condition(condition) for condition in explained.need.for_)
        yield Said(_("It is for those of whom this holds: %(need)s.") % {"need": words}, _need_truth(explained))
    if explained.handoff is not None:
        yield Said(_clocks(explained.handoff), handoff_title(blueprint, explained.handoff.rule))
    row = explained.row
    source = blueprint.sources.get(touchpoint.source or element.source or "")
    name = text(blueprint.title, row.blueprint)
    model = _("Judged by %(name)s, version %(version)s.") % {"name": name, "version": row.version}
    yield Said(model, _("Source: %(cite)s") % {"cite": source.cite} if source is not None else "")


def _days(explained: Explanation) -> str:
    """The rule's days for this family, written out."""
    row = explained.row
    parts = []
    if isinstance(row.opens, date):
        parts.append(_("Here: from %(day)s") % {"day": written(row.opens)})
    if isinstance(row.due_by, date):
        parts.append(_("in time until %(day)s") % {"day": written(row.due_by)})
    if isinstance(row.closes, date) and row.closes != row.due_by:
        parts.append(_("not after %(day)s") % {"day": written(row.closes)})
    return f"{'; '.join(parts)}." if parts else ""


def _need_truth(explained: Explanation) -> str:
    day = written(explained.need.judged_on)
    if explained.need.excluded:
        return _("On %(day)s something takes this family out of it.") % {"day": day}
    if explained.need.truth is None:
        return _("On %(day)s it is not known whether it holds here.") % {"day": day}
    pattern = _("On %(day)s it holds here.") if explained.need.truth else _("On %(day)s it does not hold here.")
    return pattern % {"day": day}


def _clocks(handoff: HandoffPiece) -> str:
    words = {Clock.SEND: _("asked"), Clock.ANSWER: _("answered"), Clock.BEGIN: _("begun"), Clock.TELL: _("told back")}
    clocks = [
        _("%(step)s within %(length)s") % {"step": said, "length": duration_in_words(handoff.rule.clocks[clock])}
        for clock, said in words.items()
        if clock in handoff.rule.clocks
    ]
    return _("Hand-off: %(clocks)s.") % {"clocks": ", ".join(clocks)}


def _known(blueprint: Blueprint, explained: Explanation) -> Iterator[Said]:
    row = explained.row
    yield Said(reason_in_words(row))
    yield from _referred(blueprint, explained)
    if explained.matched is not None:
        outcome = _(" It came out as: %(outcome)s.") % {"outcome": row.outcome.replace("_", " ")} if row.outcome else ""
        yield Said(f"{event_words(blueprint, explained.matched)}.{outcome}", _from(blueprint, explained.matched))
    if explained.declined_on is not None:
        yield Said(_("The family said not now on %(day)s.") % {"day": written(explained.declined_on)})
    if explained.ended_on is not None and row.status is Status.ENDED:
        yield Said(_("Nothing more is owed from %(day)s on.") % {"day": written(explained.ended_on)})
    if explained.handoff is not None:
        yield from _steps(blueprint, explained.handoff)
    for piece in explained.need.names:
        yield _name(blueprint, piece, explained.need.judged_on)
    yield from _considered(blueprint, explained.considered)
    if explained.observed is not None and explained.matched is None:
        yield from _observed(blueprint, explained.observed)


def _referred(blueprint: Blueprint, explained: Explanation) -> Iterator[Said]:
    """How the steps it comes after stand; those that were never called for say nothing."""
    if explained.trigger is None:
        return
    for piece in explained.trigger.referred:
        title = title_of(blueprint, piece.element, piece.touchpoint)
        if piece.day is not None and piece.outcome is not None:
            yield Said(_("“%(title)s” was done on %(day)s and came out as: %(outcome)s.") % {
                "title": title, "day": written(piece.day), "outcome": piece.outcome.replace("_", " ")})  # fmt: skip
        elif piece.day is not None:
            yield Said(_("“%(title)s” was done on %(day)s.") % {"title": title, "day": written(piece.day)})
        elif piece.status is not Status.NOT_NEEDED:
            yield Said(_("“%(title)s” has not been done, as far as anybody reported.") % {"title": title})


def kind_words(blueprint: Blueprint, kind: str) -> str:
    rule = blueprint.events.get(kind)
    words = text(rule.title if rule is not None else None, kind.replace("_", " "))
    return words[:1].upper() + words[1:]


def event_words(blueprint: Blueprint, event: Event) -> str:
    words = kind_words(blueprint, event.kind)
    day = event.start or event.end
    return _("%(what)s on %(day)s") % {"what": words, "day": written(day)} if day is not None else words


def _from(blueprint: Blueprint, told: Event | Fact) -> str:
    return _("Told by %(agency)s; on file %(day)s.") % {
        "agency": agency_name(blueprint, told.agency), "day": written(told.recorded),
    }  # fmt: skip


def _steps(blueprint: Blueprint, handoff: HandoffPiece) -> Iterator[Said]:
    """The steps that belong to this passage, oldest first, and how its clock stands."""
    for piece in handoff.steps:
        yield Said(
            _("%(day)s: %(what)s.") % {"day": written(piece.day), "what": step_words(piece.step)},
            _("Told by %(agency)s.") % {"agency": agency_name(blueprint, piece.agency)},
        )
    if not handoff.steps:
        yield Said(_("No step of this hand-off is on file."))
    if handoff.clock is not None:
        pattern = _("Its clock ran out on %(day)s.") if handoff.late else _("Its clock runs until %(day)s.")
        yield Said(pattern % {"day": written(handoff.clock)})


def step_words(step: Step) -> str:
    return {
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
    }[step]


def _name(blueprint: Blueprint, piece: NamePiece, judged_on: date) -> Said:
    """One name of the need with its value on the day judged on, and who told it."""
    rule = blueprint.facts.get(piece.name)
    label = Plain(blueprint).named(piece.name)
    label = label[:1].upper() + label[1:]
    if piece.withheld:
        return Said(_("%(fact)s: kept private by the family.") % {"fact": label})
    if piece.value is None:
        return Said(_("%(fact)s: not known on %(day)s.") % {"fact": label, "day": written(judged_on)})
    unit = f" {rule.unit}" if rule is not None and rule.unit else ""
    said = _("%(fact)s: %(value)s.") % {"fact": label, "value": f"{_value(piece.value)}{unit}"}
    return Said(said, _from(blueprint, piece.fact) if piece.fact is not None else "")


def _value(value: FactValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return written(value)
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def _considered(blueprint: Blueprint, pieces: tuple[ConsideredPiece, ...]) -> Iterator[Said]:
    """Records of a fitting kind that do not count here, and why not: what somebody who remembers one will ask."""
    latest = sorted(pieces, key=lambda piece: piece.event.start or piece.event.end or date.min, reverse=True)
    for piece in latest[:MOST_CONSIDERED]:
        why = refusal_words(piece.why)
        if piece.taken_by is not None:
            element, _dot, touchpoint = piece.taken_by.partition(".")
            why = _("it already counts for “%(title)s”") % {"title": title_of(blueprint, element, touchpoint)}
        said = _("%(event)s does not count here: %(why)s.") % {"event": event_words(blueprint, piece.event), "why": why}
        yield Said(said, _from(blueprint, piece.event))
    if len(latest) > MOST_CONSIDERED:
        n = len(latest) - MOST_CONSIDERED
        yield Said(
            ngettext("One older record does not count either.", "%(n)d older records do not count either.", n)
            % {"n": n}
        )


def refusal_words(refusal: Refusal) -> str:
    return {
        Refusal.BEFORE_IT_OPENED: _("it was before these days"),
        Refusal.AFTER_IT_CLOSED: _("it was after these days"),
        Refusal.NOT_TRIGGERED_YET: _("the step it follows had not happened"),
        Refusal.STATUS_DOES_NOT_COUNT: _("the record says that it was not carried out"),
        Refusal.NO_MATCHING_CODE: _("it is a different thing of the same kind"),
        Refusal.CONDITION_NOT_MET: _("it lacks what the rule asks of it"),
        Refusal.OUTSIDE_THE_SPAN: _("it was outside the days that count"),
        Refusal.SAME_DAY_AS_ANOTHER: _("another on the same day counts"),
        Refusal.TAKEN_BY_ANOTHER: _("it already counts for another step"),
        Refusal.OTHER_INSTANCE: _("it belongs to another round of the same step"),
        Refusal.AN_EARLIER_ONE_COUNTS: _("an earlier one counts already"),
        Refusal.NOT_ENOUGH_YET: _("it counts, and more are needed"),
    }[refusal]


def _observed(blueprint: Blueprint, observed: ObservedPiece) -> Iterator[Said]:
    """Until when those who would have told us have reported: without this a silence says nothing."""
    if observed.sight == "always":
        yield Said(_("Our own records would say so, and they do not."))
        return
    last: dict[str, date] = {}
    for span in observed.spans:
        last[span.agency] = max(last.get(span.agency, span.through), span.through)
    for agency, through in sorted(last.items(), key=lambda pair: pair[1], reverse=True)[:4]:
        yield Said(_("%(agency)s reports such things, and has reported through %(day)s.") % {
            "agency": agency_name(blueprint, agency), "day": written(through),
        })  # fmt: skip
    if not last and observed.kinds:
        yield Said(_("No source here reports such things."))


def _move(blueprint: Blueprint, explained: Explanation) -> Iterator[Said]:
    """Who acts next; for what is over or not owed, nobody."""
    row, owes = explained.row, explained.accountable
    if row.crack is None and row.status in (Status.NOT_NEEDED, Status.ENDED):
        yield Said(_("Nobody’s: nothing is owed."))
        return
    if row.crack is None and row.status in (Status.REACHED, Status.REACHED_LATE):
        yield Said(_("Nobody’s: it is done."))
        return
    if row.status is Status.DECLINED:
        yield Said(_("The family’s, whenever they like. Nobody presses them."))
        return
    mover = agency_name(blueprint, owes.move)
    if row.status is Status.UPCOMING and row.crack is None:
        yield Said(_("Nobody’s yet; then %(who)s.") % {"who": mover})
        return
    yield Said(f"{mover}.", _catch(blueprint, explained))


def _catch(blueprint: Blueprint, explained: Explanation) -> str:
    row, owes = explained.row, explained.accountable
    if owes.caught and owes.agency and owes.agency != owes.move:
        words = _("%(agency)s answers for it; %(who)s catches it now.") % {
            "agency": agency_name(blueprint, owes.agency), "who": agency_name(blueprint, owes.move),
        }  # fmt: skip
        if row.crack is None:
            return words
        return _("%(words)s The step that failed: %(crack)s.") % {"words": words, "crack": CRACKS[row.crack]}
    if owes.catch != owes.move:
        return _("If it stays silent, %(who)s catches it.") % {"who": agency_name(blueprint, owes.catch)}
    return _("The step that failed: %(crack)s.") % {"crack": CRACKS[row.crack]} if row.crack else ""


def _changes(explained: Explanation) -> str:
    day = explained.row.changes_on
    if day is None:
        return _("Never by itself: only something new can change it.")
    return _("%(day)s, if nothing new comes in before.") % {"day": written(day)}


def _settle(blueprint: Blueprint, explained: Explanation) -> Iterator[str]:
    """What news would move the mark, each kind once."""
    said = (_news(blueprint, change) for change in explained.would_change)
    yield from dict.fromkeys(words for words in said if words)
    if not explained.would_change:
        yield _("Nothing more is needed.")


def _news(blueprint: Blueprint, change: WouldChange) -> str:
    match change.kind:
        case ChangeKind.EVENT:
            return _("A record of it: %(what)s%(days)s.") % {
                "what": _kinds(blueprint, change.kinds), "days": _between(change)}  # fmt: skip
        case ChangeKind.FACT:
            if change.name is not None and change.name in blueprint.facts:
                return _("An answer to: %(question)s") % {"question": fact_question(blueprint, change.name)}
            return _("Word on this: %(name)s.") % {"name": Plain(blueprint).named(change.name or "")}
        case ChangeKind.STEP:
            steps = _(" or ").join(step_words(step) for step in change.steps)
            return _("Word from %(agency)s: %(steps)s.") % {
                "agency": agency_name(blueprint, change.agency), "steps": steps}  # fmt: skip
        case ChangeKind.DATE:
            return _("The day of: %(name)s.") % {"name": Plain(blueprint).named(change.name or "")}
        case ChangeKind.OUTCOME:
            return _("How this came out: %(name)s.") % {"name": Plain(blueprint).reached(change.name or "", None)}
        case ChangeKind.OBSERVATION:
            return _("Reports that cover these days: %(what)s%(days)s. Then it is either done or known not to be.") % {
                "what": _kinds(blueprint, change.kinds), "days": _between(change)}  # fmt: skip
        case ChangeKind.RETRACTION:
            return _("If it did not happen: the agency that reported it takes its record back.")
        case ChangeKind.RESUMED:
            return _("The family’s own yes, on any later day.")


def _kinds(blueprint: Blueprint, kinds: Iterable[str]) -> str:
    titles = list(dict.fromkeys(kind_words(blueprint, kind) for kind in kinds))
    return _(" or ").join(titles[:3]) or _("that it happened")


def _between(change: WouldChange) -> str:
    first = change.from_ if isinstance(change.from_, date) else None
    last = change.through if isinstance(change.through, date) else None
    if first is not None and last is not None:
        return _(", from %(first)s through %(last)s") % {"first": written(first), "last": written(last)}
    if last is not None:
        return _(", through %(last)s") % {"last": written(last)}
    return _(", from %(first)s on") % {"first": written(first)} if first is not None else ""
