"""Designers' own cases: a family, a day, and what the blueprint must say about them then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from headwaters.domain.history.history import EpisodeId, Observation, Story
from headwaters.domain.problems import Place
from headwaters.domain.status import StatusRow

COMPARED = (
    "status", "reason", "missing", "opens", "due_by", "closes", "matched", "agency", "outcome", "handoff_state",
    "handoff_clock", "crack", "changes_on",
)  # fmt: skip
"""Columns of a status row that a case may expect something of."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one touchpoint's row must hold. `columns`: name -> the value as text, None for empty."""

    element: str
    touchpoint: str
    columns: Mapping[str, str | None]
    where: Place


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold on a day, in the rows of these episodes."""

    as_of: date
    episodes: tuple[EpisodeId, ...]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class DesignerCase:
    """`sentence` says what the case is about, as a nurse could read it."""

    sentence: str
    where: Place
    story: Story
    observations: tuple[Observation, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something a case expects and the blueprint does not say. One whole sentence."""

    where: Place
    sentence: str


def shortfalls(check: Check, rows: Iterable[StatusRow]) -> Iterator[Shortfall]:
    """Everything in which the rows of a day differ from what a case expects of it."""
    by_name: dict[tuple[str, str], StatusRow] = {}
    for row in rows:
        if row.episode_id in check.episodes:
            by_name.setdefault((row.element, row.touchpoint), row)
    for expectation in check.expectations:
        name = f"{expectation.element}.{expectation.touchpoint}"
        row_or_none = by_name.get((expectation.element, expectation.touchpoint))
        if row_or_none is None:
            known = [touchpoint for element, touchpoint in by_name if element == expectation.element]
            listed = f" It has: {', '.join(known[:12])}." if known else ""
            yield Shortfall(expectation.where, f"On {check.as_of}, there is no row {name}.{listed}")
            continue
        yield from _different(expectation, name, row_or_none, check.as_of)


def _different(expectation: Expectation, name: str, row: StatusRow, as_of: date) -> Iterator[Shortfall]:
    said = {column: _text(value) for column, value in row._asdict().items()}
    for column, wanted in expectation.columns.items():
        if said[column] != wanted:
            because = f" (reason: {said['reason']})" if column == "status" else ""
            sentence = (
                f"On {as_of}, {name}: {column} is {said[column] or 'empty'}{because}, expected {wanted or 'empty'}."
            )
            yield Shortfall(expectation.where, sentence)


def _text(value: object) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)
