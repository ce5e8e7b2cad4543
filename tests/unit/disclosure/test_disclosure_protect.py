"""What leaves, and what does not."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from outcomelab.disclosure.protect import protect
from outcomelab.disclosure.seal import sealed, unsealed
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.impact import Estimate, Group, Matched

SOURCE = Path(__file__).parents[3] / "src" / "outcomelab"


@pytest.fixture
def protocol(make_protocol):
    return make_protocol(("age",), ("region",))


def test_rates_come_from_rounded_counts_in_whole_points(findings, protocol):
    shown = protect(findings, protocol).figures.outcomes[0]
    assert (shown.participants, shown.comparison) == (205, 4105)
    assert shown.participants_value == 22.0  # 45 of 205
    assert shown.effect.estimate == -7.0


def test_an_interval_is_rounded_outward(findings, protocol):
    effect = protect(findings, protocol).figures.outcomes[0].effect
    assert (effect.low, effect.high) == (-13.0, -1.0)


def test_the_comparison_is_what_the_difference_leaves(findings, protocol):
    shown = protect(findings, protocol).figures.outcomes[0]
    assert shown.comparison_value == shown.participants_value - shown.effect.estimate


def test_from_a_thousand_persons_rates_carry_one_decimal(with_outcome, outcome, protocol):
    large = replace(outcome, participants=Group(2003, 470, 470 / 2003, 470, 0.01, 0.02))
    shown = protect(with_outcome(large), protocol).figures.outcomes[0]
    assert (shown.decimals, shown.participants_value, shown.effect.low) == (1, 23.4, -12.7)


@pytest.mark.parametrize(("k", "band"), [(0, "under 5%"), (9, "under 5%"), (194, "over 95%"), (203, "over 95%")])
def test_a_rate_of_too_few_or_all_but_too_few_is_a_band(with_outcome, outcome, protocol, k, band):
    few = replace(outcome, participants=Group(203, k, k / 203, k, 0.0, 0.0))
    shown = protect(with_outcome(few), protocol).figures.outcomes[0]
    assert (shown.participants_value, shown.effect.estimate, shown.verdict, shown.band) == (
        None,
        None,
        "withheld",
        band,
    )


def test_a_rate_that_rounds_to_nothing_is_a_band(with_outcome, outcome, protocol):
    rare = replace(
        outcome,
        participants=Group(60_000, 12, 12 / 60_000, 12, 0.1, 0.2),
        comparison=Group(90_000, 90, 0.001, 90, 0.01, 0.02),
    )
    shown = protect(with_outcome(rare), protocol).figures.outcomes[0]
    assert (shown.participants_value, shown.effect.estimate, shown.band) == (None, None, "under 5%")


def test_too_few_with_the_outcome_in_the_comparison_group_withholds_it_too(with_outcome, outcome, protocol):
    few = replace(outcome, comparison=Group(4107, 7, 7 / 4107, 7, 0.1, 0.2))
    assert protect(with_outcome(few), protocol).figures.outcomes[0].effect.low is None


def test_an_amount_one_person_dominates_is_withheld(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), (("reoffended", "amount"),))
    rich = replace(
        outcome, words=replace(outcome.words, kind="amount"), participants=Group(203, 150, 5000.0, 1e6, 0.6, 0.91)
    )
    near = replace(
        outcome,
        words=replace(outcome.words, kind="amount"),
        participants=Group(203, 150, 5000.0, 1e6, 0.65, 0.895),
    )
    assert "one or two people" in protect(with_outcome(rich), protocol).figures.outcomes[0].withheld
    assert protect(with_outcome(near), protocol).figures.outcomes[0].withheld == ""


def test_amounts_carry_three_significant_figures(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), (("reoffended", "amount"),))
    effect = Estimate("radius", 1254.6, 642.8, -5.3, 2514.5)
    amount = replace(
        outcome,
        words=replace(outcome.words, kind="amount"),
        effect=effect,
        beside=(),
        participants=Group(203, 150, 6349.1, 1e6, 0.05, 0.1),
    )
    shown = protect(with_outcome(amount), protocol).figures.outcomes[0]
    assert (shown.participants_value, shown.effect.estimate) == (6350.0, 1250.0)
    assert (shown.effect.low, shown.effect.high, shown.verdict) == (-10.0, 2510.0, "inconclusive")


def test_time_to_an_event_needs_thirty_events(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), (("reoffended", "time-to-first"),))
    timed = replace(
        outcome,
        words=replace(outcome.words, kind="time-to-first"),
        participants=Group(203, 29, 331.0, 1e5, 0.01, 0.02),
    )
    assert "30 people with the event" in protect(with_outcome(timed), protocol).figures.outcomes[0].withheld


def test_fewer_than_thirty_matched_release_nothing(findings, protocol):
    small = replace(findings, impact=replace(findings.impact, matched=Matched(40, 29, 16177, 4107, 1000.0, 0.3)))
    with pytest.raises(DisclosureRefused, match="Fewer than 30"):
        protect(small, protocol)


def test_a_small_level_is_merged_with_the_smallest_other(findings, protocol):
    lines = [line for line in protect(findings, protocol).figures.balance if line.covariate == "region"]
    assert [(line.level, line.participants_percent) for line in lines] == [("south", 49), ("all other", 49)]


def test_a_number_has_no_mean_in_the_balance_table(findings, protocol):
    age = protect(findings, protocol).figures.balance[0]
    assert (age.participants_percent, age.comparison_percent, age.smd_before, age.smd_after) == (
        None,
        None,
        -0.35,
        -0.01,
    )


def test_a_category_all_but_few_share_shows_no_percentage(findings, protocol):
    rows = tuple(row for row in findings.impact.balance if row.level != "south")
    alike = replace(findings, impact=replace(findings.impact, balance=rows))
    region = [line for line in protect(alike, protocol).figures.balance if line.covariate == "region"]
    assert [(line.level, line.participants_percent) for line in region] == [("", None)]


def test_the_flow_merges_small_losses_and_adds_up(findings, protocol):
    flow = {step.step: step for step in protect(findings, protocol).figures.flow}
    assert flow["readable"].count is None
    assert flow["distinct"].count == flow["linked"].count + sum(loss.count for loss in flow["linked"].lost)
    assert [loss.count for loss in flow["linked"].lost] == [20]  # 18 and 4 together
    assert flow["matched"].count == 205


def test_a_gap_between_groups_is_a_warning(findings, protocol):
    assert "F" in protect(findings, protocol).figures.linkage.warnings[0]


def test_a_groups_link_rate_that_its_complement_would_give_away_is_withheld(findings, protocol):
    groups = findings.linkage.groups
    nearly = replace(findings.linkage, groups=(groups[0], replace(groups[1], linked=170)))
    shown = protect(replace(findings, linkage=nearly), protocol).figures.linkage.groups
    assert [one.linked_percent for one in shown] == [None, None]


def test_a_secondary_outcome_that_falls_to_holm_is_suggestive_only(findings, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), (("reoffended", "any"), ("fined", "any")))
    both = (outcome, replace(outcome, words=replace(outcome.words, name="fined", primary=False), p_holm=0.07))
    figures = protect(replace(findings, impact=replace(findings.impact, outcomes=both)), protocol).figures
    assert [shown.verdict for shown in figures.outcomes] == ["lower", "suggestive"]


def subgroup(outcome, level, n, k):
    return replace(
        outcome, subgroup="region", level=level, beside=(), participants=Group(n, k, k / n, k, 0.0, 0.0)
    )


def test_a_subgroup_its_siblings_would_give_away_takes_one_of_them_along(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), subgroups=("region",))
    levels = (
        subgroup(outcome, "north", 97, 25),
        subgroup(outcome, "south", 80, 30),
        subgroup(outcome, "west", 26, 4),
    )
    shown = protect(with_outcome(outcome, subgroups=levels), protocol).figures.subgroups
    assert [(one.level, one.withheld != "", one.participants) for one in shown] == [
        ("north", True, None), ("south", False, 80), ("west", True, None)
    ]  # fmt: skip


def test_people_in_no_level_shown_are_protected_like_a_level(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), subgroups=("region",))
    levels = (subgroup(outcome, "north", 110, 30), subgroup(outcome, "south", 90, 16))  # 3 of 203 in neither
    shown = protect(with_outcome(outcome, subgroups=levels), protocol).figures.subgroups
    assert [(one.level, one.withheld != "") for one in shown] == [("north", False), ("south", True)]


def test_many_people_in_no_level_shown_withhold_nothing(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), subgroups=("region",))
    levels = (
        subgroup(outcome, "north", 90, 20),
        subgroup(outcome, "south", 80, 16),
    )  # 33 in neither, 11 of them with it
    shown = protect(with_outcome(outcome, subgroups=levels), protocol).figures.subgroups
    assert [one.withheld for one in shown] == ["", ""]


def test_a_group_too_small_for_a_linkage_figure_is_merged_with_its_neighbour(findings, protocol):
    women, men = findings.linkage.groups
    unknown = replace(men, level="not recorded", participants=4, linked=3)
    groups = (women, replace(men, participants=171, linked=150), unknown)
    shown = protect(
        replace(findings, linkage=replace(findings.linkage, groups=groups)), protocol
    ).figures.linkage.groups
    assert [(one.level, one.participants) for one in shown] == [("F", 60), ("M or not recorded", 175)]


def test_cohorts_under_two_hundred_show_no_subgroups(with_outcome, outcome, make_protocol):
    protocol = make_protocol(("age",), ("region",), subgroups=("region",))
    levels = (subgroup(outcome, "north", 97, 25), subgroup(outcome, "south", 90, 30))
    small = with_outcome(outcome, subgroups=levels, matched=Matched(190, 187, 16177, 4107, 1000.0, 0.3))
    assert protect(small, protocol).figures.subgroups == ()


def test_no_raw_figure_is_anywhere_in_what_leaves(findings, protocol):
    text = protect(findings, protocol).figures.model_dump_json()
    raw = [
        "203",
        "4107",
        "1234",
        "0683",
        "0297",
        "1265",
        "6.83",
        "12.65",
        "236",
        "214",
        "0.9951",
        "16177",
        "raw note",
    ]
    raw += ["0.3457", "0.0123", "207", "251", "248", "30.3", "33.1"]
    assert [figure for figure in raw if figure in text] == []


def test_stricter_rules_never_show_more(findings, protocol):
    def shown(rules):
        figures = protect(findings, protocol.model_copy(update={"disclosure": rules})).figures.model_dump_json()
        return figures.count("null")

    rules = protocol.disclosure
    assert shown(rules.model_copy(update={"threshold": 60})) > shown(rules)


def test_only_this_room_can_clear():
    with pytest.raises(TypeError, match="only disclosure control clears"):
        Cleared("raw")
    users = {path.parent.name for path in SOURCE.rglob("*.py") if "_SEAL" in path.read_text(encoding="utf-8")}
    assert users == {"handovers", "disclosure"}


def test_a_cleared_output_does_not_change(findings, protocol):
    output = protect(findings, protocol)
    with pytest.raises(AttributeError, match="does not change"):
        output.figures = None  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        output._figures = None


def test_raw_findings_where_cleared_ones_belong_are_a_type_error(tmp_path):
    snippet = tmp_path / "raw.py"
    snippet.write_text(
        "from pathlib import Path\n"
        "from outcomelab.handovers.figures import Figures\n"
        "from outcomelab.reports.write import report\n"
        "def leak(raw: Figures) -> None:\n"
        "    report(raw, Path('out'))\n"
    )
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(snippet)], capture_output=True, text=True, check=False,
        cwd=SOURCE.parents[1],
    )  # fmt: skip
    assert checked.returncode == 1
    assert 'expected "Cleared[Figures]"' in checked.stdout


def test_cleared_figures_come_back_from_their_file_under_the_same_key_only(findings, protocol, tmp_path):
    output = protect(findings, protocol)
    file = tmp_path / "cleared.json"
    file.write_text(sealed(output, b"key"))
    assert unsealed(file, b"key").figures == output.figures
    with pytest.raises(DisclosureRefused, match="seal"):
        unsealed(file, b"another")


def test_cleared_figures_that_were_changed_are_refused(findings, protocol, tmp_path):
    file = tmp_path / "cleared.json"
    content = json.loads(sealed(protect(findings, protocol), b"key"))
    content["figures"] = content["figures"].replace("-7.0", "-9.0")
    file.write_text(json.dumps(content))
    with pytest.raises(DisclosureRefused, match="changed"):
        unsealed(file, b"key")
