"""Reads one resource for a test, as the door does."""

from __future__ import annotations

from datetime import date
from typing import Any

from headwaters.domain.records.statement import EventStatement, Origin, Statement
from headwaters.interchange.fhir.faults import Fault
from headwaters.interchange.fhir.resource import read_resource
from headwaters.interchange.fhir.sheet import Sheet, Surroundings

EXPORTED = date(2026, 6, 30)


def sheet_of(resource: dict[str, Any], around: Surroundings | None = None) -> Sheet:
    record_id = f"{resource['resourceType']}/{resource.get('id', '1')}"
    origin = Origin("clinic", "primary_care", record_id, "clinic/file.ndjson", 1, EXPORTED)
    return Sheet(resource, origin, around or Surroundings())


def statements_of(resource: dict[str, Any], around: Surroundings | None = None) -> tuple[Statement, ...]:
    read = read_resource(sheet_of(resource, around))
    assert not read.faults, read.faults
    return read.statements


def events_of(resource: dict[str, Any], around: Surroundings | None = None) -> tuple[EventStatement, ...]:
    return tuple(said for said in statements_of(resource, around) if isinstance(said, EventStatement))


def event_of(resource: dict[str, Any]) -> EventStatement:
    (event,) = events_of(resource)
    return event


def faults_of(resource: dict[str, Any]) -> tuple[Fault, ...]:
    return read_resource(sheet_of(resource)).faults


def about(kind: str, *, subject: str = "subject", **more: Any) -> dict[str, Any]:
    """A resource of that type about Patient/ana."""
    return {"resourceType": kind, "id": "1", subject: {"reference": "Patient/ana"}, **more}


def coded(system: str, code: str, text: str | None = None) -> dict[str, Any]:
    concept: dict[str, Any] = {"coding": [{"system": system, "code": code}]}
    return {**concept, "text": text} if text else concept


SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
CPT = "http://www.ama-assn.org/go/cpt"
