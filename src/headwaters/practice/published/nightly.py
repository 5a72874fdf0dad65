"""Whether a run can stand on the one before, and which stories it then judges again (design.md, Evaluation)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from headwaters.domain.history.history import Observation
from headwaters.engine.evaluation.models import Models
from headwaters.engine.publishing.observing import (
    observation_news,
    read_observations,
    write_observations,
)
from headwaters.engine.publishing.waking import awake, born_between
from headwaters.engine.warehouse.layers import SUMMED, Layers, files_of
from headwaters.engine.warehouse.parts import replacing
from headwaters.practice.families.queries import Register
from headwaters.practice.published.manifest import Manifest

MOST_OVERLAID = 0.5
"""Once overlays hold this share of all stories, reading them costs more than a new base would."""


class Changes(Protocol):
    """What the snapshot can say of a state that it was in: the stories that are new, changed or gone since, or None where it
    no longer knows."""

    def changed_since(self, state: str) -> Iterable[str] | None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to answer."""

    as_of: date
    known_by: date | None
    model: str
    software: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What all stories share: the spans of observation, and the registers."""

    observations: tuple[Observation, ...]
    registers: tuple[Register, ...]


@dataclass(frozen=True, slots=True)
class Night:
    """Judge `stories` again, over the run in `before`."""

    before: Path
    held: Manifest
    stories: frozenset[str]


def night_over(before: Path | None, models: Models, wanted: Wanted, changes: Changes, *, seen: Seen) -> Night | None:
    """The night's work over the last run; None where everybody is to be judged.

    Everybody is, where there is no such run, where it was judged by other rules or asked about a later day or about what had been known
    by a day, where a version is adopted in between, where observation changed for everywhere, and where overlays have grown
    to half of the base.
    """
    if before is None or not before.exists():
        return None
    held = Manifest.read(before)
    if (
        not _same_question(held, wanted)
        or _adopted_between(models, held.as_of, wanted.as_of)
        or not _is_counted(before)
    ):
        return None
    changed = changes.changed_since(held.snapshot)
    if changed is None:
        return None
    register = _register_days(_read_registers(before), seen.registers)
    if register is None:
        return None
    news = observation_news(read_observations(before), seen.observations, models, since=held.as_of)
    if news.everywhere:
        return None
    found = frozenset(changed) | awake(before, news, as_of=wanted.as_of) | born_between(before, register)
    overlaid = sum(Manifest.read(before.parent / layer).judged for layer in held.layers[1:]) + len(found)
    return Night(before, held, found) if overlaid <= MOST_OVERLAID * held.stories else None


def _same_question(held: Manifest, wanted: Wanted) -> bool:
    return (
        bool(held.layers)
        and (held.model, held.software) == (wanted.model, wanted.software)
        and held.known_by is None
        and wanted.known_by is None
        and held.as_of <= wanted.as_of
    )


def _is_counted(before: Path) -> bool:
    """Whether every layer has the tables of counts, to which a night adds what changed."""
    return all(files_of(layer, table) for layer in Layers.read(before).folders for table in SUMMED)


def _adopted_between(models: Models, before: date, now: date) -> bool:
    return any(before.toordinal() < day <= now.toordinal() for day in models.edges)


REGISTERS = "registers.json"


def write_seen(folder: Path, seen: Seen) -> None:
    """Beside the run that it was used in, for the night after."""
    write_observations(folder, seen.observations)
    with replacing(folder / REGISTERS) as fresh:
        fresh.write_text(
            json.dumps([[*_name(one), one.through] for one in seen.registers], default=str), encoding="utf-8"
        )


_Name = tuple[str, str, str, str | None, str]


def _name(one: Register) -> _Name:
    return one.source, one.agency, one.kind, one.area, one.from_.isoformat()


def _read_registers(folder: Path) -> dict[_Name, date]:
    held = json.loads((folder / REGISTERS).read_text(encoding="utf-8"))
    return {tuple(row[:-1]): date.fromisoformat(row[-1]) for row in held}


def _register_days(before: dict[_Name, date], now: Iterable[Register]) -> tuple[tuple[date, date], ...] | None:
    """(after, through) of each register that was carried on; None where one is new, gone or shorter."""
    held = {_name(one): one.through for one in now}
    if held.keys() != before.keys() or any(held[name] < before[name] for name in held):
        return None
    return tuple({(before[name], held[name]) for name in held if held[name] > before[name]})
