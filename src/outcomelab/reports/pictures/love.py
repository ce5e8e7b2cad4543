"""A Love plot: how far apart the groups were on each covariate, before matching and after.

After Thomas Love's plots (Ahmed et al. 2006). Distances are drawn without their sign; past the right edge
a triangle stands for the mark. The figures are written beside each line.
"""

from __future__ import annotations

from outcomelab.handovers.figures import BalanceFigure, Colour, ComparisonFigures
from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown, smd
from outcomelab.reports.phrases import named
from outcomelab.reports.pictures.canvas import LINE_HEIGHT, QUIET, Frame, centred, drawn, words, wrapped
from outcomelab.reports.pictures.love_marks import Line, bands, legend, marks

_COLOURS: dict[Colour, str] = {"green": marked("green"), "amber": marked("amber"), "red": marked("red")}


def love(figures: ComparisonFigures) -> Picture | None:
    """The Love plot, or None when there is no covariate to show."""
    if not figures.balance:
        return None
    lines, height = _placed(figures.balance)
    frame = Frame(left=225, right=115, top=50, bottom=44, height=height)
    labels = [row for line in lines for row in centred(line.label, line.y)]
    values = [{"y": line.y, "text": _short(line.figure)} for line in lines]
    beside = frame.width + 12
    layers = [
        *bands(),
        *marks(lines, frame),
        *legend(frame),
        words(labels, frame, -frame.left + 2),
        words([{"y": -10, "text": tell("before → after")}], frame, beside, fontSize=12, color=QUIET),
        words(values, frame, beside, fontSize=12),
    ]
    title = tell("How far apart the groups were on what was known beforehand, before and after matching")
    alternative = " ".join(f"{named(name(figure), _told(figure))}." for figure in figures.balance)
    return drawn(layers, frame, "picture-balance", title, alternative)


def name(figure: BalanceFigure) -> str:
    """A covariate, or one level of it, as tables and pictures call it."""
    return named(figure.label, figure.level) if figure.level else figure.label


def _placed(balance: tuple[BalanceFigure, ...]) -> tuple[list[Line], int]:
    lines: list[Line] = []
    top = 4.0
    for figure in balance:
        label = tuple(wrapped(name(figure), 36, 2))
        room = LINE_HEIGHT * len(label) + 6
        lines.append(Line(figure, label, top + room / 2))
        top += room
    return lines, round(top + 4)


def _short(figure: BalanceFigure) -> str:
    if figure.smd_before is None and figure.smd_after is None:
        return not_shown()
    return f"{_size(figure.smd_before)} → {_size(figure.smd_after)}"


def _told(figure: BalanceFigure) -> str:
    if figure.smd_before is None and figure.smd_after is None:
        return not_shown()
    before, after = _size(figure.smd_before), _size(figure.smd_after)
    said = tell("{before} before matching, {after} after", before=before, after=after)
    return f"{said}, {tell(_COLOURS[figure.colour])}" if figure.colour else said


def _size(value: float | None) -> str:
    return smd(None if value is None else abs(value))
