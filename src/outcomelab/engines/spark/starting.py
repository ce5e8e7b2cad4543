"""How a session on a cluster is started: what it is told, and why none starts."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from tempfile import gettempdir
from typing import Any
from urllib.parse import urlsplit
from warnings import filterwarnings

from outcomelab.engines.spark.java import begin
from outcomelab.engines.spark.sending import FEWEST, MOST
from outcomelab.errors import EngineError

CONNECT, _LOCAL = "sc://", "local"
# Seconds in which a cluster answers, or is taken for one that does not.
_ANSWERS = 5.0
# How often Spark Connect is asked again: for half a minute, waiting four times as long each time, up to that.
_TRIES = 9
_ITSELF = 1_000_000_000  # bytes that the driver needs beside what it is handed
_SETTINGS = {
    "spark.app.name": "outcomelab",
    # What Spark writes to the workers' disks, and hands from Python to Java, is encrypted.
    "spark.io.encryption.enabled": "true",
    # Nothing is told of the work beyond its result: no pages, no history, no messages that could quote a value.
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.log.level": "OFF",
    "spark.executor.syncLogLevel.enabled": "true",
    # All tables are views. Where there would be others is a folder that exists: else one would be made.
    "spark.sql.warehouse.dir": gettempdir(),
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


def require_answer(address: str) -> None:
    """Raise EngineError when nobody listens there: Spark itself would go on trying for a minute."""
    if not address.startswith(_LOCAL) and not listens(address):
        who = "server" if address.startswith(CONNECT) else "master"
        raise EngineError(
            f"No Spark cluster answers at {address}. Check the address, and that its {who} is running."
        )


def listens(address: str) -> bool:
    """Whether anybody does, at any of the places that `address` names: of several masters one leads."""
    hosts = address.partition("://")[2].partition("/")[0].split(",")
    for host in hosts:
        place = urlsplit(f"//{host.partition(';')[0]}")
        try:
            port = place.port or (15002 if address.startswith(CONNECT) else 7077)
            with socket.create_connection((place.hostname or "", port), timeout=_ANSWERS):
                return True
        except (OSError, ValueError):
            continue
    return False


def require_nobody_else(address: str) -> None:
    """Raise EngineError where this process works with a cluster already, or is told of another one."""
    from pyspark.sql import SparkSession

    if SparkSession.getActiveSession() is not None:
        raise EngineError("This process has a Spark session already. Stop it, or work in a process of its own.")
    if os.environ.get("SPARK_REMOTE") and not address.startswith(CONNECT):
        raise EngineError("The variable SPARK_REMOTE names another cluster. Unset it, or give its address, sc://.")


def started(address: str, load: Load) -> Any:
    """A session for `load`. What Spark raises when there is none comes through, for `why_none` to tell. Raises
    EngineError where Java does not start."""
    from pyspark.sql import SparkSession

    if address.startswith(CONNECT):
        return SparkSession.builder.remote(address).create()
    memory = (_ITSELF + load.bytes_a_record * load.records) // 1_000_000
    settings = {**_SETTINGS, "spark.master": address, "spark.driver.memory": f"{memory}m"}
    if load.jar is not None:
        settings["spark.jars"] = load.jar()
    begin(settings)
    return SparkSession.builder.config(map=settings).getOrCreate()


def told(session: Any, address: str, load: Load) -> None:
    """Tell a session what it has to know before it is asked anything. All other settings of a server of Spark
    Connect are its own: docs/spark.md says which."""
    if address.startswith(CONNECT):
        try_again(session, _TRIES)
        if load.jar is not None:
            session.addArtifacts(load.jar())
    else:
        pieces = _pieces(session.sparkContext.defaultParallelism, load.records)
        session.conf.set("spark.sql.shuffle.partitions", str(pieces))
    for name, value in _MEANING.items():
        session.conf.set(name, value)


def why_none(address: str, error: Exception) -> str:
    """Why there is no session, in a sentence: Spark's own words may be pages."""
    from pyspark import __version__

    who = f"a master of Spark {__version__}, as here"
    if address.startswith(CONNECT):
        who = "a server of Spark Connect, of Spark 4"
    return (
        f"What answers at {address} starts no session ({type(error).__name__}). Check that it is {who}, and lets "
        "this machine in."
    )


def try_again(session: Any, times: int) -> None:
    """How often Spark Connect's server is asked again when it does not answer: by itself, for ten minutes."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")  # which is said in our own words
    policy = DefaultPolicy(max_retries=times, max_backoff=int(_ANSWERS * 1_000))
    session.client.set_retry_policies([policy])


def _pieces(cores: int, records: int) -> int:
    """Into how many pieces tables are cut: two for each core, where the lists are long enough for that."""
    return max(2, min(2 * cores, records // FEWEST), ceil(records / MOST))
