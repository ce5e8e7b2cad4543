"""How two encoded records are compared, and which are compared at all.

An encoding has no number for a surname or a forename alone. That two people have one surname is seen where
another number says that they have the rest: the same surname and date of birth, the same surname and
postcode, the same whole name. Where nothing is the same letter for letter, the name filters tell how alike
the names are: by Dice's coefficient (Schnell, Bachteler and Reiher 2009), after diffusion by how many bits
differ.
"""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.linkage.scheme import Agreement, Combinations, Comparison, Family, Level, Part

PLAIN = "plain"

_WORDS = 16
_SHARED = "(" + " + ".join(f"bit_count(f{i}_l & f{i}_r)::INTEGER" for i in range(_WORDS)) + ")"
# How alike two filters are, 1 at most; where it counts as very alike, alike, somewhat, hardly; and what share of
# people with one surname and different forenames is on these levels and below, where the surname cannot be seen.
# Read off the benchmark's spoiled names; the filters of strangers are at .40 and 0, give or take .06 and .03.
_DICE = f"(2e0 * {_SHARED} / (ones_l + ones_r))", (0.88, 0.80, 0.70, 0.55), (0.001, 0.01, 0.15, 0.3, 0.5)
_MIXED = (
    f"(1 - (ones_l + ones_r - 2 * {_SHARED}) / 512e0)",
    (0.55, 0.25, 0.15, 0.09),
    (0.0, 0.001, 0.01, 0.07, 0.9),
)


@dataclass(frozen=True)
class Chance:
    """How often two different people have the same first surname, the same first forename, forenames that are
    one but for nicknames; and how often two relatives have the same forename."""

    surname: float
    forename: float
    called: float
    namesakes: float


def same(column: str) -> str:
    """SQL that is true where a pair agrees on `column`, and never NULL."""
    return f"coalesce({column}_l = {column}_r, false)"


_WHOLE, _CALLED, _INITIAL = same("pair"), same("called_pair"), same("initialled")
_SURNAME = f"({same('surname_born')} OR {same('surname_postcode')})"
_FORENAME = f"({same('forename_born')} OR {same('forename_postcode')} OR {same('called_born')})"
_NICKNAME = f"({_CALLED} OR ({_SURNAME} AND {same('called_born')}))"
_SAME_MIDDLE = f"({same('middle_born')} OR {same('middle_pair')})"


def missing(column: str) -> str:
    """SQL that is true where `column` is empty on either side."""
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def name(hardening: str, chance: Chance, a_sex: int) -> Comparison:
    """The comparison of whole names. `a_sex`: one of the two numbers that sex has.

    Every level that says what is the same has its chance from the register (`Chance`), the others from random
    pairs. `kin` is who among relatives, who share the surname, has what for a forename.
    """
    alike, (very, much, some, hardly), unseen = _DICE if hardening == PLAIN else _MIXED
    other = max(chance.called - chance.forename, chance.forename / 10)
    woman_or_man = f"sex_l = {a_sex} OR sex_r = {a_sex}"
    both, by_surname, by_forename = chance.surname * chance.forename, chance.surname, chance.forename
    return Comparison(
        "name",
        "name",
        missing("ones"),
        (
            Level("same", "pair_l = pair_r", 0.75, both, "pair", fixed=True, kin=chance.namesakes + by_forename),
            Level("same but for a nickname", _NICKNAME, 0.04, by_surname * other, fixed=True, kin=other),
            Level(
                "surname same, alike",
                f"({_SURNAME} OR {_INITIAL}) AND {alike} >= {much}",
                0.06,
                by_surname * 0.01,
                fixed=True,
                kin=0.01,
            ),
            Level("surname and initial same", _INITIAL, 0.02, by_surname * 0.09, fixed=True, kin=0.09),
            Level("surname same", _SURNAME, 0.02, by_surname, fixed=True, kin=0.9),
            Level(
                "forename same, alike", f"{_FORENAME} AND {alike} >= {much}", 0.06, by_forename * 0.004, fixed=True
            ),
            # Women change surname on marriage far more often than men: which sex they are is learned.
            Level("forename same, a sex", f"{_FORENAME} AND ({woman_or_man})", 0.02, by_forename / 2, fixed=True),
            Level("forename same", _FORENAME, 0.02, by_forename / 2, fixed=True),
            Level("very alike", f"{alike} >= {very}", 0.005, 1e-6, kin=unseen[0]),
            Level("alike", f"{alike} >= {much}", 0.01, 1e-5, kin=unseen[1]),
            Level("somewhat alike", f"{alike} >= {some}", 0.005, 1e-4, kin=unseen[2]),
            Level("hardly alike", f"{alike} >= {hardly}", 0.005, 1e-3, kin=unseen[3]),
            Level("differs", "ELSE", 0.01, 0.98, kin=unseen[4]),
        ),
        measure=_SHARED,
        surname=True,
    )


# By level of `name`: which name's rarity says more about it, surname or forename.
RARE_SURNAME, RARE_FORENAME = (1, 2, 3, 4), (5, 6, 7)


def others(rough: int) -> tuple[Comparison, ...]:
    """The other comparisons. `rough`: the number of the commonest month and day, 1 January where that stands
    for a day that was not known."""
    first = f"{same('born_year')} AND (born_month_day_l = {rough} OR born_month_day_r = {rough})"
    return (
        Comparison(
            "born",
            "born",
            missing("born"),
            (
                Level("same", "born_l = born_r", 0.90, 4e-5, "born"),
                Level("the other reading", "born_also_l = born_r", 0.02, 2e-5),
                Level("day and month swapped", "born_swapped_l = born_r", 0.01, 2e-5),
                Level("month and day", same("born_month_day"), 0.02, 2.7e-3),
                Level("year and day", same("born_year_day"), 0.02, 5e-4),
                Level("year and month", same("born_year_month"), 0.02, 1.2e-3),
                Level("the commonest day", first, 0.01, 2e-4),
                Level("year", same("born_year"), 0.005, 1.2e-2),
                Level("differs", "ELSE", 0.01, 0.98),
            ),
        ),
        Comparison(
            "postcode",
            "postcode",
            missing("postcode"),
            (
                Level("same", "postcode_l = postcode_r", 0.75, 4e-3, "postcode", kin=1.0),
                Level("area", same("area"), 0.05, 3e-2),
                Level("differs", "ELSE", 0.20, 0.966),
            ),
        ),
        Comparison(
            "sex",
            "sex",
            # A forename already says the sex: counted again it would count twice.
            f"{missing('sex')} OR {_WHOLE} OR {_CALLED} OR {_FORENAME}",
            (Level("same", "sex_l = sex_r", 0.985, 0.5), Level("differs", "ELSE", 0.015, 0.5)),
        ),
        Comparison(
            "middle",
            "middle_born",
            f"({missing('middle_born')} OR NOT {same('born')}) AND ({missing('middle_pair')} OR NOT {_WHOLE})",
            (
                Level("same", _SAME_MIDDLE, 0.96, 0.06, fixed=True),
                Level("differs", "ELSE", 0.04, 0.94, fixed=True),
            ),
        ),
        Comparison(
            "service_number",
            "service_number",
            missing("service_number"),
            (
                Level("same", "service_number_l = service_number_r", 0.97, 1e-6, fixed=True),
                Level("differs", "ELSE", 0.03, 1.0),
            ),
        ),
    )


_TOGETHER = (
    ("born",),
    ("pair",),
    ("called_pair",),
    ("sound_pair",),
    ("surname_postcode",),
    ("forename_postcode",),
    ("initialled", "postcode"),
    ("initialled", "born_year"),
    ("postcode", "born_month_day"),
    ("postcode", "born_year_month"),
    ("postcode", "born_year_day"),
    ("service_number",),
)
COMBINATIONS: Combinations = (
    *((columns, columns) for columns in _TOGETHER),
    (("born_swapped",), ("born",)),
    (("born_also",), ("born",)),
)


# Of numbers that hold two identifiers, what each says of the name: seen wherever the other identifier agrees.
_NAMES = {
    "surname_postcode": ("pair", "surname_born", "surname_postcode"),
    "forename_postcode": ("pair", "forename_born", "forename_postcode"),
    **{column: (column,) for column in ("pair", "called_pair", "sound_pair", "initialled")},
}
GIVEN = (("name", "pair"), ("born", "born"), ("postcode", "postcode"), ("service_number", "service_number"))


def parts(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[Part, ...]:
    """A combination as parts of identifiers."""
    found: list[Part] = []
    for one, other in zip(left, right, strict=True):
        if one in _NAMES:
            found.append(Part("name", tuple((column, column) for column in _NAMES[one])))
        if one.endswith("_postcode"):
            found.append(Part("postcode", (("postcode", "postcode"),)))
        elif one not in _NAMES:
            found.append(Part("born" if one.startswith("born") else one, ((one, other),)))
    return tuple(found)


def family(dated: bool) -> Family:
    """How a family shows in encodings. Not `dated`: without dates of birth, names are told by postcode."""
    place = "born" if dated else "postcode"
    return Family(
        home="surname_postcode",
        by_chance=(Agreement(f"surname_{place}", place), Agreement("postcode")),
        twins=("born", Agreement("born")),
        namesakes=("forename_postcode", Agreement(f"forename_{place}", place)),
        pair=same("surname_postcode"),
        shared=("name", "postcode"),
    )
