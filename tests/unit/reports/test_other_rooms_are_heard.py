"""What other rooms write into the figures is known to the report, which says it in its own language."""

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import outcomelab
from outcomelab.disclosure import flow, linkage_warnings, outcomes, overlap
from outcomelab.handovers.figure import Figure
from outcomelab.handovers.figures import LossFigure
from outcomelab.linkage.quality import REASONS
from outcomelab.protocol import words
from outcomelab.protocol.model import Eligible, Outcome
from outcomelab.reports.heard import _FIELDS, _LEVELS, _found, heard, in_language, known
from outcomelab.reports.heard_sentences import CONDITIONS
from outcomelab.reports.language import spoken

ROOMS = Path(outcomelab.__file__).parent
# What stands in sentences; all else is a number.
FACTS = {"who": "participants", "few": "fewer than 10 people"}
# Where reasons are made: the files, and what the reason is called there.
REASONED = ("withheld", "reason", "few", "parts", "between")
FILES = ("balance", "linkage_groups", "linkage_thresholds", "outcomes", "overlap", "related", "sensitivity",
         "survival", "unmatched")  # fmt: skip


def written(node: ast.expr, facts: dict[str, str]) -> str | None:
    """A sentence of the code with its facts in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (
            str(part.value) if isinstance(part, ast.Constant) else facts.get(ast.unparse(part.value), "10")
            for part in node.values
        )
        return "".join(parts)
    return None


def reasons() -> set[str]:
    """Every reason that disclosure control gives for not showing something."""
    found = set()
    for name in FILES:
        facts = FACTS | ({"few": "20"} if name == "outcomes" else {})  # where it is a percentage
        tree = ast.parse((ROOMS / "disclosure" / f"{name}.py").read_text())
        for node in ast.walk(tree):
            found |= {said for root in _reasoned(node) if (said := written(root, facts))}
    return {said for said in found if " " in said and said != FACTS["few"]}


def _reasoned(node: ast.AST) -> Iterator[ast.expr]:
    """Whatever of a piece of code can be a reason."""
    if isinstance(node, ast.FunctionDef) and node.name in ("_why_withheld", "_band"):
        for one in ast.walk(node):
            yield from _sides(one.value) if isinstance(one, ast.Return) and one.value else ()
    elif isinstance(node, ast.keyword) and node.arg in REASONED:
        yield from _sides(node.value)
    elif isinstance(node, ast.Assign):
        for to, value in _pairs(node):
            yield from _sides(value) if ast.unparse(to) in REASONED else ()


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def _sides(value: ast.expr) -> Iterator[ast.expr]:
    """What an expression can come to: either side of a choice."""
    if isinstance(value, ast.IfExp):
        yield from (*_sides(value.body), *_sides(value.orelse))
    elif isinstance(value, ast.BoolOp):
        yield from (side for one in value.values for side in _sides(one))
    else:
        yield value


def losses() -> set[str]:
    """Every reason for which a person is lost, of those that stand in code."""
    calls = (
        call
        for room in ("cohort", "hall", "impact")
        for file in sorted((ROOMS / room).rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("Loss", "Lost")
    )
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def test_every_reason_for_not_showing_something_is_known():
    assert len(reasons()) > 15
    assert [said for said in reasons() if not known(said)] == []


def test_every_way_to_be_lost_is_known():
    said = losses() | {*flow.LABELS.values(), *REASONS.values(), flow.OTHER, flow.FEW}
    assert len(said) > 20
    assert [one for one in said if not known(one) or not known(f"{one}, and {flow.OTHER}")] == []


def test_every_method_and_band_is_known():
    bands = (*(band for _, band in overlap._BANDS), "10% or more", "under 20%", "over 85%")
    assert [one for one in (*outcomes.METHODS.values(), *bands) if not known(one)] == []


def test_every_warning_of_linkage_is_known():
    facts = {"low": "88%", "high": "97%", "best": "men", "worst": "18–24"}
    gaps = (linkage_warnings._RATE, linkage_warnings._RECALL, linkage_warnings._PRECISION)
    said = [f"By site, {gap.format(**facts)}.{linkage_warnings._MEANING}" for gap in gaps]
    said += linkage_warnings.recall_warning(0.5, 50)
    assert len(said) == 4
    assert [one for one in said if not known(one)] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("fewer than 10 people with the outcome among participants",
         "moins de 10 personnes parmi les participants chez qui l’issue est survenue"),
        ("no matching person was found in the holding, and other reasons",
         "aucune personne correspondante n’a été trouvée dans le fonds, et autres raisons"),
        ("within 12 months, decided within 6 months after",
         "dans un délai de 12 mois, avec une décision rendue au plus tard 6 mois après"),
        ("from day 731 to day 1,095", "du jour 731 au jour 1\u00a0095"),
        ("release from custody, from 1 January 2018 to 31 December 2019",
         "release from custody, du 1er janvier 2018 au 31 décembre 2019"),
        ("aged 16 to 55 and region is north or south (left out otherwise: not of working age)",
         "de 16 à 55 ans et region\u00a0: north ou south (exclusion sinon\u00a0: not of working age)"),
        ("home is Tyne and Wear or Durham and score -5 to 0.5 (left out otherwise: no name or address)",
         "home\u00a0: Tyne and Wear ou Durham et score de -5 à 0,5 (exclusion sinon\u00a0: no name or address)"),
        ("released 1 January 2018 to 31 December 2019 and children 5 (left out otherwise: early)",
         "released du 1er janvier 2018 au 31 décembre 2019 et children\u00a0: 5 (exclusion sinon\u00a0: early)"),
        ("release or transfer, from 1 January 2018 to 31 December 2019",
         "release or transfer, du 1er janvier 2018 au 31 décembre 2019"),
        ("address is outside the region", "address is outside the region"),
        ("By sex, 97% of participants in “men” were found in the records against 88% in “women”. What is found "
         "for the one group may not hold for the other.",
         "Selon la variable «\u00a0sexe\u00a0», 97\u00a0% des participants du groupe «\u00a0hommes\u00a0» ont été "
         "trouvés dans les dossiers, contre 88\u00a0% dans le groupe «\u00a0femmes\u00a0». Ce qui est constaté "
         "pour un groupe ne vaut pas forcément pour l’autre."),
        ("not of working age", "not of working age"),
    ],
)  # fmt: skip
def test_what_other_rooms_say_is_filled_in_anew(english, french):
    with spoken("fr-CA"):
        assert in_language(english) == french


def test_a_protocols_terms_are_known():
    rules = [
        {"age": {"min": 18, "max": 64}, "reason": "not of working age"},
        {"age": {"min": 18}, "where": {"region": ("north", "south")}, "reason": "elsewhere"},
        {"where": {"released": {"min": dt.date(2020, 1, 1)}, "sentence": {"max": 12}}, "reason": "too long"},
        {"where": {"released": {"min": dt.date(2020, 1, 1), "max": dt.date(2021, 1, 1)}}, "reason": "too late"},
        {"where": {"score": {"min": -5, "max": -5}, "seen": dt.date(2020, 1, 1)}, "reason": "other"},
    ]
    eligible = [words._eligible(Eligible.model_validate(rule)) for rule in rules]
    conditions = [one for rule in eligible for one in rule.split(" (left out")[0].split(" and ")]
    assert [one for one in conditions if _found(one, CONDITIONS) is None] == []
    spans = [{"from_day": 1, "to_day": 365}, {"from_day": 7, "to_day": 7}, {"from_day": 366, "to_day": 1000}]
    waits = [{"decided": None, "waiting_days": 0}, {"decided": "d", "waiting_days": 0},
             {"decided": "d", "waiting_days": 183}]  # fmt: skip
    windows = (Outcome.model_construct(**span, **wait) for span in spans for wait in waits)
    said = [*eligible, *(words.follow_up_words(window) for window in windows)]
    assert [one for one in said if not known(one)] == []


def test_the_words_that_are_heard_are_in_the_figures():
    kinds = {kind.__name__: kind.model_fields for kind in Figure.__subclasses__()}
    told = [(kind, name) for table in (_FIELDS, _LEVELS) for kind, names in table.items() for name in names]
    assert [(kind, name) for kind, name in told if name not in kinds.get(kind, ())] == []


def test_in_english_figures_are_what_they_were():
    loss = LossFigure(reason="no name", count=10)
    assert heard(loss) is loss
    with spoken("fr-CA"):
        assert heard(loss) == LossFigure(reason="aucun nom", count=10)
