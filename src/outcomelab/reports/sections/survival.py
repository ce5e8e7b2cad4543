"""When it happened: for each time to a first event the curves, and the figures behind them."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.handovers.survival_figures import GroupAtFigure, HazardRatioFigure, SurvivalFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import number, spanned, time_unit, written
from outcomelab.reports.phrases import named, quoted
from outcomelab.reports.pictures.survival import survival_picture
from outcomelab.reports.words import in_order


def timing(figures: Figures) -> Section | None:
    """The section, or None without a time to a first event that may be shown."""
    blocks: list[Block] = []
    for order, outcome in enumerate(in_order(figures), 1):
        if outcome.survival is not None:
            blocks += _blocks(outcome, outcome.survival, order)
    if not blocks:
        return None
    how = tell(
        "The curves show how many of every 100 were still without the event (Kaplan–Meier), the comparison group "
        "weighted to be like the participants. The points are known, and far enough apart that no stretch between "
        "two of them tells of a few people only; the lines join them. The curves end where few are left to follow."
    )
    return Section("time", tell("When it happened"), (Text(how), *blocks))


def timing_words(outcome: OutcomeFigure, found: SurvivalFigure) -> str:
    """What the curves say, in sentences."""
    said = [_had_happened(outcome, found), *_halves(found)]
    if found.hazard_ratio is not None:
        said.append(_hazards(found.hazard_ratio))
    return " ".join(said)


def _had_happened(outcome: OutcomeFigure, found: SurvivalFigure) -> str:
    if not found.points:
        return tell("{outcome}: the curves cannot be shown ({why}).", outcome=quoted(outcome), why=found.withheld)
    last = found.points[-1]
    return tell(
        "{outcome}: after {time} it had happened to {ours} of every 100 participants, and to {others} of every "
        "100 people of the comparison group.",
        outcome=quoted(outcome),
        time=_time(last.time, found.unit),
        ours=_had(last.participants, found.decimals),
        others=_had(last.comparison, found.decimals),
    )


def _halves(found: SurvivalFigure) -> Iterator[str]:
    ours, others = (
        None if median is None else _time(median, found.unit)
        for median in (found.participants_median, found.comparison_median)
    )
    if ours is not None and others is not None:
        yield tell(
            "Half had had it by about {ours} for participants and by about {others} for the comparison group.",
            ours=ours,
            others=others,
        )
    elif ours is not None:
        yield tell("Half had had it by about {ours} for participants.", ours=ours)
    elif others is not None:
        yield tell("Half had had it by about {others} for the comparison group.", others=others)


def _hazards(figure: HazardRatioFigure) -> str:
    ratio, low, high = (_significant(value) for value in (figure.ratio, figure.low, figure.high))
    none = tell(", which holds 1, no difference") if figure.low <= 1 <= figure.high else ""
    return tell(
        "Among those still without it, it came to participants {ratio} times as often as to the comparison group "
        "(hazard ratio, 95% interval {low} to {high}{none}; a secondary figure, as if the ratio were the same all "
        "along).",
        ratio=ratio,
        low=low,
        high=high,
        none=none,
    )


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
    columns = (
        tell("After"),
        tell("Participants followed"),
        tell("Without it"),
        tell("Comparison group followed"),
        tell("Without it"),
    )
    caption = named(outcome.label, tell("of every 100, so many without it, with 95% intervals"))
    return Table(caption, columns, rows, (False, True, True, True, True))


def _share(group: GroupAtFigure, decimals: int) -> str:
    low, high = (number(end, decimals) for end in (group.low, group.high))
    return f"{number(group.without, decimals)} ({spanned(low, high)})"


def _had(group: GroupAtFigure, decimals: int) -> str:
    return number(100 - group.without, decimals)


def _time(time: float, unit: str) -> str:
    said = number(time, 0 if time == round(time) else 1)
    return f"{said} {time_unit(unit, said)}"


def _significant(value: float) -> str:
    return written(f"{value:#.3g}".rstrip("."))
