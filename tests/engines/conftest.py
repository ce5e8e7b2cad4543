"""A real Spark cluster on this machine: one master and two workers, each a process of its own, on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.ports import free_port

from outcomelab.engines.spark import java

WITHOUT = "OUTCOMELAB_WITHOUT_SPARK"
# Each Java here lives for a minute: what it would learn about its own code in an hour comes too late, and to check
# the thousands of classes of packages that are pinned by their hashes is a quarter of what a session costs.
SHORT_LIVED = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
# For the same reason what a query says is followed and not compiled.
UNCOMPILED = "spark.sql.codegen.wholeStage false\nspark.sql.codegen.factoryMode NO_CODEGEN\n"
WORKERS = 2


@dataclass
class Cluster:
    """A running cluster: its master's `address`, and the `folder` that everything it writes lies in."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def master(self) -> None:
        """Start the master."""
        port = self.address.rpartition(":")[2]
        self.others.append(self._started("I have been elected leader", "master.Master", "--port", port))

    def complete(self, workers: int = WORKERS) -> None:
        """Start the workers that are missing, each with a core and a gigabyte."""
        while len(self.workers) < workers:
            limits = ("--cores", "1", "--memory", "1g")
            self.workers.append(
                self._started("Successfully registered with master", "worker.Worker", *limits, self.address)
            )

    def lose(self, workers: int) -> None:
        """Kill as many workers, with what they run, as when their machine fails."""
        for _ in range(workers):
            _end(self.workers.pop(), signal.SIGKILL)

    def stop(self) -> None:
        """End every process that was started, workers first."""
        for process in (*self.workers, *self.others):
            _end(process, signal.SIGTERM)

    def _started(self, heard: str, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        spark = (f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", "--webui-port", "0", *arguments)
        return started(self.folder, heard, "spark-class", *spark)


def started(folder: Path, heard: str, command: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A `command` of Spark's at work, in a new folder of its own below `folder`, once its log holds `heard`."""
    import pyspark

    home = Path(pyspark.__file__).parent
    place = folder / str(len(list(folder.iterdir())))
    place.mkdir()
    own = {"SPARK_HOME": home, "SPARK_WORKER_DIR": place / "work", "SPARK_LOCAL_DIRS": place / "disk"}
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(home / "bin" / command), *arguments],
            env={**os.environ, **{name: str(value) for name, value in own.items()}},
            cwd=place,
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that a worker ends with what it runs
        )
    try:
        wait_for(place / "log", heard)
    except BaseException:
        _end(process, signal.SIGKILL)
        raise
    return process


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    os.killpg(process.pid, how)
    process.wait(timeout=60)


def wait_for(log: Path, words: str) -> None:
    """Wait until a log holds `words`; fail with the end of it when they do not come."""
    for _ in range(900):
        if words in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    pytest.fail(f"The cluster did not start:\n{log.read_text(errors='replace')[-2_000:]}")


@pytest.fixture(scope="module")
def spark_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that all that Spark writes for the tests of one file lies in; it is set up for short work."""
    folder = tmp_path_factory.mktemp("cluster")
    for name in ("here", "conf"):
        (folder / name).mkdir()
    (folder / "conf" / "spark-defaults.conf").write_text(UNCOMPILED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "here"))
        patch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
        patch.setenv("SPARK_CONF_DIR", str(folder / "conf"))
        yield folder


@pytest.fixture(scope="module")
def running_cluster(spark_folder: Path) -> Iterator[Cluster]:
    """A cluster for the tests of one file."""
    one = Cluster(f"spark://127.0.0.1:{free_port()}", spark_folder)
    try:
        one.master()
        yield one
    finally:
        one.stop()


@dataclass(frozen=True)
class Server:
    """A running server of Spark Connect."""

    address: str
    process: subprocess.Popen[bytes]

    def lose(self) -> None:
        """Kill it, as when its machine fails."""
        _end(self.process, signal.SIGKILL)


@pytest.fixture(scope="module")
def connect_server(spark_folder: Path) -> Iterator[Server]:
    """A Spark Connect server, which works by itself, as a cluster of its own."""
    port = free_port()
    given = {
        "spark.master": "local[1]",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
    }
    conf = [part for name, value in given.items() for part in ("--conf", f"{name}={value}")]
    what = ("--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal")
    server = started(spark_folder, "Spark Connect server started", "spark-submit", *conf, *what)
    try:
        yield Server(f"sc://127.0.0.1:{port}", server)
    finally:
        if server.poll() is None:
            _end(server, signal.SIGTERM)


@pytest.fixture(scope="module")
def one_java(spark_folder: Path) -> Iterator[None]:  # noqa: ARG001 what it is set up in
    """Sessions of one Java, one after the other: the second need not learn again what the first has learned."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(java, "end", lambda: None)
        yield
    java.end()


if os.environ.get(WITHOUT):
    collect_ignore = ["test_spark_connect.py", "test_spark_study.py"]
