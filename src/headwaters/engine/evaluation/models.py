"""Which blueprint judges when: the state's, a pilot's by dated assignment, each from its adoption day (design.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from headwaters.domain.history.history import Assignment, PersonId
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.plan import Plan

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Adoption:
    """From this day (None: from the beginning) occurrences that open are judged by this version of its blueprint."""

    plan: Plan
    from_: date | None = None


class Models:
    """All plans of an installation. `default` is the state's blueprint, for everybody without an assignment."""

    __slots__ = ("_by_blueprint", "default", "edges")

    def __init__(self, default: Plan, adoptions: Iterable[Adoption] = ()) -> None:
        self.default = default
        by_blueprint: dict[str, list[tuple[int, Plan]]] = {}
        for adoption in adoptions:
            begins = adoption.from_.toordinal() if adoption.from_ is not None else 0
            by_blueprint.setdefault(adoption.plan.blueprint.id, []).append((begins, adoption.plan))
        for versions in by_blueprint.values():
            versions.sort(key=lambda one: (one[0], one[1].blueprint.version))
        self._by_blueprint = by_blueprint
        self.edges = frozenset(begins for versions in by_blueprint.values() for begins, _ in versions if begins)

    @classmethod
    def of(cls, plan: Plan) -> Models:
        """One blueprint for everybody."""
        return cls(plan)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan that may judge something, the default first."""
        adopted = [plan for versions in self._by_blueprint.values() for _, plan in versions]
        return tuple({id(plan): plan for plan in (self.default, *adopted)}.values())

    def version_on(self, blueprint: str, version: str, day: int) -> Plan | None:
        """The plan of a blueprint on a day: that exact version, or with `latest` the one adopted by then."""
        versions = self._by_blueprint.get(blueprint, [])
        if version != LATEST:
            known = [*versions, (0, self.default)]
            return next((p for _, p in known if (p.blueprint.id, p.blueprint.version) == (blueprint, version)), None)
        adopted = [plan for begins, plan in versions if begins <= day]
        if adopted:
            return adopted[-1]
        return self.default if blueprint == self.default.blueprint.id else None

    def plan_of(self, row: StatusRow) -> Plan:
        """The plan that judged a published row; the default where it is no longer among the adopted ones."""
        return self.version_on(row.blueprint, row.version, 0) or self.default

    def handoff_of(self, row: StatusRow) -> str | None:
        """The hand-off a row's touchpoint stands in, if any."""
        line = self.plan_of(row).line_named(row.element, row.touchpoint)
        return line.handoff.id if line is not None and line.handoff is not None else None

    def plan_on(self, assignments: Iterable[Assignment], people: tuple[PersonId | None, ...], day: int) -> Plan:
        """The plan that judges what opens on a day for the first of these people who has an assignment then."""
        for person in people:
            theirs = [one for one in assignments if one.person_id == person and _holds(one, day)]
            if theirs:
                chosen = max(theirs, key=lambda one: (one.from_ or date.min, one.blueprint, one.version))
                plan = self.version_on(chosen.blueprint, chosen.version, day)
                if plan is not None:
                    return plan
        return self.version_on(self.default.blueprint.id, LATEST, day) or self.default

    def is_simple(self, assignments: tuple[Assignment, ...]) -> bool:
        """Whether one plan judges everything, whatever the day."""
        return not assignments and not self._by_blueprint.get(self.default.blueprint.id)


def _holds(assignment: Assignment, day: int) -> bool:
    first, last = assignment.from_, assignment.through
    return (first is None or first.toordinal() <= day) and (last is None or day <= last.toordinal())
