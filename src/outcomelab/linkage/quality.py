"""How good the links are, from their probabilities: overall, by age band and by sex; and the flow's reasons.

Estimated precision is the mean probability of the links kept. Estimated recall is the matches expected
among them out of all that could be found: the expected matches among all candidates, and those that no
combination of identifiers brought together, estimated from how many were brought together by one
combination only and by two (Chao 1987, the bias-corrected form; never more than everybody listed).
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import numpy as np
import numpy.typing as npt

from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.linkage import LinkageGroup, LinkageReport
from outcomelab.linkage.decide import Decision, Fate
from outcomelab.linkage.score import Floats, Pairs

REASONS = {
    Fate.NOBODY: "no matching person was found in the holding",
    Fate.UNCERTAIN: "a possible match was not certain enough",
    Fate.TIED: "two people matched equally well",
    Fate.TAKEN: "another participant matched the same person as well or better",
}
BANDS = (("under 18", 18), ("18–24", 25), ("25–34", 35), ("35–44", 45), ("45–54", 55), ("55+", 200))
SEXES = {"F": "women", "M": "men"}
NOT_KNOWN = "not recorded"

Labels = npt.NDArray[np.str_]
_SOMEBODY = 0.5  # fewer expected matches than this: nobody could be found


def report(
    connection: duckdb.DuckDBPyConnection,
    pairs: Pairs,
    probability: Floats,
    decision: Decision,
    on: dt.date | None,
    clear: bool = True,
) -> LinkageReport:
    """The report on `decision`. Without `on`, the day ages are taken at, there are no age bands. Not `clear`: the
    participants' identifiers are encoded, and nobody's age or sex is known."""
    listed = len(decision.fates)
    right, findable = np.zeros(listed), np.zeros(listed)
    kept = decision.kept
    right[pairs.participant[kept] - 1] = probability[kept]
    np.add.at(findable, pairs.participant - 1, probability)
    compared = float(findable.sum())
    missed = min(never_compared(pairs, probability), listed - compared)
    findable *= 1 + missed / compared if compared else 1.0
    linked = decision.fates == Fate.LINKED

    def group(name: str, level: str, members: npt.NDArray[np.bool_]) -> LinkageGroup:
        count, could = int(linked[members].sum()), float(findable[members].sum())
        found = float(right[members].sum())
        return LinkageGroup(
            group=name,
            level=level,
            participants=int(members.sum()),
            linked=count,
            precision=found / count if count else None,
            recall=min(found / could, 1.0) if could >= _SOMEBODY else None,
        )

    return LinkageReport(
        threshold=decision.threshold,
        overall=group("everybody", "everybody", np.ones(listed, bool)),
        groups=tuple(
            group(name, level, labels == level)
            for name, levels, labels in (_groupings(connection, on) if clear else ())
            for level in levels
            if (labels == level).any()
        ),
        flow=flow(decision),
    )


def never_compared(pairs: Pairs, probability: Floats) -> float:
    """How many matches were probably never compared, because no combination of identifiers found them."""
    once = float(probability[pairs.found_by == 1].sum())
    twice = float(probability[pairs.found_by == 2].sum())
    return max(once * (once - 1), 0.0) / (2 * (twice + 1))


def flow(decision: Decision) -> FlowStep:
    """The step `linked`, with one reason for every participant who was not."""
    counts = np.bincount(decision.fates, minlength=len(Fate))
    lost = tuple(Loss(words, int(counts[fate])) for fate, words in REASONS.items() if counts[fate])
    return FlowStep("linked", int(counts[Fate.LINKED]), lost)


def _groupings(
    connection: duckdb.DuckDBPyConnection, on: dt.date | None
) -> Iterator[tuple[str, tuple[str, ...], Labels]]:
    if on is not None:
        born, known = _column(connection, f"date_sub('year', born, DATE '{on.isoformat()}')", "0")
        place = np.searchsorted([limit for _, limit in BANDS], born, side="right")
        names = np.array([name for name, _ in BANDS])[np.minimum(place, len(BANDS) - 1)]
        yield "age band", (*(name for name, _ in BANDS), NOT_KNOWN), np.where(known, names, NOT_KNOWN)
    sex, known = _column(connection, "sex", "''")
    names = np.where(sex == "F", SEXES["F"], SEXES["M"])
    yield "sex", (*SEXES.values(), NOT_KNOWN), np.where(known, names, NOT_KNOWN)


def _column(
    connection: duckdb.DuckDBPyConnection, sql: str, instead: str
) -> tuple[npt.NDArray[np.generic], npt.NDArray[np.bool_]]:
    columns = connection.sql(
        f"SELECT coalesce({sql}, {instead}) AS value, ({sql}) IS NOT NULL AS known"
        " FROM participants ORDER BY unique_id"
    ).fetchnumpy()
    return columns["value"], columns["known"]
