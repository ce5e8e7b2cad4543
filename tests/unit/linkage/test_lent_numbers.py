"""Service numbers that are somebody else's: two people, whatever the number says."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.handovers.people import PEOPLE_IDENTIFIERS, People
from outcomelab.linkage.lent import Lending, Rates
from outcomelab.linkage.people import link_people
from outcomelab.linkage.score import Pairs

TOLD = ("surname", "forename", "middle", "service_number")  # as on a form of pay: no date of birth, no postcode
BORROWERS = 40


def people(records: list[dict]) -> People:
    """Records as if they had been read, with nothing but what a form of pay tells."""
    told = [{name: record[name] for name in TOLD} | {"row": row} for row, record in enumerate(records, start=2)]
    return People(pa.array(range(len(records))), pa.Table.from_pylist(told, PEOPLE_IDENTIFIERS), ())


@pytest.fixture(scope="module")
def borrowed(inventing):
    """A list of 600, of whom 40 are not held and are down under the number of somebody who is, most of them of the
    same surname; everybody else is held, under a number of their own."""
    town = inventing(2_000, 560, seed=5, absent=0.0)
    strangers = inventing(BORROWERS, 0, seed=6).persons.to_pylist()
    held, listed = town.persons.to_pylist(), town.participants.to_pylist()
    place = {person["person_key"]: nth for nth, person in enumerate(held)}
    truth = [place[town.truth[record["row"]]] for record in listed]
    for nth, stranger in enumerate(strangers):
        lender = held[50 * nth]
        namesake = {"surname": lender["surname"]} if nth % 4 else {}
        listed.append(stranger | namesake | {"service_number": lender["service_number"]})
    return link_people(people(listed), people(held)), truth


def test_hardly_anybody_who_borrowed_a_number_is_linked_to_whose_it_is(borrowed):
    linked, truth = borrowed
    assert sum(left >= len(truth) for left in linked.links["left_id"].to_pylist()) <= 4


def test_whoever_has_a_number_of_their_own_is_found_all_the_same(borrowed):
    linked, truth = borrowed
    found = dict(zip(linked.links["left_id"].to_pylist(), linked.links["right_id"].to_pylist(), strict=True))
    assert sum(found.get(left) == right for left, right in enumerate(truth)) > 0.9 * len(truth)


def test_estimated_precision_knows_of_borrowed_numbers(borrowed):
    linked, truth = borrowed
    found = zip(linked.links["left_id"].to_pylist(), linked.links["right_id"].to_pylist(), strict=True)
    right = sum(left < len(truth) and truth[left] == held for left, held in found)
    assert linked.report.overall.precision == pytest.approx(right / linked.links.num_rows, abs=0.01)


def test_a_number_that_may_be_lent_speaks_less_for_a_match_the_more_often_that_happens():
    one = Lending(np.arange(1), np.array([True]), np.array([1_000.0]))
    seldom, often = (one.bits(Rates(absent, 0.0))[0] for absent in (0.01, 0.5))
    assert seldom == pytest.approx(-np.log2(11))
    assert often == pytest.approx(-np.log2(501))


def test_where_the_held_borrow_as_often_as_others_a_lent_number_says_nothing_of_other_matches():
    other = Lending(np.arange(2), np.array([True, False]), np.array([1_000.0, 1_000.0]))
    assert other.bits(Rates(0.1, 0.1))[1] == pytest.approx(0.0)


def test_the_rate_over_all_is_that_of_both_by_their_shares():
    assert Rates(absent=0.5, present=0.01).overall(0.9) == pytest.approx(0.059)


def test_how_many_borrow_is_a_share_of_those_who_are_not_held():
    """Of 100 participants 90 are held; the other 10 are all, very probably, down under another's number."""
    borrowers = 10
    some = np.arange(1, borrowers + 1, dtype=np.int32)
    none = np.empty(0, np.int32)
    everybody = np.concatenate([some, np.arange(11, 101, dtype=np.int32)])
    pairs = Pairs(everybody, everybody, none, none.astype(np.int8), {}, {}, none.astype(bool), {})
    own = everybody <= borrowers
    lending = Lending(np.flatnonzero(own), np.ones(borrowers, bool), np.full(borrowers, 1e6))
    learned = lending.learned(pairs, np.where(own, 0.0, 1.0), 100, Rates())
    assert learned.absent == pytest.approx((10 + 0.01 * 20) / (10 + 20), rel=1e-3)
    assert learned.present == pytest.approx(0.002 * 20 / (90 + 20))
