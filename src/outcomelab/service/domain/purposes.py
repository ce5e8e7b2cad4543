"""What data may be used for, as codes of our own, each with the GA4GH Data Use Ontology's where it has one.

The ontology (DUO) was made for health research: it has no words for planning a service or for official
statistics. What it says with modifiers, our agreements say with terms: `EVERY_AGREEMENT` names those that bind
every study, `SOME_AGREEMENTS` those that do where an agreement says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a study is for."""

    PROGRAMME_EFFECT = "programme-effect"
    PROGRAMME_REACH = "programme-reach"
    SERVICE_PLANNING = "service-planning"
    OFFICIAL_STATISTICS = "official-statistics"
    METHODS_RESEARCH = "methods-research"
    HEALTH_RESEARCH = "health-research"
    GENERAL_RESEARCH = "general-research"


@dataclass(frozen=True)
class Meaning:
    """A purpose in words, and DUO's code and label where there is one."""

    words: str
    duo: str = ""
    duo_label: str = ""


PURPOSES: dict[Purpose, Meaning] = {
    Purpose.PROGRAMME_EFFECT: Meaning(
        "whether a programme changed what became of those it served, against comparable people",
        "DUO:0000012", "research specific restrictions",
    ),
    Purpose.PROGRAMME_REACH: Meaning("whom a programme reached and what became of them, without a comparison"),
    Purpose.SERVICE_PLANNING: Meaning("where and how much of a service is needed"),
    Purpose.OFFICIAL_STATISTICS: Meaning("regular figures about a population"),
    Purpose.METHODS_RESEARCH: Meaning("how good linkage, matching or disclosure control are on these data"),
    Purpose.HEALTH_RESEARCH: Meaning(
        "research on health or medicine", "DUO:0000006", "health or medical or biomedical research"
    ),
    Purpose.GENERAL_RESEARCH: Meaning("research of any kind", "DUO:0000042", "general research use"),
}  # fmt: skip

_RESEARCH = (Purpose.PROGRAMME_EFFECT, Purpose.METHODS_RESEARCH, Purpose.HEALTH_RESEARCH)

# Terms, each with DUO's modifier for the same.
EVERY_AGREEMENT: dict[str, tuple[str, str]] = {
    "starts and ends": ("DUO:0000025", "time limit on use"),
    "parties": ("DUO:0000028", "institution specific restriction"),
    "roles": ("DUO:0000026", "user specific restriction"),
    "one study, one approval": ("DUO:0000027", "project specific restriction"),
    "the register, refused and inconclusive studies too": ("DUO:0000019", "publication required"),
}
SOME_AGREEMENTS: dict[str, tuple[str, str]] = {
    "ethics approval among its documents": ("DUO:0000021", "ethics approval required"),
    "neither methods- nor general-research among its purposes": ("DUO:0000015", "no general methods research"),
}


def covers(granted: tuple[Purpose, ...], asked: Purpose) -> bool:
    """Whether one of the purposes granted is, or includes, the one asked for."""
    return asked in granted or (Purpose.GENERAL_RESEARCH in granted and asked in _RESEARCH)
