"""A session on a Spark cluster that the lab runs: opened quickly or refused, and closed whatever happens."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from subprocess import TimeoutExpired
from typing import Any
from urllib.parse import urlsplit
from warnings import filterwarnings

from outcomelab.engines.spark.sending import FEWEST, MOST
from outcomelab.engines.spark.watch import watched
from outcomelab.errors import EngineError

NOT_INSTALLED = "Spark is not installed here. Install it with the extra “spark”: pip install 'outcomelab[spark]'."
_CONNECT, _LOCAL = "sc://", "local"
# Seconds in which a cluster answers, or is taken for one that does not.
_ANSWERS = 5.0
# How often Spark Connect is asked again: for half a minute, waiting four times as long each time, up to that.
_TRIES = 9
# Seconds after which a cluster without a worker is taken to be gone.
_PATIENCE = 30.0
# Seconds in which Java ends by itself.
_ENDS = 10.0
_ITSELF = 1_000_000_000  # bytes that the driver needs beside what it is handed
_SETTINGS = {
    # What Spark writes to the workers' disks, and hands from Python to Java, is encrypted.
    "spark.io.encryption.enabled": "true",
    # Nothing is told of the work beyond its result: no pages, no history, no messages that could quote a value.
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.log.level": "OFF",
    "spark.executor.syncLogLevel.enabled": "true",
    # What comes back is as large as it is.
    "spark.driver.maxResultSize": "0",
    # Rows go out in pieces instead of lying in every plan.
    "spark.sql.execution.arrow.localRelationThreshold": "0",
}
# What a query means depends on these: said to a server as well.
_MEANING = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


@dataclass(frozen=True)
class Load:
    """What a session is for: about so many `records`, of so many bytes in the driver, which keeps them until the
    end; and the functions of a jar, which is named when there is a session to give it to."""

    records: int
    bytes_a_record: int
    jar: Callable[[], str] | None = None


@contextmanager
def opened(address: str, load: Load) -> Iterator[Any]:
    """A Spark session at `address` for `load`.

    A cluster without a worker for half a minute is taken to be gone. Raises EngineError, in words, when Spark
    is not installed, the cluster can't be reached, is lost on the way or can't do what it is asked. Nothing is
    left of the session afterwards: its tables were the workers' memory and encrypted files of theirs.
    """
    if find_spec("pyspark") is None:
        raise EngineError(NOT_INSTALLED)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    _answers(address)
    try:
        session = _started(address, load)
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise EngineError(f"No session could be started on Spark at {address} ({type(error).__name__}).") from None
    gone = f"The Spark cluster at {address} has no worker that answers. Nothing was written; run it again."
    try:
        with watched(session, address, _PATIENCE) as lost:
            try:
                yield session
            except EngineError:
                raise
            except Exception as error:
                # What comes out depends on where Spark was when it stopped; its words may quote values.
                if lost() or (address.startswith(_CONNECT) and not _listens(address)):
                    raise EngineError(gone) from None
                if isinstance(error, (PySparkException, Py4JError)):
                    raise EngineError(_failed(address, error)) from None
                raise
    finally:
        _closed(session, address)


def _answers(address: str) -> None:
    """Raise EngineError when nobody listens there: Spark itself would go on trying for a minute."""
    if not address.startswith(_LOCAL) and not _listens(address):
        raise EngineError(
            f"No Spark cluster answers at {address}. Check the address, and that its master is running."
        )


def _listens(address: str) -> bool:
    # Several masters may be named, of which one leads.
    hosts = address.partition("://")[2].partition("/")[0].split(",")
    for host in hosts:
        place = urlsplit(f"//{host.partition(';')[0]}")
        try:
            port = place.port or (15002 if address.startswith(_CONNECT) else 7077)
            with socket.create_connection((place.hostname or "", port), timeout=_ANSWERS):
                return True
        except (OSError, ValueError):
            continue
    return False


def _started(address: str, load: Load) -> Any:
    from pyspark.sql import SparkSession

    if SparkSession.getActiveSession() is not None:
        raise EngineError("This process has a Spark session already. Stop it, or work in a process of its own.")
    if address.startswith(_CONNECT):
        # All other settings are the server's: docs/spark.md says which.
        session = SparkSession.builder.remote(address).create()
        _try_again(session, _TRIES)
        if load.jar is not None:
            session.addArtifacts(load.jar())
        return _with_meaning(session)
    if os.environ.get("SPARK_REMOTE"):
        raise EngineError("The variable SPARK_REMOTE names another cluster. Unset it, or give its address, sc://.")
    builder = SparkSession.builder.master(address).appName("outcomelab")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    memory = (_ITSELF + load.bytes_a_record * load.records) // 1_000_000
    builder = builder.config("spark.driver.memory", f"{memory}m")
    if load.jar is not None:
        builder = builder.config("spark.jars", load.jar())
    session = builder.getOrCreate()
    pieces = _pieces(session.sparkContext.defaultParallelism, load.records)
    session.conf.set("spark.sql.shuffle.partitions", str(pieces))
    return _with_meaning(session)


def _try_again(session: Any, times: int) -> None:
    """How often Spark Connect's server is asked again when it does not answer: by itself, for ten minutes."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")  # which is said in our own words
    policy = DefaultPolicy(max_retries=times, max_backoff=int(_ANSWERS * 1_000))
    session.client.set_retry_policies([policy])


def _with_meaning(session: Any) -> Any:
    for name, value in _MEANING.items():
        session.conf.set(name, value)
    return session


def _pieces(cores: int, records: int) -> int:
    """Into how many pieces tables are cut: two for each core, where the lists are long enough for that."""
    return max(2, min(2 * cores, records // FEWEST), ceil(records / MOST))


def _failed(address: str, error: Exception) -> str:
    return (
        f"Spark at {address} could not do what it was asked ({type(error).__name__}). If it ran out of memory or "
        "disk, docs/spark.md says how much it needs."
    )


def _closed(session: Any, address: str) -> None:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if address.startswith(_CONNECT):  # whether its server still answers has been found out by now
        _try_again(session, 1)
    with suppress(PySparkException, Py4JError, OSError):  # the cluster is gone, and the session with it
        session.stop()
    _without_java()


def _without_java() -> None:
    """End the Java beside this process, if there is any: it holds what was handed in, and memory enough for that
    and no more."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is None:
        return
    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    gateway.proc.stdin.close()  # by which it knows that nobody needs it
    try:
        gateway.proc.wait(_ENDS)
    except TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
