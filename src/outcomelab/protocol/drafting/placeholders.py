"""What a first protocol has where only its writer knows what belongs there; and whether it is there still."""

from __future__ import annotations

from outcomelab.protocol.model import Protocol

PLACEHOLDERS = {
    "title": "Write the study's title",
    "programme": "Name the programme",
    "provider": "Name the organisation that runs it",
    "custodian": "Name the custodian",
    "agreement": "Write the reference of the data-sharing agreement",
}


def placeholders_left(protocol: Protocol) -> str | None:
    """A sentence for whoever runs a study, that names the keys of `[study]` which still say what a
    first protocol has there; None where none does."""
    keys = [key for key, words in PLACEHOLDERS.items() if getattr(protocol.study, key) == words]
    if not keys:
        return None
    return (
        "The report will say what the first protocol had where your own words belong. Under [study] "
        f"write them for {', '.join(keys)}."
    )
