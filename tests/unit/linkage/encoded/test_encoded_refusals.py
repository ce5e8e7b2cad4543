"""What linkage of encodings refuses, and that it refuses to see a key."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest

from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.errors import LinkageError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import Encoded
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.encoded.people import link_encoded_people
from outcomelab.protocol.model import Linkage

KEY = ProjectKey.new("refusals")


@pytest.fixture(autouse=True)
def nowhere_near_a_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def people(number: int, **given: list[object]) -> pa.Table:
    columns: dict[str, list[object]] = {
        "row": [*range(2, number + 2)],
        "surname": [f"Surname{chr(97 + i % 26)}" for i in range(number)],
        "forename": [f"Forename{chr(97 + i % 19)}" for i in range(number)],
        "date_of_birth": [dt.date(1980, 1, 1) + dt.timedelta(days=i) for i in range(number)],
    }
    columns |= given
    return pa.table({f.name: pa.array(columns.get(f.name, [None] * number), f.type) for f in COHORT_IDENTIFIERS})


def encoded(number: int = 20, key: ProjectKey = KEY, hardening: str = "plain", **given: list[object]) -> Encoded:
    return encode(people(number, **given), key, hardening)


def refusal(left: Encoded, right: Encoded) -> str:
    with pytest.raises(LinkageError) as caught:
        link_encoded(left, right, Linkage())
    return str(caught.value)


def test_another_key_is_refused():
    assert "two different keys" in refusal(encoded(), encoded(key=ProjectKey.new("refusals")))


def test_another_project_is_refused():
    assert "two projects" in refusal(encoded(), encoded(key=ProjectKey.new("another")))


def test_another_hardening_is_refused():
    assert "two different hardenings" in refusal(encoded(), encoded(hardening="diffused-5"))


@pytest.mark.parametrize(
    ("field", "words"), [("format", "two versions of the encoding"), ("standard", "standard forms")]
)
def test_another_version_is_refused(field, words):
    one = encoded()
    assert words in refusal(one, replace(one, encoding=replace(one.encoding, **{field: "0"})))


def test_a_list_of_one_is_refused():
    assert "the encoded list has 1 different record" in refusal(encoded(1), encoded())


def test_two_files_are_refused_as_files(tmp_path):
    with pytest.raises(LinkageError, match="the right file has 2 different records"):
        link_encoded_people(encoded(), encoded(2), Linkage(), [tmp_path])


def test_an_empty_list_is_refused():
    one = encoded()
    assert "is empty" in refusal(Encoded(one.encoding, one.records.slice(0, 0)), one)


def test_one_date_of_birth_for_all_is_refused():
    assert "same date of birth" in refusal(encoded(date_of_birth=[dt.date(1980, 1, 1)] * 20), encoded())


def test_one_name_for_all_is_refused():
    same = {"surname": ["Samename"] * 20, "forename": ["Samename"] * 20}
    assert "same name" in refusal(encoded(**same), encoded())


def test_names_alone_are_refused():
    nothing: dict[str, list[object]] = {"date_of_birth": [None] * 20}
    assert "cannot tell people apart" in refusal(encoded(**nothing), encoded(**nothing))


def test_columns_that_are_no_encoding_are_refused():
    one = encoded()
    assert "not those of an encoding" in refusal(Encoded(one.encoding, one.records.drop_columns("pair")), one)


def test_a_row_given_twice_is_refused():
    one = encoded()
    twice = Encoded(one.encoding, pa.concat_tables([one.records, one.records]))
    assert "once only" in refusal(twice, one)


def test_with_a_key_in_its_folder_linkage_refuses_to_run(tmp_path):
    KEY.write(tmp_path / "kept.json")
    assert "must not hold their key" in refusal(encoded(), encoded())


def test_with_a_key_beside_the_encodings_linkage_refuses_to_run(tmp_path):
    (tmp_path / "in").mkdir()
    KEY.write(tmp_path / "in" / "project.key")
    with pytest.raises(LinkageError, match="must not hold their key"):
        link_encoded(encoded(), encoded(), Linkage(), near=[tmp_path / "in"])


def test_with_a_passphrase_in_its_environment_linkage_refuses_to_run(monkeypatch):
    monkeypatch.setenv("OUTCOMELAB_PASSPHRASE", "something long and secret")
    words = refusal(encoded(), encoded())
    assert "OUTCOMELAB_PASSPHRASE" in words
    assert "secret" not in words.replace("secret it", "")


def test_files_with_nothing_in_common_are_refused_in_words():
    nobody, numbers = {"surname": [None] * 40, "forename": [None] * 40}, [f"P{number}" for number in range(40)]
    left = encoded(40, **nobody, date_of_birth=[None] * 40, service_number=numbers)
    right = encoded(40, **nobody, date_of_birth=[None] * 40, postcode=numbers)
    with pytest.raises(LinkageError):
        link_encoded_people(left, right, Linkage())
