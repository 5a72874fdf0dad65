"""Condition -> event `condition`, from onset to abatement; a loss also becomes an event `pregnancy_loss`.

Status: the clinical status, as far as the diagnosis stands. A diagnosis that was ruled out (`refuted`) or entered
in error takes the record back; one that is still a guess (`provisional`, `differential`, `unconfirmed`) carries
that word instead.
"""

from __future__ import annotations

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, Statement
from headwaters.interchange.fhir.coding import first_code, word
from headwaters.interchange.fhir.loss import loss_of
from headwaters.interchange.fhir.sheet import Days, Sheet

_TAKEN_BACK = ("entered-in-error", "refuted")
_GUESSED = ("unconfirmed", "provisional", "differential")


def condition(sheet: Sheet) -> tuple[Statement, ...]:
    about = sheet.about("subject")
    span = days_of_condition(sheet)
    status = status_of_condition(sheet)
    if about is None or not (span[0] or status == ENTERED_IN_ERROR):
        return ()
    codings = sheet.codings("code")
    event = EventStatement(sheet.origin, about, "condition", span[0], span[1], codings, status)
    return (event, *loss_of(sheet, about, span[0], codings, status))


def days_of_condition(sheet: Sheet) -> Days:
    """Onset (else the day it was written down) and abatement."""
    onset, onset_end = sheet.when("onset")
    abated, abated_end = sheet.when("abatement")
    return onset or sheet.day("recordedDate"), abated_end or abated or onset_end


def status_of_condition(sheet: Sheet) -> str | None:
    verified = first_code(sheet.resource.get("verificationStatus"))
    if verified in _TAKEN_BACK:
        return ENTERED_IN_ERROR
    if verified in _GUESSED:
        return word(verified)
    return word(first_code(sheet.resource.get("clinicalStatus")) or verified)
