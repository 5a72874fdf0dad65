"""Doses counted from a published status table: reached, of what is past (language part 5)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from headwaters.domain.blueprint.blueprint import Measure
from headwaters.domain.status import Status
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.warehouse.layers import read_published

REACHED = (Status.REACHED.value, Status.REACHED_LATE.value)
DOSE_SQL = """
select touchpoint,
    count(*) filter (where list_contains($reached, status)) as reached,
    count(*) filter (where list_contains($past, status)) as past
from status where element = $element group by touchpoint
"""


def published_doses(folder: Path, plan: Plan) -> Mapping[str, tuple[int, int]]:
    """(reached, past) in touchpoints of every dose of the blueprint that has no period: what is past does not hang on one."""
    doses = [one for one in plan.blueprint.measures.values() if is_plain_dose(one)]
    if not doses:
        return {}
    with read_published(folder, "status") as con:
        found: dict[str, tuple[int, int]] = {}
        for measure in doses:
            assert measure.share_of is not None
            element, touchpoint = measure.share_of
            those = _names(plan, element, touchpoint)
            given = {"element": element, "reached": REACHED, "past": (*REACHED, Status.MISSED.value)}
            rows = [row for row in con.execute(DOSE_SQL, given).fetchall() if _before_chain(row[0]) in those]
            found[measure.id] = (sum(row[1] for row in rows), sum(row[2] for row in rows))
        return found


def is_plain_dose(measure: Measure) -> bool:
    return measure.share_of is not None and measure.period is None and not measure.calendar_year


def _names(plan: Plan, element: str, touchpoint: str) -> frozenset[str]:
    """What the touchpoint's rows are called: itself, or its slots."""
    unrolled = plan.program(1).unrolled
    return frozenset(_before_chain(unrolled.occurrences[one].id) for one in unrolled.group(element, touchpoint))


def _before_chain(name: str) -> str:
    """`name@that` is an instance of a chain; how many there are hangs on the family."""
    return name.partition("@")[0]
