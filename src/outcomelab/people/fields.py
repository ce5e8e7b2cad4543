"""The columns that say who a person is: our names for them, and the headings people usually write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column we know.

    `name` is ours (what a mapping of columns uses), `label` the heading in the template,
    `headings` other usual headings with the surest first, `help` what to write in it.
    """

    name: str
    label: str
    headings: tuple[str, ...]
    help: str


IDENTITY = (
    Field(
        "surname",
        "Surname",
        ("last name", "family name", "nom", "nom de famille", "nachname", "apellido", "apellidos", "name last",
         "lname", "sname", "second name", "surnames", "last names", "family names"),
        "Family name, as it is on official papers.",
    ),
    Field(
        "forename",
        "Forename",
        ("forenames", "first name", "first names", "given name", "given names", "christian name", "prenom",
         "prenoms", "vorname", "nombre", "name first", "fname",
         "given"),
        "First name, as it is on official papers; not a nickname, if you know better.",
    ),
    Field(
        "middle",
        "Middle names",
        ("middle", "middle name", "middle initial", "middle initials", "other forenames", "other forename",
         "mname", "middle forename", "middle forenames", "second forename", "name middle", "minit"),
        "Other forenames, if you hold them.",
    ),
    Field(
        "name",
        "Full name",
        ("name", "names", "complete name", "person name", "surname and forename", "forename and surname",
         "nom complet", "nom et prenom"),
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
         "code postal", "plz", "zip 5", "home zip", "home zip code", "address zip code",
         "mailing address zip code", "mailing zip code", "residential postcode", "address postcode", "postal"),
        "The last home postcode you know of.",
    ),
    Field(
        "service_number",
        "Service number",
        ("service no", "prison number", "prisoner number", "prison no", "noms number", "noms id", "noms no",
         "noms", "pnc number", "pnc id", "pnc", "national insurance number", "national insurance no",
         "ni number", "nino", "ni no", "social security number", "social security no", "ssn", "nhs number",
         "nhs no", "national id", "national id number", "crn", "uln", "soc sec id", "soc sec number", "soc sec no",
         "social security id", "social insurance number", "national number", "national identification number",
         "itin", "ssn itin"),
        "The number the public service knows the person by (prison, national insurance, ...), if you hold it.",
    ),
)  # fmt: skip

# Some files of people give the date of birth in three columns; a participants' list never needs to.
BORN_IN_PARTS = (
    Field(
        "birth_year",
        "Birth year",
        ("year of birth", "birthyear", "born year", "year born", "yob", "dob year", "date of birth year"),
        "The year of birth, where the date of birth is in three columns.",
    ),
    Field(
        "birth_month",
        "Birth month",
        ("month of birth", "birthmonth", "born month", "month born", "mob", "dob month", "date of birth month"),
        "The month of birth, 1 to 12.",
    ),
    Field(
        "birth_day",
        "Birth day",
        ("day of birth", "birthday of month", "born day", "day born", "dob day", "date of birth day"),
        "The day of the month of birth, 1 to 31.",
    ),
)
BIRTH_PARTS = tuple(field.name for field in BORN_IN_PARTS)
