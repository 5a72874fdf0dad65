"""The conditions and requirements of a blueprint's measures, compiled with its plan."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.domain.blueprint.blueprint import Measure, Membership
from headwaters.engine.evaluation.course import Seat
from headwaters.engine.evaluation.matching import MatcherCompiler, SpanWhen, compile_span
from headwaters.engine.evaluation.moments import MomentCompiler, Setting
from headwaters.engine.evaluation.needs import NeedCompiler, NeedRule
from headwaters.engine.evaluation.requirements import Check, compile_requirement


@dataclass(frozen=True, slots=True)
class MembershipRule:
    """`for` true and `requires` met; either left out holds."""

    need: NeedRule | None
    requires: Check | None

    def holds(self, seat: Seat, day: int) -> bool | None:
        """On a day, with all that is seen; None where a fact it hangs on is unknown."""
        truth = self.need.judge((seat, day, day)) if self.need is not None else True
        if truth is not False and self.requires is not None and self.requires(seat, day).event is None:
            return False
        return truth


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A compiled measure. `out` None: nobody is out. `period` None: the calendar year, or none."""

    measure: Measure
    who: MembershipRule
    out: MembershipRule | None
    period: SpanWhen | None


def compile_measure(
    measure: Measure, needs: NeedCompiler, matchers: MatcherCompiler, moments: MomentCompiler
) -> MeasureRule:
    def membership(rule: Membership) -> MembershipRule:
        return MembershipRule(
            needs.compile(rule.for_, Setting()) if rule.for_ is not None else None,
            compile_requirement(rule.requires, matchers, moments, Setting()) if rule.requires is not None else None,
        )

    return MeasureRule(
        measure,
        membership(measure.who),
        membership(measure.out) if measure.out is not None else None,
        compile_span(measure.period, moments, Setting()) if measure.period is not None else None,
    )
