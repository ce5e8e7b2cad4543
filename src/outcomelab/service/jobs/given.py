"""What a stage of a study is given: the study as it is, the lab, and how to say how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from outcomelab.hall.kept import Kept
from outcomelab.hall.lab import Question
from outcomelab.handovers.holding import Dictionary
from outcomelab.handovers.progress import Progress
from outcomelab.holdings.opening import as_registered, read
from outcomelab.protocol.fix import Fixed, sha256
from outcomelab.protocol.read import read_text
from outcomelab.service.actions.acting import Acting
from outcomelab.service.domain.study import Study
from outcomelab.service.jobs.queue import Job
from outcomelab.service.store.models import StudyRow
from outcomelab.service.vault import work
from outcomelab.service.vault.places import Places

# Made once a stage is done: changes the study's row as the stage ends it, and returns what is written with it.
Ending = Callable[[Acting], Iterable[models.Model]]


@dataclass(frozen=True)
class Given:
    """A job's study when it is begun."""

    job: Job
    row: StudyRow
    study: Study
    places: Places
    progress: Progress

    @property
    def asked_on(self) -> dt.date:
        """The day it was asked for, so that a job taken up on another day ends in the same."""
        return timezone.localdate(self.job.at)

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary of the study's holding, as it is registered. Raises HoldingError when it is not."""
        return read(self.places.lab.holdings, self.row.holding.name)

    def question(self) -> Question:
        """The study's protocol as a question to the lab. Raises ProtocolError, HoldingError."""
        dictionary = self.dictionary
        protocol = read_text(self.row.protocol, "the protocol", dictionary)
        fixed = Fixed(sha256(protocol), self.asked_on, changed_after_outcomes=False)
        holding = as_registered(self.places.lab.holdings, dictionary.name)
        return Question(protocol, dictionary, fixed, self.asked_on, holding)

    def kept(self, part: str, *, new: bool = False) -> Kept:
        """What is kept of one part of the study's work; `new`: with a key made for it when there is none yet."""
        return work.kept(self.places, self.row.reference, part, new=new)
