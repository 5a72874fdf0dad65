"""Procedure -> event `procedure`; one that ends a pregnancy without a living child also becomes `pregnancy_loss`.

A procedure not done, or only prepared, keeps that status, which the blueprint does not count.
"""

from __future__ import annotations

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.loss import loss_of
from headwaters.interchange.fhir.sheet import Sheet

HAPPENED = ("completed", "in_progress", ENTERED_IN_ERROR)


def procedure(sheet: Sheet) -> tuple[Statement, ...]:
    about = sheet.about("subject")
    span = sheet.when("performed")
    codings = sheet.codings("code")
    events = sheet.events("procedure", about, span, codings)
    if not events or about is None or sheet.status() not in HAPPENED:
        return events
    return (*events, *loss_of(sheet, about, span[0], codings, sheet.status()))
