"""What is known of one row: the steps before it, the records that count and those that do not, facts, who reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.explanation import (
    ConsideredPiece,
    Explanation,
    HandoffPiece,
    NamePiece,
    ObservedPiece,
    Refusal,
)
from headwaters.domain.history.history import Event, Fact, FactValue
from headwaters.domain.status import Status
from headwaters.web.blueprint.plain import Plain
from headwaters.web.child.why import Said
from headwaters.web.layout.dates import written
from headwaters.web.layout.words import (
    agency_name,
    reason_in_words,
    text,
    title_of,
)

MOST_CONSIDERED = 4
"""Records shown that did not count; the latest are the ones somebody asks about."""


def known_of(blueprint: Blueprint, explained: Explanation) -> Iterator[Said]:
    """What is on file that bears on it, who said so, and what does not count."""
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
