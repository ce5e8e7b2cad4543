"""Of outcomes that hang together, none that is withheld comes back from those that are shown."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from outcomelab.disclosure.outcomes import cleared_outcomes
from outcomelab.handovers.impact import Estimate, Group, OutcomeResult, OutcomeWords
from outcomelab.protocol.model import Outcome
from outcomelab.protocol.relations import relations
from outcomelab.protocol.rules import DisclosureRules

COURT = ("custody", "community", "fine")
RULES = DisclosureRules()
# What a person can have done: nothing, or a first offence of one sort and then others of some sorts.
LIVES = [(-1, ())] + [
    (first, sorts)
    for first in range(3)
    for sorts in product((0, 1), repeat=3)
    if sorts[first]  # the first is one of them
]


def outcome(name, kind, **more):
    asked = {"where": {"decision": COURT}, "table": "offences", "decided": "on", "waiting_days": 183} | more
    return Outcome(name=name, label=name, kind=kind, **asked)


EVERY = (
    outcome("again", "any"),
    outcome("often", "count"),
    outcome("days", "time-to-first", among="again"),
    *(
        outcome(f"first_{sort}", "any", first={"decision": sort}, graver={"decision": COURT[:at]} if at else {})
        for at, sort in enumerate(COURT)
    ),
    *(outcome(f"often_{sort}", "count", where={"decision": sort}) for sort in COURT),
    outcome("custody", "any", where={"decision": "custody"}),
    outcome("not_fined", "any", where={"decision": COURT[:2]}),
    outcome("custody_among", "any", where={"decision": "custody"}, among="again"),
    *(
        outcome(
            f"first_{sort}_among",
            "any",
            first={"decision": sort},
            graver={"decision": COURT[:at]} if at else {},
            among="again",
        )
        for at, sort in enumerate(COURT)
    ),
    outcome("custodies", "count", where={"decision": "custody"}, among="again"),
)


def who(asked):
    """Which lives have an outcome: those of whom an event counts."""
    wanted = asked.where["decision"]
    sorts = [COURT.index(one) for one in ((wanted,) if isinstance(wanted, str) else wanted)]
    if asked.first:
        return np.array([first == COURT.index(asked.first["decision"]) for first, _ in LIVES])
    return np.array([any(life[sort] for sort in sorts) if life else False for _, life in LIVES])


def result(protocol, asked, persons, events):
    """The outcome's result when so many `persons` have each life, and `events` for each sort they have."""
    had = who(asked)
    inside = np.array([first >= 0 for first, _ in LIVES]) if asked.among else np.ones(len(LIVES), bool)
    wanted = asked.where["decision"]
    count = sum(
        events * persons[at] * life[COURT.index(sort)]
        for at, (_, life) in enumerate(LIVES)
        if life
        for sort in ((wanted,) if isinstance(wanted, str) else wanted)
    )
    n, k = int(persons[inside].sum()), int(persons[had].sum())
    words = OutcomeWords(
        asked.name, asked.name, asked.kind, primary=asked.primary, among=asked.among or "",
        **dict(zip(("within", "part_of", "split"), relations(protocol, asked), strict=True)),
    )  # fmt: skip
    mine = Group(n, k, k / max(n, 1), float(count), 0.0, 0.0)
    return OutcomeResult(words, mine, Group(4000, 2000, 0.5, 9e3, 0.0, 0.0), Estimate("radius", 0, 1, -1, 1), ())


class Asks:
    """All of a protocol that relations look at."""

    def __init__(self, outcomes):
        self.outcomes = outcomes


@st.composite
def studies(draw):
    """A protocol with some of the outcomes, and how many people have each life."""
    chosen = draw(st.sets(st.integers(1, len(EVERY) - 1), min_size=2))
    asked = [EVERY[at] for at in sorted({0, *chosen})]
    if not draw(st.booleans()):
        asked = [one for one in asked if not one.among and not one.first and one is not EVERY[0]] or [EVERY[9]]
    able = [one for one in asked if not one.among]
    primary = draw(st.sampled_from(able))
    asked = tuple(one.model_copy(update={"primary": one is primary}) for one in asked)
    persons = np.zeros(len(LIVES), int)
    persons[0] = draw(st.integers(20, 200))
    lived = draw(st.lists(st.tuples(st.integers(1, len(LIVES) - 1), FEW), max_size=12))
    for life, count in lived:
        persons[life] = count
    return asked, [result(Asks(asked), one, persons, draw(st.integers(1, 3))) for one in asked], persons


FEW = st.sampled_from([0, 0, 1, 2, 3, 5, 8, 9, 10, 12, 25, 60])


def known_to_all(asked, figures, persons):
    """What a reader knows of how many have each life: every count shown, as if it were not rounded, and the reason
    why a count is not. As rows of equalities and of inequalities."""
    equal, at_most = [(np.ones(len(LIVES)), persons.sum())], []
    for one, figure in zip(asked, figures, strict=True):
        if one.kind == "count":
            continue
        had = who(one).astype(float)
        if not figure.withheld:
            equal.append((had, persons @ had))
        elif figure.withheld == "fewer than 10 people with the outcome among participants":
            at_most.append((had, 9))
        elif figure.withheld.startswith("all but"):
            everyone = who(EVERY[0]) if one.among else np.ones(len(LIVES))
            at_most.append((everyone - had, 9))
        elif figure.withheld.startswith("with another outcome"):  # and so by itself it could have been shown
            everyone = who(EVERY[0]) if one.among else np.ones(len(LIVES))
            at_most += [(-had, -10), (had - everyone, -10)]
    return equal, at_most


def reach(cell, equal, at_most):
    """The least and the most people that can be in a cell (lives, 0 or 1)."""
    rows = {"A_eq": np.array([row for row, _ in equal]), "b_eq": [value for _, value in equal]}
    if at_most:
        rows |= {"A_ub": np.array([row for row, _ in at_most]), "b_ub": [value for _, value in at_most]}
    ends = [linprog(sign * cell, **rows, bounds=(0, None)) for sign in (1, -1)]
    assert all(end.status == 0 for end in ends)
    return ends[0].fun, -ends[1].fun


def cells(asked):
    """What must not be known if it is small: who has an outcome, who has not, and who has one and not another that
    lies inside it, or none of several that add up."""
    sets = [who(one).astype(float) for one in asked if one.kind != "count"]
    whole = np.ones(len(LIVES))
    for one in [*sets, whole]:
        yield one
        inside = [other for other in sets if (other <= one).all() and not (other == one).all()]
        yield from (one - other for other in inside)
        apart = np.unique([who(part).astype(float) for part in asked if part.first] or [0 * whole], axis=0)
        within = [part for part in apart if (part <= one).all()]
        if len(within) > 1:
            yield one - sum(within)


@settings(max_examples=60, deadline=None)
@given(studies())
def test_no_small_group_is_told_of_more_closely_than_that_it_is_small(study):
    asked, results, persons = study
    figures = {one.name: one for one in cleared_outcomes(tuple(results), RULES)}
    told = known_to_all(asked, [figures[one.name] for one in asked], persons)
    for cell in cells(asked):
        if 0 < persons @ cell < RULES.threshold:
            low, high = reach(cell, *told)
            note(f"{ {one.name: one.withheld for one in figures.values()} }: {cell} in {persons}: {low} to {high}")
            # That a count is under ten leaves ten possible ones, and so for whoever is left of a larger count.
            assert high - low >= RULES.threshold - 1 - 1e-6


@settings(max_examples=60, deadline=None)
@given(studies())
def test_of_numbers_of_events_that_add_up_all_are_shown_or_none(study):
    _, results, _ = study
    figures = {one.name: one for one in cleared_outcomes(tuple(results), RULES)}
    for whole, among in {(one.part_of, one.among) for one in figures.values() if one.part_of}:
        parts = [one for one in figures.values() if (one.part_of, one.among) == (whole, among)]
        assert len({one.withheld for one in parts}) == 1
        assert not figures[whole].withheld or parts[0].withheld
        assert not any(one.band for one in parts)
    for one in figures.values():
        assert not one.among or one.withheld or not figures[one.among].withheld


@settings(max_examples=60, deadline=None)
@given(studies(), st.integers(10, 40), st.integers(0, 20), st.sampled_from([5, 10]))
def test_a_stricter_threshold_shows_no_more(study, threshold, more, base):
    _, results, _ = study
    laxer, stricter = (
        {one.name for one in cleared_outcomes(tuple(results), rules) if not one.withheld}
        for rules in (
            DisclosureRules(threshold=threshold, base=base),
            DisclosureRules(threshold=threshold + more, base=base),
        )
    )
    assert stricter <= laxer


@pytest.mark.parametrize(("fined", "shown"), [(9, ()), (10, ("first_custody", "first_community", "first_fine"))])
def test_one_small_part_takes_the_others_with_it(fined, shown):
    persons = np.zeros(len(LIVES), int)
    persons[0] = 100
    for first, count in enumerate((30, 20, fined)):
        sorts = tuple(int(sort == first) for sort in range(3))
        persons[LIVES.index((first, sorts))] = count
    asked = (EVERY[0].model_copy(update={"primary": True}), *EVERY[3:6])
    figures = cleared_outcomes(tuple(result(Asks(asked), one, persons, 1) for one in asked), RULES)
    assert tuple(one.name for one in figures if not one.withheld) == ("again", *shown)
