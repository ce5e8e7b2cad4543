"""Groups all of whose members are alike in what is sensitive: whoever is known to be in one is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcomelab.attacks.releases.asking import Labs, Question
from outcomelab.attacks.releases.cells import cells, read
from outcomelab.attacks.releases.invented import Bools, Cohort, invented
from outcomelab.attacks.releases.programs import Program, fixed_persons, system
from outcomelab.attacks.releases.reading import told
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="homogeneity",
    knows="who is in a group of which everybody had the outcome, or nobody",
    does="looks for a rate of none or all, by itself or from a table's sums",
    source="Machanavajjhala, Gehrke, Kifer & Venkitasubramaniam 2007, l-diversity, ACM TKDD 1(1)",
)
_BY = ("work", "housing")


def homogeneity(labs: Labs, cohorts: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many cohorts in which one level of a trait has the outcome throughout and one of another has it never:
    results of a study by those traits, and tables of the outcome by each."""
    alike, by_study, by_table = 0, 0, 0
    for number in range(cohorts):
        cohort, groups = _with_groups(invented(persons, seed + number))
        alike += int(groups.sum())
        answer = labs.new().ask(
            cohort, Question(np.ones(persons, dtype=np.bool_), {trait: cohort.levels(trait) for trait in _BY})
        )
        found = told(answer) if answer else []
        if found:
            by_study += int((fixed_persons(system(found), np.random.default_rng(0)) & groups).sum())
        by_table += int((_told_by_tables(labs, cohort) & groups).sum())
    return tuple(
        Attempt(
            attack=ATTACK,
            released=f"{cohorts} cohorts of {persons:,} persons with such groups: {released}",
            measure="their persons whose outcome is told",
            success=100 * found / max(alike, 1),
            guess=0.0,
            limit=0.0,
            tries=alike,
        )
        for released, found in (("results by subgroup", by_study), ("tables of the outcome", by_table))
    )


def _with_groups(cohort: Cohort) -> tuple[Cohort, Bools]:
    always, never = (cohort.levels(trait)[f"{trait} {level}"] for trait, level in zip(_BY, (0, 1), strict=True))
    outcome = (cohort.outcome | always) & ~never
    return replace(cohort, outcome=outcome), always ^ never


def _told_by_tables(labs: Labs, cohort: Cohort) -> Bools:
    """Persons in whose row nobody can be on the other side."""
    certain = np.zeros(cohort.persons, dtype=np.bool_)
    for trait in _BY:
        held = cohort.traits[cohort.names.index(trait)]
        axes = {trait: held, "outcome": cohort.outcome.astype(np.int64)}
        counts = cells(axes)
        shown = labs.new().table(counts)
        if shown is None:
            continue
        found = read([shown], axes)
        size = found.sums.shape[1]
        program = Program(found.sums, np.full(size, float(cohort.persons)), found.low, found.high)
        for place in range(size):
            if program.least(-1.0 * (np.arange(size) == place))[place] < 1 - 1e-6:
                level, other = np.unravel_index(place, counts.persons.shape)
                certain |= (held == level) & (cohort.outcome != bool(other))
    return certain
