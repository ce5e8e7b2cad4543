"""A reader's folder."""

import fcntl
import os
import shutil

import pytest
from tests.docs.pages import run


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """What `outcomelab demo` leaves; made once for all processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "reader.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "reader" / "done").exists():
            (shared / "reader").mkdir()
            run(["outcomelab", "demo", "--out", "demo-out"], shared / "reader")
            (shared / "reader" / "done").touch()
    return shared / "reader" / "demo-out"


@pytest.fixture
def reader(demo, tmp_path):
    """The demo has been run here, and a provider's own list lies here."""
    shutil.copytree(demo, tmp_path / "demo-out")
    shutil.copy(demo / "earnings" / "provider" / "participants.csv", tmp_path / "my-list.csv")
    return tmp_path
