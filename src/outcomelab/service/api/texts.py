"""What programs send: texts that can be stored, references that can be one."""

from __future__ import annotations

from typing import Annotated

from ninja import Path
from pydantic import StringConstraints

# Databases have no place for the character NUL.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200_000)]
Reference = Path[Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{3,6}$")]]
