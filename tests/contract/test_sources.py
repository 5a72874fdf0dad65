"""What every door must keep to, whoever wrote it. A new door adds one `Delivery` to DELIVERIES and passes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.source import Source
from headwaters.domain.records.statement import EventStatement, PersonStatement, Reading
from headwaters.sources.csv import CsvPackage
from headwaters.sources.fhir_bulk import FhirFiles
from headwaters.sources.source import deliveries, discover

NAME, BIRTH = "Zephyrina", "2026-02-17"
"""Stands in every sample, and may stand in no message."""


@dataclass(frozen=True)
class Delivery:
    """A sample of one kind: one person with one event, and one row that is wrong."""

    door: Source
    write: Callable[[Path], None]


def write_csv(folder: Path) -> None:
    (folder / "source.csv").write_text("source,agency\nclinic,primary_care\n", encoding="utf-8")
    (folder / "people.csv").write_text(
        f"person,given_name,birth_date\nK1,{NAME},{BIRTH}\nK2,{NAME},17/2/2026\n", encoding="utf-8"
    )
    (folder / "events.csv").write_text("record,person,kind,start\nV1,K1,well_visit,2026-03-01\n", encoding="utf-8")


def write_fhir(folder: Path) -> None:
    patient = {"resourceType": "Patient", "id": "K1", "name": [{"given": [NAME], "family": "X"}], "birthDate": BIRTH}
    wrong = {**patient, "id": "K2", "birthDate": "2026-02-31"}
    visit = {
        "resourceType": "Encounter", "id": "V1", "status": "finished", "class": {"code": "AMB"},
        "subject": {"reference": "Patient/K1"}, "period": {"start": "2026-03-01", "end": "2026-03-01"},
    }  # fmt: skip
    (folder / "Patient.ndjson").write_text(f"{json.dumps(patient)}\n{json.dumps(wrong)}\n", encoding="utf-8")
    (folder / "Encounter.ndjson").write_text(f"{json.dumps(visit)}\n", encoding="utf-8")


DELIVERIES = {"csv": Delivery(CsvPackage(), write_csv), "fhir": Delivery(FhirFiles(), write_fhir)}


@pytest.fixture(params=sorted(DELIVERIES))
def delivery(request: pytest.FixtureRequest) -> Delivery:
    return DELIVERIES[request.param]


@pytest.fixture
def folder(delivery: Delivery, tmp_path: Path) -> Path:
    path = tmp_path / "clinic"
    path.mkdir()
    delivery.write(path)
    return path


@pytest.fixture
def rows(delivery: Delivery, folder: Path) -> list[Reading]:
    return [reading for reading in delivery.door.readings(folder) if reading.origin.line > 0]


def test_every_installed_door_stands_in_this_suite() -> None:
    assert [door.name for door in discover()] == sorted(DELIVERIES)


def test_a_door_recognises_its_own_deliveries_and_no_others(delivery: Delivery, folder: Path) -> None:
    assert delivery.door.recognises(folder)
    others = [other.door for other in DELIVERIES.values() if other.door is not delivery.door]
    assert not any(door.recognises(folder) for door in others)
    assert deliveries(folder.parent, [one.door for one in DELIVERIES.values()]) == ((delivery.door, folder),)


def test_a_door_recognises_nothing_in_an_empty_folder_or_a_picture(delivery: Delivery, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert not delivery.door.recognises(tmp_path / "empty")
    assert not delivery.door.recognises(tmp_path / "picture.png")
    assert not delivery.door.recognises(tmp_path / "not there")


def test_each_row_is_one_reading_with_its_place_and_its_words(rows: list[Reading]) -> None:
    assert len(rows) == 3
    assert len({(row.origin.file, row.origin.line) for row in rows}) == 3
    for row in rows:
        assert row.record_type
        assert row.verbatim
        assert row.origin.source
        assert row.origin.agency


def test_statements_carry_the_place_of_their_row(rows: list[Reading]) -> None:
    for row in rows:
        for statement in row.statements:
            assert (statement.origin.file, statement.origin.line) == (row.origin.file, row.origin.line)
            assert statement.origin.source == row.origin.source


def test_people_come_before_what_is_said_of_them(rows: list[Reading]) -> None:
    kinds = [type(statement) for row in rows for statement in row.statements]
    assert kinds.index(PersonStatement) < kinds.index(EventStatement)


def test_a_wrong_row_is_a_reading_with_problems_and_hinders_no_other(rows: list[Reading]) -> None:
    wrong = [row for row in rows if row.problems]
    assert len(wrong) == 1
    assert wrong[0].statements == ()
    problem = wrong[0].problems[0]
    assert problem.where.file
    assert problem.where.line > 0
    assert problem.what.endswith(".")
    assert problem.remedy


def test_no_message_holds_a_name_or_a_birth_date(rows: list[Reading]) -> None:
    said = " ".join(str(problem) for row in rows for problem in row.problems)
    for secret in (NAME, BIRTH, "17/2/2026", "2026-02-31"):
        assert secret not in said


def test_reading_twice_gives_the_same(delivery: Delivery, folder: Path) -> None:
    assert list(delivery.door.readings(folder)) == list(delivery.door.readings(folder))


def test_a_zip_reads_like_its_folder(delivery: Delivery, folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed" / "clinic.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    assert delivery.door.recognises(packed)
    plain = [(row.record_type, row.verbatim) for row in delivery.door.readings(folder) if row.origin.line]
    assert [(row.record_type, row.verbatim) for row in delivery.door.readings(packed) if row.origin.line] == plain


def test_what_cannot_be_read_at_all_is_refused_in_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="no such file"):
        deliveries(tmp_path / "nowhere", discover())
    (tmp_path / "letter.docx").write_bytes(b"PK")
    with pytest.raises(InputUnreadable, match="headwaters load --template"):
        deliveries(tmp_path / "letter.docx", discover())
