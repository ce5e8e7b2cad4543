"""Who was in the study: the flow of numbers, how alike the groups were."""

from __future__ import annotations

from outcomelab.handovers.figures import BalanceFigure, Colour, Figures, FlowFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.numbers import NOT_SHOWN, number, people, percent, smd
from outcomelab.reports.pictures.flowchart import TOGETHER, flowchart, loss_words
from outcomelab.reports.pictures.love import love, name
from outcomelab.reports.readings import COLOURS

_ALIKE: dict[Colour, str] = {
    "green": "On everything that was known beforehand, the two groups were alike.",
    "amber": "The two groups were nearly alike; the amber lines are where they differed a little.",
    "red": (
        "The two groups were not alike enough: the red lines are where they differed too much for the "
        "comparison to be fair."
    ),
}
_FEW = " A step on which nobody or only a few were lost is counted together with the next one."


def flow(figures: Figures) -> Section:
    """From the list that was submitted to the people in the result."""
    threshold = figures.rules.threshold
    shown = [step for step in figures.flow if step.count is not None]
    blocks: list[Block] = []
    if len(shown) > 1:
        first, last = shown[0], shown[-1]
        blocks.append(
            Text(
                f"The list that was submitted counts {people(first.count, threshold)}; "
                f"{people(last.count, threshold)} are in the result. Each person who was lost is counted "
                f"once, with the reason. Counts are rounded to the nearest {figures.rules.base}."
                + (_FEW if len(shown) < len(figures.flow) else "")
            )
        )
    picture = flowchart(figures)
    if picture is not None:
        blocks.append(picture)
    rows = tuple(
        (
            step.label,
            TOGETHER if step.count is None else people(step.count, threshold),
            "\n".join(loss_words(loss, threshold) for loss in step.lost) or _nobody(step, first=n == 0),
        )
        for n, step in enumerate(figures.flow)
    )
    columns = ("Step", "People left", "Lost on the way here, and why")
    blocks.append(Table("The flow of numbers", columns, rows, (False, True, False)))
    return Section("flow", "Who was in, and who was lost", tuple(blocks))


def balance(figures: Figures) -> Section:
    """The comparison group and how alike it was."""
    matching = figures.matching
    blocks: list[Block] = [
        Text(
            f"Of {number(matching.participants)} participants in the study, {number(matching.matched)} could "
            f"be compared. Their comparison group is {number(matching.comparison)} people, chosen from a "
            f"pool of {number(matching.pool)} who did not take part. {_ALIKE[matching.colour]}",
            "warning" if matching.colour == "red" else "plain",
        )
    ]
    picture = love(figures)
    if picture is not None:
        blocks += [
            Text(
                "Each line is one thing that was known before follow-up began. The hollow mark is how far apart "
                "the groups were before matching, the filled one after: the further left, the more alike."
            ),
            picture,
        ]
    columns = (
        "Known beforehand",
        "Participants",
        "Pool",
        "Comparison group",
        "SMD before",
        "SMD after",
        "How alike",
    )
    rows = tuple(map(_balance_row, figures.balance))
    blocks.append(Table("How alike the groups were", columns, rows, (False, True, True, True, True, True, False)))
    return Section("balance", "How alike the groups were", tuple(blocks))


def _nobody(step: FlowFigure, *, first: bool) -> str:
    if first:
        return "–"
    return "nobody" if step.count is not None else "listed with the next step"


def _balance_row(row: BalanceFigure) -> tuple[str, ...]:
    def share(value: int | None) -> str:
        if value is not None:
            return percent(value)
        return NOT_SHOWN if row.level or row.withheld else "–"

    reading = COLOURS[row.colour] if row.colour else NOT_SHOWN
    if row.withheld:
        reading = f"{NOT_SHOWN}: {row.withheld}"
    return (
        name(row),
        share(row.participants_percent),
        share(row.pool_percent),
        share(row.comparison_percent),
        smd(row.smd_before),
        smd(row.smd_after),
        reading,
    )
