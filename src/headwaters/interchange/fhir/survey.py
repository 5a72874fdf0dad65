"""What has to be known of a whole delivery before one resource of it can be read: gathered in a first look at each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headwaters.domain.records.statement import Origin
from headwaters.interchange.fhir.coding import Codings
from headwaters.interchange.fhir.organization import names_of_organization
from headwaters.interchange.fhir.pregnancy import Sign, courses
from headwaters.interchange.fhir.service_request import codings_of_request
from headwaters.interchange.fhir.sheet import Sheet, Surroundings
from headwaters.interchange.fhir.signs import sign_of

LOOKED_AT = frozenset({"Condition", "Encounter", "Observation", "Organization", "Procedure", "ServiceRequest"})
"""The types that a survey learns from; the others need no look."""


class Survey:
    """Grows with every resource looked at. It keeps a few words of few resources, so a large export does not fill
    memory: signs of pregnancies, what referrals ask for, which organizations are which agencies."""

    def __init__(self, *, agencies: Mapping[str, str] | None = None) -> None:
        self._agency_names = agencies or {}
        self._signs: list[Sign] = []
        self.requests: dict[str, Codings] = {}
        self.agencies: dict[str, str] = {}
        self.identifiers: dict[str, str] = {}

    def look(self, resource: dict[str, Any], origin: Origin, known: Mapping[str, str]) -> None:
        """Take note of a resource. What is wrong with it is found and told when it is read."""
        kind = resource["resourceType"]
        sheet = Sheet(resource, origin, Surroundings(known))
        try:
            if kind == "ServiceRequest":
                self.requests[origin.record_id] = codings_of_request(sheet)
            elif kind == "Organization" and self._agency_names:
                self._organization(resource, origin.record_id)
            else:
                sign = sign_of(sheet)
                if sign is not None:
                    self._signs.append(sign)
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            return

    def remember_identifiers(self, resource: dict[str, Any], record_id: str) -> None:
        """So that `Patient?identifier=system|value` can be followed."""
        for identifier in resource.get("identifier", ()):
            if isinstance(identifier, dict) and identifier.get("value"):
                key = f"{resource['resourceType']}?identifier={identifier.get('system', '')}|{identifier['value']}"
                self.identifiers[key] = record_id

    def _organization(self, resource: dict[str, Any], record_id: str) -> None:
        for name in names_of_organization(resource):
            if name in self._agency_names:
                self.agencies[record_id] = self._agency_names[name]
                # a conditional reference names it by an identifier
                for key in names_of_organization(resource):
                    self.agencies[key] = self._agency_names[name]
                return

    def surroundings(self, handoffs: Mapping[tuple[str, str], str] | None = None) -> Surroundings:
        """Everything noted, once all resources have been looked at."""
        return Surroundings(self.identifiers, self.requests, courses(self._signs), handoffs or {})
