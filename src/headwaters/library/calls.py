"""`import headwaters`: the same meaning as the pages and the commands, on a person's own data frames.

import headwaters

model = headwaters.read_blueprint("first-1000-days")
judged = headwaters.evaluate(model, headwaters.Histories(episodes=..., people=..., events=...), as_of="2026-06-30")
judged.status        # one row per touchpoint, as a frame of the library that was given
"""

from __future__ import annotations

import sys
import warnings
from datetime import date
from typing import Literal

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.evaluation.reference import Models, prepare
from headwaters.engine.frames.histories import Histories, read
from headwaters.engine.frames.judged import Judged, judge
from headwaters.sources.shelf import Shelf

__all__ = ["Blueprint", "Histories", "Judged", "LeftOutWarning", "evaluate", "read_blueprint"]

Engine = Literal["kernel", "reference"]


class LeftOutWarning(UserWarning):
    """Rows that have no effect were left out, as `strict=False` allows."""


def read_blueprint(name: str) -> Blueprint:
    """A blueprint by id (the newest version), `id@version`, or path.

    raises  NotFound          there is none of that name
            BlueprintRefused  it has problems, all of which are told
    """
    shelf = Shelf()
    return shelf.open_file(shelf.named(name))


def evaluate(
    blueprint: Blueprint,
    histories: Histories,
    *,
    as_of: date | str,
    known_by: date | str | None = None,
    engine: Engine | None = None,
    strict: bool = True,
) -> Judged:
    """The status of every touchpoint of everybody in the frames, as of a day.

    as_of     a day, or its text (2026-06-30)
    known_by  what was recorded up to this day is used; None: everything
    engine    None: the kernel where it can be compiled here, for 500 stories or more, else the reference evaluator; both give
              the same rows. Where it has to be compiled first, the error stream says so
    strict    refuse rows that would have no effect (a kind the blueprint does not know, somebody in no story); otherwise
              they are left out with a `LeftOutWarning`
    raises    InputUnreadable  a frame lacks a column, or a cell cannot be read: said with frame, column and row
    """
    raw, observations = read(histories, blueprint, None if strict else _left_out)
    return judge(
        Models.of(prepare(blueprint)), raw, observations,
        as_of=_day(as_of), known_by=None if known_by is None else _day(known_by), engine=engine, library=histories.library,
        tell=_tell,
    )  # fmt: skip


def _left_out(what: str) -> None:
    warnings.warn(what, LeftOutWarning, stacklevel=4)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _day(told: date | str) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told
