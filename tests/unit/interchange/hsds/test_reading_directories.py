"""Directories in every form become the same rows; what is wrong is said by file and line, and nothing is dropped."""

from __future__ import annotations

import json

import pytest
from directory_packages import HSDS_3_CSV, OHANA, OPEN_REFERRAL_1, as_bytes

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.hsds.package import Form, Package, Row
from headwaters.interchange.hsds.recognise import form_of, read_package


def read(files: dict[str, str]) -> Package:
    return read_package(as_bytes(files))


def only(package: Package, table: str) -> Row:
    (row,) = package.of(table)
    return row


@pytest.mark.parametrize(
    ("files", "form"), [(HSDS_3_CSV, Form.HSDS_3_CSV), (OPEN_REFERRAL_1, Form.OPEN_REFERRAL_1), (OHANA, Form.OHANA)]
)
def test_the_form_is_told_from_names_and_headings(files: dict[str, str], form: Form) -> None:
    assert form_of(as_bytes(files)) is form


def test_columns_beyond_the_standard_are_kept_beside_the_row() -> None:
    package = read(HSDS_3_CSV)
    assert only(package, "service").extra == {"colour": "teal"}
    assert only(package, "organization").extra == {"founder": "Ada"}
    assert only(package, "address").values["state_province"] == "OR"


def test_every_line_is_counted_once() -> None:
    for files in (HSDS_3_CSV, OPEN_REFERRAL_1, OHANA):
        package = read(files)
        wanted = sum(text.count("\n") - 1 for text in files.values())
        assert package.lines == wanted == package.taken + package.repeated + len(package.set_aside)


def test_older_hours_become_rules_that_repeat_and_odd_ones_stay_beside_the_row() -> None:
    rows = sorted(read(OPEN_REFERRAL_1).of("schedule"), key=lambda row: row.values.get("byday", "Z"))
    monday, tuesday, holiday = rows
    assert (monday.values["byday"], monday.values["opens_at"], monday.values["closes_at"]) == ("MO", "08:30", "17:00")
    assert (tuesday.values["byday"], tuesday.values["opens_at"], tuesday.extra) == (
        "TU",
        "00:00",
        {"closes_at": "noon"},
    )
    assert (holiday.values["valid_from"], holiday.extra) == ("2026-12-24", {"closed": "true"})


def test_older_tables_of_their_own_become_columns_and_terms() -> None:
    package = read(OPEN_REFERRAL_1)
    assert only(package, "service").values["eligibility_description"] == "Families with a baby; Pregnant people"
    assert {row.values["taxonomy_term_id"] for row in package.of("attribute")} == {"food", "baby"}
    assert only(package, "taxonomy_term").values["taxonomy"] == "own"


def test_rows_that_share_an_id_by_carelessness_are_all_taken_in() -> None:
    package = read(OPEN_REFERRAL_1)
    assert [row.values["name"] for row in package.of("language")] == ["English", "Spanish"]
    assert any(note.code == "id_shared" and note.where.file == "languages.csv" for note in package.notes)


def test_a_service_that_shares_its_id_with_another_is_set_aside() -> None:
    broken = HSDS_3_CSV | {
        "services.csv": HSDS_3_CSV["services.csv"]
        + HSDS_3_CSV["services.csv"].split("\n")[1].replace("Food boxes", "Other")
        + "\n"
    }
    (row,) = read(broken).set_aside
    assert (row.place.file, row.place.line) == ("services.csv", 3)
    assert "stands in line 2 already" in row.problems[0].what
    assert "Other" in row.verbatim


def test_a_phone_without_a_number_waits_for_repair_with_its_line() -> None:
    (row,) = read(OPEN_REFERRAL_1).set_aside
    assert (row.place.file, row.place.line, row.problems[0].what) == ("phones.csv", 3, "This phone has no number.")


def test_ohana_services_find_their_organization_through_their_location() -> None:
    package = read(OHANA)
    service = only(package, "service")
    assert service.values["organization_id"] == "1"
    assert service.values["eligibility_description"] == "Families with a baby"
    assert service.extra == {"audience": "Parents", "keywords": "food, pantry"}
    assert [row.values["name"] for row in package.of("service_area")] == ["Lane County", "Linn County"]
    assert sorted(row.values["name"] for row in package.of("language")) == ["English", "English", "Spanish"]
    assert only(package, "service_at_location").values["location_id"] == "3"
    assert {row.values["address_type"] for row in package.of("address")} == {"physical", "postal"}


def test_a_link_to_nothing_is_noted_and_the_row_taken_in() -> None:
    lost = HSDS_3_CSV | {"services.csv": HSDS_3_CSV["services.csv"].replace("0f1f5f7f1a01", "0f1f5f7fffff")}
    package = read(lost)
    (note,) = [note for note in package.notes if note.code == "loose_link"]
    assert (note.where.file, note.where.line) == ("services.csv", 2)
    assert only(package, "service").values["organization_id"].endswith("ffff")


def test_a_link_to_a_table_that_is_not_there_at_all_is_noted_once() -> None:
    without = {name: text for name, text in HSDS_3_CSV.items() if name != "organizations.csv"}
    assert [note.what for note in read(without).notes] == [
        "1 rows point to organizations, and the package has none.",
        "1 rows point to organizations, and the package has none.",
    ]


def test_cells_that_do_not_fit_stay_beside_the_row_with_a_note() -> None:
    odd = HSDS_3_CSV | {"locations.csv": HSDS_3_CSV["locations.csv"].replace("44.05", "north")}
    package = read(odd)
    location = only(package, "location")
    assert "latitude" not in location.values
    assert location.extra == {"latitude": "north"}
    assert package.notes[0].what == "This cell is not a number. It is kept beside the row."


def test_a_row_with_too_many_cells_is_set_aside_and_the_next_one_read() -> None:
    long = HSDS_3_CSV | {"organizations.csv": "id,name\n1,Willow, Street\n2,Alder\n"}
    package = read(long)
    assert [row.values["name"] for row in package.of("organization")] == ["Alder"]
    assert package.set_aside[0].place.line == 2


def test_lines_are_numbered_as_an_editor_numbers_them_even_inside_quotes() -> None:
    text = 'id,name,description\n1,One,"two\nlines"\n2,,nameless\n'
    (row,) = read(HSDS_3_CSV | {"organizations.csv": text}).set_aside
    assert row.place.line == 4


def test_windows_letters_are_read_and_said() -> None:
    data = as_bytes(HSDS_3_CSV) | {"organizations.csv": "id,name\n1,Se\xf1oras\n".encode("cp1252")}
    package = read_package(data)
    assert only(package, "organization").values["name"] == "Señoras"
    assert any(note.code == "letters" for note in package.notes)


def test_a_file_that_is_not_what_its_name_says_is_refused_with_its_headings() -> None:
    with pytest.raises(
        InputUnreadable,
        match=r"services\.csv has no column `name`.*Its headings are: child, visit\. Nothing was read\.",
    ):
        read(HSDS_3_CSV | {"services.csv": "child,visit\n1,2\n"})


def test_a_file_of_something_else_is_refused_with_what_is_wanted() -> None:
    with pytest.raises(
        InputUnreadable, match=r"None of these files is part of a directory: children\.csv\. It takes HSDS 3"
    ):
        read({"children.csv": "a,b\n1,2\n"})
    with pytest.raises(InputUnreadable, match="There is nothing in it to read"):
        read({})


def test_broken_json_is_refused_with_its_line() -> None:
    with pytest.raises(InputUnreadable, match=r"services\.json, line 2: this is not whole JSON .* Nothing was read"):
        read({"services.json": '[{"id": "1",\n "name": }]'})


def test_a_page_of_a_list_a_list_and_one_object_read_alike() -> None:
    one = {
        "id": "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1b01",
        "name": "Food boxes",
        "status": "active",
        "phones": [{"number": "541-555-0100"}],
    }
    for document in (one, [one], {"total_items": 1, "contents": [one]}):
        package = read({"services.json": json.dumps(document)})
        assert only(package, "service").values["name"] == "Food boxes"
        assert only(package, "phone").values["service_id"] == one["id"]


def test_an_object_that_is_no_part_of_the_standard_is_set_aside_and_the_others_read() -> None:
    package = read({"list.json": json.dumps([{"color": "blue"}, {"id": "1", "name": "A", "status": "active"}])})
    assert [row.values["name"] for row in package.of("service")] == ["A"]
    assert package.set_aside[0].place.field == "[1]"
