"""Each way in which a study is refused, returned or ended, in a real browser: by whom, and what they are told."""

import datetime as dt

import pytest
from tests.browser.service.people import Somebody

from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.states import State

REFERENCE = "2026-014"
STUDY = f"/studies/{REFERENCE}/"


@pytest.fixture
def somebody(visitor, cast):
    """Somebody of the cast at their window, at a page of the study."""

    def at(part, place=""):
        one = Somebody(visitor(cast[part].account))
        one.go(STUDY + place)
        return one

    return at


def test_a_study_is_returned_with_comments_and_submitted_again(somebody, placed, world):
    row = placed.place(world.study(state=State.SUBMITTED))
    steward = somebody("steward", "approval/")
    steward.press("Return with comments")
    steward.reads("Write at least one comment")
    steward.page.locator("summary").filter(has_text="Comment on: What the answer is for").click()
    steward.write(use="Say who decides.")
    steward.press("Return with comments")
    steward.reads("Done: return with comments.")
    member = somebody("provider", "tasks/")
    member.reads("Comments to answer")
    member.follow("Write the application")
    member.reads("Say who decides.")
    member.follow("Change the answers about: What the answer is for")
    member.write(use="Our board decides.")
    member.press("Save and come back later")
    member.follow("Submit the application")
    member.press("Submit")
    member.reads("The application is with the custodian.")
    row.refresh_from_db()
    assert (row.state, row.draft["use"]) == (State.SUBMITTED, "Our board decides.")


def test_a_study_is_refused_for_good(somebody, placed, world):
    placed.place(world.study(state=State.SUBMITTED))
    steward = somebody("steward", "approval/")
    steward.page.locator("summary").filter(has_text="Comment on: List, Five Safes and anything else").click()
    steward.page.get_by_label("Anything else").fill("The agreement is not for ranking hostels.")
    steward.press("Refuse")
    steward.reads("A refusal is final: the provider has to begin a new study.")
    steward.press("Refuse the study")
    steward.reads("Done: refuse.")
    member = somebody("provider")
    member.reads("The agreement is not for ranking hostels.")
    member.is_told_why_not("Submit", "The study is refused, which is final, so nobody can submit")


def test_nothing_is_done_under_an_agreement_that_ended(somebody, placed, world):
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    analyst = somebody("analyst")
    ended = placed.world.today - dt.timedelta(days=1)
    placed.agree(ends=ended)
    analyst.press("Evaluate")  # the page was opened before
    day = f"{ended.day} {ended:%B %Y}"
    analyst.reads(f"The agreement ended on {day}, so nothing can be evaluated: ask the custodian for a new one.")
    analyst.follow("Go back")
    analyst.is_told_why_not("Evaluate", "The agreement ended on")


def test_a_checker_returns_the_outputs(somebody, placed, world):
    votes = world.ballots(Says.APPROVE, Says.ASK)
    placed.place(world.study(state=State.IN_CHECKING, ballots=votes))
    checker = somebody("our checker")
    checker.is_told_why_not("Clear the outputs", "Not every checker approves every output")
    checker.press("Return the outputs")
    checker.reads("Done: return the outputs.")
    analyst = somebody("analyst")
    analyst.reads("returned by checkers")
    analyst.reads("Amend the protocol")
    steward = somebody("steward")
    steward.reads("It is the turn of: an analyst of the lab.")


def test_a_study_is_withdrawn_while_others_work_on_it(somebody, placed, world):
    placed.place(world.study(state=State.LINKED))
    analyst = somebody("analyst", "protocol/")
    member = somebody("provider")
    member.press("Withdraw")
    member.reads("You are about to withdraw. This cannot be taken back.")
    member.press("Withdraw")
    member.reads("Done: withdraw.")
    analyst.press("Fix the protocol")
    analyst.reads("The study is withdrawn, which is final")
