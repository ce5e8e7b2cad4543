"""Ten studies at once on PostgreSQL, linked and evaluated by the worker, and how long pages take meanwhile.

    python -m benchmarks.load [STUDIES [WORKERS]]

The pages' process and the workers are those that `outcomelab serve` keeps. Eight people ask for pages, each a
quarter of a second after the last came. The studies are the demo's, about 600 participants each.
"""

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import Client, override_settings
from tests.unit.service import databases  # first: it says which settings Django has
from tests.unit.service.conftest import World
from tests.unit.service.leading import Led
from tests.unit.service.placing import Placed

from outcomelab.demo import recid
from outcomelab.holdings.register import add
from outcomelab.service.actions import analysing
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.states import State
from outcomelab.service.serving.listening import listening
from outcomelab.service.store.models import Account, JobRow, StudyRow

PEOPLE = ("provider", "steward", "linker", "analyst")
_PAGES = {
    "provider": ("", "studies/{study}/tasks/", "studies/{study}/application/", "studies/{study}/list/"),
    "steward": ("", "studies/{study}/approval/", "agreements/2026-001/", "uses/"),
    "linker": ("", "studies/{study}/", "studies/{study}/linkage/", "catalogue/justice/"),
    "analyst": ("", "studies/{study}/", "studies/{study}/protocol/", "register/"),
}
_READING = 0.25  # seconds between a page and the next
_IDLE = 20.0  # seconds of asking before the studies begin


@dataclass
class Asked:
    """Seconds that pages took, by whoever asked for them; how often one could not be had."""

    seconds: list[float] = field(default_factory=list)
    wrong: int = 0

    def __str__(self) -> str:
        last = quantiles(self.seconds, n=20)[-1]
        said = f"median {1000 * median(self.seconds):.0f} ms, 95th percentile {1000 * last:.0f} ms"
        return f"{said} of {len(self.seconds)} pages" + (f", {self.wrong} not answered" if self.wrong else "")


@contextmanager
def processes(port_of: int, workers: int):  # type: ignore[no-untyped-def]
    """The pages and the workers, while this lasts; they end with their standard input."""
    pages = ["outcomelab.service.serving.pages", str(port_of)]
    running = [
        subprocess.Popen(  # noqa: S603 our own modules
            [sys.executable, "-m", *words], stdin=subprocess.PIPE, pass_fds=(port_of,)
        )
        for words in (pages, *([["outcomelab.service.serving.worker"]] * workers))
    ]
    try:
        yield
    finally:
        for one in running:
            one.stdin.close()  # type: ignore[union-attr]
        for one in running:
            one.wait(30)


def asking(port: int, sessions: dict[str, str], studies: list[str], stop: threading.Event, seed: int) -> Asked:
    """One person asks for one page after the other until told to stop."""
    chance, asked = random.Random(seed), Asked()  # noqa: S311 which page is next
    who = PEOPLE[seed % len(PEOPLE)]
    while not stop.is_set():
        path = "/" + chance.choice(_PAGES[who]).format(study=chance.choice(studies))
        begun = time.perf_counter()
        link = HTTPConnection("localhost", port, timeout=60)
        try:
            link.request("GET", path, headers={"Cookie": f"sessionid={sessions[who]}"})
            answer = link.getresponse()
            answer.read()
            asked.wrong += answer.status not in (200, 404)  # 404: a linkage that is not there yet
        except (OSError, HTTPException):
            asked.wrong += 1
        asked.seconds.append(time.perf_counter() - begun)
        link.close()
        stop.wait(_READING)
    return asked


@contextmanager
def clients(port: int, sessions: dict[str, str], studies: list[str]):  # type: ignore[no-untyped-def]
    """Eight people ask while this lasts; what they met with."""
    stop, met, all_of_them = threading.Event(), Asked(), []

    def ask(seed: int) -> None:
        one = asking(port, sessions, studies, stop, seed)
        met.seconds.extend(one.seconds)
        met.wrong += one.wrong

    for seed in range(8):
        all_of_them.append(threading.Thread(target=ask, args=(seed,)))
        all_of_them[-1].start()
    try:
        yield met
    finally:
        stop.set()
        for one in all_of_them:
            one.join()


def received(led: Led) -> str:
    """A study whose list the lab has."""
    led.begin()
    led.work()
    led.receive()
    return str(led.reference)


def led_on(led: Led, studies: list[str]) -> None:
    """Have every study linked, and, as soon as it is, planned and evaluated."""
    for led.reference in studies:
        led.done(analysing.link, "linker", led.protocol)
    waiting = set(studies)
    while waiting:
        time.sleep(0.5)
        failed = JobRow.objects.filter(state="failed").first()
        assert failed is None, failed.words
        for row in StudyRow.objects.filter(reference__in=waiting):
            led.reference = row.reference
            if row.state == State.LINKED:
                led.done(analysing.fix, "analyst", led.protocol)
                led.done(analysing.evaluate, "analyst")
            elif row.state == State.EVALUATED:
                waiting.discard(row.reference)


def main(count: int = 10, workers: int = 1) -> None:
    """Print the pages' times with nothing else to do and meanwhile, and how long the studies took."""
    if "postgresql" not in databases.ENGINES:
        print("Left out, for want of PostgreSQL: OUTCOMELAB_WITHOUT_POSTGRESQL is set")
        return
    with TemporaryDirectory(prefix="outcomelab-") as name:
        folder = Path(name)
        given = recid.write(folder / "given")
        add(given.dictionary, folder / "data" / "holdings", folder / "data.keys")
        (folder / "data").chmod(0o700)
        server = databases.PostgreSQL()
        address = server.new()
        databases.use(address)
        said = {"DATABASE_URL": address, "DATA": str(folder / "data"), "SECRET_KEY": settings.SECRET_KEY}
        os.environ |= {f"OUTCOMELAB_{name}": value for name, value in said.items()}  # of those that are started
        with override_settings(CHOICES=Choices(data=folder / "data", keys=None)):
            measured(Led(Placed(World()), (folder, given), folder), count, workers)
        server.stop()


def measured(led: Led, count: int, workers: int) -> None:
    """The same, of studies that `led` begins."""
    studies = [received(led) for _ in range(count)]
    sessions = {who: _session(led.by(who).account) for who in PEOPLE}
    taken = listening("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with processes(taken.fileno(), workers):
        _answers(port)
        with clients(port, sessions, studies) as idle:
            time.sleep(_IDLE)
        print(f"  pages with nothing else to do: {idle}")
        begun = time.perf_counter()
        with clients(port, sessions, studies) as meanwhile:
            led_on(led, studies)
        taken_in_all = time.perf_counter() - begun
        print(f"  pages meanwhile: {meanwhile}")
        print(f"  {count} studies linked and evaluated by {workers} worker(s) in {taken_in_all:.0f} s")
    taken.close()


def _answers(port: int) -> None:
    link = HTTPConnection("localhost", port, timeout=120)
    link.request("GET", "/")
    link.getresponse().read()
    link.close()


def _session(number: int) -> str:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(pk=number))
    return str(client.session.session_key)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
