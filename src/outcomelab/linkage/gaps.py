"""Where linkage goes better for some people than for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from outcomelab.handovers.linkage import LinkageGroup
from outcomelab.protocol.gaps import Rate, widest_gap

# A share of fewer people says something of each of them (as the rules for outputs have it), and little of a group.
SHOWN_FROM = 10


def gaps_in_words(groups: Sequence[LinkageGroup]) -> Iterator[str]:
    """A sentence for each grouping whose levels differ in estimated recall or precision by more than 5 points,
    and by more than chance would make of groups of their size (`widest_gap`). Groups of fewer than `SHOWN_FROM`
    people are not told of."""
    for name, members in groupby(groups, key=lambda group: group.group):
        levels = [one for one in members if one.participants >= SHOWN_FROM]
        recalls = [Rate(one.level, one.recall, one.right + one.missed) for one in levels if one.recall is not None]
        precisions = [Rate(one.level, one.precision, one.linked) for one in levels if one.precision is not None]
        for rates, of_what, what in (
            (recalls, "of the matches that are there", "were found"),
            (precisions, "of the links", "are right"),
        ):
            gap = widest_gap(rates)
            if gap is not None:
                low, high = gap
                yield (
                    f"By {name}, {of_what} an estimated {low.share:.1%} {what} for “{low.level}” and "
                    f"{high.share:.1%} for “{high.level}”: whoever is linked less well counts for less in what "
                    "follows."
                )
