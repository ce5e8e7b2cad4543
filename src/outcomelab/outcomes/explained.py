"""The engine's errors in the lab's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from outcomelab.engines.duck import damaged
from outcomelab.errors import OutcomesError


@contextmanager
def explained() -> Iterator[None]:
    """Turn the engine's errors into ours, without their text: it may quote a person's values."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise OutcomesError("There is not enough memory to derive this study on this machine.") from None
    except duckdb.Error as error:
        if damaged(error):
            raise  # whoever opened the store says so
        raise OutcomesError(
            "The holding's content could not be computed with: a column does not hold what the dictionary "
            "says. Register the holding again."
        ) from None
