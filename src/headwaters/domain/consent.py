"""Who may do what, for which purpose: grants as data, one decision, denied unless a grant says yes.

A grant is dated, names one action and one purpose, and reaches either the whole installation or named stories. Protected
subjects (design.md, One child, one record) stay off unless the grant switches each one on. Nothing here reads a database
or a clock: `practice.access` fetches the grants and passes the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.history.view import NOTHING_PROTECTED, View


class Action(StrEnum):
    READ_FAMILY = "read_family"
    """One family's page, its whys, its record."""
    LIST_FAMILIES = "list_families"
    """Lists of families: the work list, the families behind a crack, any table with one row per recipient."""
    READ_COUNTS = "read_counts"
    """Counts of people, small cells hidden unless the reader may also list the families."""
    READ_BLUEPRINT = "read_blueprint"
    EXPORT_ROWS = "export_rows"
    """A file with one row per recipient."""
    LOAD = "load"
    """Taking in agencies' files, and refreshing what is published from them."""
    RECORD_CONTACT = "record_contact"
    """Writing down what happened with one family: a visit, a call, an answer, a fact."""
    SEARCH = "search"
    """Looking for a family by two identifiers, for a stated purpose."""
    REFER = "refer"
    """Asking an agency for one family, and following it until it is closed."""
    ANSWER_REFERRAL = "answer_referral"
    """An agency's answer to one ask, and what came of it."""
    MESSAGE_FAMILY = "message_family"
    GIVE_CONSENT = "give_consent"
    """Saying who may see what of one family, and taking it back."""
    MARK_SAFETY = "mark_safety"
    """Setting or lifting a safety mark; never shown as such."""
    SUPERVISE = "supervise"
    """A team's lists, load and cover; the review of emergency looks and of unusual reads."""
    READ_AUDIT = "read_audit"
    READ_DIRECTORY = "read_directory"
    KEEP_DIRECTORY = "keep_directory"
    """Editing an organisation's services, openings and rules."""
    REVIEW_TEXTS = "review_texts"
    """Reading family texts in a language, and saying that they may go live."""
    TELL = "tell"
    """A family's own word about itself: an answer, a wish, a fact, that something went wrong."""
    BREAK_GLASS = "break_glass"
    """Opening a family for a short while in an emergency, with a reason that somebody reviews."""
    ADMINISTER = "administer"
    """Organisations, people, roles, invitations and settings; no family's page."""


class Purpose(StrEnum):
    CARE = "care"
    """Keeping promises to a family: navigators, home visitors, agency staff."""
    MEASUREMENT = "measurement"
    """Counting who was reached; never a reason to open one family's page."""
    DESIGN = "design"
    """Working on a Child Success Model."""
    OPERATION = "operation"
    """Running the installation: loading, refreshing, checking what was set aside."""
    OWN = "own"
    """A family reading and deciding about its own."""
    OVERSIGHT = "oversight"
    """Looking after the work of others: supervisors, reviewers of the audit."""


class ReaderRole(StrEnum):
    """What somebody does here. What a role may do stands in one table, `domain.role_table`; nothing follows from the word alone."""

    FAMILY = "family"
    NAVIGATOR = "navigator"
    AGENCY_WORKER = "agency_worker"
    SUPERVISOR = "supervisor"
    PILOT_LEAD = "pilot_lead"
    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    OWNER = "owner"
    """Whoever sits at the keyboard of an embedded installation without sign-in."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission. `stories` None: every story here. `subjects`: protected subjects switched on; None: all of them, for
    counting everybody and never for a page about one. `through` is the last day."""

    reader: str
    action: Action
    purpose: Purpose
    from_: date
    through: date | None = None
    stories: frozenset[str] | None = None
    subjects: frozenset[str] | None = frozenset()

    def holds_on(self, day: date) -> bool:
        return self.from_ <= day and (self.through is None or day <= self.through)

    def reaches(self, story: str | None) -> bool:
        """`story` None is a question about everybody; only a grant for everybody answers it."""
        return self.stories is None or (story is not None and story in self.stories)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done and, if so, over which view. `why` is for the audit and never names anybody."""

    allowed: bool
    why: str
    view: View = NOTHING_PROTECTED


DENIED = Decision(allowed=False, why="no grant")


def permits(
    grants: Iterable[Grant], *, reader: str, action: Action, purpose: Purpose, story: str | None, on: date
) -> Decision:
    """The one access decision. Denied by default; the view joins the subjects of all grants that say yes.

    grants   any grants; those of other readers, actions, purposes, days and stories count for nothing
    story    the one family asked about; None asks about all
    on       the day of the request, not the day that the page speaks of
    """
    fitting = [
        grant
        for grant in grants
        if grant.reader == reader
        and grant.action is action
        and grant.purpose is purpose
        and grant.holds_on(on)
        and grant.reaches(story)
    ]
    if not fitting:
        return DENIED
    return Decision(allowed=True, why=f"grant for {action} in {purpose}", view=View(subjects=_joined(fitting)))


def _joined(fitting: Iterable[Grant]) -> frozenset[str] | None:
    switched_on: set[str] = set()
    for grant in fitting:
        if grant.subjects is None:
            return None
        switched_on |= grant.subjects
    return frozenset(switched_on)
