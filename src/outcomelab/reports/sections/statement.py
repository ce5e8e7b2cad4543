"""How the linkage was done: what the GUILD guidance and the RECORD statement ask of whoever links and reports.

GUILD: Gilbert et al. 2018, guidance for information about linking data sets. RECORD: Benchimol et al. 2015, items
6, 7, 12, 13 and 19 on linked data. Each entry answers one question from what the lab knows, or says that it does
not know.
"""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage_figures import LinkageMethodFigure
from outcomelab.reports.blocks import Section, Terms, Text
from outcomelab.reports.numbers import number, percent


def statement(figures: Figures) -> Section | None:
    """The items, or None for figures that do not tell how the links were made."""
    if figures.linkage.method is None:
        return None
    blocks = (
        Text(
            "Linkage decides who is in a study, so its account is given in full. The questions are those of two "
            "guides for studies on linked data, GUILD (Gilbert and others 2018) and RECORD (Benchimol and others "
            "2015).",
            "quiet",
        ),
        Terms(items(figures, figures.linkage.method)),
    )
    return Section("linkage-statement", "How the linkage was done", blocks)


def items(figures: Figures, method: LinkageMethodFigure) -> tuple[tuple[str, str], ...]:
    """Question and answer, in order."""
    study = figures.study
    identifiers = ", ".join(method.identifiers)
    return (
        ("Which data were linked", _data(figures, method)),
        (
            "Which population they cover",
            f"The list: people in {study.programme}, as {study.provider} wrote it. The records: the people in "
            f"{study.holding}, and nobody else. A participant who is not among them cannot be found, which is no "
            "linkage error.",
        ),
        (
            "Who linked, and who saw what",
            "The lab, by a program. It read names and dates of birth in one encrypted file and nothing about what "
            "became of people, which is kept in another under another key. No identifier left the lab.",
        ),
        (
            "Which identifiers were compared",
            f"{identifiers[:1].upper()}{identifiers[1:]}, as far as both sides have them.",
        ),
        (
            "How they were prepared",
            "Accents, case, apostrophes and hyphens were made alike, titles left out, nicknames looked up, dates "
            "of birth read in both orders where day and month could be swapped. On the list, rows that are the "
            "same person were counted once.",
        ),
        ("Which pairs were compared", _pairs(method)),
        (
            "How links were decided",
            "Each pair has a probability of being one person (the model of Fellegi and Sunter), from how often "
            "identifiers agree for one person and by chance, rare values counting more and families allowed "
            "for. A person is linked at most once, to the clear best. The rates were learned from these data, "
            "without known matches.",
        ),
        (
            "Which threshold, and why",
            f"Links have a probability of {method.threshold:g} or more: the lowest at which an estimated "
            f"{percent(method.asked_percent)} of links are right, as the protocol asked before linkage.",
        ),
        ("How good it is", _quality(figures)),
        (
            "How links that are wrong or missing were dealt with",
            "They were not corrected for. Wrong links mostly make a difference look smaller than it is; missed "
            "people are left out, which matters where they differ from those found.",
        ),
        ("What is not known", _unknown(figures)),
        ("Which programs", "; ".join(method.versions) + "."),
    )


def _data(figures: Figures, method: LinkageMethodFigure) -> str:
    overall = figures.linkage.overall
    count = "" if overall.participants is None else f" ({number(overall.participants)} people)"
    return (
        f"The list of {figures.study.provider}{count}, with {figures.study.holding} ({number(method.persons)} "
        f"people), for which {figures.study.custodian} answers. One list, one set of records, "
        "linked for this study."
    )


def _pairs(method: LinkageMethodFigure) -> str:
    said = (
        f"About {number(method.pairs)} pairs that agree on one of several combinations of identifiers, each of "
        "which leaves something out, so that no single mistake hides a person."
    )
    if method.left_out:
        said += " Pairs that share only what very many people share were left out."
    return said


def _quality(figures: Figures) -> str:
    told = figures.linkage
    said = "By group and at other thresholds in the part before this one."
    estimated = (told.overall.precision_percent, told.overall.recall_percent)
    if None not in estimated:
        said = (
            f"An estimated {percent(estimated[0])} of links are right and {percent(estimated[1])} of the matches "
            f"were found. {said}"
        )
    if told.clerical is None:
        return f"{said} Both follow from the model; nobody has looked at a sample of pairs."
    return f"{said} Two people have looked at a sample of pairs besides."


def _unknown(figures: Figures) -> str:
    said = "Who of the unlinked is truly absent from the records."
    if figures.linkage.held:
        names = ", ".join(dict.fromkeys(group.group for group in figures.linkage.held))
        said += f" For groups that only the records know ({names}): how many participants there were."
    return said + " Where a model is wrong about chance agreement, so are the estimates that rest on it."
