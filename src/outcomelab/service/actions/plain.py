"""Commands that bring nothing along: each is the act itself, on the study of a reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from outcomelab.service.actions import analysing, applying, approving, checking, destroying, ending
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision

PLAIN: Mapping[Command, Callable[[By, str], Decision]] = {
    Command.SUBMIT: applying.submit,
    Command.RECEIVE: applying.receive,
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
