"""Two studies whose parties, but for the lab, have nothing to do with one another; each with words of its own."""

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.utils import timezone
from tests.unit.service.placing import DICTIONARY, FIRST, GRANTS, PROTOCOL, Placed

from outcomelab.errors import RowProblem
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.service.domain.agreements import Signature
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.roles import MAY_HOLD, Capacity, Side
from outcomelab.service.domain.states import State
from outcomelab.service.queries import public
from outcomelab.service.store import reading
from outcomelab.service.store.models import (
    Account,
    AgreementRow,
    CohortFileRow,
    CommentRow,
    HoldingRow,
    OrganisationRow,
    OutputRow,
    PostRow,
    StudyRow,
    TermsRow,
)
from outcomelab.service.vault import lists
from outcomelab.service.vault.places import places

_YEAR = dt.timedelta(days=365)
IDENTIFIERS = ("Quackenbush", "Zephyrina", "1971-03-05", "05/03/1971")
_ROWS = [f"Quackenbush{row},Zephyrina,1971-03-05,F" for row in range(70)]
_ROWS.append("Quackenbush,Zephyrina,05/13/1971x,F")
LIST = "\n".join(["Last Name,First Name,Date of Birth,Gender", *_ROWS]).encode()


@dataclass(frozen=True)
class Part:
    """One study and its parties. people: the numbers of their accounts. title: in the register once the study is
    decided on; words: nobody's but the parties'."""

    placed: Placed
    row: StudyRow
    study: str
    agreement: str
    holding: str
    provider: str
    custodian: str
    output: str
    people: tuple[int, ...]
    words: tuple[str, ...]
    title: str

    def move(self, state):
        """Put the study into a state."""
        self.placed.move(self.row, state)

    def kept_from(self, account):
        """What somebody must not be told: nothing when they hold a post with one of the parties."""
        posts = {post.organisation.key for post in reading.person(account).posts}
        if posts & {self.provider, self.custodian, self.placed.world.parties[Side.LAB]}:
            return ()
        registered = public.registered(self.study)
        return self.words if registered else (*self.words, self.title, self.study)


def two_studies(placed):
    """Both of them: the placed parties' own, and one of a provider and a ministry that nobody else knows."""
    world = placed.world
    ours = world.study(state=State.DRAFT, judgements=())
    first = _study(placed, ours, placed.under, placed.holding, placed.parties, "Lanternfish", placed.accounts)
    there = {Side.LAB: placed.parties[Side.LAB]}
    for side, key in ((Side.PROVIDER, "north-trust"), (Side.CUSTODIAN, "ministry-of-health")):
        there[side] = OrganisationRow(key=key, name=key, side=side)
    described = as_json(Dictionary, replace(DICTIONARY, name="health", title="Health"))
    holding = HoldingRow(name="health", title="Health", custodian=there[Side.CUSTODIAN], dictionary=described)
    sides = {side.value: row for side, row in there.items()}
    under = AgreementRow(reference="2026-007", version=1, **sides)
    people = {
        Capacity(role, side): Account(pk=500 + number, email=f"{500 + number}@example.net", password="!")
        for number, (role, side) in enumerate(
            (role, side) for role, sides in MAY_HOLD.items() for side in sides if side is not Side.LAB
        )
    }
    posts = [PostRow(account=who, organisation=there[one.side], role=one.role) for one, who in people.items()]
    placed.add(there[Side.PROVIDER], there[Side.CUSTODIAN], holding, under, *people.values(), *posts)
    theirs = replace(
        ours, reference="2026-077", agreement="2026-007", holding="health", outputs=("e" * 64, "f" * 64)
    )
    return first, _study(placed, theirs, under, holding, there, "Quillwort", people)


def _study(placed, study, under, holding, parties, word, people):
    """The study with its words everywhere that words stand, and a list, whose checks found something."""
    today = timezone.localdate()
    terms = placed.world.agreement(
        reference=under.reference, title=f"{word} terms", legal_basis=f"{word} act",
        provider=parties[Side.PROVIDER].key, custodian=parties[Side.CUSTODIAN].key,
        grants=(GRANTS[0].model_copy(update={"holding": holding.name}),),
        starts=today - _YEAR, ends=today + _YEAR,
        signatures=tuple(Signature(party=one.key, on=today) for one in parties.values()),
    )  # fmt: skip
    row = StudyRow(
        reference=study.reference, agreement=under, holding=holding, purpose=study.purpose,
        title=f"{word} mentoring", state=study.state, draft={"what_it_did": f"{word} walks"},
        protocol=f"{PROTOCOL}# {word} plan",
        **{side.value: one for side, one in parties.items()},
    )  # fmt: skip
    under.version = 9
    placed.add(
        row, under, TermsRow(agreement=under, version=9, terms=terms.model_dump_json()),
        CommentRow(study=row, item="use", words=f"{word} comment", by=FIRST, command=Command.RETURN),
        *(OutputRow(study=row, name=one[:4], place="output", sha256=one) for one in study.outputs),
    )  # fmt: skip
    kept = lists.keep(places(), row.reference, LIST, ".csv")
    problem = asdict(RowProblem(row=72, column="Date of Birth", wrong="no date", mend="Write it as 2001-12-31."))
    placed.add(
        CohortFileRow(study=row, checked=placed.at, problems=[problem], findings=["70 rows"], **asdict(kept))
    )
    return Part(
        placed, row, row.reference, under.reference, holding.name, parties[Side.PROVIDER].key,
        parties[Side.CUSTODIAN].key, study.outputs[0], tuple(one.pk for one in people.values()),
        tuple(f"{word} {one}" for one in ("terms", "act", "walks", "plan", "comment")), row.title,
    )  # fmt: skip
