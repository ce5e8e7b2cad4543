"""Names: a full name taken apart, and the plain form in which two rows of a list are compared."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_TITLE = r"(?i)^(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir)\.?\s+"
_WITH_COMMA = r"^(?P<surname>[^,]+?)\s*,\s*(?P<forename>[^\s,]+)(?:\s+(?P<middle>[^,]+))?\s*$"
_SURNAME_IN_CAPITALS = (
    r"^(?P<surname>\p{Lu}[\p{Lu}'’-]+(?: \p{Lu}[\p{Lu}'’-]+)*) (?P<forename>\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*)"
    r"(?: (?P<middle>\p{Lu}[\p{L}'’-]*\p{Ll}.*))?$"
)
_PARTICLES = "van|von|de|der|den|del|della|di|da|do|dos|du|la|le|el|al|bin|ibn|bint|ter|ten|zu|st|st\\.|mac|mc"
_PLAIN_ORDER = (
    r"(?i)^(?P<forename>\S+)(?: (?P<middle>.+?))?? "
    rf"(?P<surname>(?:(?:{_PARTICLES}) )*\S+(?: (?:jr|jnr|sr|snr)\.?)?)$"
)


def split_names(names: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Surname, forename and middle names of full names: 'Smith, John Paul', 'DUPONT Jean', 'Jan van der Berg'.

    A single word is a surname. Null where there is nothing.
    """
    text = pc.utf8_trim(pc.replace_substring_regex(names, _TITLE, ""), characters=", ")
    surname, forename, middle = text, *(pa.nulls(len(names), pa.string()) for _ in range(2))
    for pattern in (_PLAIN_ORDER, _SURNAME_IN_CAPITALS, _WITH_COMMA):  # the surest last: it has the last word
        groups = pc.extract_regex(text, pattern)
        fits = groups.is_valid()
        surname = pc.if_else(fits, pc.struct_field(groups, "surname"), surname)
        forename = pc.if_else(fits, pc.struct_field(groups, "forename"), forename)
        middle = pc.if_else(fits, pc.struct_field(groups, "middle"), middle)
    return _or_null(surname), _or_null(forename), _or_null(middle)


def plain(names: pa.Array) -> pa.Array:
    """Lower case letters and digits only, without accents: 'O’Brien-Ní' becomes 'obrienni'. A name without either
    stays as it is."""
    letters = pc.replace_substring_regex(
        pc.utf8_normalize(pc.utf8_lower(names), form="NFKD"), r"[^\p{L}\p{N}]", ""
    )
    return pc.if_else(pc.equal(letters, ""), names, letters)


def _or_null(text: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
