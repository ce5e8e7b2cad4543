"""What changed between two versions of an agreement: everything that did, once, and nothing else."""

import datetime as dt
from itertools import combinations

from outcomelab.protocol.rules import RULES, DisclosureRules
from outcomelab.service.domain.agreements import Agreement, DocumentKind, Grant, Retention
from outcomelab.service.domain.differences import Change, differences
from outcomelab.service.domain.purposes import Purpose

GRANT = Grant(holding="justice", variables=("persons",), outcomes=("arrests",))
RULE = next(rule for rule in RULES if rule.name == "threshold")
# A change to the terms, and what is told of it.
CHANGES = (
    ({"title": "Other"}, [Change("title", ("Mentoring on release",), ("Other",))]),
    ({"ends": dt.date(2027, 6, 30)}, [Change("ends", (dt.date(2199, 12, 31),), (dt.date(2027, 6, 30),))]),
    ({"minimum_cohort": 90}, [Change("minimum_cohort", (60,), (90,))]),
    (
        {"purposes": (Purpose.PROGRAMME_EFFECT, Purpose.PROGRAMME_REACH)},
        [Change("purposes", (), (Purpose.PROGRAMME_REACH,))],
    ),
    ({"retention": Retention(identifiers_days=10)}, [Change("identifiers_days", (30,), (10,))]),
    ({"requires": ()}, [Change("requires", (DocumentKind.ETHICS,), ())]),
    ({"rules": DisclosureRules(threshold=20)}, [Change("rules", (10,), (20,), RULE)]),
    (
        {"grants": (GRANT,)},
        [
            Change("variables", ("persons.schooling", "releases"), (), "justice"),
            Change("outcomes", ("arrests.offence",), (), "justice"),
        ],
    ),
    ({"revoked": dt.date(2026, 11, 1)}, [Change("revoked", (), (dt.date(2026, 11, 1),))]),
)  # fmt: skip


def test_each_change_is_told_by_itself_and_beside_any_other(world):
    before = world.agreement()
    for changes in ((), *combinations(CHANGES, 1), *combinations(CHANGES, 2)):
        now = world.agreement(**{name: value for said, _ in changes for name, value in said.items()})
        told = differences(before, now)
        assert sorted(map(repr, told)) == sorted(repr(one) for _, several in changes for one in several)


def test_signatures_are_no_change_of_terms(world):
    assert differences(world.agreement(), world.agreement(signatures=())) == ()


def test_a_document_that_gives_way_to_another_is_told_as_both(world):
    old = world.document(DocumentKind.ETHICS)
    new = old.model_copy(update={"approver": "Another board"})
    told = differences(world.agreement(documents=(old,)), world.agreement(documents=(new,)))
    said = (old.approved, old.expires, old.sha256)
    assert told == (
        Change("documents", was=("Research ethics board", *said), of=DocumentKind.ETHICS),
        Change("documents", now=("Another board", *said), of=DocumentKind.ETHICS),
    )


def test_every_term_is_looked_at(world):
    """A part of an agreement that is added later is told of too."""
    told_elsewhere = {"reference", "provider", "custodian", "lab", "signatures"}
    parts = {"retention": "identifiers_days", "grants": "variables", "documents": "documents"}
    known = {change.part for _, several in CHANGES for change in several} | {"legal_basis", "starts", "indigenous"}
    for name in set(Agreement.model_fields) - told_elsewhere:
        assert parts.get(name, name) in known | {"documents"}, name
