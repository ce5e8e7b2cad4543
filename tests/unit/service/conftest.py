"""A provider, a ministry and a lab with one agreement, and a study in whichever state is asked for."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.unit.service import databases
from tests.unit.service.drafted import Drafted, Evaluated
from tests.unit.service.leading import Led, laid_out
from tests.unit.service.placing import Placed

from outcomelab.demo import recid
from outcomelab.holdings.register import add
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.agreements import (
    Agreement,
    Document,
    DocumentKind,
    Grant,
    Retention,
    Signature,
)
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Judgement, Safe, Verdict
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.roles import MAY_HOLD, Capacity, Organisation, Person, Post, Role, Side
from outcomelab.service.domain.study import Done, Study, Thing
from outcomelab.service.domain.variables import Uses

TODAY = dt.date(2026, 11, 27)
END = dt.date(2199, 12, 31)  # after any day on which the tests are run
PARTIES = {Side.PROVIDER: "bridge-trust", Side.CUSTODIAN: "ministry-of-justice", Side.LAB: "lab"}
CAPACITIES = tuple(Capacity(role, side) for role, sides in MAY_HOLD.items() for side in sides)
OUTPUTS = ("a" * 64, "b" * 64)


def document(kind):
    return Document(
        kind=kind, approver="Research ethics board", approved=TODAY - dt.timedelta(365), expires=END,
        sha256="c" * 64,
    )  # fmt: skip


class World:
    """The parties, their people and their papers."""

    today = TODAY
    outputs = OUTPUTS
    capacities = CAPACITIES
    parties = PARTIES

    @staticmethod
    def document(kind):
        return document(kind)

    @staticmethod
    def person(account, *capacities, elsewhere=False):
        """Somebody with these capacities in the study's organisations, or in others of the same kinds."""
        key = (lambda side: f"another-{side.value}") if elsewhere else PARTIES.__getitem__
        return Person(
            account, frozenset(Post(one.role, Organisation(key(one.side), one.side)) for one in capacities)
        )

    @staticmethod
    def agreement(**changes):
        said = {
            "reference": "2026-001", "title": "Mentoring on release", "provider": PARTIES[Side.PROVIDER],
            "custodian": PARTIES[Side.CUSTODIAN], "lab": PARTIES[Side.LAB],
            "purposes": (Purpose.PROGRAMME_EFFECT,), "legal_basis": "Statistics Act, section 12",
            "grants": (
                Grant(
                    holding="justice", variables=("persons", "persons.schooling", "releases"),
                    outcomes=("arrests", "arrests.offence"),
                ),
            ),
            "documents": (document(DocumentKind.PRIVACY), document(DocumentKind.ETHICS)),
            "retention": Retention(identifiers_days=30, project_key_days=365),
            "starts": dt.date(2026, 1, 1), "ends": END,
            "signatures": tuple(Signature(party=party, on=dt.date(2025, 12, 1)) for party in PARTIES.values()),
        }  # fmt: skip
        return Agreement(**said | changes)

    @staticmethod
    def study(**changes):
        """A study with everything that commands need: judged, linked, planned, evaluated and sent."""
        past = (
            (Command.SUBMIT, 91), (Command.RECEIVE, 91), (Command.LINK, 92), (Command.FIX, 93),
            (Command.EVALUATE, 93), (Command.SEND, 93),
        )  # fmt: skip
        said = {
            "reference": "2026-014", "provider": PARTIES[Side.PROVIDER], "custodian": PARTIES[Side.CUSTODIAN],
            "lab": PARTIES[Side.LAB], "agreement": "2026-001", "purpose": Purpose.PROGRAMME_EFFECT,
            "holding": "justice", "history": tuple(Done(command, who, TODAY) for command, who in past),
            "judgements": tuple(Judgement(safe, Verdict.SAFE, 94, 1) for safe in Safe), "persons": 120,
            "uses": Uses("justice", frozenset({"persons", "persons.schooling"}), frozenset({"arrests"})),
            "rules": DisclosureRules(), "outputs": OUTPUTS, "held": frozenset(Thing),
        }  # fmt: skip
        return Study(**said | changes)

    @staticmethod
    def ballots(*says):
        """A ballot of the custodian's checker, then of the lab's, each saying the same of every output."""
        return tuple(
            Ballot(95 + number, number == 0, tuple((output, one) for output in OUTPUTS))
            for number, one in enumerate(says)
        )

    def ready(self, command, state, **changes):
        """A study in that state to which nothing stands in the way of the command but, perhaps, the state itself;
        its agreement; and a reason."""
        study, agreement = self.study(state=state, **changes), self.agreement()
        if command in (Command.CLEAR, Command.RELEASE):
            study = replace(study, ballots=self.ballots(Says.APPROVE, Says.APPROVE))
        if command is Command.RETURN_OUTPUTS:
            study = replace(study, ballots=self.ballots(Says.APPROVE, Says.ASK))
        if command is Command.CLOSE:
            study = replace(study, held=frozenset())
        if command is Command.EXPIRE:
            agreement = self.agreement(ends=TODAY - dt.timedelta(1))
        return study, agreement, "The checkers left." if command is Command.OVERRIDE else ""

    def cast(self):
        """One person for each part of the story, nobody with more than one."""
        return {
            "provider": self.person(1, Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER)),
            "steward": self.person(2, Capacity(Role.STEWARD, Side.CUSTODIAN)),
            "linker": self.person(3, Capacity(Role.ANALYST, Side.LAB)),
            "analyst": self.person(4, Capacity(Role.ANALYST, Side.LAB)),
            "their checker": self.person(5, Capacity(Role.CHECKER, Side.CUSTODIAN)),
            "our checker": self.person(6, Capacity(Role.CHECKER, Side.LAB)),
            "administrator": self.person(7, Capacity(Role.ADMINISTRATOR, Side.LAB)),
            "worker": self.person(0, Capacity(Role.WORKER, Side.LAB)),
        }


@pytest.fixture(scope="session")
def world():
    return World()


@pytest.fixture(scope="session")
def servers():
    """Whatever databases were asked for, by name."""
    started = {}
    yield started
    for server in started.values():
        server.stop()


@pytest.fixture(params=databases.ENGINES)
def address(request, servers):
    """The address of a new database that Django uses while the test lasts; once for each kind there is."""
    with databases.used(servers, request.param) as made:
        yield made


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


@pytest.fixture(scope="session")
def ministry(tmp_path_factory):
    """The demo's justice holding, registered, and the study's files."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder / "given", spoil=True)
    add(given.dictionary, folder / "data" / "holdings", folder / "data.keys")
    return folder, given


@pytest.fixture
def led(placed, ministry, tmp_path):
    """The demo's study, ready to be begun."""
    with laid_out(ministry[0], tmp_path):
        yield Led(placed, ministry, tmp_path)


@pytest.fixture(scope="session")
def evaluated(ministry, servers, world, tmp_path_factory):
    """What the lab has of the demo's study once it is evaluated, made once."""
    folder = tmp_path_factory.mktemp("evaluated")
    with databases.used(servers, databases.ENGINES[0]), laid_out(ministry[0], folder):
        return Evaluated(Placed(world), ministry, folder)


@pytest.fixture
def drafted(placed, evaluated, tmp_path):
    """A service with the drafts of the demo's study, to be put beside a study in any state."""
    with laid_out(evaluated.folder, tmp_path):
        yield Drafted(placed, evaluated, tmp_path)
