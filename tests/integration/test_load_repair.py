"""What is wrong is set aside whole, comes back as a table that can be mended, and is cleared once it is."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from loading import EVENTS, FAMILY, PEOPLE, all_stories, load_paths, package, told

from headwaters.domain.records.statement import Fate
from headwaters.practice.records.models import SetAside
from headwaters.practice.records.report import LoadReport
from headwaters.practice.records.set_aside import write_set_aside

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = ("Zephyrina", "2026-02-30", "2099-01-01", "Example")


def accounted(report: LoadReport) -> None:
    """Each row has exactly one fate, in every file and in all."""
    for one in report.files.values():
        assert one.read == sum(one.fates[fate] for fate in Fate)
    said = report.as_json()
    assert said["read"] == said["loaded"] + said["kept"] + said["unchanged"] + said["set_aside"]


BAD = {
    "future birth": ("people", "person,given_name,birth_date\nK9,Zephyrina,2099-01-01\n", "after the day this was sent"),
    "end before start": ("events", "record,person,kind,start,end\n9,K1,well_visit,2026-04-12,2026-04-11\n", "before the `start`"),
    "unknown person": ("events", "record,person,kind,start\n9,K77,well_visit,2026-04-12\n", "nobody under that number"),
    "unknown child of a relation": ("relations", "person,role,of_person\nM1,caregiver,K77\n", "nobody under that number"),
    "unknown child of a pregnancy": ("pregnancies", "pregnancy,person,children\nP9,M1,K77\n", "nobody under that number"),
    "a child said the wrong way round": ("relations", "person,role,of_person\nK1,child,M1\n", "said to be somebody's `child`"),
    "unknown choice of a fact": ("facts", "record,person,fact,value,from\n9,K1,county,Zephyrina,2026-03-14\n", "none of the choices"),
    "unknown role": ("relations", "person,role,of_person\nM1,Zephyrina,K1\n", "none of the words"),
    "unknown step": ("events", "record,person,kind,start,handoff,step\n9,K1,handoff,2026-04-12,x,sended\n", "not a step"),
    "impossible date": ("people", "person,given_name,birth_date\nK9,Zephyrina,2026-02-30\n", "no such day"),
    "duplicate id with other content": (
        "events",
        "record,person,kind,start\n9,K1,well_visit,2026-04-12\n9,K1,well_visit,2026-04-13\n",
        "same record stands in clinic/events.csv, line 2",
    ),
    "duplicate person with other content": (
        "people", "person,given_name\nK9,Zephyrina\nK9,Example\n", "same record stands in clinic/people.csv, line 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "text", "says"), BAD.values(), ids=BAD)
def test_a_row_that_cannot_be_right_is_set_aside_with_place_and_remedy_and_without_a_name(
    tmp_path: Path, table: str, text: str, says: str
) -> None:
    load_paths(package(tmp_path / "first" / "clinic", **FAMILY))
    report = load_paths(package(tmp_path / "clinic", **{table: text}))
    accounted(report)
    assert report.total(Fate.SET_ASIDE) == 1
    (problem,) = report.problems
    assert says in problem.what
    assert problem.where.line == text.count("\n")
    assert problem.remedy
    assert not any(secret in str(problem) for secret in SECRETS)
    assert not any(secret in json.dumps(report.as_json()) for secret in SECRETS)
    assert SetAside.objects.count() == 1


def test_the_same_row_twice_in_a_file_is_unchanged_the_second_time(tmp_path: Path) -> None:
    report = load_paths(package(tmp_path / "clinic", people=PEOPLE, events=EVENTS + EVENTS.splitlines()[-1] + "\n"))
    accounted(report)
    assert (report.total(Fate.LOADED), report.total(Fate.UNCHANGED), report.total(Fate.SET_ASIDE)) == (6, 1, 0)


def test_two_rows_that_contradict_each_other_still_do_when_they_are_sent_again(tmp_path: Path) -> None:
    events = "record,person,kind,start\n9,K1,well_visit,2026-04-12\n9,K1,well_visit,2026-04-13\n"
    folder = package(tmp_path / "clinic", people=PEOPLE, events=events)
    assert load_paths(folder).total(Fate.SET_ASIDE) == 1
    again = load_paths(folder, received=date(2026, 6, 1))
    assert (again.total(Fate.UNCHANGED), again.total(Fate.SET_ASIDE), again.waiting) == (4, 1, 1)


def test_a_correction_with_a_higher_revision_may_stand_in_the_same_file(tmp_path: Path) -> None:
    events = "record,person,kind,start,revision\n9,K1,well_visit,2026-04-12,0\n9,K1,well_visit,2026-04-13,1\n"
    assert load_paths(package(tmp_path / "clinic", people=PEOPLE, events=events)).total(Fate.LOADED) == 5


def test_people_may_come_after_what_is_said_of_them(tmp_path: Path) -> None:
    one = package(tmp_path / "clinic", people=PEOPLE, events=EVENTS)
    late = "\n".join([*EVENTS.splitlines(), "4,K5,well_visit,2026-04-12", ""])
    report = load_paths(
        package(tmp_path / "other", source="other", people=PEOPLE + "K5,Uma,2026-01-01\n", events=late), one
    )
    assert report.total(Fate.SET_ASIDE) == 0


def test_a_bad_row_sent_again_waits_once(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", people=PEOPLE, events=EVENTS.replace("2026-04-12", "2026-02-30"))
    assert [load_paths(folder).total(Fate.SET_ASIDE) for _ in range(3)] == [1, 1, 1]
    assert SetAside.objects.filter(cleared_by=None).count() == 1


def test_a_mended_row_in_the_next_delivery_clears_the_one_that_waits(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", people=PEOPLE, events=EVENTS.replace("2026-04-12", "2026-02-30")))
    report = load_paths(package(tmp_path / "june", people=PEOPLE, events=EVENTS))
    assert (report.mended, report.waiting) == (1, 0)


def test_set_aside_rows_are_mended_in_their_own_file_and_loaded_from_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    bad = EVENTS.replace("2026-04-12", "2026-02-30").replace("3,K2", ",K2") + "4,K9,well_visit,2026-04-14\n"
    load_paths(package(tmp_path / "clinic", people=PEOPLE + "K9,Zephyrina,2099-01-01\n", events=bad))
    files = write_set_aside(data)
    assert [str(file.relative_to(data)) for file in files] == [
        "set-aside/clinic/events.csv",
        "set-aside/clinic/people.csv",
    ]
    _mend(data / "set-aside/clinic/events.csv", {"2026-02-30": "2026-04-12"}, fill={"record": "3"})
    _mend(data / "set-aside/clinic/people.csv", {"2099-01-01": "2026-03-15"})

    report = load_paths(data / "set-aside" / "clinic", mending=data / "set-aside")
    accounted(report)
    assert (report.total(Fate.LOADED), report.total(Fate.SET_ASIDE)) == (4, 0)
    assert (report.mended, report.waiting) == (4, 0)
    assert write_set_aside(data) == ()
    assert not (data / "set-aside").exists()
    everything = sorted(event for story in all_stories() for event in told(story))
    assert [one[0] for one in everything] == ["1", "2", "3", "4"]


def test_a_row_that_is_still_wrong_goes_on_waiting(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    load_paths(package(tmp_path / "clinic", people=PEOPLE, events=EVENTS.replace("2026-04-12", "2026-02-30")))
    (file,) = write_set_aside(data)
    _mend(file, {"2026-02-30": "2026-02-31"})
    report = load_paths(file.parent, mending=data / "set-aside")
    assert (report.total(Fate.SET_ASIDE), report.waiting) == (1, 1)


def test_a_wrong_header_is_mended_in_the_set_aside_file_too(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    report = load_paths(package(tmp_path / "clinic", people=PEOPLE, events=EVENTS.replace("kind", "kindd")))
    accounted(report)
    assert report.total(Fate.SET_ASIDE) == 3
    assert max(report.problems.values()) > 1, "one problem for all its rows"
    (file,) = write_set_aside(data)
    lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    wrong, right = lines[0].index("kindd"), lines[0].index("kind")
    for line in lines[1:]:
        line[right], line[wrong] = line[wrong], ""
    lines = [[cell for n, cell in enumerate(line) if n != wrong] for line in lines]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    again = load_paths(file.parent, mending=data / "set-aside")
    assert (again.total(Fate.LOADED), again.waiting) == (3, 0)


def test_a_damaged_line_of_fhir_is_mended_in_its_own_file(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "export"
    data.mkdir()
    folder.mkdir()
    patient = '{"resourceType": "Patient", "id": "K1", "birthDate": "2026-03-14"}\n'
    (folder / "Patient.ndjson").write_text(
        patient + '{"resourceType": "Patient", "id": "K2", "birthDate": "2026-\n', encoding="utf-8"
    )
    report = load_paths(folder)
    accounted(report)
    assert (report.total(Fate.LOADED), report.total(Fate.SET_ASIDE)) == (1, 1)
    (file,) = write_set_aside(data)
    file.write_text(patient.replace("K1", "K2"), encoding="utf-8")
    mended = load_paths(file.parent, mending=data / "set-aside")
    assert (mended.total(Fate.LOADED), mended.waiting) == (1, 0)


def test_one_unreadable_delivery_hinders_no_other(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    package(tmp_path / "all" / "clinic", **FAMILY)
    (tmp_path / "all" / "broken.zip").write_bytes(b"no zip")
    report = load_paths(tmp_path / "all")
    assert len(report.unreadable) == 1
    assert report.total(Fate.LOADED) == 7


def test_a_dry_run_says_what_a_load_would_and_changes_nothing(tmp_path: Path) -> None:
    events = EVENTS.replace("2026-04-12", "2026-02-30") + "3,K2,well_visit,2026-04-15\n"
    folder = package(tmp_path / "clinic", people=PEOPLE, events=events)
    dry = load_paths(folder, dry_run=True)
    assert all_stories() == []
    assert SetAside.objects.count() == 0
    wet = load_paths(folder)
    assert dry.as_json() | {"dry_run": False} == wet.as_json()


def _mend(file: Path, words: dict[str, str], fill: dict[str, str] | None = None) -> None:
    """What a person does in a spreadsheet: change words, fill empty cells, leave the two first columns alone."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
        header = list(rows[0])
    for row in rows:
        for column in header[2:]:
            row[column] = words.get(row[column], row[column])
        for column, text in (fill or {}).items():
            row[column] = row[column] or text
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header)
        writer.writeheader()
        writer.writerows(rows)
