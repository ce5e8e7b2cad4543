"""A small world, made once."""

import pytest

from outcomelab.simulate.settings import Effects, Programme, Simulation
from outcomelab.simulate.world import simulate

WORLD = Simulation(
    persons=30_000,
    seed=11,
    offenders=0.3,
    programme=Programme(participants=400, effects=Effects(offending=0.5, work=2.0)),
)


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """The folder of a world of 30,000 with a programme of 400 that halves offending."""
    folder = tmp_path_factory.mktemp("simulated") / "world"
    simulate(WORLD, folder)
    return folder
