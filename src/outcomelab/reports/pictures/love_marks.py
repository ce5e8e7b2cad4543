"""The marks of a Love plot: bands, points and what they stand for, told apart by shape as well as colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from outcomelab.handovers.figures import BalanceFigure, Colour
from outcomelab.reports.language import marked, tell
from outcomelab.reports.pictures.canvas import INK, LINE, QUIET, Frame, Row, chart, down, pixels, words

GREEN_TO = 0.05
AMBER_TO = 0.10
_EDGE = 0.5
_LEGEND_Y = -32
_SHAPES: dict[Colour, tuple[str, str, str]] = {
    "green": ("circle", "#2c7a4b", marked("after: alike")),
    "amber": ("diamond", "#b26a00", marked("after: nearly alike")),
    "red": ("square", "#a32a2a", marked("after: not alike")),
}


@dataclass(frozen=True)
class Line:
    """A covariate on the page: its label in lines, and how far down it is."""

    figure: BalanceFigure
    label: tuple[str, ...]
    y: float


def bands() -> list[alt.Chart]:
    """The axis, the green band to a solid line, the amber band to a dashed one."""
    axis = alt.Axis(
        title=tell("Standardised mean difference, without its sign (0: exactly alike)"),
        titleFontSize=12,
        titleFontWeight="normal",
        titleColor=QUIET,
        titlePadding=8,
        labelFontSize=12,
        labelColor=QUIET,
        values=[0, GREEN_TO, AMBER_TO, 0.2, 0.3, 0.4, _EDGE],
        format="~f",
        labelOverlap=False,
        grid=False,
        domainColor=LINE,
        tickColor=LINE,
    )
    x = alt.X("low:Q", scale=_scale(), axis=axis)
    tints = ((0.0, GREEN_TO, "#e3efe7"), (GREEN_TO, AMBER_TO, "#f8f1e2"))
    limits = ((GREEN_TO, "#2c7a4b", [1, 0]), (AMBER_TO, "#b26a00", [5, 3]))
    return [
        *(
            chart([{"low": low, "high": high}]).mark_rect(color=tint).encode(x=x, x2=alt.X2("high:Q"))
            for low, high, tint in tints
        ),
        *(
            chart([{"low": at}]).mark_rule(color=colour, strokeDash=dash).encode(x=x)
            for at, colour, dash in limits
        ),
    ]


def marks(lines: list[Line], frame: Frame) -> list[alt.Chart]:
    """A hollow point before matching, a filled one after, a thin line between them."""
    before = [(line.y, line.figure.smd_before) for line in lines if line.figure.smd_before is not None]
    layers = [_ways(lines, frame)]
    for beyond in (False, True):
        rows = [_row(y, value) for y, value in before if (abs(value) > _EDGE) is beyond]
        layers.append(_spots(rows, "triangle-right" if beyond else "circle", "#ffffff", INK, _at(), frame))
    for colour, (shape, fill, _) in _SHAPES.items():
        after = [
            (line.y, line.figure.smd_after)
            for line in lines
            if line.figure.smd_after is not None and line.figure.colour == colour
        ]
        for beyond in (False, True):
            rows = [_row(y, value) for y, value in after if (abs(value) > _EDGE) is beyond]
            layers.append(_spots(rows, "triangle-right" if beyond else shape, fill, fill, _at(), frame))
    return layers


def legend(frame: Frame) -> list[alt.Chart]:
    """What each mark stands for, in a row above the drawing."""
    entries = [("circle", "#ffffff", INK, tell("before matching"))]
    entries += [(shape, colour, colour, tell(told)) for shape, colour, told in _SHAPES.values()]
    layers: list[alt.Chart] = []
    x = -frame.left + 8
    for shape, fill, stroke, told in entries:
        layers.append(_spots([{"y": _LEGEND_Y}], shape, fill, stroke, pixels(x), frame))
        layers.append(words([{"y": _LEGEND_Y, "text": told}], frame, x + 11, fontSize=12, color=QUIET))
        x += 44 + 6 * len(told)
    return layers


def _ways(lines: list[Line], frame: Frame) -> alt.Chart:
    rows = [
        {**_row(line.y, line.figure.smd_before), "to": _drawn_at(line.figure.smd_after)}
        for line in lines
        if line.figure.smd_before is not None and line.figure.smd_after is not None
    ]
    mark = chart(rows).mark_rule(color="#9aa3ac", strokeWidth=1)
    layer: alt.Chart = mark.encode(x=_at(), x2=alt.X2("to:Q"), y=down(frame))
    return layer


def _spots(rows: list[Row], shape: str, fill: str, stroke: str, x: Any, frame: Frame) -> alt.Chart:
    # `x` is a field or a fixed place: Altair has no one type for both.
    mark = chart(rows).mark_point(shape=shape, fill=fill, stroke=stroke, size=62, strokeWidth=1.5, opacity=1)
    layer: alt.Chart = mark.encode(x=x, y=down(frame))
    return layer


def _scale() -> alt.Scale:
    return alt.Scale(domain=[0, _EDGE * 1.04], nice=False, zero=True)


def _at() -> alt.X:
    return alt.X("x:Q", scale=_scale())


def _row(y: float, value: float) -> Row:
    return {"y": y, "x": _drawn_at(value)}


def _drawn_at(value: float) -> float:
    return min(abs(value), _EDGE)
