"""One resource on the table: the resource, where it stood, what surrounds it, and what was found wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, Origin
from headwaters.interchange.fhir.coding import Codings, all_codings, codings_of, word
from headwaters.interchange.fhir.faults import Fault, Faults, missing
from headwaters.interchange.fhir.instants import day_of, span_of
from headwaters.interchange.fhir.pregnancy import Course
from headwaters.interchange.fhir.reference import Known, claims_a_person, is_person, target


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the delivery says that one resource cannot: what is called what, what a task is about, which
    records belong to one pregnancy, which (system, code) means which hand-off."""

    known: Known = field(default_factory=dict)
    requests: Mapping[str, Codings] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)
    handoffs: Mapping[tuple[str, str], str] = field(default_factory=dict)


ALONE = Surroundings()

Days = tuple[date | None, date | None]
"""First and last day, both belonging to it."""


@dataclass(slots=True)
class Sheet:
    """Handed to the function of the resource's type. What it finds wrong goes into `faults`; with any fault the whole
    resource is set aside."""

    resource: dict[str, Any]
    origin: Origin
    around: Surroundings = ALONE
    faults: Faults = field(default_factory=list)

    def day(self, name: str) -> date | None:
        text = self.resource.get(name)
        return None if text is None else day_of(text, name, self.faults)

    def span(self, name: str) -> Days:
        return span_of(self.resource.get(name), name, self.faults)

    def when(self, stem: str) -> Days:
        """First and last day of a choice element: `effective` is effectiveDateTime, -Period or -Instant."""
        resource = self.resource
        text = resource.get(stem + "DateTime") or resource.get(stem + "Instant")
        if text is not None:
            return day_of(text, stem + "DateTime", self.faults), None
        return self.span(stem + "Period")

    def about(self, name: str) -> str | None:
        """The person whom the resource is about. None without fault: it is about a group, a device or a place."""
        reference = self.resource.get(name)
        if reference is None:
            self.faults.append(missing(name, "nobody knows whom this is about."))
            return None
        found = target(reference, self.around.known)
        if found is not None:
            return found if is_person(found) else None
        if claims_a_person(reference):
            self.faults.append(
                Fault(
                    name,
                    f"`{name}` cannot be followed: it names nothing in this file that has an id.",
                    "Write it as Patient/<id>, or send the Patient in the same Bundle.",
                    "unknown_reference",
                )
            )
        return None

    def codings(self, name: str) -> Codings:
        found = self.resource.get(name)
        return all_codings(found) if isinstance(found, list) else codings_of(found)

    def status(self) -> str | None:
        return word(self.resource.get("status"))

    def part(self, name: str) -> Origin:
        """The origin of a further statement of the same resource, which is an event of its own."""
        return replace(self.origin, record_id=f"{self.origin.record_id}#{name}")

    def events(self, kind: str, about: str | None, span: Days, codings: Codings) -> tuple[EventStatement, ...]:
        """The one event of a resource that needs no more than kind, days, codes and its own status.

        Nothing if nobody in a story is meant, or no day is known: a month alone cannot be matched to any window,
        so such a record is kept as it stands. A record entered in error needs no day to take itself back.
        """
        status = self.status()
        if about is None or not (span[0] or span[1] or status == ENTERED_IN_ERROR):
            return ()
        return (EventStatement(self.origin, about, kind, span[0], span[1], codings, status),)
