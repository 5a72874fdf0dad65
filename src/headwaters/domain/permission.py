"""The one access decision, over evidence: role, dated ties, grants, authority, consents, emergencies. Pure, and denied by default.

Whoever asks fetches the evidence (`practice.access`); here nothing is looked up, and the same evidence gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from headwaters.domain.authority import ALWAYS, Authority, Term, reads, signs_for
from headwaters.domain.consent import DENIED, Action, Decision, Grant, Purpose, permits
from headwaters.domain.history.view import NOTHING_PROTECTED, View
from headwaters.domain.role_table import Tie, ties_for
from headwaters.domain.sharing import OWN_PAGE, Consent, Form, in_force, shown_agencies


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to do what, to which story (None: to no one family), when.

    by_role  False for whoever has no role here: an embedded installation's owner and an answer link act by grants alone
    """

    reader: str
    role: str
    purpose: Purpose
    action: Action
    story: str | None
    at: datetime
    works_as: str = ""
    organisation: str = ""
    person: str = ""
    by_role: bool = True

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Emergency:
    """A look that was asked for with a reason; over at `until`."""

    from_: datetime
    until: datetime

    def holds_at(self, instant: datetime) -> bool:
        return self.from_ <= instant < self.until


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody of the story is kept safe: these agencies are not spoken of to anybody of the family but them."""

    person: str
    hidden_agencies: frozenset[str]
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on file that may speak for a yes; all of it is about one reader and one story, and nothing is left to guess.

    kept, team, unkept, asked   days on which the tie holds
    people                      everybody in the story
    """

    grants: tuple[Grant, ...] = ()
    kept: tuple[Term, ...] = ()
    team: tuple[Term, ...] = ()
    unkept: tuple[Term, ...] = ()
    asked: tuple[Term, ...] = ()
    authorities: tuple[Authority, ...] = ()
    consents: tuple[Consent, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    marks: tuple[Mark, ...] = ()
    people: frozenset[str] = frozenset()


def permitted(asked: Asked, evidence: Evidence) -> Decision:
    """Whether it may be done and over which view. A grant answers first; then the role's ties in the order of the table."""
    granted = permits(
        evidence.grants,
        reader=asked.reader,
        action=asked.action,
        purpose=asked.purpose,
        story=asked.story,
        on=asked.day,
    )
    if granted.allowed or not asked.by_role:
        return granted
    for tie in ties_for(asked.role, asked.action, asked.purpose, of_a_story=asked.story is not None):
        view = _view_by(tie, asked, evidence)
        if view is not None:
            return Decision(allowed=True, why=f"{asked.role}: {tie}", view=view)
    return DENIED


def _view_by(tie: Tie, asked: Asked, evidence: Evidence) -> View | None:
    """The view that a tie gives on this day; None where it does not hold."""
    match tie:
        case Tie.NONE:
            return NOTHING_PROTECTED
        case Tie.KEPT:
            return _for_care(asked, evidence) if _holds(evidence.kept, asked.day) else None
        case Tie.TEAM:
            return _for_care(asked, evidence) if _holds(evidence.team, asked.day) else None
        case Tie.UNKEPT:
            return NOTHING_PROTECTED if _holds(evidence.unkept, asked.day) else None
        case Tie.ASKED:
            return NOTHING_PROTECTED if _holds(evidence.asked, asked.day) else None
        case Tie.EMERGENCY:
            return NOTHING_PROTECTED if any(one.holds_at(asked.at) for one in evidence.emergencies) else None
        case Tie.SHARED:
            return _shared(asked, evidence)
        case Tie.AUTHORITY:
            return _own(asked, evidence)


def _holds(terms: Iterable[Term], day: date) -> bool:
    return any(one.holds_on(day) for one in terms)


def _for_care(asked: Asked, evidence: Evidence) -> View:
    """Everybody in the story, without protected subjects but those that the people themselves switched on for this role."""
    given = in_force(
        evidence.consents, agency=asked.works_as, organisation=asked.organisation, purpose=asked.purpose, on=asked.day
    )
    return _with_subjects(View(), given, asked, evidence, evidence.people)


def _shared(asked: Asked, evidence: Evidence) -> View | None:
    """Those who said yes to this agency and whom they sign for, under the forms that were all of them given."""
    given = in_force(
        evidence.consents, agency=asked.works_as, organisation=asked.organisation, purpose=asked.purpose, on=asked.day
    )
    covered = frozenset[str]().union(*(covered_by(one, evidence.authorities, on=asked.day) for one in given))
    if not covered:
        return None
    effective = [one for one in given if covered_by(one, evidence.authorities, on=asked.day)]
    forms = frozenset(Form).intersection(*(one.forms for one in effective))
    agencies, hidden = shown_agencies(forms)
    view = View(agencies=agencies, hidden_agencies=hidden, people=covered, words=False)
    return _with_subjects(view, given, asked, evidence, covered)


def _own(asked: Asked, evidence: Evidence) -> View | None:
    """A family's own page: themself and those they answer for; never what another's safety forbids."""
    people = reads(evidence.authorities, asked.person, on=asked.day) if asked.person else frozenset[str]()
    if not people:
        return None
    given = [
        one
        for one in in_force(evidence.consents, agency=OWN_PAGE, organisation="", purpose=asked.purpose, on=asked.day)
        if one.given_by == asked.person
    ]
    view = View(hidden_agencies=hidden_from(asked.person, evidence.marks, on=asked.day), people=people)
    return _with_subjects(view, given, asked, evidence, people)


def hidden_from(person: str, marks: Iterable[Mark], *, on: date) -> frozenset[str]:
    """The agencies that a mark on somebody else hides from a person of the family."""
    return frozenset[str]().union(
        *(one.hidden_agencies for one in marks if one.person != person and one.term.holds_on(on))
    )


def covered_by(consent: Consent, authorities: Iterable[Authority], *, on: date) -> frozenset[str]:
    """Of whom a consent lets an agency know: those for whom whoever gave it may sign, today, on every form it has."""
    if not consent.forms:
        return frozenset()
    held = tuple(authorities)
    return frozenset.intersection(
        *(signs_for(held, consent.given_by, form=form, on=on) for form in consent.forms)
    )  # fmt: skip


def _with_subjects(
    view: View, given: Iterable[Consent], asked: Asked, evidence: Evidence, people: frozenset[str]
) -> View:
    """Switch on what was agreed to, for those it was agreed for; for everybody else in the view it stays off."""
    switched_on: dict[str, frozenset[str]] = {}
    for consent in given:
        covered = covered_by(consent, evidence.authorities, on=asked.day)
        for subject in consent.switched_on if covered else ():
            switched_on[subject] = switched_on.get(subject, frozenset()) | covered
    kept_private = frozenset(
        (person, subject) for subject, covered in switched_on.items() for person in people - covered
    )
    return replace(view, subjects=frozenset(switched_on), kept_private=kept_private)


def together(views: Iterable[View]) -> View:
    """The view of a list over several stories: nothing protected, and whatever one of them leaves out of an agency is left out."""
    views = tuple(views)
    people = [one.people for one in views if one.people is not None]
    agencies = [one.agencies for one in views if one.agencies is not None]
    return View(
        subjects=frozenset(),
        agencies=frozenset.intersection(*agencies) if agencies else None,
        hidden_agencies=frozenset[str]().union(*(one.hidden_agencies for one in views)),
        people=frozenset[str]().union(*people) if people else None,
        words=all(one.words for one in views),
    )
