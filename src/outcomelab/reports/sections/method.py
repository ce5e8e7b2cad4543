"""How the study was done and where its limits are, the words it uses, and the protocol it was fixed by."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Block, Points, Section, Terms, Text
from outcomelab.reports.numbers import day
from outcomelab.reports.sections.found import CHANGED
from outcomelab.reports.words import in_order, voice

_KINDS = {
    "any": "Whether it was recorded for a person at all.",
    "count": "How many times it was recorded for a person, on average.",
    "amount": "The sum recorded for a person, on average.",
    "time-to-first": (
        "Time to the first time it was recorded, on average; a person for whom it never was counts with the "
        "whole of follow-up, and one lost from sight before as others like them fared."
    ),
}
_MORE = {"any": "more people", "count": "a higher number", "amount": "more", "time-to-first": "a longer time"}
_LESS = {"any": "fewer people", "count": "a lower number", "amount": "less", "time-to-first": "a shorter time"}


def method(figures: Figures) -> Section:
    """Steps and limits in plain words, and the notes this comparison carries."""
    blocks: list[Block] = [Points(_steps(figures), "How it was done")]
    if figures.study.population:
        blocks.append(Points(figures.study.population, "Who is in the study"))
    blocks.append(Points(_limits(figures), "Its limits"))
    if figures.matching.notes:
        blocks.append(Points(figures.matching.notes, "Notes on this comparison"))
    return Section("method", "How this was done, and its limits", tuple(blocks))


def definitions(figures: Figures) -> Section:
    """The outcomes as the protocol defines them, then the report's own words."""
    labels = {outcome.name: outcome.label for outcome in figures.outcomes}
    outcomes = tuple((outcome.label, _outcome_words(outcome, labels)) for outcome in in_order(figures))
    return Section("definitions", "Definitions", (Terms(outcomes + _terms(figures)),))


def fixed(figures: Figures, *, tempered: bool) -> Section:
    """When the protocol was fixed and by which hash; whether it changed after outcomes were seen."""
    study = figures.study
    blocks: list[Block] = [
        Text(
            "The protocol, the study's written plan, was fixed before any outcome was read. Its hash is a "
            "fingerprint: whoever holds the protocol can check that this report answers that plan and no other."
        ),
        Terms((("Fixed on", day(study.fixed_on)), ("SHA-256 of the protocol", study.protocol_sha256))),
    ]
    if study.changed_after_outcomes:
        blocks.insert(0, Text(CHANGED, "warning"))
    if tempered:
        blocks.append(
            Text(
                "Words in [square brackets] stand in place of the protocol's own, which say more than a "
                "comparison of groups this far apart can carry.",
                "quiet",
            )
        )
    return Section("fixed", "The protocol", tuple(blocks))


def _steps(figures: Figures) -> tuple[str, ...]:
    study, rules = figures.study, figures.rules
    return (
        "The provider's list was checked, and each participant counted once.",
        f"Participants were looked for in {study.holding}, kept by {study.custodian}, by comparing who they are: "
        "names, dates of birth and the like, with room for misspellings. Those identifiers were then set aside "
        "and never held together with what became of them.",
        f"Follow-up starts for everyone with the same event: {study.index_event}.",
        "From those who did not take part, people were chosen who had been as likely to take part, judged by "
        "what was known of them at or before that event and nothing later.",
        f"The {voice(figures).noun} on each outcome is participants less comparison group, with a 95% interval.",
        "One outcome was named primary before any outcome was read. For the others, the verdict allows for "
        "several having been looked at.",
        f"Nothing is shown about fewer than {rules.threshold} people, counts are rounded to the nearest "
        f"{rules.base}, and figures on time need at least {rules.events_for_time} events.",
    )


def _limits(figures: Figures) -> tuple[str, ...]:
    return (
        "Groups can be made alike only on what the records hold. Motivation, support from family or anything "
        "else that was not written down may differ, and may explain part of the result.",
        "An outcome counts only if it was recorded: what happened elsewhere, or never came to notice, is missing.",
        "A few participants will have been linked to the wrong person or not found; this mostly makes a "
        "difference look smaller than it is.",
        f"The result holds for the {figures.matching.matched:,} participants who could be compared, not for "
        "those who were lost on the way.",
    )


def _outcome_words(outcome: OutcomeFigure, labels: dict[str, str]) -> str:
    hoped = (_MORE if outcome.better == "higher" else _LESS)[outcome.kind]
    when = f" Counted, from the index date on: {outcome.follow_up.rstrip('. ')}." if outcome.follow_up else ""
    if outcome.among:
        timed = outcome.kind == "time-to-first"
        kind = "Time to the first time it was recorded" if timed else _KINDS[outcome.kind]
        of = f"“{labels.get(outcome.among, outcome.among)}”"
        return f"{kind.rstrip('.')}, of those alone who had {of}: a description.{when}"
    return f"{_KINDS[outcome.kind]}{when} The programme hopes for {hoped}."


def _terms(figures: Figures) -> tuple[tuple[str, str], ...]:
    speaks = voice(figures)
    noun = (
        ("Effect", "The estimated difference the programme made for those of its participants who were compared.")
        if speaks.alike
        else ("Difference", "Participants less comparison group, with no claim about what made it.")
    )
    return (
        ("Participant", "A person on the provider's list."),
        ("Pool", "Everyone who could serve as comparison: the same index event, and not a participant."),
        (
            "Comparison group",
            "Those of the pool whom matching kept, weighted to be like the participants.",
        ),
        ("Index date", "The day a person's follow-up starts."),
        ("Follow-up", "The time after the index date in which outcomes are counted."),
        noun,
        (
            "95% interval",
            "A range made so that, were the study repeated many times, 95 in 100 such ranges would hold the true "
            f"{speaks.noun}. “Probably” in this report means this.",
        ),
        (
            "SMD",
            "Standardised mean difference: how far apart two groups are on average, in standard deviations. Green "
            "to 0.05, amber to 0.10, red above.",
        ),
        ("Linkage", "Deciding which records are of the same person."),
    )
