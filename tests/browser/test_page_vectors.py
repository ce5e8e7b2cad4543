"""The page gives every number of the published test vectors."""

import json
from pathlib import Path

import pytest

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "encoding-vectors.json").read_text(encoding="utf-8"))
FIRST = VECTORS["keys"][0]

BEGIN = """([key, project]) => {
    const master = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
    return modules.keys.derive(master, project);
}"""
MARK = f"async (given) => (await ({BEGIN})(given)).mark"
BITS = f"""async ([given, bigrams]) => {{
    const keys = await ({BEGIN})(given);
    return Promise.all(bigrams.map((bigram) => modules.filter.places(keys.filter, bigram)));
}}"""
MIXING = f"async (given) => modules.filter.diffusion((await ({BEGIN})(given)).diffusion)"
ENCODE = f"""async ([given, people, hardening]) => {{
    const keys = await ({BEGIN})(given);
    return (await modules.encode.encode(people, keys, given[1], hardening, () => {{}})).join("");
}}"""


@pytest.fixture
def page(modules):
    return modules("encode", "keys")


def a_date(text):
    return text.replace("-", "") if text else None


def as_listed(given):
    names = {
        "serviceNumber": "service_number",
        **{n: n for n in ("surname", "forename", "middle", "sex", "postcode")},
    }
    dates = {"born": a_date(given.get("date_of_birth")), "bornAlso": a_date(given.get("born_also"))}
    return {"row": given["row"], **{name: given.get(field) for name, field in names.items()}, **dates}


def test_keys_and_their_marks(page):
    for key in VECTORS["keys"]:
        if "passphrase" in key:
            made = page.evaluate(
                "async ([p, n]) => Array.from(await modules.keys.fromPassphrase(p, n))",
                [key["passphrase"], key["project"]],
            )
            assert bytes(made).hex() == key["key"]
        assert page.evaluate(MARK, [key["key"], key["project"]]) == key["mark"]


def test_bits_of_bigrams_and_their_diffusion(page):
    given = [FIRST["key"], FIRST["project"]]
    assert page.evaluate(BITS, [given, list(VECTORS["filter_bits"])]) == list(VECTORS["filter_bits"].values())
    assert page.evaluate(MIXING, given)[: len(VECTORS["diffused_from"])] == VECTORS["diffused_from"]


def test_the_standard_form_of_every_record(page):
    people = [as_listed(record["given"]) for record in VECTORS["records"]]
    found = page.evaluate("(people) => people.map(modules.standard.standardForm)", people)
    for form, record in zip(found, VECTORS["records"], strict=True):
        expected = as_listed(record["standard"])
        assert {name: form[name] for name in form} == {name: expected[name] for name in form}


@pytest.mark.parametrize("hardening", ["plain", "diffused-5"])
def test_every_number_of_every_record(page, hardening):
    people = [as_listed(record["given"]) for record in VECTORS["records"]]
    text = page.evaluate(ENCODE, [[FIRST["key"], FIRST["project"]], people, hardening])
    first, second, *rows = text.splitlines()
    assert json.loads(first.removeprefix("#")) == VECTORS["metadata"][hardening]
    assert second.split(",") == VECTORS["columns"]
    for row, record in zip(rows, VECTORS["records"], strict=True):
        assert row.split(",") == [number or "" for number in record[hardening]]
