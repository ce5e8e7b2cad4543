"""How the linkage was done: what the GUILD guidance and the RECORD statement ask of whoever links and reports.

GUILD: Gilbert et al. 2018, guidance for information about linking data sets. RECORD: Benchimol et al. 2015, items
6, 7, 12, 13 and 19 on linked data. Each entry answers one question from what the lab knows, or says that it does
not know.
"""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.handovers.linkage_figures import LinkageMethodFigure
from outcomelab.reports.blocks import Section, Terms, Text
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import number, percent, short
from outcomelab.reports.phrases import capital


def statement(figures: Figures) -> Section | None:
    """The items, or None for figures that do not tell how the links were made."""
    if figures.linkage.method is None:
        return None
    intro = tell(
        "Linkage decides who is in a study, so its account is given in full. The questions are those of two "
        "guides for studies on linked data, GUILD (Gilbert and others 2018) and RECORD (Benchimol and others "
        "2015)."
    )
    blocks = (Text(intro, "quiet"), Terms(items(figures, figures.linkage.method)))
    return Section("linkage-statement", tell("How the linkage was done"), blocks)


def items(figures: Figures, method: LinkageMethodFigure) -> tuple[tuple[str, str], ...]:
    """Question and answer, in order."""
    study = figures.study
    return (
        (tell("Which data were linked"), _data(figures, method)),
        (
            tell("Which population they cover"),
            tell(
                "The list: people in {programme}, as {provider} wrote it. The records: the people in {holding}, "
                "and nobody else. A participant who is not among them cannot be found, which is no linkage error.",
                programme=study.programme,
                provider=study.provider,
                holding=study.holding,
            ),
        ),
        (
            tell("Who linked, and who saw what"),
            tell(
                "The lab, by a program. It read names and dates of birth in one encrypted file and nothing about "
                "what became of people, which is kept in another under another key. No identifier left the lab."
            ),
        ),
        (
            tell("Which identifiers were compared"),
            tell(
                "{identifiers}, as far as both sides have them.",
                identifiers=capital(", ".join(method.identifiers)),
            ),
        ),
        (
            tell("How they were prepared"),
            tell(
                "Accents, case, apostrophes and hyphens were made alike, titles left out, nicknames looked up, "
                "dates of birth read in both orders where day and month could be swapped. On the list, rows that "
                "are the same person were counted once."
            ),
        ),
        (tell("Which pairs were compared"), _pairs(method)),
        (
            tell("How links were decided"),
            tell(
                "Each pair has a probability of being one person (the model of Fellegi and Sunter), from how "
                "often identifiers agree for one person and by chance, rare values counting more and families "
                "allowed for. A person is linked at most once, to the clear best. The rates were learned from "
                "these data, without known matches."
            ),
        ),
        (
            tell("Which threshold, and why"),
            tell(
                "Links have a probability of {threshold} or more: the lowest at which an estimated {share} of "
                "links are right, as the protocol asked before linkage.",
                threshold=short(method.threshold),
                share=percent(method.asked_percent),
            ),
        ),
        (tell("How good it is"), _quality(figures)),
        (
            tell("How links that are wrong or missing were dealt with"),
            tell(
                "They were not corrected for. Wrong links mostly make a difference look smaller than it is; "
                "missed people are left out, which matters where they differ from those found."
            ),
        ),
        (tell("What is not known"), _unknown(figures)),
        (tell("Which programs"), "; ".join(method.versions) + "."),
    )


def _data(figures: Figures, method: LinkageMethodFigure) -> str:
    study, listed = figures.study, figures.linkage.overall.participants
    return tell(
        "The list of {provider}{count}, with {holding} ({persons} people), for which {custodian} answers. One "
        "list, one set of records, linked for this study.",
        provider=study.provider,
        count="" if listed is None else tell(" ({count} people)", count=number(listed)),
        holding=study.holding,
        persons=number(method.persons),
        custodian=study.custodian,
    )


def _pairs(method: LinkageMethodFigure) -> str:
    said = tell(
        "About {pairs} pairs that agree on one of several combinations of identifiers, each of "
        "which leaves something out, so that no single mistake hides a person.",
        pairs=number(method.pairs),
    )
    if method.left_out:
        said += " " + tell("Pairs that share only what very many people share were left out.")
    return said


def _quality(figures: Figures) -> str:
    told = figures.linkage
    said = [tell("By group and at other thresholds in the part before this one.")]
    right, found = told.overall.precision_percent, told.overall.recall_percent
    if right is not None and found is not None:
        estimated = tell(
            "An estimated {right} of links are right and {found} of the matches were found.",
            right=percent(right),
            found=percent(found),
        )
        said.insert(0, estimated)
    said.append(
        tell("Both follow from the model; nobody has looked at a sample of pairs.")
        if told.clerical is None
        else tell("Two people have looked at a sample of pairs besides.")
    )
    return " ".join(said)


def _unknown(figures: Figures) -> str:
    said = [tell("Who of the unlinked is truly absent from the records.")]
    if figures.linkage.held:
        names = ", ".join(dict.fromkeys(group.group for group in figures.linkage.held))
        said.append(
            tell("For groups that only the records know ({names}): how many participants there were.", names=names)
        )
    said.append(tell("Where a model is wrong about chance agreement, so are the estimates that rest on it."))
    return " ".join(said)
