"""The subjects of a family's life, in the order in which one builds on another."""

from __future__ import annotations

from collections.abc import Callable

from headwaters.engine.simulation.lives.answers import answers
from headwaters.engine.simulation.lives.checkups import checkups
from headwaters.engine.simulation.lives.child_care import child_care
from headwaters.engine.simulation.lives.follow_ups import follow_ups
from headwaters.engine.simulation.lives.food_and_money import food_and_money
from headwaters.engine.simulation.lives.home_visiting import home_visiting
from headwaters.engine.simulation.lives.life import Life
from headwaters.engine.simulation.lives.navigation import navigation
from headwaters.engine.simulation.lives.newborn import newborns
from headwaters.engine.simulation.lives.pregnancy import pregnancy

SUBJECTS: tuple[Callable[[Life], None], ...] = (
    pregnancy, navigation, newborns, checkups, follow_ups, home_visiting, food_and_money, child_care, answers,
)  # fmt: skip
