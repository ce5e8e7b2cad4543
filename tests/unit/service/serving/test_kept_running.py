"""A process that is kept running is started again later each time, and stopped within seconds."""

import signal
import socket
import threading
from pathlib import Path

import pytest

from outcomelab.errors import SettingsError
from outcomelab.service.configuration.choices import Choices, Mode
from outcomelab.service.serving import keeping
from outcomelab.service.serving.child import Child
from outcomelab.service.serving.keeping import keep_running, told_to_stop
from outcomelab.service.serving.listening import listening, refuse_open

ENDS_BADLY = "a_module_that_is_not_there"


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Makes modules to run."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(name, code):
        (tmp_path / f"{name}.py").write_text(code)
        return name

    return make


def ended(child, now):
    """Have it started at a time, and end."""
    assert child.tend(now) is None
    child.process.wait()
    return child.tend(now)


def test_what_ends_is_started_again_later_each_time_up_to_a_minute():
    child, now = Child("worker", ENDS_BADLY), 0.0
    waits = []
    for _ in range(8):
        said = ended(child, now)
        waits.append(int(said.split(" in ")[1].removesuffix(" s.")))
        assert said.startswith("The worker ended (with status 1)")
        now += waits[-1] - 0.1
        assert child.tend(now) is None
        assert child.process is None  # not yet
        now += 0.1
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_one_that_ran_long_is_started_again_soon(module):
    child = Child("worker", module("ends", "raise SystemExit(3)"))
    ended(child, 0.0)
    child.tend(5.0)
    child.process.wait()
    assert child.tend(500.0).endswith("in 1 s.")


def test_work_that_ends_well_is_done_once_and_what_waits_for_it_begins_then(module):
    stop, said = threading.Event(), []
    first = Child("filling", module("fills", "print('full')"), once=True)
    code = "import pathlib, time; pathlib.Path(__file__).with_suffix('.ran').touch(); time.sleep(60)"
    second = Child("worker", module("works", code))
    begun = []

    def look():
        while not (first.finished and second.process):
            begun.append(second.process is not None and not first.finished)
        stop.set()

    thread = threading.Thread(target=look)
    thread.start()
    keep_running([first, second], said.append, stop)
    thread.join()
    assert (first.finished, any(begun), said) == (True, False, [])
    assert second.process is None


def test_one_that_does_not_stop_is_ended(module, monkeypatch):
    monkeypatch.setattr(keeping, "_LONGEST", 0.3)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child, stop, said = Child("worker", module("deaf", code)), threading.Event(), []
    child.tend(0.0)
    process = child.process
    while not ignores(process.pid):
        pass
    stop.set()
    keep_running([child], said.append, stop)
    assert said == ["The worker does not stop, and is ended."]
    assert process.returncode == -signal.SIGKILL


def ignores(number):
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    ignored = next(line for line in lines if line.startswith("SigIgn"))
    return int(ignored.split()[1], 16) >> (signal.SIGTERM - 1) & 1


def test_pages_are_served_on_this_machine_alone_unless_said_otherwise(tmp_path):
    choices = Choices(data=tmp_path)
    with listening(str(choices.listen), 0) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"
        with pytest.raises(SettingsError, match="in use"):
            listening("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(SettingsError, match="OUTCOMELAB_LISTEN"):
        listening("203.0.113.7", 0)
    if socket.has_ipv6:
        with pytest.raises(SettingsError, match="no address"):
            listening("2001:db8::7", 0)


def test_others_are_served_behind_a_proxy_only(tmp_path):
    others = Choices(data=tmp_path, mode=Mode.PRODUCTION, hosts="lab.example.org")
    with pytest.raises(SettingsError, match="BEHIND_PROXY"):
        refuse_open(others)
    refuse_open(others.model_copy(update={"behind_proxy": True}))


@pytest.fixture
def signals():
    """The signals as they were before, afterwards."""
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def test_what_it_was_started_to_ignore_it_goes_on_ignoring(signals):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    stop = told_to_stop()
    signal.raise_signal(signal.SIGHUP)
    assert not stop.is_set()
    signal.raise_signal(signal.SIGTERM)
    assert stop.is_set()
