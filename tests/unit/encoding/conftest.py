"""What the encoding's tests share."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def load():
    """A module that lies beside the tests, by name."""

    def loaded(name):
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loaded
