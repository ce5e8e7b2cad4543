"""The columns of a participants' file: who a person is, and what the study needs to know besides."""

from __future__ import annotations

from outcomelab.people.fields import IDENTITY, Field
from outcomelab.people.headings import Vocabulary

FIELDS = (
    *IDENTITY,
    Field(
        "reference",
        "Your reference",
        ("reference", "reference number", "ref", "ref no", "our reference", "our ref", "your ref",
         "provider reference", "provider ref", "case reference", "case number", "case no", "case id",
         "client id", "client number", "client no", "participant id", "participant number", "participant no",
         "unique id", "record id", "id", "id number", "votre reference"),
        "Your own number for the person: it helps us to spot someone who is on the list twice.",
    ),
    Field(
        "index_date",
        "Index date",
        ("release date", "date of release", "date released", "released on", "released", "index",
         "date of index event", "index event date", "discharge date", "date of discharge", "date de reference"),
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
         "date of intake", "entry date", "date of entry", "first session", "date of first session",
         "date de debut"),
        "The day the person started your programme.",
    ),
    Field(
        "end_date",
        "End date",
        ("programme end date", "program end date", "programme end", "program end", "date ended", "ended on",
         "ended", "end", "date of end", "finish date", "date finished", "completion date", "date completed",
         "date of completion", "leaving date", "date left", "exit date", "date of exit",
         "intervention end date", "course end date", "date de fin"),
        "The day the person's time on the programme ended.",
    ),
    Field(
        "completed",
        "Completed",
        ("complete", "completed programme", "completed program", "completed the programme",
         "programme completed", "program completed", "completed y n", "completed yes no", "completion",
         "completion status", "did they complete", "finished", "completer", "termine"),
        "Yes or No: whether the person completed the programme.",
    ),
    Field(
        "site",
        "Site",
        ("delivery site", "location", "centre", "center", "branch", "hub", "office", "establishment", "lieu"),
        "Where the programme was delivered, if at more than one place.",
    ),
    Field(
        "subgroup",
        "Subgroup",
        ("sub group", "cohort group", "group", "cohort", "strand", "stream", "sous groupe"),
        "A group you would like looked at on its own, if the study has any.",
    ),
)  # fmt: skip

VOCABULARY = Vocabulary(FIELDS)
PROGRAMME_DATES = ("index_date", "start_date", "end_date")
DATES = ("date_of_birth", *PROGRAMME_DATES)
