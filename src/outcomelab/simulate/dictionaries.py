"""The data dictionary of each ministry, and a protocol for the programme's study."""

from __future__ import annotations

from typing import Any

from outcomelab.simulate.ministries.care import CONTACTS
from outcomelab.simulate.ministries.justice import DECISIONS, OFFENCES
from outcomelab.simulate.ministries.school import QUALIFICATIONS
from outcomelab.simulate.names import GROUPS
from outcomelab.simulate.people import REGIONS
from outcomelab.simulate.settings import FIRST, Simulation

_TITLES = {
    "justice": "Offences, court decisions and releases from custody",
    "work": "Earnings, spells of work and benefits",
    "health": "Contacts with health services",
    "education": "School years and qualifications",
}
_PERSONS = (
    ("surname", "string", {"role": "identifier", "identifier": "surname"}),
    ("forename", "string", {"role": "identifier", "identifier": "forename"}),
    ("middle", "string", {"role": "identifier", "identifier": "middle"}),
    ("born", "date", {"role": "identifier", "identifier": "date_of_birth", "kept": True}),
    ("sex", "string", {"role": "identifier", "identifier": "sex", "kept": True}),
    ("postcode", "string", {"role": "identifier", "identifier": "postcode"}),
    ("ethnicity", "string", {"role": "code", "sensitive": True, "codes": tuple(name for name, _, _ in GROUPS)}),
    ("schooling", "integer", {"role": "attribute", "unit": "years"}),
    ("deprivation", "integer", {"role": "attribute", "title": "Deprivation of the area, in fifths"}),
    ("region", "string", {"role": "code", "codes": REGIONS}),
)
_EVENTS: dict[str, dict[str, tuple[tuple[str, str, dict[str, Any]], ...]]] = {
    "justice": {
        "offences": (
            ("offended_on", "date", {"role": "event-date"}),
            ("offence", "string", {"role": "code", "codes": OFFENCES}),
            ("decision", "string", {"role": "code", "codes": DECISIONS}),
            ("decided_on", "date", {"role": "attribute"}),
        ),
        "releases": (
            ("released_on", "date", {"role": "event-date"}),
            ("offence", "string", {"role": "code", "codes": OFFENCES}),
            ("days_served", "integer", {"role": "attribute", "unit": "days"}),
        ),
    },
    "work": {
        "earnings": (
            ("month", "date", {"role": "event-date"}),
            ("earned", "number", {"role": "amount", "unit": "crowns"}),
        ),
        "benefits": (
            ("month", "date", {"role": "event-date"}),
            ("paid", "number", {"role": "amount", "unit": "crowns"}),
        ),
        "spells": (
            ("begun_on", "date", {"role": "event-date"}),
            ("ended_on", "date", {"role": "attribute"}),
        ),
    },
    "health": {
        "contacts": (
            ("seen_on", "date", {"role": "event-date"}),
            ("service", "string", {"role": "code", "sensitive": True, "codes": CONTACTS}),
        ),
    },
    "education": {
        "enrolments": (
            ("enrolled_on", "date", {"role": "event-date"}),
            ("attended", "number", {"role": "attribute", "title": "Share of lessons attended"}),
        ),
        "qualifications": (
            ("gained_on", "date", {"role": "event-date"}),
            ("qualification", "string", {"role": "code", "codes": QUALIFICATIONS}),
        ),
    },
}


def dictionary(ministry: str, world: Simulation) -> dict[str, Any]:
    """The data package that `outcomelab holdings add` takes."""
    since = world.justice_from if ministry == "justice" else world.other_from
    tables = [_table("persons", _PERSONS) | {"one_row_a_person": True}]
    tables += [_table(name, columns) for name, columns in _EVENTS[ministry].items()]
    return {
        "name": ministry,
        "title": f"{_TITLES[ministry]} (simulated)",
        "custodian": f"Ministry of {ministry.title()} (simulated)",
        "legal_basis": "Simulated: nobody in it exists",
        "coverage": {"from": since.isoformat(), "to": world.until.isoformat()},
        "resources": tables,
    }


def _table(name: str, columns: tuple[tuple[str, str, dict[str, Any]], ...]) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [{"name": "person_no", "type": "string", "role": "person"}]
    for column, kind, more in columns:
        rest = {key: value for key, value in more.items() if key != "codes"}
        codes = {"constraints": {"enum": list(more["codes"])}} if "codes" in more else {}
        fields.append({"name": column, "type": kind, **rest, **codes})
    return {"name": name, "path": f"{name}.parquet", "schema": {"fields": fields}}


def study(world: Simulation, programme: str = FIRST) -> str:
    """A protocol that asks what a programme did to offending."""
    called, number = ("", "") if programme == FIRST else (f" {programme}", f"-{programme.upper()}")
    return f"""# Did the simulated programme change reoffending? The truth is in truth/effects.parquet.

[study]
title = "A simulated programme{called} and reoffending"
programme = "The simulated programme{called}"
provider = "A simulated provider"
custodian = "Ministry of Justice (simulated)"
agreement = "SIM-{world.seed}{number}"
question = "Did the people who took part reoffend less often than similar people who did not?"

[holding]
name = "justice"

[index]
event = "release from custody"
table = "releases"
from = {world.index_from.isoformat()}
to = {world.index_to.isoformat()}
within_days = 31

[[covariates]]
name = "age"
label = "Age at release"
kind = "age"

[[covariates]]
name = "sex"
label = "Sex"
kind = "category"
column = "sex"

[[covariates]]
name = "ethnicity"
label = "Ethnicity"
kind = "category"
column = "ethnicity"

[[covariates]]
name = "schooling"
label = "Years of schooling"
kind = "value"
column = "schooling"

[[covariates]]
name = "deprivation"
label = "Deprivation of the area, in fifths"
kind = "value"
column = "deprivation"

[[covariates]]
name = "offences_before"
label = "Offences before release"
kind = "count-before"
table = "offences"

[[covariates]]
name = "offences_lately"
label = "Offences in the two years before release"
kind = "count-before"
table = "offences"
from_days = 730

[[covariates]]
name = "releases_before"
label = "Earlier releases"
kind = "count-before"
table = "releases"
to_days = 1

[[covariates]]
name = "days_served"
label = "Days served"
kind = "value"
table = "releases"
column = "days_served"

[[outcomes]]
name = "reoffended"
label = "Reoffended within a year"
kind = "any"
table = "offences"
where = {{ decision = ["custody", "community", "fine"] }}
to_day = 365
waiting_days = 183
decided = "decided_on"
primary = true

[[outcomes]]
name = "reoffences"
label = "Reoffences within a year"
kind = "count"
table = "offences"
where = {{ decision = ["custody", "community", "fine"] }}
to_day = 365
waiting_days = 183
decided = "decided_on"

[[outcomes]]
name = "custody"
label = "Sent to custody for an offence within a year"
kind = "any"
table = "offences"
where = {{ decision = "custody" }}
to_day = 365
waiting_days = 183
decided = "decided_on"
"""
