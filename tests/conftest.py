"""What several rooms' tests need."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from slipcover import config, pytest_plugin

# When probes are taken out, as pyproject.toml has it, before any is put in: xdist's processes are not told.
if (coverage := pytest_plugin._slipcover_instance) is not None:
    coverage.d_miss_threshold = config.read_config()["threshold"]

from outcomelab.protocol.model import (
    Covariate,
    HoldingChoice,
    IndexEvent,
    Matching,
    Outcome,
    Protocol,
    Study,
)

# Every run tries the same examples, and no machine is too slow; `--hypothesis-profile=others` seeks new ones.
settings.register_profile("others", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("others"), derandomize=True, database=None, max_examples=50)
settings.load_profile("same")

ProtocolMaker = Callable[..., Protocol]


@pytest.fixture(scope="session")
def make_protocol() -> ProtocolMaker:
    """A protocol with the covariates and outcomes named: `numbers`, `categories`, and outcomes by kind."""

    def make(
        numbers: tuple[str, ...] = (),
        categories: tuple[str, ...] = (),
        outcomes: tuple[tuple[str, str], ...] = (("reoffended", "any"),),
        subgroups: tuple[str, ...] = (),
        exact: tuple[str, ...] = (),
        caliper: float = 0.2,
    ) -> Protocol:
        kinds = [(name, "value") for name in numbers] + [(name, "category") for name in categories]
        return Protocol(
            study=Study(
                title="A study",
                programme="A programme",
                provider="A provider",
                custodian="A ministry",
                agreement="A-1",
            ),
            holding=HoldingChoice(name="justice"),
            index=IndexEvent(event="release", on=dt.date(2020, 1, 1)),
            covariates=tuple(
                Covariate(name=name, label=name.capitalize(), kind=kind, column=name) for name, kind in kinds
            ),
            outcomes=tuple(
                Outcome(name=name, label=name.capitalize(), kind=kind, table="events", primary=place == 0)
                for place, (name, kind) in enumerate(outcomes)
            ),
            subgroups=subgroups,
            matching=Matching(exact=exact, caliper=caliper),
        )

    return make
