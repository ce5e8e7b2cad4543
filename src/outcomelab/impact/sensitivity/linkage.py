"""What wrong and missed links did to an estimate, undone.

A wrong link shows the outcome of somebody who did not take part, a missed one leaves a participant among those
compared with. Of a true difference τ then q − c is left: q the share of links that are right, c the share of the
comparison group that took part. So τ̂ ÷ (q − c), and the ends of the interval likewise; q and c are taken as known.
"""

from __future__ import annotations

from dataclasses import replace

from outcomelab.handovers.impact import Estimate
from outcomelab.handovers.sensitivity import LinkageError


def corrected(estimate: Estimate, error: LinkageError) -> Estimate:
    """The estimate with its standard error and interval, had every link been right and none been missed.

    It holds where a wrong link is no likelier for one outcome than for another, and a wrongly linked participant's
    record is like the comparison group's.
    """
    kept = error.kept
    return replace(
        estimate,
        estimate=estimate.estimate / kept,
        se=estimate.se / kept,
        low=estimate.low / kept,
        high=estimate.high / kept,
    )
