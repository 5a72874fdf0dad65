"""Invented families: who they are, where they live, when the children come. What then happens to them is `lives`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from headwaters.domain.days import plus_months
from headwaters.engine.simulation.chance import Chance, Spread
from headwaters.engine.simulation.names import family_name, given_name
from headwaters.engine.simulation.parameters import Parameters

TERM_DAYS = 280
DAYS_A_YEAR = 365.25
NEWBORN_DAYS = 28
"""The first month, in which most infant deaths fall."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a family lives from a day on. `county` None: outside Oregon."""

    from_: date
    county: str | None
    zip: str


@dataclass(frozen=True, slots=True)
class Person:
    """`key` is unique in the whole simulation: `f12.parent`, `f12.child1`."""

    key: str
    given: str
    family: str
    birth: date
    sex: str
    died: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One pregnancy and the children born of it. `born` None: not born by the last day, or lost (`lost`)."""

    index: int
    parent: Person
    other_parent: Person | None
    children: tuple[Person, ...]
    due_date: date
    born: date | None
    lost: date | None
    homes: tuple[Home, ...]
    second_home: Home | None
    race: str
    language: str
    payer: str
    income_fpl: int
    working: bool
    first_birth: bool
    due_date_known: bool
    adopted: date | None
    fostered: date | None

    @property
    def pregnancy_start(self) -> date:
        return self.due_date - timedelta(days=TERM_DAYS)

    @property
    def key(self) -> str:
        return f"f{self.index}"

    def due_date_known_by(self, office: str) -> bool:
        """The register may lack the gestation; a prenatal clinic has a due date."""
        return self.due_date_known or office != "births"

    def county(self, day: date) -> str | None:
        return self.home(day).county

    def home(self, day: date) -> Home:
        return next((home for home in reversed(self.homes) if home.from_ <= day), self.homes[0])

    @property
    def left_state(self) -> date | None:
        return next((home.from_ for home in self.homes if home.county is None), None)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which the pregnancies told of here end. `older` and `recent` births lie behind `as_of`, `coming` ones before it.

    All births of the recent months are told; of the older ones a share, so that a demonstration has children of two and three too.
    """

    older_from: date
    recent_from: date
    as_of: date
    coming_through: date
    older_share: float

    @property
    def days(self) -> tuple[float, int, int]:
        """Days of older births, as many as are told; of recent births; of births to come."""
        older = (self.recent_from - self.older_from).days * self.older_share
        return older, (self.as_of - self.recent_from).days + 1, (self.coming_through - self.as_of).days

    def day(self, point: float) -> date:
        """The day at `point` (0 to 1) of all the days that are told."""
        older, recent, coming = self.days
        told = point * (older + recent + coming)
        if told < older:
            return self.older_from + timedelta(days=int(told / self.older_share))
        return self.recent_from + timedelta(days=int(told - older))


def window(p: Parameters, as_of: date) -> Window:
    return p.once(("window", as_of), lambda: _window(p, as_of))


def _window(p: Parameters, as_of: date) -> Window:
    recent = p.whole("population.months_of_births")
    return Window(
        older_from=plus_months(as_of, -recent - p.whole("population.months_of_older_births")) + timedelta(days=1),
        recent_from=plus_months(as_of, -recent) + timedelta(days=1),
        as_of=as_of,
        coming_through=as_of + timedelta(days=p.whole("population.ongoing_days")),
        older_share=p.share("population.older_births_told"),
    )


def how_many(births: int, p: Parameters, as_of: date) -> int:
    """Families (pregnancies, lost ones among them) from which about `births` children a year come.

    Family k is the same however many there are, so any range of them can be made apart from the others.
    """
    children_of_one = (1 + p.share("population.twins")) * (1 - p.share("population.loss_of_pregnancy"))
    return max(1, round(births / children_of_one * sum(window(p, as_of).days) / DAYS_A_YEAR))


def families(numbers: Iterable[int], seed: int, parameters: Parameters, as_of: date) -> Iterator[Family]:
    for index in numbers:
        yield draw_family(index, seed, parameters, as_of)


def draw_family(index: int, seed: int, p: Parameters, as_of: date) -> Family:
    chance = Chance(seed, index, "family")
    due, born, lost = _pregnancy(chance, p, as_of)
    key, surname = f"f{index}", family_name(chance)
    race = chance.by_share(p.shares("population.race_ethnicity"))
    parent = _adult(chance, p, f"{key}.parent", surname, born or lost or due)
    payer = _payer(chance, p, race)
    homes = _homes(chance, p, due - timedelta(days=TERM_DAYS), as_of)
    children = _children(chance, p, key, surname, born, as_of) if born else ()
    return Family(
        index=index,
        parent=parent,
        other_parent=None
        if chance.happens(p.share("population.single_parent"))
        else _other(chance, p, key, surname, due),
        children=children,
        due_date=due,
        born=born,
        lost=lost,
        homes=homes,
        second_home=_second_home(chance, p, born),
        race=race,
        language=_language(chance, p, race),
        payer=payer,
        income_fpl=chance.days(
            p.spread("population.income_fpl_on_medicaid" if payer == "ohp" else "population.income_fpl_otherwise")
        ),
        working=chance.happens(p.share("population.parent_working")),
        first_birth=chance.happens(p.share("population.first_birth")),
        due_date_known=not chance.happens(p.share("population.due_date_unknown")),
        adopted=_some_day(chance, p.share("population.adopted"), born, Spread(30, 120, 360), as_of),
        fostered=_some_day(chance, p.share("population.foster_care"), born, Spread(20, 300, 900), as_of),
    )


def _pregnancy(chance: Chance, p: Parameters, as_of: date) -> tuple[date, date | None, date | None]:
    """Due date, day of birth (None: still to come, or lost) and day of the loss."""
    preterm, early = (
        chance.happens(p.share("population.preterm")),
        chance.happens(p.share("population.early_preterm_of_preterm")),
    )
    length = "early_preterm" if preterm and early else "late_preterm" if preterm else "term"
    gestation = chance.days(p.spread(f"family.gestation_{length}"))
    # The day is drawn for the birth, not the due date, so that births are even over the years whatever their gestation.
    birth = window(p, as_of).day(chance.point())
    due = birth + timedelta(days=TERM_DAYS - gestation)
    lost_after = chance.days(p.spread("family.gestation_loss"))
    if chance.happens(p.share("population.loss_of_pregnancy")):
        lost = due - timedelta(days=TERM_DAYS - lost_after)
        return due, None, lost if lost <= as_of else None
    return due, birth if birth <= as_of else None, None


def _children(chance: Chance, p: Parameters, key: str, surname: str, born: date, as_of: date) -> tuple[Person, ...]:
    count = 2 if chance.happens(p.share("population.twins")) else 1
    return tuple(
        Person(
            key=f"{key}.child{number}",
            given=given_name(chance),
            family=surname,
            birth=born,
            sex=chance.one_of(("female", "male")),
            died=_death(chance, p, born, as_of),
        )
        for number in range(1, count + 1)
    )


def _death(chance: Chance, p: Parameters, born: date, as_of: date) -> date | None:
    dies = chance.happens(p.share("population.death_in_first_year"))
    early = chance.happens(p.share("population.death_in_first_month_of_deaths"))
    day = born + timedelta(days=chance.whole(0, NEWBORN_DAYS - 1) if early else chance.whole(NEWBORN_DAYS, 364))
    return day if dies and day <= as_of else None


def _adult(chance: Chance, p: Parameters, key: str, surname: str, at: date) -> Person:
    minor = chance.happens(p.share("population.minor_parent"))
    years = chance.whole(16, 17) if minor else chance.days(p.spread("family.parent_age_years"))
    birthday = plus_months(at, -12 * years) - timedelta(days=chance.whole(0, 364))
    return Person(key=key, given=given_name(chance), family=surname, birth=birthday, sex="female")


def _other(chance: Chance, p: Parameters, key: str, surname: str, at: date) -> Person:
    years = chance.days(p.spread("family.parent_age_years"))
    own = surname if chance.happens(2 / 3) else family_name(chance)
    birthday = plus_months(at, -12 * years) - timedelta(days=chance.whole(0, 364))
    return Person(
        key=f"{key}.other", given=given_name(chance), family=own, birth=birthday, sex=chance.one_of(("male", "female"))
    )


def _payer(chance: Chance, p: Parameters, race: str) -> str:
    on_medicaid = chance.happens(p.shares("population.medicaid_at_birth")[race])
    uninsured = chance.happens(p.share("population.uninsured_parent"))
    return "ohp" if on_medicaid else "none" if uninsured else "commercial"


def _language(chance: Chance, p: Parameters, race: str) -> str:
    group = race if race in ("hispanic_latino", "asian") else "others"
    return chance.by_share(p.shares(f"population.language_of_{group}"))


def _homes(chance: Chance, p: Parameters, from_: date, as_of: date) -> tuple[Home, ...]:
    first = _home(chance, p, from_)
    yearly = p.share("population.moves_a_year")
    days = (as_of - from_).days
    moves = chance.happens(yearly * max(0, days) / 365)
    day = from_ + timedelta(days=chance.whole(30, max(31, days)))
    away = chance.happens(p.share("population.leaves_the_state_of_moves"))
    second = Home(day, None, "") if away else _home(chance, p, day)
    return (first, second) if moves and day <= as_of and second.county != first.county else (first,)


def _home(chance: Chance, p: Parameters, from_: date) -> Home:
    county = chance.by_share(p.shares("population.county"))
    return Home(from_, county, chance.one_of(p.table("population.zip_of_county")[county]))


def _second_home(chance: Chance, p: Parameters, born: date | None) -> Home | None:
    home = _home(chance, p, born + timedelta(days=chance.whole(60, 500))) if born else None
    return home if chance.happens(p.share("population.two_homes")) else None


def _some_day(chance: Chance, share: float, born: date | None, after: Spread, as_of: date) -> date | None:
    happens, days = chance.happens(share), chance.days(after)
    if not happens or born is None:
        return None
    day = born + timedelta(days=days)
    return day if day <= as_of else None
