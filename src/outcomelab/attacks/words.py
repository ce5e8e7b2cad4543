"""What the attacks mean, in plain words, and which setting to use for which trust."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.handovers.attacks import Attacks

# More people than this share named, without the key, and an encoding is not for anybody who must not see names
# (judgement).
MOST = 0.05
_KNOWS = {
    "list": "somebody who holds the very list in the clear",
    "population": "somebody who knows other people like these",
}
_SAME_PAIR = ("pair", "called_pair")


def in_words(told: Attacks) -> list[str]:
    """One sentence an attack, for the analyst."""
    worst = sorted(told.columns, key=lambda column: -_guessed(column.ranked, column.within))[:3]
    columns = ", ".join(f"{column.name} {_guessed(column.ranked, column.within):.1%}" for column in worst)
    unique = next((column.unique for column in told.columns if column.name == "filter"), 0.0)
    whole = next((column.unique for column in told.columns if column.name in _SAME_PAIR), 0.0)
    return [
        f"Encoded as {told.hardening}, {told.records:,} people, attacked by {_KNOWS[told.knows]}:",
        f"  by frequency alone, the most that was guessed right in a column: {columns}",
        f"  {unique:.0%} of name filters and {whole:.0%} of whole-name numbers are one person's only",
        f"  words whose bits were found and read: {told.patterns:.0%} of those looked for; a word of the name of "
        f"{told.named_by_patterns:.1%} of people",
        f"  names read from how alike they are to one another: {told.graph:.1%} of the commonest {told.graph_names:,}",
        f"  with the key in hand, by trying known names: {told.leaked:.1%} of people",
    ]


def advice(all_told: Sequence[Attacks]) -> list[str]:
    """Which hardening to use for which trust, from what was found."""
    said = []
    for hardening in dict.fromkeys(told.hardening for told in all_told):
        worst = max(max(t.graph, t.named_by_patterns) for t in all_told if t.hardening == hardening)
        if worst > MOST:
            said.append(
                f"{hardening}: up to {worst:.0%} of names can be read without the key. Send it only to a linkage unit "
                "that is trusted as if it were shown the names: under the same law and oath, which deletes it after."
            )
        else:
            said.append(
                f"{hardening}: at most {worst:.1%} of names were read without the key. It may go to a linkage unit "
                "that must not see names, under an agreement that it does not try."
            )
    said.append(
        "No hardening helps once the key is known: the key never goes where the encodings go, and is destroyed "
        "with the study."
    )
    return said


def _guessed(ranked: float, within: float | None) -> float:
    return max(ranked, within or 0.0)
