"""The demo, on one screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import app, console
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.demo.run import DemoStudy
    from outcomelab.handovers.figures import OutcomeFigure


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")] = Path("demo-out"),
) -> None:
    """Answer two questions about real people whose answers are known, from spoiled lists to reports."""
    try:
        from outcomelab.demo import nsw
        from outcomelab.demo.run import earnings, fresh, reoffending
    except ImportError:
        raise UsageError(
            "The demo's data are not installed. Install them with: pip install 'outcomelab[demo]'"
        ) from None

    fresh(out)
    console.print("\n[bold]1. Did the National Supported Work programme raise earnings?[/bold]")
    with Narrator(console) as progress:
        study = earnings(out, progress=progress)
    _show(study)
    primary = study.release.figures.outcomes[0].effect
    inside = primary.low is not None and primary.high is not None and primary.low <= nsw.EXPERIMENT <= primary.high
    console.print(
        f"  The programme was also a randomised experiment, which the lab never saw. It found "
        f"[bold]${nsw.EXPERIMENT:,.0f}[/bold] (SE {nsw.EXPERIMENT_SE[0]}–{nsw.EXPERIMENT_SE[1]} by method): "
        f"[bold]{'inside' if inside else 'outside'}[/bold] the lab's interval.",
        soft_wrap=False,
    )
    console.print("\n[bold]2. Did a prison work programme change reoffending?[/bold]")
    with Narrator(console) as progress:
        study = reoffending(out, progress=progress)
    _show(study)
    console.print()


def _show(study: DemoStudy) -> None:
    table = Table("", "Took part", "Similar people", "Difference", "95% interval", box=None, padding=(0, 2))
    for column in table.columns[1:]:
        column.justify = "right"
    for outcome in study.release.figures.outcomes:
        effect = outcome.effect
        table.add_row(
            outcome.label,
            _said(outcome.participants_value, outcome),
            _said(outcome.comparison_value, outcome),
            _said(effect.estimate, outcome, sign="+"),
            f"{_said(effect.low, outcome, sign='+')} to {_said(effect.high, outcome, sign='+')}",
        )
    console.print(table)
    truth = study.linkage
    console.print(f"  {study.release.headline}")
    console.print(
        f"  Linkage against the truth: {truth.right} of {truth.findable} people found "
        f"(recall {truth.recall:.3f}), {truth.links - truth.right} wrong (precision {truth.precision:.3f})."
    )
    console.print(f"  Report: {study.written.html} and {study.written.pdf.name}", soft_wrap=True)


def _said(value: float | None, outcome: OutcomeFigure, sign: str = "") -> str:
    if value is None:
        return "withheld"
    text = f"{value:{sign},.{max(outcome.decimals, 0)}f}".replace("-", "−")
    return f"{text}%" if outcome.unit == "%" and not sign else text
