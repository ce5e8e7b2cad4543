"""What the audit log is told of signing in, written by whoever lets people in."""

from __future__ import annotations

import datetime as dt

from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.domain.signing_in import Access, NotIn
from outcomelab.service.store.door import write


def done(access: Access, account: int, at: dt.datetime) -> None:
    """Record what the holder of an account did."""
    write(Event(at=at, who=account, account=account, command=access.value, code=ALLOWED))


def not_let_in(account: int, why: NotIn, at: dt.datetime) -> None:
    """Record that somebody tried an account and was not let in."""
    write(Event(at=at, who=account, account=account, command=Access.SIGN_IN.value, code=why.value))
