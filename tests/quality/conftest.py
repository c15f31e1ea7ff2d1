"""The scorer of the quotations, which is a script beside this file."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def scorer():
    """The scorer as a module: it is in no package."""
    path = Path(__file__).parent / "score_quotes.py"
    spec = importlib.util.spec_from_file_location("quote_scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
