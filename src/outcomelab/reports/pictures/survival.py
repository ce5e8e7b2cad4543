"""Kaplan–Meier curves of both groups with their intervals, and under them how many were still followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.survival_figures import GroupAtFigure, SurvivalFigure
from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown, number, spanned
from outcomelab.reports.phrases import named, quoted
from outcomelab.reports.pictures.canvas import (
    ACCENT,
    INK,
    LINE,
    LINE_HEIGHT,
    QUIET,
    Frame,
    Row,
    chart,
    down,
    drawn,
    pixels,
    until,
    words,
    wrapped,
)

_FRAME = Frame(left=132, right=26, top=34, bottom=112, height=250)
_APART = 58  # pixels between two columns of the table underneath
_LOOKS: tuple[tuple[str, str, list[int]], ...] = (
    (marked("Participants"), ACCENT, [1, 0]),
    (marked("Comparison group"), "#9a4a1c", [6, 3]),
)


def survival_picture(outcome: OutcomeFigure, order: int) -> Picture | None:
    """The picture of a time to a first event, or None when no curve may be shown. `order`: its number."""
    found = outcome.survival
    if found is None or not found.points:
        return None
    last = found.points[-1].time
    layers = [*_grid(), *_legend()]
    for place, (_, colour, _) in enumerate(_LOOKS):
        rows = _rows(found, place, last)
        band = chart(rows).mark_area(color=colour, opacity=0.13)
        layers.append(band.encode(x=_across(), y=down(_FRAME, "high"), y2=alt.Y2("low:Q")))
    for place, (_, colour, dash) in enumerate(_LOOKS):
        rows = _rows(found, place, last)
        line = chart(rows).mark_line(color=colour, strokeWidth=2.2, strokeDash=dash)
        layers.append(line.encode(x=_across(), y=down(_FRAME)))
        dots = chart(rows[1:]).mark_point(shape="circle", filled=True, size=34, color=colour, opacity=1)
        layers.append(dots.encode(x=_across(), y=down(_FRAME)))
    layers += _table(outcome, found, last)
    title = named(tell("Without the event over time"), quoted(outcome))
    return drawn(layers, _FRAME, f"picture-time-{order}", title, _told(outcome, found))


def _rows(found: SurvivalFigure, place: int, last: float) -> list[Row]:
    rows: list[Row] = [{"x": 0.0, "y": 0.0, "low": 0.0, "high": 0.0}]
    for point in found.points:
        group = (point.participants, point.comparison)[place]
        heights = {"y": _down(group.without), "low": _down(group.low), "high": _down(group.high)}
        rows.append({"x": _right(point.time, last)} | heights)
    return rows


def _down(percent: float) -> float:
    return round(_FRAME.height * (1 - percent / 100), 2)


def _right(time: float, last: float) -> float:
    return round(_FRAME.width * time / last, 2)


def _across(field: str = "x") -> alt.X:
    scale = alt.Scale(domain=[0, _FRAME.width], range=[0, _FRAME.width], nice=False, zero=False)
    return alt.X(field, type="quantitative", scale=scale, axis=None)


def _grid() -> list[alt.Chart]:
    lines = [{"y": _down(percent)} for percent in (0, 25, 50, 75, 100)]
    labels: list[Row] = [{"y": _down(percent), "text": f"{percent}"} for percent in (0, 25, 50, 75, 100)]
    rule = chart(lines).mark_rule(color="#e4e7ea", strokeWidth=1)
    under: dict[str, Any] = {"color": QUIET, "fontSize": 12}
    beside = (tell("Of every 100,"), tell("so many"), tell("without it"))
    sides = [{"y": _FRAME.height / 2 + y, "text": line} for y, line in zip((-8, 8, 24), beside, strict=True)]
    return [
        rule.encode(x=pixels(0), x2=until(_FRAME.width), y=down(_FRAME)),
        words(labels, _FRAME, -8, align="right", **under),
        words(sides, _FRAME, -_FRAME.left + 2, **under),
    ]


def _legend() -> list[alt.Chart]:
    layers = []
    for (name, colour, dash), x in zip(_LOOKS, (0, 150), strict=True):
        line = chart([{"y": -20}]).mark_rule(color=colour, strokeWidth=2.2, strokeDash=dash)
        layers.append(line.encode(x=pixels(x), x2=until(x + 33), y=down(_FRAME)))
        layers.append(words([{"y": -20, "text": tell(name)}], _FRAME, x + 41))
    note = [{"y": -20, "text": tell("shaded: 95% intervals")}]
    return [*layers, words(note, _FRAME, _FRAME.width, align="right", color=QUIET, fontSize=12)]


def _table(outcome: OutcomeFigure, found: SurvivalFigure, last: float) -> list[alt.Chart]:
    """Times under the drawing, and the persons still followed at each."""
    base = _FRAME.height
    columns = _columns(found, last)
    counts: list[tuple[float, str, str]] = [(0.0, _persons(outcome.participants), _persons(outcome.comparison))]
    told = {point.time: point for point in found.points}
    counts += [
        (time, number(told[time].participants.at_risk), number(told[time].comparison.at_risk)) for time in columns
    ]
    layers: list[alt.Chart] = []
    for time, mine, others in counts:
        x = _right(time, last)
        middle: dict[str, Any] = {"align": "center", "fontSize": 12}
        layers += [
            words([{"y": base + 14, "text": _time(time)}], _FRAME, x, color=QUIET, **middle),
            words([{"y": base + 70, "text": mine}, {"y": base + 90, "text": others}], _FRAME, x, **middle),
        ]
    side = [
        {"y": base + y + nth * LINE_HEIGHT, "text": line}
        for y, (name, _, _) in zip((70, 90), _LOOKS, strict=True)
        for nth, line in enumerate(wrapped(tell(name), 18))
    ]
    layers += [
        words(
            [{"y": base + 32, "text": tell(found.unit)}],
            _FRAME,
            _FRAME.width / 2,
            align="center",
            color=QUIET,
            fontSize=12,
        ),
        words(
            [{"y": base + 50, "text": tell("Still followed")}], _FRAME, -_FRAME.left + 2, fontSize=12, color=QUIET
        ),
        words(side, _FRAME, -_FRAME.left + 2, fontSize=12),
        chart([{"y": base + 58}])
        .mark_rule(color=LINE, strokeWidth=0.8)
        .encode(x=pixels(-_FRAME.left), x2=until(_FRAME.width + _FRAME.right), y=down(_FRAME)),
        chart([{"y": base}])
        .mark_rule(color=INK, strokeWidth=1)
        .encode(x=pixels(0), x2=until(_FRAME.width), y=down(_FRAME)),
    ]
    return layers


def _columns(found: SurvivalFigure, last: float) -> list[float]:
    """The times with a column of their own, the last one always."""
    chosen: list[float] = [last]
    for point in reversed(found.points[:-1]):
        x = _right(point.time, last)
        if _right(chosen[-1], last) - x >= _APART and x >= _APART:
            chosen.append(point.time)
    return chosen[::-1]


def _persons(count: int | None) -> str:
    return not_shown() if count is None else number(count)


def _time(time: float) -> str:
    return number(time, 0 if time == round(time) else 1)


def _told(outcome: OutcomeFigure, found: SurvivalFigure) -> str:
    start = tell(
        "{outcome}. At the start {ours} participants and {others} people of the comparison group were followed, "
        "all without the event.",
        outcome=outcome.label,
        ours=_persons(outcome.participants),
        others=_persons(outcome.comparison),
    )
    later = [
        tell(
            "At {time} {unit}: participants {ours}; comparison group {others}.",
            time=_time(point.time),
            unit=tell(found.unit),
            ours=_one(point.participants, found.decimals),
            others=_one(point.comparison, found.decimals),
        )
        for point in found.points
    ]
    return " ".join((start, *later))


def _one(group: GroupAtFigure, decimals: int) -> str:
    return tell(
        "{without} of every 100 without it ({interval}), {followed} still followed",
        without=number(group.without, decimals),
        interval=spanned(number(group.low, decimals), number(group.high, decimals)),
        followed=number(group.at_risk),
    )


def survival_pictures(outcomes: Sequence[OutcomeFigure]) -> tuple[Picture, ...]:
    """The pictures of those outcomes that have a curve."""
    drawings = (survival_picture(outcome, order) for order, outcome in enumerate(outcomes, 1))
    return tuple(drawing for drawing in drawings if drawing is not None)
