"""Who answers for a row and whose move it is (language parts 4 and 9; design.md, Cracks).

Every touchpoint names an accountable agency, even where no hand-off is.
"""

from __future__ import annotations

from headwaters.domain.blueprint.matcher import StepMatcher
from headwaters.domain.blueprint.moves import MOVES, OWNER_CATCH, OWNER_FROM
from headwaters.domain.cracks import CrackKind
from headwaters.domain.explanation import Accountable
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.lines import Line
from headwaters.engine.evaluation.models import Models
from headwaters.engine.evaluation.plan import Plan


def accountable(models: Models, row: StatusRow) -> Accountable:
    """The owners of a published row. A move that falls to nobody's agency is the catch's."""
    plan = models.plan_of(row)
    line = plan.line_named(row.element, row.touchpoint)
    catch = line.handoff.catch if line is not None and line.handoff is not None else plan.blueprint.catch
    caught = row.crack is not None and row.crack is not CrackKind.ASK
    agency = _owner(plan, line, row)
    if caught:
        return Accountable(agency, catch, True, catch)
    is_catch = row.handoff_state is not None and MOVES[row.handoff_state].owner == OWNER_CATCH
    return Accountable(agency, catch if agency is None or is_catch else agency, is_catch, catch)


def _owner(plan: Plan, line: Line | None, row: StatusRow) -> str | None:
    if line is None:
        return None
    if line.handoff is not None and row.handoff_state is not None:
        from_side = MOVES[row.handoff_state].owner == OWNER_FROM
        return line.handoff.from_ if from_side else line.handoff.to
    return delivering_agency(plan, line)


def delivering_agency(plan: Plan, line: Line) -> str | None:
    """Who delivers it: as the touchpoint or the element says, else the agency whose step of a hand-off reaches it, else
    the first that would know of it."""
    touchpoint, element = line.occurrence.touchpoint, line.shared.element
    told = [one.agency for one in (*touchpoint.delivered_by, *element.delivered_by) if one.agency is not None]
    if told:
        return told[0]
    for matcher in touchpoint.done_by:
        if isinstance(matcher, StepMatcher) and matcher.handoff in plan.blueprint.handoffs:
            return plan.blueprint.handoffs[matcher.handoff].to
    return element.known_by[0] if element.known_by else None
