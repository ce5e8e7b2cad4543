"""What the attacks mean, in plain words, and which setting to use for which trust."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.handovers.attacks import Attacks, Column

# More people than this share named, without the key, and an encoding is not for anybody who must not see names
# (judgement).
MOST = 0.05
_KNOWS = {
    "list": "somebody who holds the very list in the clear",
    "population": "somebody who knows other people like these",
}
# The columns whose number, once guessed, tells a surname, a forename or both.
_NAMES = (
    "pair", "called_pair", "sound_pair", "initialled", "surname_born", "forename_born", "called_born",
    "surname_postcode", "forename_postcode", "filter",
)  # fmt: skip


def in_words(told: Attacks) -> list[str]:
    """One sentence an attack, for the analyst."""
    names = [column for column in told.columns if column.name in _NAMES]
    others = [column for column in told.columns if column.name not in _NAMES]
    unique = next((column.unique for column in told.columns if column.name == "filter"), 0.0)
    whole = next((column.unique for column in told.columns if column.name == "pair"), 0.0)
    return [
        f"Encoded as {told.hardening}, {told.records:,} people, attacked by {_KNOWS[told.knows]}:",
        f"  guessed right by frequency alone, of columns with names in them: {_worst(names)}",
        f"  … of the others: {_worst(others)}",
        f"  {unique:.0%} of name filters and {whole:.0%} of whole-name numbers are one person's only",
        f"  words whose bits were found and read: {told.patterns:.0%} of those looked for; a word of the name of "
        f"{told.named_by_patterns:.1%} of people",
        f"  names read from how alike they are to one another: {told.graph:.1%} of {told.graph_names:,}",
        f"  named as the only ones there with their area, sex and birthday: {told.combined:.1%} of people",
        f"  with the key in hand, by trying known names: {told.leaked:.1%} of people",
    ]


def advice(all_told: Sequence[Attacks]) -> list[str]:
    """Which hardening to use for which trust, from what was found."""
    said = []
    for hardening in dict.fromkeys(told.hardening for told in all_told):
        tried = [told for told in all_told if told.hardening == hardening]
        worst = max(map(_named, tried))
        # Without an attack by who knows others only, whoever holds the list stands for everybody.
        by_others = max((_named(told) for told in tried if told.knows == "population"), default=worst)
        if by_others > MOST:
            said.append(
                f"{hardening}: up to {worst:.0%} of names can be read without the key. Send it only to a linkage "
                "unit that is trusted as if it were shown the names: under the same law and oath, deleted after."
            )
        elif worst > MOST:
            said.append(
                f"{hardening}: without the key, at most {by_others:.1%} of names were read by who knows other "
                f"people only, but {worst:.0%} by who holds the very list. It may go to a linkage unit that must "
                "not see names and has no such list or register, under an agreement that it does not try."
            )
        else:
            said.append(
                f"{hardening}: at most {worst:.1%} of names were read without the key. It may go to a linkage "
                "unit that must not see names, under an agreement that it does not try."
            )
    said.append(
        "No hardening helps once the key is known: the key never goes where the encodings go, and is destroyed "
        "with the study."
    )
    return said


def _named(told: Attacks) -> float:
    """The largest share of names read without the key. Frequencies inside groups count for who knows other
    people only: who holds the very list is right once in a group's size by chance alone."""
    ranked = [column.ranked for column in told.columns if column.name in _NAMES]
    if told.knows == "population":
        ranked += [column.within for column in told.columns if column.name in _NAMES and column.within is not None]
    return max(told.graph, told.named_by_patterns, told.combined, *ranked, 0.0)


def _worst(columns: Sequence[Column]) -> str:
    worst = sorted(columns, key=lambda column: -max(column.ranked, column.within or 0.0))[:3]
    return ", ".join(
        f"{column.name} {column.ranked:.1%}"
        + (f" ({column.within:.1%} where {column.given} is known)" if column.within is not None else "")
        for column in worst
    )
