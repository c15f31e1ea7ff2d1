"""The scorers of labelled text, which are scripts and in no package."""

import importlib.util
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent


def load_script(path):
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def scorer():
    """The scorer of the quotations."""
    return load_script(TESTS / "quality" / "score_quotes.py")


@pytest.fixture(scope="session")
def gold_scorer():
    """The scorer of the gold."""
    return load_script(TESTS / "gold" / "score.py")
