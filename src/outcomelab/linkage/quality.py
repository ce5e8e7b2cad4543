"""How good the links are, from their probabilities: overall, by group and by threshold; and the flow's reasons.

Estimated precision is the mean probability of the links kept. Estimated recall is the matches expected
among them out of all that could be found: the expected matches among all candidates, and those that no
combination of identifiers brought together (`measures.slips`), never more than everybody listed.
"""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import pyarrow as pa

from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.linkage import EXPECTED, LinkageReport
from outcomelab.linkage.decide import Decision, Fate
from outcomelab.linkage.learned import learned
from outcomelab.linkage.measures.groupings import groupings
from outcomelab.linkage.measures.groups import Outlook, by_group
from outcomelab.linkage.measures.known import identifiers_given
from outcomelab.linkage.measures.missed import missed
from outcomelab.linkage.measures.thresholds import at_thresholds
from outcomelab.linkage.measures.unlinkable import unlinkable
from outcomelab.linkage.weighed import Weighed
from outcomelab.protocol.recall import recall_between

REASONS = {
    Fate.NOBODY: "no matching person was found in the holding",
    Fate.UNCERTAIN: "a possible match was not certain enough",
    Fate.TIED: "two people matched equally well",
    Fate.TAKEN: "another participant matched the same person as well or better",
}
_EVEN = 0.5  # an even chance
_POSSIBLE = 1e-3  # a person of the holding with less is nobody's match


def report(
    connection: duckdb.DuckDBPyConnection, found: Weighed, on: dt.date | None, labels: pa.Table | None = None
) -> LinkageReport:
    """The report on what was `found` of the table `participants`.

    on: the day ages are taken at; without it there are no age bands. labels: words by `row` that participants
    are grouped by besides, or None.
    """
    parts = tuple(groupings(connection, on, labels))
    lost = missed(connection, found)
    kept, pairs = found.decision.kept, found.pairs
    right = np.zeros(found.listed)
    right[pairs.participant[kept] - 1] = found.probability[kept]
    outlook = Outlook(
        linked=found.decision.fates == Fate.LINKED,
        right=right,
        unlinkable=unlinkable(connection, found),
        missed=lost,
    )
    matches = lost.compared + lost.never
    model = found.model
    listed_again, held_again = _linked_again(found)
    everybody = np.ones(found.listed, bool)
    overall = outlook.group("everybody", "everybody", everybody, lost.unlinked + lost.never)
    return LinkageReport(
        threshold=found.decision.threshold,
        overall=overall,
        groups=tuple(by_group(outlook, parts)),
        flow=flow(found.decision),
        model=learned(
            pairs,
            model,
            found.scheme.comparisons,
            found.asked,
            found.decision.threshold,
            found.found,
            found.engine,
        ),
        persons=found.held,
        compared=lost.compared / matches if lost.compared else None,
        known=tuple(identifiers_given(connection, outlook.linked)),
        listed_again=listed_again,
        held_again=held_again,
        thresholds=tuple(at_thresholds(found.probability, found.decision, matches)),
        recall_between=None if overall.recall is None else recall_between(overall.recall),
    )


def expected(connection: duckdb.DuckDBPyConnection, found: Weighed, compared: float | None) -> pa.Table:
    """The persons of the holding who may be participants, by schema `EXPECTED`; `compared` as in the report."""
    scale = 1 / (compared or 1.0)
    matches = np.bincount(found.pairs.person, found.probability, minlength=found.held + 1)
    right = np.zeros(found.held + 1)
    kept = found.decision.kept
    np.add.at(right, found.pairs.person[kept], found.probability[kept])
    who = np.nonzero(matches >= _POSSIBLE)[0]
    connection.register("told", pa.table({"n": who, "expected": matches[who] * scale, "right": right[who]}))
    table = connection.sql(
        'SELECT key AS person_key, expected, "right" FROM told JOIN persons ON n = unique_id ORDER BY person_key'
    ).to_arrow_table()
    connection.unregister("told")
    return table.cast(EXPECTED)


def flow(decision: Decision) -> FlowStep:
    """The step `linked`, with one reason for every participant who was not."""
    counts = np.bincount(decision.fates, minlength=len(Fate))
    lost = tuple(Loss(words, int(counts[fate])) for fate, words in REASONS.items() if counts[fate])
    return FlowStep("linked", int(counts[Fate.LINKED]), lost)


def _linked_again(found: Weighed) -> tuple[int, int]:
    """Links of participants whose person others are linked to as well; links to people with several records."""
    again, kept = found.model.again, found.decision.kept
    if again is None:
        return 0, 0
    linked = found.pairs.person[kept]
    listed = int((np.bincount(linked)[linked] > 1).sum()) if len(linked) else 0
    same = again.persons.same >= _EVEN
    several = np.union1d(again.persons.one[same], again.persons.other[same])
    return listed, int(np.isin(kept, several).sum())
