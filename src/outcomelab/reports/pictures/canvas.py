"""What the pictures share: colours, measures, text set line by line, and the way to an SVG.

Everything is laid out in CSS pixels by us rather than measured by a browser, so the same figures give the
same bytes on every machine. Text is only ever data: nothing a person wrote becomes part of a specification.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import disable_debug_mode

from outcomelab.reports.blocks import Picture
from outcomelab.reports.language import Language, current

WIDTH = 680
INK = "#1c2127"
QUIET = "#56606b"
LINE = "#c9ced4"
ACCENT = "#0f5c6e"
FONT = "Libertinus Serif"
LINE_HEIGHT = 16
# How figures on an axis are written; None is as English writes them.
_FIGURES: dict[Language, dict[str, Any] | None] = {
    "en": None,
    "fr-CA": {
        "decimal": ",",
        "thousands": "\u00a0",
        "grouping": [3],
        "currency": ["", "\u00a0$"],
        "percent": "\u00a0%",
    },
}

Row = dict[str, Any]

# Holding every piece against Vega-Lite's schema as it is made takes longer than drawing it; tests hold the whole.
disable_debug_mode()


@dataclass(frozen=True)
class Frame:
    """Room around the drawing and the drawing's own height, in pixels; the whole is `WIDTH` wide."""

    left: int
    right: int
    top: int
    bottom: int
    height: int

    @property
    def width(self) -> int:
        """The drawing's own width."""
        return WIDTH - self.left - self.right


def wrapped(words: str, characters: int, most: int | None = None) -> list[str]:
    """`words` in lines of so many characters; past `most` lines the rest is an ellipsis (never empty)."""
    lines = textwrap.wrap(words, characters) or [""]
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: characters - 1].rstrip() + "…"]
    return lines


def centred(lines: Sequence[str], middle: float) -> list[Row]:
    """One row a line of text, the lines together centred on `middle`."""
    top = middle - (len(lines) - 1) * LINE_HEIGHT / 2
    return [{"y": top + i * LINE_HEIGHT, "text": line} for i, line in enumerate(lines)]


def down(frame: Frame, field: str = "y") -> alt.Y:
    """Pixels from the top of the drawing."""
    scale = alt.Scale(domain=[0, frame.height], range=[0, frame.height], nice=False, zero=False)
    return alt.Y(field, type="quantitative", scale=scale, axis=None)


def pixels(x: float) -> alt.XValue:
    """So many pixels from the drawing's left edge."""
    return alt.XValue(x)  # type: ignore[no-untyped-call]


def until(x: float) -> alt.X2Value:
    """Where a mark ends that begins elsewhere, in pixels from the drawing's left edge."""
    return alt.X2Value(x)  # type: ignore[no-untyped-call]


def chart(rows: Iterable[Row]) -> alt.Chart:
    """A layer over inline data."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def words(rows: list[Row], frame: Frame, x: float, **style: Any) -> alt.Chart:
    """Text at `x` pixels from the drawing's left edge, one line a row, centred on its `y`."""
    look: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 13, "color": INK} | style
    mark = chart(rows).mark_text(**look)
    layer: alt.Chart = mark.encode(x=pixels(x), y=down(frame), text=alt.Text("text:N"))
    return layer


def drawn(layers: Sequence[alt.Chart], frame: Frame, name: str, title: str, alternative: str) -> Picture:
    """The layers as one picture with its title and text alternative inside."""
    whole = (
        alt.layer(*layers)
        .properties(
            width=frame.width,
            height=frame.height,
            padding={"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
            autosize=alt.AutoSizeParams(type="none"),
        )
        .configure(aria=False, font=FONT, background="#ffffff")
        .configure_view(stroke=None, fill=None)
    )
    height = frame.top + frame.height + frame.bottom
    spec = whole.to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_FIGURES[current()])
    return Picture(name, title, alternative, _described(svg, name, title, alternative), WIDTH, height)


def _described(svg: str, name: str, title: str, alternative: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" '
        f'aria-describedby="{name}-figures" '
    )
    told = f'<title>{escape(title)}</title><desc id="{name}-figures">{escape(alternative)}</desc>'
    opening, _, rest = svg.partition(">")
    sizes = re.search(r'width="\d+" height="\d+" viewBox="[\d ]+"', opening)
    return f"{head}{sizes.group() if sizes else ''}>{told}{_without_roles(rest)}"


def _without_roles(drawing: str) -> str:
    # The drawing program names its groups for machines; a reader is served by the description above.
    return re.sub(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"<>]*"', "", drawing)
