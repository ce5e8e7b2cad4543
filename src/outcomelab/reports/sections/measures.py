"""A study of measures: all of them at a glance, then a section for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outcomelab.handovers.figures import Colour, EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.blocks import Block, Points, Section, Table, Text
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown
from outcomelab.reports.phrases import level, unit_of
from outcomelab.reports.pictures.forest import forests, how_to_read, not_in_them
from outcomelab.reports.readings import best, reading, span, value
from outcomelab.reports.sections.standing import standing
from outcomelab.reports.words import Voice, found, in_one_line, in_order, of_whom, shown, voice

_REGIONAL = "regional"
_OWN: dict[Colour, str] = {
    "green": marked("Within regions, too, the groups were alike on everything that was known beforehand."),
    "amber": marked("Within regions the groups were nearly alike on what was known beforehand."),
    "red": marked(
        "Within regions the groups were not alike enough for a fair comparison: it describes, and no more."
    ),
}


def has_measures(figures: Figures) -> bool:
    """Whether the outcomes belong to measures."""
    return any(outcome.measure for outcome in figures.outcomes)


def measures(figures: Figures) -> tuple[Section, ...]:
    """All measures at a glance, and each of them; nothing for a study without any."""
    if not has_measures(figures):
        return ()
    headings = dict.fromkeys(outcome.measure or _other() for outcome in in_order(figures))
    ordered = sorted(headings, key=lambda heading: heading == _other())
    return (_at_a_glance(figures), *(_one(figures, heading, at) for at, heading in enumerate(ordered, 1)))


def _at_a_glance(figures: Figures) -> Section:
    blocks: list[Block] = [Text(words) for words in _introduction(figures)]
    blocks += _tables(figures, in_order(figures), tell("All measures"))
    lines = tuple(in_one_line(outcome, figures) for outcome in in_order(figures))
    blocks.append(Points(lines, tell("In words")))
    pictures = forests(figures)
    if pictures:
        blocks += [Text(how_to_read(voice(figures))), *pictures]
        missing = not_in_them(figures)
        blocks += [Text(missing)] if missing else []
    return Section("measures", tell("The measures at a glance"), tuple(blocks))


def _introduction(figures: Figures) -> Iterator[str]:
    yield tell(
        "Rates and numbers of events are said of 100 people, unless the unit says otherwise; times are averages "
        "over people."
    )
    outcomes = figures.outcomes
    if any(outcome.among for outcome in outcomes):
        yield tell(
            "Measures of those who had an outcome alone describe them, and say nothing of what the programme did: "
            "it may itself have decided who they are, and they were not made alike."
        )
    if any(outcome.part_of for outcome in outcomes):
        yield tell(
            "Some measures are parts of another: each person's first event is counted once, on a day with several "
            "under the gravest, so that parts add up to it. "
            "Where one of them is about too few people to be shown, none is."
        )
    if any(_regional(outcome) for outcome in outcomes):
        yield tell(
            "The comparison group is drawn from everywhere the holding covers. Beside it stands a second one in "
            "which each participant is compared with people of their own region alone. {alike}",
            alike=tell(_OWN[_own(figures)]),
        )


def _one(figures: Figures, heading: str, at: int) -> Section:
    mine = tuple(outcome for outcome in in_order(figures) if (outcome.measure or _other()) == heading)
    blocks: list[Block] = [Points(tuple(_in_full(outcome, figures) for outcome in mine))]
    caption = tell("How many people it stands on, and when it is counted")
    blocks += [*_tables(figures, mine, heading), standing(mine, tell("Measure"), caption)]
    return Section(f"measure-{at}", heading, tuple(blocks))


def _in_full(outcome: OutcomeFigure, figures: Figures) -> str:
    """What was found, and what both groups came to; or why it is not shown."""
    if shown(outcome) is None:
        return found(outcome, figures)[0]
    line, mine, theirs = in_one_line(outcome, figures), outcome.participants_value, outcome.comparison_value
    if mine is None or theirs is None:
        return line
    ours, others = level(outcome, mine), level(outcome, theirs)
    if voice(figures, outcome).alike:
        levels = tell("Participants: {ours}; expected without the programme: {others}.", ours=ours, others=others)
    else:
        levels = tell("Participants: {ours}; the comparison group: {others}.", ours=ours, others=others)
    return f"{line} {levels}"


def _tables(figures: Figures, outcomes: Iterable[OutcomeFigure], caption: str) -> Iterator[Table]:
    """Outcomes of everybody, then those of whoever had another one, who are held against no expectation."""
    mine = tuple(outcomes)
    for among in (False, True):
        some = [outcome for outcome in mine if bool(outcome.among) == among]
        if some:
            of_some = tell(
                "{caption}, of those alone who had {outcome}", caption=caption, outcome=of_whom(figures, some)
            )
            yield _table(figures, some, of_some if among else caption)


def _table(figures: Figures, outcomes: list[OutcomeFigure], caption: str) -> Table:
    speaks = voice(figures, outcomes[0])
    regions = any(map(_regional, outcomes))
    rows = tuple(
        (
            f"{outcome.label}\n{unit_of(outcome)}",
            outcome.band or value(outcome, outcome.participants_value),
            value(outcome, outcome.comparison_value),
            _with_interval(outcome, outcome.effect),
            *((_with_interval(outcome, _regional(outcome)),) if regions else ()),
            reading(outcome, speaks),
        )
        for outcome in outcomes
    )
    own = (tell("{heading} within their own region", heading=_own_heading(figures, speaks)),) if regions else ()
    columns = (
        tell("Measure"),
        tell("Participants"),
        speaks.expected,
        tell("{heading} (95% interval)", heading=speaks.heading),
        *own,
        tell("What it says"),
    )
    return Table(caption, columns, rows, (False, *(True for _ in columns[1:-1]), False))


def _with_interval(outcome: OutcomeFigure, estimate: EstimateFigure | None) -> str:
    if estimate is None or not shown(outcome):
        return not_shown()
    return f"{best(outcome, estimate)}\n({span(outcome, estimate)})"


def _own_heading(figures: Figures, speaks: Voice) -> str:
    return Voice(alike=False).heading if _own(figures) == "red" else speaks.heading


def _other() -> str:
    """The heading of outcomes that belong to no measure."""
    return tell("Other outcomes")


def _own(figures: Figures) -> Colour:
    """How alike the groups are within regions; nobody said it: not alike enough."""
    return figures.matching.regional_colour or "red"


def _regional(outcome: OutcomeFigure) -> EstimateFigure | None:
    return next((one for one in outcome.beside if one.method == _REGIONAL), None)
