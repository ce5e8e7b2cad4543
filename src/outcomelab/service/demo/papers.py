"""The demo's agreements: in force, with stricter rules, with a community's approval, unsigned, and ended."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.actions import agreements
from outcomelab.service.actions.acting import By
from outcomelab.service.demo.cast import CORRECTION, HARBOUR_LANE, LAB, LABOUR, SECOND_GATE, THRESHOLD, account
from outcomelab.service.demo.given import Given
from outcomelab.service.demo.setting_up import LABOUR_RULES
from outcomelab.service.demo.steps import Calendar, Step, allowed
from outcomelab.service.domain.agreements import Agreement, Document, DocumentKind, Grant, Retention
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.store.models import AuditRow

ENDS = 52  # the working day on which the one that ends does
_MADE, _SIGNED = 2, 3  # working days
_YEAR = dt.timedelta(days=365)
_JUSTICE = Grant(holding="justice", variables=("persons.*", "releases.*"), outcomes=("arrests.*",))
_LABOUR = Grant(holding="labour", variables=("persons.*", "earnings.*"), outcomes=("earnings.*",))
_LEARNERS = Grant(
    holding="learners", variables=("persons", "persons.identity", "persons.schooling", "enrolments.*"),
    outcomes=("certificates.*",),
)  # fmt: skip
_LABOURS = DisclosureRules.model_validate(LABOUR_RULES)  # as strict as the custodian's own
_APPROVERS = {
    DocumentKind.PRIVACY: "Privacy officer of Northmere",
    DocumentKind.ETHICS: "Northmere research ethics board",
    DocumentKind.COMMUNITY: "Data council of the Lakehead nations (invented)",
}


@dataclass(frozen=True)
class Paper:
    """An agreement before it has its number. keeps: days after linkage, identifiers and project key."""

    name: str
    title: str
    provider: str
    custodian: str
    grant: Grant
    indigenous: tuple[str, ...] = ()
    rules: DisclosureRules = field(default_factory=DisclosureRules)
    minimum: int = 60
    keeps: tuple[int, int] = (240, 540)
    ends: int | None = None
    signing: tuple[str, ...] = ("steward", "lab", "provider")


PAPERS = (
    Paper("work", "Work in prison and what follows", SECOND_GATE.key, CORRECTION.key, _JUSTICE),
    Paper(
        "housing", "A bed on the day of release", HARBOUR_LANE.key, CORRECTION.key, _JUSTICE,
        rules=DisclosureRules(threshold=20, base=10), minimum=100,
    ),
    Paper(
        "earnings", "Supported work and what people earn", THRESHOLD.key, LABOUR.key, _LABOUR, rules=_LABOURS
    ),
    Paper(
        "learners", "Adults back at school", THRESHOLD.key, LABOUR.key, _LEARNERS, rules=_LABOURS,
        indigenous=("persons.identity",),
    ),
    Paper(
        "coaching", "Coaching for people out of work", HARBOUR_LANE.key, LABOUR.key, _LABOUR, rules=_LABOURS,
        signing=("steward",),
    ),
    Paper(
        "workshops", "Workshops in prison, a first look", SECOND_GATE.key, CORRECTION.key, _JUSTICE,
        keeps=(21, 35), ends=ENDS,
    ),
)  # fmt: skip


def papers(calendar: Calendar) -> tuple[Step, ...]:
    """Every agreement made by its steward, then signed."""
    return tuple(step for place, paper in enumerate(PAPERS) for step in _made_and_signed(place, paper, calendar))


def reference(name: str, calendar: Calendar) -> str:
    """The number that an agreement got."""
    place = next(place for place, paper in enumerate(PAPERS) if paper.name == name)
    return _numbered(_made_at(place, calendar))


def _numbered(at: dt.datetime) -> str:
    return str(AuditRow.objects.get(at=at, agreement__isnull=False).agreement)


def _made_at(place: int, calendar: Calendar) -> dt.datetime:
    return calendar.at(_MADE, 10 + place, 12)


def _made_and_signed(place: int, paper: Paper, calendar: Calendar) -> list[Step]:
    at = _made_at(place, calendar)
    steward = f"steward of {paper.custodian}"
    parts = {"steward": steward, "lab": "administrator", "provider": f"member of {paper.provider}"}

    def make(at: dt.datetime, _: Given) -> None:
        allowed(agreements.make(By(account(steward), at), _terms(paper, calendar))[0])

    def signed(who: str) -> Step:
        def sign(now: dt.datetime, _: Given) -> None:
            allowed(agreements.sign(By(account(parts[who]), now), _numbered(at)))

        hour = 9 + 2 * list(parts).index(who)
        return Step(calendar.at(_SIGNED, hour, 4 + 6 * place), f"the agreement on {paper.title} is signed", sign)

    made = Step(at, f"an agreement on {paper.title}", make)
    return [made, *map(signed, paper.signing)]


def _terms(paper: Paper, calendar: Calendar) -> Agreement:
    starts = calendar.day(_SIGNED)
    kinds = (DocumentKind.PRIVACY, DocumentKind.ETHICS, *([DocumentKind.COMMUNITY] if paper.indigenous else []))
    return Agreement(
        reference="1999-001",  # the service numbers it
        title=paper.title,
        provider=paper.provider,
        custodian=paper.custodian,
        lab=LAB.key,
        purposes=(Purpose.PROGRAMME_EFFECT, Purpose.PROGRAMME_REACH),
        grants=(paper.grant,),
        indigenous=paper.indigenous,
        minimum_cohort=paper.minimum,
        rules=paper.rules,
        retention=Retention(identifiers_days=paper.keeps[0], project_key_days=paper.keeps[1]),
        legal_basis="Statistics Act (invented), section 12",
        documents=tuple(_document(kind, paper, calendar) for kind in kinds),
        starts=starts,
        ends=calendar.day(paper.ends) if paper.ends is not None else starts + 2 * _YEAR,
    )


def _document(kind: DocumentKind, paper: Paper, calendar: Calendar) -> Document:
    return Document(
        kind=kind,
        approver=_APPROVERS[kind],
        approved=calendar.monday - dt.timedelta(days=40),
        expires=calendar.monday + 3 * _YEAR,
        sha256=hashlib.sha256(f"{kind}: {paper.title}".encode()).hexdigest(),
    )
