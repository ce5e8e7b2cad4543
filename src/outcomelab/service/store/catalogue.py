"""Whose a holding is, by what its dictionary says."""

from __future__ import annotations

import re
import unicodedata

from outcomelab.handovers.holding import Dictionary
from outcomelab.service.store.models import OrganisationRow


def names_as_custodian(dictionary: Dictionary, organisation: OrganisationRow) -> bool:
    """Whether a dictionary names the organisation as its custodian: by its name, or by its short name; however
    capitalised and spaced."""
    return _plain(dictionary.custodian) in (_plain(organisation.name), _plain(organisation.key))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
