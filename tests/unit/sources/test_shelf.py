"""Finding blueprints by id, version or path."""

from __future__ import annotations

from pathlib import Path

import pytest

from headwaters.domain.problems import BlueprintRefused, InputUnreadable, NotFound
from headwaters.sources.shelf import Shelf

FOLDER = Path(__file__).parents[1] / "interchange"
SOUND = (FOLDER / "sound.yaml").read_text(encoding="utf-8")
FORK = (FOLDER / "fork.yaml").read_text(encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    put(tmp_path, "small-town", "1.0.0", SOUND)
    put(tmp_path, "small-town", "1.2.0", SOUND.replace("version: 1.0.0", "version: 1.2.0"))
    put(tmp_path, "small-town", "1.10.0", SOUND.replace("version: 1.0.0", "version: 1.10.0"))
    put(tmp_path, "next-town", "0.1.0", FORK)
    return Shelf([tmp_path])


def put(folder: Path, id_: str, version: str, text: str) -> Path:
    file = folder / id_ / version / "blueprint.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_newest_version_is_opened_and_ten_is_newer_than_two(shelf: Shelf) -> None:
    assert shelf.versions("small-town") == ("1.0.0", "1.2.0", "1.10.0")
    assert shelf.open("small-town").version == "1.10.0"
    assert shelf.open("small-town", "1.2.0").version == "1.2.0"
    assert shelf.ids() == ("next-town", "small-town")


def test_a_fork_is_read_on_exactly_the_version_of_its_parent(shelf: Shelf) -> None:
    fork = shelf.open("next-town")
    assert fork.extends == ("small-town", "1.0.0")
    assert [t.id for t in fork.elements["well_child"].touchpoints] == ["m2", "m3", "m4"]


def test_a_fork_in_any_folder_finds_its_parent_on_the_shelf(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(FORK, encoding="utf-8")
    assert shelf.open_file(file).id == "next-town"


def test_a_fork_of_a_version_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = put(tmp_path, "next-town", "0.1.0", FORK)
    with pytest.raises(BlueprintRefused, match=r"small-town 1\.0\.0 is not at hand"):
        Shelf([tmp_path]).open_file(file)


def test_a_fork_that_extends_itself_ends(tmp_path: Path) -> None:
    text = FORK.replace("blueprint: small-town, version: 1.0.0", "blueprint: next-town, version: 0.1.0")
    file = put(tmp_path, "next-town", "0.1.0", text)
    with pytest.raises(BlueprintRefused, match="not at hand"):
        Shelf([tmp_path]).open_file(file)


def test_what_a_person_may_call_a_blueprint(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "small-town" / "1.2.0" / "blueprint.yaml"
    assert shelf.named("small-town@1.2.0") == file
    assert shelf.named(str(file)) == file
    assert shelf.named(str(file.parent)) == file


def test_an_unknown_id_or_version_is_not_found(shelf: Shelf) -> None:
    with pytest.raises(NotFound, match="Did you mean `small-town`"):
        shelf.open("smal-town")
    with pytest.raises(NotFound, match=r"has no version 9\.9\.9"):
        shelf.open("small-town", "9.9.9")


@pytest.mark.parametrize("id_", ["../../etc", "..", "*", "a*", "", "small-town/1.0.0"])
def test_nothing_outside_the_shelf_is_looked_at(shelf: Shelf, id_: str) -> None:
    with pytest.raises(NotFound):
        shelf.open(id_)
    with pytest.raises(NotFound):
        shelf.open("small-town", "../1.0.0")


def test_problems_refuse_a_blueprint_all_at_once(tmp_path: Path) -> None:
    file = put(tmp_path, "a", "1.0.0", SOUND.replace("within: 14 days", "within: 14").replace("{en: Visits}", "Visits"))
    with pytest.raises(BlueprintRefused) as refused:
        Shelf([tmp_path]).open_file(file)
    assert [problem.code for problem in refused.value.problems] == ["unit_missing", "text_language"]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="There is no file"):
        Shelf([tmp_path]).open_file(tmp_path / "gone.yaml")
    with pytest.raises(InputUnreadable, match="is a folder"):
        Shelf([tmp_path]).open_file(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: talón".encode("latin-1"))
    with pytest.raises(InputUnreadable, match="UTF-8"):
        Shelf([tmp_path]).open_file(latin)


def test_the_shelf_that_comes_with_headwaters_holds_the_starter_blueprint() -> None:
    assert "first-1000-days" in Shelf().ids()
    assert Shelf().open("first-1000-days").id == "first-1000-days"


def test_a_blueprint_opened_twice_is_read_once(shelf: Shelf) -> None:
    assert shelf.open("small-town") is shelf.open("small-town")
