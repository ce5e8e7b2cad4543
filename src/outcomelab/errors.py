"""The tree of errors. Each has a code that programs compare and an exit status for the command line.

OutcomeLabError                     1  something the lab can explain
├── UsageError                      2  a command was called in a way that cannot work
├── ProtocolError                   3  STUDY.toml has mistakes; carries every one of them
├── CohortError                     4  a file of participants, or of people, cannot be used; carries every problem
├── HoldingError                    5  a holding cannot be registered or opened
├── LinkageError                    6  linkage cannot be done on what was given
├── OutcomesError                   7  index events, covariates or outcomes cannot be derived
├── ImpactError                     8  no fair comparison can be made
├── DisclosureRefused               9  the output would say too much about too few people
├── ReportError                    10  a report cannot be written
├── EncodingError                  11  a list cannot be encoded, or an encoded file or a project key cannot be read
├── LedgerError                    12  the ledger of releases cannot be read or written, or was altered
├── EngineError                    13  the engine that was asked for is not there, or stopped on the way
├── AuditError                     14  the audit log cannot be read, or is not as it was left
├── SettingsError                  15  the service cannot start with the settings it was given
└── BackupError                    16  a backup cannot be made, opened or restored

No message carries a personal value: rows and columns are named, their content never is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a protocol or dictionary, and what to write instead.

    `line` counts from 1; 0 means the mistake is an absence that has no line.
    """

    line: int
    where: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        place = f"line {self.line}, {self.where}" if self.line else self.where
        return f"{place}: {self.wrong}. {self.mend}"


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong in a participants' file: `row` as the spreadsheet numbers it (headings are row 1).

    Row 0 means the file as a whole.
    """

    row: int
    column: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "the file"
        return (
            f"{place}, {self.column}: {self.wrong}. {self.mend}"
            if self.column
            else f"{place}: {self.wrong}. {self.mend}"
        )


class OutcomeLabError(Exception):
    """Something the lab can explain in words; the message is the whole explanation."""

    code = "error"
    exit_status = 1


class UsageError(OutcomeLabError):
    """A command or function was called in a way that cannot work."""

    code = "usage"
    exit_status = 2


class ProtocolError(OutcomeLabError):
    """A protocol that cannot be used, with every mistake in it."""

    code = "protocol"
    exit_status = 3

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        self.file = file
        self.mistakes = mistakes
        number = f"{len(mistakes)} mistake{'s' if len(mistakes) != 1 else ''}"
        super().__init__(f"{file} has {number}:\n" + "\n".join(f"  {mistake}" for mistake in mistakes))


class CohortError(OutcomeLabError):
    """A participants' file, or another file of people, that cannot be used; with every problem found in it."""

    code = "cohort"
    exit_status = 4

    def __init__(self, message: str, problems: tuple[RowProblem, ...] = ()) -> None:
        self.problems = problems
        super().__init__(message)


class HoldingError(OutcomeLabError):
    """A holding that cannot be registered or opened, with every mistake found where there are several."""

    code = "holding"
    exit_status = 5

    def __init__(self, message: str, mistakes: tuple[Mistake, ...] = ()) -> None:
        self.mistakes = mistakes
        super().__init__(message)


class LinkageError(OutcomeLabError):
    """Linkage cannot be done on what was given."""

    code = "linkage"
    exit_status = 6


class OutcomesError(OutcomeLabError):
    """Index events, covariates or outcomes cannot be derived."""

    code = "outcomes"
    exit_status = 7


class ImpactError(OutcomeLabError):
    """No fair comparison can be made."""

    code = "impact"
    exit_status = 8


class DisclosureRefused(OutcomeLabError):  # noqa: N818 a refusal is the field's word, not an error in the program
    """The output would say too much about too few people. `rule`: by the name of which rule, where it is one."""

    code = "disclosure"
    exit_status = 9

    def __init__(self, message: str, rule: str = "") -> None:
        self.rule = rule
        super().__init__(message)


class ReportError(OutcomeLabError):
    """A report cannot be written."""

    code = "report"
    exit_status = 10


class EncodingError(OutcomeLabError):
    """A list cannot be encoded, or an encoded file or a project key cannot be read or written."""

    code = "encoding"
    exit_status = 11


class LedgerError(OutcomeLabError):
    """The ledger of releases cannot be read or written, or is not as it was left."""

    code = "ledger"
    exit_status = 12


class EngineError(OutcomeLabError):
    """The engine that was asked for is not there, cannot be reached, or stopped on the way."""

    code = "engine"
    exit_status = 13


class AuditError(OutcomeLabError):
    """The audit log cannot be read, or is not as it was left."""

    code = "audit"
    exit_status = 14


class SettingsError(OutcomeLabError):
    """The service cannot, or may not, start with the settings it was given."""

    code = "settings"
    exit_status = 15


class BackupError(OutcomeLabError):
    """A backup of the service cannot be made, opened or restored."""

    code = "backup"
    exit_status = 16
