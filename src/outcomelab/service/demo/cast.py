"""Who plays in the demo: a lab, two custodians, three providers and their people, all of them invented."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.service.domain.roles import Role, Side
from outcomelab.service.store.models import Account, OrganisationRow


@dataclass(frozen=True)
class Company:
    """An organisation of the demo."""

    key: str
    name: str
    side: Side


@dataclass(frozen=True)
class Player:
    """Somebody of the demo: their part in it, and the one role they have for one organisation."""

    part: str
    name: str
    role: Role
    organisation: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.name.lower().replace(' ', '.')}@example.org"


LAB = Company("northmere", "Northmere Evidence Lab", Side.LAB)
CORRECTION = Company("correction", "Department of Correction (demonstration)", Side.CUSTODIAN)
LABOUR = Company("labour", "Ministry of Labour (demonstration)", Side.CUSTODIAN)
SECOND_GATE = Company("second-gate", "Second Gate Trust", Side.PROVIDER)
HARBOUR_LANE = Company("harbour-lane", "Harbour Lane Society", Side.PROVIDER)
THRESHOLD = Company("threshold-works", "Threshold Works", Side.PROVIDER)
COMPANIES = (LAB, CORRECTION, LABOUR, SECOND_GATE, HARBOUR_LANE, THRESHOLD)
NAMES = {company.key: company.name for company in COMPANIES}

_MEMBER, _STEWARD = Role.PROVIDER_MEMBER, Role.STEWARD
# The first is who sets the service up. A part that is played for several organisations has their keys behind it.
PLAYERS = (
    Player("administrator", "Ines Calloway", Role.ADMINISTRATOR, "northmere"),
    Player("linker", "Tomas Reyerson", Role.ANALYST, "northmere"),
    Player("analyst", "Priya Holt", Role.ANALYST, "northmere"),
    Player("our checker", "Gwen Abara", Role.CHECKER, "northmere"),
    Player("auditor", "Oskar Lindmark", Role.AUDITOR, "northmere"),
    Player("researcher", "Mara Dentley", Role.RESEARCHER, "northmere"),
    Player("steward of correction", "Hollis Adeyemi", _STEWARD, "correction"),
    Player("checker of correction", "Ruth Vanterpool", Role.CHECKER, "correction"),
    Player("auditor of correction", "Desmond Achter", Role.AUDITOR, "correction"),
    Player("administrator of correction", "Leonie Marshfield", Role.ADMINISTRATOR, "correction"),
    Player("steward of labour", "Farid Castellan", _STEWARD, "labour"),
    Player("checker of labour", "Judith Okonjo", Role.CHECKER, "labour"),
    Player("researcher of labour", "Ilya Marchetti", Role.RESEARCHER, "labour"),
    Player("member of second-gate", "Amara Whitlock", _MEMBER, "second-gate"),
    Player("administrator of second-gate", "Noel Pettibone", Role.ADMINISTRATOR, "second-gate"),
    Player("member of harbour-lane", "Declan Oseland", _MEMBER, "harbour-lane"),
    Player("member of threshold-works", "Sunniva Barrow", _MEMBER, "threshold-works"),
    Player("researcher of threshold-works", "Bea Tremblay", Role.RESEARCHER, "threshold-works"),
)
_PARTS = {player.part: player for player in PLAYERS}


def account(part: str) -> int:
    """The number of the account of whoever plays that part."""
    return Account.objects.get(email=_PARTS[part].email).pk


def ours() -> bool:
    """Whether the service was set up by the demo. One that is empty was not."""
    first = Account.objects.order_by("pk").first()
    lab = OrganisationRow.objects.filter(side=Side.LAB.value).first()
    return first is not None and lab is not None and (first.email, lab.key) == (PLAYERS[0].email, LAB.key)
