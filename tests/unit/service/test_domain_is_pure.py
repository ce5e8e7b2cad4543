"""The service's rules know the standard library, pydantic, and of the lab its errors, chain and protocol."""

import ast
import sys
from pathlib import Path

import pytest

import outcomelab
from outcomelab.service.domain.roles import MAY_HOLD, Organisation, Post, Role, Side

ROOM = Path(outcomelab.__file__).parent / "service" / "domain"
OURS = ("outcomelab.errors", "outcomelab.chain", "outcomelab.protocol", "outcomelab.service.domain")


@pytest.mark.parametrize("file", sorted(ROOM.glob("*.py")), ids=lambda file: file.stem)
def test_the_rules_import_nothing_but(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            fine = name.startswith(OURS) or name.split(".")[0] in {*sys.stdlib_module_names, "pydantic"}
            assert fine, f"{file.name} imports {name}"


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_in_organisations_that_have_it(role):
    for side in Side:
        if side in MAY_HOLD[role]:
            assert Post(role, Organisation("one", side)).role is role
        else:
            with pytest.raises(ValueError, match=r"has no .*\."):
                Post(role, Organisation("one", side))
