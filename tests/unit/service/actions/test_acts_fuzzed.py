"""Whatever people do, in whatever order, to whichever study: nobody reaches what is another organisation's."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.service import databases
from tests.unit.service.actions.test_permission_matrix import VERBS, drafts_are_there  # noqa: F401
from tests.unit.service.placing import last_event, undone

from outcomelab.errors import OutcomeLabError
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.roles import MAY_HOLD, Side
from outcomelab.service.domain.seeing import sees
from outcomelab.service.domain.states import State
from outcomelab.service.queries import public, study, timeline, turns
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import Account, OrganisationRow, PostRow, StudyRow

REFERENCE, OTHERS = "2026-014", 500
SIDES = (Side.PROVIDER, Side.CUSTODIAN)
ACTS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 40)), min_size=1, max_size=12)


@pytest.fixture
def everybody(placed, world):
    """The people of the study, and for each of them somebody with the same role in another organisation."""
    placed.place(replace(world.study(), state=State.DRAFT, ballots=()))
    others = {side: OrganisationRow(key=f"other-{side}", name=side, side=side) for side in SIDES}
    rows = list(others.values())
    number = OTHERS
    for role, sides in MAY_HOLD.items():
        for side in set(sides) & set(others):
            account = Account(pk=number, email=f"{number}@example.org", password="!")
            rows += [account, PostRow(account=account, organisation=others[side], role=role)]
            number += 1
    placed.add(*rows)
    return [account.pk for account in placed.accounts.values()] + list(range(OTHERS, number))


@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
@given(acts=ACTS, state=st.sampled_from(State), viewers=st.sets(st.integers(0, 40), min_size=3, max_size=3))
def test_strangers_are_refused_in_the_same_words_and_shown_nothing_whatever_was_done_before(
    placed, everybody, noon, acts, state, viewers
):
    with undone():
        placed.move(StudyRow.objects.get(), state)
        for place, (command, who) in enumerate(acts):
            by = By(everybody[who % len(everybody)], noon + dt.timedelta(seconds=place))
            before = StudyRow.objects.values().get()
            try:
                decision = VERBS[command](by, "Begin again.")
            except OutcomeLabError:
                assert StudyRow.objects.values().get() == before
                continue
            assert last_event().who == by.account
            if by.account >= OTHERS:
                assert decision.code is Code.NOT_YOUR_ROLE
                assert decision.sentence.startswith("Only")
            if not isinstance(decision, Allowed):
                assert StudyRow.objects.values().get() == before
        for account in {everybody[viewer % len(everybody)] for viewer in viewers}:
            person, here = reading.person(account), reading.study(StudyRow.objects.get())
            seen = study.page(account, REFERENCE, noon.date()) is not None
            assert seen is sees(person, here) is bool(turns.turns(account, noon.date()))
            assert not (seen and account >= OTHERS)
            if account >= OTHERS:
                assert timeline.uses_of_my_data(account) == ()
        assert {one.reference for one in public.register()} <= {REFERENCE}
        assert log.verify()[1] == ()
