"""Published synthetic samples go through the FHIR door whole: every resource accounted for, children's shots become events.

The samples lie outside the project; where they are absent these tests are skipped.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from headwaters.domain.records.statement import EventStatement, PersonStatement, PregnancyStatement, Reading
from headwaters.sources.fhir_bulk import FhirFiles

EVIDENCE = Path(__file__).parents[2].parent / "shared" / "evidence" / "fhir"

pytestmark = [
    pytest.mark.evidence,
    pytest.mark.skipif(
        not EVIDENCE.is_dir(), reason="the FHIR samples are not beside the project (../shared/evidence/fhir)"
    ),
]


def resources_of(folder: Path) -> list[dict]:
    """Counted without the door: the standard library's JSON, line by line and entry by entry."""
    found = []
    for file in folder.iterdir():
        if file.suffix == ".ndjson":
            found += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        elif file.suffix == ".json":
            found += [entry["resource"] for entry in json.loads(file.read_text(encoding="utf-8"))["entry"]]
    return [one for one in found if "resourceType" in one]


@pytest.fixture(scope="module", params=["bulk-ndjson", "synthea-bundles"])
def sample(request: pytest.FixtureRequest) -> tuple[list[dict], list[Reading]]:
    folder = EVIDENCE / request.param
    return resources_of(folder), [one for one in FhirFiles().readings(folder) if one.origin.line]


def test_every_resource_is_read_exactly_once(sample):
    resources, readings = sample
    assert len(resources) > 1000
    assert Counter(one.record_type for one in readings) == Counter(one["resourceType"] for one in resources)
    places = [(one.origin.file, one.origin.line) for one in readings]
    assert len(set(places)) == len(places)


def test_nothing_in_a_sound_sample_is_set_aside(sample):
    _, readings = sample
    assert [problem for reading in readings for problem in reading.problems] == []


def test_every_shot_is_an_immunization_of_the_right_person_on_the_right_day(sample):
    resources, readings = sample
    expected = Counter(
        (
            one["patient"]["reference"].split("/")[-1].split(":")[-1],
            one["occurrenceDateTime"][:10],
            one["vaccineCode"]["coding"][0]["code"],
        )
        for one in resources
        if one["resourceType"] == "Immunization"
    )
    told = Counter(
        (said.local_id.split("/")[-1], str(said.start), said.codings[0][1])
        for reading in readings
        for said in reading.statements
        if isinstance(said, EventStatement) and said.kind == "immunization"
    )
    assert told == expected
    assert told.total() > 100


def test_every_visit_and_diagnosis_becomes_an_event(sample):
    resources, readings = sample
    kinds = Counter(said.kind for one in readings for said in one.statements if isinstance(said, EventStatement))
    types = Counter(one["resourceType"] for one in resources)
    assert kinds["encounter"] == types["Encounter"]
    assert kinds["condition"] == types["Condition"]
    assert kinds["procedure"] == types["Procedure"]


def test_the_same_person_has_all_identifiers_and_nobody_shares_one(sample):
    _, readings = sample
    people = [said for one in readings for said in one.statements if isinstance(said, PersonStatement)]
    held = Counter(pair for person in people for pair in person.identifiers)
    assert all(len(person.identifiers) >= 2 for person in people)
    assert set(held.values()) == {1}


def test_every_recorded_pregnancy_is_told_under_one_number(sample):
    resources, readings = sample
    recorded = [
        one["id"]
        for one in resources
        if one["resourceType"] == "Condition" and one["code"]["coding"][0]["code"] == "72892002"
    ]
    told = {
        one.origin.record_id: said.pregnancy_id
        for one in readings
        for said in one.statements
        if isinstance(said, PregnancyStatement)
    }
    numbers = [told[f"Condition/{record}"] for record in recorded]
    assert len(set(numbers)) == len(recorded) > 0


def test_a_second_look_says_the_same(sample):
    _, readings = sample
    folder = EVIDENCE / readings[0].origin.file.partition("/")[0]
    assert [one for one in FhirFiles().readings(folder) if one.origin.line] == readings
