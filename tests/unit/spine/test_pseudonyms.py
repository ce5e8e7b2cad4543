"""Pseudonyms: the same people meet within a project, and never between two."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pytest

from outcomelab import spine
from outcomelab.errors import HoldingError, UsageError
from outcomelab.handovers.spine import PSEUDONYMS
from outcomelab.holdings.spine import pseudonyms as room
from outcomelab.holdings.spine.pseudonyms import derive_key, forget, pseudonyms


@pytest.fixture(scope="module")
def made(two):
    """The pseudonyms of both holdings in two projects."""
    return {
        (project, holding): pseudonyms(two.holdings, two.keys, project, holding)
        for project in ("reoffending", "earnings")
        for holding in ("courts", "taxes")
    }


def by_truth(lab, table, holding):
    truth = lab.truth(holding)
    return {(truth[row["person_key"]], row["pseudonym"]) for row in table.to_pylist()}


def test_two_holdings_meet_in_a_project_as_the_true_people_do(two, made):
    courts = by_truth(two, made["reoffending", "courts"], "courts")
    taxes = by_truth(two, made["reoffending", "taxes"], "taxes")
    joined = {(one, other) for one, left in courts for other, right in taxes if left == right}
    right = {pair for pair in joined if pair[0] == pair[1]}
    assert (len(right) >= 470, len(joined - right) <= 5) == (True, True)


def test_everybody_of_the_holding_has_one_pseudonym(two, made):
    for (_, holding), table in made.items():
        assert table.schema == PSEUDONYMS
        assert sorted(table["person_key"].to_pylist()) == sorted(two.truth(holding))


def test_whoever_is_one_person_on_the_spine_has_one_pseudonym_and_nobody_else_has_it(two, made):
    keys = {row["person_key"]: row["spine_key"] for row in two.spine.membership.to_pylist()}
    pairs = {(keys[row["person_key"]], row["pseudonym"]) for row in made["earnings", "courts"].to_pylist()}
    assert len({key for key, _ in pairs}) == len({pseudonym for _, pseudonym in pairs}) == len(pairs)


@pytest.mark.parametrize("holding", ["courts", "taxes"])
def test_two_projects_have_no_pseudonym_in_common(made, holding):
    one, two = (set(made[project, holding]["pseudonym"].to_pylist()) for project in ("reoffending", "earnings"))
    assert not one & two


def test_no_order_or_arithmetic_leads_from_one_project_to_another(made, rank_correlation):
    one, two = (
        made[project, "taxes"].sort_by("person_key")["pseudonym"].to_numpy()
        for project in ("reoffending", "earnings")
    )
    unlike = 5 / np.sqrt(len(one))
    assert abs(rank_correlation(one, two)) < unlike
    assert abs(rank_correlation(one % 1024, two % 1024)) < unlike
    for combined in (one ^ two, one - two, one + two):
        _, counts = np.unique(combined, return_counts=True)
        assert counts.max() <= 2  # the same person's two records
        bits = np.unpackbits(combined.view(np.uint8).reshape(len(combined), 8), axis=1).mean(axis=0)
        assert np.abs(bits - 0.5).max() < 5 * 0.5 / np.sqrt(len(one))


def test_pseudonyms_say_nothing_of_keys(two, made, rank_correlation):
    table = made["reoffending", "taxes"].sort_by("person_key")
    spine_keys = {row["person_key"]: row["spine_key"] for row in two.spine.membership.to_pylist()}
    pseudonym, unlike = table["pseudonym"].to_numpy(), 5 / np.sqrt(table.num_rows)
    assert abs(rank_correlation(pseudonym, table["person_key"].to_numpy())) < unlike
    keys = np.array([spine_keys[key] for key in table["person_key"].to_pylist()])
    assert abs(rank_correlation(pseudonym, keys)) < unlike
    assert not set(pseudonym.tolist()) & (set(spine_keys) | set(spine_keys.values()))


def test_pseudonyms_come_in_their_own_order(made):
    values = made["earnings", "taxes"]["pseudonym"].to_pylist()
    assert values == sorted(values)


def test_asking_again_gives_the_same(two, made):
    assert pseudonyms(two.holdings, two.keys, "earnings", "taxes") == made["earnings", "taxes"]


def test_a_pseudonym_is_the_hmac_that_the_page_says(two, made):
    key = derive_key(bytes.fromhex((two.keys / "earnings.project.key").read_text()), "earnings")
    spine_keys = {row["person_key"]: row["spine_key"] for row in two.spine.membership.to_pylist()}
    for row in made["earnings", "taxes"].slice(0, 50).to_pylist():
        digest = hmac.digest(key, spine_keys[row["person_key"]].to_bytes(8, "big"), hashlib.sha256)
        assert row["pseudonym"] == int.from_bytes(digest[:8], "big", signed=True)


def test_hkdf_follows_the_rfc():
    """RFC 5869, appendix A.3, in our one block: salt and purpose are ours, the steps are the RFC's."""
    extracted = hmac.digest(b"", bytes.fromhex("0b" * 22), "sha256")
    assert extracted.hex() == "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"
    expected = hmac.digest(extracted, b"outcomelab pseudonyms 1 earnings\x01", "sha256")
    assert derive_key(bytes.fromhex("0b" * 22), "earnings") == expected


def test_a_forgotten_project_cannot_be_traced_back(two):
    before = pseudonyms(two.holdings, two.keys, "housing", "taxes")
    forget(two.keys, "housing")
    assert not (two.keys / "housing.project.key").exists()
    again = pseudonyms(two.holdings, two.keys, "housing", "taxes")
    assert not set(before["pseudonym"].to_pylist()) & set(again["pseudonym"].to_pylist())
    forget(two.keys, "housing")


def test_a_project_that_has_no_key_cannot_be_forgotten(two, made):
    with pytest.raises(HoldingError, match=r'no key .* Did you mean "earnings"'):
        forget(two.keys, "earning")
    assert made


def test_whoever_makes_pseudonyms_needs_no_key_to_identifiers(two, tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    for name in ("_spine.membership.key", "earnings.project.key"):
        (keys / name).write_bytes((two.keys / name).read_bytes()) if (two.keys / name).exists() else None
    assert pseudonyms(two.holdings, keys, "earnings", "taxes").num_rows == 1_300


@pytest.mark.parametrize("project", ["", "Earnings", "../earnings", "a b", "_spine"])
def test_a_project_needs_a_plain_name(two, project):
    with pytest.raises(UsageError, match="small letters"):
        pseudonyms(two.holdings, two.keys, project, "taxes")


def test_a_holding_that_is_not_registered_is_named(two):
    with pytest.raises(HoldingError, match=r'no holding tax .* Did you mean "taxes"'):
        pseudonyms(two.holdings, two.keys, "earnings", "tax")


def test_a_holding_registered_since_the_build_has_to_be_linked_first(lab, inventing):
    people = inventing(4, seed=91)
    lab.register("taxes", people)
    lab.build()
    lab.register("taxes", people)
    with pytest.raises(HoldingError, match="registered anew"):
        pseudonyms(lab.holdings, lab.keys, "earnings", "taxes")
    lab.register("births", people)
    with pytest.raises(HoldingError, match="not on the spine yet"):
        pseudonyms(lab.holdings, lab.keys, "earnings", "births")
    assert not (lab.keys / "earnings.project.key").exists()


def test_two_people_never_share_a_pseudonym(two, monkeypatch):
    made = room._made

    def colliding(*words):
        person, pseudonym, whole, everybody = made(*words)
        whole[0] = whole[1]
        return person, pseudonym, whole, everybody

    monkeypatch.setattr(room, "_made", colliding)
    with pytest.raises(HoldingError, match="share a pseudonym"):
        spine.pseudonyms(two.holdings, two.keys, "earnings", "taxes")
