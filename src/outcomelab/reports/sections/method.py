"""How the study was done and where its limits are, the words it uses, and the protocol it was fixed by."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Block, Points, Section, Terms, Text
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import day, number
from outcomelab.reports.phrases import capital, in_quotes
from outcomelab.reports.sections.found import changed
from outcomelab.reports.words import in_order, voice

_KINDS = {
    "any": marked("Whether it was recorded for a person at all."),
    "count": marked("How many times it was recorded for a person, on average."),
    "amount": marked("The sum recorded for a person, on average."),
    "time-to-first": marked(
        "Time to the first time it was recorded, on average; a person for whom it never was counts with the "
        "whole of follow-up, and one lost from sight before as others like them fared."
    ),
}
_AMONG = {
    "any": marked("Whether it was recorded for a person at all, of those alone who had {outcome}: a description."),
    "count": marked(
        "How many times it was recorded for a person, on average, of those alone who had {outcome}: a description."
    ),
    "amount": marked(
        "The sum recorded for a person, on average, of those alone who had {outcome}: a description."
    ),
    "time-to-first": marked(
        "Time to the first time it was recorded, of those alone who had {outcome}: a description."
    ),
}
_MORE = {
    "any": marked("The programme hopes for more people."),
    "count": marked("The programme hopes for a higher number."),
    "amount": marked("The programme hopes for more."),
    "time-to-first": marked("The programme hopes for a longer time."),
}
_LESS = {
    "any": marked("The programme hopes for fewer people."),
    "count": marked("The programme hopes for a lower number."),
    "amount": marked("The programme hopes for less."),
    "time-to-first": marked("The programme hopes for a shorter time."),
}


def method(figures: Figures) -> Section:
    """Steps and limits in plain words, and the notes this comparison carries."""
    blocks: list[Block] = [Points(_steps(figures), tell("How it was done"))]
    if figures.study.population:
        blocks.append(Points(figures.study.population, tell("Who is in the study")))
    blocks.append(Points(_limits(figures), tell("Its limits")))
    if figures.matching.notes:
        blocks.append(Points(figures.matching.notes, tell("Notes on this comparison")))
    return Section("method", tell("How this was done, and its limits"), tuple(blocks))


def definitions(figures: Figures) -> Section:
    """The outcomes as the protocol defines them, then the report's own words."""
    labels = {outcome.name: outcome.label for outcome in figures.outcomes}
    outcomes = tuple((outcome.label, _outcome_words(outcome, labels)) for outcome in in_order(figures))
    return Section("definitions", tell("Definitions"), (Terms(outcomes + _terms(figures)),))


def fixed(figures: Figures, *, tempered: bool) -> Section:
    """When the protocol was fixed and by which hash; whether it changed after outcomes were seen."""
    study = figures.study
    blocks: list[Block] = [
        Text(
            tell(
                "The protocol, the study's written plan, was fixed before any outcome was read. Its hash is a "
                "fingerprint: whoever holds the protocol can check that this report answers that plan and no "
                "other."
            )
        ),
        Terms(
            (
                (tell("Fixed on"), day(study.fixed_on)),
                (tell("SHA-256 of the protocol"), study.protocol_sha256),
            )
        ),
    ]
    if study.changed_after_outcomes:
        blocks.insert(0, Text(changed(), "warning"))
    if tempered:
        words = tell(
            "Words in [square brackets] stand in place of the protocol's own, which say more than a "
            "comparison of groups this far apart can carry."
        )
        blocks.append(Text(words, "quiet"))
    return Section("fixed", tell("The protocol"), tuple(blocks))


def _steps(figures: Figures) -> tuple[str, ...]:
    study, rules = figures.study, figures.rules
    return (
        tell("The provider's list was checked, and each participant counted once."),
        tell(
            "Participants were looked for in {holding}, kept by {custodian}, by comparing who they are: "
            "names, dates of birth and the like, with room for misspellings. Those identifiers were then set "
            "aside and never held together with what became of them.",
            holding=study.holding,
            custodian=study.custodian,
        ),
        tell("Follow-up starts for everyone with the same event: {event}.", event=study.index_event),
        tell(
            "From those who did not take part, people were chosen who had been as likely to take part, judged by "
            "what was known of them at or before that event and nothing later."
        ),
        tell(
            "{The} on each outcome is participants less comparison group, with a 95% interval.",
            The=capital(voice(figures).the),
        ),
        tell(
            "One outcome was named primary before any outcome was read. For the others, the verdict allows for "
            "several having been looked at."
        ),
        tell(
            "Nothing is shown about fewer than {threshold} people, counts are rounded to the nearest {base}, and "
            "figures on time need at least {events} events.",
            threshold=rules.threshold,
            base=rules.base,
            events=rules.events_for_time,
        ),
    )


def _limits(figures: Figures) -> tuple[str, ...]:
    return (
        tell(
            "Groups can be made alike only on what the records hold. Motivation, support from family or anything "
            "else that was not written down may differ, and may explain part of the result."
        ),
        tell(
            "An outcome counts only if it was recorded: what happened elsewhere, or never came to notice, is "
            "missing."
        ),
        tell(
            "A few participants will have been linked to the wrong person or not found; this mostly makes a "
            "difference look smaller than it is."
        ),
        tell(
            "The result holds for the {matched} participants who could be compared, not for those who were lost "
            "on the way.",
            matched=number(figures.matching.matched),
        ),
    )


def _outcome_words(outcome: OutcomeFigure, labels: dict[str, str]) -> str:
    words = outcome.follow_up.rstrip(". ")
    when = tell(" Counted, from the index date on: {when}.", when=words) if outcome.follow_up else ""
    if outcome.among:
        of = in_quotes(labels.get(outcome.among, outcome.among))
        return f"{tell(_AMONG[outcome.kind], outcome=of)}{when}"
    hoped = (_MORE if outcome.better == "higher" else _LESS)[outcome.kind]
    return f"{tell(_KINDS[outcome.kind])}{when} {tell(hoped)}"


def _terms(figures: Figures) -> tuple[tuple[str, str], ...]:
    speaks = voice(figures)
    what = (
        tell("The estimated difference the programme made for those of its participants who were compared.")
        if speaks.alike
        else tell("Participants less comparison group, with no claim about what made it.")
    )
    return (
        (tell("Participant"), tell("A person on the provider's list.")),
        (
            tell("Pool"),
            tell("Everyone who could serve as comparison: the same index event, and not a participant."),
        ),
        (
            tell("Comparison group"),
            tell("Those of the pool whom matching kept, weighted to be like the participants."),
        ),
        (tell("Index date"), tell("The day a person's follow-up starts.")),
        (tell("Follow-up"), tell("The time after the index date in which outcomes are counted.")),
        (speaks.heading, what),
        (
            tell("95% interval"),
            tell(
                "A range made so that, were the study repeated many times, 95 in 100 such ranges would hold "
                "{the_true}. “Probably” in this report means this.",
                the_true=speaks.the_true,
            ),
        ),
        (
            tell("SMD"),
            tell(
                "Standardised mean difference: how far apart two groups are on average, in standard deviations. "
                "Green to 0.05, amber to 0.10, red above."
            ),
        ),
        (tell("Linkage"), tell("Deciding which records are of the same person.")),
    )
