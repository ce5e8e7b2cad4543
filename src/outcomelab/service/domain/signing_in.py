"""What the audit log tells of signing in."""

from __future__ import annotations

from enum import StrEnum

from outcomelab.service.domain.verbs import Verb


class Access(Verb):
    """What somebody does at the door, by hand or by mistake."""

    SIGN_IN = "sign-in", "sign in"
    ADD_FACTOR = "add-second-factor", "add a second factor"
    REMOVE_FACTOR = "remove-second-factor", "remove a second factor"
    RENEW_CODES = "renew-recovery-codes", "make new recovery codes"


class NotIn(StrEnum):
    """Why somebody who named an account was not let in."""

    WRONG_PASSWORD = "wrong-password"  # noqa: S105 what was wrong, not one
    WRONG_CODE = "wrong-code"
    CLOSED = "account-closed"
