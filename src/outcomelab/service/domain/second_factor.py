"""Which roles sign in with more than a password."""

from __future__ import annotations

from outcomelab.errors import SettingsError
from outcomelab.service.domain.roles import Role

_PEOPLE = frozenset(Role) - {Role.WORKER}
USUALLY = _PEOPLE - {Role.PROVIDER_MEMBER}
MAY_DO_WITHOUT = frozenset({Role.PROVIDER_MEMBER, Role.RESEARCHER})  # they see nothing of others' people
NOBODY = "nobody"


def needing(said: str | None, strictly: bool) -> frozenset[Role]:
    """The roles that need a second factor, as they are written in the settings: names separated by commas, or
    `nobody`; every role but provider members where nothing is written.

    strictly: none may be left out that sees more than its own. Raises SettingsError.
    """
    if said is None:
        return USUALLY
    names = [] if said.strip() == NOBODY else [name.strip().lower() for name in said.split(",")]
    if unknown := [name for name in names if name not in _PEOPLE]:
        known = ", ".join(sorted(_PEOPLE))
        raise SettingsError(
            f"OUTCOMELAB_MFA_FOR names no role with {', '.join(unknown)!r}: the roles are {known}."
        )
    roles = frozenset(Role(name) for name in names)
    if strictly and (without := sorted(_PEOPLE - roles - MAY_DO_WITHOUT)):
        raise SettingsError(
            f"OUTCOMELAB_MFA_FOR lets {', '.join(without)} sign in with a password alone: name them too."
        )
    return roles
