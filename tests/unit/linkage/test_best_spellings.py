"""A person's spellings all stand for the person: the best pair of spellings is the pair of persons."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.engines.duck import memory
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.score import Pairs
from outcomelab.linkage.spine.find import Side, best_spellings, find_persons
from outcomelab.protocol.model import Linkage

SURNAME = CLEAR.comparisons[:1]
SAME, DIFFERS = 0, len(SURNAME[0].levels) - 1


def compared(*rows: tuple[int, int, int]) -> Pairs:
    """Pairs of spellings (from 1) with the level their surnames fall on."""
    a, b, level = (np.array(column, np.int32) for column in zip(*rows, strict=True))
    return Pairs(
        participant=a,
        person=b,
        found_by=np.arange(len(rows), dtype=np.int32),
        ways=np.ones(len(rows), np.int8),
        levels={"surname": level},
        frequency={"surname": np.zeros(len(rows))},
        relatives=np.zeros(len(rows), bool),
        chance={"surname": np.array([one.u for one in SURNAME[0].levels])},
    )


def best(pairs: Pairs, listed: list[int], held: list[int]) -> list[tuple[int, int, int]]:
    found = best_spellings(
        pairs,
        (np.array(listed, np.int32), np.array(held, np.int32)),
        replace(CLEAR, comparisons=SURNAME),
        Relatives(0.0, 0.006, 0.012, CLEAR.family.shared),
        1_000,
    )
    return list(
        zip(found.participant.tolist(), found.person.tolist(), found.levels["surname"].tolist(), strict=True)
    )


def test_the_best_of_a_persons_spellings_counts():
    pairs = compared((1, 1, DIFFERS), (1, 2, SAME), (1, 3, DIFFERS))
    assert best(pairs, [0], [0, 0, 1]) == [(1, 1, SAME), (1, 2, DIFFERS)]


def test_so_it_does_on_the_other_side():
    assert best(compared((1, 1, DIFFERS), (2, 1, SAME)), [0, 0], [0]) == [(1, 1, SAME)]


def test_pairs_come_in_order_of_persons_each_once():
    pairs = compared((1, 1, SAME), (2, 2, SAME), (3, 1, DIFFERS), (3, 3, SAME))
    assert best(pairs, [1, 0, 1], [1, 0, 1]) == [(1, 1, SAME), (2, 2, SAME)]


@pytest.mark.parametrize("spellings", [[0], [1], [0, 1]])
def test_a_bride_is_found_under_either_name_and_is_nobodys_rival_to_herself(town, spellings):
    maiden = town.persons.slice(0, 1).to_pylist()[0] | {"service_number": None, "middle": None, "sex": "F"}
    married = maiden | {"surname": "Zimbelstern", "postcode": "29999", "date_of_birth": dt.date(1970, 1, 1)}
    hers = pa.Table.from_pylist([maiden, married], town.persons.schema)
    others = town.persons.slice(1, 800)
    known = hers.take(pa.array(spellings))
    person = np.append(np.arange(800), np.full(known.num_rows, 800)).astype(np.int32)
    held = Side(pa.concat_tables([others, known]), person, 801)
    listed = Side(
        pa.concat_tables([known.slice(known.num_rows - 1), others.slice(0, 40)]), np.arange(41, dtype=np.int32), 41
    )
    with closing(memory()) as connection:
        found = find_persons(connection, listed, held, Linkage())
    links = dict(zip(found.listed.tolist(), found.held.tolist(), strict=True))
    assert links[0] == 800
    assert all(links[number] == number - 1 for number in range(1, 41))
