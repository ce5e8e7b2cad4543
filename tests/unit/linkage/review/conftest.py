"""A review drawn from invented people, and how two reviewers answer it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from outcomelab.engines.duck import opened
from outcomelab.handovers.holding import Store
from outcomelab.linkage.link import link
from outcomelab.linkage.review.draw import draw
from outcomelab.linkage.review.file import save_answer, write_review
from outcomelab.protocol.model import Linkage

ROLE, DESIGN = "a" * 64, "b" * 64


@pytest.fixture(scope="session")
def uncertain(inventing):
    """Names and postcodes only: many pairs near the threshold."""
    return inventing(2_000, 120, seed=4, without=("date_of_birth", "sex", "service_number", "middle"))


@pytest.fixture(scope="session")
def drawn(uncertain):
    return draw(uncertain.participants, uncertain.persons, Linkage(), pairs=60)


@pytest.fixture(scope="session")
def linked(uncertain):
    """The same people linked."""
    return link(uncertain.participants, uncertain.persons, Linkage())


@pytest.fixture
def review(drawn, tmp_path):
    """The review on disk."""
    write_review(drawn, tmp_path / "check.review", ROLE, DESIGN)
    return tmp_path / "check.review"


@pytest.fixture
def answer(review, drawn):
    """Has a reviewer answer: not or unsure for the pairs named, else match."""

    def give(name, no=(), unsure=(), only=None):
        pairs = list(only or range(1, drawn.pairs.num_rows + 1))
        words = ["not" if pair in no else "unsure" if pair in unsure else "match" for pair in pairs]
        save_answer(review, ROLE, name, pairs[0], words[0])
        # The rest at once: opening the file for each takes most of a test's time.
        with opened(Store(review, ROLE), write=True) as connection:
            connection.register("rest", pa.table({"pair": pairs[1:], "answer": words[1:]}))
            connection.execute("INSERT INTO answers SELECT ?, pair, answer FROM rest", [name])

    return give
