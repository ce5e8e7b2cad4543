"""Whatever programs send by the API's own description, nothing breaks."""

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.service.domain.states import State

QUICK = settings(
    max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def test_nothing_that_is_sent_breaks_the_api(placed, secret, world):
    placed.place(world.study(state=State.SUBMITTED))
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    programs = [{"Authorization": f"Bearer {secret(part)}"} for part in ("provider", "steward", "administrator")]
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        tried(operation, programs)


def tried(operation, programs):
    """Send an operation whatever its description allows."""

    @QUICK
    @given(case=operation.as_strategy(), program=st.sampled_from(programs))
    def send(case, program):
        answer = case.call(headers=program)
        assert answer.status_code < 500, f"{operation.method} {operation.path}"

    send()
