"""Whoever asks for whatever address, their own or others': nothing breaks, and nothing of others is told."""

import re
from contextlib import ExitStack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tests.unit.service.placing import undone
from tests.unit.service.web.addresses import addresses, filled
from tests.unit.service.web.two_studies import IDENTIFIERS, two_studies

from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account

ADDRESSES = addresses()
FEW = settings(
    max_examples=3, stateful_step_count=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
INVENTED = st.one_of(
    st.sampled_from(["2026-999", "0", "-1", "9" * 30, "%00", "..", "a'b", "é", "x" * 300]),
    st.text(min_size=1, max_size=8),
)
FIELD = re.compile(r'name="([\w-]+)"')


@pytest.fixture
def there(placed, tmp_path):
    """Two studies of parties that have nothing to do with one another."""
    (tmp_path / "data").mkdir(mode=0o700)
    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        yield two_studies(placed)


def test_nothing_breaks_and_nothing_of_others_is_told(there):
    class Asking(RuleBasedStateMachine):
        """People of either study and of the lab, who ask for anything."""

        def __init__(self):
            super().__init__()
            self.stack = ExitStack()
            self.stack.enter_context(undone())
            self.fields = {"sure", "open", "act", "decision"}

        def teardown(self):
            self.stack.close()

        @rule(part=st.sampled_from(there), state=st.sampled_from(State))
        def it_moves(self, part, state):
            part.move(state)

        @rule(
            who=st.sampled_from([number for part in there for number in part.people]),
            asked=st.lists(st.sampled_from(ADDRESSES), min_size=6, max_size=6),
            whose=st.sampled_from(there),
            data=st.data(),
        )
        def somebody_asks(self, who, asked, whose, data):
            client = Client(SERVER_NAME="localhost", raise_request_exception=True)
            client.force_login(Account.objects.get(pk=who))
            for address, names in asked:
                values = {name: data.draw(values_of(name, whose)) for name in names}
                path, method = filled(address, values), data.draw(st.sampled_from(["get", "get", "post"]))
                sent = (
                    {name: data.draw(values_of(name, whose)) for name in self.drawn(data)}
                    if method == "post"
                    else {}
                )
                said = self.answer(client, method, path, sent)
                known = f"{path} {sent}"
                for part in there:
                    told = [mark for mark in part.kept_from(who) if mark in said and mark not in known]
                    assert told == [], (who, method, path)
                assert [name for name in IDENTIFIERS if name in said] == [], (who, method, path)

        def drawn(self, data):
            return data.draw(st.lists(st.sampled_from(sorted(self.fields)), max_size=4, unique=True))

        def answer(self, client, method, path, sent):
            """What is answered, with every answer it leads on to."""
            given = getattr(client, method)(path, sent, follow=True)
            assert given.status_code < 500, (method, path, sent)
            said = (b"".join(given.streaming_content) if given.streaming else given.content).decode(
                errors="replace"
            )
            self.fields |= set(FIELD.findall(said))
            return said

    run_state_machine_as_test(Asking, settings=FEW)


def values_of(name, whose):
    """Values for a place of an address or a field of a form: real ones of a study's, or invented."""
    real = {
        "reference": [whose.study, whose.study, whose.agreement], "agreement": [whose.agreement],
        "name": [whose.holding], "custodian": [whose.custodian], "number": whose.people, "pk": whose.people,
        "command": [one.value for one in Command], "act": [one.value for one in Command],
        "decision": [one.value for one in Command], "ending": ["pdf", "zip", "json"], "output": [whose.output],
        "part": [one.name for one in APPLICATION], "version": [1, 2],
        "participants": [SimpleUploadedFile("a.csv", b"a")],
    }  # fmt: skip
    found = real.get(name)
    return st.one_of(st.sampled_from(found), st.sampled_from(found), INVENTED) if found else INVENTED


def test_whoever_has_to_do_with_a_study_is_told_and_others_are_not(there):
    for part in there:
        for who in (there[0].people[0], there[1].people[0]):
            client = Client(SERVER_NAME="localhost")
            client.force_login(Account.objects.get(pk=who))
            answer = client.get(f"/studies/{part.study}/application/")
            told = any(word in answer.content.decode() for word in part.words)
            assert (answer.status_code, told) == ((404, False) if part.kept_from(who) else (200, True))
