"""Finding blueprints: by id and version on a shelf of folders, or by path.

A shelf folder holds `<id>/<version>/blueprint.yaml`. A blueprint that extends another is read on top of exactly the
version it names, wherever on the shelf that stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.misread import did_you_mean
from headwaters.domain.problems import BlueprintRefused, InputUnreadable, NotFound, Problem
from headwaters.interchange.blueprint_yaml import BlueprintReading, decode, parent_named_in, read_blueprint
from headwaters.interchange.cases_yaml import CasesReading, read_cases

FILE = "blueprint.yaml"
ANY = "*"
_ID = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*", re.ASCII)
_LONGEST_CHAIN = 8
"""Parents of parents that are followed; more is a circle or a mistake."""


def shelf_folders() -> tuple[Path, ...]:
    """The shelf that comes with Headwaters: `blueprints/` in the package (installed), or in the repository's root."""
    package = Path(__file__).resolve().parents[1]
    candidates = (package / "blueprints", package.parents[1] / "blueprints")
    return tuple(folder for folder in candidates if folder.is_dir())


class Shelf:
    """Folders with blueprints. Readings are kept, so a blueprint opened twice is read once."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        self.folders = tuple(folders) if folders is not None else shelf_folders()
        self._kept: dict[Path, BlueprintReading] = {}

    def ids(self) -> tuple[str, ...]:
        """Ids of the blueprints on the shelf, in order."""
        return tuple(sorted({file.parent.parent.name for file in self._files(ANY, ANY)}))

    def versions(self, id_: str) -> tuple[str, ...]:
        """Versions of one blueprint, oldest first."""
        return tuple(sorted({file.parent.name for file in self._files(id_, ANY)}, key=_order))

    def path(self, id_: str, version: str | None = None) -> Path:
        """The file of a blueprint; without `version` the newest.

        raises  NotFound  there is no such blueprint, or not in that version
        """
        versions = self.versions(id_) if id_ != ANY else ()
        if not versions:
            raise NotFound(f"There is no blueprint `{id_}` here. {did_you_mean(id_, self.ids(), kind='Blueprints')}")
        if version is not None and version not in versions:
            raise NotFound(f"{id_} has no version {version}. {did_you_mean(version, versions, kind='Versions')}")
        return next(iter(self._files(id_, version or versions[-1])))

    def open(self, id_: str, version: str | None = None) -> Blueprint:
        """A blueprint that may be used.

        raises  NotFound, InputUnreadable; BlueprintRefused  with every problem it has
        """
        return self.open_file(self.path(id_, version))

    def open_file(self, path: Path) -> Blueprint:
        """A blueprint from a file that may be used.

        raises  InputUnreadable; BlueprintRefused  with every problem it has
        """
        reading = self.read_file(path)
        if reading.blueprint is None or reading.problems:
            raise BlueprintRefused(reading.problems)
        return reading.blueprint

    def named(self, name: str) -> Path:
        """The file that a person means by `name`: a path, a folder with a blueprint, an id, or `id@version`.

        raises  NotFound
        """
        path = Path(name)
        if path.is_dir() and (path / FILE).is_file():
            return path / FILE
        if path.is_file() or path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
            return path
        id_, _, version = name.partition("@")
        return self.path(id_, version or None)

    def read_file(self, path: Path) -> BlueprintReading:
        """A blueprint with all its problems.

        raises  InputUnreadable  the file cannot be opened
        """
        return self._read(path, ())

    def _read(self, path: Path, children: tuple[Path, ...]) -> BlueprintReading:
        resolved = path.resolve()
        if resolved in self._kept:
            return self._kept[resolved]
        text = _text(path)
        if isinstance(text, Problem):
            raise InputUnreadable(str(text))
        parent = self._parent(text, (*children, resolved))
        reading = read_blueprint(text, file=shown(path), parent=parent)
        self._kept[resolved] = reading
        return reading

    def _parent(self, text: str, children: tuple[Path, ...]) -> BlueprintReading | None:
        named = parent_named_in(text)
        if named is None or len(children) > _LONGEST_CHAIN:
            return None
        try:
            path = self.path(*named)
        except NotFound:
            return None
        return None if path.resolve() in children else self._read(path, children)

    def _files(self, id_: str, version: str) -> list[Path]:
        if (id_ != ANY and not _ID.fullmatch(id_)) or (version != ANY and not _VERSION.fullmatch(version)):
            return []  # nothing outside the shelf, whatever somebody types
        return [file for folder in self.folders for file in sorted(folder.glob(f"{id_}/{version}/{FILE}"))]


def _order(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Semantic order; a version with a suffix (`1.0.0-draft`) comes before the one without."""
    numbers, _, suffix = version.partition("-")
    return tuple(int(part) if part.isdigit() else 0 for part in numbers.split(".")), not suffix, suffix


def shown(path: Path) -> str:
    """A path as messages show it: from the working folder where it lies inside, else as given."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _text(path: Path) -> str | Problem:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputUnreadable(f"There is no file {path}. Check the path, or give the id of a blueprint.") from None
    except IsADirectoryError:
        raise InputUnreadable(f"{path} is a folder. Give the blueprint's file inside it.") from None
    except OSError as error:
        raise InputUnreadable(f"{path} cannot be opened: {error.strerror}.") from None
    return decode(data, file=shown(path))


def read_cases_file(path: Path, blueprint: Blueprint) -> CasesReading:
    """The designers' cases of a file, for this blueprint.

    raises  NotFound  there is no such file; InputUnreadable  it cannot be opened
    """
    if not path.is_file():
        raise NotFound(
            f"There are no cases at {shown(path)}. Write some beside the blueprint, or name a file with --cases."
        )
    text = _text(path)
    if isinstance(text, Problem):
        raise InputUnreadable(str(text))
    return read_cases(text, file=shown(path), blueprint=blueprint)
