"""What a report about so many people could show at most, by agreement and disclosure rules, before there is one.

What is asked here of expected numbers, disclosure control asks of those that were found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.saying import Said, said


@dataclass(frozen=True)
class Crowd:
    """The people a report would be about: `participants` on the list, of whom about so many would be `matched`;
    among these about so many `with_outcome`, None where it is no outcome that people have or have not."""

    participants: int
    matched: int
    with_outcome: int | None = None


@dataclass(frozen=True)
class Shows:
    """Something a report can have in it: `what`, whether it could be `shown`, and `why` or why not. `whole`:
    without it there is no report at all."""

    what: Said
    shown: bool
    why: Said
    whole: bool = False


def could_show(crowd: Crowd, rules: DisclosureRules, minimum: int) -> tuple[Shows, ...]:
    """What a report about these people could show. `rules`: the strictest of those in force. `minimum`: the
    smallest cohort that the agreement takes."""
    return (
        Shows(
            said("A study of this list"),
            crowd.participants >= minimum,
            said("The agreement takes lists of at least {minimum} participants.", minimum=minimum),
            whole=True,
        ),
        Shows(
            said("Any result"),
            crowd.matched >= rules.minimum_matched,
            said(
                "It takes {least} participants who are found and matched; about {matched} can be expected.",
                least=rules.minimum_matched,
                matched=crowd.matched,
            ),
            whole=True,
        ),
        *_of_outcome(crowd, rules),
        Shows(
            said("Results for groups of participants"),
            crowd.matched >= rules.subgroups_from,
            said("They take {least} participants who are matched.", least=rules.subgroups_from),
        ),
    )


def anything(shows: tuple[Shows, ...]) -> bool:
    """Whether there could be a report at all."""
    return all(one.shown for one in shows if one.whole)


def most_counts(persons: int, rules: DisclosureRules) -> int:
    """How many counts of one outcome may ever be published about so many people, over all releases."""
    return persons // rules.persons_a_cell


def _of_outcome(crowd: Crowd, rules: DisclosureRules) -> Iterator[Shows]:
    if crowd.with_outcome is None:
        return
    having, others = crowd.with_outcome, crowd.matched - crowd.with_outcome
    yield Shows(
        said("How many had the outcome"),
        min(having, others) >= rules.threshold,
        said(
            "It takes {least} people with the outcome and as many without it; about {having} and {others} can be "
            "expected. Otherwise the report names a range, such as under 20%.",
            least=rules.threshold,
            having=having,
            others=others,
        ),
    )
    yield Shows(
        said("A finding on the outcome"),
        having >= rules.significant_from and others >= rules.threshold,
        said(
            "It takes {least} participants with the outcome; about {having} can be expected.",
            least=rules.significant_from,
            having=having,
        ),
    )
    yield Shows(
        said("How soon the outcome came"),
        having >= rules.events_for_time,
        said(
            "It takes {least} participants with the outcome; about {having} can be expected.",
            least=rules.events_for_time,
            having=having,
        ),
    )
