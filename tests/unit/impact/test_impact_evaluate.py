"""What the comparison does with awkward input."""

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.errors import ImpactError
from outcomelab.impact.evaluate import evaluate


def people(n=400, pool=4000, effect=0.0, seed=1):
    """Participants older than the pool; the outcome depends on age; the programme adds `effect`."""
    rng = np.random.default_rng(seed)
    participant = np.arange(n + pool) < n
    age = rng.normal(30 + 3 * participant, 8)
    risk = 1 / (1 + np.exp(-(-0.5 + 0.04 * (age - 30))))
    y = (rng.random(n + pool) < risk + effect * participant).astype(float)
    region = np.where(rng.random(n + pool) < 0.3, "north", "south")
    return {"participant": participant, "age": age, "region": region.tolist(), "reoffended": y}


def result_of(columns, protocol):
    return evaluate(pa.table(columns), protocol)


def test_a_programme_that_does_nothing_has_zero_in_its_interval(make_protocol):
    effect = result_of(people(), make_protocol(("age",), ("region",))).outcomes[0].effect
    assert effect.low < 0 < effect.high


def test_a_programme_that_helps_is_found_where_the_plain_difference_misses_its_size(make_protocol):
    effect = (
        result_of(people(n=2000, pool=20000, effect=-0.15), make_protocol(("age",), ("region",)))
        .outcomes[0]
        .effect
    )
    assert effect.low < -0.15 < effect.high < 0


def test_all_methods_are_shown_beside_the_default(make_protocol):
    outcome = result_of(people(), make_protocol(("age",), ("region",))).outcomes[0]
    assert [e.method for e in outcome.beside] == [
        "unpaired-t",
        "nearest",
        "ebal",
        "overlap",
        "att-weights",
    ]


def test_nobody_on_one_side_is_refused(make_protocol):
    columns = people()
    with pytest.raises(ImpactError, match="no participants"):
        result_of(columns | {"participant": np.zeros(4400, dtype=bool)}, make_protocol(("age",)))
    with pytest.raises(ImpactError, match="nobody but participants"):
        result_of(columns | {"participant": np.ones(4400, dtype=bool)}, make_protocol(("age",)))


def test_a_covariate_that_tells_the_sides_apart_is_refused_by_name(make_protocol):
    columns = people()
    columns["member"] = columns["participant"].astype(float)
    with pytest.raises(ImpactError, match="Member tells participants and pool apart"):
        result_of(columns, make_protocol(("age", "member")))


def test_a_number_that_separates_the_sides_is_refused(make_protocol):
    columns = people()
    columns["score"] = columns["participant"] * 100.0 + np.linspace(0, 1, 4400)
    with pytest.raises(ImpactError, match="apart completely"):
        result_of(columns, make_protocol(("score",)))


def test_a_level_only_the_pool_has_is_set_aside_and_said(make_protocol):
    columns = people()
    region = np.array(columns["region"], dtype=object)
    region[500:520] = "islands"
    result = result_of(columns | {"region": region.tolist()}, make_protocol(("age",), ("region",)))
    assert any("Region (islands)" in note for note in result.notes)


def test_participants_at_a_level_the_pool_lacks_are_lost_with_a_reason(make_protocol):
    columns = people()
    region = np.array(columns["region"], dtype=object)
    region[:12] = "islands"
    result = result_of(columns | {"region": region.tolist()}, make_protocol(("age",), ("region",)))
    assert result.flow.lost[0].count == 12
    assert result.matched.matched + sum(loss.count for loss in result.flow.lost) == 400


def test_a_covariate_that_repeats_another_is_left_out_and_named(make_protocol):
    columns = people()
    columns["months"] = 12 * columns["age"]
    result = result_of(columns, make_protocol(("age", "months")))
    assert any(note.startswith("Months is already given") for note in result.notes)


def test_a_covariate_that_is_the_same_for_all_changes_nothing(make_protocol):
    columns = people()
    plain = result_of(columns, make_protocol(("age",)))
    same = result_of(columns | {"constant": np.full(4400, 7.0)}, make_protocol(("age", "constant")))
    assert same.outcomes == plain.outcomes


def test_unknown_values_lose_nobody(make_protocol):
    columns = people()
    age = [None if place % 7 == 0 else value for place, value in enumerate(columns["age"])]
    region = [None if place % 5 == 0 else value for place, value in enumerate(columns["region"])]
    result = result_of(columns | {"age": age, "region": region}, make_protocol(("age",), ("region",)))
    assert result.matched.participants == 400
    assert {"not recorded"} <= {row.level for row in result.balance}


def test_an_unknown_outcome_is_refused(make_protocol):
    columns = people()
    columns["reoffended"] = [None, *columns["reoffended"][1:]]
    with pytest.raises(ImpactError, match="unknown for some"):
        result_of(columns, make_protocol(("age",)))


def test_a_column_the_table_lacks_is_named(make_protocol):
    with pytest.raises(ImpactError, match="height"):
        result_of(people(), make_protocol(("age", "height")))


def test_too_few_participants_are_refused(make_protocol):
    with pytest.raises(ImpactError, match="Fewer than 10"):
        result_of(people(n=3), make_protocol(("age",)))


def test_an_outcome_everybody_shares_is_refused_by_name(make_protocol):
    with pytest.raises(ImpactError, match="Reoffended is the same for everyone"):
        result_of(people() | {"reoffended": np.zeros(4400)}, make_protocol(("age",)))


def test_people_all_alike_are_refused(make_protocol):
    with pytest.raises(ImpactError, match="alike on every covariate"):
        result_of(people() | {"age": np.full(4400, 30.0)}, make_protocol(("age",)))


def test_a_covariate_of_names_is_refused_without_saying_one():
    columns = people() | {"who": [f"person-{i}" for i in range(4400)]}
    with pytest.raises(ImpactError, match="who has 4,400 different values") as refused:
        evaluate(pa.table(columns), treatment="participant", outcomes=("reoffended",), covariates=("age", "who"))
    assert "person-" not in str(refused.value)


def test_people_can_be_compared_by_strata_alone():
    columns = people()
    result = evaluate(
        pa.table(columns),
        treatment="participant",
        outcomes=("reoffended",),
        exact=("region",),
        methods=("radius",),
    )
    y, took_part, north = (np.array(columns[n]) for n in ("reoffended", "participant", "region"))
    by_region = [
        y[took_part & (north == r)].mean() - y[~took_part & (north == r)].mean() for r in ("north", "south")
    ]
    share = [(north[took_part] == r).mean() for r in ("north", "south")]
    assert result.outcomes[0].effect.estimate == pytest.approx(float(np.dot(by_region, share)))


@pytest.mark.parametrize("frame", ["pandas", "duckdb", "pyarrow"])
def test_any_data_frame_goes_in(frame):
    import duckdb
    import pandas as pd

    everyone = pa.table(people())
    given = {"pandas": pd.DataFrame(people()), "duckdb": duckdb.sql("SELECT * FROM everyone"), "pyarrow": everyone}
    asked = {"treatment": "participant", "outcomes": ("reoffended",), "covariates": ("age", "region")}
    assert evaluate(given[frame], **asked) == evaluate(everyone, **asked)


def test_exact_matching_compares_within_strata_only(make_protocol):
    columns = people()
    result = result_of(columns, make_protocol(("age",), ("region",), exact=("region",)))
    rows = {(row.covariate, row.level): row for row in result.balance}
    assert rows["region", "north"].smd_after == pytest.approx(0.0, abs=1e-12)


def test_secondary_outcomes_are_adjusted_for_being_several(make_protocol):
    columns = people()
    rng = np.random.default_rng(5)
    extra = {name: (rng.random(4400) < 0.3).astype(float) for name in ("fined", "jailed")}
    protocol = make_protocol(("age",), (), (("reoffended", "any"), ("fined", "any"), ("jailed", "any")))
    outcomes = result_of(columns | extra, protocol).outcomes
    assert outcomes[0].p_holm is None
    assert all(o.p_holm is not None and 0 <= o.p_holm <= 1 for o in outcomes[1:])


def test_subgroups_compare_like_with_like(make_protocol):
    result = result_of(people(), make_protocol(("age",), ("region",), subgroups=("region",)))
    assert [(s.subgroup, s.level) for s in result.subgroups] == [("region", "north"), ("region", "south")]
    assert sum(s.participants.persons for s in result.subgroups) <= 400
