"""The pictures: what they draw and what they tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import altair as alt
import jsonschema
import pytest

from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Document, Picture
from outcomelab.reports.document import document
from outcomelab.reports.pictures import canvas
from outcomelab.reports.pictures.flowchart import flowchart
from outcomelab.reports.pictures.forest import forests
from outcomelab.reports.pictures.love import love

Samples = dict[str, Figures]


def _texts(picture: Picture) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)


def test_every_picture_of_a_report_is_what_vega_lite_s_schema_asks_for(samples, monkeypatch) -> None:
    asked, draw = [], canvas.vl_convert.vegalite_to_svg

    def seen(specification, **how):
        asked.append(specification)
        return draw(specification, **how)

    monkeypatch.setattr(canvas.vl_convert, "vegalite_to_svg", seen)
    document(samples["good"])
    assert len(asked) > 4
    for one in asked:
        alt.LayerChart.validate(one)
    asked[0]["layer"][0]["mark"] = "no such mark"
    with pytest.raises(jsonschema.ValidationError):
        alt.LayerChart.validate(asked[0])


@pytest.fixture(scope="module")
def panels(samples: Samples) -> tuple[Picture, ...]:
    return forests(samples["good"])


def test_outcomes_of_different_units_have_panels_of_their_own(panels: tuple[Picture, ...]) -> None:
    assert [p.title for p in panels] == [
        "The programme's effect per 100 people",
        "The programme's effect in pounds",
        "The programme's effect in days",
    ]


def test_outcomes_of_one_unit_share_a_panel(samples: Samples) -> None:
    first = samples["good"].outcomes[0]
    other = first.model_copy(update={"name": "b", "label": "Another", "primary": False})
    shared = forests(samples["good"].model_copy(update={"outcomes": (other, first)}))
    assert len(shared) == 1
    assert shared[0].alternative.startswith("Rearrested within a year")


def test_the_alternative_tells_estimate_interval_and_reading(panels: tuple[Picture, ...]) -> None:
    assert panels[0].alternative == (
        "Rearrested within a year: 8 fewer of every 100 people, 95% interval between 1 and 15 fewer. Better."
    )


def test_a_withheld_outcome_is_not_drawn(samples: Samples) -> None:
    assert "Rearrested" not in " ".join(p.svg for p in forests(samples["withheld"]))


def test_an_outcome_whose_interval_is_a_point_is_drawn(samples: Samples) -> None:
    first = samples["good"].outcomes[0]
    effect = first.effect.model_copy(update={"estimate": 0.0, "low": 0.0, "high": 0.0})
    still = first.model_copy(update={"effect": effect, "verdict": "inconclusive"})
    assert len(forests(samples["good"].model_copy(update={"outcomes": (still,)}))) == 1


def test_the_flow_draws_every_step_and_every_loss(samples: Samples) -> None:
    picture = flowchart(samples["good"])
    assert picture is not None
    said = _texts(picture)
    assert {"400", "385", "370", "355", "330", "310", "10: under 18 at release"} <= set(said)


def test_a_long_reason_is_wrapped_and_not_cut(samples: Samples) -> None:
    figures = samples["good"]
    reason = " ".join(f"word{n}" for n in range(40))
    last = figures.flow[-1]
    loss = last.lost[0].model_copy(update={"reason": reason})
    changed = figures.model_copy(update={"flow": (*figures.flow[:-1], last.model_copy(update={"lost": (loss,)}))})
    picture = flowchart(changed)
    assert picture is not None
    assert reason in " ".join(_texts(picture))


def test_a_flow_that_ends_in_a_merged_step_is_drawn(samples: Samples) -> None:
    figures = samples["good"]
    last = figures.flow[-1].model_copy(update={"count": None, "lost": ()})
    assert flowchart(figures.model_copy(update={"flow": (*figures.flow[:-1], last)})) is not None


def test_no_flow_is_no_picture(samples: Samples) -> None:
    assert flowchart(samples["bare"]) is None


def test_no_balance_is_no_picture(samples: Samples) -> None:
    assert love(samples["bare"]) is None


def test_the_love_plot_tells_both_distances_and_the_colour(samples: Samples) -> None:
    picture = love(samples["red"])
    assert picture is not None
    assert (
        "Arrests in the three years before release: 1.31 before matching, 0.23 after, red." in picture.alternative
    )


def test_the_love_plot_writes_the_figures_of_marks_past_its_edge(samples: Samples) -> None:
    picture = love(samples["good"])
    assert picture is not None
    assert "1.31 → 0.07" in _texts(picture)


def test_green_amber_and_red_differ_in_shape(samples: Samples) -> None:
    good = samples["good"]
    rows = tuple(
        good.balance[0].model_copy(update={"smd_after": smd, "colour": colour})
        for smd, colour in ((0.01, "green"), (0.08, "amber"), (0.3, "red"))
    )
    picture = love(good.model_copy(update={"balance": rows}))
    assert picture is not None
    shapes = {
        colour: set(re.findall(rf'd="([^"]+)"[^>]*fill="{colour}"', picture.svg))
        for colour in ("#2c7a4b", "#b26a00", "#a32a2a")
    }
    assert all(shapes.values())
    assert len(set.union(*shapes.values())) == sum(map(len, shapes.values()))


def test_pictures_are_the_same_every_time(samples: Samples) -> None:
    assert flowchart(samples["good"]) == flowchart(samples["good"])


@pytest.mark.parametrize("name", ["good", "merged", "red"])
def test_pictures_are_well_formed_and_carry_title_and_description(
    documents: Callable[[str], Document], name: str
) -> None:
    pictures = [b for s in documents(name).sections for b in s.blocks if b.kind == "picture"]
    for picture in pictures:
        root = ElementTree.fromstring(picture.svg)  # noqa: S314 our own drawing
        assert root.attrib["role"] == "img"
        assert root[0].text == picture.title
        assert root[1].text == picture.alternative
