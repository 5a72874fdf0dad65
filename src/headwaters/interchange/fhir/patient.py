"""Patient -> person, facts (county, zip, language, race) and, once somebody has died, an event `death`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from headwaters.domain.records.statement import EventStatement, FactStatement, PersonStatement, Statement
from headwaters.interchange.fhir.faults import Fault
from headwaters.interchange.fhir.instants import day_of
from headwaters.interchange.fhir.names import identifiers_of, name_of, sex_of
from headwaters.interchange.fhir.sheet import Sheet

_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"

RACES = {
    "1002-5": "american_indian_alaska_native",
    "2028-9": "asian",
    "2054-5": "black_african_american",
    "2076-8": "native_hawaiian_pacific_islander",
    "2106-3": "white",
    "2131-1": "other",
    "ASKU": "dont_know",
}
"""US Core OMB race category -> the REALD group of the same people. Source: US Core 7.0.0, omb-race-category; OAR
950-030."""

HISPANIC = "2135-2"
"""OMB ethnicity category Hispanic or Latino; REALD asks it in the same question as race."""

HOME_STATES = ("", "or", "oregon")
"""A county's name alone says which county only inside one state; elsewhere the state's letters are added to it."""


def patient(sheet: Sheet) -> tuple[Statement, ...]:
    resource, origin = sheet.resource, sheet.origin
    birth = sheet.day("birthDate")
    died = sheet.day("deceasedDateTime")
    _check_order(sheet, birth, died)
    given, family = name_of(resource)
    person = PersonStatement(
        origin,
        origin.record_id,
        identifiers_of(resource),
        given,
        family,
        birth,
        died,
        sex_of(resource),
    )
    return (person, *_death(sheet, birth, died), *_facts(sheet, birth))


def _check_order(sheet: Sheet, birth: date | None, died: date | None) -> None:
    known = sheet.origin.recorded
    if birth and known and birth > known:
        sheet.faults.append(
            Fault(
                "birthDate",
                "`birthDate` lies after the day of the export.",
                "Correct the day of birth.",
                "future_birth",
            )
        )
    if birth and died and died < birth:
        sheet.faults.append(
            Fault(
                "deceasedDateTime",
                "The day of death lies before the day of birth.",
                "Correct the wrong one.",
                "died_before_birth",
            )
        )


def _death(sheet: Sheet, birth: date | None, died: date | None) -> Iterator[Statement]:
    """A death without a day counts from the day the record was last changed, else from the export, else from birth: what
    matters is that nobody is written to."""
    resource = sheet.resource
    if died is None and not resource.get("deceasedBoolean") and not resource.get("deceasedDateTime"):
        return
    changed = day_of(resource.get("meta", {}).get("lastUpdated"), "meta.lastUpdated", sheet.faults)
    day = died or changed or sheet.origin.recorded or birth
    yield EventStatement(sheet.part("death"), sheet.origin.record_id, "death", start=day)


def _facts(sheet: Sheet, birth: date | None) -> Iterator[FactStatement]:
    """Facts hold from birth where the record gives no other day; without either there is none."""
    address = _home(sheet.resource)
    if address is not None:
        since, until = _period(sheet, address)
        since = since or birth
        for fact, value in (("county", _county(address)), ("zip", _zip(address))):
            if value and since:
                yield _fact(sheet, fact, value, since, until)
    for fact, value in (("language", _language(sheet.resource)), ("race", _race(sheet.resource))):
        if value and birth:
            yield _fact(sheet, fact, value, birth, None)


def _fact(sheet: Sheet, fact: str, value: str, since: date, until: date | None) -> FactStatement:
    return FactStatement(sheet.part(fact), sheet.origin.record_id, fact, value, since, until)


def _home(resource: dict[str, Any]) -> dict[str, Any] | None:
    """The address in use: the first that is no billing, work or old address."""
    for address in resource.get("address", ()):
        if address.get("use") not in ("billing", "work", "old"):
            return dict(address)
    return None


def _period(sheet: Sheet, address: dict[str, Any]) -> tuple[date | None, date | None]:
    period = address.get("period") or {}
    return (
        day_of(period.get("start"), "address.period.start", sheet.faults),
        day_of(period.get("end"), "address.period.end", sheet.faults),
    )


def _county(address: dict[str, Any]) -> str | None:
    """`district` is the county in US addresses (US Core). Hood River County -> hood_river."""
    district = str(address.get("district") or "").lower().removesuffix(" county")
    slug = re.sub(r"[^a-z0-9]+", "_", district).strip("_")
    state = str(address.get("state") or "").lower()
    if not slug:
        return None
    return slug if state in HOME_STATES else f"{slug}_{re.sub(r'[^a-z]+', '_', state)}"


def _zip(address: dict[str, Any]) -> str | None:
    code = str(address.get("postalCode") or "")
    return code[:5] if code[:5].isdigit() and len(code) >= 5 else None


def _language(resource: dict[str, Any]) -> str | None:
    """The preferred language, else the only one; the main part of the tag: en-US is en. Source: BCP 47."""
    spoken = resource.get("communication", ())
    preferred = [one for one in spoken if one.get("preferred")] or (spoken if len(spoken) == 1 else ())
    for one in preferred:
        for coding in one.get("language", {}).get("coding", ()):
            if coding.get("code"):
                return str(coding["code"]).split("-")[0].lower()
    return None


def _race(resource: dict[str, Any]) -> str | None:
    """One group, or none where several are given and none is named the main one: then the family is to be asked."""
    if HISPANIC in _categories(resource, "us-core-ethnicity"):
        return "hispanic_latino"
    groups = [RACES[code] for code in _categories(resource, "us-core-race") if code in RACES]
    return groups[0] if len(groups) == 1 else None


def _categories(resource: dict[str, Any], name: str) -> list[str]:
    return [
        part["valueCoding"].get("code", "")
        for extension in resource.get("extension", ())
        if extension.get("url") == _US_CORE + name
        for part in extension.get("extension", ())
        if part.get("url") == "ombCategory" and "valueCoding" in part
    ]
