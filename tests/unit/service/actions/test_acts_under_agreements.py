"""No act is done under an agreement that is not in force or does not cover it, whoever asks for it."""

import datetime as dt

import pytest
from tests.unit.service.actions.test_permission_matrix import REFERENCE, VERBS, drafts_are_there, set_up  # noqa: F401
from tests.unit.service.placing import GRANTS, last_event, undone

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain import binding
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Code, Refused
from outcomelab.service.domain.states import ROWS
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import JobRow, StudyRow

TODAY, DAY = dt.date(2026, 11, 27), dt.timedelta(1)
BOUND = [command for command in VERBS if ROWS[command].act is not None]
NOT_COVERED = {
    "expired": {"ends": TODAY - DAY},
    "revoked today": {"revoked": TODAY},
    "not yet started": {"starts": TODAY + DAY},
    "not signed": {"signatures": ()},
    "without documents": {"documents": ()},
    "for another purpose": {"purposes": (Purpose.SERVICE_PLANNING,)},
    "of another holding": {"grants": (GRANTS[0].model_copy(update={"holding": "health"}),)},
    "for larger cohorts": {"minimum_cohort": 121},
    "of fewer variables": {"grants": (GRANTS[0].model_copy(update={"variables": ("persons",)}),)},
    "of fewer outcomes": {"grants": (GRANTS[0].model_copy(update={"outcomes": ("convictions",)}),)},
    "with stricter rules": {"rules": DisclosureRules(threshold=20)},
}


@pytest.mark.parametrize("command", BOUND, ids=lambda command: command.value)
def test_an_act_is_refused_under_every_agreement_that_does_not_allow_it(command, placed, world):
    row, _, reason = set_up(placed, world, command)
    placed.move(row, next(iter(ROWS[command].moves)))
    for kind, changes in NOT_COVERED.items():
        terms = placed.agree(**changes)
        faults = binding.faults(ROWS[command].act, terms, reading.study(StudyRow.objects.get()), TODAY)
        if not faults:
            assert kind in ("with stricter rules", "for larger cohorts")
            continue
        before = StudyRow.objects.values().get()
        with undone():
            decision = VERBS[command](placed.by(ROWS[command].by[0]), reason)
            assert decision.code is faults[0].code, kind  # a new protocol reads more than the one in place
            assert (last_event().code, last_event().study) == (faults[0].code, REFERENCE)
        assert StudyRow.objects.values().get() == before
        assert not JobRow.objects.exists()
    assert log.verify()[1] == ()


@pytest.mark.parametrize("command", [Command.LINK, Command.FIX, Command.AMEND], ids=lambda command: command.value)
def test_a_new_protocol_is_held_against_the_agreement_before_it_is_taken(command, placed, world):
    row, _, _ = set_up(placed, world, command)
    placed.move(row, next(iter(ROWS[command].moves)))
    placed.agree(grants=(GRANTS[0].model_copy(update={"variables": ("persons", "persons.schooling")}),))
    narrow = GRANTS[0].model_copy(update={"outcomes": ("arrests",)})
    placed.agree(grants=(narrow,))  # the protocol in place reads no date of an arrest, this one does
    decision = VERBS[command](placed.by(ROWS[command].by[0]), "")
    assert isinstance(decision, Refused)
    assert (decision.code, "arrests.arrested_on" in decision.sentence) == (Code.OUTCOMES, True)
