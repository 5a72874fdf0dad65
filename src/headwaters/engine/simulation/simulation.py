"""The whole simulation: families, their lives, what agencies wrote down about them, and the truth apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from headwaters.engine.simulation.diary import Diary
from headwaters.engine.simulation.families import Family, families
from headwaters.engine.simulation.lives.life import Life
from headwaters.engine.simulation.lives.subjects import SUBJECTS
from headwaters.engine.simulation.offices import OFFICES
from headwaters.engine.simulation.packages import Package, file_family, open_packages, unlinked_people
from headwaters.engine.simulation.parameters import Parameters
from headwaters.engine.simulation.telling import Telling
from headwaters.engine.simulation.truth import Lived, TruthRow, lived_by, truth_rows


@dataclass(frozen=True, slots=True)
class Simulation:
    """`packages` by office; `truth` never goes into any of them, nor does `lived`: what truly happened and was truly said, by family."""

    packages: dict[str, Package]
    truth: tuple[TruthRow, ...]
    lived: tuple[Lived, ...]
    families: int
    children: int
    as_of: date


def simulate(
    births: int, *, seed: int, parameters: Parameters, as_of: date, passed: Callable[[int], None] = lambda _: None
) -> Simulation:
    """Invent families until `births` children are born, and write down what every office would send on `as_of`.

    `passed` is told how many children each family brought, for whoever shows progress.
    """
    packages = open_packages(OFFICES, parameters, as_of)
    telling = Telling(OFFICES, parameters, seed, as_of)
    truth: list[TruthRow] = []
    lived: list[Lived] = []
    count = children = 0
    for family in families(births, seed, parameters, as_of):
        diary = live(family, seed, parameters, as_of)
        unlinked = unlinked_people(family, OFFICES, parameters, seed)
        filed = list(telling.tell(family.index, diary, unlinked))
        file_family(family, filed, packages, unlinked)
        truth.extend(truth_rows(family, diary.faults))
        lived.append(lived_by(family, diary))
        count, children = count + 1, children + len(family.children)
        passed(len(family.children))
    return Simulation(packages, tuple(truth), tuple(lived), count, children, as_of)


def live(family: Family, seed: int, parameters: Parameters, as_of: date) -> Diary:
    """What truly happens to one family through `as_of`."""
    life = Life(family, parameters, seed, Diary(as_of))
    for subject in SUBJECTS:
        subject(life)
    return life.diary
