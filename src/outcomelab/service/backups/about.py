"""What a backup says of itself: when it was made, where its audit log ends, and of which version its rows are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from outcomelab.errors import BackupError
from outcomelab.service.domain.audit import Head


@dataclass(frozen=True)
class About:
    """made: in UTC. head: of the audit log. version: the last migration of each application."""

    made: dt.datetime
    head: Head
    version: tuple[tuple[str, str], ...]

    def json(self) -> bytes:
        """As it stands in the archive."""
        return _KNOWN.dump_json(self)

    @classmethod
    def of(cls, content: bytes) -> About:
        """Read back. Raises BackupError for something else, as a later version may have written."""
        try:
            return _KNOWN.validate_json(content)
        except ValidationError:
            raise BackupError(
                "The backup was made by another version of the program: restore it with that."
            ) from None


_KNOWN: TypeAdapter[About] = TypeAdapter(About)
