"""Where linkage goes better for some people than for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from outcomelab.handovers.linkage import LinkageGroup

# Judgement: a gap of more points than this is told.
_POINTS = 5.0
# Fewer people than this say nothing about a level.
_FEWEST = 30
_MEASURES = (
    ("recall", "of the matches that are there", "were found"),
    ("precision", "of the links", "are right"),
)


def gaps_in_words(groups: Sequence[LinkageGroup]) -> Iterator[str]:
    """A sentence for each grouping whose levels differ by more than 5 points in estimated recall or precision.

    Levels of fewer than 30 people are left out.
    """
    for name, levels in groupby(groups, key=lambda group: group.group):
        told = [level for level in levels if level.participants >= _FEWEST]
        for measure, of_what, what in _MEASURES:
            known = [(share, level.level) for level in told if (share := getattr(level, measure)) is not None]
            if not known:
                continue
            (low, worst), (high, best) = min(known), max(known)
            if 100 * (high - low) > _POINTS:
                yield (
                    f"By {name}, {of_what} an estimated {low:.1%} {what} for “{worst}” and {high:.1%} for "
                    f"“{best}”: whoever is linked less well counts for less in what follows."
                )
