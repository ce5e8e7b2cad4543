"""One reviewer at the terminal, one pair at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from outcomelab.handovers.review import FIELDS, Answer
from outcomelab.linkage.review.answers import check_reviewer, to_answer
from outcomelab.linkage.review.file import read_answers, read_pairs, save_answer

_KEYS: dict[str, Answer] = {"m": "match", "n": "not", "u": "unsure"}
_HELP = "m one person   n two people   u unsure   b back   q stop for now"
_WORDS = {"middle": "middle name"}


def sit(file: Path, key: str, reviewer: str, console: Console) -> tuple[int, int]:
    """Show `reviewer` the pairs that wait for an answer, from the first on. Returns how many are answered, of how
    many. Nobody else's answers and no score is read; the screen is cleared behind each pair.

    Raises UsageError when it is not this reviewer's turn, LinkageError when the file does not open.
    """
    name = check_reviewer(reviewer)
    pairs, given = read_pairs(file, key).to_pylist(), read_answers(file, key)
    numbers = to_answer(given, name, len(pairs))
    own = dict(given.get(name, {}))
    place = next((n for n, number in enumerate(numbers) if number not in own), len(numbers))
    with console.screen():
        while place < len(numbers):
            number = numbers[place]
            _show(pairs[number - 1], place + 1, len(numbers), own.get(number), console)
            pressed = typer.getchar().lower()
            if pressed in ("q", "\x03", "\x04"):
                break
            if pressed == "b":
                place = max(place - 1, 0)
            elif pressed in _KEYS:
                save_answer(file, key, name, number, _KEYS[pressed])
                own[number] = _KEYS[pressed]
                place += 1
    return sum(number in own for number in numbers), len(numbers)


def _show(pair: dict[str, Any], place: int, of: int, before: Answer | None, console: Console) -> None:
    table = Table("", "The list", "The holding", box=None, padding=(0, 3))
    for field in FIELDS:
        left, right = pair[f"list_{field}"], pair[f"holding_{field}"]
        table.add_row(_WORDS.get(field, field.replace("_", " ")), *(_cell(value) for value in (left, right)))
    console.clear()
    console.print(f"Pair {place} of {of}" + (f"   (you said: {before})" if before else ""), highlight=False)
    console.print(table)
    console.print(f"\nAre these two records of one person?\n{_HELP}", highlight=False)


def _cell(value: str | None) -> Any:
    from rich.text import Text

    return Text("–" if value is None else value)
