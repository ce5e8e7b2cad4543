"""What was learned and by which settings, as it is saved with a study."""

from __future__ import annotations

from importlib.metadata import version

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.handovers.linkage import LearnedComparison, LearnedLevel, LinkageModel
from outcomelab.linkage.candidates import Candidates
from outcomelab.linkage.scheme import Comparison
from outcomelab.linkage.score import Pairs
from outcomelab.linkage.train import Model
from outcomelab.people.standardise import STANDARD

_SOFTWARE = ("outcomelab", "splink", "duckdb", "nicknames")


def versions(engine: Engine = DUCKDB) -> dict[str, str]:
    """Of the rules of standardisation and of the software that links depend on."""
    software = _SOFTWARE if engine == DUCKDB else (*_SOFTWARE, "pyspark")
    return {"standardisation": STANDARD, **{name: version(name) for name in software}}


def learned(
    pairs: Pairs,
    model: Model,
    comparisons: tuple[Comparison, ...],
    precision: float,
    threshold: float,
    found: Candidates,
    engine: Engine,
) -> LinkageModel:
    """The model as a value: m and u of every level, the threshold, and how many pairs were compared."""
    return LinkageModel(
        versions=versions(engine),
        precision=precision,
        threshold=threshold,
        share=model.share,
        comparisons=tuple(
            LearnedComparison(
                comparison.name,
                tuple(
                    LearnedLevel(level.label, float(m), float(u))
                    for level, m, u in zip(
                        comparison.levels, model.m[comparison.name], pairs.chance[comparison.name], strict=True
                    )
                ),
            )
            for comparison in comparisons
        ),
        pairs=found.pairs,
        left_out=found.left_out,
    )
