"""The difference with its 95% interval for each outcome: one panel for each unit, the primary outcome first."""

from __future__ import annotations

from typing import Any

import altair as alt

from outcomelab.handovers.figures import ComparisonFigures, OutcomeFigure
from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import tell
from outcomelab.reports.per_hundred import is_of_hundred, per_100
from outcomelab.reports.phrases import Interval, around, difference, directions, named, quoted, unit_of
from outcomelab.reports.pictures.canvas import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    Frame,
    Row,
    centred,
    chart,
    down,
    drawn,
    pixels,
    until,
    words,
    wrapped,
)
from outcomelab.reports.readings import best, reading, span
from outcomelab.reports.words import Voice, in_order, of_whom, shown, voice

_ROW = 56


def forests(figures: ComparisonFigures) -> tuple[Picture, ...]:
    """One picture for each unit of outcomes that may be shown; all that is said of 100 people is in one, and
    outcomes of those who had another one are in their own."""
    panels: dict[tuple[str, str, bool], list[tuple[OutcomeFigure, Interval]]] = {}
    for outcome in in_order(figures):
        estimate = shown(outcome)
        if estimate is not None:
            of_hundred = outcome.kind == "any" or is_of_hundred(outcome)
            unit = ("", per_100()) if of_hundred else (outcome.kind, unit_of(outcome))
            panels.setdefault((*unit, bool(outcome.among)), []).append((outcome, estimate))
    return tuple(
        _forest(i, unit, rows, voice(figures, rows[0][0]), of_whom(figures, [one for one, _ in rows]))
        for i, ((_, unit, _), rows) in enumerate(panels.items(), 1)
    )


def not_in_them(figures: ComparisonFigures) -> str:
    """Which outcomes the pictures lack, empty where they have all."""
    hidden = [quoted(outcome) for outcome in in_order(figures) if shown(outcome) is None]
    if not hidden:
        return ""
    return tell("Not in a picture, because it may not be shown: {outcomes}.", outcomes="; ".join(hidden))


def how_to_read(speaks: Voice) -> str:
    """What the marks mean, before the pictures."""
    return tell(
        "The square is the best estimate {of_it}, the line its 95% interval: the range {the_true} "
        "probably lies in. Where the line crosses zero, the study cannot tell a difference from none, "
        "and the square is hollow.",
        of_it=speaks.of_the,
        the_true=speaks.the_true,
    )


def _forest(
    order: int, unit: str, rows: list[tuple[OutcomeFigure, Interval]], speaks: Voice, whose: str
) -> Picture:
    frame = Frame(left=215, right=150, top=14, bottom=44, height=_ROW * len(rows))
    if speaks.alike:
        title = tell("The programme's effect {unit}", unit=unit)
    elif speaks.among:
        title = tell(
            "The difference between participants and comparison group {unit}, of those alone who had {outcome}",
            unit=unit,
            outcome=whose,
        )
    else:
        title = tell("The difference between participants and comparison group {unit}", unit=unit)
    alternative = " ".join(_told(outcome, estimate, speaks) for outcome, estimate in rows)
    layers = [*_marks(rows, frame), *_beside(unit, rows, frame, speaks)]
    return drawn(layers, frame, f"picture-result-{order}", title, alternative)


def _marks(rows: list[tuple[OutcomeFigure, Interval]], frame: Frame) -> list[alt.Chart]:
    scale = alt.Scale(domain=_domain([e for _, e in rows]), nice=False, zero=False)
    axis = alt.Axis(
        title=None,
        labelFontSize=12,
        labelColor=QUIET,
        tickCount=5,
        format=",~f",
        grid=True,
        gridColor="#eceef0",
        domain=False,
        ticks=False,
    )
    x = alt.X("low:Q", scale=scale, axis=axis)
    points: list[Row] = [
        {
            "y": _middle(i),
            "top": _middle(i) - 6,
            "bottom": _middle(i) + 6,
            "low": estimate.low,
            "high": estimate.high,
            "best": estimate.estimate,
        }
        for i, (_, estimate) in enumerate(rows)
    ]
    clear = [p for p, (outcome, _) in zip(points, rows, strict=True) if outcome.verdict != "inconclusive"]
    unclear = [p for p, (outcome, _) in zip(points, rows, strict=True) if outcome.verdict == "inconclusive"]
    line: dict[str, Any] = {"color": ACCENT, "strokeWidth": 2.5}
    spot: dict[str, Any] = {"shape": "square", "size": 110, "stroke": ACCENT, "strokeWidth": 2, "opacity": 1}
    return [
        chart(points).mark_rule(**line).encode(x=x, x2=alt.X2("high:Q"), y=down(frame)),
        chart([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1.2).encode(x=alt.X("zero:Q", scale=scale)),
        *(
            chart(points)
            .mark_rule(**line)
            .encode(x=alt.X(f"{end}:Q", scale=scale), y=down(frame, "top"), y2=alt.Y2("bottom:Q"))
            for end in ("low", "high")
        ),
        *(
            chart(some).mark_point(fill=fill, **spot).encode(x=alt.X("best:Q", scale=scale), y=down(frame))
            for some, fill in ((clear, ACCENT), (unclear, "#ffffff"))
        ),
    ]


def _beside(unit: str, rows: list[tuple[OutcomeFigure, Interval]], frame: Frame, speaks: Voice) -> list[alt.Chart]:
    labels = [
        line for i, (outcome, _) in enumerate(rows) for line in centred(wrapped(outcome.label, 32, 3), _middle(i))
    ]
    figures: list[Row] = []
    readings: list[Row] = []
    for i, (outcome, _) in enumerate(rows):
        said = f"{best(outcome, outcome.effect)}  ({span(outcome, outcome.effect)})"
        lines = wrapped(reading(outcome, speaks), 26)
        figures.append({"y": _middle(i) - 8 * len(lines), "text": said})
        readings += [{"y": _middle(i) - 8 * len(lines) + 16 * n, "text": t} for n, t in enumerate(lines, 1)]
    lower, higher = directions(rows[0][0])
    under: dict[str, Any] = {"color": QUIET, "fontSize": 12}
    y = frame.height + 33
    return [
        words([{"y": y, "text": f"← {lower}"}], frame, 0, **under),
        words([{"y": y, "text": unit}], frame, frame.width / 2, align="center", **under),
        words([{"y": y, "text": f"{higher} →"}], frame, frame.width, align="right", **under),
        words(labels, frame, -frame.left + 2),
        words(figures, frame, frame.width + 14, fontWeight="bold"),
        words(readings, frame, frame.width + 14, color=QUIET, fontSize=12),
        chart([{"y": _ROW * i} for i in range(1, len(rows))])
        .mark_rule(color=LINE, strokeWidth=0.6)
        .encode(x=pixels(-frame.left), x2=until(frame.width + frame.right), y=down(frame)),
    ]


def _domain(estimates: list[Interval]) -> list[float]:
    low = min(0.0, *(e.low for e in estimates), *(e.estimate for e in estimates))
    high = max(0.0, *(e.high for e in estimates), *(e.estimate for e in estimates))
    room = (high - low) * 0.06 or 1.0
    return [low - room, high + room]


def _middle(row: int) -> float:
    return _ROW * (row + 0.5)


def _told(outcome: OutcomeFigure, estimate: Interval, speaks: Voice) -> str:
    said = tell(
        "{difference}, 95% interval {between}. {reading}.",
        difference=difference(outcome, estimate.estimate),
        between=around(outcome, estimate),
        reading=reading(outcome, speaks),
    )
    return named(outcome.label, said)
