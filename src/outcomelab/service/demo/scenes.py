"""What happens to a study of the demo: scenes, each one act by one person, and the paths they make up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outcomelab.service.actions import analysing, applying, approving, checking, destroying, drafts, ending, lists
from outcomelab.service.actions.acting import By
from outcomelab.service.demo.given import Given
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.store.models import OutputRow


@dataclass(frozen=True)
class Here:
    """A study in which a scene plays. protocol: its own, in TOML."""

    reference: str
    given: Given
    title: str
    answers: Mapping[str, str]
    protocol: str


Deed = Callable[[By, Here], Decision]


@dataclass(frozen=True)
class Scene:
    """One act. day: working days after the study was begun; seconds: after others in the same hour. who: their
    part in a study's story. works: long work follows, which the worker does at once. refused: it is tried in
    vain."""

    day: int
    hour: int
    who: str
    deed: Deed
    seconds: int = 0
    works: bool = False
    refused: bool = False


def saved(by: By, here: Here) -> Decision:
    """Saves the application."""
    return applying.save_draft(by, here.reference, here.title, here.answers)


def begun_to_answer(by: By, here: Here) -> Decision:
    """Saves the answers of the application's first page."""
    return applying.answer(
        by, here.reference, {one.name: here.answers[one.name] for one in APPLICATION[0].questions}
    )


def _submitted(by: By, here: Here) -> Decision:
    return applying.submit(by, here.reference)


def _linked(by: By, here: Here) -> Decision:
    return analysing.link(by, here.reference, here.protocol)


def _fixed(by: By, here: Here) -> Decision:
    return analysing.fix(by, here.reference, here.protocol)


def asked_to_evaluate(by: By, here: Here) -> Decision:
    """Asks for the evaluation."""
    return analysing.evaluate(by, here.reference)


def _read(by: By, here: Here) -> Decision:
    return drafts.read(by, here.reference)[0]


def sent(by: By, here: Here) -> Decision:
    """Sends the outputs to the checkers."""
    return analysing.send(by, here.reference)


def simply(verb: Callable[[By, str], Decision]) -> Deed:
    """An act that takes nothing but the study."""
    return lambda by, here: verb(by, here.reference)


def sends(name: str) -> Deed:
    """Uploads one of the lists that are given."""
    return lambda by, here: lists.upload(by, here.reference, here.given.lists[name], f"{name}.csv")


def says(verb: Callable[[By, str, Mapping[str, str]], Decision], words: Mapping[str, str]) -> Deed:
    """An act that brings comments, each by its item: a question's name, or another of what custodians write of."""
    return lambda by, here: verb(by, here.reference, words)


def votes(what: Says, words: str = "") -> Deed:
    """A vote that says the same of every output."""

    def vote(by: By, here: Here) -> Decision:
        rows = OutputRow.objects.filter(study__reference=here.reference, replaced=None).order_by("name")
        outputs = list(rows.values_list("sha256", flat=True))
        said = dict.fromkeys(outputs, words) if words else {}
        return checking.vote(by, here.reference, dict.fromkeys(outputs, what), said)

    return vote


def judged(day: int, **verdicts: tuple[Verdict, str]) -> tuple[Scene, ...]:
    """The judgements of some or all of the Five Safes, by their names; those that are not named are safe."""

    def judge(safe: Safe) -> Deed:
        verdict, words = verdicts.get(safe.name.lower(), (Verdict.SAFE, _JUDGED[safe]))
        return lambda by, here: approving.judge(by, here.reference, safe, verdict, words)

    return tuple(Scene(day, 10, "steward", judge(safe), 9 * place) for place, safe in enumerate(Safe))


_JUDGED = {
    Safe.PROJECT: "The question is within the agreement's purposes, and its answer is of use.",
    Safe.PEOPLE: "Linking, analysis and checking are in different hands.",
    Safe.DATA: "Nothing is asked for beyond the agreement.",
    Safe.SETTING: "The lab keeps identifiers and content apart.",
    Safe.OUTPUTS: "The lab's rules are enough for what is to be shown.",
}


def applied(name: str) -> tuple[Scene, ...]:
    """As far as an application that was submitted with that list."""
    return (
        Scene(0, 10, "member", saved),
        Scene(1, 11, "member", sends(name), works=True),
        Scene(2, 9, "member", _submitted),
    )


def approved(name: str) -> tuple[Scene, ...]:
    """As far as an approval."""
    return (*applied(name), *judged(4), Scene(4, 11, "steward", simply(approving.approve)))


def received(name: str) -> tuple[Scene, ...]:
    """As far as a list that the lab took in."""
    return (*approved(name), Scene(5, 9, "member", simply(applying.receive)))


def linked(name: str) -> tuple[Scene, ...]:
    """As far as a list that is linked."""
    return (*received(name), Scene(7, 13, "linker", _linked, works=True))


def fixed(name: str) -> tuple[Scene, ...]:
    """As far as a protocol that is fixed."""
    return (*linked(name), Scene(9, 10, "analyst", _fixed))


def evaluated(name: str) -> tuple[Scene, ...]:
    """As far as draft outputs."""
    return (
        *fixed(name), Scene(10, 9, "analyst", asked_to_evaluate, works=True), Scene(10, 11, "analyst", _read)
    )  # fmt: skip


def in_checking(name: str, says: Says = Says.APPROVE, words: str = "") -> tuple[Scene, ...]:
    """As far as the vote of the lab's checker."""
    return (
        *evaluated(name),
        Scene(11, 9, "analyst", sent),
        Scene(12, 10, "our checker", _read),
        Scene(12, 11, "our checker", votes(says, words)),
    )


def returned_by_checkers(name: str, asked: str) -> tuple[Scene, ...]:
    """As far as outputs that came back because the custodian's checker asks something."""
    return (
        *in_checking(name),
        Scene(13, 13, "checker", _read),
        Scene(13, 14, "checker", votes(Says.ASK, asked)),
        Scene(13, 15, "checker", simply(checking.return_outputs)),
    )


def cleared(name: str) -> tuple[Scene, ...]:
    """As far as outputs that both checkers approved."""
    return (
        *in_checking(name),
        Scene(13, 13, "checker", _read),
        Scene(13, 14, "checker", votes(Says.APPROVE)),
        Scene(13, 15, "checker", simply(checking.clear)),
    )


def released(name: str) -> tuple[Scene, ...]:
    """As far as a report."""
    return (*cleared(name), Scene(14, 10, "our checker", simply(checking.release), works=True))


def published(name: str) -> tuple[Scene, ...]:
    """As far as a report that anybody may read."""
    return (*released(name), Scene(17, 9, "steward", simply(approving.publish)))


def destroyed(day: int, hour: int, *, key: bool = True) -> tuple[Scene, ...]:
    """Identifiers, and the project key where there is one, destroyed by the worker."""
    identifiers = Scene(day, hour, "worker", simply(destroying.destroy_identifiers), 10)
    return (identifiers, *([key_destroyed(day, hour)] if key else []))


def key_destroyed(day: int, hour: int) -> Scene:
    """The project key destroyed by the worker."""
    return Scene(day, hour, "worker", simply(destroying.destroy_key), 20)


def closed(day: int) -> Scene:
    """The end of a study of which nothing is left to destroy."""
    return Scene(day, 9, "steward", simply(ending.close))
