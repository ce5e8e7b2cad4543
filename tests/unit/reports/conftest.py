"""Invented studies as cleared figures. Here, and nowhere else in the tests, figures are cleared by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from outcomelab.handovers import cleared as seal
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import (
    BalanceFigure,
    EstimateFigure,
    Figures,
    FlowFigure,
    LossFigure,
    MatchingFigures,
    OutcomeFigure,
    RuleFigures,
    StudyFigures,
)
from outcomelab.handovers.linkage_figures import (
    ClericalFigure,
    HeldGroupFigure,
    IntervalFigure,
    KnownFigure,
    LinkageFigures,
    LinkageGroupFigure,
    LinkageMethodFigure,
    ThresholdFigure,
)
from outcomelab.handovers.overlap_figures import BinFigure, OverlapFigures, UnmatchedFigure
from outcomelab.handovers.survival_figures import (
    GroupAtFigure,
    HazardRatioFigure,
    SurvivalFigure,
    SurvivalPointFigure,
)
from outcomelab.reports.blocks import Document
from outcomelab.reports.document import document

Samples = dict[str, Figures]
Clear = Callable[[Figures], Cleared[Figures]]


@pytest.fixture(scope="session")
def clear() -> Clear:
    """Seals figures as disclosure control would."""
    return lambda figures: Cleared(figures, seal._SEAL)


@pytest.fixture(scope="session")
def documents(samples: Samples) -> Callable[[str], Document]:
    """The report on a sample, made once."""
    return cache(lambda name: document(samples[name]))


@pytest.fixture(scope="session")
def samples() -> Samples:
    """Studies by what is special about them."""
    good = _good()
    first, second, third = good.outcomes
    return {
        "good": good,
        "harmful": _primary(good, effect=_effect(9, 2, 16), participants_value=45, verdict="higher"),
        "inconclusive": _primary(
            good, effect=_effect(-3, -10, 4), participants_value=33, comparison_value=36, verdict="inconclusive"
        ),
        "red": _red(good),
        "red-inconclusive": _red(
            _primary(
                good,
                effect=_effect(-3, -10, 4),
                participants_value=33,
                comparison_value=36,
                verdict="inconclusive",
            )
        ),
        "withheld": _primary(
            good,
            effect=_effect(None, None, None),
            participants=None,
            comparison=None,
            participants_value=None,
            comparison_value=None,
            beside=(),
            verdict="withheld",
            band="under 20%",
            withheld="fewer than 10 participants had the outcome",
        ),
        "suggestive": good.model_copy(
            update={"outcomes": (first, second.model_copy(update={"verdict": "suggestive"}), third)}
        ),
        "no-subgroups": good.model_copy(update={"subgroups": ()}),
        "time-to-first": good.model_copy(
            update={
                "outcomes": (
                    third.model_copy(update={"primary": True}),
                    first.model_copy(update={"primary": False}),
                )
            }
        ),
        "merged": good.model_copy(update={"flow": _merged_flow()}),
        "changed": good.model_copy(
            update={"study": good.study.model_copy(update={"changed_after_outcomes": True})}
        ),
        "bare": good.model_copy(
            update={
                "flow": (),
                "balance": (),
                "outcomes": (first.model_copy(update={"beside": ()}),),
                "subgroups": (),
            }
        ),
    }


def _good() -> Figures:
    return Figures(
        study=StudyFigures(
            title="Mentoring through the gate and rearrest within a year",
            programme="Mentoring through the gate",
            provider="Open Door Trust",
            custodian="Ministry of Justice",
            agreement="DSA-2026-014",
            question="Are people who were met at the gate by a mentor less likely to be rearrested within a year?",
            index_event="release from custody",
            population=("aged 18 or over at release", "released in England or Wales"),
            holding="the Police and Courts Register",
            made_on=dt.date(2026, 11, 23),
            protocol_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            fixed_on=dt.date(2026, 10, 2),
            changed_after_outcomes=False,
        ),
        flow=_flow(),
        linkage=_linkage(),
        matching=MatchingFigures(
            participants=330,
            matched=310,
            comparison=4_215,
            pool=15_990,
            colour="amber",
            notes=("The estimates are adjusted for the small differences that matching left.",),
        ),
        balance=_balance(),
        outcomes=_outcomes(),
        subgroups=tuple(
            _outcomes()[0].model_copy(
                update={
                    "primary": False,
                    "subgroup": "Age",
                    "level": level,
                    "participants": n,
                    "effect": _effect(best, low, high),
                    "verdict": verdict,
                    "beside": (),
                }
            )
            for level, n, best, low, high, verdict in (
                ("18 to 24", 105, -3, -14, 8, "inconclusive"),
                ("25 and over", 205, -11, -20, -2, "lower"),
            )
        ),
        rules=RuleFigures(threshold=10, base=5, events_for_time=30),
        overlap=_overlap(),
        unmatched=(
            UnmatchedFigure(
                covariate="age",
                label="Age at release",
                level="",
                unmatched_percent=None,
                matched_percent=None,
                smd=0.81,
            ),
            UnmatchedFigure(
                covariate="sex", label="Sex", level="Female", unmatched_percent=50, matched_percent=16, smd=0.92
            ),
            UnmatchedFigure(
                covariate="region",
                label="Region",
                level="",
                unmatched_percent=None,
                matched_percent=None,
                smd=None,
                withheld="too few people to show",
            ),
        ),
    )


def _overlap() -> OverlapFigures:
    shares = ((-6.0, -4.5, 10, 45, 11, 12), (-4.5, -3.5, 35, 35, 39, 38), (-3.5, -2.0, 55, 20, 50, 50))
    bins = tuple(
        BinFigure(
            low=low,
            high=high,
            participants_percent=ours,
            pool_percent=pool,
            matched_percent=matched,
            comparison_percent=comparison,
        )
        for low, high, ours, pool, matched, comparison in shares
    )
    return OverlapFigures(
        in_reach_percent=94, effective=1_020, top_percent=22, largest_weight="under 1%", many_tied=False, bins=bins
    )


def _flow() -> tuple[FlowFigure, ...]:
    return (
        FlowFigure(step="submitted", label="Submitted", count=400),
        FlowFigure(
            step="readable",
            label="Readable",
            count=385,
            lost=(LossFigure(reason="a date that cannot be read", count=15),),
        ),
        FlowFigure(
            step="distinct",
            label="Distinct persons",
            count=370,
            lost=(LossFigure(reason="the same person listed again", count=15),),
        ),
        FlowFigure(
            step="linked",
            label="Found in the records",
            count=355,
            lost=(LossFigure(reason="nobody in the records was alike enough", count=15),),
        ),
        FlowFigure(
            step="eligible",
            label="Eligible for the study",
            count=330,
            lost=(
                LossFigure(reason="no release from custody near the date the provider gave", count=15),
                LossFigure(reason="under 18 at release", count=10),
            ),
        ),
        FlowFigure(
            step="matched",
            label="Matched",
            count=310,
            lost=(LossFigure(reason="nobody in the pool was alike enough", count=20),),
        ),
    )


def _merged_flow() -> tuple[FlowFigure, ...]:
    submitted, _, _, linked, eligible, matched = _flow()
    losses = (
        LossFigure(reason="a date that cannot be read", count=None),
        LossFigure(reason="the same person listed again", count=20),
        LossFigure(reason="nobody in the records was alike enough", count=15),
    )
    return (
        submitted,
        FlowFigure(step="readable", label="Readable", count=None),
        FlowFigure(step="distinct", label="Distinct persons", count=None),
        linked.model_copy(update={"lost": losses}),
        eligible,
        matched,
    )


def _linkage() -> LinkageFigures:
    def group(name: str, level: str, n: int | None, *shares: float | None, why: str = "") -> LinkageGroupFigure:
        linked, precision, recall = shares or (None, None, None)
        return LinkageGroupFigure(
            group=name,
            level=level,
            participants=n,
            linked_percent=linked,
            precision_percent=precision,
            recall_percent=recall,
            withheld=why,
        )

    return LinkageFigures(
        overall=group("", "", 370, 96, 99.6, 97.2),
        groups=(
            group("Sex", "Female", 60, 92, 99.5, 93),
            group("Sex", "Male", 310, 97, 99.6, 98),
            group("Age band", "18–24", 120, 95, 99.4, 96.5),
            group("Age band", "65 and over", None, why="fewer than 10 participants"),
        ),
        warnings=(
            "Women were found less often than men, by 5 points: results may hold for men more than for women.",
        ),
        compared_percent=98,
        held=(
            HeldGroupFigure(group="ethnicity", level="black", linked=120, precision_percent=99, recall_percent=96),
            HeldGroupFigure(group="ethnicity", level="other", linked=235, precision_percent=99, recall_percent=98),
        ),
        known=(KnownFigure(variable="postcode", level="given", linked_percent=90, unlinked_percent=60, smd=0.74),),
        thresholds=(
            ThresholdFigure(threshold=0.5, links=355, changed=None, precision_percent=99, recall_percent=97),
            ThresholdFigure(
                threshold=0.999,
                links=None,
                changed=None,
                precision_percent=None,
                recall_percent=None,
                withheld="too few people on one side",
            ),
        ),
        clerical=ClericalFigure(
            pairs=200,
            agreement_percent=96,
            kappa=IntervalFigure(estimate=0.91, low=0.85, high=0.97),
            precision_percent=IntervalFigure(estimate=99, low=96, high=100),
            recall_percent=None,
        ),
        method=LinkageMethodFigure(
            identifiers=("surname", "forename", "date of birth"),
            persons=16_000,
            pairs=21_000,
            left_out=True,
            asked_percent=99,
            threshold=0.913,
            versions=("outcomelab 0.1.0", "splink 5.0.0"),
        ),
    )


def _balance() -> tuple[BalanceFigure, ...]:
    rows: tuple[tuple[str, str, str, int | None, int | None, float | None, float | None, Any], ...] = (
        ("age", "Age at release", "", None, None, -0.42, -0.03, "green"),
        ("sex", "Sex", "Female", 16, 17, 0.18, -0.02, "green"),
        ("sex", "Sex", "Male", 84, 83, -0.18, 0.02, "green"),
        ("arrests", "Arrests in the three years before release", "", None, None, 1.31, 0.07, "amber"),
        ("any_custody", "Any earlier time in custody", "", 62, 60, 0.64, 0.04, "green"),
        (
            "earned",
            "Earnings in the year before, as the tax records have them",
            "",
            None,
            None,
            -0.09,
            0.01,
            "green",
        ),
        ("region", "Region", "North", 35, 35, 0.22, 0.00, "green"),
        ("region", "Region", "South", 55, 54, -0.25, 0.02, "green"),
        ("region", "Region", "Elsewhere", None, None, None, None, None),
    )
    return tuple(
        BalanceFigure(
            covariate=name,
            label=label,
            level=level,
            participants_percent=ours,
            comparison_percent=theirs,
            smd_before=before,
            smd_after=after,
            colour=colour,
            withheld="fewer than 10 people" if before is None else "",
            pool_percent=None if ours is None or theirs is None else theirs + 9,
            variance_ratio=None if level or before is None else 1.1,
            ks_before=None if level or before is None else 0.31,
            ks_after=None if level or before is None else 0.04,
        )
        for name, label, level, ours, theirs, before, after, colour in rows
    )


def _outcomes() -> tuple[OutcomeFigure, ...]:
    follow_up = "days 1 to 365 after release"
    return (
        OutcomeFigure(
            name="rearrest",
            label="Rearrested within a year",
            kind="any",
            unit="",
            better="lower",
            follow_up=follow_up,
            primary=True,
            participants=310,
            comparison=4_215,
            participants_value=32,
            comparison_value=40,
            decimals=0,
            effect=_effect(-8, -15, -1),
            beside=(
                _effect(-7, -14, 1, method="nearest", label="Nearest person, one to one"),
                _effect(-9, -15, -2, method="overlap", label="Overlap weights", estimand="ATO"),
            ),
            verdict="lower",
        ),
        OutcomeFigure(
            name="earnings",
            label="Earnings in the year after release",
            kind="amount",
            unit="pounds",
            better="higher",
            follow_up=follow_up,
            primary=False,
            participants=310,
            comparison=4_215,
            participants_value=6350,
            comparison_value=4560,
            decimals=-1,
            effect=_effect(1790, 550, 3030),
            beside=(_effect(1640, 380, 2900, method="nearest", label="Nearest person, one to one"),),
            verdict="higher",
        ),
        OutcomeFigure(
            name="days_to_rearrest",
            label="Days to the first rearrest",
            kind="time-to-first",
            unit="days",
            better="higher",
            follow_up=follow_up,
            primary=False,
            participants=310,
            comparison=4_215,
            participants_value=290,
            comparison_value=275,
            decimals=0,
            effect=_effect(15, -6, 36),
            beside=(),
            survival=_survival(),
            verdict="inconclusive",
        ),
    )


def _survival() -> SurvivalFigure:
    told = ((90, 295, 92, 4_010, 90), (180, 265, 85, 3_590, 82), (330, 225, 72, 2_810, 66))
    return SurvivalFigure(
        unit="days",
        grid=30,
        points=tuple(
            SurvivalPointFigure(
                time=time,
                participants=GroupAtFigure(at_risk=ours, without=mine, low=mine - 5, high=mine + 4),
                comparison=GroupAtFigure(at_risk=others, without=theirs, low=theirs - 2, high=theirs + 2),
            )
            for time, ours, mine, others, theirs in told
        ),
        decimals=0,
        participants_median=None,
        comparison_median=None,
        hazard_ratio=HazardRatioFigure(ratio=0.8, low=0.61, high=1.04),
    )


def _effect(
    best: float | None,
    low: float | None,
    high: float | None,
    method: str = "radius",
    label: str = "Radius matching on the propensity score, bias-corrected",
    estimand: str = "ATT",
) -> EstimateFigure:
    return EstimateFigure(
        method=method,
        label=label,
        estimand=estimand,
        estimate=best,
        low=low,
        high=high,
        withheld="too few people" if best is None else "",
    )


def _primary(figures: Figures, **changes: Any) -> Figures:
    first, *others = figures.outcomes
    return figures.model_copy(update={"outcomes": (first.model_copy(update=changes), *others)})


def _red(figures: Figures) -> Figures:
    rows = list(figures.balance)
    rows[3] = rows[3].model_copy(update={"smd_after": 0.23, "colour": "red"})
    return figures.model_copy(
        update={
            "matching": figures.matching.model_copy(
                update={
                    "colour": "red",
                    "notes": ("The average effect is the ATT; side-effects were not studied.",),
                }
            ),
            "balance": tuple(rows),
            "study": figures.study.model_copy(
                update={
                    "title": "The Effect of mentoring",
                    "question": "How effective is mentoring, and to what effect?",
                }
            ),
        }
    )
