"""The sentences that other rooms write into the figures, as they write them: for `heard` and the catalogue."""

from __future__ import annotations

LEVELS = (
    "all other", "all others", "other", "not recorded", "not known", "yes", "no", "given", "not given", "men",
    "women", "under 18", "everybody",
)  # fmt: skip
_WITHHELD = (
    "too few people to show",
    "too few people on one side",
    "protects another group",
    "left out: too many for so few participants",
    "no ratio can be made of it",
    "it is of people whose number is not shown",
    "so few, or all but so few, that the rate rounds to none or all",
    "fewer than {count} were found",
    "all but fewer than {count} were found",
    "fewer than {count} pairs differ one way",
    "fewer than {count} events or people in every stretch of time",
    *(
        f"{what} among {who}"
        for what in (
            "fewer than {count} people",
            "fewer than {count} people with the outcome",
            "all but fewer than {count} people had the outcome",
            "fewer than {count} people with the event",
            "one or two people make up most of the total",
        )
        for who in ("participants", "the comparison group")
    ),
    "this or another part of the same whole is about fewer than {count} people, and each would give another away",
    "with another outcome it would tell of a group of fewer than {count} people",
    "it lies inside an outcome of fewer than {count} people",
    "under {count}%",
    "over {count}%",
    "{first_count}% to {last_count}%",
    "{count}% or more",
)
_METHODS = (
    "Matched on the propensity score (the method of this report)",
    "Matched groups compared as two samples",
    "Each participant against the single most similar person",
    "The most similar people, less what remaining differences explain",
    "Pool weighted to have the participants’ averages",
    "Weighted towards people who could have been on either side",
    "Pool weighted by the odds of taking part",
    "Everyone as they are, not made alike",
    "Matched in the same way, each with people of their own region alone",
    "Those of both matched groups who had it, as they are",
    "{outcome}: “{method}” gives an answer more than one standard error away from that of this report’s method.",
    "events",
)
_FLOW = (
    "People on the list",
    "Rows that could be used",
    "Different people",
    "Found in the records",
    "Eligible for the study",
    "Matched to similar people",
    "other reasons",
    "lost on the way",
    "{reason}, and other reasons",
    "on the list more than once",
    "no name",
    "neither a date of birth nor a service number",
    "programme dates outside the time this study is about",
    "did not complete the programme",
    "not known whether they completed the programme",
    "a date of birth that cannot be",
    "dates outside the time the records cover",
    "a programme or index date that cannot be",
    "no programme or index date",
    "no matching person was found in the holding",
    "a possible match was not certain enough",
    "two people matched equally well",
    "another participant matched the same person as well or better",
    "came after the cohort was settled",
    "no {event} in the study's period",
    "follow-up is not covered by the holding",
    "the time before is not covered by the holding",
    "nobody in the pool shares a trait that matters",
    "nobody in the pool was similar enough",
)
_TIMES = (
    "within {span}",
    "on day {count}",
    "from day {first_count} to day {last_count}",
    "{window}, decided by then",
    "{window}, decided within {span} after",
    "{count} day",
    "{count} days",
    "{count} month",
    "{count} months",
)
_PERIODS = (
    "on {day}",
    "from {day} to {last_day}",
    "on {day} or later",
    "on {day} or earlier",
)
_POPULATION = (
    "{event}, {day}",
    *(f"{{event}}, {period}" for period in _PERIODS),
    *(f"for participants: the programme started {period}" for period in _PERIODS),
    "for participants: the programme completed",
    "{conditions} (left out otherwise: {reason})",
)
# They stand within such a sentence alone: an author's words by themselves could look like one of them.
CONDITIONS = (
    "aged {first_count} to {last_count}",
    "aged {count} or more",
    "aged {count} or less",
    "aged {count}",
    "{name} on {day} or later",
    "{name} on {day} or earlier",
    "{name} {day}",
    "{name} {day} to {last_day}",
    "{name} {first_count} to {last_count}",
    "{name} {count} or more",
    "{name} {count} or less",
    "{name} {count}",
    "{name} is {day}",
    "{name} is {value}",
)
_GROUPS = (
    "age band", "sex", "site", "subgroup", "surname", "forename", "middle name", "middle initial", "date of birth",
    "postcode", "service number", "place", "e-mail address", "email", "everybody",
)  # fmt: skip
_FOUND_LESS = tuple(
    f"By {{name}},{start} {gap}. What is found for the one group may not hold for the other."
    for start, gap in (
        (
            " with age and sex held equal,",
            "{high} of participants in “{best}” were found in the records against {low} in “{worst}”",
        ),
        ("", "{high} of participants in “{best}” were found in the records against {low} in “{worst}”"),
        (
            "",
            "an estimated {low} of people in the group “{worst}” were found in the records against {high} in "
            "“{best}”",
        ),
        (
            "",
            "an estimated {low} of links in the group “{worst}” join the right person against {high} in “{best}”",
        ),
    )
)
_ROUGH = (
    "How many people who are in the records were not found is an estimate, and here a rough one: between {low} "
    "and {high} of them were found.",
)
SENTENCES = (
    *_WITHHELD, *_METHODS, *_FLOW, *_TIMES, *_POPULATION, *_GROUPS, *_FOUND_LESS, *_ROUGH,
)  # fmt: skip
