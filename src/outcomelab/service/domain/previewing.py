"""What terms would mean, before anybody signs them: asked of example studies, by the rules that bind real ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from outcomelab.protocol.rules import RULES, DisclosureRules, Rule, strictest
from outcomelab.service.domain.agreements import Agreement, DocumentKind
from outcomelab.service.domain.binding import faults, not_covered
from outcomelab.service.domain.commands import Act, Command
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Code, Refused
from outcomelab.service.domain.retention import Due, due
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done, Study, Thing
from outcomelab.service.domain.variables import Uses

_NONE: frozenset[str] = frozenset()
_NOBODY = 0  # who linked the example's list


@dataclass(frozen=True)
class Example:
    """A holding as an example study would use it: everything it has that can be asked for as a variable and as an
    outcome, and what a first protocol on it reads; None where no study can be made on it."""

    holding: str
    variables: tuple[str, ...]
    outcomes: tuple[str, ...]
    uses: Uses | None


@dataclass(frozen=True)
class Answer:
    """Whether something asked for (a purpose, a variable) would be allowed: why not, if not. `changed`: it was
    otherwise by the terms before."""

    asked: str
    refusal: Refused | None
    changed: bool


@dataclass(frozen=True)
class OnHolding:
    """An example study on a holding: for each act why it would be refused today, none when it would not; and what
    could be asked of the holding once the agreement is in force."""

    holding: str
    granted: bool
    acts: tuple[tuple[Act, tuple[Refused, ...]], ...]
    variables: tuple[Answer, ...]
    outcomes: tuple[Answer, ...]


@dataclass(frozen=True)
class RuleLine:
    """A disclosure rule as the lab has it, as the custodian has it, as the terms say, as they said before (None:
    there were none), and as it would hold: the strictest. `laxer`: the terms ask less than the custodian, so no
    study would be approved."""

    rule: Rule
    lab: float
    custodian: float
    terms: float
    before: float | None
    holds: float
    laxer: bool

    @property
    def stricter(self) -> bool:
        """Whether it holds stricter than the lab's."""
        return self.rule.laxer(self.lab, self.holds)


class Standing(StrEnum):
    """How a required document stands."""

    MISSING = "missing"
    NOT_VALID = "not valid today"
    ENDS_EARLY = "expires before the agreement ends"
    VALID = "valid until the agreement ends"


@dataclass(frozen=True)
class Paper:
    """A required document; `until`: the last day on which one is valid, None where there is none."""

    kind: DocumentKind
    standing: Standing
    until: dt.date | None


@dataclass(frozen=True)
class Preview:
    """What terms would mean. `ends`: what of a list linked today would be destroyed, when and why then."""

    purposes: tuple[Answer, ...]
    holdings: tuple[OnHolding, ...]
    minimum_cohort: int
    rules: tuple[RuleLine, ...]
    ends: tuple[Due, ...]
    papers: tuple[Paper, ...]
    unsigned: tuple[str, ...]


def preview(
    terms: Agreement,
    custodian_rules: DisclosureRules,
    examples: Iterable[Example],
    today: dt.date,
    before: Agreement | None = None,
) -> Preview:
    """What the terms would mean for example studies. `before`: the terms that hold until these are signed."""
    study = Study(
        reference=terms.reference,
        provider=terms.provider,
        custodian=terms.custodian,
        lab=terms.lab,
        agreement=terms.reference,
        purpose=terms.purposes[0],
        holding=terms.grants[0].holding,
        custodian_rules=custodian_rules,
        persons=terms.minimum_cohort,
        rules=strictest(terms.rules, custodian_rules),
    )
    linked = replace(
        study, state=State.LINKED, held=frozenset(Thing), history=(Done(Command.LINK, _NOBODY, today),)
    )
    return Preview(
        purposes=tuple(
            _answer(purpose, replace(study, purpose=purpose), (Code.PURPOSE,), terms, before)
            for purpose in Purpose
        ),
        holdings=tuple(_on_holding(example, study, terms, today, before) for example in examples),
        minimum_cohort=terms.minimum_cohort,
        rules=tuple(_rule(rule, custodian_rules, terms, before) for rule in RULES),
        ends=due(linked, terms),
        papers=tuple(_paper(terms, kind, today) for kind in terms.required),
        unsigned=terms.unsigned(today),
    )


def _on_holding(
    example: Example, study: Study, terms: Agreement, today: dt.date, before: Agreement | None
) -> OnHolding:
    here = replace(study, holding=example.holding, uses=example.uses)

    def asked(uses: Uses, what: str, code: Code) -> Answer:
        return _answer(what, replace(here, uses=uses), (Code.HOLDING, code), terms, before)

    return OnHolding(
        holding=example.holding,
        granted=terms.grant(example.holding) is not None,
        acts=tuple((act, faults(act, terms, here, today)) for act in Act),
        variables=tuple(
            asked(Uses(example.holding, frozenset({one}), _NONE), one, Code.VARIABLES) for one in example.variables
        ),
        outcomes=tuple(
            asked(Uses(example.holding, _NONE, frozenset({one})), one, Code.OUTCOMES) for one in example.outcomes
        ),
    )


def _answer(
    asked: str, study: Study, about: tuple[Code, ...], terms: Agreement, before: Agreement | None
) -> Answer:
    now = _refusal(terms, study, about)
    changed = before is not None and (now is None) is not (_refusal(before, study, about) is None)
    return Answer(asked, now, changed)


def _refusal(terms: Agreement, study: Study, about: tuple[Code, ...]) -> Refused | None:
    """Why what a study asks for is not covered, whatever the day."""
    return next((one for one in not_covered(Act.UPLOAD, terms, study) if one.code in about), None)


def _rule(rule: Rule, custodian: DisclosureRules, terms: Agreement, before: Agreement | None) -> RuleLine:
    theirs, said = getattr(custodian, rule.name), getattr(terms.rules, rule.name)
    return RuleLine(
        rule=rule,
        lab=rule.default,
        custodian=theirs,
        terms=said,
        before=None if before is None else getattr(before.rules, rule.name),
        holds=theirs if rule.laxer(said, theirs) else said,
        laxer=rule.laxer(said, theirs),
    )


def _paper(terms: Agreement, kind: DocumentKind, today: dt.date) -> Paper:
    of_kind = [one for one in terms.documents if one.kind is kind]
    valid = [one.expires for one in of_kind if one.valid(today)]
    if not of_kind:
        return Paper(kind, Standing.MISSING, None)
    if not valid:
        return Paper(kind, Standing.NOT_VALID, None)
    early = max(valid) < terms.ends
    return Paper(kind, Standing.ENDS_EARLY if early else Standing.VALID, max(valid))
