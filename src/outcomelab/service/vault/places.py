"""Where the service keeps files: studies' under the folder of data, their keys elsewhere, and the lab's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from outcomelab.hall.lab import Lab
from outcomelab.service.configuration.choices import Choices


@dataclass(frozen=True)
class Places:
    """`data`: everything but keys. `keys`: a key for each list and each study, and the lab's."""

    data: Path
    keys: Path

    def study(self, reference: str) -> Path:
        """The folder of a study."""
        return self.data / "studies" / reference

    def release(self, reference: str, sha256: str) -> Path:
        """The folder of a release's report."""
        return self.data / "releases" / reference / sha256[:16]

    @property
    def lab(self) -> Lab:
        """The lab: its holdings and ledger among the data, its keys among the keys."""
        return Lab(self.data / "holdings", self.keys, self.data / "ledger")


def places() -> Places:
    """The places that were chosen."""
    choices: Choices = getattr(settings, "CHOICES")  # noqa: B009 mypy knows no settings but Django's
    return Places(choices.data.resolve(), choices.keys_folder.resolve())
