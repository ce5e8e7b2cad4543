"""A review drawn from invented people, and how two reviewers answer it."""

from __future__ import annotations

import pytest

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
    """Has a reviewer answer: `n` for the pairs named, else `m`."""

    def give(name, no=(), unsure=(), only=None):
        for pair in only or range(1, drawn.pairs.num_rows + 1):
            word = "not" if pair in no else "unsure" if pair in unsure else "match"
            save_answer(review, ROLE, name, pair, word)

    return give
