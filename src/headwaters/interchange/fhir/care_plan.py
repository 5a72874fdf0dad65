"""CarePlan -> event `care_plan` for its period; EpisodeOfCare -> event `episode_of_care` for its period."""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.sheet import Sheet


def care_plan(sheet: Sheet) -> tuple[Statement, ...]:
    start, end = sheet.span("period")
    return sheet.events(
        "care_plan", sheet.about("subject"), (start or sheet.day("created"), end), sheet.codings("category")
    )


def episode_of_care(sheet: Sheet) -> tuple[Statement, ...]:
    return sheet.events("episode_of_care", sheet.about("patient"), sheet.span("period"), sheet.codings("type"))
