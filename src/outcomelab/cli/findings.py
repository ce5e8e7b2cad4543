"""All that a study found, from the lab's folder, for what is released of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from outcomelab.cli.lab_files import read_table, read_value
from outcomelab.cli.left import require
from outcomelab.hall import stages
from outcomelab.hall.lab import Question
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import HeldGroup, LinkageReport
from outcomelab.protocol.fix import sha256


def findings_in(lab: Path, question: Question) -> tuple[Findings, pa.Table | None]:
    """What was found, and the ledger's numbers of whom it is about, if the holding has them.

    Raises UsageError when the stages have not left all of it, of one run.
    """
    there = require(lab, sha256(question.protocol), "link", "derive", "evaluate")
    held = read_value(lab / "held.json", tuple[HeldGroup, ...], "derive")
    found = stages.found(
        question,
        read_value(lab / "cohort.json", tuple[FlowStep, ...], "link"),
        replace(read_value(lab / "linkage.json", LinkageReport, "link"), held=held),
        read_value(lab / "eligible.json", FlowStep, "derive"),
        read_value(lab / "found.json", ImpactResult, "evaluate"),
    )
    numbered = "members.parquet" in there
    return found, read_table(lab / "members.parquet", "derive") if numbered else None
