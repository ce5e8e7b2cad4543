"""What the lab's analysts do: have the list linked, fix and amend the protocol, evaluate, send to the checkers."""

from __future__ import annotations

from django.db import models

from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.actions.asking import ask
from outcomelab.service.actions.protocols import plan, refuse_other_list, refuse_unfit
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.store.models import ProtocolRow
from outcomelab.service.store.planning import Plan
from outcomelab.service.vault import trying
from outcomelab.service.vault.places import places


def try_out(by: By, reference: str, protocol: str) -> Decision:
    """Ask for a protocol to be tried on made-up data, up to its report; the study and its protocol stay as they
    are. Raises as `link` does for one that cannot be used, EngineError when it cannot be kept."""
    made = plan(by, protocol, reference)

    def bring(_: Acting) -> list[models.Model]:
        trying.keep_protocol(places(), reference, made.text)
        return []

    return ask(Command.TRY, by, reference, bring)


def link(by: By, reference: str, protocol: str) -> Decision:
    """Ask for the list to be linked as a first protocol says: its cohort, its index events, its linkage.

    Raises ProtocolError for a protocol that cannot be used, UsageError for one that is too long.
    """
    made = plan(by, protocol, reference)

    def bring(acting: Acting) -> list[models.Model]:
        refuse_unfit(made, acting)
        acting.row.project_key_held = True  # the work begins with the key, and need not end
        return [_taken(Command.LINK, acting, made)]

    return ask(Command.LINK, by, reference, bring, uses=made.uses)


def fix(by: By, reference: str, protocol: str) -> Decision:
    """Fix the protocol, before any outcome is read. Raises as `link` does, also where it would have linked
    another list or otherwise."""
    return _fixed(Command.FIX, by, reference, protocol)


def amend(by: By, reference: str, protocol: str) -> Decision:
    """Fix an amended protocol. Raises as `fix` does."""
    return _fixed(Command.AMEND, by, reference, protocol)


def evaluate(by: By, reference: str) -> Decision:
    """Ask for the study to be evaluated by its protocol."""
    return ask(Command.EVALUATE, by, reference)


def send(by: By, reference: str) -> Decision:
    """Send the draft outputs to the checkers."""
    return act(Command.SEND, by, reference)


def _fixed(command: Command, by: By, reference: str, protocol: str) -> Decision:
    made = plan(by, protocol, reference)

    def bring(acting: Acting) -> list[models.Model]:
        refuse_unfit(made, acting)
        refuse_other_list(made, acting)
        replaced = list(acting.row.outputs.filter(replaced=None))
        for output in replaced:  # they are of the protocol before
            output.replaced = by.at
        return [*replaced, _taken(command, acting, made)]

    return act(command, by, reference, bring, uses=made.uses)


def _taken(command: Command, acting: Acting, made: Plan) -> ProtocolRow:
    """A protocol as the study's own from now on."""
    acting.row.protocol = made.text
    acting.row.uses = {
        "holding": made.uses.holding,
        "variables": sorted(made.uses.variables),
        "outcomes": sorted(made.uses.outcomes),
    }
    by = acting.by
    return ProtocolRow(study=acting.row, text=made.text, by=by.account, command=command.value, at=by.at)
