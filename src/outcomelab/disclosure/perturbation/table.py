"""A table made safe by noise that stays the same: whoever asks again gets the same answer."""

from __future__ import annotations

import pyarrow as pa

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.perturbation.noise import NoiseTable, noise_table
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.keyed import KeyedCells, PerturbedFigures
from outcomelab.protocol.rules import DisclosureRules


def perturb_table(
    cells: KeyedCells, rules: DisclosureRules | None = None, noise: NoiseTable | None = None
) -> Cleared[PerturbedFigures]:
    """Clear a table of persons by noise (at most 5 either way, variance 3, where no other is given).

    A cell's noise depends on its key alone, so on who is in it: asking in another way, for other cells or again
    gives the same figure, and averaging nothing new. A count that is below the threshold with its noise is
    withheld, but for 0: nobody stays nobody, and few may look like nobody too. Margins have noise of their own.
    """
    rules, noise = rules or DisclosureRules(), noise or noise_table()
    seen = noise.perturbed(cells.persons, cells.keys)
    withheld = (seen > 0) & (seen < rules.threshold)
    figures = cells.codes.append_column("count", pa.array(seen, mask=withheld))
    return clear(
        PerturbedFigures(
            by=cells.by,
            cells=figures.append_column("withheld", pa.array(withheld)),
            threshold=rules.threshold,
            most=noise.most,
            variance=noise.variance,
        )
    )
