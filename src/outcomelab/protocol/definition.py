"""What an outcome is, whatever a study calls it: two studies that count the same events count the same outcome."""

from __future__ import annotations

import hashlib
import json

from outcomelab.protocol.model import Outcome, Protocol


def definition(protocol: Protocol, outcome: Outcome) -> str:
    """A fingerprint of which events count, in which days, in which holding.

    Whether a person had any, how many, or how soon, is asked of the same events: all three have one definition. An
    amount has one of its own. Labels, names and the rule for the index date leave it as it is.
    """
    events = outcome.model_dump(mode="json", include={"table", "where", "from_day", "to_day", "decided"})
    if outcome.decided is not None:
        events["waiting_days"] = outcome.waiting_days
    if outcome.first:
        events |= outcome.model_dump(mode="json", include={"first", "graver"}, exclude_defaults=True)
    if outcome.among is not None:
        those = next(other for other in protocol.outcomes if other.name == outcome.among)
        events["among"] = definition(protocol, those)
    if outcome.kind == "amount":
        events["amount"] = outcome.column
    said = json.dumps([protocol.holding.name, events], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]
