"""The worker tries a protocol on made-up data, from a made-up list to its report. No real row is opened."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.db import models
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from outcomelab.disclosure.protect import protect
from outcomelab.dummy.make import dummy
from outcomelab.hall.lab import Lab, Question, studies
from outcomelab.hall.stages import checked, derived_outcomes, found, held_groups, linked_to_persons
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.holding import Dictionary
from outcomelab.handovers.progress import Progress
from outcomelab.holdings.opening import as_registered
from outcomelab.holdings.register import add
from outcomelab.impact.evaluate import evaluate
from outcomelab.protocol.fix import fix
from outcomelab.protocol.model import CohortRule, Protocol
from outcomelab.reports.draft import draft
from outcomelab.reports.language import LANGUAGES, Language
from outcomelab.service.actions.acting import Acting
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.store.planning import dictionary_of, plan
from outcomelab.service.vault import trying

MARK = gettext_noop(
    "Made-up data: nobody in this report exists, and no figure in it means anything. It shows what a report by "
    "this protocol looks like."
)
_FEWEST, _MOST = 300, 5_000  # made-up participants
_PERSONS, _EACH = 10_000, 20  # made-up people, and how many for each participant where there are many


def try_out(given: Given) -> Ending:
    """Try the protocol that was asked for, and keep its report. Raises an OutcomeLabError of the lab's, for what
    would go wrong with real data too or for what cannot be made up."""
    dictionary = dictionary_of(given.row.holding)
    protocol = plan(trying.protocol(given.places, given.row.reference), dictionary).protocol
    with tempfile.TemporaryDirectory(prefix="outcomelab-") as folder:
        figures = on_made_up(protocol, dictionary, Path(folder), given.asked_on, given.progress)
    trying.keep_report(given.places, given.row.reference, {one: _page(figures, one) for one in LANGUAGES})

    def end(_: Acting) -> Iterable[models.Model]:
        return ()

    return end


def _page(figures: Cleared[Figures], language: Language) -> str:
    with translation.override(language.lower()):
        return draft(figures, gettext(MARK), language)


def on_made_up(
    protocol: Protocol, dictionary: Dictionary, folder: Path, today: dt.date, progress: Progress
) -> Cleared[Figures]:
    """What a study by this protocol finds on data that are made up with the dictionary, in `folder`, which is the
    caller's to remove. How the provider's list is written and who on it counts is left aside: it is made up."""
    rules, cohort = protocol.disclosure, protocol.cohort
    many = min(_MOST, max(_FEWEST, 2 * cohort.minimum, 2 * rules.minimum_matched))
    tried = protocol.model_copy(
        update={
            "cohort": CohortRule(minimum=min(cohort.minimum, many)),
            "study": protocol.study.model_copy(update={"engine": "duckdb"}),
        }
    )
    lab = Lab(folder / "holdings", folder / "keys", folder / "ledger")
    made, persons = folder / "made", max(_PERSONS, _EACH * many)
    dummy(dictionary, None, made, persons=persons, participants=many, protocol=tried, progress=progress)
    registered = add(made / f"{dictionary.name}.json", lab.holdings, lab.keys, progress)
    fixed = fix(tried, studies(lab, tried), today)
    question = Question(tried, registered, fixed, today, as_registered(lab.holdings, registered.name))
    people = checked(question, made / "participants.csv", progress)
    linked = linked_to_persons(question, people, lab, progress)
    held = held_groups(question, linked.crosswalk, linked.expected, lab)
    derived = derived_outcomes(question, linked.crosswalk, people.dates, lab, progress)
    impact = evaluate(derived.table, tried, progress=progress)
    report = replace(linked.report, held=held)
    progress("protect", "clearing every figure by the rules")
    return protect(found(question, people.flow, report, derived.flow, impact), tried)
