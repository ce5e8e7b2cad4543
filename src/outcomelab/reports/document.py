"""The whole report as blocks, in the one order that the page and the PDF share."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Document
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


def document(figures: Figures) -> Document:
    """Everything the report says, from figures that have been cleared (the caller has made sure of that)."""
    shown = per_hundred(plain(figures))
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
        ("The question", study.question),
        ("Provider", study.provider),
        ("Records", study.holding),
        ("Custodian", study.custodian),
        ("Agreement", study.agreement),
        ("Follow-up starts with", study.index_event),
        ("Report made on", day(study.made_on)),
    )
    return Document(
        title=study.title or "A study without a title",
        programme=study.programme,
        headline=headline_of(shown),
        facts=tuple((name, words) for name, words in facts if words),
        sections=tuple(section for section in sections if section is not None),
        made_on=study.made_on.isoformat(),
    )
