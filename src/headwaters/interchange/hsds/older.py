"""CSV packages of Open Referral 1.0, 1.1 and 2.0, and of Ohana before them, into the tables of HSDS 3.

What the older forms say in a table of its own or in one crowded cell becomes rows of HSDS 3 (languages, areas, documents, terms);
what HSDS 3 has no column for is kept beside the row under its old name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from headwaters.domain.problems import Place, Problem
from headwaters.interchange.hsds.csv_files import Line, decoded, lines
from headwaters.interchange.hsds.fitting import fitted
from headwaters.interchange.hsds.package import Form, Gathering, Package, Row, SetAsideRow
from headwaters.interchange.hsds.shape import TABLES
from headwaters.interchange.hsds.tabular import letters_note, licence_of, unknown_file


@dataclass(frozen=True, slots=True)
class Old:
    """How an old file is read. `names`: its columns -> ours; `fixed`: what every row of it says; `apart`: a crowded column ->
    (table, column of the text, column of the link) of the rows it becomes; `prefix`: of its ids, where two files share one table."""

    table: str
    names: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    prefix: str = ""


_TERMS = ("attribute", "taxonomy_term_id", "link_id")
_SAME = {
    "programs.csv": Old("program"),
    "contacts.csv": Old("contact"),
    "regular_schedules.csv": Old("schedule", {"original_text": "description"}, {"freq": "WEEKLY"}),
    "holiday_schedules.csv": Old("schedule", {"start_date": "valid_from", "end_date": "valid_to"}, prefix="holiday-"),
}
FILES: Mapping[Form, Mapping[str, Old]] = {
    Form.OPEN_REFERRAL_1: {
        **_SAME,
        "organizations.csv": Old("organization", {"url": "website"}),
        "services.csv": Old("service", apart={"taxonomy_ids": _TERMS}),
        "locations.csv": Old("location", fixed={"location_type": "physical"}),
        "services_at_location.csv": Old("service_at_location"),
        "physical_addresses.csv": Old("address", fixed={"address_type": "physical"}),
        "postal_addresses.csv": Old("address", fixed={"address_type": "postal"}, prefix="postal-"),
        "phones.csv": Old("phone"),
        "languages.csv": Old("language", {"language": "name"}),
        "accessibility_for_disabilities.csv": Old("accessibility", {"accessibility": "description"}),
        "required_documents.csv": Old("required_document"),
        "service_areas.csv": Old("service_area", {"service_area": "name"}),
        "funding.csv": Old("funding"),
        "metadata.csv": Old("metadata"),
        "meta_table_descriptions.csv": Old("meta_table_description"),
        "taxonomy.csv": Old("taxonomy_term", {"vocabulary": "taxonomy"}),
        "services_taxonomy.csv": Old(
            "attribute", {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id"}, {"link_entity": "service"}, prefix="term-"
        ),
        "payments_accepted.csv": Old(
            "attribute", {"service_id": "link_id", "payment": "value"}, {"link_entity": "service", "link_type": "payment accepted"}, prefix="payment-"
        ),
    },
    Form.OHANA: {
        **_SAME,
        "organizations.csv": Old("organization"),
        "services.csv": Old(
            "service", {"eligibility": "eligibility_description", "website": "url"},
            apart={
                "taxonomy_ids": _TERMS, "languages": ("language", "name", "service_id"),
                "service_areas": ("service_area", "name", "service_id"),
                "required_documents": ("required_document", "document", "service_id"),
                "location_id": ("service_at_location", "location_id", "service_id"),
            },
        ),
        "locations.csv": Old(
            "location", {"website": "url"}, {"location_type": "physical"},
            apart={"accessibility": ("accessibility", "description", "location_id"), "languages": ("language", "name", "location_id")},
        ),
        "addresses.csv": Old("address", fixed={"address_type": "physical"}),
        "mail_addresses.csv": Old("address", fixed={"address_type": "postal"}, prefix="postal-"),
        "phones.csv": Old("phone", {"number_type": "type"}),
        "taxonomy.csv": Old("taxonomy_term", {"taxonomy_id": "id"}),
    },
}  # fmt: skip
_DAYS = {"mo": "MO", "tu": "TU", "we": "WE", "th": "TH", "fr": "FR", "sa": "SA", "su": "SU"}
_NUMBERED = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*([ap])\.?m\.?", re.I)
_ELIGIBILITY = "eligibility.csv"
_ONE_CELL = ("location_id",)


def read_older(files: Mapping[str, bytes], form: Form) -> Package:
    """An older package as rows of HSDS 3. A file that the form does not have is named in a note, and not read."""
    held = Gathering()
    known = FILES[form]
    for file, data in sorted(files.items(), key=lambda one: (one[0] == _ELIGIBILITY, one[0])):
        if file in known:
            _read_file(held, known[file], file, data)
        elif file == _ELIGIBILITY:
            _fold_eligibility(held, file, data)
        elif file.endswith(".csv"):
            held.notes.append(unknown_file(file))
    if form is Form.OHANA:
        _organizations_of_services(held)
    return held.package(form, licence=licence_of(files))


def _read_file(held: Gathering, old: Old, file: str, data: bytes) -> None:
    text, whole = decoded(data)
    if not whole:
        held.notes.append(letters_note(file))
    for line in lines(text, file=file):
        if line.problem:
            held.line(SetAsideRow(old.table, line.place, line.verbatim, (line.problem,)))
            continue
        row, notes = _row(old, line)
        held.notes.extend(notes)
        more = _rows_apart(old, row, line) if isinstance(row, Row) else []
        held.line(row, *more, verbatim=line.verbatim)


def _row(old: Old, line: Line) -> tuple[Row | SetAsideRow, list[Problem]]:
    columns = TABLES[old.table].columns
    said: dict[str, str] = {}
    extra: dict[str, str] = {}
    for name, text in line.cells.items():
        ours = old.names.get(name, name)
        if name in old.apart or not text:
            continue
        if ours in columns and ours not in said:
            said[ours] = text
        else:
            extra[name] = text
    if old.prefix and said.get("id"):
        said["id"] = old.prefix + said["id"]
    if old.table == "schedule":
        _schedule(said, extra)
    if extra.get("virtual") == "true":
        return fitted(
            old.table,
            {**old.fixed, **said, "location_type": "virtual"},
            extra,
            place=line.place,
            verbatim=line.verbatim,
        )
    return fitted(old.table, {**old.fixed, **said}, extra, place=line.place, verbatim=line.verbatim)


def _schedule(said: dict[str, str], extra: dict[str, str]) -> None:
    """Weekdays by number or name, and hours with am and pm, as the newer form writes them; what is neither stays as it was."""
    weekday = extra.get("weekday", "")
    day = _NUMBERED[int(weekday) - 1] if weekday in "1234567" and weekday else _DAYS.get(weekday[:2].casefold())
    if day:
        said["byday"] = day
        del extra["weekday"]
    for name in ("opens_at", "closes_at"):
        clock = _CLOCK.fullmatch(said.get(name, ""))
        if clock:
            hour = int(clock[1]) % 12 + (12 if clock[3].casefold() == "p" else 0)
            said[name] = f"{hour:02d}:{clock[2] or '00'}"


def _rows_apart(old: Old, row: Row, line: Line) -> list[Row]:
    """The rows that crowded cells become, in the order in which they stand there."""
    found = []
    for name, (table, column, link) in old.apart.items():
        text = line.cells.get(name, "")
        for part in [text] if name in _ONE_CELL else re.split(r"\s*[,;]\s*", text):
            if part:
                values = {column: part, link: row.key} | ({"link_entity": old.table} if table == "attribute" else {})
                made, _ = fitted(table, values, {}, place=line.place, verbatim=line.verbatim)
                found += [made] if isinstance(made, Row) else []
    return found


def _fold_eligibility(held: Gathering, file: str, data: bytes) -> None:
    """Who a service is for stood in a table of its own; it is a column of the service now."""
    for line in lines(decoded(data)[0], file=file):
        service, text = line.cells.get("service_id", ""), line.cells.get("eligibility", "")
        if line.problem or not text or not held.fold("service", service, "eligibility_description", text):
            problem = line.problem or _no_service(line.place, service)
            held.line(SetAsideRow("service", line.place, line.verbatim, (problem,)))
        else:
            held.line()


def _no_service(place: Place, service: str) -> Problem:
    what = f"It speaks of service {service}, which is not in this package." if service else "It names no service."
    return Problem(place, "eligibility", what, "Check `service_id`, and that `eligibility` is filled in.", "loose_link")


def _organizations_of_services(held: Gathering) -> None:
    """In Ohana a service stands at a location, and the location belongs to the organization."""
    at = {
        row.values.get("service_id", ""): row.values.get("location_id", "")
        for row in held.rows()
        if row.table == "service_at_location"
    }
    for row in held.rows():
        if row.table == "service" and not row.values.get("organization_id"):
            location = held.get("location", at.get(row.key, ""))
            if location and (owner := location.values.get("organization_id")):
                held.fold("service", row.key, "organization_id", owner)
