"""The flow of numbers as a picture: who was left at each step, and to the side who was lost and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from outcomelab.handovers.figures import Figures, FlowFigure, LossFigure
from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import people
from outcomelab.reports.phrases import named
from outcomelab.reports.pictures.canvas import (
    ACCENT,
    INK,
    LINE_HEIGHT,
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

_BOX_WIDTH = 250
_STEM = 34
_LOSSES = _BOX_WIDTH + 36
_GAP = 26
_NOTE_GAP = 10


@dataclass(frozen=True)
class _Placed:
    """A step on the page: the stem comes down from `top` to `body`, its box or note ends at `bottom`.

    `losses` are lines of text, each with its height on the page and whether it begins a loss.
    """

    step: FlowFigure
    top: float
    body: float
    bottom: float
    label: tuple[str, ...]
    losses: tuple[tuple[float, str, bool], ...]


def flowchart(figures: Figures) -> Picture | None:
    """The picture of the flow, or None when there is no flow to show."""
    if not figures.flow:
        return None
    threshold = figures.rules.threshold
    placed: list[_Placed] = []
    for step in figures.flow:
        placed.append(_place(step, placed[-1].bottom if placed else None, threshold))
    frame = Frame(left=2, right=2, top=2, bottom=2, height=round(placed[-1].bottom + 2))
    alternative = " ".join(_told(step, threshold) for step in figures.flow)
    layers = _layers(placed, frame, threshold)
    return drawn(layers, frame, "picture-flow", tell("Participants left at each step"), alternative)


def loss_words(loss: LossFigure, threshold: int) -> str:
    """A loss in words: 12: not found in the records."""
    return named(people(loss.count, threshold), loss.reason)


def together() -> str:
    """What stands in place of the count of a step that is not shown on its own."""
    return tell("with the next step")


def _place(step: FlowFigure, above: float | None, threshold: int) -> _Placed:
    lines = [
        (line, first) for loss in step.lost for line, first in _firsts(wrapped(loss_words(loss, threshold), 66))
    ]
    top = 2.0 if above is None else above
    least = _GAP if step.count is not None else _NOTE_GAP
    gap = 0 if above is None and not lines else max(least, (LINE_HEIGHT * len(lines) + 14) if lines else 0)
    body = top + gap
    start = top + gap / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
    losses = tuple((start + n * LINE_HEIGHT, line, first) for n, (line, first) in enumerate(lines))
    if step.count is None:
        label = tuple(wrapped(named(step.label, together()), 44))
        return _Placed(step, top, body, body + LINE_HEIGHT * len(label), label, losses)
    label = tuple(wrapped(step.label, 26, 3))
    return _Placed(step, top, body, body + max(40, LINE_HEIGHT * len(label) + 16), label, losses)


def _layers(placed: list[_Placed], frame: Frame, threshold: int) -> list[alt.Chart]:
    boxed = [p for p in placed if p.step.count is not None]
    noted = [p for p in placed if p.step.count is None]
    stems = [{"y": p.top, "to": p.body if p.step.count is not None else p.bottom} for p in placed]
    branches = [{"y": y} for p in placed for y, _, first in p.losses if first]
    lost = [{"y": y, "text": line} for p in placed for y, line, _ in p.losses]
    counts: list[Row] = [{"y": (p.body + p.bottom) / 2, "text": people(p.step.count, threshold)} for p in boxed]
    thin: dict[str, Any] = {"color": QUIET, "strokeWidth": 1.2}
    return [
        chart(stems).mark_rule(**thin).encode(x=pixels(_STEM), y=down(frame), y2=alt.Y2("to:Q")),
        chart(branches).mark_rule(**thin).encode(x=pixels(_STEM), x2=until(_LOSSES - 8), y=down(frame)),
        _boxes(boxed[:-1], frame, stroke=INK, width=1),
        _boxes(boxed[-1:], frame, stroke=ACCENT, width=2.4),
        words(counts, frame, 66, fontSize=19, fontWeight="bold", align="right"),
        words(_labels(boxed), frame, 80),
        words(_labels(noted), frame, _STEM + 10, fontSize=12, color=QUIET, fontStyle="italic"),
        words(lost, frame, _LOSSES, fontSize=12.5),
    ]


def _boxes(placed: list[_Placed], frame: Frame, *, stroke: str, width: float) -> alt.Chart:
    rows = [{"y": p.body, "to": p.bottom} for p in placed]
    mark = chart(rows).mark_rect(fill="#ffffff", stroke=stroke, strokeWidth=width, cornerRadius=3)
    layer: alt.Chart = mark.encode(x=pixels(0), x2=until(_BOX_WIDTH), y=down(frame), y2=alt.Y2("to:Q"))
    return layer


def _labels(placed: list[_Placed]) -> list[Row]:
    return [row for p in placed for row in centred(p.label, (p.body + p.bottom) / 2)]


def _firsts(lines: list[str]) -> list[tuple[str, bool]]:
    return [(line, n == 0) for n, line in enumerate(lines)]


def _told(step: FlowFigure, threshold: int) -> str:
    lost = "; ".join(loss_words(loss, threshold) for loss in step.lost)
    left = tell("counted with the next step") if step.count is None else people(step.count, threshold)
    return f"{named(step.label, left)}." + (tell(" Lost on the way, {lost}.", lost=lost) if lost else "")
