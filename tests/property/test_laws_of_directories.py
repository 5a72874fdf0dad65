"""Directories written and read again are the same directories, in CSV and in nested JSON."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from headwaters.interchange.hsds.beyond import write_beyond
from headwaters.interchange.hsds.identified import identified
from headwaters.interchange.hsds.nested import write_nested
from headwaters.interchange.hsds.package import Row
from headwaters.interchange.hsds.recognise import read_package
from headwaters.interchange.hsds.shape import TABLES, WITHOUT_ATTRIBUTES, Column, Sort
from headwaters.interchange.hsds.tabular import write_tabular

Said = dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]]
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
TEXTS = LETTERS.map(str.strip).filter(lambda text: text and text.casefold() not in ("null", "none", "n/a", "nan"))
FURTHER = st.dictionaries(st.sampled_from(("colour", "founder", "Área")).map(str.lower), TEXTS, max_size=2)
SAMPLES = {
    Sort.NUMBER: st.integers(-(10**6), 10**6).map(str) | st.sampled_from(("44.05", "-123.0868", "0.5")),
    Sort.EMAIL: st.just("someone@example.org"), Sort.URI: st.just("https://example.org/a"), Sort.DATE: st.just("2026-02-28"),
    Sort.TIME: st.sampled_from(("09:00", "17:30:00")),
}  # fmt: skip
PARENTS = ("organization", "service", "location")
CHILDREN = (
    "phone",
    "contact",
    "language",
    "schedule",
    "service_area",
    "accessibility",
    "address",
    "cost_option",
    "funding",
    "required_document",
)


def cell_of(column: Column) -> st.SearchStrategy[str]:
    return st.sampled_from(column.choices) if column.choices else SAMPLES.get(column.sort, TEXTS)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """A few organizations, services at locations, and rows that hang on them."""
    ids = {
        table: draw(st.lists(st.uuids(version=4).map(str), min_size=1, max_size=3, unique=True)) for table in PARENTS
    }
    made = [draw(row_of(table, key, ids, hangs=True)) for table in PARENTS for key in ids[table]]
    for service in ids["service"]:
        for location in ids["location"]:
            key = str(uuid.uuid5(uuid.UUID(service), location))
            made.append(Row("service_at_location", key, {"service_id": service, "location_id": location}))
    for number in range(draw(st.integers(0, 6))):
        table = draw(st.sampled_from(CHILDREN))
        made.append(draw(row_of(table, str(uuid.uuid5(uuid.UUID(int=number), table)), ids, hangs=False)))
    return made


@st.composite
def row_of(draw: st.DrawFn, table: str, key: str, ids: dict[str, list[str]], *, hangs: bool) -> Row:
    shape, values = TABLES[table], {}
    links = [column for column in shape.columns.values() if column.to in ids and column.to != table]
    linked = {draw(st.sampled_from(links)).name} if links else set()
    for name, column in shape.columns.items():
        if column.sort is Sort.LINK:
            if name in linked:
                values[name] = draw(st.sampled_from(ids[column.to]))
        elif name != "id" and (name in shape.required or name in shape.written or draw(st.booleans())):
            values[name] = draw(cell_of(column))
    return Row(table, key, values, draw(FURTHER) if table not in WITHOUT_ATTRIBUTES else {})


def said(rows: object) -> Said:
    return {(row.table, row.key): (dict(row.values), dict(row.extra)) for row in rows}  # type: ignore[attr-defined]


def as_number(found: Said) -> Said:
    """Numbers by what they are worth, as JSON keeps them: 5.0 and 5 are one."""
    return {
        key: (
            {
                name: repr(float(text)) if TABLES[key[0]].columns[name].sort is Sort.NUMBER else text
                for name, text in values.items()
            },
            extra,
        )
        for key, (values, extra) in found.items()
    }


@given(rows())
def test_a_directory_written_as_csv_and_read_again_is_the_same(made: list[Row]) -> None:
    again = read_package(write_tabular(write_beyond(made)))
    assert said(again.rows) == said(made)
    assert not again.set_aside


@given(rows())
def test_a_directory_written_as_nested_json_and_read_again_is_the_same(made: list[Row]) -> None:
    written = write_nested(write_beyond(made))
    again = read_package(written.files)
    assert as_number(said(again.rows)) == as_number(said(made))
    assert not again.set_aside
    assert not written.unsaid


@given(rows())
def test_ids_that_are_the_standards_stay_and_exporting_twice_gives_the_same_ids(made: list[Row]) -> None:
    once = list(identified(made, origin="here"))
    assert [row.key for row in once] == [row.key for row in made]
    numbered = [Row(row.table, f"n{number}", {}, row.extra) for number, row in enumerate(made)]
    first, second = (list(identified(numbered, origin="here")) for _ in range(2))
    assert first == second
    assert len({row.key for row in first}) == len(made)
