"""The published vectors are what the program makes, and what a second, plain implementation makes."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest

from outcomelab.encoding.vectors import as_text, vectors
from outcomelab.handovers.encoded import ENCODED, HARDENINGS

FILE = Path(__file__).parents[3] / "docs" / "encoding-vectors.json"
OF_PYTHON = ("unicode", "folded")  # they grow with Unicode


@pytest.fixture(scope="module")
def plain(load):
    return load("plain_encoder")


@pytest.fixture(scope="module")
def published():
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_the_published_file_is_what_the_program_makes(published):
    made = json.loads(as_text(vectors()))
    if made["tables"]["unicode"] != published["tables"]["unicode"]:
        for tables in (made["tables"], published["tables"]):
            for name in OF_PYTHON:
                del tables[name]
    assert made == published


def test_the_keys_are_those_of_the_rfcs(published, plain):
    for told in published["keys"]:
        secret = bytes.fromhex(told["key"])
        if "passphrase" in told:
            assert plain.by_passphrase(told["passphrase"], told["project"]) == secret
        for purpose, derived in told["derived"].items():
            assert plain.hkdf(secret, told["project"], purpose, len(derived) // 2).hex() == derived
        assert told["mark"] == told["derived"]["check"]


def test_the_standard_form_follows_from_the_rules_in_words(published, plain):
    if published["tables"]["unicode"] != unicodedata.unidata_version:
        pytest.skip("another version of Unicode")
    form = plain.PlainForm(published["tables"])
    for record in published["records"]:
        assert form.person(record["given"]) == record["standard"]


@pytest.mark.parametrize("hardening", HARDENINGS)
def test_a_plain_implementation_gives_every_number(published, plain, hardening):
    key = published["keys"][0]
    encoder = plain.PlainEncoder(bytes.fromhex(key["key"]), key["project"], published["tables"])
    encoder.five = remembered(encoder.five)
    assert published["columns"] == ENCODED.names
    for record in published["records"]:
        expected = encoder.row(record["standard"], hardening)
        told = dict(zip(published["columns"], record[hardening], strict=True))
        for name, number in told.items():
            assert (None if number is None else int(number)) == expected.get(name), (record["given"]["row"], name)


def test_the_bits_told_are_those_of_a_plain_implementation(published, plain):
    key = published["keys"][0]
    encoder = plain.PlainEncoder(bytes.fromhex(key["key"]), key["project"], published["tables"])
    assert {bigram: encoder.bigram_bits(bigram) for bigram in published["filter_bits"]} == published["filter_bits"]
    assert [encoder.five(bit) for bit in range(8)] == published["diffused_from"]


def test_the_version_of_the_standard_form_ends_in_the_digest_of_the_nicknames(published):
    text = "".join(f"{name} {full}\n" for name, full in published["tables"]["called"].items())
    assert published["standard"] == "1:" + hashlib.sha256(text.encode()).hexdigest()[:8]
    assert {metadata["standard"] for metadata in published["metadata"].values()} == {published["standard"]}


def remembered(rule):
    seen = {}

    def once(argument):
        if argument not in seen:
            seen[argument] = rule(argument)
        return seen[argument]

    return once
