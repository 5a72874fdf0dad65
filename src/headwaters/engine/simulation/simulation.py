"""The whole simulation: families, their lives, what agencies wrote down about them, and the truth apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from headwaters.engine.simulation.diary import Diary
from headwaters.engine.simulation.families import Family, families, how_many
from headwaters.engine.simulation.lives.life import Life
from headwaters.engine.simulation.lives.subjects import SUBJECTS
from headwaters.engine.simulation.offices import OFFICES
from headwaters.engine.simulation.packages import Package, file_family, open_packages, unlinked_people
from headwaters.engine.simulation.parameters import Parameters
from headwaters.engine.simulation.spoiling import spoil
from headwaters.engine.simulation.telling import Telling
from headwaters.engine.simulation.truth import Lived, TruthRow, lived_by, truth_rows


@dataclass(frozen=True, slots=True)
class Simulation:
    """`packages` by office; `truth` never goes into any of them, nor does `lived`: what truly happened and was truly said, by family.
    `unreadable`: rows that were made so that a load must set them aside."""

    packages: dict[str, Package]
    truth: tuple[TruthRow, ...]
    lived: tuple[Lived, ...]
    families: int
    children: int
    unreadable: int
    as_of: date


def simulate(births: int, *, seed: int, parameters: Parameters, as_of: date) -> Simulation:
    """Invent families with about `births` children a year, and write down what every office would send on `as_of`."""
    return simulate_families(
        range(how_many(births, parameters, as_of)), seed=seed, parameters=parameters, as_of=as_of, with_lives=True
    )


def simulate_families(
    numbers: Iterable[int], *, seed: int, parameters: Parameters, as_of: date, with_lives: bool
) -> Simulation:
    """The families of these numbers. Each is the same whatever others are made with it; rows stand in the order of the families.

    with_lives  keep what truly happened, for the truth report; it takes as much memory as the rows themselves
    """
    packages = open_packages(OFFICES, parameters, as_of)
    telling = Telling(OFFICES, parameters, seed, as_of)
    share = parameters.share("reporting.unreadable_rows")
    truth: list[TruthRow] = []
    lived: list[Lived] = []
    count = children = unreadable = 0
    for family in families(numbers, seed, parameters, as_of):
        diary = live(family, seed, parameters, as_of)
        unlinked = unlinked_people(family, OFFICES, parameters, seed)
        filed = list(telling.tell(family.index, diary, unlinked))
        file_family(family, filed, packages, unlinked)
        unreadable += spoil(filed, packages, share, seed, family.index)
        truth.extend(truth_rows(family, diary.faults))
        if with_lives:
            lived.append(lived_by(family, diary))
        count, children = count + 1, children + len(family.children)
    return Simulation(packages, tuple(truth), tuple(lived), count, children, unreadable, as_of)


def live(family: Family, seed: int, parameters: Parameters, as_of: date) -> Diary:
    """What truly happens to one family through `as_of`."""
    life = Life(family, parameters, seed, Diary(as_of))
    for subject in SUBJECTS:
        subject(life)
    return life.diary
