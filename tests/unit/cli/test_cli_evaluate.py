"""`outcomelab evaluate` on a table of its own."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import outcomelab.cli.main  # noqa: F401 registers the commands
from outcomelab.cli.app import app
from outcomelab.errors import OutcomeLabError
from outcomelab.handovers.e_value import of_hazard
from outcomelab.handovers.impact_schema import impact_schema, schema_text

RUNNER = CliRunner()
ASKED = ("--treatment", "helped", "--outcome", "again", "--covariate", "age", "--covariate", "region")


@pytest.fixture
def people(tmp_path):
    """300 participants, older than 3,000 others, of whom fewer come again."""
    rng = np.random.default_rng(5)
    helped = np.arange(3300) < 300
    age = rng.normal(30 + 3 * helped, 8).round(1)
    columns = {
        "helped": helped.astype(int),
        "age": age,
        "region": np.where(rng.random(3300) < 0.4, "north", "south"),
        "again": (rng.random(3300) < 0.45 - 0.1 * helped).astype(int),
        "visits": rng.poisson(2, 3300),
        "place": rng.choice(["home", "hostel", "street"], 3300),
        "days": np.minimum(rng.exponential(300, 3300).round() + 1, 365),
    }
    columns["seen"] = (columns["days"] < 365).astype(int)
    table = pd.DataFrame(columns)
    table.to_csv(tmp_path / "people.csv", index=False)
    pq.write_table(pa.Table.from_pandas(table), tmp_path / "people.parquet")
    return tmp_path


def written(folder):
    return json.loads((folder / "impact.json").read_text(encoding="utf-8"))


def run(people, *options, table="people.csv"):
    result = RUNNER.invoke(app, ["evaluate", str(people / table), "--out", str(people / "out"), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_without_raw_every_figure_is_cleared(people):
    run(people, *ASKED)
    file = written(people / "out")
    assert file["figures"] == "cleared"
    assert file["participants"] % 5 == 0
    line = file["estimates"][0]
    assert (line["method"], line["estimand"]) == ("radius", "ATT")
    assert line["estimate"] == round(line["estimate"], 2)


def test_raw_figures_say_that_they_are(people):
    run(people, *ASKED, "--raw")
    file = written(people / "out")
    assert file["figures"] == "unrounded"
    assert "not passed disclosure control" in file["note"]
    assert file["estimates"][0]["estimate"] != round(file["estimates"][0]["estimate"], 2)


def test_csv_and_parquet_give_the_same_bytes(people):
    run(people, *ASKED, "--raw")
    first = (people / "out" / "impact.json").read_bytes()
    run(people, *ASKED, "--raw", table="people.parquet")
    assert (people / "out" / "impact.json").read_bytes() == first


def test_every_kind_of_outcome_is_told_from_its_values(people):
    more = ("--outcome", "visits", "--outcome", "place", "--outcome", "days:seen")
    run(people, *ASKED, *more, "--raw")
    kinds = {line["outcome"]: line["kind"] for line in written(people / "out")["estimates"]}
    assert kinds == {
        "again": "any",
        "visits": "count",
        "place=home": "any",
        "place=hostel": "any",
        "place=street": "any",
        "days": "time-to-first",
    }


def test_a_times_e_value_is_made_from_its_published_hazard_ratio(people):
    run(people, "--treatment", "helped", "--outcome", "days:seen", "--covariate", "age")
    file = written(people / "out")
    hazard, (value,) = file["survival"][0]["hazard_ratio"], file["sensitivity"]["e_values"]
    share = next(at["incidence"] for at in file["survival"][0]["points"][::-1] if at["group"] == "comparison")
    expected = of_hazard(hazard["ratio"], hazard["low"], hazard["high"], share)
    assert value["scale"] == "hazard-ratio"
    assert (value["e_value"], value["e_value_limit"]) == (round(expected.estimate, 2), round(expected.limit, 2))


def test_pictures_and_tables_are_beside_it(people):
    run(people, *ASKED)
    names = {path.name for path in (people / "out").iterdir()}
    assert {
        "estimates.csv",
        "balance.csv",
        "picture-balance.svg",
        "picture-overlap.svg",
        "picture-result-1.svg",
    } <= names


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--treatment", "helped", "--outcome", "nothing", "--covariate", "age"), "no column nothing"),
        (("--treatment", "helped", "--outcome", "again"), "at least one covariate"),
        (("--treatment", "age", "--outcome", "again", "--covariate", "region"), "true and false"),
        (("--treatment", "helped", "--outcome", "again", "--covariate", "again"), "two parts"),
        ((*ASKED, "--method", "magic"), "no method"),
        (("--outcome", "again"), "--treatment"),
        ((*ASKED, "--protocol", "study.toml"), "what --treatment would.*not both"),
        (("--protocol", "study.toml", "--method", "nearest"), "what --method would"),
        (("--protocol", "study.toml", "--ratio", "1"), "what --ratio would"),
        (("--protocol", "study.toml", "--caliper", "0.2"), "what --caliper would"),
        (("--protocol", "study.toml", "--no-replace"), "what --replace would"),
        (("--protocol", "study.toml", "--distance", "score"), "what --distance would"),
        ((*ASKED, "--hidden", "0.01"), "goes with --links-right"),
        ((*ASKED, "--exact", "again"), "again is given two parts"),
        ((*ASKED, "--subgroup", "helped"), "helped is given two parts"),
        ((*ASKED, "--subgroup", "age"), "subgroup age has .* different values"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(people, options, said):
    with pytest.raises(OutcomeLabError, match=said):
        run(people, *options)
    assert not (people / "out").exists()


def refused(people, columns, covariates):
    """What `evaluate` says of a table it refuses; it has written nothing."""
    table = pd.read_csv(people / "people.csv").assign(**columns)
    table.to_csv(people / "awkward.csv", index=False)
    named = [part for name in covariates for part in ("--covariate", name)]
    with pytest.raises(OutcomeLabError) as said:
        run(people, "--treatment", "helped", "--outcome", "again", *named, table="awkward.csv")
    assert not (people / "out").exists()
    return str(said.value)


def test_a_table_whose_columns_tell_the_sides_apart_is_refused_by_their_names(people):
    helped = np.arange(3300) < 300
    assert refused(people, {"größe": helped * 100 + np.arange(3300) % 7}, ["age", "größe"]).startswith(
        "größe tells"
    )
    quasi = np.where(helped, 5 + np.arange(3300) % 3, np.arange(3300) % 6)
    assert refused(people, {"months": quasi}, ["age", "months"]).startswith("months tells")
    assert refused(people, {"member": helped}, ["age", "member"]).startswith("member tells")
    words = np.where(helped, "inside", "outside")
    assert refused(people, {"place": words}, ["age", "place"]).startswith("place (inside) tells")


def test_a_column_of_names_is_refused_without_saying_one(people):
    said = refused(people, {"who": [f"person {place}" for place in range(3300)]}, ["age", "who"])
    assert "who has 3,300 different values" in said
    assert "person 7" not in said


def test_whole_numbers_that_turn_to_fractions_late_in_a_large_file_are_read(people):
    table = pd.read_csv(people / "people.csv")
    large = pd.concat([table] * 30, ignore_index=True).assign(late=range(99_000))
    late = large.late.astype(str)
    late.iloc[-1] = "0.5"
    large.assign(late=late).to_csv(people / "large.csv", index=False)
    assert (people / "large.csv").stat().st_size > 2**20
    asked = ("--treatment", "helped", "--outcome", "again", "--covariate", "late", "--exact", "region")
    assert run(people, *asked, "--method", "radius", table="large.csv").exit_code == 0


@pytest.mark.parametrize("raw", [("--raw",), ()], ids=["raw", "cleared"])
def test_what_is_written_follows_the_schema(people, raw):
    run(people, *ASKED, "--outcome", "place", "--subgroup", "region", *raw)
    assert not list(Draft202012Validator(impact_schema()).iter_errors(written(people / "out")))


def test_the_schema_in_the_documents_is_fresh():
    stale = "stale: run python -m outcomelab.handovers.impact_schema docs/impact.schema.json"
    docs = Path(__file__).parents[3] / "docs"
    assert (docs / "impact.schema.json").read_text(encoding="utf-8") == schema_text(), stale


@pytest.mark.parametrize(("raw", "figures"), [(("--raw",), "unrounded"), ((), "cleared")], ids=["raw", "cleared"])
def test_tables_hold_what_the_file_holds_and_say_whether_they_are_cleared(people, raw, figures):
    run(people, *ASKED, *raw)
    file = written(people / "out")
    rows = lines_of(people / "out" / "estimates.csv")
    assert [row["estimate"] for row in rows] == [str(line["estimate"]) for line in file["estimates"]]
    for name in ("estimates", "balance", "overlap"):
        assert {line["figures"] for line in lines_of(people / "out" / f"{name}.csv")} == {figures}


def lines_of(file):
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("raw", [("--raw",), ()], ids=["raw", "cleared"])
def test_the_last_lines_say_what_was_found_and_for_whom(people, raw):
    said = run(people, *ASKED, *raw).output
    assert "Estimand: the mean difference for participants (ATT)" in said
    assert "interval -" in said if raw else "probably between" in said
    assert ("not cleared for release" in said) == bool(raw)


def test_without_raw_no_exact_count_is_said(people):
    table = pd.read_csv(people / "people.csv")
    table.loc[:2, "age"] = 200.0
    table.to_csv(people / "older.csv", index=False)
    said = run(people, *ASKED, table="older.csv").output.replace(str(people), "")
    assert "297" not in said
    assert "about 295 of about 295" in said


@pytest.mark.parametrize(
    "options",
    [
        ("--method", "radius", "--caliper", "0.1"),
        ("--method", "nearest", "--ratio", "3", "--caliper", "0.25", "--replace"),
        ("--method", "nearest", "--ratio", "2", "--no-replace"),
        ("--method", "ebal"),
        ("--method", "overlap"),
        ("--method", "att-weights"),
        ("--method", "nearest", "--method", "radius", "--exact", "place"),
    ],
    ids=" ".join,
)
def test_every_option_of_matching_is_taken(people, options):
    assert run(people, *ASKED, *options, "--raw").exit_code == 0
    assert written(people / "out")["estimates"][0]["method"] == options[1]


def test_groups_that_stay_unlike_are_warned_of_whatever_was_found(people):
    table = pd.read_csv(people / "people.csv")
    table.assign(age=table.age + 12 * table.helped).to_csv(people / "unlike.csv", index=False)
    wide = ("--method", "radius", "--caliper", "3")
    warning = "Even after matching the groups are not alike enough to say what the programme did (age: "
    assert warning in run(people, *ASKED, *wide, table="unlike.csv").output
    assert written(people / "out")["notes"][0].startswith(warning)
    assert warning not in run(people, *ASKED).output


def test_too_few_to_clear_leave_no_folder(people):
    pd.read_csv(people / "people.csv").iloc[275:].to_csv(people / "few.csv", index=False)
    with pytest.raises(OutcomeLabError, match="Fewer than 30"):
        run(people, *ASKED, table="few.csv")
    assert not (people / "out").exists()
    assert "no pictures were written" in run(people, *ASKED, "--raw", table="few.csv").output
    assert {path.suffix for path in (people / "out").iterdir()} == {".json", ".csv"}
