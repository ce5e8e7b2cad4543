"""A first protocol from a holding's dictionary: valid as it stands, with comments that say what to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Dictionary, Table
from outcomelab.protocol.drafting.agreed import NOTHING, Agreed
from outcomelab.protocol.drafting.entries import Names, Proposed, covariates, outcomes
from outcomelab.protocol.drafting.offences import offences
from outcomelab.protocol.drafting.period import Period, period
from outcomelab.protocol.drafting.placeholders import PLACEHOLDERS
from outcomelab.protocol.drafting.reoffending import FOLLOW_UP, WAITING, reoffending
from outcomelab.protocol.drafting.toml import comment, plain, quoted, text
from outcomelab.protocol.reading.sections import is_name
from outcomelab.protocol.roles import dates

_INDEX = ("release", "discharge", "sentence", "disposal")  # tables of what starts follow-up, in justice
_REGIONS = ("region", "county", "province", "district", "department", "area")  # the likeliest first
_NO_REGION = (
    "In the dictionary, the table of persons has no region (a column of codes whose name has that word, or ends "
    "in one such as county, district or area), so there is no comparison within regions."
)


@dataclass(frozen=True)
class Drafted:
    """A protocol's `text`, and what its holding's dictionary lacks for more, a sentence each."""

    text: str
    missing: tuple[str, ...]


def new_study(dictionary: Dictionary, agreed: Agreed = NOTHING) -> str:
    """The text of a STUDY.toml for `dictionary`: its tables, columns and dates filled in, choices explained.

    `agreed`: what it says of the study from the beginning; nothing is proposed then that is not granted, as long
    as something is. It reads without mistakes against the same dictionary. Raises HoldingError when the holding
    can't carry a study: no table with one row a person, no table of dated events, or less than two days covered.
    """
    persons = _persons(dictionary)
    events = tuple(table for table in dictionary.tables if _has_events(table))
    if not events:
        raise HoldingError(
            f"The holding {dictionary.name} has no table of dated events: no outcome can be counted."
        )
    when = period(dictionary)
    names = Names()
    known, index, counted = _proposed(persons, events, when, names, agreed)
    asked = outcomes(counted, when, names)
    dated = {table.name: table for table in (*events, *counted, *agreed.known(events))}  # granted days come first
    return _written(dictionary, persons, tuple(dated.values()), when, known, asked, index=index, agreed=agreed)


def _proposed(
    persons: Table, events: tuple[Table, ...], when: Period, names: Names, agreed: Agreed
) -> tuple[Proposed, Table | None, tuple[Table, ...]]:
    """Covariates, the table of index events (None: one day for all) and those of outcomes, of what is granted; of
    all there is where none is, for whoever writes the protocol to see that it is refused."""
    granted = agreed.known(events)
    known = covariates(next(iter(agreed.known((persons,))), replace(persons, columns=())), granted, when, names)
    if "[[covariates]]" not in known.lines:
        known = covariates(persons, events, when, names)
    index = next(iter(granted), None)
    counted = agreed.counted(events) or events
    others = tuple(table for table in counted if index is None or table.name != index.name)
    return known, index, others or counted


def new_measures(dictionary: Dictionary) -> Drafted:
    """The text of a STUDY.toml that asks the Justice Data Lab's measures of reoffending, as many of the eleven as
    the `dictionary` carries, and what it lacks for the others.

    Raises HoldingError as `new_study` does, and when no table is one of offences or the holding is too short for a
    year of follow-up and the waiting period.
    """
    persons = _persons(dictionary)
    found = offences(dictionary)
    if found is None:
        raise HoldingError(
            f"The holding {dictionary.name} has no table of offences that is known as one. In its dictionary, "
            "give the table a name or title with a word such as offences, convictions or arrests."
        )
    when = period(dictionary, FOLLOW_UP + WAITING)
    names = Names()
    others = [table for table in dictionary.tables if _has_events(table) and table is not found.table]
    others.sort(key=lambda table: next((at for at, word in enumerate(_INDEX) if word in table.name), len(_INDEX)))
    events = (*others, found.table)
    known = covariates(persons, events, when, names)
    region = _region(known.categories)
    asked = reoffending(found, names)
    missing = found.missing if region else (*found.missing, _NO_REGION)
    dated = {found.table.name: found.date}
    text = _written(dictionary, persons, events, when, known, asked, region, dated, index=events[0])
    return Drafted(text, missing)


def _region(categories: tuple[str, ...]) -> str:
    """The covariate that says where people live; nothing where none is called so."""
    called = ((word, name) for word in _REGIONS for name in categories)
    return next((name for word, name in called if name.split("_")[-1] == word or "region" in name), "")


def _written(
    dictionary: Dictionary,
    persons: Table,
    events: tuple[Table, ...],
    when: Period,
    known: Proposed,
    asked: tuple[str, ...],
    region: str = "",
    dated: Mapping[str, str] | None = None,
    *,
    index: Table | None,
    agreed: Agreed = NOTHING,
) -> str:
    return "\n".join(
        (
            *_opening(dictionary, persons, known.categories, agreed),
            *_roles(events, dated or {}),
            *_index(index, when),
            *_conditions(persons),
            *known.lines,
            *asked,
            *_defaults(known.categories, region),
            *agreed.disclosure(),
        )
    )


def _persons(dictionary: Dictionary) -> Table:
    able = [table for table in dictionary.tables if table.one_row_a_person and is_name(table.name)]
    if not able or not is_name(dictionary.name):
        raise HoldingError(
            f"The holding {dictionary.name} has no table with one row a person that a study can name."
        )
    return next((table for table in able if table.name == "persons"), able[0])


def _has_events(table: Table) -> bool:
    found = [column for column in dates(table, None) if is_name(column.name)]
    return not table.one_row_a_person and is_name(table.name) and bool(found)


def _opening(
    dictionary: Dictionary, persons: Table, categories: tuple[str, ...], agreed: Agreed
) -> tuple[str, ...]:
    known = {
        "title": agreed.title,
        "programme": agreed.programme,
        "provider": agreed.provider,
        "custodian": dictionary.custodian,
        "agreement": agreed.agreement,
    }
    return (
        comment("A study's protocol: what it asks, of whom, and how it is answered."),
        comment("It can be run as it stands. Change what is in quotes, take out what the study does not need."),
        comment("Every section and key is explained in docs/protocol.md. Days are written 2021-01-31."),
        "",
        comment("Covariates whose levels are reported on their own, from those of kind category below."),
        *_choices(categories),
        comment("This line belongs above the first section."),
        "subgroups = []",
        "",
        "[study]",
        *(text(known[key], words, key=key) for key, words in PLACEHOLDERS.items()),
        comment("The study's one question, in a sentence."),
        f"question = {quoted(plain(agreed.question, 500))}",
        "",
        "[holding]",
        comment(
            f"{dictionary.title or dictionary.name}, covering {dictionary.covers_from} to {dictionary.covers_to}."
        ),
        f'name = "{dictionary.name}"',
        comment("The table with one row a person."),
        f'persons = "{persons.name}"',
        "",
        "[cohort]",
        comment(f"The fewest participants on the list; never under {agreed.minimum}."),
        f"minimum = {agreed.minimum}",
        comment("Other choices: the headings of the provider's file, if they are unusual; how it writes dates;"),
        comment("whose programme starts count; whether only those who completed it do."),
        comment('columns = { surname = "Last name", date_of_birth = "Born" }'),
        comment("day_first = true"),
        comment("started_from = 2019-01-01"),
        comment("started_to = 2020-12-31"),
        "completed_only = false",
        "",
    )


def _roles(events: tuple[Table, ...], dated: Mapping[str, str]) -> tuple[str, ...]:
    """Which date counts, for tables that have several; the first is proposed, or what `dated` names."""
    lines: list[str] = []
    for table in events:
        able = [column.name for column in dates(table, None)]
        usable = [name for name in able if is_name(name)]
        if len(able) > 1:
            choices = comment(f"The date that counts in this table. Choices: {', '.join(usable)}.")
            lines += [f"[tables.{table.name}]", choices, f'date = "{dated.get(table.name, usable[0])}"', ""]
    return tuple(lines)


def _index(table: Table | None, when: Period) -> tuple[str, ...]:
    opening = (
        "[index]",
        comment("The event that starts everyone's follow-up, for participants and comparison alike."),
        text("Name the event, such as release from custody", "", key="event"),
    )
    if table is None:
        return (*opening, comment("One day for all: the agreement grants no events."), f"on = {when.first}", "")
    return (
        *opening,
        comment("Its table. Or one day for all: write `on = 2020-01-01` in place of the five keys below."),
        f'table = "{table.name}"',
        comment("The period of index events. The holding covers what comes before and after these days."),
        f"from = {when.first}",
        f"to = {when.last}",
        comment("For the comparison: the first or the last event of the period. For a participant it is the one"),
        comment("nearest to the date on the provider's list, at most this many days away."),
        'which = "first"',
        "within_days = 366",
        comment('where = { column = ["a", "b"] } narrows the events; so it does in covariates and outcomes.'),
        "",
    )


def _conditions(persons: Table) -> tuple[str, ...]:
    lines = (
        comment("Who can be in the study, one [[eligible]] a condition. `reason` is what the report says of"),
        comment("those left out."),
    )
    if persons.born is None:
        return (
            *lines,
            comment("This holding keeps no month of birth, so no condition on age can be written."),
            "",
        )
    example = ("[[eligible]]", 'reason = "under 18 at the index date"', "age = { min = 18 }")
    return (*lines, *(comment(line) for line in example), "")


def _choices(categories: tuple[str, ...]) -> tuple[str, ...]:
    names = ", ".join(f'"{name}"' for name in categories[:3])
    return (comment(f"Choices here: {names}."),) if names else ()


def _defaults(categories: tuple[str, ...], region: str = "") -> tuple[str, ...]:
    regional = (
        comment("Beside the comparison with people of every region, one with people of each participant's own."),
        f'region = "{region}"',
    )
    return (
        "[linkage]",
        comment("The share of links that must be right, by estimate."),
        "precision = 0.99",
        "",
        "[matching]",
        comment("Covariates, of kind category or any-before, on which matches must agree exactly."),
        *_choices(categories),
        "exact = []",
        *(regional if region else ()),
        comment("How near matches must be, in standard deviations of the propensity score's logit."),
        "caliper = 0.2",
        "",
    )
