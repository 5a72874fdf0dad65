"""Tables as spreadsheets, exports and tired people really write them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from headwaters.domain.problems import InputUnreadable, Problem
from headwaters.domain.records.statement import (
    EventStatement,
    FactStatement,
    ObservationStatement,
    PersonStatement,
    PregnancyStatement,
    Reading,
    RelationStatement,
)
from headwaters.sources.csv import CsvPackage

SOURCE = b"source,agency,sent,lag_days,area\nclinic,primary_care,2026-05-01,14,lane\n"
HEADER = "record,person,kind,start,end,value,unit\n"
GOOD = "1,K1,well_visit,2026-04-12,,,\n"


def package(folder: Path, **tables: bytes | str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"source": SOURCE, **tables}.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def read(path: Path) -> list[Reading]:
    return list(CsvPackage().readings(path))


def events(tmp_path: Path, text: bytes | str) -> tuple[list[Reading], list[Problem]]:
    """The rows that were read from an events table, and every problem met in it."""
    readings = read(package(tmp_path / "clinic", events=text))
    return [one for one in readings if one.statements], [problem for one in readings for problem in one.problems]


def test_every_table_becomes_its_statements(tmp_path: Path) -> None:
    readings = read(package(
        tmp_path / "clinic",
        people="person,given_name,birth_date,sex,id_medicaid,identifiers\nK1,Ana,2026-03-14,Female,M9,hospital=H1; clinic=C2\n",
        pregnancies="pregnancy,person,due_date,children\nP1,K0,2026-03-20,K1;K2\n",
        relations="person,role,of_person,from,primary,authority\nK7,caregiver,K1,2026-04-01,no,foster_carer\n",
        events="record,person,kind,start,system,code,codings,value,unit,zone\n"
               "7,K1,dev_screen,2026-04-12,loinc,1-2,cpt|96110; loinc|1-2,3.5,score,referral\n",
        facts="record,person,fact,value,from\n1,K1,county,lane,2026-03-14\n",
        observations="kind,from,through,register\nwell_visit,2024-01-01,2026-05-01,\n",
    ))  # fmt: skip
    assert not any(reading.problems for reading in readings)
    person, pregnancy, relation, event, fact, span = (reading.statements[0] for reading in readings)
    assert isinstance(person, PersonStatement)
    assert person.birth == date(2026, 3, 14)
    assert person.sex == "female"
    assert person.identifiers == (("medicaid", "M9"), ("hospital", "H1"), ("clinic", "C2"))
    assert isinstance(pregnancy, PregnancyStatement)
    assert pregnancy.children == ("K1", "K2")
    assert isinstance(relation, RelationStatement)
    assert (relation.primary, relation.authority, relation.from_) == (False, "foster_carer", date(2026, 4, 1))
    assert isinstance(event, EventStatement)
    assert event.codings == (("loinc", "1-2"), ("cpt", "96110"))
    assert (event.value, event.unit, event.columns) == (3.5, "score", {"zone": "referral"})
    assert isinstance(fact, FactStatement)
    assert fact.value == "lane"
    assert isinstance(span, ObservationStatement)
    assert (span.area, span.lag_days, span.register) == ("lane", 14, False)
    assert event.origin.recorded == date(2026, 5, 1), (
        "a row without a day of its own was recorded when the package was sent"
    )
    assert event.origin.agency == "primary_care"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEADER + GOOD,
        (HEADER + GOOD).replace("\n", "\r\n"),
        (HEADER + GOOD).replace("\n", "\r"),
        (HEADER + GOOD).replace(",", ";"),
        (HEADER + GOOD).replace(",", "\t"),
        (HEADER + GOOD).replace(",", "|"),
        "sep=;\n" + (HEADER + GOOD).replace(",", ";"),
        HEADER.replace("kind", " Kind ").upper() + GOOD,
        HEADER.rstrip("\n") + ",,\n" + GOOD.rstrip("\n") + ",,\n",
        HEADER + GOOD + ",,,,,,\n\n   \n,,,\n",
        HEADER + '"1","K1","well_visit","2026-04-12","","",""\n',
        HEADER + "1,K1,well_visit,2026-04-12T08:30:00-07:00,,,\n",
        (HEADER + GOOD).encode("utf-16"),
        (HEADER + GOOD).rstrip("\n"),
    ],
    ids=["byte-order mark", "Windows lines", "old Mac lines", "semicolons", "tabs", "bars", "Excel's sep line", "shouted header",
         "empty columns", "trailing blank rows", "everything quoted", "a moment for a day", "UTF-16", "no last line end"],
)  # fmt: skip
def test_what_is_only_written_differently_is_read_without_a_word(tmp_path: Path, text: str | bytes) -> None:
    rows, problems = events(tmp_path, text)
    assert problems == []
    assert [row.statements[0].start for row in rows] == [date(2026, 4, 12)]  # type: ignore[union-attr]


BAD_ROWS = {
    "impossible date": ("2,K1,well_visit,2026-02-30,,,", "start", "no such day"),
    "ambiguous date": ("2,K1,well_visit,3/4/27,,,", "start", "ambiguous"),
    "ambiguous date, four digits": ("2,K1,well_visit,3/4/2027,,,", "start", "month first or day first"),
    "a spreadsheet's bare number": ("2,K1,well_visit,46124,,,", "start", "not a day"),
    "a year nobody means": ("2,K1,well_visit,0226-04-12,,,", "start", "year cannot be meant"),
    "wrong type": ("2,K1,lead_test,2026-04-12,,three,ug/dL", "value", "not a number"),
    "not a finite number": ("2,K1,lead_test,2026-04-12,,nan,ug/dL", "value", "not a number"),
    "missing unit": ("2,K1,lead_test,2026-04-12,,3.4,", "unit", "without its unit"),
    "no day at all": ("2,K1,well_visit,,,,", "start", "neither a start nor an end"),
    "no person": ("2,,well_visit,2026-04-12,,,", "person", "empty"),
    "no record number": (",K1,well_visit,2026-04-12,,,", "record", "empty"),
    "too few cells": ("2,K1,well_visit", "", "3 cells"),
    "too many cells": ("2,K1,well_visit,2026-04-12,,,,oh,no", "", "9 cells"),
    "a quote never closed": ('2,K1,"well_visit,2026-04-12,,,', "", "never closed"),
    "a quote astray": ('2,K1,"well" visit,2026-04-12,,,', "", "inside a quoted cell"),
    "NUL characters": ("2,K1,well\0visit,2026-04-12,,,", "", "NUL"),
}


@pytest.mark.parametrize(("row", "field", "says"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_set_aside_and_the_rows_around_it_are_read(
    tmp_path: Path, row: str, field: str, says: str
) -> None:
    rows, problems = events(tmp_path, HEADER + GOOD + row + "\n" + GOOD.replace("1,", "3,", 1))
    assert [one.origin.record_id for one in rows] == ["1", "3"]
    assert len(problems) == 1
    assert (problems[0].where.file, problems[0].where.line, problems[0].where.field) == ("clinic/events.csv", 3, field)
    assert says in problems[0].what
    assert problems[0].remedy


def test_a_latin_1_row_is_set_aside_with_its_letters_and_its_neighbours_are_read(tmp_path: Path) -> None:
    people = b"person,given_name\nK1,Ana\nK2,Mu\xf1oz\nK3,Eva\n"
    readings = read(package(tmp_path / "clinic", people=people))
    assert [one.origin.record_id for one in readings if one.statements] == ["K1", "K3"]
    wrong = next(one for one in readings if one.problems)
    assert "CSV UTF-8" in wrong.problems[0].remedy
    assert "Muñoz" in wrong.verbatim, "what waits for repair shows the best reading of it"


def test_a_line_of_100_megabytes_costs_one_row_and_little_memory(tmp_path: Path) -> None:
    text = HEADER.encode() + GOOD.encode() + b"2,K1,well_visit," + b"x" * (100 << 20) + b"\n" + b"3" + GOOD.encode()[1:]
    rows, problems = events(tmp_path, text)
    assert [one.origin.record_id for one in rows] == ["1", "3"]
    assert [problem.where.line for problem in problems] == [3]
    assert "longer than" in problems[0].what


def test_an_unclosed_quote_does_not_swallow_the_rest_of_the_file(tmp_path: Path) -> None:
    many = "".join(f"{n},K1,well_visit,2026-04-12,,,\n" for n in range(3, 200))
    rows, problems = events(tmp_path, HEADER + GOOD + '2,K1,"well_visit,2026-04-12,,,\n' + many)
    assert len(rows) == 198
    assert [problem.where.line for problem in problems] == [3]


def test_a_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    rows, problems = events(
        tmp_path, 'record,person,kind,start,result\n1,K1,well_visit,2026-04-12,"all\nwell"\n2' + GOOD[1:27] + "\n"
    )
    assert problems == []
    assert [one.origin.line for one in rows] == [2, 4]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("record,person,kind,strat\n", "Did you mean `start`?"),
        ("record,persn,kind,start\n", "no such column"),
        ("person,kind,start\n", "no such column"),
        ("record,person,kind,start,start\n", "stands twice"),
    ],
    ids=["a slip in an optional column", "a slip in a needed column", "a missing column", "a column twice"],
)
def test_a_header_that_cannot_be_trusted_sets_its_rows_aside_once_and_says_why(
    tmp_path: Path, header: str, says: str
) -> None:
    cells = len(header.split(","))
    rows, problems = events(tmp_path, header + ",".join(["x"] * cells) + "\n")
    assert rows == []
    assert any(says in problem.what for problem in problems)
    assert {problem.where.line for problem in problems} == {1}


def test_a_file_without_a_header_shows_nobodys_name(tmp_path: Path) -> None:
    readings = read(package(tmp_path / "clinic", people="K1,Zephyrina,2026-02-17\nK2,Balthasar,2026-02-18\n"))
    said = " ".join(str(problem) for one in readings for problem in one.problems).lower()
    assert "no header" in said
    for secret in ("zephyrina", "balthasar", "2026_02", "2026-02"):
        assert secret not in said


def test_an_unknown_column_is_left_out_with_a_note_and_the_rows_are_read(tmp_path: Path) -> None:
    readings = read(package(tmp_path / "clinic", people="person,birth_date,favourite_colour\nK1,2026-03-14,blue\n"))
    assert readings[0].origin.line == 0
    assert "left out" in readings[0].problems[0].what
    assert readings[1].statements


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"], ids=["empty", "only blank lines", "only a byte-order mark"])
def test_an_empty_file_is_remarked_on_and_the_others_are_read(tmp_path: Path, text: str) -> None:
    readings = read(package(tmp_path / "clinic", events=text, people="person\nK1\n"))
    assert [one.record_type for one in readings if one.statements] == ["people"]
    remark = next(one for one in readings if one.problems)
    assert remark.origin.line == 0
    assert "empty" in remark.problems[0].what


def test_slashed_days_are_read_where_the_package_says_how(tmp_path: Path) -> None:
    said = b"source,agency,dates\nclinic,primary_care,month/day/year\n"
    readings = read(package(tmp_path / "clinic", source=said, events=HEADER + "1,K1,well_visit,3/4/2026,,,\n"))
    assert readings[0].statements[0].start == date(2026, 3, 4)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"", "exactly one row"),
        (b"source,agency\n", "exactly one row"),
        (b"source,agency\na,b\nc,d\n", "exactly one row"),
        (b"source,agency\nclinic,\n", "agency"),
        (b"source,agency,sent\nclinic,wic,yesterday\n", "not a day"),
        (b"source,agency\n../etc,wic\n", "only letters"),
    ],
)
def test_without_a_clear_source_nothing_is_read(tmp_path: Path, source: bytes, says: str) -> None:
    with pytest.raises(InputUnreadable, match=says):
        read(package(tmp_path / "clinic", source=source, events=HEADER + GOOD))


def test_a_package_without_source_csv_says_what_is_missing(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", events=HEADER + GOOD)
    (folder / "source.csv").unlink()
    with pytest.raises(InputUnreadable, match=r"no source\.csv"):
        read(folder)


def test_a_misnamed_table_is_remarked_on(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", event=HEADER + GOOD)
    remark = read(folder)[0].problems[0]
    assert "not read" in remark.what
    assert "Did you mean `events`?" in remark.remedy


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_zip_member_that_would_leave_the_folder_is_not_read_and_the_others_are(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", {
        "source.csv": SOURCE, "in/events.csv": (HEADER + GOOD).encode(), "../people.csv": b"person\nK1\n", "__MACOSX/facts.csv": b"",
    })  # fmt: skip
    readings = read(path)
    assert [one.record_type for one in readings if one.statements] == ["events"]
    assert [one.origin.line for one in readings if one.problems] == [0]
    assert not (tmp_path.parent / "people.csv").exists()


@pytest.mark.parametrize("name", ["p.zip", "p.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"just text"], ids=["empty", "cut off", "text"])
def test_a_file_that_is_no_zip_is_refused_with_a_remedy(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert CsvPackage().recognises(tmp_path / name)
    with pytest.raises(InputUnreadable, match="anew"):
        read(tmp_path / name)


def test_the_wrong_zip_is_refused_with_the_names_that_are_looked_for(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"people\.csv"):
        read(zipped(tmp_path / "p.zip", {"photo.jpg": b"\xff\xd8"}))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="Nothing was unpacked"):
        read(zipped(tmp_path / "p.zip", {"source.csv": SOURCE, "events.csv": b"0" * (64 << 20)}))


def test_a_damaged_zip_member_gives_the_rows_before_the_damage(tmp_path: Path) -> None:
    many = HEADER + "".join(f"{n},K1,well_visit,2026-04-12,,,{n * 7919}\n" for n in range(20_000))
    path = zipped(tmp_path / "p.zip", {"source.csv": SOURCE, "events.csv": many.encode()})
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    readings = read(path)
    assert any(one.statements for one in readings)
    assert any("damaged" in problem.what for one in readings for problem in one.problems)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", {"source.csv": SOURCE})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(InputUnreadable, match="password"):
        read(path)


def test_a_workbook_reads_like_the_same_tables_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheets: dict[str, list[list[object]]] = {
        "source": [["source", "agency", "sent"], ["clinic", "primary_care", datetime(2026, 5, 1)]],  # noqa: DTZ001 - as Excel has it
        "Events": [
            ["record", "person", "kind", "start", "value", "unit"],
            [1.0, "K1", "lead_test", date(2026, 4, 12), 3.5, "ug/dL"],
            [None],
        ],
        "Notes to self": [["call Bo"]],
    }
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    (tmp_path / "clinic.xlsx").write_bytes(buffer.getvalue())
    readings = read(tmp_path / "clinic.xlsx")
    event = next(one.statements[0] for one in readings if one.statements)
    assert isinstance(event, EventStatement)
    assert (event.origin.record_id, event.start, event.value) == ("1", date(2026, 4, 12), 3.5)
    assert event.origin.recorded == date(2026, 5, 1)
    said = " ".join(str(problem) for one in readings for problem in one.problems)
    assert "no table is called that" in said
    assert "call Bo" not in said
    assert "Notes" not in said


def test_a_single_table_is_read_with_the_source_beside_it(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", people="person\nK1\n", events=HEADER + GOOD)
    assert [one.record_type for one in read(folder / "events.csv")] == ["events"]
