"""When it happened: for each time to a first event the curves, and the figures behind them."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.handovers.survival_figures import GroupAtFigure, SurvivalFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.numbers import number
from outcomelab.reports.phrases import quoted
from outcomelab.reports.pictures.survival import survival_picture
from outcomelab.reports.words import in_order

_HOW = (
    "The curves show how many of every 100 were still without the event (Kaplan–Meier), the comparison group "
    "weighted to be like the participants. The points are known, and far enough apart that no stretch between two "
    "of them tells of a few people only; the lines join them. The curves end where few are left to follow."
)


def timing(figures: Figures) -> Section | None:
    """The section, or None without a time to a first event that may be shown."""
    blocks: list[Block] = []
    for order, outcome in enumerate(in_order(figures), 1):
        if outcome.survival is not None:
            blocks += _blocks(outcome, outcome.survival, order)
    if not blocks:
        return None
    return Section("time", "When it happened", (Text(_HOW), *blocks))


def timing_words(outcome: OutcomeFigure, found: SurvivalFigure) -> str:
    """What the curves say, in sentences."""
    said = []
    if found.points:
        last = found.points[-1]
        mine, others = (_had(group, found.decimals) for group in (last.participants, last.comparison))
        said.append(
            f"{quoted(outcome)}: after {_time(last.time, found.unit)} it had happened to {mine} of every 100 "
            f"participants, and to {others} of every 100 people of the comparison group."
        )
    else:
        said.append(f"{quoted(outcome)}: the curves cannot be shown ({found.withheld}).")
    halves = (("participants", found.participants_median), ("the comparison group", found.comparison_median))
    medians = [f"{_time(median, found.unit)} for {who}" for who, median in halves if median is not None]
    if medians:
        said.append(f"Half had had it by about {' and by about '.join(medians)}.")
    if found.hazard_ratio is not None:
        ratio, low, high = (
            _significant(value)
            for value in (found.hazard_ratio.ratio, found.hazard_ratio.low, found.hazard_ratio.high)
        )
        holds = found.hazard_ratio.low <= 1 <= found.hazard_ratio.high
        none = ", which holds 1, no difference" if holds else ""
        said.append(
            f"Among those still without it, it came to participants {ratio} times as often as to the comparison "
            f"group (hazard ratio, 95% interval {low} to {high}{none}; a secondary figure, as if the ratio "
            "were the same all along)."
        )
    return " ".join(said)


def _blocks(outcome: OutcomeFigure, found: SurvivalFigure, order: int) -> list[Block]:
    picture = survival_picture(outcome, order)
    words = Text(timing_words(outcome, found))
    return [words] if picture is None else [words, picture, _table(outcome, found)]


def _table(outcome: OutcomeFigure, found: SurvivalFigure) -> Table:
    rows = tuple(
        (
            _time(point.time, found.unit),
            number(point.participants.at_risk),
            _share(point.participants, found.decimals),
            number(point.comparison.at_risk),
            _share(point.comparison, found.decimals),
        )
        for point in found.points
    )
    columns = ("After", "Participants followed", "Without it", "Comparison group followed", "Without it")
    caption = f"{outcome.label}: of every 100, so many without it, with 95% intervals"
    return Table(caption, columns, rows, (False, True, True, True, True))


def _share(group: GroupAtFigure, decimals: int) -> str:
    low, high = (number(end, decimals) for end in (group.low, group.high))
    return f"{number(group.without, decimals)} ({low} to {high})"


def _had(group: GroupAtFigure, decimals: int) -> str:
    return number(100 - group.without, decimals)


def _time(time: float, unit: str) -> str:
    said = number(time, 0 if time == round(time) else 1)
    return f"{said} {unit.removesuffix('s') if said == '1' else unit}"


def _significant(value: float) -> str:
    return f"{value:#.3g}".rstrip(".")
