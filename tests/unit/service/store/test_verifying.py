"""How the whole log was found is one row, whoever looked."""

import threading

from django.db import connection
from tests.unit.service import databases

from outcomelab.service.store.models import AuditRow, VerifiedRow
from outcomelab.service.store.verifying import verified, verify


def test_two_workers_that_look_first_at_the_same_time_leave_one_row(study, noon):
    def look():
        verify(noon)
        databases.close()

    other = threading.Thread(target=look)

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("INSERT") and other.ident is None:
            other.start()
            other.join(0.3)  # on SQLite it waits for this one
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        verify(noon)
    other.join()
    assert VerifiedRow.objects.count() == 1
    assert (verified().end.number, verified().fault) == (AuditRow.objects.count(), "")
