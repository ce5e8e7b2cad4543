"""Records of one file that are one person: a rival that is nobody else is no rival.

Two records that want the same record of the other file are, in a register, two people, and at most one of them is
right. In other files they may be one person, written down twice. Which of the two it is, the model that links says
of them as well: they are compared with each other as any pair is. What speaks for their being one is that, or that
either of them is the record they both want, less what speaks against it between themselves (of three records, two
likenesses tell all: the third follows, unless it says otherwise). Only rivals are looked at; other records of one
file that are one person change no link.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.engines.running import Running
from outcomelab.linkage.lent import or_lent
from outcomelab.linkage.levels import Floats, levels_query
from outcomelab.linkage.relatives import Relatives, without
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import Numbers, Pairs, as_pairs
from outcomelab.linkage.train import Again, Model, Repeats, agreement, different_people

# A pair with less than these odds on its own is nobody's rival.
_RIVAL = 0.1
# So many rivals for one record at most are compared with each other, the best ones.
_MOST = 30
# Other records that a record's person has on the same side, to start from; counted as much as so many records.
_OTHERS, _START = 0.01, 10.0
_ROUNDS, _STILL = 50, 1e-6
_ANY = -1e6  # bits: whatever speaks against two records being one is wanted too
_FAMILY = ("kin", "twins", "namesakes")


def find(
    running: Running,
    scheme: Scheme,
    pairs: Pairs,
    model: Model,
    relatives: Relatives,
    sizes: tuple[int, int],
) -> tuple[Repeats, Relatives]:
    """Of every two pairs that are rivals, how probable it is that they are not: that the two records which want
    one and the same are one person themselves. And the relatives, less those of them who are the person again.

    `sizes`: how many records each side has.
    """
    strong = np.nonzero(model.weight >= np.log2(_RIVAL))[0]
    (listed, _), (held, again) = (
        _again(running, scheme, pairs, model, relatives, strong, side, size)
        for side, size in zip(("participants", "persons"), sizes, strict=True)
    )
    return Repeats(listed, held), without(relatives, *again)


def _again(
    running: Running,
    scheme: Scheme,
    pairs: Pairs,
    model: Model,
    relatives: Relatives,
    strong: npt.NDArray[np.intp],
    side: str,
    size: int,
) -> tuple[Again, tuple[float, float, float]]:
    own, wanted = (
        (pairs.participant, pairs.person) if side == "participants" else (pairs.person, pairs.participant)
    )
    strong_pairs = {"i": strong, "own": own[strong], "wanted": wanted[strong], "weight": model.weight[strong]}
    running.hand_in("strong", pa.table(strong_pairs))
    running.make(
        "rivals",
        "WITH best AS (SELECT * FROM strong"
        f" QUALIFY row_number() OVER (PARTITION BY wanted ORDER BY weight DESC, own) <= {_MOST})"
        " SELECT x.i, y.i AS j, x.own AS a, y.own AS b FROM best AS x JOIN best AS y USING (wanted)"
        " WHERE x.own < y.own",
    )
    running.make(
        "together",
        "SELECT DISTINCT a, b, 1::INTEGER AS found_by, 1::TINYINT AS ways FROM rivals",
    )
    query = levels_query(running, scheme, pairs.chance, size, sides=(side, side), found="together", hopeless=_ANY)
    found = as_pairs(running.columns(query.format(low=1, high=size)), scheme, pairs.chance)
    different = different_people(found, scheme.comparisons, relatives, size)
    different = or_lent(different, found, scheme.comparisons, size, model.lent)
    evidence = agreement(found, scheme.comparisons, model) - different
    none = np.full(len(evidence), -1)
    running.hand_in(
        "told",
        pa.table(
            {
                "a": found.participant,
                "b": found.person,
                "bits": evidence,
                "kin": found.relatives,
                **{name: found.levels.get(name, none) == 0 for name in ("born", "forename")},
            }
        ),
    )
    rows = running.columns(
        "SELECT i, j, bits, dense_rank() OVER (ORDER BY a, b) - 1 AS who,"
        " kin, kin AND born AS twins,"
        " kin AND forename AS namesakes"
        " FROM rivals JOIN told USING (a, b) ORDER BY i, j"
    )
    for table in ("strong", "rivals", "together", "told"):
        running.drop(table)
    one, other = rows["i"], rows["j"]
    between = model.evidence[[one, other]].min(axis=0) if len(one) else np.zeros(0)
    bits = np.maximum(rows["bits"], between + np.minimum(rows["bits"], 0.0))
    matched = len(np.unique(own[strong[model.weight[strong] >= 0]]))
    same = _probability(bits, rows["who"], matched, size)
    first = np.unique(rows["who"], return_index=True)[1]
    told = (2 * float(same[first][rows[name][first]].sum()) / max(matched, 1) for name in _FAMILY)
    number, twins, namesakes = told
    return Again(one, other, same), (number, twins, namesakes)


def _probability(bits: Floats, who: Numbers, matched: int, size: int) -> Floats:
    """The probability that the two records are one person, from `bits` of evidence; `who` tells which rows are of
    the same two. How many others a record's person has is learned, among the `matched` that anybody wants."""
    others, probability = _OTHERS, np.zeros(len(bits))
    most = np.zeros(int(who.max(initial=-1)) + 1)
    for _ in range(_ROUNDS):
        before = probability
        probability = 1 / (1 + np.exp2(np.clip(-(bits + np.log2(others / size)), -500, 500)))
        most[:] = 0
        np.maximum.at(most, who, probability)
        others = (2 * most.sum() + _OTHERS * _START) / (matched + _START)
        if np.abs(probability - before).max(initial=0.0) < _STILL:
            break
    return probability
