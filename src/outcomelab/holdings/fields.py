"""One field of the dictionary: type, role, and what goes with them."""

from __future__ import annotations

import re
from typing import cast, get_args

from outcomelab.handovers.holding import Column, ColumnType, IdentifierKind, Role
from outcomelab.holdings import entries
from outcomelab.holdings.entries import Mistakes, Object, note
from outcomelab.holdings.names import listed
from outcomelab.holdings.sources import Field

_TYPES = get_args(ColumnType)
_ROLES = get_args(Role)
_KINDS = get_args(IdentifierKind)
_KEEPABLE = ("date_of_birth", "sex")
_NEVER_CONTENT = ("surname", "forename", "date_of_birth", "postcode", "service_number")
_TYPES_OF: dict[str, tuple[str, ...]] = {
    "person": ("string", "integer"),
    "identifier": ("string", "integer"),
    "attribute": _TYPES,
    "event-date": ("date",),
    "code": ("string", "integer", "boolean"),
    "amount": ("number", "integer"),
}
_KNOWN = ("name", "title", "type", "role", "identifier", "kept", "sensitive", "unit", "format", "constraints")
_IGNORED = ("description", "example", "rdfType")
_OTHER_TYPES = {
    "int": "integer",
    "long": "integer",
    "year": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "numeric": "number",
    "datetime": "date",
    "timestamp": "date",
    "bool": "boolean",
    "text": "string",
    "varchar": "string",
    "any": "string",
}
_OTHER_ROLES = {
    "key": "person",
    "id": "person",
    "person-key": "person",
    "date": "event-date",
    "event": "event-date",
    "category": "code",
    "categorical": "code",
    "value": "amount",
    "quantity": "amount",
}
_OTHER_KINDS = {
    "last-name": "surname",
    "family-name": "surname",
    "first-name": "forename",
    "given-name": "forename",
    "middle-name": "middle",
    "dob": "date_of_birth",
    "birth-date": "date_of_birth",
    "gender": "sex",
    "zip": "postcode",
    "postal-code": "postcode",
    "number": "service_number",
}
# Years with four digits only: with two nobody knows the century. Times are read and dropped.
_FORMAT = re.compile(r"(?:%[YmdBbjHMSf]|[-/. :,T])+")


def field(thing: Object, where: str, mistakes: Mistakes) -> Field | None:
    """Read one field; None, with mistakes noted, when it has no usable name, type or role."""
    start = len(mistakes)
    name = entries.name(thing, "name", where, mistakes)
    where = f"{where} ({name})" if name else where
    entries.only(thing, _KNOWN, _IGNORED, where, mistakes)
    type_ = entries.choice(thing, "type", _TYPES, _OTHER_TYPES, where, mistakes)
    role = _role(thing, where, mistakes)
    identifier = _identifier(thing, role, where, mistakes)
    if type_ and role:
        _check_type(type_, role, identifier, where, mistakes)
    _check_name(name, role, where, mistakes)
    constraints = entries.inner(thing, "constraints", where, mistakes)
    entries.only(constraints, ("enum", "required"), (), f"{where}, constraints", mistakes)
    column = Column(
        name=name,
        type=cast(ColumnType, type_),
        role=cast(Role, role),
        title=entries.words(thing, "title", where, mistakes),
        identifier=identifier,
        kept=_kept(thing, identifier, where, mistakes),
        sensitive=entries.truth(thing, "sensitive", where, mistakes),
        categories=_categories(constraints, type_, where, mistakes),
        unit=entries.words(thing, "unit", where, mistakes),
    )
    format_ = _format(thing, type_, where, mistakes)
    required = entries.truth(constraints, "required", where, mistakes)
    return Field(column, format_, required) if len(mistakes) == start else None


def _role(thing: Object, where: str, mistakes: Mistakes) -> str | None:
    if thing.get("role") == "sensitive":
        mend = f'Write "sensitive": true, and beside it a role: {listed(_ROLES)}.'
        note(mistakes, where, '"sensitive" is not a role', mend)
        return None
    return entries.choice(thing, "role", _ROLES, _OTHER_ROLES, where, mistakes)


def _identifier(thing: Object, role: str | None, where: str, mistakes: Mistakes) -> IdentifierKind | None:
    if role == "identifier":
        return cast(
            "IdentifierKind | None",
            entries.choice(thing, "identifier", _KINDS, _OTHER_KINDS, where, mistakes),
        )
    if role and thing.get("identifier") is not None:
        note(mistakes, where, f'"identifier" does not go with the role {role}', 'Write "role": "identifier".')
    return None


def _check_type(type_: str, role: str, identifier: str | None, where: str, mistakes: Mistakes) -> None:
    fitting = ("date",) if identifier == "date_of_birth" else _TYPES_OF[role]
    if role == "identifier" and identifier is None:
        return
    if type_ not in fitting:
        what = identifier if identifier else f"column with the role {role}"
        note(mistakes, where, f"a {what} cannot have the type {type_}", f"Write {listed(fitting)}.")


def _check_name(name: str, role: str | None, where: str, mistakes: Mistakes) -> None:
    if name == "person_key":
        note(mistakes, where, "the name person_key is taken by the lab", "Give the column another name.")
    if name in _NEVER_CONTENT and role not in (None, "identifier", "person"):
        mend = f'Write "role": "identifier", "identifier": "{name}", or leave the column out of the file.'
        note(mistakes, where, f"a column called {name} cannot go among the content", mend)


def _kept(thing: Object, identifier: str | None, where: str, mistakes: Mistakes) -> bool:
    kept = entries.truth(thing, "kept", where, mistakes)
    if kept and identifier not in _KEEPABLE:
        mend = f'Leave "kept" out; only {listed(_KEEPABLE)} may be kept, for age and sex.'
        note(mistakes, where, "this column cannot be kept among the content", mend)
    return kept


def _categories(constraints: Object, type_: str | None, where: str, mistakes: Mistakes) -> tuple[str, ...]:
    found = constraints.get("enum")
    if found is None or type_ is None:
        return ()
    if type_ not in ("string", "integer", "boolean"):
        note(mistakes, where, f'"enum" does not go with the type {type_}', 'Leave "enum" out.')
        return ()
    words = [_category(one, type_) for one in found] if isinstance(found, list) else []
    if not words or None in words:
        mend = f'Write "enum": [...], a list of values of the type {type_}, at least one.'
        note(mistakes, where, '"enum" is not a list of categories', mend)
    return tuple(dict.fromkeys(word for word in words if word is not None))


def _category(one: object, type_: str) -> str | None:
    if isinstance(one, bool):
        return str(one).lower() if type_ == "boolean" else None
    text = str(one).strip() if isinstance(one, str | int) else ""
    if type_ == "integer":
        return str(int(text)) if re.fullmatch(r"[+-]?[0-9]{1,19}", text) else None
    if type_ == "boolean":
        return text.lower() if text.lower() in ("true", "false") else None
    return text or None


def _format(thing: Object, type_: str | None, where: str, mistakes: Mistakes) -> str:
    found = entries.words(thing, "format", where, mistakes)
    if found in ("", "default") or type_ is None:
        return ""
    if type_ != "date":
        note(mistakes, where, f'"format" does not go with the type {type_}', 'Leave "format" out.')
        return ""
    names_a_day = "%Y" in found and ("%j" in found or ("%d" in found and re.search("%[mBb]", found)))
    if not _FORMAT.fullmatch(found) or not names_a_day:
        mend = 'Write it like "%d/%m/%Y": day %d, month %m (or %b, %B in English), year with four digits %Y.'
        note(mistakes, where, "this date format cannot be used", mend)
        return ""
    return found
