"""The shape of a directory in HSDS 3.0: its tables, their columns, what points to what, and what nests in what.

Written from the standard's published list of tables and columns (openreferral.org, HSDS 3.0); its text is not copied. The
tests hold every export against the official schemas where those are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """What a column holds. `link`: the id of a row of another table."""

    TEXT = "text"
    NUMBER = "number"
    EMAIL = "email"
    URI = "uri"
    DATE = "date"
    TIME = "time"
    LINK = "link"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Column:
    """`to`: the table that a link points to; empty for a link to any table. `choices`: the only words allowed."""

    name: str
    sort: Sort
    to: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """Rows of `table` nest in their parent under `name`; `column` is the child's link to it. `one`: an object, not a list,
    and `column` is then the parent's own link."""

    name: str
    table: str
    column: str
    one: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`required`: columns without which a row says nothing a reader could use. `written`: columns that the standard wants in
    every row, which are written empty where nobody filled them in."""

    name: str
    file: str
    columns: Mapping[str, Column]
    required: tuple[str, ...]
    written: tuple[str, ...]
    children: tuple[Child, ...] = field(default=())


PLACE_KINDS = ("physical", "postal", "virtual")
SERVICE_STATES = ("active", "inactive", "defunct", "temporarily closed")
CHOICES = {
    ("service", "status"): SERVICE_STATES,
    ("location", "location_type"): PLACE_KINDS,
    ("address", "address_type"): PLACE_KINDS,
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
}
_SORTS = {"#": Sort.NUMBER, "@": Sort.EMAIL, "^": Sort.URI, "%": Sort.DATE, "~": Sort.TIME}

# Column marks: `#` number, `@` email, `^` address on the web, `%` day, `~` time; `x>table` a link; `!` wanted by the standard.
_COLUMNS = {
    "organization": "name! alternate_name description! email@ website^ tax_status tax_id year_incorporated# legal_status logo "
    "uri^ parent_organization_id>organization",
    "program": "organization_id>organization name! alternate_name description!",
    "service": "organization_id>organization program_id>program name! alternate_name description url^ email@ status! "
    "interpretation_services application_process fees_description wait_time fees accreditations eligibility_description "
    "minimum_age# maximum_age# assured_date% assurer_email@ licenses alert last_modified",
    "service_at_location": "service_id>service location_id>location description",
    "location": "location_type! url^ organization_id>organization name alternate_name description transportation latitude# "
    "longitude# external_identifier external_identifier_type",
    "address": "location_id>location attention address_1! address_2 city! region state_province! postal_code! country! address_type!",
    "phone": "location_id>location service_id>service organization_id>organization contact_id>contact "
    "service_at_location_id>service_at_location number! extension# type description",
    "contact": "organization_id>organization service_id>service service_at_location_id>service_at_location location_id>location "
    "name title department email@",
    "schedule": "service_id>service location_id>location service_at_location_id>service_at_location valid_from% valid_to% "
    "dtstart% timezone# until% count# wkst freq interval# byday byweekno bymonthday byyearday description opens_at~ closes_at~ "
    "schedule_link^ attending_type notes",
    "service_area": "service_id>service name description extent extent_type uri",
    "language": "service_id>service location_id>location phone_id>phone name code note",
    "accessibility": "location_id>location description details url^",
    "cost_option": "service_id>service valid_from% valid_to% option currency amount# amount_description",
    "required_document": "service_id>service document uri^",
    "funding": "organization_id>organization service_id>service source",
    "organization_identifier": "organization_id>organization identifier_scheme identifier_type! identifier!",
    "taxonomy": "name! description! uri^ version",
    "taxonomy_term": "code name! description! parent_id>taxonomy_term taxonomy language taxonomy_id>taxonomy term_uri^",
    "attribute": "link_id> taxonomy_term_id>taxonomy_term link_type link_entity value",
    "metadata": "resource_id> resource_type last_action_date%! last_action_type! field_name! previous_value! replacement_value! "
    "updated_by!",
    "meta_table_description": "name language character_set",
}
_FILES = {
    "taxonomy": "taxonomies", "accessibility": "accessibility", "address": "addresses", "funding": "funding",
    "metadata": "metadata", "service_at_location": "service_at_location",
}  # fmt: skip
_REQUIRED = {
    "organization": ("name",),
    "service": ("name",),
    "program": ("name",),
    "phone": ("number",),
    "taxonomy_term": ("name",),
}
_NESTED = {
    "organization": "funding:funding:organization_id contacts:contact:organization_id phones:phone:organization_id "
    "locations:location:organization_id programs:program:organization_id "
    "organization_identifiers:organization_identifier:organization_id",
    "service": "phones:phone:service_id schedules:schedule:service_id service_areas:service_area:service_id "
    "service_at_locations:service_at_location:service_id languages:language:service_id =organization:organization:organization_id "
    "funding:funding:service_id cost_options:cost_option:service_id =program:program:program_id "
    "required_documents:required_document:service_id contacts:contact:service_id",
    "service_at_location": "contacts:contact:service_at_location_id phones:phone:service_at_location_id "
    "schedules:schedule:service_at_location_id =location:location:location_id",
    "location": "languages:language:location_id addresses:address:location_id contacts:contact:location_id "
    "accessibility:accessibility:location_id phones:phone:location_id schedules:schedule:location_id",
    "contact": "phones:phone:contact_id",
    "phone": "languages:language:phone_id",
    "attribute": "=taxonomy_term:taxonomy_term:taxonomy_term_id",
    "taxonomy_term": "=taxonomy_detail:taxonomy:taxonomy_id",
}
WITHOUT_ATTRIBUTES = ("attribute", "metadata", "taxonomy", "taxonomy_term")
"""Tables whose rows may not carry attributes in nested JSON."""


def _column(table: str, said: str) -> Column:
    said = said.rstrip("!")
    name, arrow, to = said.partition(">")
    if arrow:
        return Column(name, Sort.LINK, to)
    sort = _SORTS.get(name[-1], Sort.TEXT)
    name = name.rstrip("#@^%~")
    return Column(name, sort, choices=CHOICES.get((table, name), ()))


def _children(table: str) -> tuple[Child, ...]:
    found = []
    for said in _NESTED.get(table, "").split():
        name, child, column = said.lstrip("=").split(":")
        found.append(Child(name, child, column, one=said.startswith("=")))
    if table not in WITHOUT_ATTRIBUTES:
        found.append(Child("attributes", "attribute", "link_id"))
    if table != "metadata":
        found.append(Child("metadata", "metadata", "resource_id"))
    return tuple(found)


def _table(name: str, said: str) -> Table:
    columns = [_column(name, one) for one in said.split()]
    return Table(
        name=name,
        file=_FILES.get(name, f"{name}s") + ".csv",
        columns={"id": Column("id", Sort.ID)} | {column.name: column for column in columns},
        required=_REQUIRED.get(name, ()),
        written=tuple(one.rstrip("!").rstrip("#@^%~") for one in said.split() if one.endswith("!")),
        children=_children(name),
    )


TABLES: Mapping[str, Table] = {name: _table(name, said) for name, said in _COLUMNS.items()}
BY_FILE: Mapping[str, str] = {table.file: name for name, table in TABLES.items()}
