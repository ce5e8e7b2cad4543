"""Two checkers, one of them the custodian's, who don't see each other's votes before giving theirs."""

from hypothesis import given
from hypothesis import strategies as st

from outcomelab.service.domain.checking import Ballot, Outcome, Says, missing, outcome, visible

OUTPUTS = ("table", "chart")


@st.composite
def rounds(draw):
    """The ballots of a round: some of several checkers, now and then one that leaves an output out."""
    covers = st.sampled_from([OUTPUTS, OUTPUTS, OUTPUTS[:1]])
    checkers = draw(
        st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=4, unique_by=lambda one: one[0])
    )
    return tuple(
        Ballot(number, custodian, tuple((output, draw(st.sampled_from(Says))) for output in draw(covers)))
        for number, custodian in checkers
    )  # fmt: skip


@given(rounds())
def test_outputs_are_clear_only_when_two_checkers_approve_every_one_and_one_is_the_custodian_s(ballots):
    whole = [ballot for ballot in ballots if len(ballot.says) == len(OUTPUTS)]
    enough = len(whole) >= 2 and any(ballot.custodian for ballot in whole)
    assert (outcome(ballots, OUTPUTS) is not Outcome.WAITING) is enough is (missing(ballots, OUTPUTS) == "")
    if outcome(ballots, OUTPUTS) is Outcome.CLEAR:
        assert {says for ballot in whole for _, says in ballot.says} == {Says.APPROVE}


@given(rounds(), st.integers(1, 6))
def test_nobody_sees_a_vote_before_giving_theirs_while_the_round_is_open(ballots, viewer):
    seen = visible(ballots, OUTPUTS, viewer)
    whole = tuple(ballot for ballot in ballots if len(ballot.says) == len(OUTPUTS))
    voted = viewer in {ballot.checker for ballot in whole}
    decided = outcome(ballots, OUTPUTS) is not Outcome.WAITING
    assert seen == (whole if voted or decided else ())


@given(rounds())
def test_one_more_vote_against_never_clears(ballots):
    against = Ballot(9, True, tuple((output, Says.REFUSE) for output in OUTPUTS))
    assert outcome((*ballots, against), OUTPUTS) is not Outcome.CLEAR


def test_one_checker_counted_twice_is_one_checker():
    twice = (Ballot(1, True, tuple((one, Says.APPROVE) for one in OUTPUTS)),) * 2
    assert outcome(twice, OUTPUTS) is Outcome.WAITING


@given(rounds(), st.sampled_from(Says))
def test_a_vote_on_outputs_that_changed_since_decides_nothing(ballots, says):
    stale = Ballot(9, True, (("table before", says), ("chart", says)))
    assert outcome((*ballots, stale), OUTPUTS) is outcome(ballots, OUTPUTS)
    assert visible((*ballots, stale), OUTPUTS, 9) == visible(ballots, OUTPUTS, 9)


def test_without_an_output_there_is_nothing_to_clear():
    assert outcome((Ballot(1, True, ()), Ballot(2, False, ())), ()) is Outcome.WAITING
