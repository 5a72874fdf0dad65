"""One FHIR R4 resource -> what it states about people; every type that is not listed is kept as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from headwaters.domain.records.statement import PregnancyStatement, Statement
from headwaters.interchange.fhir.care_plan import care_plan, episode_of_care
from headwaters.interchange.fhir.condition import condition
from headwaters.interchange.fhir.coverage import coverage
from headwaters.interchange.fhir.encounter import encounter
from headwaters.interchange.fhir.faults import Fault, Faults, missing
from headwaters.interchange.fhir.immunization import immunization
from headwaters.interchange.fhir.loss import LOSS
from headwaters.interchange.fhir.medication import medication_dispense, medication_request, medication_statement
from headwaters.interchange.fhir.observation import observation
from headwaters.interchange.fhir.patient import patient
from headwaters.interchange.fhir.procedure import procedure
from headwaters.interchange.fhir.questionnaire_response import questionnaire_response
from headwaters.interchange.fhir.related_person import linked_patients, person, related_person
from headwaters.interchange.fhir.service_request import service_request
from headwaters.interchange.fhir.shape import shape_faults
from headwaters.interchange.fhir.sheet import Sheet
from headwaters.interchange.fhir.task import task
from headwaters.interchange.fhir.types import RESOURCE_TYPES

Mapper = Callable[[Sheet], tuple[Statement, ...]]


def _patient_with_links(sheet: Sheet) -> tuple[Statement, ...]:
    return (*patient(sheet), *linked_patients(sheet))


PEOPLE: dict[str, Mapper] = {"Patient": _patient_with_links, "RelatedPerson": related_person, "Person": person}
"""The types that come before what is said of them."""

MAPPERS: dict[str, Mapper] = {
    **PEOPLE,
    "CarePlan": care_plan,
    "Condition": condition,
    "Coverage": coverage,
    "Encounter": encounter,
    "EpisodeOfCare": episode_of_care,
    "Immunization": immunization,
    "MedicationAdministration": medication_statement,
    "MedicationDispense": medication_dispense,
    "MedicationRequest": medication_request,
    "MedicationStatement": medication_statement,
    "Observation": observation,
    "Procedure": procedure,
    "QuestionnaireResponse": questionnaire_response,
    "ServiceRequest": service_request,
    "Task": task,
}


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one resource: statements, or faults; neither means that it is kept as a record without events."""

    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()


KEPT = Read()


def read_resource(sheet: Sheet) -> Read:
    """The statements of the resource on the sheet, or everything that is wrong with it, never both. Never raises for a
    malformed resource.

    sheet   `resource` a JSON object with `resourceType`; `origin.record_id` is `Type/id`
    """
    mapper = MAPPERS.get(sheet.resource["resourceType"])
    if mapper is None:
        return KEPT
    try:
        statements = mapper(sheet)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        # the mapping reads the shape that the standard fixes; what breaks that shape is named by looking again, slowly
        return Read(faults=(*sheet.faults, *shape_faults(sheet.resource)))
    if sheet.faults:
        return Read(faults=tuple(sheet.faults))
    course = sheet.around.courses.get(sheet.origin.record_id)
    if course is not None and statements:
        about = statements[0].local_id  # type: ignore[union-attr]
        pregnancy = PregnancyStatement(
            sheet.origin,
            about,
            course.pregnancy_id,
            course.due_date,
            course.birth,
            first_seen=course.first_seen,
            ended=course.lost,
            ended_why=LOSS if course.lost else None,
        )
        return Read((*statements, pregnancy))
    return Read(statements)


def header_faults(resource: dict[str, Any]) -> Faults:
    """What is wrong with type and id: a resource without them is no resource, or can never be found again."""
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not kind:
        return [missing("resourceType", "this is JSON, but no FHIR resource.")]
    if kind not in RESOURCE_TYPES:
        close = get_close_matches(kind, RESOURCE_TYPES, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        return [Fault("resourceType", "This is no FHIR resource type.", f"Check the spelling.{hint}", "unknown_type")]
    if not isinstance(resource.get("id"), str) or not resource["id"]:
        return [missing("id", "the record cannot be recognised when it is sent again.")]
    return []
