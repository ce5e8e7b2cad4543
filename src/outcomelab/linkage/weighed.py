"""From two tables to weighed and decided pairs: what links, their quality and a review of them start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.running import Running
from outcomelab.errors import LinkageError
from outcomelab.linkage import candidates, relatives, same_side
from outcomelab.linkage.candidates import Candidates
from outcomelab.linkage.decide import Decision, decide
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import Pairs, score
from outcomelab.linkage.train import Model, learn
from outcomelab.protocol.model import Linkage
from outcomelab.unfinished.steps import NOTHING_KEPT, Steps


@dataclass(frozen=True)
class Weighed:
    """All that linkage found out: the pairs by number of participant and person, what was learned from them,
    and which became links, at the estimated precision `asked`. `listed` participants and `held` persons."""

    scheme: Scheme
    asked: float
    listed: int
    held: int
    found: Candidates
    pairs: Pairs
    relatives: Relatives
    model: Model
    decision: Decision
    engine: Engine = DUCKDB

    @property
    def probability(self) -> Floats:
        """Of each pair, that it is one person."""
        return self.model.probability


def weighed(
    running: Running,
    scheme: Scheme,
    sizes: tuple[int, int],
    rule: Linkage,
    said: Callable[[str], None],
    weigh: Callable[[Pairs], Pairs] = lambda pairs: pairs,
    *,
    repeats: bool = False,
    several: bool = False,
    steps: Steps = NOTHING_KEPT,
    family: Relatives | None = None,
) -> Weighed:
    """Compare the tables `participants` and `persons`, of `sizes` records, and decide which pairs are links.

    `said` is told how far it is, in a few words. `weigh` may change what values' frequencies say before anything
    is learned. With `repeats` several participants may be one person; with `several` one person may have several
    records on either side, which are told by comparing them. `steps`: where what takes long is kept, and found
    again. `family`: the relatives among the persons, where they were counted already. Raises LinkageError when
    nobody can be told from anybody else; SplinkException or an error of the engine, which the front door keeps in.
    """
    found = candidates.find(running, scheme.combinations, said, steps=steps)
    if found.left_out and not found.pairs:
        raise LinkageError(
            "So many people share the same names and dates that nobody can be told from anybody else. "
            "Check that the identifiers were not filled in by mistake."
        )
    said(_told(found))
    pairs = weigh(score(running, scheme, *sizes, said, steps))
    said("learning how often two records of one person agree")
    family = family or relatives.count(running, scheme.family)
    model = learn(pairs, scheme.comparisons, family, *sizes, repeats=repeats)
    if several:
        again, family = same_side.find(running, scheme, pairs, model, family, sizes)
        model = learn(pairs, scheme.comparisons, family, *sizes, again=again)
    decision = decide(pairs, model, rule.precision, sizes[0], repeats=repeats)
    return Weighed(scheme, rule.precision, *sizes, found, pairs, family, model, decision)


def _told(found: Candidates) -> str:
    words = f"comparing {found.pairs:,} pairs"
    if found.left_out:
        words += f"; {found.left_out:,} more share only what very many people share, and were left out"
    return words
