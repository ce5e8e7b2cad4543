"""The evidence that the service shows beside each of the five judgements; the judgement stays a person's."""

from __future__ import annotations

import datetime as dt

from outcomelab.service.domain.five_safes import EVIDENCE, Evidence, Safe
from outcomelab.service.domain.saying import Said
from outcomelab.service.domain.seeing import sees_evidence
from outcomelab.service.queries.evidence import data, outputs, people, project, setting
from outcomelab.service.queries.evidence.asked import asked
from outcomelab.service.queries.opened import opened

Lines = tuple[Said, ...]


def evidence(
    account: int, reference: str, today: dt.date
) -> dict[Safe, tuple[tuple[Evidence, Lines], ...]] | None:
    """Every piece of evidence for each of the Five Safes, in their order; None for whoever does not see what a
    study's approval goes by, or where there is no such study. Raises OSError when the ledger cannot be read."""
    found = opened(account, reference)
    if found is None or not sees_evidence(found.person, found.study):
        return None
    about = asked(found, today)
    return {
        safe: tuple((item, tuple(_GATHERED[item](about))) for item in items) for safe, items in EVIDENCE.items()
    }


_GATHERED = {
    Evidence.PURPOSE: project.purpose,
    Evidence.LEGAL_BASIS: project.legal_basis,
    Evidence.POWER: project.power,
    Evidence.POSTS: people.posts,
    Evidence.SIGN_IN: people.sign_in,
    Evidence.VARIABLES: data.variables,
    Evidence.SENSITIVE: data.sensitive,
    Evidence.LIST: data.participants_list,
    Evidence.APART: setting.apart,
    Evidence.DESTRUCTION: setting.destruction,
    Evidence.AUDIT: setting.audit,
    Evidence.RULES: outputs.rules,
    Evidence.PAST: outputs.past,
    Evidence.SHOWN: outputs.shown,
}
