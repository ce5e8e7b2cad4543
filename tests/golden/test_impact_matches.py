"""The nearest neighbours are MatchIt's own: one result file of 32 calls, made by R (see matchit/matches.R).

Whoever has the same matches has the same difference in any outcome, so outcomes are drawn at random and compared.
Nobody in the two data sets has a twin on their own side: between twins MatchIt goes by the order of rows, and
Outcome Lab must not.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import outcomelab

HERE = Path(__file__).parent
CALLS = pd.read_csv(HERE / "matchit" / "matches.csv")
LALONDE = ("age", "educ", "race", "married", "nodegree", "re74", "re75")
PEOPLE = ("age", "debt", "visits", "region")


def lalonde():
    people = pd.read_csv(HERE / "lalonde.csv")
    return people.drop_duplicates(["treat", *LALONDE], ignore_index=True), "treat", LALONDE, "race"


def simulated():
    return pd.read_csv(HERE / "matchit" / "people.csv"), "helped", PEOPLE, "region"


@pytest.mark.parametrize("call", list(CALLS.itertuples(index=False)), ids=lambda c: "-".join(map(str, c[:5])))
def test_every_outcome_differs_by_what_matchits_matches_say(call):
    people, treatment, covariates, stratum = lalonde() if call.data == "lalonde" else simulated()
    matches = {
        int(mine): [int(pool) for pool in others.split()]
        for mine, _, others in (one.partition(":") for one in call.matches.split("|"))
    }
    outcomes = {f"y{i}": np.random.default_rng(i).normal(size=len(people)) for i in range(4)}
    found = outcomelab.evaluate(
        people.assign(**outcomes),
        treatment=treatment,
        outcomes=tuple(outcomes),
        covariates=covariates,
        exact=(stratum,) if call.exact else (),
        methods=("nearest",),
        ratio=call.ratio,
        replace=call.replace,
        caliper=None if np.isnan(call.caliper) else call.caliper,
    )
    assert found.matched.matched == len(matches)
    assert found.matched.comparison == len({pool for others in matches.values() for pool in others})
    for outcome in found.outcomes:
        y = outcomes[outcome.name]
        theirs = np.mean([y[mine] - y[others].mean() for mine, others in matches.items()])
        assert outcome.effect.estimate == pytest.approx(theirs, abs=1e-9)
