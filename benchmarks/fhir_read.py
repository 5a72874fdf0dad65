"""How fast FHIR NDJSON becomes statements: resources a second on one core, beside bare JSON parsing of the same bytes.

The file is made here, of invented people with the mix of an infancy's export: visits, results, shots, diagnoses, bills.
"""

from __future__ import annotations

import random
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from figure import Figure, cpu_seconds

from headwaters.sources.fhir_bulk import FhirFiles

CHILDREN = 300
GOAL_PER_SECOND = 20_000
SEED = 7
_SNOMED = "http://snomed.info/sct"


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "clinic"
        folder.mkdir()
        file = folder / "everything.ndjson"
        with file.open("wb") as out:
            count = sum(out.write(orjson.dumps(one) + b"\n") > 0 for one in _export(random.Random(SEED)))
        reading = cpu_seconds(lambda: deque(FhirFiles().readings(folder), maxlen=0), runs=3)
        parsing = cpu_seconds(lambda: _parse(file), runs=3)
        size = file.stat().st_size
    return (
        Figure(
            "FHIR NDJSON read",
            count / reading,
            "resources a second a core",
            "bare orjson of the same lines",
            count / parsing,
            GOAL_PER_SECOND,
            more_is_better=True,
            note=f"{count:,} resources, {size / count:.0f} bytes each; lines are parsed twice, once to see what belongs together",
        ),
    )


def _parse(file: Path) -> None:
    with file.open("rb") as stream:
        for line in stream:
            orjson.loads(line)


def _export(random_: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(CHILDREN):
        child = f"c{number}"
        yield _patient(child, number)
        for visit in range(12):
            day = f"{2023 + visit // 6}-{1 + visit % 12:02}-{1 + random_.randrange(28):02}T09:30:00-08:00"
            yield from _visit(child, visit, day, random_)


def _visit(child: str, visit: int, day: str, random_: random.Random) -> Iterator[dict[str, Any]]:
    name = f"{child}-{visit}"
    encounter = {"reference": f"Encounter/{name}"}
    whose = {"reference": f"Patient/{child}"}

    def made(kind: str, part: str, **more: Any) -> dict[str, Any]:
        meta = {
            "versionId": "1",
            "lastUpdated": day,
            "profile": [f"http://hl7.org/fhir/us/core/StructureDefinition/{kind}"],
        }
        return {
            "resourceType": kind,
            "id": f"{name}{part}",
            "meta": meta,
            "status": "final",
            "encounter": encounter,
            **more,
        }

    yield made(
        "Encounter", "", status="finished", subject=whose, type=[_concept(_SNOMED, "410620009", "Well child visit")],
        period={"start": day, "end": day}, serviceProvider={"reference": "Organization/1", "display": "Demo clinic"},
        **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
    )  # fmt: skip
    for code, unit in (("8302-2", "cm"), ("29463-7", "kg"), ("8289-1", "%"), ("718-7", "g/dL")):
        quantity = {"value": random_.random() * 50, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
        yield made("Observation", f"-{code}", subject=whose, code=_concept("http://loinc.org", code, "A measurement"),
                   effectiveDateTime=day, issued=day, valueQuantity=quantity)  # fmt: skip
    for cvx in ("20", "10", "133"):
        yield made("Immunization", f"-{cvx}", status="completed", patient=whose, occurrenceDateTime=day, primarySource=True,
                   vaccineCode=_concept("http://hl7.org/fhir/sid/cvx", cvx, "A vaccine"))  # fmt: skip
    yield made("Condition", "-d", subject=whose, code=_concept(_SNOMED, "195662009", "Sore throat"), onsetDateTime=day,
               clinicalStatus=_concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved", "Resolved"))  # fmt: skip
    yield made("Procedure", "-p", status="completed", subject=whose, performedPeriod={"start": day, "end": day},
               code=_concept(_SNOMED, "428191000124101", "Documentation of current medications"))  # fmt: skip
    yield made("Claim", "-b", patient=whose, billablePeriod={"start": day, "end": day}, created=day, use="claim",
               total={"value": 129.16, "currency": "USD"}, item=[{"sequence": 1, "encounter": [encounter]}])  # fmt: skip


def _patient(child: str, number: int) -> dict[str, Any]:
    return {
        "resourceType": "Patient", "id": child, "birthDate": "2023-01-01", "gender": "female",
        "name": [{"use": "official", "family": f"Demo{number}", "given": ["Child"]}],
        "identifier": [{"system": "http://hospital.example/mrn", "value": f"M{number}"}],
        "address": [{"city": "Eugene", "state": "OR", "district": "Lane County", "postalCode": "97401"}],
    }  # fmt: skip


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}
