"""How two records in the clear are compared: one comparison an identifier, levels from agreement down.

The starting figures are judgement, from lists spoiled as ours are.
"""

from __future__ import annotations

from outcomelab.linkage.scheme import Agreement, Combinations, Comparison, Family, Level, Part, Scheme


def _close(column: str, least: float) -> str:
    # Told what it has to reach, the measure gives up early.
    return f"jaro_winkler_similarity({column}_l, {column}_r, {least}) >= {least}"


def _a_letter(column: str) -> str:
    """One letter wrong, missing or too many, or two neighbours changed places. An edit distance is slow: it is
    asked only of texts that a quick measure finds alike."""
    lengths = f"abs(length({column}_l) - length({column}_r)) > 1"
    unlike = f"jaro_winkler_similarity({column}_l, {column}_r, 0.7) < 0.7"
    edits = f"levenshtein({column}_l, {column}_r)"
    # What changed places is two edits to the quick distance and one to the slow one.
    return f"CASE WHEN {lengths} OR {unlike} THEN 9 WHEN {edits} <> 2 THEN {edits} ELSE {_swaps(column)} END <= 1"


def _a_digit(column: str) -> str:
    """One character wrong, or two neighbours changed places, in codes of one length."""
    lengths = f"bit_length({column}_l) <> bit_length({column}_r)"  # Hamming's is between bytes
    wrong = f"hamming({column}_l, {column}_r)"
    letters = f"jaccard({column}_l, {column}_r) = 1"
    # Two that changed places leave the same characters.
    told = f"WHEN {wrong} <> 2 THEN {wrong} WHEN {letters} THEN {_swaps(column)}"
    return f"CASE WHEN {lengths} THEN 9 {told} ELSE 9 END <= 1"


def _swaps(column: str) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r)"


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


_CROSSED = "surname_l = forename_r AND forename_l = surname_r"
_SAME_DAY_OR_MONTH = "(born_day_l // 100 = born_day_r // 100 OR born_day_l % 100 = born_day_r % 100)"
_DOUBLE = "contains(surname_l, ' ') OR contains(surname_r, ' ')"
_PARTS = "list_has_any(string_split(surname_l, ' '), string_split(surname_r, ' '))"
_IN_COMMON = f"CASE WHEN {_DOUBLE} THEN {_PARTS} ELSE false END"

COMPARISONS = (
    Comparison(
        "surname",
        "surname",
        _missing("surname"),
        (
            Level("same", "surname_l = surname_r", 0.83, 5e-4, "surname", kin=1.0),
            Level("crossed with forename", _CROSSED, 0.01, 1e-7, fixed=True),
            Level("a part in common", _IN_COMMON, 0.03, 2e-4),
            Level("a letter", _a_letter("surname"), 0.06, 2e-4, "surname", 0.5),
            Level("close", _close("surname", 0.88), 0.01, 4e-4, "surname", 0.5),
            # Women change surname on marriage far more often than men do.
            Level("differs, a woman", "sex_l = 'F' OR sex_r = 'F'", 0.04, 0.5),
            Level("differs", "ELSE", 0.02, 0.5),
        ),
        surname=True,
    ),
    Comparison(
        "forename",
        "forename",
        f"{_missing('forename')} OR ({_CROSSED})",
        (
            Level("same", "forename_l = forename_r", 0.83, 3e-3, "forename"),
            Level(
                "initial",
                "(length(forename_l) = 1 OR length(forename_r) = 1) AND left(forename_l, 1) = left(forename_r, 1)",
                0.02,
                2e-3,
            ),
            Level("first of several", "forename_1_l = forename_1_r", 0.02, 3e-3, "forename_1"),
            Level("nickname", "contains(also_l, ' ' || forename_1_r || ' ')", 0.05, 3e-3),
            Level("a letter", _a_letter("forename_1"), 0.05, 1e-3, "forename", 0.5),
            Level("close", _close("forename_1", 0.85), 0.01, 2e-3),
            Level("differs", "ELSE", 0.02, 0.98),
        ),
    ),
    Comparison(
        "born",
        "date_of_birth",
        _missing("born"),
        (
            Level("same", "born_l = born_r", 0.90, 4e-5, "born"),
            Level("the other reading", "born_also_l = born_r", 0.02, 2e-5),
            Level("day and month swapped", "born_swapped_l = born_r", 0.01, 2e-5),
            Level("a digit", _a_digit("born_text"), 0.04, 1e-3),
            Level("a year", "born_day_l = born_day_r AND abs(born_year_l - born_year_r) = 1", 0.005, 1e-5),
            # 1 January stands for a day that was not known.
            Level("1 January", "born_year_l = born_year_r AND (born_day_l = 101 OR born_day_r = 101)", 0.01, 2e-4),
            Level("two parts", f"born_year_l = born_year_r AND {_SAME_DAY_OR_MONTH}", 0.005, 8e-4),
            Level("day and month", "born_day_l = born_day_r", 0.005, 2.7e-3),
            Level("differs", "ELSE", 0.01, 0.994),
        ),
    ),
    Comparison(
        "postcode",
        "postcode",
        _missing("postcode"),
        (
            Level("same", "postcode_l = postcode_r", 0.75, 4e-3, "postcode", kin=1.0),
            Level("a letter", _a_digit("postcode"), 0.02, 3e-2),
            Level("differs", "ELSE", 0.23, 0.966),
        ),
    ),
    Comparison(
        "sex",
        "sex",
        # A forename already says the sex: counted again it would count twice.
        f"{_missing('sex')} OR forename_1_l = forename_1_r",
        (Level("same", "sex_l = sex_r", 0.985, 0.5), Level("differs", "ELSE", 0.015, 0.5)),
    ),
    Comparison(
        "middle",
        "middle",
        _missing("middle"),
        (Level("same", "middle_l = middle_r", 0.96, 0.06, "middle"), Level("differs", "ELSE", 0.04, 0.94)),
    ),
    Comparison(
        "service_number",
        "service_number",
        _missing("service_number"),
        (
            Level("same", "service_number_l = service_number_r", 0.94, 1e-6, fixed=True),
            Level(
                "a digit",
                _a_letter("service_number"),
                0.04,
                1e-5,
                fixed=True,
            ),
            Level("differs", "ELSE", 0.02, 1.0),
        ),
    ),
)

ALSO = (
    Comparison(
        "place",
        "place",
        _missing("place"),
        (
            Level("same", "place_l = place_r", 0.70, 2e-2, "place"),
            Level("close", _close("place", 0.88), 0.10, 1e-2),
            Level("differs", "ELSE", 0.20, 0.97),
        ),
    ),
    Comparison(
        "email",
        "email",
        _missing("email"),
        (
            Level("same", "email_l = email_r", 0.75, 1e-4, "email"),
            Level("same before the @", "email_name_l = email_name_r", 0.05, 1e-4),
            Level("close", _close("email", 0.9), 0.10, 1e-4),
            Level("differs", "ELSE", 0.10, 0.9997),
        ),
    ),
)

_SAME = (
    ("born", "left(surname, 1)"),
    ("born", "left(forename, 1)"),
    ("born", "postcode"),
    ("left(surname, 4)", "forename_1"),
    ("surname_1", "left(forename, 1)", "born_year"),
    ("surname", "born_day"),
    ("left(surname, 4)", "postcode"),
    ("left(surname, 3)", "left(forename, 1)", "postcode"),
    ("forename_1", "postcode"),
    ("forename_1", "born_day"),
    ("forename_1", "born_year", "born_day // 100"),
    ("service_number",),
    ("left(service_number, 4)", "surname_1"),
    ("left(service_number, 4)", "forename_1"),
    ("right(service_number, 4)", "surname_1"),
    ("right(service_number, 4)", "forename_1"),
    ("email",),
    ("email_name", "left(surname, 1)"),
    ("place", "surname_1"),
    ("place", "forename_1", "left(surname, 1)"),
    ("place", "born"),
)
_OTHERWISE = (
    (("born_swapped", "left(surname, 1)"), ("born", "left(surname, 1)")),
    (("born_swapped", "left(forename, 1)"), ("born", "left(forename, 1)")),
    (("born_also",), ("born",)),
    (("surname", "forename"), ("forename", "surname")),
    (("born", "forename_1"), ("born", "surname_1")),
    (("surname", "unnest(string_split(trim(also), ' '))"), ("surname", "forename_1")),
)

_COMBINATIONS: Combinations = (*((same, same) for same in _SAME), *_OTHERWISE)
_IDENTIFIERS = ("surname", "forename", "born", "postcode", "service_number", "place", "email")


def _parts(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[Part, ...]:
    parts = [(_of(one), _of(other), (one, other)) for one, other in zip(left, right, strict=True)]
    crossed = any(one != other for one, other, _ in parts)
    return () if crossed else tuple(Part(one, (columns,)) for one, _, columns in parts)


def _of(column: str) -> str:
    # What people are also called are forenames.
    return next((name for name in _IDENTIFIERS if name in column), "forename")


CLEAR = Scheme(
    combinations=_COMBINATIONS,
    comparisons=(*COMPARISONS, *ALSO),
    family=Family(
        home="surname, postcode",
        by_chance=(Agreement("surname"), Agreement("postcode")),
        twins=("born", Agreement("born")),
        namesakes=("forename_1", Agreement("forename_1")),
        pair="surname_l = surname_r AND postcode_l = postcode_r",
        shared=("surname", "postcode"),
    ),
    parts=tuple(_parts(left, right) for left, right in _COMBINATIONS),
    given=tuple((name, name) for name in _IDENTIFIERS),
)
