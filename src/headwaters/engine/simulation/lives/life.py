"""The setting of one family's life: who they are, the dice of each subject, and until when anything can happen to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.chance import Chance, Spread
from headwaters.engine.simulation.diary import Answer, Deed, Diary, Fault
from headwaters.engine.simulation.families import Family, Person
from headwaters.engine.simulation.parameters import Parameters

ASKS_FOR_INCOME = frozenset({"wic", "wic_parent", "snap", "tanf", "erdc", "early_head_start"})
"""Elements whose need hangs on the income; without it they are to be asked about."""


@dataclass(slots=True)
class Life:
    """One family's life as it is being drawn."""

    family: Family
    p: Parameters
    seed: int
    diary: Diary
    remembered: dict[str, date] = field(default_factory=dict)
    """Days that later subjects build on, by a word of our own: `ei_plan:f12.child1`."""
    _last_days: dict[str, date] = field(default_factory=dict)
    _answers: dict[str, bool] = field(default_factory=dict)
    """Asked for again and again, and the same each time."""

    @property
    def as_of(self) -> date:
        return self.diary.as_of

    @property
    def parent(self) -> str:
        return self.family.parent.key

    def chance(self, *subject: object) -> Chance:
        return Chance(self.seed, self.family.index, *subject)

    def share(self, name: str) -> float:
        return self.p.share(name)

    def spread(self, name: str) -> Spread:
        return self.p.spread(name)

    def children(self) -> Iterator[tuple[int, Person]]:
        yield from enumerate(self.family.children)

    def last_day(self, person: str) -> date:
        """The last day anything can happen to somebody: death, a move out of Oregon, an adoption, or the last day of all."""
        if person not in self._last_days:
            self._last_days[person] = self._last_day(person)
        return self._last_days[person]

    def _last_day(self, person: str) -> date:
        days = [self.as_of]
        if self.family.left_state:
            days.append(self.family.left_state - timedelta(days=1))
        child = next((child for child in self.family.children if child.key == person), None)
        if child and child.died:
            days.append(child.died)
        if child and self.family.adopted:
            days.append(self.family.adopted)
        return min(days)

    def lives(self, person: str, day: date) -> bool:
        return day <= self.last_day(person)

    def deed(self, deed: Deed) -> bool:
        """Write it down if it could still happen; says whether it did."""
        if not self.lives(deed.person, deed.start):
            return False
        self.diary.deed(deed)
        return True

    def answer(self, source: str, person: str, fact: str, value: str, from_: date) -> None:
        if self.lives(person, from_):
            self.diary.answer(Answer(source, person, fact, value, from_))

    def fault(self, person: str, place: tuple[str, str], crack: CrackKind | None, since: date, because: str) -> None:
        """A truth for the truth file. None where nothing is owed to this person any more, and none where nobody knows the
        need: there the one truth is that it is to be asked about."""
        bereft = bool(self.family.children) and all(child.died for child in self.family.children)
        settled = self.knows_income or place[0] not in ASKS_FOR_INCOME
        if (
            self.last_day(person) == self.as_of
            and not bereft
            and not self.stopped
            and (settled or crack is CrackKind.ASK)
        ):
            self.diary.fault(Fault(person, *place, crack, since, because))

    @property
    def stopped(self) -> bool:
        """Whether the family asked not to be contacted any more: from that day nothing is owed."""
        return bool(self.family.born) and self._once("asked us to stop", "moves.asked_us_to_stop")

    def served(self, person: str, place: tuple[str, str]) -> bool:
        """Whether something has been done for a touchpoint."""
        return any(deed.person == person and deed.serves == place for deed in self.diary.deeds)

    @property
    def knows_income(self) -> bool:
        """Whether the family was asked about its income, and told it."""
        return not self._once("income is known", "population.income_not_asked") and not self.withholds_income

    @property
    def withholds_income(self) -> bool:
        return self._once("income is kept private", "population.income_withheld")

    def _once(self, subject: str, share: str) -> bool:
        if subject not in self._answers:
            self._answers[subject] = self.chance(subject).happens(self.share(share))
        return self._answers[subject]


def after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def yes_no(said: bool) -> str:
    return "yes" if said else "no"
