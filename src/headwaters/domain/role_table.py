"""What each role may do, for which purpose, and what must tie the reader to the family: one table, read by the one decision.

A line says: somebody of this role may do these things, for these purposes, if one of these ties holds on the day of the request.
What no line says is refused. A role's word alone opens no family's page: every deed about a family needs a tie.
`docs/reference/access.md` is this table as a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from headwaters.domain.consent import Action, Purpose, ReaderRole


class Tie(StrEnum):
    """What ties a reader to a family. All but the first are dated."""

    NONE = "none"
    """No family is touched, or the answer itself is narrowed to families with a tie."""
    KEPT = "kept"
    """The family is on the reader's caseload, or on that of somebody for whom they stand in."""
    TEAM = "team"
    """The family is on the caseload of somebody of the reader's own organisation."""
    UNKEPT = "unkept"
    """Nobody keeps the family: a supervisor may give it to somebody without seeing it."""
    SHARED = "shared"
    """Somebody who answers for the family said yes to this agency, for this purpose, and it is in force."""
    ASKED = "asked"
    """An ask about the family stands open with the reader's organisation."""
    AUTHORITY = "authority"
    """The reader answers for somebody of the story today: parent, guardian, foster carer, themself."""
    EMERGENCY = "emergency"
    """The reader opened it in an emergency, minutes ago, with a reason."""


@dataclass(frozen=True, slots=True)
class Line:
    roles: tuple[ReaderRole, ...]
    actions: tuple[Action, ...]
    purposes: tuple[Purpose, ...]
    ties: tuple[Tie, ...]


_R, _A, _P = ReaderRole, Action, Purpose
_SIGNED_IN = tuple(role for role in ReaderRole if role is not ReaderRole.OWNER)
_ANY_PURPOSE = tuple(Purpose)
_CARE = (_P.CARE,)
_LEARNING = (_P.MEASUREMENT, _P.DESIGN)
_OVER = (_P.CARE, _P.OVERSIGHT)
_KEEPS = (
    _A.READ_FAMILY, _A.LIST_FAMILIES, _A.RECORD_CONTACT, _A.REFER, _A.ANSWER_REFERRAL, _A.MESSAGE_FAMILY,
    _A.GIVE_CONSENT, _A.MARK_SAFETY,
)  # fmt: skip

ROLE_TABLE: tuple[Line, ...] = (
    # everybody who has signed in
    Line(_SIGNED_IN, (_A.READ_BLUEPRINT, _A.READ_DIRECTORY), _ANY_PURPOSE, (Tie.NONE,)),
    # families, about their own
    Line((_R.FAMILY,), (_A.READ_FAMILY, _A.GIVE_CONSENT, _A.MESSAGE_FAMILY, _A.TELL), (_P.OWN,), (Tie.AUTHORITY,)),
    # those who keep promises to families
    Line((_R.NAVIGATOR, _R.SUPERVISOR), _KEEPS, _CARE, (Tie.KEPT,)),
    Line((_R.NAVIGATOR, _R.SUPERVISOR), (_A.READ_FAMILY,), _CARE, (Tie.EMERGENCY,)),
    Line((_R.NAVIGATOR, _R.SUPERVISOR), (_A.SEARCH, _A.BREAK_GLASS), _CARE, (Tie.NONE,)),
    Line((_R.NAVIGATOR, _R.SUPERVISOR, _R.AGENCY_WORKER, _R.ADMINISTRATOR), (_A.KEEP_DIRECTORY,),
         (*_OVER, _P.OPERATION), (Tie.NONE,)),
    # those who look after a team
    Line((_R.SUPERVISOR,), (_A.READ_FAMILY, _A.LIST_FAMILIES, _A.MARK_SAFETY, _A.SUPERVISE), _OVER, (Tie.TEAM,)),
    Line((_R.SUPERVISOR,), (_A.SUPERVISE,), _OVER, (Tie.UNKEPT,)),
    Line((_R.SUPERVISOR,), (_A.SUPERVISE, _A.READ_AUDIT), _OVER, (Tie.NONE,)),
    # agencies: what was asked of them, and what the family shares with them
    Line((_R.AGENCY_WORKER,), (_A.ANSWER_REFERRAL,), _CARE, (Tie.ASKED,)),
    Line((_R.AGENCY_WORKER,), (_A.READ_FAMILY, _A.LIST_FAMILIES), _CARE, (Tie.SHARED,)),
    Line((_R.AGENCY_WORKER,), (_A.SEARCH,), _CARE, (Tie.NONE,)),
    # those who work on the model and on what is learned
    Line((_R.PILOT_LEAD, _R.FACILITATOR, _R.ANALYST), (_A.READ_COUNTS,), _LEARNING, (Tie.NONE,)),
    Line((_R.NAVIGATOR, _R.SUPERVISOR, _R.PILOT_LEAD, _R.FACILITATOR), (_A.REVIEW_TEXTS,), (*_LEARNING, *_OVER),
         (Tie.NONE,)),
    # those who run the installation: no family
    Line((_R.ADMINISTRATOR,), (_A.ADMINISTER,), (_P.OPERATION,), (Tie.NONE,)),
)  # fmt: skip

WITHOUT_A_FAMILY = frozenset({
    _A.READ_BLUEPRINT, _A.READ_DIRECTORY, _A.SEARCH, _A.BREAK_GLASS, _A.KEEP_DIRECTORY, _A.SUPERVISE, _A.READ_AUDIT,
    _A.READ_COUNTS, _A.REVIEW_TEXTS, _A.ADMINISTER,
})  # fmt: skip
"""The only actions that a tie of `none` may stand with: none of them shows a family by itself."""


def ties_for(role: str, action: Action, purpose: Purpose, *, of_a_story: bool) -> Iterator[Tie]:
    """The ties of which one must hold, in the order of the table. `Tie.NONE` answers only a question about no one family."""
    for line in ROLE_TABLE:
        if role in line.roles and action in line.actions and purpose in line.purposes:
            for tie in line.ties:
                if (tie is Tie.NONE) is not of_a_story:
                    yield tie
