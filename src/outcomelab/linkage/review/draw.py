"""Draw pairs for people to look at: a random sample, larger where the program is least sure."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import hashlib
from contextlib import closing, suppress

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink.internals.exceptions import SplinkException

from outcomelab.engines.duck import memory
from outcomelab.engines.on_duck import OnDuck
from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import IdentifierStore
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.review import FIELDS, REVIEW_DESIGN, REVIEW_PAIRS, Drawn, DrawnStratum
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.link import crosswalk, prepared
from outcomelab.linkage.score import Numbers
from outcomelab.linkage.sides import LIST
from outcomelab.linkage.tables import fitting, read_persons
from outcomelab.linkage.weighed import Weighed, weighed
from outcomelab.protocol.model import Linkage

STAGE = "review"
FEWEST, MOST = 20, 5_000
# Pairs under the first are strangers in all likelihood: among them a sample finds nothing.
BANDS = (0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0)
_LEAST = 10  # pairs of each stratum, where it has so many
_UNSURE = 0.0005  # no stratum is taken to be surer than this, or it would hardly be looked at

Choice = npt.NDArray[np.intp]


def draw(
    participants: pa.Table,
    persons: IdentifierStore | pa.Table,
    rule: Linkage,
    pairs: int = 200,
    seed: int = 1,
    progress: Progress = silent,
) -> Drawn:
    """Link as `link` does, in memory, and draw about `pairs` of the pairs it compared.

    participants and persons are as for `link`. Strata are links kept and pairs not kept, by match probability
    from .01 up; the sample is spread over them in proportion to size and uncertainty (Neyman 1934), which puts
    most of it around the threshold, with at least 10 of each. The same seed draws the same pairs, whatever the
    order of rows. Raises UsageError for a size out of bounds; LinkageError and HoldingError as `link` does.
    """
    if not FEWEST <= pairs <= MOST:
        raise UsageError(f"A review is of {FEWEST} to {MOST:,} pairs.")

    def said(words: str) -> None:
        progress(STAGE, words)

    with closing(memory()) as connection, suppress(SplinkException, duckdb.Error):
        held = read_persons(persons)
        scheme, sizes = prepared(connection, participants, held, said)
        found = weighed(OnDuck(connection), scheme, sizes, rule, said)
        links = fingerprint(crosswalk(connection, found))
        strata, stratum_of = _strata(found)
        rng = np.random.default_rng(seed)
        chosen, drawn = _sample(strata, stratum_of, found.probability, pairs, rng)
        said(f"drew {len(chosen):,} pairs")
        shown = _shown(connection, found, chosen, participants, held)
        numbers = pa.array(np.arange(1, len(chosen) + 1), pa.int32())
        design = pa.table({"pair": numbers, "stratum": stratum_of[chosen]}, REVIEW_DESIGN)
        return Drawn(shown, design, drawn, links)
    raise LinkageError("Participants and persons could not be compared on this machine.")


def fingerprint(links: pa.Table) -> str:
    """SHA-256 over the links of a crosswalk: a review speaks of these links and no others."""
    ordered = links.select(["row", "person_key"]).sort_by("row")
    both = np.stack([ordered["row"].to_numpy().astype(np.int64), ordered["person_key"].to_numpy()])
    return hashlib.sha256(both.tobytes()).hexdigest()


def _strata(found: Weighed) -> tuple[list[tuple[bool, int]], Numbers]:
    """The strata there are, as (kept, band), and for each pair the index of its own, −1 for none."""
    kept = np.zeros(len(found.probability), bool)
    kept[found.decision.kept] = True
    band = np.clip(np.searchsorted(BANDS, found.probability, side="right") - 1, -1, len(BANDS) - 2)
    code = np.where(band < 0, -1, band + np.where(kept, len(BANDS), 0)).astype(np.int32)
    there = [int(one) for one in np.unique(code) if one >= 0]
    place = np.full(2 * len(BANDS) + 1, -1, np.int32)
    place[there] = np.arange(len(there))
    return [(one >= len(BANDS), one % len(BANDS)) for one in there], place[code]


def _sample(
    strata: list[tuple[bool, int]],
    stratum_of: Numbers,
    probability: Floats,
    pairs: int,
    rng: np.random.Generator,
) -> tuple[Choice, tuple[DrawnStratum, ...]]:
    """Indices of the pairs drawn, in the random order they are shown in, and the strata with what was drawn."""
    members = [np.nonzero(stratum_of == number)[0] for number in range(len(strata))]
    counts = allocation([len(one) for one in members], [float(probability[one].mean()) for one in members], pairs)
    drawn = [rng.choice(one, count, replace=False) for one, count in zip(members, counts, strict=True)]
    chosen: Choice = rng.permutation(np.concatenate(drawn)) if drawn else np.empty(0, np.intp)
    if not len(chosen):
        raise LinkageError(
            "No two records are alike enough to be worth a reviewer's time: there is nothing to draw."
        )
    told = (
        DrawnStratum(kept, BANDS[band], BANDS[band + 1], len(one), count)
        for (kept, band), one, count in zip(strata, members, counts, strict=True)
    )
    return chosen, tuple(told)


def allocation(sizes: list[int], means: list[float], pairs: int) -> list[int]:
    """How many of each stratum to draw: some of each, the rest by size and standard deviation, never more than
    there are."""
    counts = [min(size, _LEAST) for size in sizes]
    spread = [max(mean * (1 - mean), _UNSURE * (1 - _UNSURE)) ** 0.5 for mean in means]
    for _ in range(max(pairs - sum(counts), 0)):
        wanting = [
            (size * deviation / (count + 1) if count < size else 0.0)
            for size, deviation, count in zip(sizes, spread, counts, strict=True)
        ]
        most = int(np.argmax(wanting)) if wanting else 0
        if not wanting or not wanting[most]:
            break
        counts[most] += 1
    return counts


def _shown(
    connection: duckdb.DuckDBPyConnection, found: Weighed, chosen: Choice, participants: pa.Table, held: pa.Table
) -> pa.Table:
    """The chosen pairs as both sides wrote them."""
    connection.register("as_listed", fitting(participants, COHORT_IDENTIFIERS, LIST))
    connection.register("as_held", held)
    connection.register(
        "chosen",
        pa.table(
            {
                "pair": np.arange(1, len(chosen) + 1, dtype=np.int32),
                "a": found.pairs.participant[chosen],
                "b": found.pairs.person[chosen],
            }
        ),
    )
    columns = ", ".join(
        f"{side}.{name}::VARCHAR AS {called}_{name}"
        for name in FIELDS
        for side, called in (("as_listed", "list"), ("as_held", "holding"))
    )
    return (
        connection.sql(
            f"SELECT pair, {columns} FROM chosen JOIN participants AS l ON a = l.unique_id"
            " JOIN persons AS r ON b = r.unique_id JOIN as_listed ON as_listed.row = l.key"
            " JOIN as_held ON as_held.person_key = r.key ORDER BY pair"
        )
        .to_arrow_table()
        .cast(REVIEW_PAIRS)
    )
