"""A stricter rule never publishes more, in any kind of output."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from outcomelab.disclosure.balance import cleared_balance
from outcomelab.disclosure.flow import cleared_flow
from outcomelab.disclosure.kinds.registry import KINDS
from outcomelab.disclosure.linkage import cleared_linkage
from outcomelab.disclosure.outcomes import cleared_outcomes, cleared_subgroups
from outcomelab.disclosure.overlap import cleared_overlap
from outcomelab.disclosure.perturbation.table import perturb_table
from outcomelab.disclosure.profile import protect_profile
from outcomelab.disclosure.sensitivity import cleared_bounds, cleared_ladder
from outcomelab.disclosure.statistics.coefficients import Coefficient, protect_coefficients
from outcomelab.disclosure.statistics.mean import protect_mean
from outcomelab.disclosure.statistics.position import protect_percentiles
from outcomelab.disclosure.survival import cleared_survival
from outcomelab.disclosure.tables import protect_table
from outcomelab.disclosure.unmatched import cleared_unmatched
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells, flat
from outcomelab.handovers.flow import STEPS, FlowStep, Loss
from outcomelab.handovers.impact import (
    BalanceRow,
    Estimate,
    Group,
    ImpactResult,
    Matched,
    OutcomeResult,
    OutcomeWords,
    Rung,
)
from outcomelab.handovers.keyed import KeyedCells
from outcomelab.handovers.linkage import HeldGroup, LinkageGroup, LinkageReport
from outcomelab.handovers.overlap import Densities, Overlap, UnmatchedRow
from outcomelab.handovers.profile import ColumnMeasured, TableMeasured
from outcomelab.handovers.sensitivity import Bounds
from outcomelab.handovers.survival import Contrast, Survival
from outcomelab.impact.survival.curve import curve
from outcomelab.impact.survival.lives import Lives
from outcomelab.protocol.rules import RULES, DisclosureRules, strictest

DERIVED = {"comparison_value", "colour", "total"}  # made of figures that are counted already
COUNTED = {(one, name) for kind in KINDS for one in kind.claims for name in kind.claimed(one)}
QUICK = settings(max_examples=30, deadline=None)


def told(figures):
    """How many numbers an output publishes."""
    if isinstance(figures, (tuple, list)):
        return sum(map(told, figures))
    if not isinstance(figures, BaseModel):
        return 0
    own = 0
    for name in type(figures).model_fields:
        value = getattr(figures, name)
        counted = (type(figures), name) in COUNTED and name not in DERIVED
        own += told(value) + (counted and isinstance(value, (int, float)) and not isinstance(value, bool))
    return own


@st.composite
def pairs(draw):
    """Two sets of rules, the second at least as strict in each."""

    def drawn():
        moved = {}
        for rule in RULES:
            times = draw(st.sampled_from([1, 1, 1.2, 1.5, 2, 3]))
            value = rule.default * times if rule.stricter == "higher" else rule.default / times
            moved[rule.name] = round(value) if isinstance(rule.default, int) else value
        return DisclosureRules(**moved)

    first = drawn()
    return first, strictest(first, drawn())


def no_more(clear, laxer, stricter):
    """Both are cleared; a refusal publishes nothing."""

    def published(rules):
        try:
            return told(clear(rules))
        except DisclosureRefused:
            return 0

    assert published(stricter) <= published(laxer)


@st.composite
def flows(draw):
    left = draw(st.integers(0, 300))
    steps = []
    for name in reversed(STEPS[1:]):
        reasons = draw(st.lists(st.integers(0, 40), max_size=4))
        steps.append(FlowStep(name, left, tuple(Loss(f"{name} {i}", n) for i, n in enumerate(reasons))))
        left += sum(reasons)
    return (FlowStep("submitted", left), *reversed(steps))


@given(flows(), pairs())
def test_in_a_flow_diagram(flow, rules):
    no_more(lambda held: cleared_flow(flow, held), *rules)


@st.composite
def groups(draw, most=6000):
    persons = draw(st.integers(0, most))
    k = draw(st.integers(0, persons))
    two = draw(st.floats(0, 1))
    return Group(persons, k, k / max(persons, 1), float(k), two * draw(st.floats(0.5, 1)), two)


@st.composite
def results(draw, kinds=("any", "count", "amount"), name="y", **more):
    words = OutcomeWords(name, name, draw(st.sampled_from(kinds)), primary=True)
    return OutcomeResult(
        words, draw(groups()), draw(groups()), Estimate("radius", 0.1, 0.02, 0.06, 0.14), (), **more
    )


@given(results(), pairs())
def test_in_rates_means_and_differences(result, rules):
    no_more(lambda held: cleared_outcomes((result,), held), *rules)


@st.composite
def parted(draw):
    """A cohort in levels of one subgroup, and perhaps some in none of them."""
    kind = draw(st.sampled_from(["any", "count", "amount"]))
    parts = draw(st.lists(groups(120), min_size=2, max_size=5))
    rest = draw(st.sampled_from([Group(0, 0, 0.0, 0.0, 0.0, 0.0), draw(groups(60))]))
    everyone = (*parts, rest)
    n, k = sum(one.persons for one in everyone), sum(one.with_outcome for one in everyone)
    words = OutcomeWords("y", "y", kind, primary=True)
    effect = Estimate("radius", 0.1, 0.02, 0.06, 0.14)
    large = Group(5000, 2500, 0.5, 2500.0, 0.01, 0.02)
    whole = OutcomeResult(words, Group(n, k, 0.5, float(k), 0.01, 0.02), large, effect, ())
    levels = tuple(
        replace(
            whole,
            participants=part,
            subgroup="s",
            level=str(place),
            comparison=draw(st.sampled_from([large, part])),
        )
        for place, part in enumerate(parts)
    )
    matched = Matched(n, n, 9000, 5000, 900.0, 0.2)
    return ImpactResult({"s": "S"}, matched, (), (whole,), levels, (), FlowStep("matched", n))


@given(parted(), pairs())
def test_in_results_by_subgroup(impact, rules):
    no_more(lambda held: cleared_subgroups(impact, held), *rules)


@st.composite
def levels_of(draw):
    counts = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6))
    n, m = max(sum(one for one, _ in counts), 1), max(sum(other for _, other in counts), 1)
    rows = tuple(
        BalanceRow("region", f"r{i}", True, one, other, one / n, one / n, other / m, other / m, 0.5, 0.1, 0.01)
        for i, (one, other) in enumerate(counts)
    )
    return rows, Matched(n, n, m, m, 50.0, 0.2)


@given(levels_of(), pairs())
def test_in_a_balance_table(drawn, rules):
    rows, matched = drawn
    no_more(lambda held: cleared_balance(rows, matched, {"region": "Region"}, held), *rules)


@given(levels_of(), pairs())
def test_in_the_table_of_the_unmatched(drawn, rules):
    rows, sizes = drawn
    matched = Matched(sizes.matched + sizes.comparison, sizes.comparison, 900, 900, 50.0, 0.2)
    lost = tuple(
        UnmatchedRow("region", row.level, True, row.participants, row.comparison, 0.2, 0.3, 0.5, 0.1)
        for row in rows
    )
    no_more(lambda held: cleared_unmatched(lost, matched, {"region": "Region"}, held), *rules)


@st.composite
def overlaps(draw):
    bins = draw(st.integers(1, 12))
    column = st.lists(st.integers(0, 90), min_size=bins, max_size=bins)
    matched, comparison, unused = (draw(column) for _ in range(3))
    lost = draw(st.lists(st.sampled_from([0, 0, 3, 12, 40]), min_size=bins, max_size=bins))
    participants, pool = tuple(np.add(matched, lost).tolist()), tuple(np.add(comparison, unused).tolist())
    weight = tuple(one / max(sum(comparison), 1) for one in comparison)
    spread = Densities(tuple(range(bins + 1)), participants, pool, tuple(matched), tuple(comparison), weight)
    sizes = Matched(sum(participants), sum(matched), sum(pool), sum(comparison), draw(st.floats(1, 99)), 0.2)
    return Overlap(spread, 0.9, 0.004, 0.2, 0.0), sizes


@given(overlaps(), pairs())
def test_in_an_overlap_chart(drawn, rules):
    overlap, matched = drawn
    few = [matched.participants - matched.matched < held.threshold for held in rules]
    assume(few[0] == few[1])  # else the stricter one leaves out participants before matching, for the same bins
    no_more(lambda held: cleared_overlap(overlap, matched, held), *rules)


@st.composite
def linkages(draw):
    def one(level):
        persons = draw(st.integers(0, 90))
        linked = draw(st.integers(0, persons))
        return LinkageGroup(
            "sex", level, persons, linked, 0.98, 0.9, draw(st.floats(0, 20)), draw(st.integers(0, persons))
        )

    parts = tuple(one(level) for level in "abcd"[: draw(st.integers(2, 4))])
    n, k = sum(p.participants for p in parts), sum(p.linked for p in parts)
    overall = LinkageGroup("all", "all", n, k, 0.98, 0.9, 12.0, sum(p.unlinkable for p in parts))
    held = tuple(HeldGroup("offence", p.level, p.linked, p.linked + 2.0, p.linked * 0.9) for p in parts)
    flow = FlowStep("linked", k, (Loss("not found", n - k),))
    return LinkageReport(0.9, overall, parts, flow, held=held)


@given(linkages(), pairs())
def test_in_linkage_quality(report, rules):
    sizes = [size for part in report.groups for size in (part.participants, part.linked)]
    few = [[size < held.threshold for size in sizes] for held in rules]
    assume(few[0] == few[1])  # else the stricter one puts groups together, whose common share may be shown
    no_more(lambda held: cleared_linkage(report, held), *rules)


PERSONS = st.integers(0, 60)


@given(
    st.builds(
        ColumnMeasured,
        st.just("x"),
        PERSONS,
        PERSONS,
        st.floats(0, 1),
        st.just(3.0),
        st.just(9.0),
        PERSONS,
        PERSONS,
    ),
    pairs(),
)
def test_in_the_profile_of_a_holding(column, rules):
    table = TableMeasured("t", 200, column.known + column.unknown, (column,))

    def shown(held):
        (found,) = protect_profile((table,), held).figures.tables
        return [
            found.model_copy(update={"columns": [one.model_copy(update={"missing": one.missing or None})]})
            for one in found.columns
        ]

    no_more(shown, *rules)


VALUES = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.5, 40.0, 900.0]) | st.floats(0, 1e6), min_size=1, max_size=120)


@given(VALUES, pairs(), st.booleans())
def test_in_a_mean(values, rules, costs):
    no_more(lambda held: protect_mean("x", values, rules=held, costs=costs).figures, *rules)


@given(VALUES, pairs())
def test_in_percentiles(values, rules):
    no_more(lambda held: protect_percentiles("x", values, rules=held).figures, *rules)


@given(st.integers(5, 200), st.integers(1, 60), st.integers(1, 12), pairs())
def test_in_regression_coefficients(persons, few, terms, rules):
    outcome = np.arange(persons) % 2
    columns = {f"x{n}": (np.arange(persons) % (n + 2) < 1).astype(float) for n in range(terms)}
    columns["few"] = (np.arange(persons) < few).astype(float)
    asked = dict.fromkeys(columns, Coefficient(0.1, -0.1, 0.3))
    no_more(lambda held: protect_coefficients("y", outcome, columns, asked, held).figures, *rules)


@QUICK
@given(st.lists(st.integers(0, 60), min_size=9, max_size=9), pairs())
def test_in_a_table_no_less_is_withheld(counts, rules):
    persons = np.array(counts).reshape(3, 3)
    axes = tuple(flat(name, ("p", "q", "r"), "Total") for name in "ab")

    def withheld(held):
        """What is withheld is worth, which is what the choice of cells costs least of."""
        try:
            hidden = protect_table(Cells(axes, persons), held).figures.cells["withheld"].to_numpy()
        except DisclosureRefused:
            return np.inf
        margins = np.pad(persons, ((0, 1), (0, 1)))
        margins[3, :], margins[:, 3] = margins[:3].sum(axis=0), margins[:, :3].sum(axis=1)
        margins[3, 3] = persons.sum()
        return np.maximum(margins.ravel()[hidden], 1).sum()

    laxer, stricter = rules
    assert withheld(stricter) >= withheld(laxer)


@st.composite
def times(draw):
    """Two groups of whom each day about one in `pace` has the event, some lost from sight."""

    def group(persons):
        chance = np.random.default_rng(draw(st.integers(0, 2**32)))
        came = np.ceil(chance.exponential(draw(st.sampled_from([60, 300, 2000])), persons))
        lost = chance.random(persons) < draw(st.sampled_from([0, 0.3]))
        seen = np.where(lost, np.ceil(chance.uniform(1, 365, persons)), 365.0)
        event = (came <= seen).astype(np.int64)
        return curve(Lives(np.minimum(came, seen), event, np.ones(persons)), 365.0)

    mine, others = group(draw(st.integers(20, 600))), group(draw(st.integers(20, 3000)))
    return Survival("days", 365.0, False, mine, others, Contrast(3.2, 2.1, -0.9, 7.3), None, None, None)


@QUICK
@given(times(), pairs())
def test_in_survival_curves(found, rules):
    no_more(lambda held: cleared_survival(found, held), *rules)


@given(PERSONS, PERSONS, pairs())
def test_in_bounds_on_pairs(towards, against, rules):
    raw = Bounds("mcnemar", 2 * (towards + against), towards, against, 1.28, ((1.0, 0.004), (1.5, 0.2)))
    no_more(lambda held: cleared_bounds(raw, held), *rules)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(0, 400), pairs())
def test_in_results_at_other_calipers(persons, matched, rules):
    words, group = OutcomeWords("y", "y", "any"), Group(200, 50, 0.25, 50.0, 0.1, 0.2)
    rungs = tuple(
        Rung(0.1, OutcomeResult(words, group, group, Estimate("radius", 0.1, 0.02, 0.06, 0.14, matched=count), ()))
        for count in persons
    )
    no_more(lambda held: cleared_ladder(rungs, matched, held), *rules)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), pairs(), st.integers(0, 2**32))
def test_in_a_perturbed_table(persons, rules, seed):
    keys = np.random.default_rng(seed).integers(0, 2**64, len(persons), dtype=np.uint64)
    cells = KeyedCells(("c",), pa.table({"c": ["x"] * len(persons)}), np.array(persons), keys)
    laxer, stricter = (perturb_table(cells, held).figures.cells["withheld"].to_numpy() for held in rules)
    assert not (laxer & ~stricter).any()


def test_every_checker_is_held_to_it():
    """A kind without a property here fails."""
    source = Path(__file__).read_text(encoding="utf-8")
    elsewhere = {  # a floor; made of others'; asked of a ledger, in test_headline_budget
        "comparison.protect_comparison",
        "sensitivity.cleared_sensitivity",
        "privacy.headline.protect_headline",
    }
    for kind in KINDS:
        assert kind.checker.rpartition(".")[2] + "(" in source or kind.checker in elsewhere, kind.name
