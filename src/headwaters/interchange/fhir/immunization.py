"""Immunization -> event `immunization`. A dose not given keeps its status `not_done`, which the blueprint does
not count."""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.sheet import Sheet


def immunization(sheet: Sheet) -> tuple[Statement, ...]:
    codings = sheet.codings("vaccineCode")
    return sheet.events("immunization", sheet.about("patient"), sheet.when("occurrence"), codings)
