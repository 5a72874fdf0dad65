"""A clinic's rows as a FHIR export: what the export holds, read back through the door, is what the rows said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.statement import EventStatement, ObservationStatement, PersonStatement
from headwaters.interchange.bulk_ndjson import event_resource, in_fhir, latest, manifest, ndjson, patient
from headwaters.sources.fhir_bulk import FhirFiles

ANA = {"person": "CC-1-A", "given_name": "Ana", "family_name": "Demo-Fir", "birth_date": "2025-03-01", "sex": "female"}
VISIT = {"record": "v1", "person": "CC-1-A", "kind": "well_visit", "start": "2025-05-02", "recorded": "2025-05-03"}
SHOT = {
    "record": "s1",
    "person": "CC-1-A",
    "kind": "immunization",
    "start": "2025-05-02",
    "codings": "cvx|110",
    "status": "completed",
}
LEAD = {"record": "l1", "person": "CC-1-A", "kind": "lead_test", "start": "2026-03-09", "value": "3.6", "unit": "ug/dL"}


def written(folder: Path, *rows: dict[str, str]) -> list[EventStatement | PersonStatement]:
    """The statements that the FHIR door yields for these rows."""
    (folder / "Patient.ndjson").write_text(ndjson([patient(ANA, [("immunization_registry", "IR1")])]))
    for number, row in enumerate(rows):
        (folder / f"Part.{number}.ndjson").write_text(ndjson([event_resource(row)]))
    (folder / "manifest.json").write_text(manifest("2026-06-30"))
    readings = list(FhirFiles().readings(folder))
    assert not [problem for reading in readings for problem in reading.problems]
    return [
        said
        for reading in readings
        for said in reading.statements
        if isinstance(said, EventStatement | PersonStatement)
    ]


def test_the_person_keeps_name_birth_and_shared_number(tmp_path: Path) -> None:
    (person,) = [said for said in written(tmp_path) if isinstance(said, PersonStatement)]
    assert (person.given_name, person.family_name, str(person.birth), person.sex) == (
        "Ana",
        "Demo-Fir",
        "2025-03-01",
        "female",
    )
    assert person.identifiers == (("immunization_registry", "IR1"),)


def test_a_check_up_a_shot_and_a_lead_test_come_back_with_day_code_and_value(tmp_path: Path) -> None:
    visit, shot, lead = [said for said in written(tmp_path, VISIT, SHOT, LEAD) if isinstance(said, EventStatement)]
    assert (visit.kind, str(visit.start), visit.codings) == ("encounter", "2025-05-02", (("snomed", "410620009"),))
    assert (shot.kind, str(shot.start), shot.codings, shot.status) == (
        "immunization",
        "2025-05-02",
        (("cvx", "110"),),
        "completed",
    )
    assert (lead.kind, str(lead.start), lead.value, lead.unit) == ("observation", "2026-03-09", 3.6, "ug/dL")


def test_a_record_taken_back_comes_back_as_entered_in_error(tmp_path: Path) -> None:
    (visit,) = [
        said for said in written(tmp_path, {**VISIT, "status": "entered_in_error"}) if isinstance(said, EventStatement)
    ]
    assert visit.status == "entered_in_error"


def test_a_mood_total_is_an_observation_under_its_loinc_code() -> None:
    resource = event_resource({**LEAD, "kind": "depression_screen", "value": "14", "unit": "points"})
    assert resource["code"]["coding"][0]["code"] == "71354-5"
    assert resource["valueQuantity"]["value"] == 14


def test_only_the_latest_version_of_a_record_is_shown() -> None:
    first, second = {**VISIT, "start": "2024-05-02"}, {**VISIT, "revision": "1"}
    assert latest([first, SHOT, second]) == [second, SHOT]
    assert event_resource(second)["meta"]["versionId"] == "2"


def test_what_an_export_seldom_holds_has_no_place_in_it() -> None:
    assert not in_fhir({"kind": "handoff"})
    assert not in_fhir({"kind": "dev_screen"})


def test_each_resource_is_one_line_and_says_that_it_is_a_test() -> None:
    lines = ndjson([patient(ANA, []), event_resource(VISIT)]).splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0])["meta"]["tag"][0]["code"] == "HTEST"


def spans(folder: Path, source_csv: str) -> list[tuple[str | None, str]]:
    """(area, last day) of what the delivery says it would have told about check-ups."""
    (folder / "fhir_source.csv").write_text(source_csv)
    (folder / "Patient.ndjson").write_text(ndjson([patient(ANA, [])]))
    (folder / "Encounter.ndjson").write_text(ndjson([event_resource(VISIT)]))
    (folder / "manifest.json").write_text(manifest("2026-06-30"))
    said = [statement for reading in FhirFiles().readings(folder) for statement in reading.statements]
    return [
        (one.area, str(one.through))
        for one in said
        if isinstance(one, ObservationStatement) and one.kind == "encounter"
    ]


def test_an_export_speaks_for_its_own_counties_and_up_to_where_it_is_complete(tmp_path: Path) -> None:
    found = spans(tmp_path, "source,agency,areas,lag_days\ncc,primary_care,multnomah;clackamas,7\n")
    assert found == [("multnomah", "2026-06-23"), ("clackamas", "2026-06-23")]


def test_an_export_that_names_no_county_speaks_for_all_of_them(tmp_path: Path) -> None:
    assert spans(tmp_path, "source,agency\ncc,primary_care\n") == [(None, "2026-06-30")]


def test_a_lag_that_is_no_number_of_days_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"fhir_source\.csv:2: `lag_days` is a whole number"):
        spans(tmp_path, "source,agency,areas,lag_days\ncc,primary_care,,soon\n")
