"""What is kept of an unfinished linkage, and who can read it."""

import stat

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.errors import UsageError
from outcomelab.unfinished import steps
from outcomelab.unfinished.envelope import seal, unseal
from outcomelab.unfinished.fingerprint import fingerprint
from outcomelab.unfinished.steps import folder_for, unfinished

NUMBERS = pa.table({"a": pa.array([1, 2, 3], pa.int32()), "b": pa.array([4, 5, None], pa.int8())})
SIDES = pa.table({"surname": ["Abney", None]}), pa.table({"surname": ["Abney", "Okafor"]})


def unheard(words):
    """Nobody listens."""


def ended(out, how):
    """A run that finishes one step and ends in an exception."""
    with unfinished(folder_for(out), "out") as keep:
        keep(SIDES, "p", unheard).keep("candidates", NUMBERS)
        raise how


@given(st.integers(0, 2), st.integers(0, 255), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_changed_anywhere_is_as_if_it_were_not_there(tmp_path, third, place, change):
    file = tmp_path / "x.step"
    seal(NUMBERS, file, b"k" * 32, "one")
    content = bytearray(file.read_bytes())
    content[(third * len(content) // 3 + place) % len(content)] ^= change
    file.write_bytes(content)
    assert unseal(file, b"k" * 32, "one") is None


@pytest.mark.parametrize("cut", [1, 8, 20, 100])
def test_a_file_cut_off_is_as_if_it_were_not_there(tmp_path, cut):
    file = tmp_path / "x.step"
    seal(NUMBERS, file, b"k" * 32, "one")
    file.write_bytes(file.read_bytes()[:-cut])
    assert unseal(file, b"k" * 32, "one") is None


def test_a_step_comes_back_whole_under_its_key_and_name_only(tmp_path):
    file = tmp_path / "x.step"
    seal(NUMBERS, file, b"k" * 32, "one")
    assert unseal(file, b"k" * 32, "one").equals(NUMBERS)
    assert unseal(file, b"K" * 32, "one") is None
    assert unseal(file, b"k" * 32, "two") is None


def test_the_fingerprint_knows_every_value_and_its_place():
    one = fingerprint(SIDES, "p")
    assert one == fingerprint((pa.table({"surname": ["Abney", None]}), SIDES[1]), "p")
    others = [
        (SIDES[::-1], "p"),
        (SIDES, "q"),
        ((pa.table({"surname": ["Abney", ""]}), SIDES[1]), "p"),
        ((pa.table({"forename": ["Abney", None]}), SIDES[1]), "p"),
        ((SIDES[0], pa.table({"surname": ["AbneyO", "kafor"]})), "p"),
    ]
    assert one not in [fingerprint(sides, words) for sides, words in others]


def test_a_stopped_run_is_taken_up_by_the_same_lists_only(tmp_path):
    said = []
    with pytest.raises(KeyboardInterrupt):
        ended(tmp_path / "out", KeyboardInterrupt())
    folder = folder_for(tmp_path / "out")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with unfinished(folder_for(tmp_path / "out"), "out") as keep:
        assert keep(SIDES, "p", said.append).take("candidates").equals(NUMBERS)
    assert said == ["An earlier run was stopped and is taken up after: candidates."]
    assert not folder.exists()


def test_other_lists_start_from_the_beginning_and_say_so(tmp_path):
    said = []
    with pytest.raises(KeyboardInterrupt):
        ended(tmp_path / "out", KeyboardInterrupt())
    with unfinished(folder_for(tmp_path / "out"), "out") as keep:
        assert keep(SIDES[::-1], "p", said.append).take("candidates") is None
    assert "from the beginning" in said[0]


def test_what_another_program_finished_is_not_taken_up(tmp_path, monkeypatch):
    said = []
    with pytest.raises(KeyboardInterrupt):
        ended(tmp_path / "out", KeyboardInterrupt())
    monkeypatch.setattr(steps, "program", lambda: "another, of the same version")
    with unfinished(folder_for(tmp_path / "out"), "out") as keep:
        assert keep(SIDES, "p", said.append).take("candidates") is None
    assert "another version of the program" in said[0]


def test_whoever_was_killed_before_anything_was_finished_had_nothing_that_is_missed(tmp_path):
    said = []
    folder = folder_for(tmp_path / "out")
    folder.mkdir()
    (folder / "mark").touch()  # not written yet
    with unfinished(folder, "out") as keep:
        keep(SIDES, "p", said.append)
    assert said == []


def test_two_runs_on_one_folder_are_refused(tmp_path):
    with (
        unfinished(folder_for(tmp_path / "out"), "out") as keep,
        unfinished(folder_for(tmp_path / "out"), "out") as other,
    ):
        keep(SIDES, "p", unheard)
        with pytest.raises(UsageError, match="Another run"):
            other(SIDES, "p", unheard)


def test_a_run_that_is_refused_leaves_nothing(tmp_path):
    with pytest.raises(UsageError):
        ended(tmp_path / "deep" / "out", UsageError("no"))
    assert list(tmp_path.iterdir()) == []
