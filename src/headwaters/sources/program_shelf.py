"""Finding the rules of programs: by id, the newest version on the shelf that comes with Headwaters, or by path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import BlueprintRefused, InputUnreadable, NotFound
from headwaters.interchange.programs_yaml import Programs, read_programs
from headwaters.sources.shelf import shown

FILE = "rules.yaml"
STARTER = "oregon-programs"


def program_folders() -> tuple[Path, ...]:
    """The shelf: `directory/` in the package (installed), or in the repository's root."""
    package = Path(__file__).resolve().parents[1]
    return tuple(folder for folder in (package / "directory", package.parents[1] / "directory") if folder.is_dir())


def newest(id_: str = STARTER) -> Path:
    """The file of the newest version of these rules.

    raises  NotFound
    """
    found = [file for folder in program_folders() for file in folder.glob(f"{id_}/*/{FILE}")]
    if not found:
        raise NotFound(f"There are no rules of programs called `{id_}` here.")
    return max(found, key=lambda file: [int(part) if part.isdigit() else 0 for part in file.parent.name.split(".")])


def open_programs(path: Path, blueprint: Blueprint) -> Programs:
    """Rules whose conditions hold over this blueprint's facts. Read once a process for each blueprint version.

    raises  InputUnreadable  the file cannot be opened; BlueprintRefused  with every problem it has
    """
    return _read(path, _Facts(blueprint.id, blueprint.version, blueprint.facts))


@dataclass(frozen=True, slots=True)
class _Facts:
    """A blueprint's facts as a key of the cache: the blueprint's id and version say whether they are the same."""

    blueprint: str
    version: str
    facts: Mapping[str, object] = field(compare=False)


@lru_cache(maxsize=8)
def _read(path: Path, held: _Facts) -> Programs:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as refused:
        raise InputUnreadable(f"{shown(path)} cannot be opened: {refused}.") from None
    reading = read_programs(text, file=shown(path), facts=held.facts)  # type: ignore[arg-type]
    if reading.programs is None:
        raise BlueprintRefused(reading.problems)
    return reading.programs
