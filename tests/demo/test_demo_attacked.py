"""What the demo releases, attacked."""

from outcomelab.demo.attacked import attacked


def test_nothing_of_anybody_follows_from_what_the_demo_releases():
    attempts = attacked()
    assert {attempt.attack.name for attempt in attempts} == {
        "decoding", "differencing", "homogeneity", "uniqueness", "event dates",
    }  # fmt: skip
    assert all(attempt.tries > 2 for attempt in attempts)
    assert [attempt.released for attempt in attempts if attempt.success > 0] == []
