"""The demonstration's files are the same however many processes make them, and however the families are cut into blocks."""

from __future__ import annotations

import csv
import hashlib
import resource
from datetime import date
from pathlib import Path

import pytest

from headwaters.cli import agency_files
from headwaters.cli.agency_files import BLOCKS, Made, MakingStopped, Wanted, write_agency_files
from headwaters.cli.demo import read_parameters

LAST_DAY = date(2026, 6, 30)
BIRTHS = 40


def write(folder: Path, *, processes: int, with_lives: bool = False) -> Made:
    return write_agency_files(folder, Wanted(BIRTHS, 7, LAST_DAY, read_parameters(), with_lives), processes=processes)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def one_block(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("one") / "agency-files"
    return folder, write(folder, processes=1, with_lives=True)


@pytest.mark.parametrize(("processes", "size"), [(1, 10), (2, 40)])
def test_the_files_are_the_same_byte_for_byte_however_the_work_is_shared_out(
    one_block: tuple[Path, Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int, size: int
) -> None:
    """Small blocks lack columns that others have, so this is also the test that they are put together rightly."""
    monkeypatch.setattr(agency_files, "FAMILIES_IN_A_BLOCK", size)
    made = write(tmp_path / "agency-files", processes=processes)
    assert digests(tmp_path / "agency-files") == digests(one_block[0])
    assert made.rows == one_block[1].rows
    assert made.unreadable == one_block[1].unreadable
    assert [place.name for place in made.packages] == [place.name for place in one_block[1].packages]


def test_the_truth_is_the_same_from_many_blocks(
    one_block: tuple[Path, Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agency_files, "FAMILIES_IN_A_BLOCK", 25)
    made = write(tmp_path / "agency-files", processes=1, with_lives=True)
    assert made.truth == one_block[1].truth
    assert made.lived == one_block[1].lived
    assert made.shown == one_block[1].shown


def test_nothing_is_left_of_the_blocks(one_block: tuple[Path, Made]) -> None:
    assert not (one_block[0] / BLOCKS).exists()


def test_the_rows_that_are_counted_are_the_rows_that_stand_there(one_block: tuple[Path, Made]) -> None:
    made = one_block[1]
    lines = 0
    for path in made.packages:
        for table in path.glob("*.csv"):
            with table.open(newline="") as file:
                lines += 0 if table.name == "fhir_source.csv" else sum(1 for _ in csv.DictReader(file))
        lines += sum(len(text.read_text().splitlines()) for text in path.glob("*.ndjson"))
    assert lines == made.rows


def test_a_full_disk_is_said_in_words_and_the_next_run_begins_again(
    one_block: tuple[Path, Made], tmp_path: Path
) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        with pytest.raises(MakingStopped, match="could not be written"):
            write(tmp_path / "agency-files", processes=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    write(tmp_path / "agency-files", processes=1)
    assert digests(tmp_path / "agency-files") == digests(one_block[0])


def test_every_county_of_oregon_has_births_in_a_demonstration_of_the_whole_state() -> None:
    """38,000 births a year in proportion to residents: the smallest county has about a dozen."""
    residents = read_parameters().shares("population.county")
    assert min(residents.values()) / sum(residents.values()) * 38_000 > 10
