"""Ends: a study that is closed or expires, and the lab's administrator who takes one back."""

from __future__ import annotations

from outcomelab.service.actions.acting import By, act
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision


def close(by: By, reference: str) -> Decision:
    """Close a study of which nothing is left to destroy."""
    return act(Command.CLOSE, by, reference)


def expire(by: By, reference: str) -> Decision:
    """Let a study expire whose agreement is over."""
    return act(Command.EXPIRE, by, reference)


def override(by: By, reference: str, reason: str) -> Decision:
    """Take a study back to be done again, for a reason that is kept in the audit log."""
    return act(Command.OVERRIDE, by, reference, reason=reason)
