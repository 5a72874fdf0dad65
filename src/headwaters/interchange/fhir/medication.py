"""MedicationRequest, MedicationStatement, MedicationAdministration, MedicationDispense -> event `medication`."""

from __future__ import annotations

from headwaters.domain.records.statement import Statement
from headwaters.interchange.fhir.sheet import Days, Sheet


def medication_request(sheet: Sheet) -> tuple[Statement, ...]:
    return _medication(sheet, (sheet.day("authoredOn"), None))


def medication_statement(sheet: Sheet) -> tuple[Statement, ...]:
    start, end = sheet.when("effective")
    return _medication(sheet, (start or sheet.day("dateAsserted"), end))


def medication_dispense(sheet: Sheet) -> tuple[Statement, ...]:
    return _medication(sheet, (sheet.day("whenHandedOver") or sheet.day("whenPrepared"), None))


def _medication(sheet: Sheet, span: Days) -> tuple[Statement, ...]:
    return sheet.events("medication", sheet.about("subject"), span, sheet.codings("medicationCodeableConcept"))
