"""One full name for each nickname."""

import pytest

from outcomelab.people.called import called, digest, table
from outcomelab.people.standardise import first_word, forename


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("bob", "robert"),
        ("rob", "robert"),
        ("bill", "william"),
        ("liz", "elizabeth"),
        ("betty", "elizabeth"),
        ("jack", "john"),
        ("chris", "christopher"),
        ("peggy", "margaret"),
    ],
)
def test_a_nickname_stands_for_its_full_name(nickname, name):
    assert called(nickname) == name


@pytest.mark.parametrize("name", ["robert", "john", "sandra", "andrew", "mary", "quillfeather"])
def test_a_full_name_stands_for_itself(name):
    assert called(name) == name


def test_no_name_that_is_stood_for_stands_for_another():
    assert not set(table().values()) & set(table())


def test_every_name_is_in_its_standard_form_and_in_order():
    names = [*table(), *table().values()]
    assert all(first_word(forename(name) or "") == name for name in names)
    assert list(table()) == sorted(table())
    assert len(digest()) == 8
