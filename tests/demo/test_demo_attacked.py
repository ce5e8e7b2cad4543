"""What the demo releases, attacked."""

from outcomelab.demo.attacked import attacked


def test_nobodys_outcome_follows_from_what_the_demo_releases():
    attempts = attacked()
    assert {attempt.tries > 100 for attempt in attempts} == {True}
    assert [attempt.success for attempt in attempts] == [0.0] * 2
