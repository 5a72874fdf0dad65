"""The why of one mark: an explanation, which holds every piece of the judgement, put into the words of a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Clock
from headwaters.domain.explanation import (
    Explanation,
    HandoffPiece,
)
from headwaters.domain.status import Status
from headwaters.web.blueprint.plain import Plain, duration_in_words
from headwaters.web.child.handoffs import handoff_title
from headwaters.web.child.known import known_of
from headwaters.web.child.news import news_of
from headwaters.web.child.why import Said, Why
from headwaters.web.layout.dates import written
from headwaters.web.layout.marks import Mark, mark_of
from headwaters.web.layout.words import (
    CRACKS,
    agency_name,
    state_in_words,
    text,
    title_of,
)


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
        known=tuple(known_of(blueprint, explained)),
        move=tuple(_move(blueprint, explained)),
        changes=_changes(explained),
        settle=tuple(news_of(blueprint, explained)),
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
