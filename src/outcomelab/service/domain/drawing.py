"""The diagram and the tables of the docs, drawn from the tables that decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from outcomelab.service.domain.decisions import words
from outcomelab.service.domain.five_safes import EVIDENCE
from outcomelab.service.domain.purposes import EVERY_AGREEMENT, PURPOSES, SOME_AGREEMENTS
from outcomelab.service.domain.refusals import SENTENCES
from outcomelab.service.domain.roles import MAY_HOLD
from outcomelab.service.domain.saying import either, said
from outcomelab.service.domain.states import ENDINGS, FINAL, LIVING, TABLE, State, next_steps, whose_turn


def diagram() -> str:
    """The states as a Mermaid diagram. The three endings are drawn from all living states at once."""
    drawn = [
        "stateDiagram-v2",
        "    direction TB",
        "    [*] --> draft",
        '    state "any state that is not final" as living',
    ]
    drawn += [f'    state "{state}" as {_id(state)}' for state in State if " " in state]
    for row in TABLE:
        if row.command not in ENDINGS:
            drawn += [
                f"    {_id(source)} --> {_id(target)}: {row.command.words}"
                for source, target in row.moves.items()
                if source is not target
            ]
    for row in TABLE:
        if row.command in ENDINGS:
            drawn.append(f"    living --> {_id(next(iter(row.moves.values())))}: {row.command.words}")
    drawn += [f"    {_id(state)} --> [*]" for state in FINAL]
    return "```mermaid\n" + "\n".join(drawn) + "\n```"


def who_may() -> str:
    """Every command: who, when, and what else must hold."""
    return _table(
        ("to", "who", "when the study is", "it is then", "under the agreement", "and"),
        [
            (
                row.command.words,
                words(row.by).sentence,
                "not yet ended" if tuple(row.moves) == LIVING else ", ".join(row.moves),
                _then(row.moves),
                "yes" if row.act else "",
                "; ".join(row.needs),
            )
            for row in TABLE
        ],
    )


def turns() -> str:
    """Whose turn it is in each state, and what for."""
    return _table(
        ("the study is", "whose turn", "to"),
        [
            (
                state,
                words(whose_turn(state)).sentence if state not in FINAL else "nobody's",
                _either([step.command.words for step in next_steps(state)]) if state not in FINAL else "",
            )
            for state in State
        ],
    )


def roles() -> str:
    """Each role, where it can be held and what it can do to a study."""
    return _table(
        ("role", "of", "can"),
        [
            (
                role,
                _either([f"a {side}" if side != "lab" else "the lab" for side in sides]),
                ", ".join(row.command.words for row in TABLE if role in {one.role for one in row.by}) or "read",
            )
            for role, sides in MAY_HOLD.items()
        ],
    )


def purposes() -> str:
    """Our codes for purposes beside the Data Use Ontology's, then the terms that say what its modifiers do, and
    where each of them binds."""
    ours = [
        (f"`{purpose}`", one.words, f"{one.duo} {one.duo_label}".strip() or "none")
        for purpose, one in PURPOSES.items()
    ]
    binding = ((EVERY_AGREEMENT, "in every agreement"), (SOME_AGREEMENTS, "where the agreement says so"))
    terms = [
        (term, where, f"{code} {label}") for several, where in binding for term, (code, label) in several.items()
    ]
    return _table(("code or term", "means, or binds", "in the GA4GH Data Use Ontology"), ours + terms)


def safes() -> str:
    """The five judgements and the evidence beside each."""
    return _table(
        ("judgement", "evidence the page shows"), [(safe, "; ".join(shown)) for safe, shown in EVIDENCE.items()]
    )


def refusals() -> str:
    """Every code with its sentence."""
    return _table(("code", "sentence"), [(f"`{code}`", sentence) for code, sentence in SENTENCES.items()])


DRAWINGS: dict[str, Callable[[], str]] = {
    "diagram": diagram, "who-may": who_may, "turns": turns, "roles": roles, "purposes": purposes, "safes": safes,
    "refusals": refusals,
}  # fmt: skip
_PLACE = re.compile(r"<!-- drawn: ([a-z-]+) -->\n.*?<!-- end -->", re.DOTALL)


def redrawn(page: str) -> str:
    """A page with everything between `<!-- drawn: NAME -->` and `<!-- end -->` drawn anew."""
    return _PLACE.sub(lambda place: f"<!-- drawn: {place[1]} -->\n{DRAWINGS[place[1]]()}\n<!-- end -->", page)


def _id(state: State) -> str:
    return state.replace(" ", "_")


def _then(moves: Mapping[State, State]) -> str:
    targets = dict.fromkeys(target for source, target in moves.items() if source is not target)
    return ", ".join(targets) or "as it was"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    every = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in every)


def _either(several: Sequence[str]) -> str:
    return either([said(one) for one in several]).sentence
