"""The tables that ministries keep of one piece of the population, as Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.simulate.days import dates, number
from outcomelab.simulate.ministries import care, justice, school, work
from outcomelab.simulate.ministries.possible import Possible
from outcomelab.simulate.names import GROUPS, Names
from outcomelab.simulate.people import REGIONS, Bools, Ints, People
from outcomelab.simulate.settings import Simulation
from outcomelab.simulate.spoil import written

MINISTRIES = ("justice", "work", "health", "education")
_STRIDE = 982_451_653  # a prime: numbers say nothing of the order of people
_ROOM = 10**10


@dataclass(frozen=True)
class Tables:
    """A ministry's tables of a piece, by name, and whom of the piece it knows (`places`)."""

    tables: dict[str, pa.Table]
    places: Ints


def person_number(ministry: str, person: np.ndarray) -> pa.Array:
    """A ministry's own numbers of persons; no two ministries' are alike."""
    offset = 1_299_709 * (1 + MINISTRIES.index(ministry))
    digits = (person.astype(np.int64) * _STRIDE + offset) % _ROOM
    return pc.binary_join_element_wise(ministry[0].upper(), pc.cast(pa.array(digits), pa.string()), "")


def justice_tables(
    them: People, record: justice.Record, words: Names, world: Simulation, rng: np.random.Generator
) -> Tables:
    """Offences and releases, and whoever has any."""
    did = record.candidates
    at = np.flatnonzero(record.happened)
    person, day, release = record.releases
    places = np.unique(did.person[at])
    offences = {
        "offended_on": dates(did.day[at]),
        "offence": coded(justice.OFFENCES, did.kind[at]),
        "decision": coded(justice.DECISIONS, did.decision[at], did.decided[at] > number(world.until)),
        "decided_on": _until(did.decided[at], world),
    }
    releases = {
        "released_on": dates(day),
        "offence": coded(justice.OFFENCES, did.kind[release]),
        "days_served": pa.array(did.served[release]),
    }
    return Tables(
        {
            "persons": _persons("justice", them, places, words, world, rng),
            "offences": _events("justice", them, did.person[at], offences),
            "releases": _events("justice", them, person, releases),
        },
        places,
    )


def work_tables(
    them: People,
    chained: work.Chain,
    works: np.ndarray,
    earned: work.Months,
    paid: work.Months,
    words: Names,
    world: Simulation,
    rng: np.random.Generator,
) -> Tables:
    """Earnings and benefits by month, spells of work, and whoever was ever of working age."""
    places = np.flatnonzero(chained.able).astype(np.int32)
    person, begun, ended = work.spells(works, chained.starts, them.died, number(world.until))
    return Tables(
        {
            "persons": _persons("work", them, places, words, world, rng),
            "earnings": _amounts("work", them, earned, "earned"),
            "benefits": _amounts("work", them, paid, "paid"),
            "spells": _events(
                "work",
                them,
                person,
                {"begun_on": dates(begun), "ended_on": dates(ended)},
            ),
        },
        places,
    )


def health_tables(
    them: People, seen: Possible, words: Names, world: Simulation, rng: np.random.Generator
) -> Tables:
    """Contacts, and whoever had one."""
    person = seen.person
    places = np.unique(person)
    contacts = {"seen_on": dates(seen.day), "service": coded(care.CONTACTS, seen.kind)}
    return Tables(
        {
            "persons": _persons("health", them, places, words, world, rng),
            "contacts": _events("health", them, person, contacts),
        },
        places,
    )


def education_tables(
    them: People,
    gained: Possible,
    words: Names,
    world: Simulation,
    rng: np.random.Generator,
    later: np.random.Generator,
) -> Tables:
    """School years and the qualifications that were `gained`, and whoever has any: pupils from the stream of
    numbers `rng`, who only learned later from `later`."""
    person, day, attended = school.school_years(them, world, rng)
    pupils = np.unique(np.concatenate([person, school.qualified(them, world)[0]]))
    grown = np.setdiff1d(gained.person, pupils)
    years = {"enrolled_on": dates(day), "attended": pa.array(attended.astype(np.float64))}
    gains = {
        "gained_on": dates(gained.day),
        "qualification": coded(school.QUALIFICATIONS, gained.kind),
    }
    registers = [
        _persons("education", them, places, words, world, numbers)
        for places, numbers in ((pupils, rng), (grown, later))
    ]
    return Tables(
        {
            "persons": pa.concat_tables(registers),
            "enrolments": _events("education", them, person, years),
            "qualifications": _events("education", them, gained.person, gains),
        },
        np.concatenate([pupils, grown]),
    )


def _persons(
    ministry: str, them: People, places: Ints, words: Names, world: Simulation, rng: np.random.Generator
) -> pa.Table:
    """A ministry's register of the persons at `places`, as it stands at the end."""
    seen = written(them, places, number(world.until), words, world, world.register_spoiling, rng)
    return pa.table(
        {
            "person_no": person_number(ministry, them.person[places]),
            "surname": pa.array(seen.surname),
            "forename": pa.array(seen.forename),
            "middle": pa.array(seen.middle),
            "born": dates(seen.born),
            "sex": _known(seen.sex),
            "postcode": _known(seen.postcode),
            "ethnicity": coded(tuple(name for name, _, _ in GROUPS), them.group[places]),
            "schooling": pa.array(them.schooled_on(number(world.until))[places]),
            "deprivation": pa.array(them.fifth[places]),
            "region": coded(REGIONS, them.region_on(number(world.until))[places]),
        }
    )


def _events(ministry: str, them: People, person: Ints, columns: dict[str, pa.Array]) -> pa.Table:
    known, code = np.unique(person, return_inverse=True)
    numbers = pa.DictionaryArray.from_arrays(
        pa.array(code.astype(np.int32)), person_number(ministry, them.person[known])
    )
    return pa.table({"person_no": numbers.cast(pa.string()), **columns})


def _amounts(ministry: str, them: People, rows: work.Months, name: str) -> pa.Table:
    columns = {"month": dates(rows.day), name: pa.array(np.round(rows.amount.astype(np.float64), 2))}
    return _events(ministry, them, rows.person, columns)


def coded(words: Sequence[str] | np.ndarray, code: np.ndarray, unknown: Bools | None = None) -> pa.Array:
    """The word of each code; none where it is `unknown`."""
    codes = pa.array(code.astype(np.int32), mask=unknown)
    return pa.DictionaryArray.from_arrays(codes, pa.array(words)).cast(pa.string())


def _known(text: np.ndarray) -> pa.Array:
    return pa.array(text, mask=np.asarray(text == ""))


def _until(days: Ints, world: Simulation) -> pa.Array:
    """Dates that the ministry knows by the end."""
    unknown: Bools = days > number(world.until)
    return pa.array(days, mask=unknown).cast(pa.date32())
