"""How often does the default's 95% interval hold the truth? A binary outcome, eight covariates, known effects.

python -m benchmarks.coverage [REPLICATIONS [SEED]]
"""

import sys
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from outcomelab.impact.evaluate import evaluate


@dataclass(frozen=True)
class World:
    """How many take part and how many don't, what taking part does (log odds), how strongly it is selective, and
    whether selection and risk also hang on squares and products that the comparison isn't told of."""

    participants: int
    pool: int
    effect: float = -0.4
    strength: float = 1.0
    wrong: bool = False


COVARIATES = tuple(f"x{i}" for i in range(8))
SELECTION = np.array([0.5, -0.4, 0.3, 0.0, 0.5, -0.5, 0.3, 0.0])
RISK = np.array([0.4, 0.3, -0.3, 0.2, 0.4, 0.2, -0.3, 0.1])
WORLDS = {
    "500 v 20,000": World(500, 20_000),
    "100 v 20,000": World(100, 20_000),
    "500 v 2,000, poor overlap": World(500, 2_000, strength=1.8),
    "500 v 20,000, both models wrong": World(500, 20_000, wrong=True),
    "500 v 20,000, no effect": World(500, 20_000, effect=0.0),
}


def drawn(rng, world):
    """An analysis table, and the true mean effect on its participants."""
    n = world.participants + world.pool
    x = rng.normal(size=(3 * n, 8))
    x[:, 4:] = x[:, 4:] > 0.3
    unseen = 0.4 * (x[:, 0] ** 2 - 1) + 0.4 * x[:, 1] * x[:, 4] if world.wrong else 0.0
    chance = np.exp(world.strength * (x @ SELECTION) + unseen)
    chosen = rng.choice(3 * n, world.participants, replace=False, p=chance / chance.sum())
    others = rng.choice(np.setdiff1d(np.arange(3 * n), chosen), world.pool, replace=False)
    rows = np.concatenate([chosen, others])
    x = x[rows]
    risk = x @ RISK + (0.5 * unseen[rows] if world.wrong else 0.0)
    participant = np.arange(n) < world.participants
    without, with_it = (1 / (1 + np.exp(0.8 - shift - risk)) for shift in (0.0, world.effect))
    y = (rng.random(n) < np.where(participant, with_it, without)).astype(float)
    columns = {name: x[:, i] for i, name in enumerate(COVARIATES)}
    truth = float((with_it - without)[participant].mean())
    return pa.table({"participant": participant, "y": y, **columns}), truth


def main(replications: int = 1000, seed: int = 2026) -> None:
    """Print a line a world. Without an effect, what is not covered is a false positive."""
    asked = {"treatment": "participant", "outcomes": ("y",), "covariates": COVARIATES, "methods": ("radius",)}
    asked["sensitivity"] = False
    print(
        f"{'participants v pool':<34}{'covered':>9}{'bias, points':>14}{'spread':>9}{'mean se':>9}{'matched':>9}"
    )
    for name, world in WORLDS.items():
        rng = np.random.default_rng(seed)
        held, error, se, matched = [], [], [], []
        for _ in range(replications):
            table, truth = drawn(rng, world)
            found = evaluate(table, **asked).outcomes[0].effect
            held.append(found.low <= truth <= found.high)
            error.append(100 * (found.estimate - truth))
            se.append(100 * found.se)
            matched.append(found.matched / world.participants)
        print(
            f"{name:<34}{np.mean(held):>9.1%}{np.mean(error):>8.2f}{np.std(error):>9.2f}{np.mean(se):>9.2f}"
            f"{np.mean(matched):>9.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
