"""The columns of a participants' file: our names for them, and the headings providers usually write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column we know.

    `name` is ours (what a protocol's `cohort.columns` maps), `label` the heading in the template,
    `headings` other usual headings with the surest first, `help` what to write in it.
    """

    name: str
    label: str
    headings: tuple[str, ...]
    help: str


FIELDS = (
    Field(
        "surname",
        "Surname",
        ("last name", "family name", "nom", "nom de famille", "nachname", "apellido", "apellidos", "name last",
         "lname", "sname", "second name"),
        "Family name, as it is on official papers.",
    ),
    Field(
        "forename",
        "Forename",
        ("forenames", "first name", "first names", "given name", "given names", "christian name", "prenom",
         "prenoms", "vorname", "nombre", "name first", "fname"),
        "First name, as it is on official papers; not a nickname, if you know better.",
    ),
    Field(
        "middle",
        "Middle names",
        ("middle name", "middle initial", "middle initials", "other forenames", "other forename"),
        "Other forenames, if you hold them.",
    ),
    Field(
        "name",
        "Full name",
        ("name", "names", "complete name", "surname and forename", "forename and surname", "nom complet",
         "nom et prenom"),
        "Only where surname and forename are not apart: 'Smith, John' or 'John Smith'.",
    ),
    Field(
        "date_of_birth",
        "Date of birth",
        ("dob", "birth date", "birthdate", "birthday", "date born", "born", "born on", "date de naissance",
         "geburtsdatum", "fecha de nacimiento"),
        "Best written 1990-04-03 (year, month, day).",
    ),
    Field(
        "sex",
        "Sex",
        ("gender", "sex m f", "gender m f", "m f", "male female", "sex at birth", "legal sex", "sexe",
         "geschlecht", "sexo"),
        "F or M. Leave it empty when you do not know.",
    ),
    Field(
        "postcode",
        "Postcode",
        ("post code", "postal code", "home postcode", "last known postcode", "zip", "zip code", "zipcode",
         "code postal", "plz"),
        "The last home postcode you know of.",
    ),
    Field(
        "service_number",
        "Service number",
        ("service no", "prison number", "prisoner number", "prison no", "noms number", "noms id", "noms no",
         "noms", "pnc number", "pnc id", "pnc", "national insurance number", "national insurance no",
         "ni number", "nino", "ni no", "social security number", "social security no", "ssn", "nhs number",
         "nhs no", "national id", "national id number", "crn", "uln"),
        "The number the public service knows the person by (prison, national insurance, ...), if you hold it.",
    ),
    Field(
        "reference",
        "Your reference",
        ("reference", "reference number", "ref", "ref no", "our reference", "our ref", "your ref",
         "provider reference", "provider ref", "case reference", "case number", "case no", "case id",
         "client id", "client number", "client no", "participant id", "participant number", "participant no",
         "unique id", "record id", "id", "id number"),
        "Your own number for the person: it helps us to spot someone who is on the list twice.",
    ),
    Field(
        "index_date",
        "Index date",
        ("release date", "date of release", "date released", "released on", "released", "index",
         "date of index event", "index event date", "discharge date", "date of discharge"),
        "The day follow-up starts, such as release from custody, when the study asks for it.",
    ),
    Field(
        "start_date",
        "Start date",
        ("programme start date", "program start date", "programme start", "program start", "date started",
         "start date of programme", "started on", "started", "start", "date of start", "date joined",
         "joining date", "joined on", "joined", "enrolment date", "enrollment date", "date of enrolment",
         "date of enrollment", "date enrolled", "enrolled on", "enrolled", "intervention start date",
         "intervention start", "course start date", "commencement date", "date commenced", "intake date",
         "date of intake", "entry date", "date of entry", "first session", "date of first session"),
        "The day the person started your programme.",
    ),
    Field(
        "end_date",
        "End date",
        ("programme end date", "program end date", "programme end", "program end", "date ended", "ended on",
         "ended", "end", "date of end", "finish date", "date finished", "completion date", "date completed",
         "date of completion", "leaving date", "date left", "exit date", "date of exit",
         "intervention end date", "course end date"),
        "The day the person's time on the programme ended.",
    ),
    Field(
        "completed",
        "Completed",
        ("complete", "completed programme", "completed program", "completed the programme",
         "programme completed", "program completed", "completed y n", "completed yes no", "completion",
         "completion status", "did they complete", "finished", "completer"),
        "Yes or No: whether the person completed the programme.",
    ),
    Field(
        "site",
        "Site",
        ("delivery site", "location", "centre", "center", "branch", "hub", "office", "establishment"),
        "Where the programme was delivered, if at more than one place.",
    ),
    Field(
        "subgroup",
        "Subgroup",
        ("sub group", "cohort group", "group", "cohort", "strand", "stream"),
        "A group you would like looked at on its own, if the study has any.",
    ),
)  # fmt: skip

BY_NAME = {field.name: field for field in FIELDS}
PROGRAMME_DATES = ("index_date", "start_date", "end_date")
DATES = ("date_of_birth", *PROGRAMME_DATES)


def usual(name: str) -> str:
    """The headings by which a column of that name is known, the first few, as words."""
    field = BY_NAME[name]
    return ", ".join(f"“{heading}”" for heading in (field.label, *field.headings[:3]))
