"""A review from drawing to agreement."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from numpy.random import default_rng

from outcomelab import on_disk
from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.review import REVIEW_DESIGN, REVIEW_PAIRS
from outcomelab.linkage.review.agree import agree, take_up
from outcomelab.linkage.review.answers import check_reviewer, settled, to_answer
from outcomelab.linkage.review.draw import draw, fingerprint
from outcomelab.linkage.review.file import (
    design_file,
    read_answers,
    read_design,
    read_pairs,
    save_answer,
    write_review,
)
from outcomelab.protocol.model import Linkage

ROLE, DESIGN = "a" * 64, "b" * 64


def test_what_a_reviewer_sees_has_neither_score_nor_stratum_nor_key(drawn):
    assert drawn.pairs.schema == REVIEW_PAIRS
    assert not {"row", "person_key", "match_probability", "stratum"} & set(drawn.pairs.column_names)


def test_every_stratum_has_as_many_pairs_as_it_says(drawn):
    assert drawn.design.schema == REVIEW_DESIGN
    strata = drawn.design["stratum"].to_pylist()
    assert [strata.count(n) for n in range(len(drawn.strata))] == [one.drawn for one in drawn.strata]


def test_links_kept_are_all_in_the_frame(drawn, linked):
    assert sum(one.size for one in drawn.strata if one.kept) == linked.crosswalk.num_rows
    assert drawn.links == fingerprint(linked.crosswalk)


def test_the_same_seed_draws_the_same_pairs_whatever_the_order(drawn, uncertain):
    rng = default_rng(2)
    participants = uncertain.participants.take(rng.permutation(uncertain.participants.num_rows))
    assert draw(participants, uncertain.persons, Linkage(), pairs=60) == drawn


def test_a_review_of_too_few_is_refused(uncertain):
    with pytest.raises(UsageError, match="20"):
        draw(uncertain.participants, uncertain.persons, Linkage(), pairs=3)


def test_no_name_is_on_the_disk_in_the_clear(review, drawn):
    names = {name.encode() for name in drawn.pairs["list_surname"].to_pylist() if name and len(name) > 4}
    written = b"".join(path.read_bytes() for path in review.parent.iterdir())
    assert not [name for name in names if name in written]


def test_both_files_are_closed_to_others_and_nothing_else_is_left(review):
    assert sorted(path.name for path in review.parent.iterdir()) == ["check.review", "check.review.design"]
    assert {path.stat().st_mode & 0o077 for path in (review, design_file(review))} == {0}


def test_the_reviewers_key_opens_the_pairs_and_not_the_design(review, drawn):
    assert read_pairs(review, ROLE) == drawn.pairs
    with pytest.raises(LinkageError, match="does not open"):
        read_design(review, ROLE)


def test_another_key_opens_nothing(review):
    with pytest.raises(LinkageError, match="does not open"):
        read_pairs(review, "c" * 64)
    with pytest.raises(LinkageError, match="does not open"):
        save_answer(review, "c" * 64, "Ann", 1, "match")


class Killed(BaseException):
    """What no code of ours is there to see."""


def killed_at(monkeypatch, name):
    """Whoever writes a review from now on is killed, as far as the disk can tell, before a file gets this name."""

    def rename(place, to):
        if to.name == name:
            raise Killed
        return Path.replace(place, to)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(on_disk.shutil, "rmtree", lambda *_, **__: None)


@pytest.mark.parametrize(("name", "there"), [("check.review", False), ("check.review.design", True)])
def test_a_review_whose_drawing_was_killed_is_not_there_or_is_whole(drawn, tmp_path, monkeypatch, name, there):
    with monkeypatch.context() as until:
        killed_at(until, name)
        with pytest.raises(Killed):
            write_review(drawn, tmp_path / "check.review", ROLE, DESIGN)
    assert not list(tmp_path.glob("*.design"))
    with pytest.raises(LinkageError, match="exists already") if there else nullcontext():
        write_review(drawn, tmp_path / "check.review", ROLE, DESIGN)
    assert read_pairs(tmp_path / "check.review", ROLE) == drawn.pairs
    assert read_design(tmp_path / "check.review", DESIGN)[0] == drawn.design
    assert sorted(path.name for path in tmp_path.iterdir()) == ["check.review", "check.review.design"]


def test_a_review_is_never_written_over(review, drawn):
    with pytest.raises(LinkageError, match="exists already"):
        write_review(drawn, review, ROLE, DESIGN)


def test_answers_are_kept_one_by_one_and_the_last_word_counts(review):
    save_answer(review, ROLE, "Ann", 2, "match")
    save_answer(review, ROLE, "Ben", 2, "unsure")
    save_answer(review, ROLE, "Ann", 2, "not")
    assert read_answers(review, ROLE) == {"Ann": {2: "not"}, "Ben": {2: "unsure"}}


def test_agreement_waits_for_two_who_are_through(review, answer):
    answer("Ann")
    answer("Ben", only=(1, 2))
    with pytest.raises(UsageError, match="Ben: 2 of"):
        agree(review, ROLE, DESIGN)


def test_two_who_say_the_same_settle_everything(review, answer, drawn):
    others = _pairs_of(drawn, kept=False)
    answer("Ann", no=others)
    answer("Ben", no=others)
    found = agree(review, ROLE, DESIGN)
    assert (found.agreement, found.unsure, found.precision[0], found.missed[0]) == (1.0, 0, 1.0, 0.0)
    assert found.kappa == pytest.approx((1.0, 1.0, 1.0))
    assert found.recall[0] == 1.0


def test_a_wrong_link_counts_for_all_of_its_stratum(review, answer, drawn):
    number, stratum = next((n, one) for n, one in enumerate(drawn.strata) if one.kept)
    wrong = drawn.design["pair"].to_pylist()[drawn.design["stratum"].to_pylist().index(number)]
    no = {*_pairs_of(drawn, kept=False), wrong}
    answer("Ann", no=no)
    answer("Ben", no=no)
    kept = sum(one.size for one in drawn.strata if one.kept)
    assert agree(review, ROLE, DESIGN).precision[0] == pytest.approx(1 - stratum.size / stratum.drawn / kept)


def test_where_two_differ_a_third_settles_it(review, answer, drawn):
    answer("Ann", no=(1, 2))
    answer("Ben", no=(2, 3))
    given = read_answers(review, ROLE)
    pairs = drawn.pairs.num_rows
    assert to_answer(given, "Cem", pairs) == (1, 3)
    assert [settled(given, pairs)[pair] for pair in (1, 2, 3)] == ["unsure", "not", "unsure"]
    answer("Cem", no=(1,), unsure=(3,), only=(1, 3))
    given = read_answers(review, ROLE)
    assert [settled(given, pairs)[pair] for pair in (1, 2, 3)] == ["not", "not", "unsure"]
    with pytest.raises(UsageError, match="fourth"):
        to_answer(given, "Dee", pairs)


def test_a_third_waits_for_the_first_two(review, answer, drawn):
    answer("Ann")
    answer("Ben", only=(1,))
    with pytest.raises(UsageError, match="Two people"):
        to_answer(read_answers(review, ROLE), "Cem", drawn.pairs.num_rows)


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "a;drop", "\x1b[2J"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(UsageError):
        check_reviewer(name)


def test_a_review_speaks_of_the_links_it_was_drawn_from_only(review, answer, linked):
    answer("Ann")
    answer("Ben")
    found = agree(review, ROLE, DESIGN)
    assert take_up(linked, found).report.clerical == found
    fewer = replace(linked, crosswalk=linked.crosswalk.slice(1))
    with pytest.raises(LinkageError, match="other links"):
        take_up(fewer, found)


def test_a_list_nobody_resembles_leaves_nothing_to_draw(uncertain):
    strangers = [
        {"row": 2 + at, "surname": 4 * name, "forename": 4 * name, "postcode": "99999"}
        for at, name in enumerate("Qxz")
    ]
    nobody = pa.Table.from_pylist(strangers, uncertain.participants.schema)
    with pytest.raises(LinkageError, match="nothing to draw"):
        draw(nobody, uncertain.persons, Linkage())


def _pairs_of(drawn, *, kept):
    both = zip(drawn.design["pair"].to_pylist(), drawn.design["stratum"].to_pylist(), strict=True)
    return {pair for pair, stratum in both if drawn.strata[stratum].kept is kept}
