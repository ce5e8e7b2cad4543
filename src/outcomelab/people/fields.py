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
         "lname", "sname", "second name", "surnames", "last names", "family names", "surname 1", "last name 1",
         "lname c1", "lname 1"),
        "Family name, as it is on official papers.",
    ),
    Field(
        "forename",
        "Forename",
        ("forenames", "first name", "first names", "given name", "given names", "christian name", "prenom",
         "prenoms", "vorname", "nombre", "name first", "fname",
         "given", "forename 1", "first name 1", "given name 1", "fname c1", "fname 1"),
        "First name, as it is on official papers; not a nickname, if you know better.",
    ),
    Field(
        "middle",
        "Middle names",
        ("middle", "middle name", "middle initial", "middle initials", "other forenames", "other forename",
         "mname", "middle forename", "middle forenames", "second forename", "name middle", "minit", "forename 2",
         "first name 2", "given name 2", "fname c2", "fname 2", "autres prenoms"),
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
         "itin", "ssn itin", "numero de service"),
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
# So short that they mean a date of birth only where all three are there.
SHORT_PARTS = ("by", "bm", "bd")
# What linkage in the clear compares besides, and an encoding does not carry.
ALSO = (
    Field(
        "place",
        "Place",
        ("city", "town", "birth place", "place of birth", "town of birth", "city of birth", "suburb", "village",
         "mailing address city", "address city", "home city", "town or city", "city or town", "locality",
         "municipality", "commune", "ville", "wohnort", "geburtsort", "lieu de naissance"),
        "The town of birth or of residence, the same of the two in both files.",
    ),
    Field(
        "email",
        "E-mail",
        ("email address", "mail", "mail address", "courriel"),
        "The e-mail address.",
    ),
)  # fmt: skip
BIRTH_PARTS = tuple(field.name for field in BORN_IN_PARTS)
