"""`derive` against a plain reading of its definitions, person by person, on random small holdings.

Dates lie within ten weeks around a leap day, so that windows meet their ends often. Days count from DAY_0.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.engines.duck import opened
from outcomelab.errors import OutcomesError
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


@dataclass(frozen=True)
class Expected:
    rows: Counter[tuple[object, ...]] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def eligible(self) -> int:
        return sum(count for row, count in self.rows.items() if row[0])


days = st.integers(0, 70)
offences = st.builds(
    Offence,
    committed=days,
    convicted=st.none() | days,
    kind=st.sampled_from(["theft", "fraud", None]),
    pence=st.none() | st.integers(-100_000, 100_000),
)
persons = st.builds(
    Person,
    born=st.none() | st.builds(dt.date, st.integers(1999, 2003), st.integers(1, 12), st.just(1)),
    region=st.sampled_from(["north", "south", "east", None]),
    releases=st.lists(days, max_size=3).map(tuple),
    offences=st.lists(offences, max_size=8).map(tuple),
    given=st.none() | days,
)
# Few holdings of many persons: each person is a case, and a store is slow to make.
holdings = st.lists(persons, min_size=10, max_size=40)
slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
randomly = settings(max_examples=5, deadline=None, suppress_health_check=slow)

KEY = Column("number", "string", "person")
DICTIONARY = Dictionary(
    "justice",
    "Justice",
    "Ministry",
    "Act 1",
    day(COVERED[0]),
    day(COVERED[1]),
    (
        Table(
            "persons",
            (
                KEY,
                Column("born", "date", "identifier", identifier="date_of_birth", kept=True),
                Column("region", "string", "code"),
            ),
            one_row_a_person=True,
        ),
        Table("releases", (KEY, Column("released", "date", "event-date"))),
        Table(
            "offences",
            (
                KEY,
                Column("committed", "date", "event-date"),
                Column("convicted", "date", "attribute"),
                Column("kind", "string", "code"),
                Column("cost", "number", "amount"),
            ),
        ),
    ),
)
PAST = {"table": "offences", "from_days": BACK[0], "to_days": BACK[1]}
AFTER = {"table": "offences", "from_day": FOLLOW_UP[0], "to_day": FOLLOW_UP[1]}
PROTOCOL = Protocol.model_validate(
    {
        "study": dict.fromkeys(("title", "programme", "provider", "custodian", "agreement"), "x"),
        "holding": {"name": "justice"},
        "index": {
            "event": "release",
            "table": "releases",
            "from": day(6),
            "to": day(64),
            "which": "last",
            "within_days": NEAR,
        },
        "eligible": (
            {"reason": "under 17 or over 20", "age": {"min": 17, "max": 20}},
            {"reason": "elsewhere", "where": {"region": ("north", "south")}},
        ),
        "covariates": tuple(
            {"label": "x", **covariate}
            for covariate in (
                {"name": "age", "kind": "age"},
                {"name": "region", "kind": "category", "column": "region"},
                {"name": "past", "kind": "count-before", **PAST},
                {"name": "thefts", "kind": "any-before", "table": "offences", "where": {"kind": "theft"}},
                {"name": "spent", "kind": "sum-before", **PAST},
                {"name": "last_kind", "kind": "category", "table": "offences", "column": "kind"},
                {"name": "last_cost", "kind": "value", "table": "offences", "column": "cost"},
            )
        ),
        "outcomes": tuple(
            {"label": "x", **AFTER, **outcome}
            for outcome in (
                {"name": "again", "kind": "any", "primary": True},
                {"name": "decided", "kind": "any", "waiting_days": WAITING, "decided": "convicted"},
                {"name": "often", "kind": "count", "where": {"kind": ("theft", "fraud")}},
                {"name": "wait", "kind": "time-to-first"},
                {"name": "costs", "kind": "amount", "where": {"cost": {"min": -500}}},
            )
        ),
    }
)


def index_day(person: Person) -> int | None:
    within = [release for release in person.releases if 6 <= release <= 64]
    if not person.participant:
        return max(within, default=None)
    near = [release for release in within if abs(release - person.given) <= NEAR]
    return min(near, key=lambda release: (abs(release - person.given), release), default=None)


def age(person: Person, index: int) -> int | None:
    if person.born is None:
        return None
    on = day(index)
    return on.year - person.born.year - (on.month < person.born.month)


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
    by = index + FOLLOW_UP[1] + WAITING
    return (
        bool(found),
        any(offence.convicted is not None and offence.convicted <= by for offence in found),
        sum(offence.kind is not None for offence in found),
        min((offence.committed - index for offence in found), default=FOLLOW_UP[1]),
        bool(found),
        pounds([offence for offence in found if offence.pence is not None and offence.pence >= -50_000]),
    )


def expected(holding: list[Person]) -> Expected:
    answer = Expected()
    for person in holding:
        index = index_day(person)
        why = reason(person, index)
        if why is None:
            answer.rows[(person.participant, *known(person, index), *happened(person, index))] += 1
        elif person.participant:
            answer.lost[why] += 1
    return answer


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
            links.append({"row": number, "match_probability": 1.0, **key})
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
        return derive(
            content,
            DICTIONARY,
            PROTOCOL,
            pa.Table.from_pylist(links[::order], schema=CROSSWALK),
            pa.Table.from_pylist(dates, schema=COHORT_DATES),
        )


# Two who are always eligible, so that only chance adds to the study and never empties it.
ALWAYS = [
    Person(dt.date(2001, 1, 1), "north", (30,), (), given=30),
    Person(dt.date(2001, 1, 1), "south", (30,), ()),
]


@settings(randomly, max_examples=12)
@given(holdings)
def test_derive_agrees_with_a_plain_reading_of_the_definitions(holding):
    found, answer = derived(ALWAYS + holding), expected(ALWAYS + holding)
    rows = Counter(tuple(row.values()) for row in found.table.to_pylist())
    lost = {loss.reason: loss.count for loss in found.flow.lost}
    assert (rows, found.flow.count, lost) == (answer.rows, answer.eligible, dict(answer.lost))


@randomly
@given(holdings)
def test_neither_keys_nor_the_order_of_rows_show_in_the_table(holding):
    assert derived(ALWAYS + holding).table.equals(derived(ALWAYS + holding, last_first=True).table)


def values(table: pa.Table, names: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(row.values()) for row in table.select(["participant", *names]).to_pylist())


@randomly
@given(holdings, st.data())
def test_nothing_after_the_index_date_changes_a_covariate(holding, data):
    def changed(person: Person) -> Person:
        index = index_day(person)
        kept = tuple(o for o in person.offences if index is not None and o.committed <= index)
        later = data.draw(st.lists(offences, max_size=4))
        return replace(
            person, offences=kept + tuple(o for o in later if index is not None and o.committed > index)
        )

    names = [covariate.name for covariate in PROTOCOL.covariates]
    before, after = derived(ALWAYS + holding), derived([*ALWAYS, *map(changed, holding)])
    assert values(before.table, names) == values(after.table, names)


@randomly
@given(holdings, st.data())
def test_nothing_outside_follow_up_changes_an_outcome(holding, data):
    def inside(person: Person, offence: Offence) -> bool:
        index = index_day(person)
        return index is not None and FOLLOW_UP[0] <= offence.committed - index <= FOLLOW_UP[1]

    def changed(person: Person) -> Person:
        kept = [o for o in person.offences if inside(person, o)]
        other = data.draw(st.lists(offences, max_size=4))
        return replace(person, offences=tuple(kept + [o for o in other if not inside(person, o)]))

    names = [outcome.name for outcome in PROTOCOL.outcomes]
    before, after = derived(ALWAYS + holding), derived([*ALWAYS, *map(changed, holding)])
    assert values(before.table, names) == values(after.table, names)


@randomly
@given(st.lists(persons, max_size=4))
def test_a_study_without_an_eligible_participant_or_pool_is_refused_and_no_other(holding):
    answer = expected(holding)
    if {row[0] for row in answer.rows} == {True, False}:
        assert derived(holding).table.num_rows == answer.rows.total()
    else:
        with pytest.raises(OutcomesError):
            derived(holding)
