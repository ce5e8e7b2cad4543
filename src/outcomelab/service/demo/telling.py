"""A story told as steps: who does which scene, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from outcomelab.service.actions import applying
from outcomelab.service.actions.acting import By
from outcomelab.service.demo import papers
from outcomelab.service.demo.applications import answers
from outcomelab.service.demo.cast import NAMES, account
from outcomelab.service.demo.given import Given
from outcomelab.service.demo.papers import PAPERS, Paper
from outcomelab.service.demo.protocols import protocol
from outcomelab.service.demo.scenes import Here, Scene
from outcomelab.service.demo.steps import Calendar, Step, allowed, done, refused, worked
from outcomelab.service.demo.stories import Story
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.store.models import AuditRow
from outcomelab.service.store.reading import WORKER

_BEGUN = 9  # the hour at which a study is begun
_TURNS = 30  # each story has a minute of every hour of a day to itself, and the next one for what the worker does
_WORK = dt.timedelta(minutes=1)


def told(place: int, story: Story, calendar: Calendar) -> Iterator[Step]:
    """The steps of a story, in order. place: which it is of all of them."""
    paper = next(paper for paper in PAPERS if paper.name == story.paper)

    def at(day: int, hour: int, second: int = 0) -> dt.datetime:
        on = story.begun + day
        return calendar.at(on, hour, 2 * ((place + 7 * on) % _TURNS), second)

    begun = at(0, _BEGUN)

    def begin(now: dt.datetime, _: Given) -> None:
        agreement = papers.reference(paper.name, calendar)
        said = (agreement, paper.grant.holding, Purpose.PROGRAMME_EFFECT, story.title)
        allowed(applying.begin(By(account(f"member of {paper.provider}"), now), *said)[0])

    def here(given: Given) -> Here:
        return _here(story, paper, calendar, given, begun)

    yield Step(begun, f"“{story.title}” is begun", begin, story.title)
    for scene in story.scenes:
        yield _step(scene, at(scene.day, scene.hour, scene.seconds), story, paper, here)


def _step(scene: Scene, at: dt.datetime, story: Story, paper: Paper, here: Callable[[Given], Here]) -> Step:
    who = _part(scene.who, paper)

    def play(ends: dt.datetime, given: Given) -> None:
        study = here(given)
        if not done(at):
            decision = scene.deed(By(account(who) if who else WORKER, at), study)
            (refused if scene.refused else allowed)(decision)
        if scene.works:
            worked(study.reference, ends)

    words = f"“{story.title}” on its way to {story.ends}"
    return Step(at + _WORK if scene.works else at, words, play, story.title)


def _part(who: str, paper: Paper) -> str:
    """Whose part it is; "" for the worker."""
    of = {"member": paper.provider, "steward": paper.custodian, "checker": paper.custodian}
    if who == "worker":
        return ""
    return f"{who} of {of[who]}" if who in of else who


def _here(story: Story, paper: Paper, calendar: Calendar, given: Given, begun: dt.datetime) -> Here:
    agreement, holding = papers.reference(paper.name, calendar), paper.grant.holding
    study = {
        "title": story.title,
        "programme": story.programme,
        "provider": NAMES[paper.provider],
        "custodian": NAMES[paper.custodian],
        "agreement": agreement,
        "question": story.question,
    }
    text = protocol(given.protocols[holding], story.asks, study, paper.minimum, paper.rules)
    reference = str(AuditRow.objects.get(at=begun, study__isnull=False).study)
    return Here(reference, given, story.title, answers(holding, story.programme, story.question), text)
