"""How likely people were to take part, before matching and after: participants as an area, the others as a line.

The height of a step is the share of its group for each unit of log odds, so that areas can be compared; the axis
is marked in chances.
"""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from outcomelab.handovers.figures import ComparisonFigures
from outcomelab.handovers.overlap_figures import BinFigure
from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import percent, short, with_percent
from outcomelab.reports.pictures.canvas import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    Frame,
    Row,
    chart,
    down,
    drawn,
    pixels,
    until,
    words,
)

_PANEL = 120
_GAP = 46
_SHARES = (("participants_percent", "pool_percent"), ("matched_percent", "comparison_percent"))
_SAID = (
    (marked("Before matching"), marked("participants"), marked("the pool")),
    (marked("After matching"), marked("matched participants"), marked("the comparison group")),
)


def overlap(figures: ComparisonFigures) -> Picture | None:
    """The picture, or None where its figures may not be shown."""
    if figures.overlap is None or not figures.overlap.bins:
        return None
    bins = figures.overlap.bins
    frame = Frame(left=16, right=16, top=34, bottom=44, height=2 * _PANEL + _GAP)
    highest = max(_height(one, name) for one in bins for pair in _SHARES for name in pair)
    layers = [_axis(bins)]
    for number, (ours, theirs) in enumerate(_SHARES):
        base = (number + 1) * _PANEL + number * _GAP
        layers += _panel(bins, ours, theirs, base, _PANEL * 0.94 / highest, frame)
        layers += _legend(number, base - _PANEL - 14, frame)
    title = tell("How likely people were to take part, in both groups, before matching and after")
    return drawn(layers, frame, "picture-overlap", title, " ".join(map(_told, bins, places(bins))))


def chance(log_odds: float) -> str:
    """A chance in per cent, with two significant figures: 0.45%, 12%."""
    share = 100 / (1 + math.exp(-log_odds))
    return with_percent(short(float(f"{share:.2g}")))


def _panel(
    bins: tuple[BinFigure, ...], ours: str, theirs: str, base: int, scale: float, frame: Frame
) -> list[Any]:
    area = [
        {"low": one.low, "high": one.high, "y": base - scale * _height(one, ours), "base": base} for one in bins
    ]
    steps: list[Row] = [{"at": bins[0].low, "y": base, "n": 0}]
    for one in bins:
        y = base - scale * _height(one, theirs)
        steps += [{"at": at, "y": y, "n": len(steps) + n} for n, at in enumerate((one.low, one.high))]
    steps.append({"at": bins[-1].high, "y": base, "n": len(steps)})
    x = alt.X("low:Q", scale=_scale(bins))
    return [
        chart(area)
        .mark_rect(color=ACCENT, opacity=0.32)
        .encode(x=x, x2=alt.X2("high:Q"), y=down(frame), y2=alt.Y2("base:Q")),
        chart(steps)
        .mark_line(color=INK, strokeWidth=1.8)
        .encode(x=alt.X("at:Q", scale=_scale(bins)), y=down(frame), order=alt.Order("n:Q")),
        chart([{"y": base}]).mark_rule(color=LINE).encode(x=pixels(0), x2=until(frame.width), y=down(frame)),
    ]


def _legend(number: int, y: int, frame: Frame) -> list[alt.Chart]:
    heading, ours, theirs = map(tell, _SAID[number])
    swatch: dict[str, Any] = {"shape": "square", "size": 130, "opacity": 0.4, "fill": ACCENT, "stroke": ACCENT}
    style: dict[str, Any] = {"color": QUIET, "fontSize": 12}
    second = 240 + 7 * len(ours)
    return [
        words([{"y": y, "text": heading}], frame, 0, fontWeight="bold"),
        chart([{"y": y}]).mark_point(**swatch).encode(x=pixels(190), y=down(frame)),
        words([{"y": y, "text": ours}], frame, 202, **style),
        chart([{"y": y}])
        .mark_rule(color=INK, strokeWidth=1.8)
        .encode(x=pixels(second), x2=until(second + 20), y=down(frame)),
        words([{"y": y, "text": theirs}], frame, second + 27, **style),
    ]


def _axis(bins: tuple[BinFigure, ...]) -> alt.Chart:
    axis = alt.Axis(
        title=tell("Chance of taking part, as foreseen from what was known beforehand"),
        titleFontSize=12,
        titleFontWeight="normal",
        titleColor=QUIET,
        titlePadding=8,
        labelFontSize=12,
        labelColor=QUIET,
        tickCount=7,
        labelExpr="format(1 / (1 + exp(-datum.value)), '.2~p')",
        grid=False,
        domain=False,
        tickColor=LINE,
    )
    layer: alt.Chart = (
        chart([{"at": bins[0].low}]).mark_rule(opacity=0).encode(x=alt.X("at:Q", scale=_scale(bins), axis=axis))
    )
    return layer


def _scale(bins: tuple[BinFigure, ...]) -> alt.Scale:
    return alt.Scale(domain=[bins[0].low, bins[-1].high], nice=False, zero=False)


def _height(one: BinFigure, name: str) -> float:
    return float(getattr(one, name)) / (one.high - one.low)


def places(bins: tuple[BinFigure, ...]) -> list[str]:
    """The chances each bin holds, in words: up to 1.2%, from 1.2% to 4%, from 4% on."""
    inner = [tell("from {low} to {high}", low=chance(one.low), high=chance(one.high)) for one in bins[1:-1]]
    first, last = chance(bins[0].high), chance(bins[-1].low)
    return [tell("up to {high}", high=first), *inner, tell("from {low} on", low=last)]


def _told(one: BinFigure, place: str) -> str:
    return tell(
        "A chance {place}: {participants} of participants and {pool} of the pool before matching, {matched} and "
        "{comparison} after it.",
        place=place,
        participants=percent(one.participants_percent),
        pool=percent(one.pool_percent),
        matched=percent(one.matched_percent),
        comparison=percent(one.comparison_percent),
    )
