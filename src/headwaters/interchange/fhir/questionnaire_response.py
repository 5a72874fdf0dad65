"""QuestionnaireResponse -> event `questionnaire_response`, coded by which questionnaire it answers.

Answers stay in the record as sent. A score that should be matched comes as an Observation (US Core, screening
assessments).
"""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.coding import Codings
from headwaters.interchange.fhir.sheet import Sheet

_LOINC_FORM = "http://loinc.org/q/"


def questionnaire_response(sheet: Sheet) -> tuple[Statement, ...]:
    days = (sheet.day("authored"), None)
    return sheet.events("questionnaire_response", sheet.about("subject"), days, _form(sheet))


def _form(sheet: Sheet) -> Codings:
    url = str(sheet.resource.get("questionnaire", "")).split("|")[0]
    if not url:
        return ()
    return (("loinc", url.removeprefix(_LOINC_FORM)),) if url.startswith(_LOINC_FORM) else (("questionnaire", url),)
