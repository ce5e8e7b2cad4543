"""The worker links a study's list: identifiers in, person keys out, kept under the study's key."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import models

from outcomelab.errors import EngineError
from outcomelab.hall.stages import checked, linked_to_persons
from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.flow import FlowStep
from outcomelab.service.actions.acting import Acting
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.jobs.parts import part_of_links, received
from outcomelab.service.vault import lists
from outcomelab.service.vault.memory import in_memory
from outcomelab.service.vault.work import FLOW, LINKAGE

DATES = "dates"
Flow = tuple[FlowStep, ...]


def link(given: Given) -> Ending:
    """Link the list that was received, by the protocol as it is. Raises an OutcomeLabError of the lab's."""
    question, place = given.question(), received(given).place
    part = part_of_links(given, question)
    kept = given.kept(part, new=True)
    content = lists.content(given.places, place)
    with in_memory(content, Path(place.removesuffix(".list")).suffix) as file:
        people = checked(question, file, given.progress)
    kept.linked(lambda keep: linked_to_persons(question, people, given.places.lab, given.progress, keep=keep))
    kept.stages.keep(DATES, people.dates)
    kept.stages.keep_text(FLOW, as_json(Flow, people.flow))
    if not {"crosswalk", "expected", LINKAGE, DATES, FLOW} <= set(kept.stages.finished()):
        raise EngineError("What was linked cannot be kept: the lab's disk is full or closed. Ask for it again.")

    def end(acting: Acting) -> Iterable[models.Model]:
        acting.row.persons = people.flow[-1].count  # whom the protocol leaves of the list
        acting.row.links = part
        return ()

    return end
