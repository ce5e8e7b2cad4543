"""Outcome Lab: what became of the people a programme served, and did the programme change it?

The names below are the whole public library; each is a stage's front door, or the main job (`run`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outcomelab.cohort.check import check_cohort
    from outcomelab.engines.choice import Engine
    from outcomelab.hall.door import protect
    from outcomelab.hall.people_ledger import ledger_of
    from outcomelab.handovers.cleared import Cleared
    from outcomelab.handovers.refused import Coarsening, Refused
    from outcomelab.impact.evaluate import evaluate
    from outcomelab.impact.power.power import power
    from outcomelab.linkage.link import link
    from outcomelab.linkage.people import link_people
    from outcomelab.outcomes.derive import derive
    from outcomelab.people.read import read_people
    from outcomelab.pipeline import Release, run
    from outcomelab.protocol.model import Linkage
    from outcomelab.protocol.rules import DisclosureRules
    from outcomelab.reports.write import report

__all__ = [
    "Cleared",
    "Coarsening",
    "DisclosureRules",
    "Engine",
    "Linkage",
    "Refused",
    "Release",
    "check_cohort",
    "derive",
    "evaluate",
    "ledger_of",
    "link",
    "link_people",
    "power",
    "protect",
    "read_people",
    "report",
    "run",
]

_ROOMS = {
    "Cleared": "outcomelab.handovers.cleared",
    "Coarsening": "outcomelab.handovers.refused",
    "DisclosureRules": "outcomelab.protocol.rules",
    "Engine": "outcomelab.engines.choice",
    "Linkage": "outcomelab.protocol.model",
    "Refused": "outcomelab.handovers.refused",
    "Release": "outcomelab.pipeline",
    "check_cohort": "outcomelab.cohort.check",
    "derive": "outcomelab.outcomes.derive",
    "evaluate": "outcomelab.impact.evaluate",
    "ledger_of": "outcomelab.hall.people_ledger",
    "link": "outcomelab.linkage.link",
    "link_people": "outcomelab.linkage.people",
    "power": "outcomelab.impact.power.power",
    "protect": "outcomelab.hall.door",
    "read_people": "outcomelab.people.read",
    "report": "outcomelab.reports.write",
    "run": "outcomelab.pipeline",
}


def __getattr__(name: str) -> Any:
    """Open a room when its name is first used: importing all of them takes two seconds."""
    if name not in _ROOMS:
        raise AttributeError(f"outcomelab has no {name}")
    return getattr(import_module(_ROOMS[name]), name)
