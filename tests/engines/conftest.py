"""A real Spark cluster on this machine: one master and two workers, each a process of its own, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

WITHOUT = "OUTCOMELAB_WITHOUT_SPARK"


@dataclass
class Cluster:
    """A running cluster: its master's `address`, and the `folder` that everything it writes lies in."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def stop(self) -> None:
        """End every process that was started, workers first."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(timeout=30)


def start(cluster: Cluster) -> None:
    """Start its master and workers; wait until both workers have told the master."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = cluster.address.rpartition(":")[2]
    commands = [["master.Master", "--port", port], *(["worker.Worker", cluster.address] for _ in range(2))]
    for number, (what, *arguments) in enumerate(commands):
        place = cluster.folder / f"{number}"
        place.mkdir(parents=True)
        own = {"SPARK_HOME": home, "SPARK_WORKER_DIR": place / "work", "SPARK_LOCAL_DIRS": place / "disk"}
        limits = ["--cores", "1", "--memory", "1g"] if number else []
        spark = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}"]
        with (place / "log").open("wb") as log:
            cluster.processes.append(
                subprocess.Popen(
                    [*spark, "--host", "127.0.0.1", "--webui-port", "0", *limits, *arguments],
                    env={**os.environ, **{name: str(value) for name, value in own.items()}},
                    stdout=log,
                    stderr=log,
                )
            )
        heard = "I have been elected leader" if number == 0 else "Successfully registered with master"
        wait_for(place / "log", heard)


def wait_for(log: Path, words: str) -> None:
    """Wait until a log holds `words`; fail with the end of it when they do not come."""
    for _ in range(600):
        if words in log.read_text(errors="replace"):
            return
        time.sleep(0.2)
    pytest.fail(f"The cluster did not start:\n{log.read_text(errors='replace')[-2_000:]}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster for the tests of one file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        folder = tmp_path_factory.mktemp("cluster")
        one = Cluster(f"spark://127.0.0.1:{free_port()}", folder)
        try:
            start(one)
            yield one
        finally:
            one.stop()


if os.environ.get(WITHOUT):
    collect_ignore = ["test_spark_linkage.py"]
