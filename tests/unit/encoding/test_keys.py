"""Keys: made, kept, read, destroyed; never shown by accident."""

import json
import stat

import pytest

from outcomelab.encoding.keys import ProjectKey, checked, destroy, new_passphrase
from outcomelab.errors import EncodingError, OutcomeLabError, UsageError


def test_two_new_keys_of_one_project_differ():
    assert ProjectKey.new("p").mark != ProjectKey.new("p").mark


def test_one_secret_in_two_projects_gives_two_keys():
    one, other = ProjectKey("one", b"s" * 32), ProjectKey("other", b"s" * 32)
    assert one.derived("values") != other.derived("values")
    assert one.mark != other.mark


def test_a_key_comes_back_from_its_file_which_only_its_owner_can_read(tmp_path):
    key = ProjectKey.new("A project")
    key.write(tmp_path / "k.json")
    assert ProjectKey.read(tmp_path / "k.json") == key
    assert stat.S_IMODE((tmp_path / "k.json").stat().st_mode) == 0o600


def test_a_key_is_never_written_over_another(tmp_path):
    ProjectKey.new("p").write(tmp_path / "k")
    with pytest.raises(EncodingError, match="exists already"):
        ProjectKey.new("p").write(tmp_path / "k")


def test_a_key_does_not_show_in_its_repr():
    key = ProjectKey("p", bytes(range(32)))
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


@pytest.mark.parametrize("project", ["", " p", "p|q", "p\n", "é", "-p", "x" * 81])
def test_a_name_that_could_be_written_in_two_ways_is_refused(project):
    with pytest.raises(UsageError, match="project's name"):
        checked(project)
    with pytest.raises(UsageError, match="project's name"):
        ProjectKey.new(project)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a key file"),
        ("secret sauce", "not a key file"),
        ("[1, 2]", "not a key file"),
        ('{"key": "secret"}', "not a key file"),
        ('{"format": "outcomelab-project-key/9", "project": "p", "key": "secret"}', "another version"),
        ('{"format": "outcomelab-project-key/1", "project": "p", "key": "secret"}', "damaged"),
        ('{"format": "outcomelab-project-key/1", "project": "p"}', "damaged"),
        ('{"format": "outcomelab-project-key/1", "project": 7, "key": null}', "damaged"),
        ("x" * 20_000, "not a key file"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path, text, words):
    file = tmp_path / "k"
    file.write_text(text)
    with pytest.raises(EncodingError, match=words) as caught:
        ProjectKey.read(file)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_key_that_is_not_there_is_missed_by_name(tmp_path):
    with pytest.raises(EncodingError, match=r"no key file .*gone"):
        ProjectKey.read(tmp_path / "gone")
    with pytest.raises(EncodingError, match="cannot be opened"):
        ProjectKey.read(tmp_path)


def test_a_destroyed_key_is_gone_and_nothing_else_is_destroyed(tmp_path):
    key, other = tmp_path / "k", tmp_path / "accounts.json"
    ProjectKey.new("p").write(key)
    other.write_text(json.dumps({"format": "something else"}))
    destroy(key)
    assert not key.exists()
    with pytest.raises(OutcomeLabError):
        destroy(other)
    assert other.exists()


def test_a_passphrase_with_spaces_around_it_is_the_same_and_in_another_project_another():
    words = "seven long words nobody has ever said"
    assert ProjectKey.from_passphrase("p", f" {words}\n") == ProjectKey.from_passphrase("p", words)
    assert ProjectKey.from_passphrase("q", words).secret != ProjectKey.from_passphrase("p", words).secret


def test_one_wrong_letter_in_a_passphrase_shows_in_the_mark():
    one, other = (ProjectKey.from_passphrase("p", f"abcd-efgh-jkmn-pqr{end}") for end in "st")
    assert one.mark != other.mark


def test_a_short_passphrase_is_refused_without_being_repeated():
    with pytest.raises(EncodingError, match="fewer than 16") as caught:
        ProjectKey.from_passphrase("p", "hunter2")
    assert "hunter2" not in str(caught.value)


def test_generated_passphrases_have_100_bits_and_nothing_to_mix_up():
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    letters = set("".join(made)) - {"-"}
    assert not letters & set("01ilouvILO")
    assert len(letters) ** 24 >= 2**100
    assert {len(one.replace("-", "")) for one in made} == {24}
