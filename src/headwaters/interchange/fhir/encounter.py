"""Encounter -> event `encounter`, coded by its type, its service type and its reasons.

Reasons are codings too, because a well visit is often typed "office visit" and only its reason says "routine
child exam".
"""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.coding import Codings
from headwaters.interchange.fhir.sheet import Sheet


def encounter(sheet: Sheet) -> tuple[Statement, ...]:
    return sheet.events("encounter", sheet.about("subject"), sheet.span("period"), codings_of_encounter(sheet))


def codings_of_encounter(sheet: Sheet) -> Codings:
    found = sheet.codings("type")
    if "serviceType" in sheet.resource or "reasonCode" in sheet.resource:
        found = tuple(dict.fromkeys((*found, *sheet.codings("serviceType"), *sheet.codings("reasonCode"))))
    return found
