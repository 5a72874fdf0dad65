"""One episode as a run sees it: its people, events, facts and days, and what has been worked out about it so far.

A *course* is one episode in one run; a *seat* is one role in it (the child, a carer, the household, the birthing
parent), with the events that count as that recipient's. Nothing here knows a rule of the status table: `rules` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from headwaters.domain.blueprint.blueprint import FactRule
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.truth import Known
from headwaters.domain.history.history import Episode, EpisodeKind, Fact, PersonId
from headwaters.engine.evaluation.facts import NOTHING, Timeline, timeline
from headwaters.engine.evaluation.marks import FOREVER, LAST_KNOWN, PENDING, UNKNOWN
from headwaters.engine.evaluation.observation import ObservationIndex, Stretch, joined
from headwaters.engine.evaluation.occurrences import PREGNANCY, Target
from headwaters.engine.evaluation.people import ROLES, People
from headwaters.engine.evaluation.seen import Seen, SeenEvent, in_order
from headwaters.engine.evaluation.verdict import NOT_YET_BORN, PREGNANCY_UNKNOWN, Ended, Placed, Triggered, Verdict

PREGNANCY_DAYS = 280
"""Due date - 280 days is the start of pregnancy (language part 2)."""
LONGEST_PREGNANCY_DAYS = 294
"""42 weeks: where only the birth is known, its pregnancy began no earlier (decision 0010)."""

AREA = "county"
"""The fact that places a story for observation (language part 6)."""


class Rules(Protocol):
    """A prepared blueprint, as a course needs it."""

    @property
    def statics(self) -> Sequence[Callable[[Seat], int]]: ...
    @property
    def facts(self) -> Mapping[str, FactRule]: ...
    @property
    def size(self) -> int: ...
    @property
    def lines(self) -> Sequence[Any]: ...
    @property
    def trigger_numbers(self) -> Sequence[int]: ...
    @property
    def trigger(self) -> Callable[[Course, Any, int], Triggered]: ...
    @property
    def place(self) -> Callable[[Course, Any, int], Placed]: ...
    @property
    def judge(self) -> Callable[[Course, Any, int], Verdict]: ...


class Course:
    """One episode in one run. `pregnancy` and `children` are the other courses of its story."""

    __slots__ = (
        "_facts", "_judge", "_lines", "_place", "_places", "_stretches", "_timelines", "_trigger", "_trigger_numbers", "_triggers",
        "_verdicts", "birth", "children", "due_date", "episode",
        "facts", "hidden", "memory", "observations", "outcomes", "people", "period", "pregnancy", "rules", "seats", "seen",
    )  # fmt: skip

    def __init__(
        self,
        rules: Rules,
        episode: Episode,
        people: People,
        *,
        seen: Seen,
        facts: Mapping[str, list[Fact]],
        observations: ObservationIndex,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.rules = rules
        self.episode = episode
        self.people = people
        self.seen = seen
        self.facts = facts
        self.observations = observations
        self.hidden = hidden
        self.pregnancy: Course | None = None
        self.children: list[Course] = []
        self.birth = UNKNOWN
        self.due_date = UNKNOWN
        self.period = (UNKNOWN, UNKNOWN)
        self.memory: dict[object, object] = {}
        self.outcomes: dict[int, list[tuple[int, int, Known]]] = {}
        """By an outcome's number: (from, until, value) for each stretch of days that was asked about."""
        self._facts: dict[str, Timeline] = {}
        self._timelines: dict[tuple[str, Role], Timeline] = {}
        self._stretches: dict[tuple[str, ...], list[Stretch]] = {}
        # What was worked out, by occurrence: one for each stretch of days that was asked about.
        self._triggers: list[tuple[Triggered, ...]] = [()] * rules.size
        self._places: list[tuple[Placed, ...]] = [()] * rules.size
        self._verdicts: list[tuple[Verdict, ...]] = [()] * rules.size
        self._lines, self._trigger_numbers = rules.lines, rules.trigger_numbers
        self._trigger, self._place, self._judge = rules.trigger, rules.place, rules.judge
        self.seats = tuple(Seat(self, role) for role in ROLES)

    def set_days(self, birth: int | None, due_date: int | None, as_of: int) -> None:
        """Birth once it has come; `pending` while only a due date is known; else `unknown`: a birth still to come is not
        seen, and must not show."""
        self.due_date = UNKNOWN if due_date is None else due_date
        if birth is not None and birth <= as_of:
            self.birth = birth
        elif due_date is not None:
            self.birth = PENDING

    def begins(self) -> int:
        """For a pregnancy the day before which nothing that ends it or anchors it can lie; for a child 0.

        A parent's events are those of a person, and an earlier pregnancy's loss must not end this one (decision 0010).
        """
        if self.episode.kind is EpisodeKind.CHILD:
            return 0
        if self.due_date <= LAST_KNOWN:
            return self.due_date - PREGNANCY_DAYS
        return self.birth - LONGEST_PREGNANCY_DAYS if self.birth <= LAST_KNOWN else 0

    def seat(self, role: Role) -> Seat:
        return self.seats[ROLES.index(role)]

    def trigger(self, index: int, day: int) -> Triggered:
        """What an occurrence comes after, as of a day; worked out once per stretch of days."""
        number = self._trigger_numbers[index]
        for known in self._triggers[number]:
            if known.start <= day < known.edge:
                return known
        made = self._trigger(self, self._lines[index], day)
        self._triggers[number] += (made,)
        return made

    def place(self, index: int, day: int) -> Placed:
        """Window and match of an occurrence as of a day; worked out once per stretch of days."""
        for known in self._places[index]:
            if known.start <= day < known.edge:
                return known
        made = self._place(self, self._lines[index], day)
        self._places[index] += (made,)
        return made

    def verdict(self, index: int, day: int) -> Verdict:
        """Status of an occurrence as of a day; worked out once per stretch of days."""
        for known in self._verdicts[index]:
            if known.start <= day < known.edge:
                return known
        made = self._judge(self, self._lines[index], day)
        self._verdicts[index] += (made,)
        return made

    def verdict_of(self, target: Target, day: int) -> Verdict:
        """The same across the story: of this course, its pregnancy, or one of its children."""
        if target.course == PREGNANCY:
            return self.pregnancy.verdict(target.at, day) if self.pregnancy else PREGNANCY_UNKNOWN
        if target.course < 0:
            return self.verdict(target.at, day)
        if target.course < len(self.children):
            return self.children[target.course].verdict(target.at, day)
        return NOT_YET_BORN

    def fact(self, key: str) -> Timeline:
        """What is known of a declared fact through time, of the person whose fact it is."""
        found = self._facts.get(key)
        if found is None:
            rule = self.rules.facts.get(key)
            found = self._facts[key] = self.timeline(key, rule.of if rule else Role.CHILD)
        return found

    def timeline(self, key: str, of: Role) -> Timeline:
        found = self._timelines.get((key, of))
        if found is None:
            found = self._timelines[(key, of)] = self._read_timeline(key, of)
        return found

    def _read_timeline(self, key: str, of: Role) -> Timeline:
        rows = self.facts.get(key)
        if not rows:
            return NOTHING
        if of is Role.CHILD and self.episode.kind is EpisodeKind.PREGNANCY:
            return self._children_agree(key)
        people = self.people
        theirs = set(people.persons(of))
        mine = [row for row in rows if row.person_id in theirs]
        sole = people.sole[ROLES.index(of)]
        if sole is not None:
            return timeline(mine, self.rules.facts.get(key), _anyone, ())
        return timeline(
            mine,
            self.rules.facts.get(key),
            lambda person, day: people.counts(of, person, day),
            people.edges(of),
        )

    def _children_agree(self, key: str) -> Timeline:
        """A child's fact as the pregnancy sees it: known where all its children agree (decision 0010)."""
        lines = [child.timeline(key, Role.CHILD) for child in self.children]
        if len(lines) <= 1:
            return lines[0] if lines else NOTHING
        starts = sorted({day for line in lines for day in line.starts})
        values: list[Known] = []
        said: list[Fact | None] = []
        for day in starts:
            told = {line.at(day) for line in lines}
            agreed = len(told) == 1
            values.append(lines[0].at(day) if agreed else None)
            withheld = next((line.row_at(day) for line in lines if line.withheld_at(day)), None)
            said.append(lines[0].row_at(day) if agreed else withheld)
        return Timeline(starts, values, said)

    def area(self) -> Timeline:
        """Where the story is: the child's county; before there is a child with one, the birthing parent's."""
        line = self.timeline(AREA, Role.CHILD)
        if self.episode.kind is EpisodeKind.PREGNANCY and not line.starts:
            return self.timeline(AREA, Role.BIRTHING_PARENT)
        return line

    def stretches(self, kinds: tuple[str, ...]) -> list[Stretch]:
        """Days on which one of these kinds would have been told about this story, wherever it was."""
        found = self._stretches.get(kinds)
        if found is None:
            found = self._stretches[kinds] = self._observed_through(kinds)
        return found

    def _observed_through(self, kinds: tuple[str, ...]) -> list[Stretch]:
        area = self.area()
        pieces = [(-1, None), *zip(area.starts, area.values, strict=True)]
        found: list[Stretch] = []
        told = [self.observations.stretches(kinds, place if isinstance(place, str) else None) for _, place in pieces]
        if all(one == told[0] for one in told):
            return told[0]
        for i, (start, _) in enumerate(pieces):
            stop = pieces[i + 1][0] if i + 1 < len(pieces) else FOREVER
            for first, last in told[i]:
                if first < stop and last >= start:
                    found.append((max(first, start), min(last, stop - 1)))
        return joined(found)


def _anyone(person: PersonId, day: int) -> bool:
    del person, day
    return True


class Seat:
    """One role in one course, with the recipient's own events and what was counted from them."""

    __slots__ = (
        "_kinds", "course", "ended", "kinds", "looks", "memory", "moving", "needs", "role", "turns", "unknowns", "untriggered", "values",
    )  # fmt: skip

    def __init__(self, course: Course, role: Role) -> None:
        self.course = course
        self.role = role
        people = course.people.persons(role)
        self.kinds = frozenset(kind for person in people for kind in course.seen.get(person, ()))
        """Kinds of which there is any event at all."""
        self.looks: dict[int, list[SeenEvent]] = {}
        self.needs: dict[int, tuple[bool | None, int, int, int, int]] = {}
        """By a condition's number: what was found last (`needs.Judgement`)."""
        self.turns: dict[int, list[int]] = {}
        """By a condition's number: the days on which it may turn."""
        self.unknowns: dict[int, tuple[int, int, tuple[str, ...]]] = {}
        """By a condition's number: (from, until, names because of which it is unknown)."""
        self.ended: dict[int, Ended] = {}
        self.moving: dict[int, tuple[int, int, int]] = {}
        """By a moving moment's number: (from, value, until) of the last day it was asked for."""
        self.untriggered: dict[tuple[int, int, int, int, bool], Verdict] = {}
        """What is not triggered looks the same for many: by its trigger's edge, its window with its edge, and whether it
        stands in a hand-off."""
        self.memory: dict[object, object] = {}
        self._kinds: dict[str, list[SeenEvent]] = {}
        self.values: list[int] = [-1] * len(course.rules.statics)

    def value(self, index: int) -> int:
        """A moment that does not depend on the day asked about: a known day or a mark."""
        found = self.values[index]
        if found < 0:
            found = self.values[index] = self.course.rules.statics[index](self)
        return found

    def events(self, kind: str) -> Sequence[SeenEvent]:
        """The recipient's events of a kind, in their order."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = self._find(kind)
        return found

    def _find(self, kind: str) -> list[SeenEvent]:
        course = self.course
        sole = course.people.sole[ROLES.index(self.role)]
        if sole is not None:
            return course.seen.get(sole, {}).get(kind, [])
        # A household without dates is everybody's, always; other roles are one person's, even so.
        undated = self.role is Role.HOUSEHOLD and course.people.constant[ROLES.index(self.role)] is not None
        found = [
            event
            for person in course.people.persons(self.role)
            for event in course.seen.get(person, {}).get(kind, ())
            if undated or course.people.counts(self.role, person, event.day)
        ]
        found.sort(key=in_order)
        return found
