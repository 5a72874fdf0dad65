"""Which resource is a sign of a pregnancy (see `pregnancy`), by its codes alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.interchange.fhir import pregnancy_codes as codes
from headwaters.interchange.fhir.coding import Codings, first_code
from headwaters.interchange.fhir.condition import days_of_condition, status_of_condition
from headwaters.interchange.fhir.encounter import codings_of_encounter
from headwaters.interchange.fhir.instants import day_of
from headwaters.interchange.fhir.pregnancy import PREGNANCY_DAYS, Sign, SignKind
from headwaters.interchange.fhir.procedure import HAPPENED
from headwaters.interchange.fhir.sheet import Days, Sheet

_IN_HOSPITAL = ("IMP", "ACUTE", "NONACUTE", "OBSENC", "SS", "EMER")
"""v3-ActCode encounter classes of a stay. Source: HL7 v3 ActEncounterCode."""

_SEEN = ("arrived", "triaged", "in_progress", "onleave", "finished")
_REPORTED = ("preliminary", "final", "amended", "corrected")
_YES = ("77386006", "LA15173-0")
"""Pregnant: SNOMED CT, LOINC answer."""


def sign_of(sheet: Sheet) -> Sign | None:
    """What this resource says of a pregnancy, or None. What is wrong with it is found when it is read, not here."""
    reader = _READERS.get(sheet.resource.get("resourceType", ""))
    return reader(sheet) if reader else None


def _condition(sheet: Sheet) -> Sign | None:
    kind = _kind(sheet.codings("code"))
    if kind is None or status_of_condition(sheet) == ENTERED_IN_ERROR:
        return None
    return _sign(sheet, kind, days_of_condition(sheet))


def _procedure(sheet: Sheet) -> Sign | None:
    kind = _kind(sheet.codings("code"))
    if kind is None or kind is SignKind.PREGNANT or sheet.status() not in HAPPENED[:2]:
        return None
    return _sign(sheet, kind, sheet.when("performed"))


def _encounter(sheet: Sheet) -> Sign | None:
    codings = codings_of_encounter(sheet)
    expecting = codes.fits(codings, codes.PREGNANT, codes.PREGNANT_PREFIXES)
    if sheet.status() not in _SEEN:
        return None
    if sheet.resource.get("class", {}).get("code") in _IN_HOSPITAL:
        obstetric = expecting or codes.fits(codings, codes.OBSTETRIC_STAY)
        return _sign(sheet, SignKind.STAY, sheet.span("period")) if obstetric else None
    if expecting or codes.fits(codings, codes.PRENATAL_VISIT):
        return _sign(sheet, SignKind.PREGNANT, (sheet.span("period")[0], None))
    return None


def _observation(sheet: Sheet) -> Sign | None:
    loinc = {code for system, code in sheet.codings("code") if system == "loinc"}
    if sheet.status() not in _REPORTED or not loinc & _ASKED:
        return None
    if loinc & codes.PREGNANCY_STATUS:
        pregnant = first_code(sheet.resource.get("valueCodeableConcept")) in _YES
        return _sign(sheet, SignKind.PREGNANT, (sheet.when("effective")[0], None)) if pregnant else None
    given = day_of(sheet.resource.get("valueDateTime"), "valueDateTime", sheet.faults)
    if given is None:
        return None
    due = given + PREGNANCY_DAYS if loinc & codes.LAST_PERIOD else given
    return _sign(sheet, SignKind.DUE, (sheet.when("effective")[0], None), due)


_ASKED = codes.DUE_DATE | codes.LAST_PERIOD | codes.PREGNANCY_STATUS

_READERS: dict[str, Callable[[Sheet], Sign | None]] = {
    "Condition": _condition,
    "Procedure": _procedure,
    "Encounter": _encounter,
    "Observation": _observation,
}


def _kind(codings: Codings) -> SignKind | None:
    if codes.fits(codings, codes.LOST, codes.LOST_PREFIXES) or codes.fits(
        codings, codes.INDUCED, codes.INDUCED_PREFIXES
    ):
        return SignKind.LOSS
    if codes.fits(codings, codes.DELIVERED, codes.DELIVERED_PREFIXES):
        return SignKind.DELIVERY
    if codes.fits(codings, codes.PREGNANT, codes.PREGNANT_PREFIXES):
        return SignKind.PREGNANT
    return None


def _sign(sheet: Sheet, kind: SignKind, days: Days, due: date | None = None) -> Sign | None:
    about = sheet.about("subject")
    if about is None or days[0] is None:
        return None
    return Sign(about, sheet.origin.record_id, kind, days[0], days[1], due)
