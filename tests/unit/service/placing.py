"""A service's store as tests want it: people, papers and a study in whichever state, put there directly."""

import datetime as dt
from contextlib import contextmanager

from django.db import transaction
from tests.unit.service.answering import whole

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.agreements import Grant
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.door import _Door, _opened, write
from outcomelab.service.store.models import (
    Account,
    AgreementRow,
    AuditRow,
    CohortFileRow,
    HoldingRow,
    JudgementRow,
    OrganisationRow,
    OutputRow,
    PostRow,
    StudyRow,
    TermsRow,
    VoteRow,
)

FIRST = 101  # the number of the first person's account
GRANTS = (
    Grant(
        holding="justice", variables=("persons", "persons.schooling", "releases"),
        outcomes=("arrests", "arrests.*"),
    ),
)  # fmt: skip
DICTIONARY = Dictionary(
    name="justice", title="Justice", custodian="Ministry of Justice", legal_basis="Statistics Act",
    covers_from=dt.date(2015, 1, 1), covers_to=dt.date(2025, 12, 31),
    tables=(
        Table("persons", (Column("person", "string", "person"), Column("schooling", "string", "code")),
              one_row_a_person=True),
        Table("arrests", (Column("person", "string", "person"), Column("arrested_on", "date", "event-date"),
                          Column("offence", "string", "code"))),
    ),
)  # fmt: skip
PROTOCOL = """
[study]
title = "Mentoring on release"
programme = "Mentoring"
provider = "Bridge Trust"
custodian = "Ministry of Justice"
agreement = "2026-001"
[holding]
name = "justice"
[tables.arrests]
date = "arrested_on"
[index]
event = "start of the programme"
on = 2020-01-01
[[covariates]]
name = "schooling"
label = "Schooling"
kind = "category"
column = "schooling"
[[outcomes]]
name = "arrested"
label = "Arrested"
kind = "any"
table = "arrests"
"""


class Placed:
    """A lab, a provider and a ministry with one person for each capacity, an agreement, and what is put there."""

    def __init__(self, world):
        self.world, self.at = world, dt.datetime.combine(world.today, dt.time(12), dt.UTC)
        self.parties = {side: OrganisationRow(key=key, name=key, side=side) for side, key in world.parties.items()}
        self.holding = HoldingRow(
            name="justice", title="Justice", custodian=self.parties[Side.CUSTODIAN],
            dictionary=as_json(Dictionary, DICTIONARY),
        )  # fmt: skip
        self._sides = {side.value: row for side, row in self.parties.items()}
        self.under = AgreementRow(reference="2026-001", version=0, **self._sides)
        self.accounts = {
            capacity: Account(pk=FIRST + place, email=f"{FIRST + place}@example.org", password="!")
            for place, capacity in enumerate(world.capacities)
        }
        posts = [
            PostRow(account=account, organisation=self.parties[capacity.side], role=capacity.role, since=self.at)
            for capacity, account in self.accounts.items()
        ]
        write(self._told(), *self.parties.values(), self.holding, self.under, *self.accounts.values(), *posts)
        self.agree()

    def by(self, capacity):
        """Whoever has that capacity, at noon."""
        return By(self.accounts[capacity].pk, self.at)

    def agree(self, **changes):
        """Other terms of the agreement, from now on. Returns them."""
        terms = self.world.agreement(**{"grants": GRANTS} | changes)
        self.under.version += 1
        version = TermsRow(agreement=self.under, version=self.under.version, terms=terms.model_dump_json())
        write(self._told(), self.under, version)
        return terms

    def place(self, study):
        """The row of a study that is read as the one given."""
        row = StudyRow(
            reference=study.reference, agreement=self.under, holding=self.holding, purpose=study.purpose,
            title="Mentoring", draft=_without(whole(indigenous="no"), study.unanswered), state=study.state,
            round=1, persons=study.persons, protocol=PROTOCOL,
            uses=study.uses and {
                "holding": study.uses.holding, "variables": sorted(study.uses.variables),
                "outcomes": sorted(study.uses.outcomes),
            },
            rules=study.rules and study.rules.model_dump(), identifiers_held=len(study.held) > 0,
            project_key_held=len(study.held) > 0, **self._sides,
        )  # fmt: skip
        write(
            self._told(), row,
            CohortFileRow(study=row, place="list", sha256="d" * 64, persons=study.persons),
            *(JudgementRow(study=row, safe=one.safe, verdict=one.verdict, by=one.by, submission=one.submission)
              for one in study.judgements),
            *(OutputRow(study=row, name=f"output {place}", place="output", sha256=output)
              for place, output in enumerate(study.outputs)),
            *(VoteRow(study=row, round=1, output=output, says=says, checker=one.checker, custodian=one.custodian)
              for one in study.ballots for output, says in one.says),
        )  # fmt: skip
        for done in study.history:
            at = dt.datetime.combine(done.on, dt.time(9), dt.UTC)
            write(Event(at=at, who=done.who, command=done.command, study=study.reference))
        return row

    def add(self, *rows):
        """Put any rows there."""
        write(self._told(), *rows)

    def tell(self, event):
        """Put an event into the log."""
        write(event)

    def call(self, side, name):
        """Give a party another name than its key."""
        self.parties[side].name = name
        self.add(self.parties[side])

    def move(self, row, state):
        """Put a study into a state, as no act does."""
        with _opened(_Door.OPEN):
            StudyRow.objects.filter(pk=row.pk).update(state=state)

    def _told(self):
        return Event(at=self.at, who=1, command="set-up")


def _without(answers, names):
    return {name: answer for name, answer in answers.items() if name not in names}


@contextmanager
def undone():
    """What is done in here is looked at, and then as if it had not been done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def last_event():
    """The last event of the audit log."""
    return AuditRow.objects.order_by("number").last().event
