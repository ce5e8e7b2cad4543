"""What every figure of a release is made from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Figure(BaseModel):
    """Frozen and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
