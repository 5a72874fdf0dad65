"""Columns are written down once: the empty package and the data dictionary are drawn from them and agree."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from headwaters.domain.problems import InputUnreadable
from headwaters.engine.warehouse.dictionary import dictionary
from headwaters.engine.warehouse.tables import PACKAGE, ColumnType, Table
from headwaters.sources.csv import CsvPackage
from headwaters.sources.package_rows import BUILDERS
from headwaters.sources.template import write_template

ROOT = Path(__file__).parents[3]


def test_the_data_dictionary_in_the_docs_is_the_one_drawn_today() -> None:
    page = (ROOT / "docs" / "reference" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary(), "run `make docs`"


def test_the_template_in_the_repository_is_the_one_written_today(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    here = ROOT / "templates" / "csv-package"
    assert sorted(file.name for file in here.iterdir()) == sorted(f"{table.name}.csv" for table in PACKAGE)
    for file in here.iterdir():
        assert file.read_bytes() == (tmp_path / "new" / file.name).read_bytes(), "run `make docs`"


def test_every_column_says_what_it_means_in_a_sentence() -> None:
    for table in PACKAGE:
        for column in table.columns:
            assert column.meaning.endswith("."), (table.name, column.name)
            assert (column.type is ColumnType.CHOICE) == bool(column.choices), (table.name, column.name)
            assert not column.required or column.example, (table.name, column.name)
        assert set(table.key) <= set(table.names)


def test_every_table_has_its_reader() -> None:
    assert {table.name for table in PACKAGE} == {"source", *BUILDERS}


@pytest.mark.parametrize("table", [table for table in PACKAGE if table.name != "source"], ids=lambda table: table.name)
def test_the_examples_of_the_dictionary_are_a_row_that_can_be_read(table: Table, tmp_path: Path) -> None:
    """Every example at once: what the dictionary shows is what the door takes, column by column."""
    write_template(tmp_path)
    with (tmp_path / f"{table.name}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([column.example for column in table.columns])
    readings = [one for one in CsvPackage().readings(tmp_path) if one.origin.line]
    (reading,) = readings
    assert reading.problems == ()
    assert len(reading.statements) == 1
    if "recorded" in table.names:
        assert reading.origin.recorded == date(2026, 4, 20)


def test_an_unfilled_template_is_read_as_an_empty_package(tmp_path: Path) -> None:
    write_template(tmp_path)
    assert list(CsvPackage().readings(tmp_path)) == []


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputUnreadable, match=r"events\.csv already"):
        write_template(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["events.csv"]
