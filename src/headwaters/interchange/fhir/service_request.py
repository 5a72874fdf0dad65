"""ServiceRequest -> event `service_request` on the day it was written, with what was asked for, its category and
its reasons."""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.coding import Codings
from headwaters.interchange.fhir.sheet import Sheet


def service_request(sheet: Sheet) -> tuple[Statement, ...]:
    day = sheet.day("authoredOn") or sheet.when("occurrence")[0]
    return sheet.events("service_request", sheet.about("subject"), (day, None), codings_of_request(sheet))


def codings_of_request(sheet: Sheet) -> Codings:
    return tuple(dict.fromkeys((*sheet.codings("code"), *sheet.codings("category"), *sheet.codings("reasonCode"))))
