"""Names, identifiers and sex of a person resource (Patient, RelatedPerson, Person)."""

from __future__ import annotations

from typing import Any

SYSTEMS = {
    "http://hl7.org/fhir/sid/us-ssn": "ssn",
    "urn:oid:2.16.840.1.113883.4.1": "ssn",
    "http://hl7.org/fhir/sid/us-mbi": "mbi",
}
"""Identifier systems that agencies write in several ways. Source: HL7 Identifier Systems. Others keep their URI."""

_NOT_ONE_PERSON = ("MB", "SN", "RRI", "NI", "AN", "VN", "ACSN")
"""HL7 table 0203 types that families share or that name a visit: member, subscriber, account and visit numbers."""

_PLACEHOLDERS = frozenset({"078051120", "123456789", "219099999"} | {str(digit) * 9 for digit in range(10)})
"""Social security numbers that stand for "not known" (SSA, Program Operations Manual RM 10201): shared by strangers."""

_ORDER_OF_USE = ("official", "usual", None, "nickname", "anonymous", "temp", "old", "maiden")


def identifiers_of(resource: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """(system, value) of every identifier that means this one person and that another source may know too."""
    found = []
    for identifier in resource.get("identifier", ()):
        system, value = identifier.get("system"), identifier.get("value")
        if not system or not value or _type_of(identifier) in _NOT_ONE_PERSON:
            continue
        short = SYSTEMS.get(system, system)
        if short == "ssn":
            value = "".join(character for character in value if character.isdigit())
            if len(value) != 9 or value in _PLACEHOLDERS:
                continue
        found.append((short, value))
    return tuple(dict.fromkeys(found))


def _type_of(identifier: dict[str, Any]) -> str | None:
    for coding in identifier.get("type", {}).get("coding", ()):
        return str(coding.get("code"))
    return None


def name_of(resource: dict[str, Any]) -> tuple[str | None, str | None]:
    """Given and family name in use: the official one first, never a maiden name while there is another."""
    names = resource.get("name", ())
    if not names:
        return None, None
    best = min(names, key=_rank) if len(names) > 1 else names[0]
    given = best.get("given")
    return (given[0] if given else None), best.get("family")


def _rank(name: dict[str, Any]) -> int:
    use = name.get("use")
    return _ORDER_OF_USE.index(use) if use in _ORDER_OF_USE else len(_ORDER_OF_USE)


def sex_of(resource: dict[str, Any]) -> str | None:
    """FHIR's administrative gender is the sex as recorded: female, male, other, unknown."""
    gender = resource.get("gender")
    return gender if gender in ("female", "male", "other", "unknown") else None
