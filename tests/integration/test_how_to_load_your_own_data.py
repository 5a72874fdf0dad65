"""The how-to's own tables, copied from its page into files, load without a word of complaint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from loading import all_stories, load_paths, told

from headwaters.domain.records.statement import Fate

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "load-your-own-data.md"
TABLE = re.compile(r"^`(\w+)\.csv`(?:(?!\n\n)[^|])*\n\n(\|.*?)\n\n", re.MULTILINE | re.DOTALL)


def tables() -> dict[str, str]:
    """Each table of the page as CSV: the first Markdown table after the file's name."""
    found = {}
    for name, text in TABLE.findall(PAGE.read_text(encoding="utf-8")):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
        found[name] = "\n".join(",".join(row) for row in rows if not set("".join(row)) <= {"-"}) + "\n"
    return found


@pytest.mark.django_db(transaction=True)
def test_the_tables_of_the_page_make_one_familys_story(tmp_path: Path) -> None:
    written = tables()
    assert set(written) == {"source", "people", "pregnancies", "events", "observations"}
    for name, text in written.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    report = load_paths(tmp_path)
    assert (report.problems, report.notes, report.unreadable) == ({}, {}, [])
    assert report.total(Fate.LOADED) == report.read == 5
    (story,) = all_stories()
    assert [kind for _, kind, _ in told(story)] == ["well_visit"]
    assert [one.kind for one in story.episodes] == ["pregnancy", "child"]
