"""`derive` against a plain reading of its definitions, person by person, on random small holdings.

Dates lie within ten weeks around a leap day, so that windows meet their ends often. Days count from DAY_0.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.engines.duck import opened
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.cohort import COHORT_DATES
from outcomelab.handovers.holding import Column, ContentStore, Dictionary, Table
from outcomelab.handovers.linkage import CROSSWALK
from outcomelab.outcomes.derive import derive
from outcomelab.protocol.model import Protocol

DAY_0 = dt.date(2020, 1, 25)
COVERED = (4, 60)
BACK, FOLLOW_UP, WAITING, NEAR = (10, 2), (2, 12), 6, 8


def day(number: int) -> dt.date:
    return DAY_0 + dt.timedelta(number)


@dataclass(frozen=True)
class Offence:
    committed: int
    convicted: int | None
    kind: str | None
    pence: int | None


@dataclass(frozen=True)
class Person:
    born: dt.date | None
    region: str | None
    releases: tuple[int, ...]
    offences: tuple[Offence, ...]
    given: int | None = None  # the date on the provider's list, for participants

    @property
    def participant(self) -> bool:
        return self.given is not None


@st.composite
def offences(draw: st.DrawFn, around: int) -> Offence:
    committed = around + draw(st.integers(-12, 15))
    convicted = draw(st.none() | st.integers(0, 10))
    return Offence(
        committed,
        None if convicted is None else committed + convicted,
        draw(st.sampled_from(["theft", "fraud", None])),
        draw(st.none() | st.integers(-100_000, 100_000)),
    )


@st.composite
def persons(draw: st.DrawFn) -> Person:
    """Mostly eligible; offences lie about a release, so that many fall on a window's first or last day."""
    release = draw(st.integers(12, 44))
    return Person(
        draw(st.none() | st.builds(dt.date, st.integers(1999, 2002), st.integers(1, 12), st.just(1))),
        draw(st.sampled_from(["north", "south", "south", "east", None])),
        (release, *draw(st.lists(st.integers(0, 70), max_size=2))),
        tuple(draw(st.lists(offences(release), max_size=8))),
        draw(st.none() | st.integers(release - NEAR - 1, release + NEAR + 1)),
    )


# Few holdings of many persons: each person is a case, and a store is slow to make.
holdings = st.lists(persons(), min_size=10, max_size=40)
randomly = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))

KEY = Column("number", "string", "person")
BORN = Column("born", "date", "identifier", identifier="date_of_birth", kept=True)
OFFENCE = (
    KEY,
    Column("committed", "date", "event-date"),
    Column("convicted", "date", "attribute"),
    Column("kind", "string", "code"),
    Column("cost", "number", "amount"),
)
TABLES = (
    Table("persons", (KEY, BORN, Column("region", "string", "code")), one_row_a_person=True),
    Table("releases", (KEY, Column("released", "date", "event-date"))),
    Table("offences", OFFENCE),
)
DICTIONARY = Dictionary("justice", "Justice", "Ministry", "Act 1", day(COVERED[0]), day(COVERED[1]), TABLES)
PAST = {"table": "offences", "from_days": BACK[0], "to_days": BACK[1]}
AFTER = {"table": "offences", "from_day": FOLLOW_UP[0], "to_day": FOLLOW_UP[1]}
COVARIATES = (
    {"name": "age", "kind": "age"},
    {"name": "region", "kind": "category", "column": "region"},
    {"name": "past", "kind": "count-before", **PAST},
    {"name": "thefts", "kind": "any-before", "table": "offences", "where": {"kind": "theft"}},
    {"name": "spent", "kind": "sum-before", **PAST},
    {"name": "last_kind", "kind": "category", "table": "offences", "column": "kind"},
    {"name": "last_cost", "kind": "value", "table": "offences", "column": "cost"},
)
OUTCOMES = (
    {"name": "again", "kind": "any", "primary": True},
    {"name": "decided", "kind": "any", "waiting_days": WAITING, "decided": "convicted"},
    {"name": "often", "kind": "count", "where": {"kind": ("theft", "fraud")}},
    {"name": "wait", "kind": "time-to-first"},
    {"name": "costs", "kind": "amount", "where": {"cost": {"min": -500}}},
)
PERIOD = {"from": day(6), "to": day(64), "within_days": NEAR}
PROTOCOL = Protocol.model_validate(
    {
        "study": dict.fromkeys(("title", "programme", "provider", "custodian", "agreement"), "x"),
        "holding": {"name": "justice"},
        "index": {"event": "release", "table": "releases", "which": "last", **PERIOD},
        "eligible": (
            {"reason": "under 17 or over 20", "age": {"min": 17, "max": 20}},
            {"reason": "elsewhere", "where": {"region": ("north", "south")}},
        ),
        "covariates": tuple({"label": "x", **covariate} for covariate in COVARIATES),
        "outcomes": tuple({"label": "x", **AFTER, **outcome} for outcome in OUTCOMES),
    }
)


def index_day(person: Person) -> int | None:
    within = [release for release in person.releases if 6 <= release <= 64]
    if not person.participant:
        return max(within, default=None)
    near = [release for release in within if abs(release - person.given) <= NEAR]
    return min(near, key=lambda release: (abs(release - person.given), release), default=None)


def age(person: Person, index: int) -> int | None:
    on, born = day(index), person.born
    return None if born is None else on.year - born.year - (on.month < born.month)


def reason(person: Person, index: int | None) -> str | None:
    if index is None:
        return "no release in the study's period"
    if index + FOLLOW_UP[1] + WAITING > COVERED[1] or index + FOLLOW_UP[0] < COVERED[0]:
        return "follow-up is not covered by the holding"
    if index - BACK[0] < COVERED[0]:
        return "the time before is not covered by the holding"
    if age(person, index) is None or not 17 <= age(person, index) <= 20:
        return "under 17 or over 20"
    return None if person.region in ("north", "south") else "elsewhere"


def pounds(found: list[Offence]) -> float:
    return float(sum((Decimal(offence.pence or 0) / 100 for offence in found), Decimal(0)))


def known(person: Person, index: int) -> tuple[object, ...]:
    earlier = [offence for offence in person.offences if offence.committed <= index]
    past = [offence for offence in earlier if index - BACK[0] <= offence.committed <= index - BACK[1]]
    kinds = [(offence.committed, offence.kind) for offence in earlier if offence.kind]
    costs = [(offence.committed, offence.pence) for offence in earlier if offence.pence is not None]
    return (
        age(person, index),
        person.region,
        len(past),
        any(offence.kind == "theft" for offence in earlier),
        pounds(past),
        max(kinds)[1] if kinds else None,
        max(costs)[1] / 100 if costs else None,
    )


def happened(person: Person, index: int) -> tuple[object, ...]:
    found = [o for o in person.offences if FOLLOW_UP[0] <= o.committed - index <= FOLLOW_UP[1]]
    decided = [o for o in found if o.convicted is not None and o.convicted - index <= FOLLOW_UP[1] + WAITING]
    return (
        bool(found),
        bool(decided),
        sum(offence.kind is not None for offence in found),
        min((offence.committed - index for offence in found), default=FOLLOW_UP[1]),
        bool(found),
        pounds([o for o in found if o.pence is not None and o.pence >= -50_000]),
    )


def expected(holding: list[Person]) -> tuple[Counter[tuple[object, ...]], dict[str, int]]:
    """The rows of the analysis table, and how many participants are lost for each reason."""
    rows: Counter[tuple[object, ...]] = Counter()
    lost: Counter[str] = Counter()
    for person in holding:
        index = index_day(person)
        why = reason(person, index)
        if why is None:
            rows[(person.participant, *known(person, index), *happened(person, index))] += 1
        elif person.participant:
            lost[why] += 1
    return rows, dict(lost)


def derived(holding: list[Person], *, last_first: bool = False) -> Derived:
    """Write the holding to a store, person n under a key that says nothing of n, and derive from it."""
    rows: dict[str, list[dict[str, object]]] = {"persons": [], "releases": [], "offences": []}
    links, dates = [], []
    for number, person in enumerate(holding):
        key = {"person_key": (number * 7919 + (31 if last_first else 5)) % 104_729}
        rows["persons"].append({**key, "born": person.born, "region": person.region})
        rows["releases"] += [{**key, "released": day(release)} for release in person.releases]
        rows["offences"] += [
            {
                **key,
                "committed": day(offence.committed),
                "convicted": None if offence.convicted is None else day(offence.convicted),
                "kind": offence.kind,
                "cost": None if offence.pence is None else offence.pence / 100,
            }
            for offence in person.offences
        ]
        if person.given is not None:
            links.append({"row": number, **key})
            dates.append({"row": number, "index_date": day(person.given)})
    order = -1 if last_first else 1
    types = {"date": pa.date32(), "string": pa.string(), "number": pa.float64()}
    with tempfile.TemporaryDirectory() as folder:
        content = ContentStore(Path(folder) / "content.duckdb", "a key for tests only, 32 characters")
        with opened(content, write=True) as connection:
            for table in DICTIONARY.tables:
                fields = [(c.name, types[c.type]) for c in table.columns if c.in_content]
                schema = pa.schema([("person_key", pa.int64()), *fields])
                connection.register("_rows", pa.Table.from_pylist(rows[table.name][::order], schema=schema))
                connection.table("_rows").create(table.name)
        crosswalk = pa.Table.from_pylist(links[::order], schema=CROSSWALK)
        listed = pa.Table.from_pylist(dates, schema=COHORT_DATES)
        return derive(content, DICTIONARY, PROTOCOL, crosswalk, listed)


# Two who are always eligible, so that no holding empties the study.
ALWAYS = [Person(dt.date(2001, 1, 1), "north", (30,), (), given) for given in (30, None)]


@settings(randomly, max_examples=12)
@given(holdings)
def test_derive_agrees_with_a_plain_reading_of_the_definitions(holding):
    found = derived(ALWAYS + holding)
    rows = Counter(tuple(row.values()) for row in found.table.to_pylist())
    lost = {loss.reason: loss.count for loss in found.flow.lost}
    assert (rows, lost) == expected(ALWAYS + holding)


@randomly
@given(holdings)
def test_the_flow_adds_up_and_the_table_holds_whom_it_counts(holding):
    found = derived(ALWAYS + holding)
    linked = sum(person.participant for person in ALWAYS + holding)
    counts = (found.flow.count + sum(loss.count for loss in found.flow.lost), found.flow.count + found.pool)
    assert counts == (linked, found.table.num_rows)


@randomly
@given(holdings)
def test_neither_keys_nor_the_order_of_rows_show_in_the_table(holding):
    assert derived(ALWAYS + holding).table.equals(derived(ALWAYS + holding, last_first=True).table)


def redrawn(data: st.DataObject, person: Person, stays: Callable[[int], bool]) -> Person:
    """The person with other offences, save those on days from the index date that `stays` says remain."""
    index = index_day(person)
    if index is None:
        return person
    other = data.draw(st.lists(offences(index), max_size=4))
    kept = [offence for offence in person.offences if stays(offence.committed - index)]
    return replace(person, offences=(*kept, *(o for o in other if not stays(o.committed - index))))


def values(holding: list[Person], names: list[str]) -> Counter[tuple[object, ...]]:
    table = derived(ALWAYS + holding).table.select(["participant", *names])
    return Counter(tuple(row.values()) for row in table.to_pylist())


@randomly
@given(holdings, st.data())
def test_nothing_after_the_index_date_changes_a_covariate(holding, data):
    names = [covariate.name for covariate in PROTOCOL.covariates]
    changed = [redrawn(data, person, lambda days: days <= 0) for person in holding]
    assert values(holding, names) == values(changed, names)


@randomly
@given(holdings, st.data())
def test_nothing_outside_follow_up_changes_an_outcome(holding, data):
    names = [outcome.name for outcome in PROTOCOL.outcomes]
    changed = [redrawn(data, person, lambda days: FOLLOW_UP[0] <= days <= FOLLOW_UP[1]) for person in holding]
    assert values(holding, names) == values(changed, names)
