"""Attacks on an encoding, before anybody trusts it: encode a list of one's own, and try to read it back.

The lab plays both sides. A secret key is made and forgotten; the attacker sees the encoding, the specification
and a list of people in the clear, `list`: the very list that was encoded, the most anybody could know, or
`population`: other people like them. Only the score is kept, never who was named.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from outcomelab.attacks.encodings.columns import columns
from outcomelab.attacks.encodings.combined import combined
from outcomelab.attacks.encodings.graph import guesses
from outcomelab.attacks.encodings.names import whole_names, words
from outcomelab.attacks.encodings.patterns import LOOKED_FOR, assigned, patterns
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.errors import LinkageError
from outcomelab.handovers.attacks import Attacks
from outcomelab.handovers.progress import Progress, silent
from outcomelab.people.standardise import records

STAGE = "attack"
KNOWS = ("list", "population")
FEWEST, FEWEST_NAMES = 1_000, 50
_MOST, _MINED, _GRAPH, _WORDS = 200_000, 20_000, 1_000, 400


def attack(
    people: pa.Table, hardening: str, knows: str, seed: int = 20261, progress: Progress = silent
) -> Attacks:
    """Encode `people` (identifiers by `COHORT_IDENTIFIERS`) and attack the encoding; shares 0–1.

    knows: one of `KNOWS`. With `population`, half of the people are encoded and the other half known. At most
    200,000 people, drawn by `seed`. Raises LinkageError for fewer than 1,000, whose frequencies would say nothing,
    and for fewer than 50 different names on either side, which no likeness tells apart.
    """
    if people.num_rows < FEWEST:
        raise LinkageError(f"An attack needs a list of at least {FEWEST:,} people: fewer would prove nothing.")
    rng = np.random.default_rng(seed)
    drawn = people.take(pa.array(rng.permutation(people.num_rows)[:_MOST]))
    half = drawn.num_rows // 2
    victims, known = (drawn, drawn) if knows == "list" else (drawn.slice(0, half), drawn.slice(half))
    names, known_names = whole_names(records(victims)), whole_names(records(known))
    if min(len(pc.unique(side.drop_null())) for side in (names, known_names)) < FEWEST_NAMES:
        raise LinkageError(
            f"An attack needs a list of at least {FEWEST_NAMES} different names: fewer would prove "
            "nothing. Look whether the right columns were taken."
        )
    secret, own = ProjectKey.new("attacked"), ProjectKey.new("attacker")
    register = victims.num_rows >= 100_000
    progress(STAGE, f"encoding {victims.num_rows:,} people, {hardening}")
    seen, truth = (encode(victims, key, hardening, rarity=register).records for key in (secret, own))
    theirs = encode(known, own, hardening, rarity=register).records
    progress(STAGE, "ranking each column by frequency")
    told, together = columns(seen, truth, theirs), combined(seen, truth, theirs)
    progress(STAGE, "looking for bits that come together")
    found, read = _mined(seen, names, known_names)
    progress(STAGE, "matching names by how alike they are")
    graph, number = _matched(seen, theirs, names, known_names)
    return Attacks(
        hardening=hardening,
        knows=knows,
        records=victims.num_rows,
        columns=told,
        patterns=found,
        named_by_patterns=read,
        graph=graph,
        graph_names=number,
        combined=together,
        leaked=_leaked(seen, encode(known, secret, hardening).records),
    )


def bits(table: pa.Table) -> npt.NDArray[np.bool_]:
    """The name filters of encoded records, as records × 1,024 bits; all unset where there is no filter."""
    filled = np.column_stack([table[f"f{i}"].fill_null(0).to_numpy() for i in range(16)])
    whole = np.ascontiguousarray(filled.astype("<i8")).view(np.uint8)
    return np.unpackbits(whole, axis=1, bitorder="little").astype(bool)


def _mined(seen: pa.Table, names: pa.Array, known_names: pa.Array) -> tuple[float, float]:
    """Share of the patterns looked for that stand for a word and were taken for it; share of people of whose
    name a word was read."""
    seen, names = seen.slice(0, _MINED), names.slice(0, _MINED)
    found = patterns(bits(seen))
    if not found:
        return 0.0, 0.0
    known = words(known_names, _WORDS)
    have = words(names, _WORDS, known.words).have
    read = np.zeros(len(names), bool)
    right = 0
    for pattern, word in assigned(found, known.frequencies, known.bigrams):
        read |= pattern.records & have[:, word]
        right += int(have[pattern.records, word].mean() > 0.9)
    return right / LOOKED_FOR, float(read.mean())


def _matched(seen: pa.Table, theirs: pa.Table, names: pa.Array, known_names: pa.Array) -> tuple[float, int]:
    """Share of the commonest names on the encoded side that were taken for themselves, and how many there were."""
    here, there = _commonest(names), _commonest(known_names)
    number = min(len(here), len(there))
    here, there = here[:number], there[:number]
    # On a busy machine two threads wait for one another longer than one works.
    with threadpool_limits(1):
        chosen = guesses(
            bits(seen.take(pa.array(here[:, 0]))),
            bits(theirs.take(pa.array(there[:, 0]))),
            (here[:, 1].astype(float), there[:, 1].astype(float)),
        )
    true = names.take(pa.array(here[:, 0]))
    guessed = known_names.take(pa.array(there[chosen, 0]))
    return float(pc.mean(pc.cast(pc.equal(true, guessed), pa.float64())).as_py()), number


def _commonest(names: pa.Array) -> npt.NDArray[np.intp]:
    """For the commonest whole names: a record that has it, and how many have."""
    encoded = names.dictionary_encode()
    places = np.asarray(encoded.indices.fill_null(-1))
    _, first, counts = np.unique(places[places >= 0], return_index=True, return_counts=True)
    records_with = np.nonzero(places >= 0)[0][first]
    order = np.argsort(-counts, kind="stable")[:_GRAPH]
    return np.column_stack([records_with[order], counts[order]]).astype(np.intp)


def _leaked(seen: pa.Table, tried: pa.Table) -> float:
    """Share of people whose name comes out when everything known is encoded with the leaked key."""
    there = pc.is_in(seen["pair"], value_set=tried["pair"].combine_chunks().drop_null())
    return float(pc.mean(pc.cast(there, pa.float64())).as_py())
