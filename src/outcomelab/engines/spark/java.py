"""The Java beside this process, through which a cluster is worked with by its master's address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from subprocess import STDOUT, TimeoutExpired
from tempfile import TemporaryFile

from outcomelab.errors import EngineError

# Seconds in which it ends by itself.
_ENDS = 10.0
# Seconds for one that is about to end.
_JUST_NOW = 1.0
_NONE = "JAVA_GATEWAY_EXITED"  # by Spark's name for it
_NO_REASON = ("NOTE", "WARNING", "Picked up")
_LONGEST = 300


def begin(settings: Mapping[str, str]) -> None:
    """Start it with Spark's `settings`, unless it is there. What it and Spark write of their own accord is kept
    from the terminal, where it would stand among the progress. Raises EngineError, with that, where it does not
    start."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is not None:
        return
    logging.getLogger().addFilter(_ours)
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    with TemporaryFile() as written:
        try:
            gateway = launch_gateway(conf, {"stdout": written, "stderr": STDOUT})
        except PySparkException as error:
            if error.getCondition() != _NONE:
                raise
            written.seek(0)
            raise EngineError(
                "Java did not start here. Spark needs Java 17 or a later one: install it, or name it in JAVA_HOME."
                + _reason(written.read().decode(errors="replace"))
            ) from None
    SparkContext._ensure_initialized(gateway=gateway)


def _ours(record: logging.LogRecord) -> bool:
    """Whether a line for the log is not of what PySpark talks to Java with, which writes a stack trace when Java
    has ended: that is said in our own words."""
    return "py4j" not in record.pathname


def _reason(written: str) -> str:
    lines = [line.strip() for line in written.splitlines() if line.strip() and not line.startswith(_NO_REASON)]
    return f" It said: {' '.join(lines)[:_LONGEST]}" if lines else ""


def ended() -> bool:
    """Whether it has ended, though nobody asked it to."""
    from pyspark import SparkContext

    if SparkContext._gateway is None:
        return False
    try:
        SparkContext._gateway.proc.wait(_JUST_NOW)
    except TimeoutExpired:
        return False
    return True


def end() -> None:
    """End it, if there is any: it holds what was handed in, and memory enough for that and no more."""
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
