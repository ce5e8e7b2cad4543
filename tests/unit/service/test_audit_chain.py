"""The audit log: whatever is done to it is found, and where; nothing in it is about a person."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from outcomelab import chain
from outcomelab.errors import UsageError
from outcomelab.service.domain.audit import Head, append, end, head, lines, verify
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.events import Event, event
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.states import State

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def made(first, count, end_of=None):
    events, at = [], end_of or Head()
    for number in range(count):
        at_time = NOON + dt.timedelta(seconds=number)
        placed = append(at, Event(at=at_time, who=first + number, command="sign-in", study="2026-014"))
        events.append(placed)
        at = Head(placed.number, placed.hash)
    return tuple(events)


LOG = made(1, 6)
TEXT = lines(LOG).splitlines(keepends=True)
NOTED = end(LOG)
places = st.integers(0, len(TEXT) - 1)


def found(changed, noted=None):
    """The line of the first fault; None where there is none."""
    faults = verify(b"".join(changed), noted)[1]
    return faults[0].line if faults else None


def forged(place, **changes):
    """The event of that place altered, with a hash that fits."""
    return append(Head(place, LOG[place].previous), LOG[place].model_copy(update=changes))


def test_a_log_as_it_was_written_has_no_fault_and_reads_back():
    assert verify(b"".join(TEXT), NOTED) == (LOG, ())
    assert verify(b"") == ((), ())


@given(places)
def test_a_log_that_has_grown_since_still_contains_the_head_noted_down(place):
    noted = Head(place + 1, LOG[place].hash)
    assert found(TEXT, noted) is None
    assert found(TEXT, Head()) is None


@settings(max_examples=300)
@given(st.data())
def test_any_byte_changed_is_found_in_its_line(data):
    place = data.draw(places)
    text = bytearray(TEXT[place])
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[at]))
    assert found([*TEXT[:place], bytes(text), *TEXT[place + 1 :]]) == place + 1


@given(places, st.sampled_from([{"who": 77}, {"code": "not-your-role"}, {"at": NOON}, {"study": "2026-099"}]))
def test_an_event_altered_with_a_hash_that_fits_is_found_at_the_next_or_by_the_head(place, changes):
    altered = forged(place, **changes)
    if altered == LOG[place]:
        return
    text = [*TEXT[:place], lines((altered,)), *TEXT[place + 1 :]]
    last = place == len(TEXT) - 1
    assert found(text, NOTED) == (place + 1 if last else place + 2)


@given(places)
def test_an_event_removed_is_found_where_it_was(place):
    text = TEXT[:place] + TEXT[place + 1 :]
    last = place == len(TEXT) - 1
    assert found(text, NOTED) == (0 if last else place + 1)


@given(places, places)
def test_an_event_inserted_is_found_there(place, copied):
    text = [*TEXT[:place], TEXT[copied], *TEXT[place:]]
    assert found(text) == (place + 2 if copied == place else place + 1)


@given(places)
def test_an_event_made_up_to_fit_is_found_at_the_one_after_it(place):
    text = [*TEXT[:place], lines((forged(place, who=77),)), *TEXT[place:]]
    assert found(text) == place + 2


@given(places, places)
def test_events_that_changed_places_are_found_at_the_first(one, other):
    text = list(TEXT)
    text[one], text[other] = text[other], text[one]
    assert found(text) == (None if one == other else min(one, other) + 1)


@given(places)
def test_a_log_made_anew_from_some_event_on_is_found_by_the_head_alone(place):
    rest = made(50, len(TEXT) - place, Head(place, LOG[place].previous))
    text = [*TEXT[:place], lines(rest)]
    assert found(text) is None
    assert found(text, NOTED) == len(TEXT)


def test_the_last_events_removed_are_counted_when_the_head_is_known():
    (fault,) = verify(b"".join(TEXT[:4]), NOTED)[1]
    assert str(fault) == "events 5 to 6 are missing at the end: they were removed"


@pytest.mark.parametrize("write", [str, lambda one: f" {one.number}:{one.hash.upper()}\n"])
def test_a_head_is_read_as_it_was_printed_however_it_is_spaced(write):
    assert head(write(NOTED)) == NOTED


def test_the_head_of_an_empty_log_is_read_as_it_was_printed():
    assert head(str(Head())) == Head()


@pytest.mark.parametrize(
    "text", ["", "6", "6 abc", f"{'0' * 64}", f"6 {'g' * 64}", f"six {'0' * 64}", f"0 {'a' * 64}"]
)
def test_what_is_no_head_is_refused_in_words(text):
    with pytest.raises(UsageError, match="copy all of it"):
        head(text)


TEXTS = [name for name, field in Event.model_fields.items() if name not in ("number", "at", "who", "reason")]


@pytest.mark.parametrize("name", TEXTS)
def test_no_name_fits_into_an_event(name):
    for personal in ("Jane Smith", "jane.smith@example.org", "1990-02-03"):
        with pytest.raises(ValidationError):
            Event.model_validate_json(
                json.dumps({"at": "2026-11-27T12:00:00Z", "who": 1, "command": "sign-in"} | {name: personal})
            )


def test_only_an_override_has_a_reason_and_it_must_have_one():
    for command, reason in (("approve", "Because."), ("override", "")):
        with pytest.raises(ValidationError, match="override"):
            Event(at=NOON, who=1, command=command, reason=reason)


def test_the_time_of_an_event_is_in_utc():
    for at in (NOON.replace(tzinfo=None), NOON.astimezone(dt.timezone(dt.timedelta(hours=1)))):
        with pytest.raises(ValidationError, match="UTC"):
            Event(at=at, who=1, command="sign-in")


def test_the_event_of_a_command_tells_how_it_was_decided(world):
    study = world.study(state=State.SUBMITTED)
    cast = world.cast()
    for who, code, role, after in (
        ("steward", "allowed", "custodian steward", State.APPROVED),
        ("provider", "not-your-role", None, State.SUBMITTED),
    ):
        decision = decide(Command.APPROVE, cast[who], study, world.agreement(), world.today)
        kept = event(Command.APPROVE, cast[who], study, decision, NOON, reason="Not kept.")
        assert (kept.code, kept.role, kept.before, kept.after) == (code, role, State.SUBMITTED, after)
        assert kept.reason == ""
    said = json.loads(lines((append(Head(), kept),)))
    assert said["hash"] == chain.digest(said)


def test_the_event_of_an_override_keeps_its_reason(world):
    study, agreement, reason = world.ready(Command.OVERRIDE, State.CLEARED)
    administrator = world.cast()["administrator"]
    decision = decide(Command.OVERRIDE, administrator, study, agreement, world.today, reason)
    assert event(Command.OVERRIDE, administrator, study, decision, NOON, reason=reason).reason == reason


@given(st.text(st.characters(exclude_categories=())) | st.text("ab\n", min_size=498))
def test_whatever_reason_an_override_is_allowed_for_fits_into_its_event(world, reason):
    study, agreement, _ = world.ready(Command.OVERRIDE, State.CLEARED)
    administrator = world.cast()["administrator"]
    decision = decide(Command.OVERRIDE, administrator, study, agreement, world.today, reason)
    kept = event(Command.OVERRIDE, administrator, study, decision, NOON, reason=reason)
    assert (kept.reason != "") is isinstance(decision, Allowed)
