"""A referral as its rows tell it: what the domain decides on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.referral import Deed, ReferralState, Standing, Taken
from headwaters.practice.referrals.models import Referral, ReferralStep


def standing_of(row: Referral, steps: Sequence[ReferralStep]) -> Standing:
    """`steps`: all of the referral's, in the order of their versions."""
    question = told = False
    for one in steps:
        deed = Deed(one.deed)
        told = told or deed is Deed.TELL_BACK
        question = deed is Deed.NEED_TO_KNOW or (question and deed in (Deed.NUDGE, Deed.HOLD))
    return Standing(
        state=ReferralState(row.state), taken=tuple(entered(steps).values()), question=question,
        contacted=row.first_contact_on, told=told, closed=row.closed,
    )  # fmt: skip


def entered(steps: Sequence[ReferralStep]) -> dict[str, Taken]:
    """The hand-off's steps that were entered and not taken back, by the record each stands under."""
    records: dict[str, Taken] = {}
    for one in steps:
        for gone in one.taken_back:
            records.pop(gone, None)
        for step, day, record in one.entered:
            records[record] = Taken(HandoffState(step), date.fromisoformat(day))
    return records
