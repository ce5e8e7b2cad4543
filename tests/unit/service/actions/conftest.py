"""A service whose people, papers and studies are put there directly."""

import datetime as dt

import pytest
from tests.unit.service.placing import Placed

from outcomelab.service.domain.roles import Capacity, Role, Side


@pytest.fixture
def noon(world):
    return dt.datetime.combine(world.today, dt.time(12), dt.UTC)


@pytest.fixture
def placed(address, world):
    return Placed(world)


@pytest.fixture
def cast(placed):
    """Who does what, each one person."""
    return {
        "provider": placed.by(Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER)),
        "steward": placed.by(Capacity(Role.STEWARD, Side.CUSTODIAN)),
        "analyst": placed.by(Capacity(Role.ANALYST, Side.LAB)),
        "their checker": placed.by(Capacity(Role.CHECKER, Side.CUSTODIAN)),
        "our checker": placed.by(Capacity(Role.CHECKER, Side.LAB)),
        "administrator": placed.by(Capacity(Role.ADMINISTRATOR, Side.LAB)),
        "their administrator": placed.by(Capacity(Role.ADMINISTRATOR, Side.PROVIDER)),
    }
