"""How often does the default's 95% interval hold the truth? A binary outcome, eight covariates, known effects."""

import datetime as dt
import sys

import numpy as np
import pyarrow as pa

from outcomelab.impact.evaluate import evaluate
from outcomelab.protocol.model import Covariate, HoldingChoice, IndexEvent, Outcome, Protocol, Study

COVARIATES = tuple(f"x{i}" for i in range(8))
SELECTION = np.array([0.5, -0.4, 0.3, 0.0, 0.5, -0.5, 0.3, 0.0])
RISK = np.array([0.4, 0.3, -0.3, 0.2, 0.4, 0.2, -0.3, 0.1])
WORLDS = {
    "500 v 20,000": (500, 20_000, -0.4, 1.0),
    "100 v 20,000": (100, 20_000, -0.4, 1.0),
    "500 v 2,000, poor overlap": (500, 2_000, -0.4, 1.8),
    "500 v 20,000, no effect": (500, 20_000, 0.0, 1.0),
}


def protocol() -> Protocol:
    """Eight numbers and one binary outcome."""
    return Protocol(
        study=Study(title="Simulation", programme="P", provider="P", custodian="C", agreement="A"),
        holding=HoldingChoice(name="simulated"),
        index=IndexEvent(event="start", on=dt.date(2020, 1, 1)),
        covariates=tuple(Covariate(name=n, label=n, kind="value", column=n) for n in COVARIATES),
        outcomes=(Outcome(name="y", label="y", kind="any", table="events", primary=True),),
    )


def world(rng, participants, pool, effect, strength):
    """An analysis table, and the true mean effect on its participants."""
    n = participants + pool
    x = rng.normal(size=(3 * n, 8))
    x[:, 4:] = x[:, 4:] > 0.3
    chance = np.exp(strength * (x @ SELECTION))
    chosen = rng.choice(3 * n, participants, replace=False, p=chance / chance.sum())
    others = rng.choice(np.setdiff1d(np.arange(3 * n), chosen), pool, replace=False)
    x = x[np.concatenate([chosen, others])]
    participant = np.arange(n) < participants
    without, with_it = (1 / (1 + np.exp(0.8 - shift - x @ RISK)) for shift in (0.0, effect))
    y = (rng.random(n) < np.where(participant, with_it, without)).astype(float)
    columns = {name: x[:, i] for i, name in enumerate(COVARIATES)}
    return pa.table({"participant": participant, "y": y, **columns}), float(
        (with_it - without)[participant].mean()
    )


def main(replications: int = 1000) -> None:
    """Print a line a world."""
    plan = protocol()
    print(f"{'participants v pool':<28}{'covered':>9}{'bias, points':>14}{'mean width':>12}")
    for name, (participants, pool, effect, strength) in WORLDS.items():
        rng = np.random.default_rng(2026)
        held, bias, width = [], [], []
        for _ in range(replications):
            table, truth = world(rng, participants, pool, effect, strength)
            found = evaluate(table, plan).outcomes[0].effect
            held.append(found.low <= truth <= found.high)
            bias.append(100 * (found.estimate - truth))
            width.append(100 * (found.high - found.low))
        print(f"{name:<28}{np.mean(held):>9.1%}{np.mean(bias):>14.2f}{np.mean(width):>12.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
