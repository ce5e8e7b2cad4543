"""A tiny holding of invented people, small enough to work out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from outcomelab.engines.duck import opened
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.cohort import COHORT_DATES
from outcomelab.handovers.holding import Column, ContentStore, Dictionary, Table
from outcomelab.handovers.linkage import CROSSWALK
from outcomelab.handovers.progress import Progress, silent
from outcomelab.outcomes.derive import derive
from outcomelab.protocol.model import Protocol

DICTIONARY = Dictionary(
    name="justice",
    title="Justice",
    custodian="Ministry of Justice",
    legal_basis="Act 1",
    covers_from=dt.date(2015, 1, 1),
    covers_to=dt.date(2022, 12, 31),
    tables=(
        Table(
            "persons",
            (
                Column("number", "string", "person"),
                Column("surname", "string", "identifier", identifier="surname"),
                Column("born", "date", "identifier", identifier="date_of_birth", kept=True),
                Column("sex", "string", "identifier", identifier="sex", kept=True),
                Column("region", "string", "code"),
                Column("urban", "boolean", "attribute"),
                Column("score", "number", "attribute"),
            ),
            one_row_a_person=True,
        ),
        Table(
            "releases",
            (
                Column("number", "string", "person"),
                Column("released", "date", "event-date"),
                Column("prison", "string", "code"),
            ),
        ),
        Table(
            "offences",
            (
                Column("number", "string", "person"),
                Column("committed", "date", "event-date"),
                Column("convicted", "date", "attribute"),
                Column("offence", "string", "code"),
                Column("severity", "integer", "attribute"),
                Column("cost", "number", "amount"),
            ),
        ),
    ),
)
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
Row = dict[str, Any]


class Lab:
    """Content with the rows a test puts in, a protocol with the sections it changes, and `derive`."""

    def __init__(self, folder: Path) -> None:
        self.content = ContentStore(folder / "content.duckdb", "a key for tests only, 32 characters")
        self.tables: dict[str, list[Row]] = {"persons": [], "releases": [], "offences": []}
        self.links: list[tuple[int, int]] = []
        self.dates: list[Row] = []
        self.sections: Row = {
            "study": {
                "title": "Does it help?",
                "programme": "Mentors",
                "provider": "Way Out",
                "custodian": "Ministry of Justice",
                "agreement": "A-1",
            },
            "holding": {"name": "justice"},
            "index": {"event": "release from custody", "table": "releases"},
            "covariates": (REGION,),
            "outcomes": (outcome("again", "any"),),
        }

    def person(self, key: int, index: dt.date | None = None, **cells: Any) -> int:
        """A person of the holding, released on `index` if given."""
        self.tables["persons"].append({"person_key": key, **cells})
        if index:
            self.tables["releases"].append({"person_key": key, "released": index})
        return key

    def participant(self, key: int, index: dt.date | None, given: dt.date | None = None, **cells: Any) -> int:
        """A person who is also on the provider's list, with the release date, or `given`, beside them."""
        self.person(key, index, **cells)
        row = len(self.links) + 2
        self.links.append((row, key))
        self.dates.append({"row": row, "index_date": given or index})
        return key

    def offence(self, key: int, committed: dt.date | None, **cells: Any) -> None:
        """An offence of a person of the holding."""
        self.tables["offences"].append({"person_key": key, "committed": committed, **cells})

    def study(self, **sections: Any) -> None:
        """Change sections of the protocol."""
        self.sections |= sections

    def know(self, *covariates: Row) -> None:
        """Set the covariates, beside the region."""
        self.study(covariates=(*covariates, REGION))

    def derive(self, progress: Progress = silent) -> Derived:
        """Write the content, and derive the analysis table from it."""
        with opened(self.content, write=True) as connection:
            for name, rows in self.tables.items():
                connection.register("_rows", pa.Table.from_pylist(rows, schema=_schema(name)))
                connection.table("_rows").create(name)
                connection.unregister("_rows")
        return self.derive_again(progress)

    def derive_again(self, progress: Progress = silent) -> Derived:
        """Derive the analysis table from the content as it stands."""
        protocol = Protocol.model_validate(self.sections)
        return derive(self.content, DICTIONARY, protocol, self.crosswalk(), self.list(), progress)

    def crosswalk(self) -> pa.Table:
        """The links, as linkage hands them on."""
        links = [{"row": row, "person_key": key, "match_probability": 1.0} for row, key in self.links]
        return pa.Table.from_pylist(links, schema=CROSSWALK)

    def list(self) -> pa.Table:
        """The dates of the list, as the cohort room hands them on."""
        return pa.Table.from_pylist(self.dates, schema=COHORT_DATES)

    def of_participants(self, column: str) -> list[Any]:
        """Derive, and return a column for the participants."""
        rows = self.derive().table.to_pylist()
        return [row[column] for row in rows if row["participant"]]

    def by_case(self, column: str) -> dict[str, Any]:
        """Derive, and return a column of the participants by the words in their `region`: one case each."""
        rows = self.derive().table.to_pylist()
        return {row["region"]: row[column] for row in rows if row["participant"]}


def _schema(table: str) -> pa.Schema:
    entry = DICTIONARY.table(table)
    assert entry is not None
    columns = [(column.name, ARROW[column.type]) for column in entry.columns if column.in_content]
    return pa.schema([("person_key", pa.int64()), *columns])


def covariate(name: str, kind: str, **settings: Any) -> Row:
    """A covariate of the protocol."""
    return {"name": name, "label": name, "kind": kind, **settings}


def outcome(name: str, kind: str, **settings: Any) -> Row:
    """An outcome of the protocol on offences within a year."""
    return {"name": name, "label": name, "kind": kind, "table": "offences", "primary": True, **settings}


REGION = covariate("region", "category", column="region")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A holding with one person in the pool, released on 1 June 2018, and nobody else."""
    lab = Lab(tmp_path)
    lab.person(99, dt.date(2018, 6, 1), region="north")
    return lab


@pytest.fixture
def dictionary() -> Dictionary:
    """What the lab's holding is registered as."""
    return DICTIONARY


@pytest.fixture
def arrow_schema() -> Callable[[str], pa.Schema]:
    """The columns of a table of the lab's content."""
    return _schema


@pytest.fixture
def make_covariate() -> Callable[..., Row]:
    """See `covariate`."""
    return covariate


@pytest.fixture
def make_outcome() -> Callable[..., Row]:
    """See `outcome`."""
    return outcome
