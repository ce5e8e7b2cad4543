"""The Justice Data Lab's measures, drafted from a dictionary, or what it lacks for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.template import new_measures

PERSON = Column("person", "string", "person")
TRIAL = Column("mode", "string", "code", categories=("summary", "triable either way", "indictable only"))
VERDICT = Column("verdict", "string", "code", categories=("guilty", "not guilty"))
SENTENCE = Column("sentence", "string", "code", categories=("fine", "suspended prison", "prison", "order"))
DECIDED = Column("sentenced_on", "date", "attribute")


def holding(*columns: Column, days: int = 4000, region: bool = True) -> Dictionary:
    place = (Column("region", "string", "code", categories=("north", "south")),) if region else ()
    offences = Table("convictions", (PERSON, Column("committed_on", "date", "event-date"), *columns))
    releases = Table("releases", (PERSON, Column("released_on", "date", "event-date")))
    persons = Table("persons", (PERSON, Column("score", "number", "attribute"), *place), one_row_a_person=True)
    start = dt.date(2010, 1, 1)
    end = start + dt.timedelta(days)
    return Dictionary("courts", "", "Ministry", "law", start, end, (persons, offences, releases))


def drafted(*columns: Column) -> Protocol:
    dictionary = holding(*columns)
    return read_text(new_measures(dictionary).text, "S.toml", dictionary)


def test_a_whole_dictionary_carries_eleven_measures_and_lacks_nothing() -> None:
    protocol = drafted(DECIDED, TRIAL, VERDICT, SENTENCE)
    assert new_measures(holding(DECIDED, TRIAL, VERDICT, SENTENCE)).missing == ()
    assert [(one.kind, one.among or "") for one in protocol.outcomes] == [
        ("any", ""),
        ("count", ""),
        ("time-to-first", "reoffended"),
        *[("any", "")] * 3,
        *[("count", "")] * 3,
        ("any", ""),
        ("count", "reoffended"),
    ]
    assert {(one.to_day, one.waiting_days, one.decided) for one in protocol.outcomes} == {
        (365, 183, "sentenced_on")
    }
    assert len({one.measure for one in protocol.outcomes}) == 6
    assert protocol.primary.name == "reoffended"
    assert (protocol.matching.region, protocol.index.table) == ("region", "releases")


def test_court_outcomes_are_told_by_their_words_the_gravest_first() -> None:
    firsts = [one for one in drafted(DECIDED, TRIAL, VERDICT, SENTENCE).outcomes if one.first]
    assert [one.first for one in firsts] == [
        {"mode": ("indictable only",)},
        {"mode": ("triable either way",)},
        {"mode": ("summary",)},
    ]
    assert [one.graver.get("mode", ()) for one in firsts] == [
        (),
        ("indictable only",),
        ("indictable only", "triable either way"),
    ]


def test_only_what_was_proven_counts() -> None:
    protocol = drafted(DECIDED, TRIAL, VERDICT, SENTENCE)
    assert all(one.where["verdict"] == ("guilty",) for one in protocol.outcomes)


def test_a_suspended_sentence_is_no_custody() -> None:
    custody = drafted(DECIDED, TRIAL, SENTENCE).outcomes[-1]
    assert custody.where == {"sentence": ("prison",)}


@pytest.mark.parametrize("other", ["dropped", "case withdrawn", "acquitted", "conviction quashed", "pending"])
def test_codes_of_what_was_not_proven_are_known_by_many_words(other: str) -> None:
    protocol = drafted(DECIDED, TRIAL, replace(VERDICT, categories=("guilty", other)), SENTENCE)
    assert {one.where["verdict"] for one in protocol.outcomes} == {("guilty",)}


def test_what_is_unknown_of_an_offence_says_nothing_of_its_decision() -> None:
    kind = Column("kind", "string", "code", categories=("theft", "unknown"))
    assert drafted(DECIDED, kind, TRIAL, VERDICT, SENTENCE).primary.where == {"verdict": ("guilty",)}


def test_a_column_of_yes_and_no_says_what_was_proven_and_who_was_sent_to_custody() -> None:
    proven, custody = (Column(name, "boolean", "attribute") for name in ("proven", "custodial"))
    protocol = drafted(DECIDED, TRIAL, proven, custody)
    assert all(one.where["proven"] is True for one in protocol.outcomes)
    assert protocol.outcomes[-1].where == {"proven": True, "custodial": True}
    assert len(protocol.outcomes) == 11


def test_who_was_in_custody_at_the_time_was_not_sent_there_for_it() -> None:
    inside = Column("committed_in_custody", "boolean", "attribute")
    assert not [one for one in drafted(DECIDED, TRIAL, VERDICT, inside).outcomes if one.measure == "Custody"]


@pytest.mark.parametrize(
    ("name", "columns", "where"),
    [
        ("prison_receptions", (), {}),
        ("sentences", (replace(SENTENCE, categories=("fine", "prison")),), {"sentence": ("prison",)}),
    ],
)
def test_custody_is_found_in_a_table_of_its_own(
    name: str, columns: tuple[Column, ...], where: dict[str, object]
) -> None:
    whole = holding(DECIDED, TRIAL, VERDICT)
    prison = Table(name, (PERSON, Column("received_on", "date", "event-date"), *columns))
    dictionary = replace(whole, tables=(whole.tables[0], prison, *whole.tables[1:]))
    found = new_measures(dictionary)
    protocol = read_text(found.text, "S.toml", dictionary)
    assert [(one.table, one.where, one.decided) for one in protocol.outcomes[-2:]] == [(name, where, None)] * 2
    assert (len(protocol.outcomes), found.missing, protocol.index.table) == (11, (), "releases")
    assert "which offence it was for is not known" in comments(found.text)


def test_releases_from_prison_are_no_custody() -> None:
    whole = holding(DECIDED, TRIAL, VERDICT)
    freed = replace(whole.tables[2], title="Releases from prison")
    assert "no code for custody" in new_measures(replace(whole, tables=(*whole.tables[:2], freed))).missing[0]


def test_the_draft_says_what_it_takes_for_proven_and_where_a_court_outcome_may_lack() -> None:
    said = comments(new_measures(holding(DECIDED, TRIAL, VERDICT, SENTENCE)).text)
    assert "Of verdict, these codes count as proven: guilty. These do not: not guilty." in said
    assert "Where mode is not known, an offence is of none of the three court outcomes." in said
    assert "does not say what was not proven" in comments(new_measures(holding(DECIDED, TRIAL, SENTENCE)).text)


def comments(text: str) -> str:
    return " ".join(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))


def test_sentences_are_court_outcomes_where_there_is_no_mode_of_trial() -> None:
    firsts = [one.first["sentence"] for one in drafted(DECIDED, SENTENCE).outcomes if one.first]
    assert firsts == [("prison",), ("suspended prison",), ("fine", "order")]


@pytest.mark.parametrize(
    ("columns", "words", "outcomes"),
    [
        ((TRIAL, SENTENCE), "no date of the court's decision", 11),
        ((DECIDED, TRIAL), "no code for custody", 9),
        ((DECIDED,), "no court outcome that can be told in three sorts", 3),
    ],
)
def test_what_is_missing_is_said_and_left_out(columns: tuple[Column, ...], words: str, outcomes: int) -> None:
    found = new_measures(holding(*columns))
    assert any(words in sentence for sentence in found.missing)
    assert len(read_text(found.text, "S.toml", holding(*columns)).outcomes) == outcomes
    assert words in comments(found.text)


def test_a_missing_region_is_said() -> None:
    assert "no region" in new_measures(holding(DECIDED, TRIAL, SENTENCE, region=False)).missing[0]


@pytest.mark.parametrize(
    ("called", "region"),
    [
        ("police_area", "police_area"),
        ("home_county", "home_county"),
        ("area_type", ""),
        ("home_regions", "home_regions"),
    ],
)
def test_regions_go_by_other_words_too(called: str, region: str) -> None:
    whole = holding(DECIDED, TRIAL, SENTENCE)
    persons = whole.tables[0]
    columns = tuple(replace(one, name=called) if one.name == "region" else one for one in persons.columns)
    dictionary = replace(whole, tables=(replace(persons, columns=columns), *whole.tables[1:]))
    protocol = read_text(new_measures(dictionary).text, "S.toml", dictionary)
    assert (protocol.matching.region or "") == region


def test_a_holding_without_offences_is_refused_in_words() -> None:
    whole = holding(DECIDED)
    with pytest.raises(HoldingError, match="has no table of offences"):
        new_measures(replace(whole, tables=(whole.tables[0], whole.tables[2])))


def test_a_holding_too_short_for_the_waiting_period_is_refused() -> None:
    with pytest.raises(HoldingError, match="follow-up and waiting period need 548"):
        new_measures(holding(DECIDED, days=500))
