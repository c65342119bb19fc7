"""The bundled worlds, made once for all tests."""

import pytest

from transforms.simulate.bundled import bundled
from transforms.simulate.export import Simulation, simulate_world

NAMES = ("aeria", "fibra", "gazette")


@pytest.fixture(scope="session")
def simulations() -> dict[str, Simulation]:
    return {name: simulate_world(world) for name, world in bundled().items()}


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def simulation(name, simulations) -> Simulation:
    return simulations[name]


@pytest.fixture
def world(name):
    return bundled()[name]
