"""Deeds about families: taking down what sources said, and drawing the stories from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from headwaters.domain.records.statement import PersonStatement
from headwaters.practice.families.drawing import CHILDHOOD, redraw
from headwaters.practice.families.models import Drawn, KnownAs, ObservationRow
from headwaters.practice.families.statements import Told, insert, known_as, write

__all__ = ["CHILDHOOD", "observed", "redraw", "take_down"]


def take_down(told: Iterable[Told]) -> None:
    """Write the statements down, in the caller's transaction; the stories are stale until they are drawn again."""
    statements = tuple(told)
    aliases = {
        (
            known_as(one.statement.origin.source, one.statement.local_id),
            one.statement.origin.source,
            one.statement.local_id,
        )
        for one in statements
        if isinstance(one.statement, PersonStatement)
    }
    if aliases:
        insert(KnownAs, ("id", "source", "local_id"), sorted(aliases), or_ignore=True)
    write(statements)
    if statements:
        Drawn.objects.update_or_create(pk=1, defaults={"stale": True})


def observed(source: str) -> set[tuple[str, str, str | None, date, date]]:
    """The spans that a source has declared and that were taken down as they were declared: (record, kind, area, from, through)."""
    rows = ObservationRow.objects.filter(source=source)
    return set(rows.values_list("record_id", "kind", "area", "from_day", "through_day"))
