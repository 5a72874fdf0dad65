"""The FHIR door on files as they come: NDJSON, Bundles, zips, gzips, logs, and everything that can be wrong with them."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.statement import (
    EventStatement,
    ObservationStatement,
    PersonStatement,
    PregnancyStatement,
    Reading,
    RelationStatement,
)
from headwaters.sources import fhir_items
from headwaters.sources.fhir_bulk import FhirFiles

ANA = {"resourceType": "Patient", "id": "ana", "birthDate": "2025-03-01", "name": [{"family": "Secretname"}]}
SHOT = {"resourceType": "Immunization", "id": "s1", "status": "completed", "patient": {"reference": "Patient/ana"},
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "110"}]},
        "occurrenceDateTime": "2025-05-02"}  # fmt: skip
CLINIC = {
    "resourceType": "Organization",
    "id": "o1",
    "name": "Demo clinic",
    "identifier": [{"system": "npi", "value": "42"}],
}


def lines(*resources: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in resources)


def read(path: Path) -> list[Reading]:
    """The readings of resources; the delivery's own remark is left out."""
    return [reading for reading in FhirFiles().readings(path) if reading.origin.line]


def export(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def problems_of(readings: list[Reading]) -> list[tuple[int, str, str]]:
    return [(one.where.line, one.where.field, one.code) for reading in readings for one in reading.problems]


def test_every_line_is_one_reading_and_people_come_first(tmp_path: Path) -> None:
    readings = read(export(tmp_path / "clinic", Immunization_ndjson=lines(SHOT), Patient_ndjson=lines(ANA)))
    assert [reading.origin.record_id for reading in readings] == ["Patient/ana", "Immunization/s1"]
    assert [reading.origin.file for reading in readings] == ["clinic/Patient.ndjson", "clinic/Immunization.ndjson"]


def test_a_type_without_a_meaning_here_is_kept_word_for_word(tmp_path: Path) -> None:
    (kept,) = read(export(tmp_path / "clinic", a_ndjson=lines(CLINIC)))
    assert (kept.statements, kept.problems, json.loads(kept.verbatim)) == ((), (), CLINIC)


def bundle(kind: str, *resources: dict[str, object], **more: object) -> dict[str, object]:
    entry = [{"fullUrl": f"urn:uuid:{number}", "resource": one} for number, one in enumerate(resources)]
    return {"resourceType": "Bundle", "type": kind, "entry": entry, **more}


@pytest.mark.parametrize("kind", ["transaction", "batch", "collection", "searchset"])
def test_in_a_bundle_references_by_urn_are_followed(tmp_path: Path, kind: str) -> None:
    nameless = {name: value for name, value in ANA.items() if name != "id"}
    shot = {**SHOT, "patient": {"reference": "urn:uuid:0"}}
    (tmp_path / "b.json").write_text(json.dumps(bundle(kind, nameless, shot), indent=2))
    person, given = read(tmp_path / "b.json")
    assert person.origin.record_id == "Patient/0"
    assert given.statements[0].local_id == "Patient/0"  # type: ignore[union-attr]
    assert (given.origin.line, given.origin.file) == (2, f"{tmp_path.name}/b.json")


def test_two_bundles_may_use_the_same_urn_for_different_people(tmp_path: Path) -> None:
    shot = {**SHOT, "patient": {"reference": "urn:uuid:0"}}
    for name in ("ana", "ben"):
        (tmp_path / f"{name}.json").write_text(
            json.dumps(bundle("transaction", {**ANA, "id": name}, {**shot, "id": name}))
        )
    given = [reading.statements[0].local_id for reading in read(tmp_path) if reading.record_type == "Immunization"]  # type: ignore[union-attr]
    assert given == ["Patient/ana", "Patient/ben"]


def test_an_answer_without_a_resource_in_a_bundle_is_none(tmp_path: Path) -> None:
    with_delete = bundle("transaction", ANA)
    with_delete["entry"] += [{"request": {"method": "DELETE", "url": "Patient/x"}}]  # type: ignore[operator]
    (tmp_path / "b.json").write_text(json.dumps(with_delete))
    assert len(read(tmp_path / "b.json")) == 1


def test_a_bundle_on_a_line_is_opened_too(tmp_path: Path) -> None:
    assert len(read(export(tmp_path / "clinic", a_ndjson=lines(bundle("collection", ANA, SHOT))))) == 2


def test_a_patient_named_by_identifier_alone_is_found(tmp_path: Path) -> None:
    ana = {**ANA, "identifier": [{"system": "mrn", "value": "7"}]}
    shot = {**SHOT, "patient": {"reference": "Patient?identifier=mrn|7"}}
    *_, given = read(export(tmp_path / "clinic", a_ndjson=lines(shot, ana)))
    assert given.statements[0].local_id == "Patient/ana"  # type: ignore[union-attr]


def test_gzip_and_zip_are_read_without_unpacking_them(tmp_path: Path) -> None:
    folder = export(tmp_path / "clinic", Patient_ndjson_gz=gzip.compress(lines(ANA).encode()))
    with zipfile.ZipFile(tmp_path / "clinic.zip", "w") as archive:
        archive.writestr("export/Patient.ndjson", lines(ANA))
        archive.writestr("export/readme.txt", "hello")
    assert len(read(folder)) == 1
    assert [reading.origin.source for reading in read(tmp_path / "clinic.zip")] == ["clinic"]
    assert FhirFiles().recognises(tmp_path / "clinic.zip")


def test_folders_by_type_are_one_delivery(tmp_path: Path) -> None:
    for kind, one in (("Patient", ANA), ("Immunization", SHOT)):
        export(tmp_path / kind, part_ndjson=lines(one))
    assert FhirFiles().recognises(tmp_path)
    assert len(read(tmp_path)) == 2


def test_the_log_and_the_manifest_of_an_export_are_no_resources_but_say_when_it_was_made(tmp_path: Path) -> None:
    manifest = json.dumps({"transactionTime": "2026-06-30T08:00:00Z", "output": []})
    log = lines(
        {"exportId": "1", "eventId": "status_complete", "eventDetail": {"transactionTime": "2026-06-29T08:00:00Z"}}
    )
    readings = read(export(tmp_path / "clinic", manifest_json=manifest, log_ndjson=log, a_ndjson=lines(ANA)))
    assert [(reading.record_type, reading.origin.recorded) for reading in readings] == [("Patient", date(2026, 6, 30))]


def spans_of(path: Path) -> list[tuple[str, str | None, str, str]]:
    (told,) = [reading for reading in FhirFiles().readings(path) if not reading.origin.line]
    return [(one.kind, one.area, str(one.from_), str(one.through)) for one in told.statements if isinstance(one, ObservationStatement)]  # fmt: skip


def test_an_export_says_from_its_first_event_of_a_kind_until_it_was_made_what_it_would_have_told(
    tmp_path: Path,
) -> None:
    manifest = json.dumps({"transactionTime": "2026-06-30T08:00:00Z", "output": []})
    folder = export(
        tmp_path / "clinic",
        manifest_json=manifest,
        a_ndjson=lines(ANA, SHOT, {**SHOT, "id": "s2", "occurrenceDateTime": "2025-07-02"}),
    )
    assert spans_of(folder) == [("immunization", None, "2025-05-02", "2026-06-30")]


def test_without_a_word_on_when_it_was_made_an_export_reaches_to_its_last_event(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "clinic", a_ndjson=lines(ANA, SHOT, {**SHOT, "id": "s2", "occurrenceDateTime": "2025-07-02"})
    )
    assert spans_of(folder) == [("immunization", None, "2025-05-02", "2025-07-02")]


RESULT = {"resourceType": "Observation", "id": "r", "status": "final", "subject": {"reference": "Patient/ana"},
          "effectiveDateTime": "2025-06-02"}  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "kinds"),
    [
        (None, ["immunization"]),
        ("source,agency\na,b\n", ["immunization", "observation"]),
        ("source,agency,kinds\na,b,observation;task\n", ["observation"]),
        ("source,agency,kinds\na,b,observation;lead_test\n", ["lead_test", "observation"]),
    ],
)
def test_a_result_is_vouched_for_only_where_somebody_declared_whose_the_export_is(
    tmp_path: Path, declared: str | None, kinds: list[str]
) -> None:
    folder = export(tmp_path / "clinic", a_ndjson=lines(ANA, SHOT, RESULT))
    if declared:
        (folder / "fhir_source.csv").write_text(declared)
    assert [kind for kind, *_ in spans_of(folder)] == kinds


def test_a_folder_can_say_whose_it_is_which_organization_is_which_agency_and_what_a_code_hands_off(
    tmp_path: Path,
) -> None:
    task = {"resourceType": "Task", "id": "t", "status": "accepted", "for": {"reference": "Patient/ana"}, "authoredOn": "2026-03-02",
            "lastModified": "2026-03-05", "owner": {"reference": "Organization/o1"}, "code": {"coding": [{"system": "local", "code": "ei"}]}}  # fmt: skip
    folder = export(tmp_path / "clinic", a_ndjson=lines(CLINIC, ANA, task))
    (folder / "fhir_source.csv").write_text("source,agency\nlane_clinic,primary_care\n")
    (folder / "fhir_agencies.csv").write_text("organization,agency\nnpi|42,early_intervention\n")
    (folder / "fhir_handoffs.csv").write_text("system,code,handoff\nlocal,ei,screen_to_ei\n")
    by_type = {reading.record_type: reading for reading in read(folder)}
    assert by_type["Patient"].origin.agency == "primary_care"
    assert by_type["Task"].origin.source == "lane_clinic"
    assert by_type["Task"].origin.agency == "early_intervention"
    steps = [
        said.step
        for said in by_type["Task"].statements
        if isinstance(said, EventStatement) and said.handoff == "screen_to_ei"
    ]
    assert steps == ["sent", "accepted"]


def test_without_such_a_file_the_source_is_called_like_the_folder_and_nobody_is_held_accountable(
    tmp_path: Path,
) -> None:
    (ana,) = read(export(tmp_path / "County Export", a_ndjson=lines(ANA)))
    assert (ana.origin.source, ana.origin.agency) == ("county_export", "fhir")


@pytest.mark.parametrize("text", ["source,agency\nonly-a-source,\n", "source,agency\na,b\nc,d\n", b"\xff\xfe\x00"])
def test_a_source_file_that_cannot_be_understood_stops_the_delivery_with_its_place(
    tmp_path: Path, text: str | bytes
) -> None:
    folder = export(tmp_path / "clinic", a_ndjson=lines(ANA))
    (folder / "fhir_source.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputUnreadable, match=r"fhir_source\.csv"):
        read(folder)


def test_the_server_s_own_version_puts_corrections_in_order(tmp_path: Path) -> None:
    old, new = ({**ANA, "meta": {"versionId": number}} for number in ("3", "12"))
    undone = {**ANA, "id": "b", "meta": {"lastUpdated": "2026-01-01T00:00:00Z", "versionId": "W/abc"}}
    revisions = [
        reading.origin.revision for reading in read(export(tmp_path / "clinic", a_ndjson=lines(old, new, undone)))
    ]
    assert revisions[:2] == [3, 12]
    assert revisions[2] > 1_700_000_000


BAD_LINES = [
    ('{"resourceType": "Patient", "id": "x", "birthDate": "2025-', "", "truncated"),
    ('{"resourceType": "Patient", id: x}', "", "not_json"),
    ('["Patient"]', "", "no_resource"),
    ('{"id": "x", "status": "final"}', "resourceType", "missing"),
    ('{"resourceType": "Pateint", "id": "x"}', "resourceType", "unknown_type"),
    ('{"resourceType": "Patient", "birthDate": "2025-03-01"}', "id", "missing"),
    (json.dumps({**ANA, "id": "x", "birthDate": "2025-02-30"}), "birthDate", "impossible_date"),
    (json.dumps({**SHOT, "id": "x", "patient": None}), "patient", "missing"),
    (json.dumps({**SHOT, "id": "x", "vaccineCode": "110"}), "vaccineCode", "wrong_shape"),
]


@pytest.mark.parametrize(("bad", "field", "code"), BAD_LINES, ids=[f"{code} {field}" for _, field, code in BAD_LINES])
def test_a_bad_line_is_set_aside_with_its_place_and_the_good_ones_are_kept(
    tmp_path: Path, bad: str, field: str, code: str
) -> None:
    readings = read(export(tmp_path / "clinic", a_ndjson=lines(ANA, bad, SHOT)))
    assert len(readings) == 3
    assert problems_of(readings) == [(2, field, code)]
    (told,) = [one for reading in readings for one in reading.problems]
    assert told.remedy
    assert "Secretname" not in str(told)
    assert "2025" not in str(told)
    assert [reading.verbatim for reading in readings if reading.problems] == [bad]


def test_a_misspelt_type_is_answered_with_the_right_one(tmp_path: Path) -> None:
    (reading,) = read(export(tmp_path / "clinic", a_ndjson='{"resourceType": "Pateint", "id": "x"}\n'))
    assert "Patient" in reading.problems[0].remedy


def test_a_byte_order_mark_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + lines(ANA, "", SHOT).encode() + b"\r\n"
    readings = read(export(tmp_path / "clinic", a_ndjson=text))
    assert [reading.origin.line for reading in readings] == [1, 3]
    assert problems_of(readings) == []


def test_a_latin_1_line_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    latin = json.dumps({**ANA, "id": "x", "name": [{"family": "Muñoz"}]}, ensure_ascii=False).encode("latin-1")
    readings = read(export(tmp_path / "clinic", a_ndjson=latin + b"\n" + lines(ANA).encode()))
    assert problems_of(readings) == [(1, "", "not_utf8")]


def test_a_file_in_another_encoding_is_one_remark_on_the_whole_file(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "clinic",
        a_ndjson=lines(ANA).encode("utf-16"),
        b_json=json.dumps(ANA).encode("utf-16"),
        c_ndjson=lines(ANA),
    )
    remarks = [reading for reading in FhirFiles().readings(folder) if not reading.origin.line and reading.problems]
    assert [(one.origin.file, one.problems[0].code) for one in remarks] == [
        ("clinic/a.ndjson", "not_utf8"),
        ("clinic/b.json", "not_utf8"),
    ]
    assert len(read(folder)) == 1


def test_a_line_too_long_to_be_a_resource_is_passed_over_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fhir_items, "LONGEST_LINE", 1000)
    long = json.dumps({**ANA, "id": "x", "name": [{"family": "y" * 5000}]})
    readings = read(export(tmp_path / "clinic", a_ndjson=lines(ANA, long, SHOT)))
    assert problems_of(readings) == [(2, "", "line_too_long")]
    assert [reading.verbatim for reading in readings if reading.problems] == [""]
    assert len(readings) == 3


def test_a_bundle_too_large_to_be_held_is_refused_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fhir_items, "LARGEST_BUNDLE", 10)
    (tmp_path / "b.json").write_text(json.dumps(bundle("collection", ANA)))
    (remark,) = list(FhirFiles().readings(tmp_path / "b.json"))
    assert remark.problems[0].code == "file_too_large"
    assert "NDJSON" in remark.problems[0].remedy


@pytest.mark.parametrize("content", [gzip.compress(lines(ANA, SHOT).encode())[:-12], b"no gzip at all"])
def test_a_damaged_gzip_is_a_remark_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    folder = export(tmp_path / "clinic", a_ndjson_gz=content, b_ndjson=lines({**ANA, "id": "ben"}))
    found = list(FhirFiles().readings(folder))
    assert "damaged" in {one.code for reading in found for one in reading.problems}
    assert "Patient/ben" in {reading.origin.record_id for reading in found}


def test_a_file_named_as_a_zip_that_is_none_is_not_taken_for_a_delivery(tmp_path: Path) -> None:
    (tmp_path / "clinic.zip").write_bytes(b"PK\x03\x04 not really")
    assert not FhirFiles().recognises(tmp_path / "clinic.zip")
    with pytest.raises(InputUnreadable, match="cut off"):
        read(tmp_path / "clinic.zip")


def test_a_cut_off_bundle_is_set_aside_as_one(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(bundle("transaction", ANA, SHOT), indent=1)[:-40])
    assert problems_of(read(tmp_path / "b.json")) == [(1, "", "truncated")]


def test_lines_in_a_file_named_json_are_read_as_lines(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(lines(ANA, SHOT, "{cut"))
    assert problems_of(read(tmp_path / "b.json")) == [(3, "", "truncated")]


def test_an_entry_without_a_resource_is_named_by_its_number(tmp_path: Path) -> None:
    odd = bundle("collection", ANA)
    odd["entry"] += [
        {"fullUrl": "urn:uuid:9"},
        {"fullUrl": "urn:uuid:8", "resource": {**SHOT, "occurrenceDateTime": "2025-99-99"}},
    ]  # type: ignore[operator]
    (tmp_path / "b.json").write_text(json.dumps(odd))
    assert problems_of(read(tmp_path / "b.json")) == [
        (2, "entry[1].resource.", "no_resource"), (3, "entry[2].resource.occurrenceDateTime", "impossible_date"),
    ]  # fmt: skip


def test_pregnancies_and_relations_are_found_across_files_whatever_their_order(tmp_path: Path) -> None:
    pregnant = {"resourceType": "Condition", "id": "p", "subject": {"reference": "Patient/eva"}, "onsetDateTime": "2024-07-01",
                "code": {"coding": [{"system": "http://snomed.info/sct", "code": "72892002"}]}}  # fmt: skip
    delivery = {"resourceType": "Procedure", "id": "d", "status": "completed", "subject": {"reference": "Patient/eva"}, "performedDateTime": "2025-03-01",
                "code": {"coding": [{"system": "http://snomed.info/sct", "code": "11466000"}]}}  # fmt: skip
    mother = {
        "resourceType": "RelatedPerson",
        "id": "m",
        "patient": {"reference": "Patient/ana"},
        "relationship": [{"coding": [{"code": "MTH"}]}],
    }
    folder = export(
        tmp_path / "clinic",
        a_ndjson=lines(delivery, pregnant),
        b_ndjson=lines(mother, ANA),
        c_ndjson=lines({**ANA, "id": "eva", "birthDate": "1995-01-01"}),
    )
    said = [one for reading in read(folder) for one in reading.statements]
    told = {(one.pregnancy_id, one.birth) for one in said if isinstance(one, PregnancyStatement)}
    assert told == {("Condition/p", date(2025, 3, 1))}
    assert len([one for one in said if isinstance(one, RelationStatement)]) == 2
    order = [type(one) for one in said]
    assert order.index(RelationStatement) > order.index(PersonStatement)


def test_what_is_no_fhir_is_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "something"}')
    (tmp_path / "notes.txt").write_text("hello")
    assert not FhirFiles().recognises(tmp_path)
    assert not FhirFiles().recognises(tmp_path / "package.json")
    assert not FhirFiles().recognises(tmp_path / "absent")


def test_large_files_are_read_line_by_line(tmp_path: Path) -> None:
    """What is held while reading does not grow with the file: the reader asks for the next line only when it is asked."""
    folder = export(tmp_path / "clinic", a_ndjson=lines(ANA, *({**SHOT, "id": f"s{number}"} for number in range(2000))))
    readings = FhirFiles().readings(folder)
    assert next(readings).record_type == "Patient"
    assert next(readings).origin.line == 2
    readings.close()  # type: ignore[attr-defined]
