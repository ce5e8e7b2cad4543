"""All that a study found, from the lab's folder, for what is released of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from outcomelab.cli.lab_files import read_table, read_value
from outcomelab.cli.left import Stage, require
from outcomelab.errors import UsageError
from outcomelab.hall import stages
from outcomelab.hall.lab import Question
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import HeldGroup, LinkageReport
from outcomelab.protocol.fix import sha256

_STAGES: tuple[Stage, ...] = ("link", "derive", "evaluate")


def findings_in(lab: Path, question: Question, holding: str) -> tuple[Findings, pa.Table | None]:
    """What was found, and the ledger's numbers of whom it is about, if the holding has them. `holding`: the hash
    of the holding as it is.

    Raises UsageError when the stages have not left all of it, of one run and of that holding, or leave something
    else meanwhile.
    """
    protocol = sha256(question.protocol)
    there = require(lab, protocol, *_STAGES, holding=holding)
    held = read_value(lab / "held.json", tuple[HeldGroup, ...], "derive")
    found = stages.found(
        question,
        read_value(lab / "cohort.json", tuple[FlowStep, ...], "link"),
        replace(read_value(lab / "linkage.json", LinkageReport, "link"), held=held),
        read_value(lab / "eligible.json", FlowStep, "derive"),
        read_value(lab / "found.json", ImpactResult, "evaluate"),
    )
    numbered = "members.parquet" in there
    members = read_table(lab / "members.parquet", "derive") if numbered else None
    if require(lab, protocol, *_STAGES, holding=holding) != there:
        raise UsageError(f"Somebody else was at work in {lab}. Wait until that has ended, and try again.")
    return found, members
