"""Who may see what, held by structure: linkage identifiers and no content, every later stage the reverse."""

import ast
from pathlib import Path

import pyarrow as pa
import pytest

import outcomelab
from outcomelab.demo import recid
from outcomelab.errors import OutcomesError, UsageError
from outcomelab.handovers.cohort import COHORT_DATES, COHORT_IDENTIFIERS
from outcomelab.handovers.linkage import CROSSWALK
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.opening import read
from outcomelab.holdings.register import add
from outcomelab.protocol.model import Linkage
from outcomelab.protocol.read import read as read_protocol

SOURCE = Path(outcomelab.__file__).parent


@pytest.fixture(scope="module")
def ministry(tmp_path_factory):
    """The demo's justice holding, registered: its folder and the study's files."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder, spoil=False)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    return folder, given


def imported(room):
    """Every name a room imports, as module.name."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (SOURCE / room).rglob("*.py"))
    return {
        f"{node.module}.{alias.name}"
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_linkage_does_not_know_the_content_store():
    assert not [name for name in imported("linkage") if name.endswith("ContentStore")]


@pytest.mark.parametrize("room", ["outcomes", "impact", "disclosure", "reports"])
def test_no_later_room_knows_the_identifiers_store(room):
    assert not [name for name in imported(room) if name.endswith(("IdentifierStore", "COHORT_IDENTIFIERS"))]


@pytest.mark.parametrize("room", ["impact", "disclosure", "reports"])
def test_rooms_after_outcomes_know_no_store_at_all(room):
    assert not [name for name in imported(room) if "Store" in name or "engines" in name]


def test_linkage_does_not_take_the_content_store(ministry):
    folder, _ = ministry
    content = open_content(folder / "holdings", folder / "holdings.keys", "justice")
    row = {name: [None] for name in COHORT_IDENTIFIERS.names} | {"row": [2], "surname": ["Smith"]}
    with pytest.raises(UsageError, match="a holding's store"):
        outcomelab.link(pa.table(row, COHORT_IDENTIFIERS), content, Linkage())


def test_outcomes_handed_the_identifiers_store_find_no_content(ministry):
    folder, given = ministry
    identifiers = open_identifiers(folder / "holdings", folder / "holdings.keys", "justice")
    dictionary = read(folder / "holdings", "justice")
    crosswalk = pa.table({"row": [2], "person_key": [1], "match_probability": [1.0]}, CROSSWALK)
    dates = pa.table({name: [None] for name in COHORT_DATES.names} | {"row": [2]}, COHORT_DATES)
    with pytest.raises(OutcomesError):
        outcomelab.derive(identifiers, dictionary, read_protocol(given.study), crosswalk, dates)


def test_the_analysis_table_has_no_keys_no_dates_and_no_identifiers(ministry):
    folder, given = ministry
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab

    lab = Lab.at(folder / "holdings")
    question = stages.ask(given.study, lab, recid.STUDY_ENDED)
    people = stages.checked(question, given.cohort)
    linked = stages.linked_to_persons(question, people, lab)
    table = stages.derived_outcomes(question, linked.crosswalk, people.dates, lab).table
    asked = {c.name for c in question.protocol.covariates} | {o.name for o in question.protocol.outcomes}
    assert set(table.column_names) == asked | {"participant", "days_to_rearrest__event"}
    assert not [field for field in table.schema if pa.types.is_date(field.type) or pa.types.is_integer(field.type)]


def test_no_handover_of_persons_prints_its_rows(ministry):
    folder, given = ministry
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab

    lab = Lab.at(folder / "holdings")
    question = stages.ask(given.study, lab, recid.STUDY_ENDED)
    people = stages.checked(question, given.cohort)
    assert "pyarrow.Table" not in repr(people)
    assert "pyarrow.Table" not in repr(stages.linked_to_persons(question, people, lab))
