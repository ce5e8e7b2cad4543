"""Everything the service needs, started by one command: folders, database, pages, workers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from outcomelab.service import starting
from outcomelab.service.configuration.choices import Mode
from outcomelab.service.serving.child import Child
from outcomelab.service.serving.keeping import keep_running, told_to_stop
from outcomelab.service.serving.listening import listening, refuse_open

_ROOM = "outcomelab.service.serving"
DEMO = Path("outcomelab-demo")


def serve(data: Path | None, port: int, workers: int, demo: bool, say: Callable[[str], None]) -> None:
    """Serve until told to stop (SIGTERM, SIGINT). data: as for `starting.start`; the demo has a folder of its own
    unless one is named. demo: fill an empty service with invented organisations, where anybody is any of them.
    say: is told each line that there is to say.

    Raises SettingsError for a port that cannot be had, settings it may not start with, or a database that cannot
    be reached; UsageError for a demo in a service that is in use.
    """
    if demo:
        os.environ["OUTCOMELAB_DEMO"] = "true"
    choices = starting.choices(data or (DEMO if demo else None))
    refuse_open(choices)
    with listening(str(choices.listen), port) as taken:
        if choices.mode is Mode.LOCAL and not choices.address:
            os.environ["OUTCOMELAB_ADDRESS"] = f"http://localhost:{taken.getsockname()[1]}/"  # for notices, too
        stop = told_to_stop()
        starting.start()
        where = starting.address()
        starting.prepare()
        if demo:
            from outcomelab.service.demo.fill import refuse_used

            refuse_used()
        say(f"Outcome Lab is at {where}")
        if not demo and (code := starting.set_up_code()) is not None:
            asks = f", which asks for this code: {code}" if choices.mode is Mode.PRODUCTION else ""
            say(f"Nobody has set the lab up yet. Whoever does opens {where}set-up/{asks}")
        say("Stop it with Ctrl+C.")
        pages = Child("pages' process", f"{_ROOM}.pages", (str(taken.fileno()),), (taken.fileno(),))
        filling = [Child("demo's filling", f"{_ROOM}.filling", once=True)] if demo else []
        at_work = [Child("worker", f"{_ROOM}.worker") for _ in range(workers)]
        keep_running([pages, *filling, *at_work], say, stop)
        say("Stopped.")
