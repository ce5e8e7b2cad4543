"""The whole report as blocks, in the one order that the page and the PDF share."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Document, Fixtures
from outcomelab.reports.heard import heard
from outcomelab.reports.language import Language, spoken, tell
from outcomelab.reports.numbers import day
from outcomelab.reports.per_hundred import per_hundred
from outcomelab.reports.plain import is_tempered, plain
from outcomelab.reports.sections.found import result, say, summary
from outcomelab.reports.sections.linkage import linkage
from outcomelab.reports.sections.measures import measures
from outcomelab.reports.sections.method import definitions, fixed, method
from outcomelab.reports.sections.others import beside, subgroups
from outcomelab.reports.sections.overlap import overlap
from outcomelab.reports.sections.persons import balance, flow
from outcomelab.reports.sections.sensitivity import sensitivity
from outcomelab.reports.sections.statement import statement
from outcomelab.reports.sections.survival import timing
from outcomelab.reports.words import headline_of

_TAGS: dict[Language, str] = {"en": "en-GB", "fr-CA": "fr-CA"}


def document(figures: Figures, language: Language = "en") -> Document:
    """Everything the report says, from figures that have been cleared (the caller has made sure of that).

    In `language`, but for the words of the protocol and the holding, which stay their authors'. Raises ReportError
    when the language's catalogue is not there.
    """
    with spoken(language):
        return _document(figures, _TAGS[language])


def _document(figures: Figures, tag: str) -> Document:
    shown = per_hundred(heard(plain(figures)))
    study = shown.study
    sections = (
        summary(shown),
        *measures(shown),
        result(shown),
        timing(shown),
        say(shown),
        flow(shown),
        balance(shown),
        overlap(shown),
        linkage(shown),
        beside(shown),
        sensitivity(shown),
        subgroups(shown),
        method(shown),
        statement(shown),
        definitions(shown),
        fixed(shown, tempered=is_tempered(figures)),
    )
    facts = (
        (tell("The question"), study.question),
        (tell("Provider"), study.provider),
        (tell("Records"), study.holding),
        (tell("Custodian"), study.custodian),
        (tell("Agreement"), study.agreement),
        (tell("Follow-up starts with"), study.index_event),
        (tell("Report made on"), day(study.made_on)),
    )
    return Document(
        title=study.title or tell("A study without a title"),
        programme=study.programme,
        headline=headline_of(shown),
        facts=tuple((name, words) for name, words in facts if words),
        sections=tuple(section for section in sections if section is not None),
        fixtures=_fixtures(),
        made_on=study.made_on.isoformat(),
        language=tag,
    )


def _fixtures() -> Fixtures:
    return Fixtures(
        skip=tell("Go to what was found"),
        contents=tell("In this report"),
        can=tell("What you can say"),
        cannot=tell("What you can't say"),
        made_by=tell(
            "Made by Outcome Lab. Every figure has passed disclosure control: none describes so few people that "
            "one of them could be recognised."
        ),
    )
