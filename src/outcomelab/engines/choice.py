"""Which engine does the work, chosen once, at the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from outcomelab.errors import UsageError

Name = Literal["duckdb", "spark"]
_SCHEMES = ("spark://", "sc://", "local")


@dataclass(frozen=True)
class Engine:
    """DuckDB, in this process; or Spark, with the `address` of a cluster that the lab runs: a master's URL
    (spark://host:7077) or Spark Connect's (sc://host:15002)."""

    name: Name = "duckdb"
    address: str = ""

    def __post_init__(self) -> None:
        """Raise UsageError when the two don't fit."""
        if self.name not in get_args(Name):
            raise UsageError("The engine is duckdb or spark.")
        if self.name == "spark" and not self.address:
            raise UsageError(
                "Spark needs the address of its cluster: --spark-master spark://host:7077, or the variable "
                "OUTCOMELAB_SPARK_MASTER."
            )
        if self.name == "spark" and not self.address.startswith(_SCHEMES):
            raise UsageError("A Spark cluster's address is a master's, spark://host:7077, or sc://host:15002.")


DUCKDB = Engine()
