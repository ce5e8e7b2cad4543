"""Where each command is given: on a page of its own, or by one press on the study's page."""

from __future__ import annotations

from outcomelab.service.actions.plain import PLAIN
from outcomelab.service.domain.commands import Command

# What cannot be taken back is asked about once more.
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
    Command.TRY: "protocol",
    Command.LINK: "protocol",
    Command.FIX: "protocol",
    Command.AMEND: "protocol",
    Command.READ: "drafts",
    Command.VOTE: "checking",
    Command.OVERRIDE: "override",
}

# Given by one press on the study's page: the rest of those that bring nothing along.
PRESSED = {command: act for command, act in PLAIN.items() if command not in PAGES}
