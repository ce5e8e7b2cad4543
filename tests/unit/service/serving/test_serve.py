"""`outcomelab serve` as a process: it answers, outlasts its children's deaths, and takes them along at its end."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.ports import free_port

OUTCOMELAB = Path(sys.executable).with_name("outcomelab")
LIMIT = 120.0


class Served:
    """The command, started; what it has said so far, its children, and its pages."""

    def __init__(self, folder, *words, **environment):
        ours = ("OUTCOMELAB_", "DJANGO_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.log = folder / "said"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [OUTCOMELAB, "serve", *words],
                cwd=folder, env=clean | environment, stdout=log, stderr=subprocess.STDOUT,
                preexec_fn=heeding_ctrl_c,
            )  # fmt: skip

    @property
    def said(self):
        return self.log.read_text()

    @property
    def port(self):
        return int(self.until(lambda: re.search(r"is at http://localhost:(\d+)/", self.said))[1])

    def child(self, module):
        """The number of the process that runs a module, once there is one."""
        return self.until(lambda: self.children().get(f"outcomelab.service.serving.{module}"))

    def children(self):
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = {}
        for number in map(int, folder.read_text().split()):
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
                found |= {words[2].decode(): number} if len(words) > 2 else {}
        return found

    def answers(self, path="/"):
        return asked(self.port, path)

    def until(self, ready):
        end = time.monotonic() + LIMIT
        while not (found := ready()):
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.05)
        return found

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(LIMIT)


def heeding_ctrl_c():
    """As in a terminal: what a shell starts in the background, these tests too, is deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def asked(port, path, **headers):
    """The status and the headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            answer.read()
            return answer.status, answer.headers


def gone(*processes):
    end = time.monotonic() + LIMIT
    while any(Path(f"/proc/{one}").exists() and "\tZ" not in state_of(one) for one in processes):
        assert time.monotonic() < end
        time.sleep(0.05)
    return True


def state_of(process):
    try:
        return Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "\tZ"


@pytest.fixture
def started(tmp_path):
    """Starts the command in a folder of its own; ends it afterwards."""
    running = []

    def start(*words, **environment):
        running.append(Served(tmp_path, *words, **environment))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.wait()


def test_a_fresh_machine_has_pages_and_a_worker_that_come_back_when_killed_and_go_when_told(started, tmp_path):
    served = started("--port", "0", "--data", "data")
    status, headers = served.answers("/register/")
    assert (status, headers["Server"]) == (200, None)
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert f"Whoever does opens http://localhost:{served.port}/set-up/\n" in served.said
    assert served.answers("/")[1]["Location"] == "/set-up/"
    assert served.answers("/demo/")[0] == 404

    worker, pages = served.child("worker"), served.child("pages")
    os.kill(worker, signal.SIGKILL)
    assert served.until(lambda: served.child("worker") != worker)
    assert "The worker ended (by signal 9): it is started again in 1 s." in served.said
    os.kill(pages, signal.SIGKILL)
    assert served.answers("/register/")[0] == 200  # it waited for the pages that were started again
    children = served.child("worker"), served.child("pages")
    assert children[1] != pages

    assert served.stop() == 0
    assert gone(*children)
    assert served.said.endswith("Stopped.\n")
    assert "Traceback" not in served.said


def test_a_port_in_use_is_told_and_nothing_is_made(started, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        served = started("--port", str(taken.getsockname()[1]), "--data", "data")
        assert served.process.wait(LIMIT) == 15
    assert "is in use: stop what uses it, or name another with --port." in " ".join(served.said.split())
    assert not (tmp_path / "data").exists()


def test_in_production_it_answers_behind_a_proxy_and_its_children_go_with_it_however_it_ends(started):
    others = {"OUTCOMELAB_MODE": "production", "OUTCOMELAB_HOSTS": "lab.example.org"}
    without = started("--port", "0", "--data", "data", **others)
    assert without.process.wait(LIMIT) == 15
    assert "OUTCOMELAB_BEHIND_PROXY=true" in " ".join(without.said.split())
    port = free_port()
    words = ("--port", str(port), "--data", "data", "--workers", "2")
    served = started(*words, OUTCOMELAB_BEHIND_PROXY="true", **others)
    served.until(lambda: "Outcome Lab is at https://lab.example.org/" in served.said)
    served.until(lambda: "https://lab.example.org/set-up/, which asks for this code" in served.said)
    came_by = {proto: {"Host": "lab.example.org", "X-Forwarded-Proto": proto} for proto in ("http", "https")}
    assert asked(port, "/register/", **came_by["http"])[0] == 301
    status, headers = asked(port, "/register/", **came_by["https"])
    assert (status, "max-age" in headers["Strict-Transport-Security"]) == (200, True)
    children = served.child("worker"), served.child("pages")
    served.stop(signal.SIGKILL)
    assert gone(*children)


def test_settings_that_lack_the_name_people_type_are_told_in_a_sentence(started):
    nameless = started("--port", "0", OUTCOMELAB_MODE="production", OUTCOMELAB_BEHIND_PROXY="true")
    assert nameless.process.wait(LIMIT) == 15
    assert "OUTCOMELAB_HOSTS is empty" in nameless.said


def test_a_demo_is_filled_in_a_folder_of_its_own_while_its_pages_answer_and_before_a_worker_begins(
    started, tmp_path
):
    served = started("--port", "0", "--demo")
    assert served.answers("/demo/")[0] == 200
    assert served.until(lambda: "making the demo's data" in served.said)
    assert served.answers("/register/")[0] == 200
    assert served.children().keys() == {f"outcomelab.service.serving.{one}" for one in ("pages", "filling")}
    assert served.stop(signal.SIGINT) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outcomelab-demo", "outcomelab-demo.keys", "said"]


def test_a_service_that_is_in_use_is_never_opened_as_a_demo(started, tmp_path):
    for words in (("service", "prepare"), ("backup", "backup")):  # which leaves an event
        command = [OUTCOMELAB, *words, "--data", "data"]
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    demo = started("--port", "0", "--data", "data", "--demo")
    assert demo.process.wait(LIMIT) == 2
    assert "fills an empty service only" in demo.said
    assert "http" not in demo.said
