"""What every page's head leads to, for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.roles import Role
from outcomelab.service.store import reading
from outcomelab.service.store.models import Account


@dataclass(frozen=True)
class Entry:
    """A place in the head: its words, its address, whether the page is in it."""

    words: str
    address: str
    here: bool


# The name of an address, the words that lead there, and who sees them; None: everybody, signed in or not.
_PLACES: tuple[tuple[str, Any, frozenset[Role] | None], ...] = (
    ("agreements", _("Agreements"), frozenset(Role) - {Role.RESEARCHER}),
    ("holdings", _("Holdings"), frozenset({Role.STEWARD})),
    ("uses", _("Uses of my data"), frozenset({Role.STEWARD})),
    ("audit", _("Audit"), frozenset({Role.AUDITOR})),
    ("members", _("Members"), frozenset({Role.ADMINISTRATOR})),
    ("register", _("Register"), None),
    ("catalogue", _("Catalogue"), None),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the layout shows: places, languages as each calls itself, and whether this is a demonstration."""
    return {"places": _places(request), "languages": settings.LANGUAGES, "demo": settings.DEMO}


def _places(request: HttpRequest) -> tuple[Entry, ...]:
    user = getattr(request, "user", None)
    held: frozenset[Role] = frozenset()
    entries = []
    if isinstance(user, Account):
        held = frozenset(post.role for post in reading.person(user.pk).posts)
        entries.append(_entry(request, "home", _("My studies")))
    for name, words, roles in _PLACES:
        if roles is None or roles & held:
            entries.append(_entry(request, name, words))
    return tuple(entries)


def _entry(request: HttpRequest, name: str, words: Any) -> Entry:
    address = reverse(name)
    here = request.path == address or (address != "/" and request.path.startswith(address))
    return Entry(str(words), address, here)
