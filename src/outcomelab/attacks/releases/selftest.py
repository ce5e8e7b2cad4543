"""The battery: every attack on the lab's own releases, small or whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.contributors import contributors, costs
from outcomelab.attacks.releases.dates import dates
from outcomelab.attacks.releases.decoding import routine, subsets
from outcomelab.attacks.releases.differencing import differencing
from outcomelab.attacks.releases.edges import edges
from outcomelab.attacks.releases.homogeneity import homogeneity
from outcomelab.attacks.releases.in_turn import in_turn
from outcomelab.attacks.releases.membership import membership
from outcomelab.attacks.releases.parts import parts
from outcomelab.attacks.releases.reconstruction import reconstruction
from outcomelab.attacks.releases.tracker import tracker
from outcomelab.attacks.releases.uniqueness import uniqueness
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.selftest import Attempt
from outcomelab.on_disk import staged
from outcomelab.protocol.rules import DisclosureRules

SEED = 20261
_Attack = Callable[..., tuple[Attempt, ...]]


@dataclass(frozen=True)
class _Run:
    attack: _Attack
    small: tuple[tuple[int, ...], ...]
    whole: tuple[tuple[int, ...], ...]


# How many of what: the arguments between the labs and the seed, one tuple a time the attack is made.
_RUNS = (
    _Run(differencing, ((8,),), ((40,),)),
    _Run(parts, ((2,),), ((20,),)),
    _Run(tracker, ((4,),), ((40,),)),
    _Run(routine, ((500, 50),), ((500, 50), (2000, 50), (5000, 50))),
    _Run(subsets, ((200, 60),), ((200, 200), (500, 200))),
    _Run(reconstruction, ((3, 60),), ((20, 40), (20, 60), (20, 150))),
    _Run(membership, ((30, 60), (10, 250)), ((80, 30), (60, 60), (40, 100), (40, 250), (40, 1000))),
    _Run(homogeneity, ((2, 500),), ((10, 500), (10, 2000))),
    _Run(uniqueness, ((1, 1500),), ((5, 1500), (5, 5000))),
    _Run(in_turn, ((1, 300),), ((20, 300), (10, 1200))),
    _Run(dates, ((2, 500),), ((10, 200), (10, 500), (10, 2000))),
    _Run(contributors, ((2, 1500),), ((20, 1500),)),
    _Run(costs, ((2, 1500),), ((20, 1500),)),
    _Run(edges, ((1,),), ((3,),)),
)


def selftest(*, whole: bool = False, seed: int = SEED, progress: Progress = silent) -> tuple[Attempt, ...]:
    """Every attack on what the product releases of invented persons under its default rules, which are the laxest
    there are. `whole`: as many tries as the claims made of it need (some minutes), else a small number of each."""
    with staged(Path(gettempdir()), "outcomelab-selftest") as folder:
        labs = Labs(DisclosureRules(), folder)
        made: list[Attempt] = []
        for run in _RUNS:
            for sizes in run.whole if whole else run.small:
                progress("attack", f"{run.attack.__name__} {' × '.join(f'{size:,}' for size in sizes)}")
                made += run.attack(labs, *sizes, seed)
    return tuple(made)
