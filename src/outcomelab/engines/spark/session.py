"""A session on a Spark cluster that the lab runs: opened quickly or refused, and closed whatever happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Any

from outcomelab.engines.spark import java
from outcomelab.engines.spark.starting import (
    CONNECT,
    Load,
    listens,
    require_answer,
    require_nobody_else,
    started,
    told,
    try_again,
    why_none,
)
from outcomelab.engines.spark.watch import watched
from outcomelab.errors import EngineError

NOT_INSTALLED = "Spark is not installed here. Install it with the extra “spark”: pip install 'outcomelab[spark]'."
# Seconds after which a cluster without a worker is taken to be gone.
_PATIENCE = 30.0
_BY_CONNECT = "SPARK_CONNECT_MODE_ENABLED"
_GONE = {
    "workers": "The Spark cluster at {} has no worker that answers.",
    "driver": "The Java beside this process, which works with Spark at {}, has ended: was there memory enough?",
    "server": "The server of Spark Connect at {} has ended, or answers no longer.",
    "server anew": "The server of Spark Connect at {} was started anew, or has closed the session.",
}
# Of a server that no longer knows a session, by Spark's names.
_ANEW = ("NO_ACTIVE_SESSION", "INVALID_HANDLE", "SESSION_CLOSED", "SESSION_CHANGED")


@contextmanager
def opened(address: str, load: Load) -> Iterator[Any]:
    """A Spark session at `address` for `load`.

    A cluster without a worker for half a minute is taken to be gone. Raises EngineError, in words, when Spark or
    its Java is not installed, the cluster can't be reached or is of another version, is lost on the way or can't
    do what it is asked. Nothing is left of the session afterwards: its tables were the workers' memory and
    encrypted files of theirs.
    """
    if find_spec("pyspark") is None:
        raise EngineError(NOT_INSTALLED)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    require_answer(address)
    session = _opened(address, load)
    try:
        with watched(session, address, _PATIENCE) as lost:
            try:
                yield session
            except EngineError:
                raise
            except Exception as error:
                # What comes out depends on where Spark was when it stopped; its words may quote values.
                gone = _gone(address, error, workers=lost())
                if gone:
                    raise EngineError(
                        f"{_GONE[gone].format(address)} Nothing was written; run it again."
                    ) from None
                if isinstance(error, (PySparkException, Py4JError)):
                    raise EngineError(_failed(address, error)) from None
                raise
    finally:
        _closed(session, address)


def _opened(address: str, load: Load) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    require_nobody_else(address)
    session = None
    try:
        session = started(address, load)
        told(session, address, load)
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        # Whoever waits to be told need not wait for what would be tried again at the end.
        _closed(session, address)
        raise EngineError(why_none(address, error)) from None
    return session


def _gone(address: str, error: Exception, *, workers: bool) -> str | None:
    """What of the cluster was lost when `error` came out, if anything was."""
    if not address.startswith(CONNECT):
        return "driver" if java.ended() else "workers" if workers else None
    if not listens(address):
        return "server"
    return "server anew" if any(name in str(error) for name in _ANEW) else None


def _failed(address: str, error: Exception) -> str:
    return (
        f"Spark at {address} could not do what it was asked ({type(error).__name__}). If it ran out of memory or "
        "disk, docs/spark.md says how much it needs."
    )


def _closed(session: Any, address: str) -> None:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if session is not None:
        if address.startswith(CONNECT):  # whether its server still answers has been found out by now
            try_again(session, 1)
        with suppress(PySparkException, Py4JError, OSError):  # the cluster is gone, and the session with it
            session.stop()
    if address.startswith(CONNECT):  # else this process could work with no other cluster: it is left by Spark
        os.environ.pop(_BY_CONNECT, None)
    java.end()
