"""Drafts of the demo's study, evaluated once and put beside a study in any state, in any database."""

from dataclasses import replace

from tests.unit.service.leading import Led, agreed_today

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.opening import read
from outcomelab.service.domain.study import Done
from outcomelab.service.domain.variables import Uses


class Evaluated:
    """What the lab has of the demo's study once it is evaluated: the folders, and what its rows say."""

    def __init__(self, placed, ministry, folder):
        self.folder = folder
        led = Led(placed, ministry, folder)
        led.begin()
        led.work()
        led.receive()
        led.evaluate()
        self.reference, self.protocol, self.persons = led.reference, led.protocol, led.row.persons
        self.uses, self.rules, self.links = led.row.uses, led.row.rules, led.row.links
        self.list = led.row.lists.filter(received__isnull=False).get().sha256
        self.place, self.output = led.row.outputs.values_list("place", "sha256").get()


class Drafted:
    """A service in which a study in any state has those drafts."""

    def __init__(self, placed, made, folder):
        self.placed, self.made = placed, made
        self.reference, self.output = made.reference, made.output
        placed.holding.dictionary = as_json(Dictionary, read(folder / "data" / "holdings", "justice"))
        placed.add(placed.holding)
        agreed_today(placed)

    def history(self, *others):
        """What was done to the study until it is sent, by people who do nothing else in it; then `others`, each a
        command and who carries it out."""
        done = (Done(command, one.account, self.placed.world.today) for command, one in others)
        return (*self.placed.world.study().history, *done)

    def place(self, state, **changes):
        """The row of the study in that state."""
        uses = Uses(
            self.made.uses["holding"], *(frozenset(self.made.uses[one]) for one in ("variables", "outcomes"))
        )
        said = {"reference": self.reference, "outputs": (self.output,), "state": state, "uses": uses}
        study = self.placed.world.study(**said | changes)
        ballots = tuple(
            replace(one, says=tuple((self.output, says) for _, says in one.says[:1])) for one in study.ballots
        )
        row = self.placed.place(replace(study, ballots=ballots))
        row.protocol, row.links = self.made.protocol, self.made.links
        received = row.lists.get()
        received.sha256, received.received = self.made.list, self.placed.at
        outputs = list(row.outputs.all())
        for output in outputs:
            output.place = self.made.place
        self.placed.add(row, received, *outputs)
        return row
