"""A loss of a pregnancy, wherever it is written, becomes an event `pregnancy_loss` of its own at once.

`result` says `induced` where the record says so, else `loss`: who chose an end is not to be met as somebody bereaved.
"""

from __future__ import annotations

from datetime import date

from headwaters.domain.records.statement import EventStatement
from headwaters.interchange.fhir import pregnancy_codes as codes
from headwaters.interchange.fhir.coding import Codings
from headwaters.interchange.fhir.sheet import Sheet

PREGNANCY_LOSS = "pregnancy_loss"
LOSS = "loss"
"""Why a pregnancy's steps ended, whoever chose: steps are read by many, and how it ended stands in the event alone."""


def loss_of(
    sheet: Sheet, about: str, day: date | None, codings: Codings, status: str | None
) -> tuple[EventStatement, ...]:
    """The loss that these codings tell, or nothing. It has its record's status, so it is taken back with it."""
    if codes.fits(codings, codes.INDUCED, codes.INDUCED_PREFIXES):
        result = "induced"
    elif codes.fits(codings, codes.LOST, codes.LOST_PREFIXES):
        result = LOSS
    else:
        return ()
    return (
        EventStatement(
            sheet.part(PREGNANCY_LOSS), about, PREGNANCY_LOSS, start=day, codings=codings, status=status, result=result
        ),
    )
