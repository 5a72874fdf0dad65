"""A run counts everything; what a reader is shown leaves out each element that touches a subject that is off for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from headwaters.domain.history.view import EVERYTHING, NOTHING_PROTECTED, View
from headwaters.engine.evaluation.views import hidden_elements, protected_elements
from headwaters.practice.published.manifest import Manifest, current_run, make_current, published_folder
from headwaters.sources.shelf import Shelf

MANIFEST = Manifest(
    run="a", as_of=date(2026, 6, 30), known_by=None, blueprint="b", version="1.0.0", model="m", records="r", software="0",
    stories=1, rows=1, made_at=datetime(2026, 7, 1, tzinfo=ZoneInfo("UTC")),
    protected={"mood": ["mental_health"], "plan": ["mental_health", "substance_use"]},
)  # fmt: skip


def test_with_nothing_switched_on_everything_protected_is_hidden() -> None:
    assert MANIFEST.hidden_from(NOTHING_PROTECTED) == ("mood", "plan")


def test_an_element_shows_only_where_all_its_subjects_are_on() -> None:
    assert MANIFEST.hidden_from(View(subjects=frozenset({"mental_health"}))) == ("plan",)


def test_the_measurement_view_hides_nothing() -> None:
    assert MANIFEST.hidden_from(EVERYTHING) == ()


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    assert Manifest.read(tmp_path) == replace(MANIFEST)


def test_the_starter_blueprint_hides_by_the_run_what_it_hides_by_the_view() -> None:
    blueprint = Shelf().open("first-1000-days")
    held = replace(MANIFEST, protected={key: sorted(found) for key, found in protected_elements(blueprint).items()})
    for view in (NOTHING_PROTECTED, View(subjects=frozenset({"mental_health"}))):
        assert set(held.hidden_from(view)) == hidden_elements(blueprint, view)


def test_pages_read_the_run_that_the_pointer_names(tmp_path: Path) -> None:
    assert current_run(tmp_path) is None
    for run in ("first", "second"):
        (published_folder(tmp_path) / run).mkdir(parents=True)
        make_current(tmp_path, run)
        assert current_run(tmp_path) == published_folder(tmp_path) / run
