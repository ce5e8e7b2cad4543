"""The terms of agreements: as they are, as all parties signed them last, and all that they ever were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.store.models import TermsRow


@dataclass(frozen=True)
class Terms:
    """Every text of an agreement, the latest first; none for an agreement that there is not."""

    versions: tuple[Agreement, ...] = ()

    @property
    def now(self) -> Agreement | None:
        """As they are now, whoever has signed them."""
        return self.versions[0] if self.versions else None

    def signed(self, today: dt.date) -> Agreement | None:
        """As all parties signed them last, by which days are counted: terms that wait for signatures move none. As
        they are now when never all of them signed; revoked whenever the agreement is now."""
        if not self.versions:
            return None
        last = next((one for one in self.versions if not one.unsigned(today)), self.versions[0])
        return last.model_copy(update={"revoked": self.versions[0].revoked})


def terms(reference: str) -> Terms:
    """The terms of an agreement."""
    return terms_of([reference])[reference]


def terms_of(references: Collection[str]) -> dict[str, Terms]:
    """The terms of each of these agreements, by its reference; read at once."""
    found: dict[str, list[Agreement]] = {reference: [] for reference in references}
    rows = TermsRow.objects.filter(agreement__reference__in=found).order_by("-version")
    for reference, text in rows.values_list("agreement__reference", "terms"):
        found[reference].append(Agreement.model_validate_json(text))
    return {reference: Terms(tuple(versions)) for reference, versions in found.items()}
