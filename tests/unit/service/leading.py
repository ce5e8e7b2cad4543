"""A service in which the demo's study can be led from draft to release, with a lab that has its holding."""

import datetime as dt
import shutil
from contextlib import contextmanager

from django.test import override_settings
from django.utils import timezone
from tests.unit.service.answering import whole

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.opening import read
from outcomelab.service.actions import analysing, applying, approving, checking, lists
from outcomelab.service.actions.acting import By
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.agreements import Grant
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.jobs.doing import do
from outcomelab.service.jobs.queue import take
from outcomelab.service.store.models import JobRow, PostRow, StudyRow

GRANTS = (
    Grant(holding="justice", variables=("persons.*", "releases.*", "arrests.*"), outcomes=("arrests.*",)),
)  # fmt: skip


@contextmanager
def laid_out(given, folder):
    """The data and keys in one folder copied to another, where the service has them while this lasts."""
    for part in ("data", "data.keys"):
        shutil.copytree(given / part, folder / part)
    (folder / "data").chmod(0o700)
    with override_settings(CHOICES=Choices(data=folder / "data", keys=None)):
        yield


def agreed_today(placed, **changes):
    """An agreement on the demo's holding, in force today, whenever that is."""
    today, year, terms = timezone.localdate(), dt.timedelta(365), placed.world.agreement()
    documents = tuple(
        one.model_copy(update={"approved": today - year, "expires": today + year}) for one in terms.documents
    )
    signatures = tuple(one.model_copy(update={"on": today - year}) for one in terms.signatures)
    dates = {"starts": today - year, "ends": today + year}
    return placed.agree(**dates | {"documents": documents, "grants": GRANTS, "signatures": signatures} | changes)


class Led:
    """A study of the demo, led by its people through the actions; the worker's work is done at once."""

    def __init__(self, placed, ministry, folder):
        self.folder, self.given = folder, ministry[1]
        self.people = {
            "provider": Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER),
            "steward": Capacity(Role.STEWARD, Side.CUSTODIAN),
            "linker": Capacity(Role.ANALYST, Side.LAB),
            "their checker": Capacity(Role.CHECKER, Side.CUSTODIAN),
            "our checker": Capacity(Role.CHECKER, Side.LAB),
        }
        self.placed = placed
        analyst = placed.accounts[Capacity(Role.RESEARCHER, Side.LAB)]
        placed.add(PostRow(account=analyst, organisation=placed.parties[Side.LAB], role=Role.ANALYST))
        self.people["analyst"] = Capacity(Role.RESEARCHER, Side.LAB)
        dictionary = read(folder / "data" / "holdings", "justice")
        placed.holding.dictionary = as_json(Dictionary, dictionary)
        placed.add(placed.holding)
        self.agree()
        self.protocol = self.given.study.read_text().replace('"DEMO-2"', '"2026-001"')
        self.list = self.given.cohort.read_bytes()
        self.reference = ""

    def agree(self, **changes):
        """An agreement in force today, whenever that is."""
        return agreed_today(self.placed, **changes)

    def by(self, who):
        return By(self.placed.by(self.people[who]).account, timezone.now())

    def done(self, verb, who, *more):
        """Carry something out, which is allowed."""
        decision = verb(self.by(who), self.reference, *more)
        assert isinstance(decision, Allowed), decision.sentence

    def work(self):
        """The worker's work, until nothing waits. Returns the last job."""
        while (job := take(timezone.now())) is not None:
            do(job)
        return JobRow.objects.order_by("pk").last()

    @property
    def row(self):
        return StudyRow.objects.get(reference=self.reference)

    def begin(self):
        """As far as an application that is written and a list that was uploaded."""
        said = ("2026-001", "justice", Purpose.PROGRAMME_EFFECT, "Prison work")
        decision, self.reference = applying.begin(self.by("provider"), *said)
        assert isinstance(decision, Allowed), decision.sentence
        self.done(applying.answer, "provider", whole())
        self.done(lists.upload, "provider", self.list, "list.csv")

    def receive(self):
        """As far as a list that was received."""
        self.done(applying.submit, "provider")
        for safe in Safe:
            self.done(approving.judge, "steward", safe, Verdict.SAFE)
        self.done(approving.approve, "steward")
        self.done(applying.receive, "provider")

    def evaluate(self):
        """From a received list as far as draft outputs."""
        self.done(analysing.link, "linker", self.protocol)
        assert self.work().state == "done", JobRow.objects.last().words
        self.done(analysing.fix, "analyst", self.protocol)
        self.done(analysing.evaluate, "analyst")
        assert self.work().state == "done", JobRow.objects.last().words

    def check(self):
        """From draft outputs as far as cleared ones."""
        self.done(analysing.send, "analyst")
        outputs = self.row.outputs.filter(replaced=None)
        votes = {output.sha256: Says.APPROVE for output in outputs}
        for checker in ("our checker", "their checker"):
            self.done(checking.vote, checker, votes, {})
        self.done(checking.clear, "our checker")
