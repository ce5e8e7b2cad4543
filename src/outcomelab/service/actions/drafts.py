"""Draft outputs, opened for whoever may read them: cleared by the rules, with the evidence for their checkers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.db import models

from outcomelab.disclosure.seal import unsealed_text
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.as_json import from_json
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.evidence import Evidence
from outcomelab.handovers.figures import Figures
from outcomelab.holdings.seal import seal_key
from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.store.models import OutputRow
from outcomelab.service.vault import work
from outcomelab.service.vault.places import places


@dataclass(frozen=True)
class Draft:
    """An output by its name and the hash that votes go by; what would leave; the evidence, which has raw figures
    and is shown to those who check and analyse, never released."""

    name: str
    sha256: str
    figures: Cleared[Figures]
    evidence: Evidence


def read(by: By, reference: str) -> tuple[Decision, tuple[Draft, ...]]:
    """Read the draft outputs; none when refused. That they were read is kept, for it binds. Raises
    DisclosureRefused when a draft is not as it was made; that somebody read is then not kept."""
    drafts: list[Draft] = []

    def bring(acting: Acting) -> list[models.Model]:
        drafts.extend(
            _draft(acting, output) for output in acting.row.outputs.filter(replaced=None).order_by("name")
        )
        return []

    return act(Command.READ, by, reference, bring), tuple(drafts)


def _draft(acting: Acting, output: OutputRow) -> Draft:
    steps = work.kept(places(), acting.study.reference, PurePath(output.place).name).stages
    figures, evidence = steps.take_text(work.FIGURES), steps.take_text(work.EVIDENCE)
    if figures is None or evidence is None:
        raise DisclosureRefused("The draft is not there any more, or was damaged: have it evaluated again.")
    cleared = unsealed_text(figures, "The draft", seal_key(places().lab.keys))
    if work.content_of(cleared) != output.sha256:
        raise DisclosureRefused("The draft is not the one that was made: have it evaluated again.")
    return Draft(output.name, output.sha256, cleared, from_json(Evidence, evidence))
