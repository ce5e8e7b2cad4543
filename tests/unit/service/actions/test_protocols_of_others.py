"""Whoever has no part in a study learns nothing of it by sending it a protocol."""

import pytest
from django.utils import timezone
from tests.unit.service import databases

from outcomelab.errors import ProtocolError
from outcomelab.service.actions import analysing
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.refusals import Code


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_stranger_s_protocol_is_not_held_against_the_study_s_holding(led):
    led.begin()
    wrong = led.protocol.replace('name = "justice"', 'name = "courts"')
    assert wrong != led.protocol
    with pytest.raises(ProtocolError):
        analysing.link(led.by("linker"), led.reference, wrong)
    stranger = By(999, timezone.now())
    for act in (analysing.link, analysing.fix, analysing.try_out):
        told = [act(stranger, reference, wrong) for reference in (led.reference, "2026-999")]
        assert told[0].code is Code.NOT_YOUR_ROLE
        assert told[0].sentence == told[1].sentence
