"""Member numbers on their way to the ledger: beside the analysis table, in its order, and never in it."""

import datetime as dt

import numpy as np
import pytest

from outcomelab.demo import recid
from outcomelab.engines.duck import opened
from outcomelab.hall import stages
from outcomelab.hall.lab import Lab
from outcomelab.handovers.membership import MEMBERSHIP, as_bits, from_bits
from outcomelab.holdings.content import open_content
from outcomelab.holdings.register import add
from outcomelab.outcomes.members import only_members


@pytest.fixture(scope="module")
def justice(tmp_path_factory):
    """The demo's justice study, derived: the content, the links, and what was derived."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder, spoil=False)
    lab = Lab.at(folder / "holdings")
    add(given.dictionary, lab.holdings, lab.keys)
    question = stages.ask(given.study, lab, dt.date(2026, 11, 27))
    people = stages.checked(question, given.cohort)
    linked = stages.linked_to_persons(question, people, lab)
    derived = stages.derived_outcomes(question, linked.crosswalk, people.dates, lab)
    return open_content(lab.holdings, lab.keys, "justice"), linked.crosswalk, derived


def attribute(content, name):
    """A column of the persons table by member number."""
    with opened(content) as store:
        rows = store.execute(
            f"SELECT member, {name} FROM persons JOIN _members USING (person_key)"  # noqa: S608 a test's own name
        ).fetchall()
    return dict(rows)


def test_every_place_is_that_persons_row(justice):
    content, _, derived = justice
    schooling = attribute(content, "schooling")
    participants = derived.table.filter(derived.table["participant"])["schooling"].to_pylist()
    rows = derived.membership.to_pylist()
    placed = {row["place"]: schooling[row["member"]] for row in rows if row["place"] is not None}
    assert [placed[place] for place in range(len(participants))] == participants


def test_everyone_linked_is_there_once_and_nobody_else(justice):
    _, crosswalk, derived = justice
    assert derived.membership.schema == MEMBERSHIP
    members = derived.membership["member"].to_numpy()
    assert len(np.unique(members)) == crosswalk.num_rows
    assert (np.diff(members) > 0).all()


def test_the_analysis_table_has_no_member_number(justice):
    content, _, derived = justice
    members = set(attribute(content, "schooling"))
    assert not [name for name in derived.table.column_names if "member" in name]
    for column in derived.table.columns:
        assert members.isdisjoint(column.to_pylist())


def test_a_crosswalk_is_cut_to_the_members_asked_for(justice):
    content, crosswalk, derived = justice
    some = derived.membership["member"].to_numpy()[:100]
    fewer = only_members(content, crosswalk, some)
    assert fewer.num_rows == 100
    assert fewer.schema == crosswalk.schema


def test_bits_come_back_as_they_were_and_another_table_is_noticed():
    chosen = np.random.default_rng(2).random(77) < 0.5
    assert (from_bits(as_bits(chosen), 77) == chosen).all()
    with pytest.raises(ValueError, match="another analysis table"):
        from_bits(as_bits(chosen), 90)
