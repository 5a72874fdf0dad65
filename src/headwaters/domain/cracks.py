"""The ways a child is lost between agencies, and the ladder's steps (language part 9; design.md, Cracks).

A crack belongs to a hand-off and its owners, never to a family.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from headwaters.domain.blueprint.matcher import Step


class CrackKind(StrEnum):
    ASK = "ask"
    AGENCY_NOT_REPORTING = "agency_not_reporting"
    MOVED_BETWEEN_AREAS = "moved_between_areas"
    AGED_OUT_BETWEEN_PROGRAMS = "aged_out_between_programs"
    NOT_ELIGIBLE_NO_NEXT_ROUTE = "not_eligible_no_next_route"
    NO_WORD_BACK = "no_word_back"
    BEGUN_DROPPED = "begun_dropped"
    NO_CONSENT_YET = "no_consent_yet"
    NOT_SENT = "not_sent"
    NO_ANSWER = "no_answer"
    ACCEPTED_NOT_BEGUN = "accepted_not_begun"
    FULL = "full"
    NOT_REACHED = "not_reached"
    NOT_IDENTIFIED = "not_identified"
    NOT_OFFERED = "not_offered"
    NOBODY_REPORTS_WHICH = "nobody_reports_which"


class LadderStep(StrEnum):
    """The steps every touchpoint can climb, in order."""

    KNOWN = "known"
    NEED_SETTLED = "need_settled"
    OFFERED = "offered"
    SAID_YES = "said_yes"
    SENT = "sent"
    ANSWERED = "answered"
    PLACE_FREE = "place_free"
    FIRST_CONTACT = "first_contact"
    BEGUN = "begun"
    KEPT = "kept"
    TOLD_BACK = "told_back"


LADDER_OF_STEP: Mapping[Step, tuple[LadderStep, ...]] = {
    Step.SENT: (LadderStep.SENT,),
    Step.RECEIVED: (LadderStep.SENT,),
    Step.ACCEPTED: (LadderStep.ANSWERED, LadderStep.PLACE_FREE),
    Step.FULL: (LadderStep.ANSWERED,),
    Step.NOT_REACHED: (LadderStep.ANSWERED,),
    Step.NOT_ELIGIBLE: (LadderStep.ANSWERED, LadderStep.FIRST_CONTACT),
    Step.DECLINED: (LadderStep.ANSWERED, LadderStep.FIRST_CONTACT),
    Step.BEGUN: (LadderStep.ANSWERED, LadderStep.PLACE_FREE, LadderStep.FIRST_CONTACT, LadderStep.BEGUN),
    Step.DROPPED: (LadderStep.ANSWERED, LadderStep.PLACE_FREE, LadderStep.FIRST_CONTACT, LadderStep.BEGUN),
    Step.DONE: (LadderStep.KEPT,),
    Step.TOLD: (LadderStep.TOLD_BACK,),
}
"""Which ladder steps a hand-off's step proves (design.md, Cracks). Receipt proves that the ask was sent, and is no answer
yet; a no, or a finding, proves that somebody spoke with the family; what was dropped had begun."""
