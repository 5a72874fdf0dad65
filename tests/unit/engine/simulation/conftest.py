"""The demonstration's own numbers, and a small simulated Oregon to look into."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.cli.demo import read_parameters
from headwaters.engine.simulation.parameters import Parameters
from headwaters.engine.simulation.simulation import Simulation, simulate

LAST_DAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return read_parameters()


@pytest.fixture(scope="session")
def small_oregon(parameters: Parameters) -> Simulation:
    return simulate(130, seed=7, parameters=parameters, as_of=LAST_DAY)
