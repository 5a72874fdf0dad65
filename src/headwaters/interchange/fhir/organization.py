"""Which organization made a record, and by which names a delivery may call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from headwaters.interchange.fhir.reference import Known, target

_BY_TYPE = {
    "Patient": ("managingOrganization",),
    "Encounter": ("serviceProvider",),
    "EpisodeOfCare": ("managingOrganization",),
    "Immunization": ("performer",),
    "Observation": ("performer",),
    "Procedure": ("performer",),
    "ServiceRequest": ("requester",),
    "Task": ("owner",),
    "CarePlan": ("author",),
    "Coverage": ("payor",),
    "MedicationRequest": ("requester",),
}
"""The element that names who made or did it. A Task's steps after `sent` are its owner's, who moves it."""


def names_of_organization(resource: dict[str, Any]) -> list[str]:
    """Its id, its identifiers (`value`, `system|value`), its name: what may stand in fhir_agencies.csv."""
    names = [str(resource.get("id", "")), str(resource.get("name", ""))]
    for identifier in resource.get("identifier", ()):
        value = str(identifier.get("value", ""))
        names += [value, f"{identifier.get('system', '')}|{value}"]
    return [name for name in names if name.strip("|")]


def agency_of(resource: dict[str, Any], agencies: Mapping[str, str], known: Known) -> str | None:
    """The agency of the organization that made the record, where the delivery says which that is."""
    for field in _BY_TYPE.get(resource["resourceType"], ()):
        for reference in _references(resource.get(field)):
            text = str(reference.get("reference", ""))
            found = target(reference, known) or ""
            agency = agencies.get(found) or agencies.get(text.partition("?identifier=")[2])
            if agency:
                return agency
    return None


def _references(value: object) -> Iterator[dict[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one.get("actor", one)
