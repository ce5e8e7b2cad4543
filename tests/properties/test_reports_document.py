"""Whatever is cleared, a report can be made of it, and it keeps its promises."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from outcomelab.handovers.figures import Figures
from outcomelab.reports.data import open_data
from outcomelab.reports.document import document
from outcomelab.reports.html import page
from outcomelab.reports.pdf import pdf
from outcomelab.reports.plain import plain
from outcomelab.reports.say import saying
from outcomelab.reports.schema import results_schema
from outcomelab.reports.words import found, headline_of

PIECES = [
    "Effect",
    "the eﬀect",
    "cost-effective",
    "<b>",
    "&amp;",
    '"',
    "'",
    "#let",
    "*",
    "$",
    "\\",
    "=1+1",
    "\x00",
    "\n",
]
PIECES += [
    "\u202e",
    "\u200b",
    "{{ x }}",
    "{% if %}",
    "]]>",
    "//",
    "W" * 60,
    "Łódź",
    "中文",
    "🙂",
    "word",
    "of people",
]
words = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)
counts = st.integers(0, 10**7).map(lambda n: 5 * n)
maybe = st.one_of(st.none(), counts)


@st.composite
def estimates(draw: st.DrawFn, decimals: int) -> dict[str, Any]:
    step = 10.0**-decimals
    ends = sorted(draw(st.lists(st.integers(-500, 500), min_size=3, max_size=3)))
    low, best, high = (round(step * end, max(decimals, 0)) for end in ends)
    hidden = draw(st.integers(0, 5)) == 0
    return {
        "method": draw(words),
        "label": draw(words),
        "estimand": draw(st.sampled_from(["ATT", "ATO", "other"])),
        "estimate": None if hidden else best,
        "low": None if hidden else low,
        "high": None if hidden else high,
        "withheld": draw(words),
    }


@st.composite
def outcomes(draw: st.DrawFn) -> dict[str, Any]:
    decimals = draw(st.integers(-3, 2))
    effect = draw(estimates(decimals))
    low, high = effect["low"], effect["high"]
    verdict = "withheld"
    if low is not None:
        clear = draw(st.sampled_from(["higher" if low > 0 else "lower", "suggestive"]))
        verdict = "inconclusive" if low <= 0 <= high else clear
    return {
        "name": "outcome",
        "label": draw(words),
        "kind": draw(st.sampled_from(["any", "count", "time-to-first", "amount"])),
        "unit": draw(words),
        "better": draw(st.sampled_from(["higher", "lower"])),
        "follow_up": draw(words),
        "primary": draw(st.booleans()),
        "measure": draw(words),
        "among": draw(st.sampled_from(["", "", "outcome"])),
        "part_of": draw(st.sampled_from(["", "outcome"])),
        "subgroup": draw(words),
        "level": draw(words),
        "participants": draw(maybe),
        "comparison": draw(maybe),
        "participants_value": draw(st.one_of(st.none(), st.integers(0, 99).map(float))),
        "comparison_value": draw(st.one_of(st.none(), st.integers(0, 99).map(float))),
        "decimals": decimals,
        "effect": effect,
        "beside": draw(st.lists(estimates(decimals), max_size=2)),
        "verdict": verdict,
        "band": draw(st.sampled_from(["", "under 20%"])),
        "withheld": draw(words),
    }


def linkage_details(
    shares: st.SearchStrategy[float | None], smds: st.SearchStrategy[float | None]
) -> st.SearchStrategy[dict[str, Any]]:
    share = shares.filter(lambda value: value is not None)
    interval = st.one_of(st.none(), st.just({"estimate": 0.98, "low": 0.9, "high": 1.0}))
    two = {"precision_percent": shares, "recall_percent": shares}
    held = st.fixed_dictionaries({"group": words, "level": words, "linked": maybe, "withheld": words, **two})
    known = st.fixed_dictionaries(
        {"variable": words, "level": words, "linked_percent": share, "unlinked_percent": share, "smd": smds}
    )
    cut = st.fixed_dictionaries(
        {"threshold": st.floats(0.5, 1), "links": maybe, "changed": maybe, "withheld": words, **two}
    )
    clerical = st.fixed_dictionaries(
        {
            "pairs": counts,
            "agreement_percent": st.just(96.0),
            "kappa": interval,
            "precision_percent": interval,
            "recall_percent": interval,
        }
    )
    method = st.fixed_dictionaries(
        {
            "identifiers": st.lists(words, max_size=3),
            "persons": counts,
            "pairs": counts,
            "left_out": st.booleans(),
            "asked_percent": st.just(99.0),
            "threshold": st.just(0.913),
            "versions": st.lists(words, max_size=2),
        }
    )
    return st.fixed_dictionaries(
        {
            "compared_percent": shares,
            "held": st.lists(held, max_size=2),
            "known": st.lists(known, max_size=2),
            "thresholds": st.lists(cut, max_size=2),
            "clerical": st.one_of(st.none(), clerical),
            "method": st.one_of(st.none(), method),
        }
    )


@st.composite
def releases(draw: st.DrawFn) -> Figures:
    shares = st.one_of(st.none(), st.sampled_from([0.0, 95.5, 99.96]))
    smds = st.one_of(st.none(), st.integers(-300, 300).map(lambda n: n / 100))
    group = st.fixed_dictionaries(
        {
            "group": words,
            "level": words,
            "participants": maybe,
            "linked_percent": shares,
            "precision_percent": shares,
            "recall_percent": shares,
            "withheld": words,
        }
    )
    row = st.fixed_dictionaries(
        {
            "covariate": words,
            "label": words,
            "level": words,
            "participants_percent": st.one_of(st.none(), st.integers(0, 100)),
            "comparison_percent": st.one_of(st.none(), st.integers(0, 100)),
            "smd_before": smds,
            "smd_after": smds,
            "colour": st.sampled_from([None, "green", "amber", "red"]),
            "withheld": words,
        }
    )
    loss = st.fixed_dictionaries({"reason": words, "count": maybe})
    step = st.fixed_dictionaries(
        {"step": words, "label": words, "count": maybe, "lost": st.lists(loss, max_size=3)}
    )
    study: dict[str, Any] = {
        name: draw(words)
        for name in (
            "title",
            "programme",
            "provider",
            "custodian",
            "agreement",
            "question",
            "index_event",
            "holding",
        )
    }
    study |= {
        "population": draw(st.lists(words, max_size=2)),
        "made_on": draw(st.dates()),
        "protocol_sha256": "0" * 64,
        "fixed_on": dt.date(2026, 1, 2),
        "changed_after_outcomes": draw(st.booleans()),
    }
    sizes = {name: draw(counts) for name in ("participants", "matched", "comparison", "pool")}
    return Figures.model_validate(
        {
            "study": study,
            "flow": draw(st.lists(step, max_size=4)),
            "linkage": {
                "overall": draw(group),
                "groups": draw(st.lists(group, max_size=2)),
                "warnings": draw(st.lists(words, max_size=1)),
                **draw(linkage_details(shares, smds)),
            },
            "matching": {
                **sizes,
                "colour": draw(st.sampled_from(["green", "amber", "red"])),
                "notes": draw(st.lists(words, max_size=1)),
            },
            "balance": draw(st.lists(row, max_size=3)),
            "outcomes": draw(st.lists(outcomes(), max_size=2)),
            "subgroups": draw(st.lists(outcomes(), max_size=1)),
            "rules": {"threshold": 10, "base": 5, "events_for_time": 30},
        }
    )


@given(releases())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_sentence_can_be_made_and_claims_nothing_when_red(figures: Figures) -> None:
    shown = plain(figures)
    said = [headline_of(shown)]
    for outcome in shown.outcomes:
        lists = saying(outcome, shown)
        said += [*found(outcome, shown), *lists.can, *lists.cannot]
    assert all(said)
    assert not re.search(r"\b(nan|None|inf)\b", " ".join(said))
    if shown.matching.colour == "red":
        assert "effect" not in " ".join(said).lower()


@given(releases())
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a report takes too long to shrink
)
def test_every_release_makes_a_page_and_a_pdf_that_keep_their_promises(figures: Figures) -> None:
    report = document(figures)
    html = page(report)
    pages = PdfReader(io.BytesIO(pdf(report))).pages
    everything = html + " ".join(p.extract_text() for p in pages)
    assert "<script" not in html
    assert not re.search(r"\b(nan|None|inf)\b", everything)
    if figures.matching.colour == "red":
        assert "effect" not in everything.lower()


@given(releases())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_release_makes_open_data_and_results_that_follow_the_schema(figures: Figures) -> None:
    files = open_data(figures)
    assert all(b"nan" not in content and b"None" not in content for content in files.values())
    assert not list(Draft202012Validator(results_schema()).iter_errors(json.loads(figures.model_dump_json())))
