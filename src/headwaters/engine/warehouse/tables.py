"""Every table's columns, written once: the tables an agency may send, and the tables that evaluation reads.

The CSV door, the empty templates, the set-aside files and docs/reference/data-dictionary.md are all made from this page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """How a cell is written."""

    ID = "id"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    CHOICE = "one of"
    PAIRS = "pairs"
    IDS = "ids"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `meaning` is a sentence for the person who fills it in; `unit` where a number has one."""

    name: str
    type: ColumnType
    meaning: str
    example: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `row` says what one row is; `key` names the columns that make a row the same row when it is sent again."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    further_columns: bool = False
    """Whether columns that are not listed here may follow (a kind of event may declare its own)."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


ROLES = ("child", "birthing_parent", "caregiver", "household")
AUTHORITIES = ("parent", "legal_guardian", "state_custody", "foster_carer", "educational_surrogate", "self")
DATE_ORDERS = ("year-month-day", "month/day/year", "day/month/year")
ENDS_OF_PREGNANCY = ("loss", "induced")
SEXES = ("female", "male", "other", "unknown")
IDENTIFIER_COLUMNS = {
    "id_medicaid": "medicaid",
    "id_birth_certificate": "birth_certificate",
    "id_wic": "wic",
    "id_immunization_registry": "immunization_registry",
    "id_early_intervention": "early_intervention",
}
"""Columns of people.csv, and the identifier system each one stands for."""

_PERSON = Column("person", ColumnType.ID, "Your own number for this person, as in people.csv.", "K-1042", required=True)
_RECORD = Column(
    "record",
    ColumnType.ID,
    "Your own number for this row. The same number again is a correction.",
    "V-77",
    required=True,
)
_AGENCY = Column(
    "agency", ColumnType.ID, "Who says so, as the blueprint names agencies. Empty: the agency in source.csv.", "wic"
)
_STATUS = Column(
    "status", ColumnType.TEXT, "The record's own status. `entered_in_error` takes the record back.", "entered_in_error"
)
_REVISION = Column(
    "revision",
    ColumnType.WHOLE,
    "Your own count of corrections to this record; the highest wins. Empty: 0.",
    "1",
    unit="corrections",
)
_RECORDED = Column(
    "recorded",
    ColumnType.DAY,
    "The day Headwaters could first know this. Empty: the day the package was sent.",
    "2026-04-20",
)
_TRAILER = (_STATUS, _REVISION, _RECORDED)


def _id_column(name: str, whose: str, example: str) -> Column:
    return Column(name, ColumnType.ID, f"{whose} Joins this person with other agencies' records.", example)


SOURCE = Table(
    "source",
    "the package: there is exactly one row",
    (
        Column("source", ColumnType.ID, "A short name for this source; keep it the same in every package.", "lane_wic",
               required=True),
        Column("agency", ColumnType.ID, "Whose records these are, as the blueprint names agencies.", "wic", required=True),
        Column("sent", ColumnType.DAY, "The day the package was made. Empty: the day it is loaded.", "2026-05-01"),
        Column("lag_days", ColumnType.WHOLE, "How many days pass until your records are complete. Empty: 0.", "14", unit="days"),
        Column("area", ColumnType.ID, "The area (county) of observations.csv where a row there names none.", "lane"),
        Column("dates", ColumnType.CHOICE, "How days are written in this package. Empty: year-month-day.", "month/day/year",
               choices=DATE_ORDERS),
    ),
    ("source",),
)  # fmt: skip

PEOPLE = Table(
    "people",
    "a person, as you know them",
    (
        Column("person", ColumnType.ID, "Your own number for this person; it means something only inside this source.",
               "K-1042", required=True),
        Column("given_name", ColumnType.TEXT, "Given name.", "Ana"),
        Column("family_name", ColumnType.TEXT, "Family name.", "Example"),
        Column("birth_date", ColumnType.DAY, "Day of birth.", "2026-03-14"),
        Column("died", ColumnType.DAY, "Day of death, if the person has died.", ""),
        Column("sex", ColumnType.CHOICE, "Sex as recorded.", "female", choices=SEXES),
        _id_column("id_medicaid", "Medicaid (OHP) number.", "OHP-00017"),
        _id_column("id_birth_certificate", "Birth certificate number.", "BC-2026-0042"),
        _id_column("id_wic", "WIC number.", "W-311"),
        _id_column("id_immunization_registry", "Number in the immunization registry.", "IR-9001"),
        _id_column("id_early_intervention", "Number in the early intervention system.", "EI-77"),
        Column("identifiers", ColumnType.PAIRS, "Any further shared numbers: system=value, joined by semicolons.",
               "hospital=H-55;clinic=C-8"),
        *_TRAILER,
    ),
    ("person",),
)  # fmt: skip

RELATIONS = Table(
    "relations",
    "who somebody is to a child or in a pregnancy, from a day through a day",
    (
        _PERSON,
        Column("role", ColumnType.CHOICE, "What this person is to the child.", "caregiver", required=True, choices=ROLES),
        Column("of_person", ColumnType.ID, "The child's number in people.csv, or a pregnancy's in pregnancies.csv.", "K-1043",
               required=True),
        Column("from", ColumnType.DAY, "First day. Empty: from the beginning.", "2026-03-14"),
        Column("through", ColumnType.DAY, "Last day. Empty: still so.", ""),
        Column("primary", ColumnType.YES_NO, "Whether this is the first person to ask in this role. Empty: yes.", "yes"),
        Column("authority", ColumnType.CHOICE, "By what right. Empty: parent.", "parent", choices=AUTHORITIES),
        *_TRAILER,
    ),
    ("person", "role", "of_person", "from"),
)  # fmt: skip

PREGNANCIES = Table(
    "pregnancies",
    "a pregnancy",
    (
        Column("pregnancy", ColumnType.ID, "Your own number for this pregnancy.", "P-9", required=True),
        _PERSON,
        Column("due_date", ColumnType.DAY, "The day the birth is expected.", "2026-03-20"),
        Column("birth_date", ColumnType.DAY, "The day of the (first) birth, once it has happened.", "2026-03-14"),
        Column("children", ColumnType.IDS, "The children born of it, by their numbers in people.csv, joined by semicolons.",
               "K-1043;K-1044"),
        Column("first_seen", ColumnType.DAY, "The first day you knew of it. Before it, a pregnancy without a due date is not shown.", "2025-07-20"),
        Column("ended", ColumnType.DAY, "The day it ended without a birth. From it on, nothing of a pregnancy without dates is asked.", ""),
        Column("ended_why", ColumnType.CHOICE, "The reason that steps then show. Empty: loss.", "", choices=ENDS_OF_PREGNANCY),
        *_TRAILER,
    ),
    ("pregnancy",),
)  # fmt: skip

EVENTS = Table(
    "events",
    "something that happened to a person",
    (
        _RECORD,
        _PERSON,
        Column("kind", ColumnType.ID, "What kind of thing happened, as the blueprint names kinds; `handoff` for a step of a hand-off.",
               "well_visit", required=True),
        Column("start", ColumnType.DAY, "The day it happened or began. A row has a start, an end or both.", "2026-04-12"),
        Column("end", ColumnType.DAY, "The last day, where it took more than one; for a certification, the day it runs out.", ""),
        Column("system", ColumnType.ID, "The code system of `code`.", "CVX"),
        Column("code", ColumnType.ID, "The code, in that system.", "110"),
        Column("codings", ColumnType.PAIRS, "Further codes of the same event: system|code, joined by semicolons.", "CPT|90723"),
        _STATUS,
        Column("result", ColumnType.TEXT, "What came of it, in the blueprint's words.", "at risk"),
        Column("value", ColumnType.NUMBER, "A measured number; `unit` says of what.", "3.4"),
        Column("unit", ColumnType.TEXT, "The unit of `value`.", "ug/dL"),
        Column("handoff", ColumnType.ID, "The hand-off that this is a step of.", "screen_to_ei"),
        Column("step", ColumnType.ID, "The step: sent, received, accepted, full, not_reached, not_eligible, declined, begun, dropped, "
               "done, told.", "sent"),
        _AGENCY,
        _REVISION,
        _RECORDED,
    ),
    ("record",),
    further_columns=True,
)  # fmt: skip

FACTS = Table(
    "facts",
    "a fact about a person, from a day",
    (
        _RECORD,
        _PERSON,
        Column("fact", ColumnType.ID, "Which fact, as the blueprint names facts.", "county", required=True),
        Column("value", ColumnType.TEXT, "The answer. `withheld`: asked, and kept private by choice.", "lane", required=True),
        Column("from", ColumnType.DAY, "The first day it is true.", "2026-03-14", required=True),
        Column("through", ColumnType.DAY, "The last day it is true. Empty: still so.", ""),
        _AGENCY,
        *_TRAILER,
    ),
    ("record",),
)  # fmt: skip

OBSERVATIONS = Table(
    "observations",
    "days on which you would have told us about one kind of event. Without this, no record never means not done",
    (
        Column("kind", ColumnType.ID, "Which kind of event, as the blueprint names kinds.", "well_visit", required=True),
        Column("area", ColumnType.ID, "For which area. Empty: the area in source.csv; if that is empty too, everywhere.", "lane"),
        Column("from", ColumnType.DAY, "First day.", "2024-01-01", required=True),
        Column("through", ColumnType.DAY, "Last day. It is cut to the day sent less `lag_days`.", "2026-04-30", required=True),
        Column("register", ColumnType.YES_NO, "Whether everybody this happened to is in your records (a register of births). Empty: no.",
               "no"),
        _AGENCY,
        *_TRAILER,
    ),
    ("agency", "kind", "area", "from"),
)  # fmt: skip

ASSIGNMENTS = Table(
    "assignments",
    "somebody who is judged by another blueprint than everybody else, from a day through a day",
    (
        _PERSON,
        Column("blueprint", ColumnType.ID, "The blueprint's id.", "lane-illustration", required=True),
        Column("version", ColumnType.TEXT, "An exact version. Empty: the one adopted on the day.", "0.1.0"),
        Column("from", ColumnType.DAY, "First day. Empty: from the beginning.", "2026-01-01"),
        Column("through", ColumnType.DAY, "Last day. Empty: still so.", ""),
        *_TRAILER,
    ),
    ("person", "blueprint", "from"),
)  # fmt: skip

PACKAGE = (SOURCE, PEOPLE, PREGNANCIES, RELATIONS, ASSIGNMENTS, EVENTS, FACTS, OBSERVATIONS)
"""The tables of a CSV package, in the order in which they are read: people before what is said of them."""


def package_table(name: str) -> Table | None:
    return next((table for table in PACKAGE if table.name == name), None)
