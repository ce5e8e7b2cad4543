"""A study run again adds ten persons or more, or keeps the cohort as it was: late corrections are batched."""

from __future__ import annotations

from outcomelab.disclosure.gate.bits import shared, sizes
from outcomelab.disclosure.gate.known import Populations


def adds_too_few(new: Populations, past: Populations, threshold: int) -> tuple[int, ...]:
    """The `new` cohort's place when an earlier cohort of its study is another one and either has fewer than
    `threshold` persons that the other has not."""
    for place, one in enumerate(new.about):
        if one.role != "cohort":
            continue
        earlier = past.only([two.role == "cohort" and two.study == one.study for two in past.about])
        if not earlier.about:
            continue
        mine = new.words[place][None, :]
        common = shared(mine, earlier.words)[0]
        added, gone = sizes(mine)[0] - common, sizes(earlier.words) - common
        if (((added > 0) | (gone > 0)) & (added < threshold) | ((gone > 0) & (gone < threshold))).any():
            return (place,)
    return ()
