"""On SQLite whoever wants to write comes to it, however busily others write."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from tests.unit.service import databases

from outcomelab.service.store.sqlite import base

WRITES = 10


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_others_that_write_without_a_pause_leave_nobody_waiting(address):
    written, stop = [], threading.Event()

    def busy():
        try:
            while not stop.is_set():
                with transaction.atomic():
                    time.sleep(0.005)
                    written.append(1)
        finally:
            databases.close()

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    while not written:
        time.sleep(0.001)
    meanwhile = []
    for _ in range(WRITES):
        before = len(written)
        with transaction.atomic():
            meanwhile.append(len(written) - before)
    stop.set()
    for thread in threads:
        thread.join()
    usually = sorted(meanwhile)[: WRITES - 3]  # a busy machine may have this thread wait, in whichever line
    assert sum(usually) < 10 * len(usually)


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_nobody_s_patience_begins_anew_at_the_head_of_the_line(address, monkeypatch):
    with transaction.atomic():
        pass  # so that there is a connection
    times = iter([0, 1_000])
    with monkeypatch.context() as patch:
        patch.setattr(base, "monotonic", lambda: next(times))
        with pytest.raises(OperationalError, match="database is locked"):
            transaction.atomic().__enter__()
    with transaction.atomic():
        assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
