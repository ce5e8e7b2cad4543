"""A study that is under way goes on where its service was moved to, and not with other records."""

import os

import pytest
from tests.unit.service import databases

from outcomelab.service.actions import analysing


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_a_linked_study_goes_on_with_a_younger_copy_of_its_holding_and_not_with_a_changed_one(led):
    led.begin()
    led.work()
    led.receive()
    led.done(analysing.link, "linker", led.protocol)
    assert led.work().state == "done"
    led.done(analysing.fix, "analyst", led.protocol)
    files = [file for file in (led.folder / "data" / "holdings" / "justice").iterdir() if file.is_file()]
    for file in files:
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)
        os.utime(file, (2_000_000_000, 2_000_000_000))
    led.done(analysing.evaluate, "analyst")
    job = led.work()
    assert job.state == "done", job.words
    record = led.folder / "data" / "holdings" / "justice" / "holding.json"
    record.write_bytes(record.read_bytes() + b"\n")
    led.done(analysing.evaluate, "analyst")
    job = led.work()
    assert (job.state, "not there any more" in job.words) == ("failed", True)
