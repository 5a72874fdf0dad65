"""The committed pages of the manual are the ones that these tests render."""

from __future__ import annotations

from pathlib import Path

from semantics_pages import chapters, pages

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "semantics"


def test_the_committed_manual_says_what_the_tests_demand():
    committed = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    drawn = pages()
    stale = sorted(name for name in committed.keys() | drawn.keys() if committed.get(name) != drawn.get(name))
    assert not stale, f"render docs/reference/semantics again (make docs): {', '.join(stale)}"


def test_every_paragraph_of_the_manual_is_explained():
    unexplained = [test.__name__ for one in chapters() for test in one.tests if not test.__doc__]
    assert not unexplained


def test_every_chapter_has_its_own_number():
    numbers = [one.number for one in chapters()]
    assert numbers == list(range(1, len(numbers) + 1))
