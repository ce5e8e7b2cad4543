"""A time to a first event in the report: what its picture draws and tells, and the words beside it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports.blocks import Document, Picture
from outcomelab.reports.comparison import write_comparison
from outcomelab.reports.data import open_data
from outcomelab.reports.pictures.survival import survival_picture, survival_pictures
from outcomelab.reports.sections.survival import timing, timing_words

Samples = dict[str, Figures]


@pytest.fixture
def timed(samples: Samples) -> OutcomeFigure:
    return samples["good"].outcomes[2]


def _picture(outcome: OutcomeFigure) -> Picture:
    picture = survival_picture(outcome, 1)
    assert picture is not None
    return picture


def _changed(outcome: OutcomeFigure, **changes: object) -> OutcomeFigure:
    assert outcome.survival is not None
    return outcome.model_copy(update={"survival": outcome.survival.model_copy(update=changes)})


def _words(outcome: OutcomeFigure) -> str:
    assert outcome.survival is not None
    return timing_words(outcome, outcome.survival)


def test_the_picture_has_a_table_of_who_was_still_followed(timed: OutcomeFigure) -> None:
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", _picture(timed).svg)
    assert {"0", "90", "180", "330", "310", "295", "225", "4,215", "2,810", "Still followed"} <= set(texts)


def test_its_alternative_tells_every_point_with_its_interval(timed: OutcomeFigure) -> None:
    told = _picture(timed).alternative
    assert told.startswith("Days to the first rearrest. At the start 310 participants and 4,215 people")
    assert "At 330 days: participants 72 of every 100 without it (67 to 76), 225 still followed;" in told


def test_columns_that_would_touch_are_left_out(timed: OutcomeFigure) -> None:
    assert timed.survival is not None
    first = timed.survival.points[0]
    close = tuple(first.model_copy(update={"time": float(time)}) for time in range(300, 330, 3))
    texts = re.findall(r">(3[0-2]\d)</text>", _picture(_changed(timed, points=close)).svg)
    assert [time for time in texts if time != "310"] == ["327"]  # 310 participants at the start


def test_the_words_say_how_many_of_a_hundred_and_how_often(timed: OutcomeFigure) -> None:
    assert _words(timed) == (
        "“Days to the first rearrest”: after 330 days it had happened to 28 of every 100 participants, and to 34 "
        "of every 100 people of the comparison group. Among those still without it, it came to participants 0.800 "
        "times as often as to the comparison group (hazard ratio, 95% interval 0.610 to 1.04, which holds 1, no "
        "difference; a secondary figure, as if the ratio were the same all along)."
    )


def test_medians_are_said_where_they_may_be(timed: OutcomeFigure) -> None:
    one = _words(_changed(timed, comparison_median=300.0, hazard_ratio=None))
    assert one.endswith("Half had had it by about 300 days for the comparison group.")
    two = _words(_changed(timed, participants_median=1.0, comparison_median=300.0))
    assert "by about 1 day for participants and by about 300 days for the comparison group." in two


def test_curves_that_cannot_be_shown_say_why(timed: OutcomeFigure) -> None:
    none = _changed(timed, points=(), withheld="fewer than 10 events or people in every stretch of time")
    assert survival_picture(none, 1) is None
    assert "the curves cannot be shown (fewer than 10 events" in _words(none)


def test_the_section_stands_in_the_report(documents: Callable[[str], Document]) -> None:
    section = next(section for section in documents("good").sections if section.name == "time")
    assert [block.kind for block in section.blocks] == ["text", "text", "picture", "table"]


def test_without_a_time_there_is_no_section(samples: Samples) -> None:
    assert timing(samples["bare"]) is None
    assert survival_pictures(samples["bare"].outcomes) == ()


def test_the_open_data_have_a_row_a_group_and_time(samples: Samples) -> None:
    files = open_data(samples["good"])
    rows = list(csv.DictReader(io.StringIO(files["survival.csv"].decode())))
    assert len(rows) == 6
    assert [rows[1][name] for name in ("time", "group", "at_risk", "without", "low", "high")] == [
        "90", "comparison", "4010", "90", "88", "92",
    ]  # fmt: skip
    beside = list(csv.DictReader(io.StringIO(files["survival_figures.csv"].decode())))
    assert (beside[0]["hazard_ratio"], beside[0]["participants_median"]) == ("0.8", "")


def test_a_comparison_by_itself_writes_picture_and_points(
    samples: Samples, clear: Callable[[Figures], Cleared[Figures]], tmp_path: Path
) -> None:
    write_comparison(clear(samples["good"]), tmp_path)  # type: ignore[arg-type]
    assert (tmp_path / "picture-time-3.svg").is_file()
    line = json.loads((tmp_path / "impact.json").read_text(encoding="utf-8"))["survival"][0]
    assert line["points"][0] == {
        "time": 90, "group": "participants", "at_risk": 295, "events": None, "competing": None,
        "survival": 0.92, "low": 0.87, "high": 0.96, "incidence": 0.08,
    }  # fmt: skip
    assert (line["restricted_mean"], line["logrank"], line["hazard_ratio"]["ratio"]) == (None, None, 0.8)
