"""What `outcomelab protect TABLE` can be asked, from the command line."""

import csv
import json

import pytest
from typer.testing import CliRunner

import outcomelab.cli.ledger
import outcomelab.cli.protect  # noqa: F401 its commands are in the app once it is imported
from outcomelab.cli.app import app
from outcomelab.errors import DisclosureRefused, UsageError

THERE = ("--engine", "spark", "--spark-master", "spark://host:7077")


@pytest.fixture
def people(tmp_path):
    """A thousand persons with one row each, or two."""
    path = tmp_path / "people.csv"
    rows = [
        f"{number:04},{'nsew'[number**2 % 4]},{'fm'[number % 2]},{'abcdef'[number**3 % 97 % 6]},{number % 83}"
        for number in range(1000)
        for _ in range(1 + number % 2)
    ]
    path.write_text("\n".join(["id,region,sex,finding,cost", *rows]) + "\n", encoding="utf-8")
    return path


def protect(path, *options, out="cleared"):
    out = path.parent / out
    words = ["protect", str(path), *map(str, options), "--out", str(out)]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((out / "cleared.csv").read_text(encoding="utf-8").splitlines()))
    return rows, json.loads((out / "evidence.json").read_text(encoding="utf-8"))


def test_persons_are_counted_not_rows(people):
    rows, _ = protect(people, "--by", "region", "--person", "id")
    assert rows[-1] == {"region": "Total", "count": "1000", "withheld": "false"}


def test_tables_that_share_margins_are_one_file(people):
    rows, evidence = protect(people, "--by", "region", "--and", "region,sex", "--and", "finding", "--person", "id")
    assert set(rows[0]) == {"region", "sex", "finding", "count", "withheld"}
    assert not [row for row in rows if row["sex"] != "Total" and row["finding"] != "Total"]
    assert evidence["audit"]["verdict"] == "safe"


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "1e9"])
def test_time_without_end_or_none_at_all_is_refused(people, seconds):
    with pytest.raises(UsageError, match="--seconds"):
        protect(people, "--by", "region", "--seconds", seconds)


def test_a_choice_made_in_little_time_is_audited_all_the_same(people):
    _, evidence = protect(people, "--by", "region", "--by", "finding", "--by", "cost", "--seconds", "0.01")
    assert evidence["audit"]["verdict"] == "safe"
    assert evidence["solver"] in ("rounding", "hypercube", "optimal")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--by", "region"), "say --engine spark, or name a file of this machine"),
        (("--by", "region", "--engine", "spark"), "Spark needs the address of its cluster"),
        (("--by", "region", "--count", "n", *THERE), "A table with counts of persons is small"),
        (("--by", "count", *THERE), "Name every column once, and none of them count"),
        (("--describe", "cost"), "--describe does not go with a table that a cluster reads"),
        (("--by", "region", "--perturb", "key"), "--perturb does not go with a table that a cluster reads"),
    ],
)
def test_what_a_cluster_cannot_do_with_a_table_that_it_reads_is_said_before_it_is_asked(tmp_path, options, words):
    asked = ["protect", "hdfs://host/people.parquet", *options, "--out", str(tmp_path / "cleared")]
    with pytest.raises(UsageError, match=words):
        CliRunner().invoke(app, asked, catch_exceptions=False, env={"OUTCOMELAB_SPARK_MASTER": ""})


@pytest.mark.parametrize("other", [("--describe", "cost"), ("--by", "region", "--perturb", "key")])
def test_an_engine_is_asked_for_to_count_and_for_nothing_else(people, other):
    with pytest.raises(UsageError, match=f"--engine does not go with {other[-2]}"):
        protect(people, *other, *THERE)


def test_rules_come_from_a_file_and_from_options(people):
    file = people.parent / "rules.toml"
    file.write_text("base = 10\np_percent = 12.5\n", encoding="utf-8")
    rows, evidence = protect(people, "--by", "region", "--person", "id", "--rules", file, "--threshold", "30")
    assert evidence["rules"]["threshold"] == 30
    assert evidence["rules"]["p_percent"] == 12.5
    assert all(int(row["count"]) % 10 == 0 for row in rows)


def test_the_cohort_and_nine_more_are_refused_and_nothing_is_written(people):
    lines = people.read_text(encoding="utf-8").splitlines(keepends=True)
    grown = people.parent / "grown.csv"
    grown.write_text("".join([*lines, *(f"x{n},n,f,a,1\n" for n in range(9))]), encoding="utf-8")
    asked = ("--by", "region", "--by", "finding", "--person", "id", "--ledger", people.parent / "ledger")
    first, _ = protect(people, *asked)
    with pytest.raises(
        DisclosureRefused, match=r"keep the cohort as it was in release 1\. To do so, add --coarsen"
    ):
        protect(grown, *asked, "--evidence", people.parent / "lab", out="second")
    assert not (people.parent / "second").exists()
    evidence = json.loads((people.parent / "lab" / "evidence.json").read_text(encoding="utf-8"))
    assert evidence["answer"].startswith("refused")
    assert evidence["overlaps"][0]["only_now"] == 9
    third, _ = protect(grown, *asked, "--coarsen", out="third")
    assert third == first


def test_the_ledger_says_what_was_released_of_a_table(people):
    protect(people, "--by", "finding", "--person", "id", "--ledger", people.parent / "ledger")
    result = CliRunner().invoke(
        app, ["ledger", "show", str(people.parent / "ledger"), "1"], catch_exceptions=False
    )
    assert "a table of people" in result.output
    assert "everyone in the table: 998 to 1002 persons" in result.output


def test_formulas_in_a_table_stay_text(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("=1+1\n" + "=cmd\n" * 20 + "@sum\n" * 30, encoding="utf-8")
    rows, _ = protect(path, "--by", "=1+1")
    assert [row["'=1+1"] for row in rows] == ["'=cmd", "'@sum", "Total"]


def test_codes_keep_their_leading_zeros_in_the_table_and_in_a_hierarchy(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("area\n" + "01\n" * 20 + "02\n" * 30 + "10\n" * 40, encoding="utf-8")
    (tmp_path / "areas.csv").write_text("child,parent\n01,0\n02,0\n10,1\n", encoding="utf-8")
    rows, _ = protect(path, "--by", "area", "--hierarchy", f"area={tmp_path / 'areas.csv'}")
    assert [(row["area"], row["count"]) for row in rows] == [
        ("01", "20"),
        ("02", "30"),
        ("10", "40"),
        ("0", "50"),
        ("1", "40"),
        ("Total", "90"),
    ]


def test_values_may_hold_commas_quotes_and_line_breaks(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text(
        "said\n" + '"a, b"\n' * 20 + '"so ""they"" say"\n' * 30 + '"two\nlines"\n' * 40, encoding="utf-8"
    )
    protect(path, "--by", "said")
    with (path.parent / "cleared" / "cleared.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["said"]: row["count"] for row in csv.DictReader(file)}
    assert rows == {"a, b": "20", 'so "they" say': "30", "two\nlines": "40", "Total": "90"}


def test_more_persons_than_can_be_told_apart_are_refused(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("area,n\na,900000000000000000\nb,20\n", encoding="utf-8")
    with pytest.raises(UsageError, match="counts more than 1,000,000,000,000 persons"):
        protect(path, "--by", "area", "--count", "n")


def test_whole_numbers_of_any_size_are_summed(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("area,x\n" + f"a,{2**62}\n" * 20 + f"b,{2**61}\n" * 20, encoding="utf-8")
    rows, _ = protect(path, "--by", "area", "--sum", "x")
    assert [float(row["sum"]) for row in rows] == pytest.approx([20 * 2**62, 20 * 2**61, 30 * 2**62], rel=0.005)


def test_amounts_so_large_that_others_are_nothing_beside_them_are_shown(tmp_path):
    path = tmp_path / "far_apart.csv"
    path.write_text("area,x\n" + "a,1e306\n" * 20 + "b,1\n" * 20, encoding="utf-8")
    rows, _ = protect(path, "--by", "area", "--sum", "x")
    assert [float(row["sum"]) for row in rows] == pytest.approx([2e307, 20, 2e307], rel=0.005)


def test_amounts_too_large_to_be_added_up_are_refused(tmp_path):
    path = tmp_path / "larger.csv"
    path.write_text("area,x\n" + "a,1e308\n" * 20, encoding="utf-8")
    with pytest.raises(UsageError, match="too large to be added up"):
        protect(path, "--by", "area", "--sum", "x")


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes(b"region\n" + "Malmö\n".encode("latin-1") * 20)
    with pytest.raises(UsageError, match="not written in UTF-8"):
        protect(path, "--by", "region")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--threshold", "5"), "never laxer"),
        (("--rules", "nowhere.toml"), "no TOML file of rules"),
        (("--zero", "region"), "--zero COLUMN=VALUE"),
        (("--zero", "region=x"), "does not have"),
        (("--ledger", "ledger"), "--person"),
        (("--sought", "region"), "goes with --ledger"),
        (("--and", "region,region"), "every column once"),
        (("--and", "region"), "named twice"),
        (("--merge", "--ordered", "region"), "Name them in order"),
        (("--costs",), "goes with --sum"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(people, options, words, monkeypatch):
    monkeypatch.chdir(people.parent)
    with pytest.raises(UsageError, match=words):
        protect(people, "--by", "region", *options)
    assert not (people.parent / "cleared").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--threshold", "20"), "--threshold does not go with a study's protocol"),
        (("--rules", "stricter.toml"), "--rules does not"),
        (("--person", "id"), "--person does not"),
        (("--by", "region"), "--by does not"),
        (("--and", "region"), "--and does not"),
        (("--merge",), "--merge does not"),
        (("--out", "cleared"), "--out does not"),
        (("--describe", "cost"), "--describe does not"),
        (("--perturb", "key"), "--perturb does not"),
    ],
)
def test_what_is_asked_of_a_table_is_not_passed_over_for_a_study(tmp_path, options, words):
    asked = ["protect", str(tmp_path / "study.toml"), "--holdings", "h", "--lab", str(tmp_path), *options]
    with pytest.raises(UsageError, match=words):
        CliRunner().invoke(app, asked, catch_exceptions=False)


@pytest.mark.parametrize("option", ["--holdings", "--lab"])
def test_what_is_asked_of_a_study_is_not_passed_over_for_a_table(people, option):
    with pytest.raises(UsageError, match=f"{option} does not go with a table"):
        protect(people, "--by", "region", option, "somewhere")


def test_a_checker_sees_whom_a_table_shares_with_others_though_nothing_of_it_can_be_shown(tmp_path):
    rows = [f"p{number},{'few' if number < 12 else 'many'},one" for number in range(312)]
    for name, some in (("all", rows), ("many", rows[12:])):
        (tmp_path / f"{name}.csv").write_text("\n".join(["id,kind,all", *some]) + "\n", encoding="utf-8")
    asked = ("--person", "id", "--ledger", tmp_path / "ledger")
    for name in ("all", "many"):
        protect(tmp_path / f"{name}.csv", "--by", "all", *asked)
    with pytest.raises(DisclosureRefused, match="would say too much"):
        protect(
            *(tmp_path / "all.csv", "--by", "kind", *asked, "--threshold", "20"),
            *("--evidence", tmp_path / "lab"),
            out="third",
        )
    evidence = json.loads((tmp_path / "lab" / "evidence.json").read_text(encoding="utf-8"))
    assert evidence["answer"].startswith("refused")
    assert evidence["outputs"] == []
    assert [(one["release"], one["only_now"], one["only_then"]) for one in evidence["overlaps"]] == [
        (1, 0, 0),
        (2, 12, 0),
    ]
