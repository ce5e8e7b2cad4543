"""Where each command is given: on a page of its own, or by one press on the study's page."""

from __future__ import annotations

from collections.abc import Callable

from outcomelab.service.actions import (
    analysing,
    applying,
    approving,
    checking,
    destroying,
    ending,
)
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision

# Given by one press: the action itself. Those that cannot be taken back are asked about once more.
PRESSED: dict[Command, Callable[[By, str], Decision]] = {
    Command.WITHDRAW: applying.withdraw,
    Command.APPROVE: approving.approve,
    Command.CONFIRM_CONDITIONS: approving.confirm_conditions,
    Command.REVOKE: approving.revoke,
    Command.PUBLISH: approving.publish,
    Command.EVALUATE: analysing.evaluate,
    Command.SEND: analysing.send,
    Command.CLEAR: checking.clear,
    Command.RETURN_OUTPUTS: checking.return_outputs,
    Command.RELEASE: checking.release,
    Command.CLOSE: ending.close,
    Command.EXPIRE: ending.expire,
    Command.DESTROY_IDENTIFIERS: destroying.destroy_identifiers,
    Command.DESTROY_KEY: destroying.destroy_key,
}
FOR_GOOD = frozenset(
    {
        Command.WITHDRAW, Command.REVOKE, Command.CLOSE, Command.EXPIRE, Command.RELEASE, Command.PUBLISH,
        Command.DESTROY_IDENTIFIERS, Command.DESTROY_KEY,
    }
)  # fmt: skip

# Given on a page of its own: the name of its address, which takes the study's reference.
PAGES: dict[Command, str] = {
    Command.SAVE: "application",
    Command.UPLOAD: "list",
    Command.SUBMIT: "submit",
    Command.RECEIVE: "send",
    Command.JUDGE: "approval",
    Command.RETURN: "approval",
    Command.APPROVE_WITH_CONDITIONS: "approval",
    Command.REFUSE: "approval",
    Command.LINK: "protocol",
    Command.TRY: "protocol",
    Command.FIX: "protocol",
    Command.AMEND: "protocol",
    Command.READ: "drafts",
    Command.VOTE: "checking",
    Command.OVERRIDE: "override",
}
