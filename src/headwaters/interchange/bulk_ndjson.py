"""A clinic's rows as FHIR R4 resources, as its Bulk Data export would write them: one resource a line.

What a clinic's export seldom holds (the zone of a developmental screen, a book given, a step of a hand-off) has no place here:
`in_fhir` says which rows have. Records that were corrected appear in their latest version only, as a server would show them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, str]
Resource = dict[str, Any]

_SNOMED, _LOINC, _CPT, _CVX = (
    "http://snomed.info/sct",
    "http://loinc.org",
    "http://www.ama-assn.org/go/cpt",
    "http://hl7.org/fhir/sid/cvx",
)
_CLASS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_UCUM = "http://unitsofmeasure.org"

WELL_CHILD_VISIT = (_SNOMED, "410620009")
EPDS_TOTAL = (_LOINC, "71354-5")
BLOOD_LEAD = (_LOINC, "77307-7")
FLUORIDE = (_CPT, "99188")

KINDS = ("well_visit", "immunization", "depression_screen", "checkup_mood_screen", "lead_test", "fluoride_varnish")
"""Kinds of event that such an export holds, each as the resource type that its function below makes."""

GENERIC_KINDS = ("encounter", "observation", "procedure")
"""The kinds as which a reader of FHIR without our vocabulary takes them."""

RETRACTED = "entered_in_error"


def in_fhir(row: Row) -> bool:
    return row["kind"] in KINDS


def latest(rows: Iterable[Row]) -> list[Row]:
    """One row per record: the one with the highest revision, in the order of first appearance."""
    found: dict[str, Row] = {}
    for row in rows:
        held = found.get(row["record"])
        if held is None or int(row.get("revision") or 0) > int(held.get("revision") or 0):
            found[row["record"]] = row
    return list(found.values())


def patient(row: Row, identifiers: Iterable[tuple[str, str]]) -> Resource:
    return {
        "resourceType": "Patient",
        "id": row["person"],
        "meta": {"tag": [{"code": "HTEST", "display": "test health data: an invented person"}]},
        "identifier": [{"system": system, "value": value} for system, value in identifiers],
        "name": [{"family": row["family_name"], "given": [row["given_name"]]}],
        "gender": row["sex"],
        "birthDate": row["birth_date"],
    }


def event_resource(row: Row) -> Resource:
    """The resource of one event row of a kind in `KINDS`."""
    kind = row["kind"]
    if kind == "well_visit":
        return _encounter(row)
    if kind == "immunization":
        return _immunization(row)
    if kind == "fluoride_varnish":
        return _procedure(row)
    return _observation(row, BLOOD_LEAD if kind == "lead_test" else EPDS_TOTAL)


def _head(kind: str, row: Row) -> Resource:
    return {"resourceType": kind, "id": row["record"], "meta": {"versionId": str(int(row.get("revision") or 0) + 1)}}


def _concept(coding: tuple[str, str]) -> Resource:
    return {"coding": [{"system": coding[0], "code": coding[1]}]}


def _status(row: Row, usual: str) -> str:
    return "entered-in-error" if row.get("status") == RETRACTED else usual


def _subject(row: Row) -> Resource:
    return {"reference": f"Patient/{row['person']}"}


def _encounter(row: Row) -> Resource:
    return {
        **_head("Encounter", row),
        "status": _status(row, "finished"),
        "class": {"system": _CLASS, "code": "AMB"},
        "type": [_concept(WELL_CHILD_VISIT)],
        "subject": _subject(row),
        "period": {"start": row["start"], "end": row["start"]},
    }


def _immunization(row: Row) -> Resource:
    return {
        **_head("Immunization", row),
        "status": _status(row, "completed"),
        "vaccineCode": _concept((_CVX, row["codings"].partition("|")[2])),
        "patient": _subject(row),
        "occurrenceDateTime": row["start"],
    }


def _procedure(row: Row) -> Resource:
    return {
        **_head("Procedure", row),
        "status": _status(row, "completed"),
        "code": _concept(FLUORIDE),
        "subject": _subject(row),
        "performedDateTime": row["start"],
    }


def _observation(row: Row, code: tuple[str, str]) -> Resource:
    resource = {
        **_head("Observation", row),
        "status": _status(row, "final"),
        "code": _concept(code),
        "subject": _subject(row),
        "effectiveDateTime": row["start"],
    }
    if row.get("value"):
        unit = row["unit"] if row["unit"] == "ug/dL" else "{score}"
        resource["valueQuantity"] = {"value": float(row["value"]), "unit": row["unit"], "system": _UCUM, "code": unit}
    return resource


def ndjson(resources: Iterable[Resource]) -> str:
    return "".join(json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n" for resource in resources)


def manifest(sent: str) -> str:
    """What a Bulk Data server says of an export: the moment its picture of the data was taken."""
    return (
        json.dumps(
            {"transactionTime": f"{sent}T23:59:59Z", "request": "$export", "requiresAccessToken": True, "output": []}
        )
        + "\n"
    )
