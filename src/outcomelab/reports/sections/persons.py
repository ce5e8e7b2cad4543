"""Who was in the study: the flow of numbers, how alike the groups were."""

from __future__ import annotations

from outcomelab.handovers.figures import BalanceFigure, Colour, Figures, FlowFigure
from outcomelab.reports.blocks import Block, Section, Table, Text
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown, number, people, percent, smd
from outcomelab.reports.phrases import named
from outcomelab.reports.pictures.flowchart import flowchart, loss_words, together
from outcomelab.reports.pictures.love import love, name
from outcomelab.reports.readings import colour_words

_ALIKE: dict[Colour, str] = {
    "green": marked("On everything that was known beforehand, the two groups were alike."),
    "amber": marked("The two groups were nearly alike; the amber lines are where they differed a little."),
    "red": marked(
        "The two groups were not alike enough: the red lines are where they differed too much for the "
        "comparison to be fair."
    ),
}


def flow(figures: Figures) -> Section:
    """From the list that was submitted to the people in the result."""
    threshold = figures.rules.threshold
    shown = [step for step in figures.flow if step.count is not None]
    blocks: list[Block] = []
    if len(shown) > 1:
        first, last = shown[0], shown[-1]
        words = tell(
            "The list that was submitted counts about {first}; about {last} are in the result. Each person who "
            "was lost is counted once, with the reason. Counts are rounded to the nearest {base} and made to add "
            "up, so that one may stand a little off the same count elsewhere in this report.",
            first=people(first.count, threshold),
            last=people(last.count, threshold),
            base=figures.rules.base,
        )
        if len(shown) < len(figures.flow):
            few = tell("A step on which nobody or only a few were lost is counted together with the next one.")
            words = f"{words} {few}"
        blocks.append(Text(words))
    picture = flowchart(figures)
    if picture is not None:
        blocks.append(picture)
    rows = tuple(
        (
            step.label,
            together() if step.count is None else people(step.count, threshold),
            "\n".join(loss_words(loss, threshold) for loss in step.lost) or _nobody(step, first=n == 0),
        )
        for n, step in enumerate(figures.flow)
    )
    columns = (tell("Step"), tell("People left"), tell("Lost on the way here, and why"))
    blocks.append(Table(tell("The flow of numbers"), columns, rows, (False, True, False)))
    return Section("flow", tell("Who was in, and who was lost"), tuple(blocks))


def balance(figures: Figures) -> Section:
    """The comparison group and how alike it was."""
    matching = figures.matching
    blocks: list[Block] = [
        Text(
            tell(
                "Of {participants} participants in the study, {matched} could be compared. Their comparison group "
                "is {comparison} people, chosen from a pool of {pool} who did not take part. {alike}",
                participants=number(matching.participants),
                matched=number(matching.matched),
                comparison=number(matching.comparison),
                pool=number(matching.pool),
                alike=tell(_ALIKE[matching.colour]),
            ),
            "warning" if matching.colour == "red" else "plain",
        )
    ]
    picture = love(figures)
    if picture is not None:
        blocks += [
            Text(
                tell(
                    "Each line is one thing that was known before follow-up began. The hollow mark is how far "
                    "apart the groups were before matching, the filled one after: the further left, the more "
                    "alike."
                )
            ),
            picture,
        ]
    columns = (
        tell("Known beforehand"),
        tell("Participants"),
        tell("Pool"),
        tell("Comparison group"),
        tell("SMD before"),
        tell("SMD after"),
        tell("How alike"),
    )
    rows = tuple(map(_balance_row, figures.balance))
    heading = tell("How alike the groups were")
    blocks.append(Table(heading, columns, rows, (False, True, True, True, True, True, False)))
    return Section("balance", heading, tuple(blocks))


def _nobody(step: FlowFigure, *, first: bool) -> str:
    if first:
        return "–"
    return tell("nobody") if step.count is not None else tell("listed with the next step")


def _balance_row(row: BalanceFigure) -> tuple[str, ...]:
    def share(value: int | None) -> str:
        if value is not None:
            return percent(value)
        return not_shown() if row.level or row.withheld else "–"

    reading = colour_words(row.colour) if row.colour else not_shown()
    if row.withheld:
        reading = named(not_shown(), row.withheld)
    return (
        name(row),
        share(row.participants_percent),
        share(row.pool_percent),
        share(row.comparison_percent),
        smd(row.smd_before),
        smd(row.smd_after),
        reading,
    )
