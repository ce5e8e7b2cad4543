"""Write a headline with noise: its figures, and the sentence that says them."""

from __future__ import annotations

import json
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.headline import HeadlineFigure
from outcomelab.reports.files import write_files


def write_headline(output: Cleared[HeadlineFigure], folder: Path) -> None:
    """Write `headline.json` (every figure) and `headline.txt` (the sentence) into `folder`: the same however often
    it is asked for.

    Raises TypeError for a headline that is not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    told = output.figures.model_dump(mode="json", exclude={"again"})
    figures = json.dumps(told, indent=2, ensure_ascii=False)
    said = sentence(output.figures)
    write_files({"headline.json": f"{figures}\n".encode(), "headline.txt": f"{said}\n".encode()}, folder)


def sentence(figure: HeadlineFigure) -> str:
    """The headline in words, with what its noise is."""
    when = f" {figure.follow_up}" if figure.follow_up else ""
    share, low, high = (f"{one:.{figure.decimals}f}" for one in (figure.share, figure.low, figure.high))
    return (
        f"{figure.label}{when}: {share}% of about {figure.participants:,} participants (95% interval {low}% to "
        f"{high}%, which holds the noise as well as chance). Noise with a standard deviation of {figure.noise:g} "
        f"persons was added to the count, so that it tells hardly anything of any one of them."
    )
