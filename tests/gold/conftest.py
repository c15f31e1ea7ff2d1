"""The sample report, extracted once, and the labels that people gave it."""

import importlib.util
import json
from pathlib import Path

import pytest

from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.jsonl import rows_to_jsonl
from nstp_extract.tables.rows import Edition, figure_rows

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "raw" / "nstp-106-109.txt"


def read_lines(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@pytest.fixture(scope="session")
def scorer():
    """The scorer as a module: it is a script beside this file, in no package."""
    spec = importlib.util.spec_from_file_location("gold_scorer", HERE / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample():
    """The extraction of the sample report."""
    report = read_sidecar(SAMPLE)
    return extract_document(read_document(SAMPLE), report=report, lexicon=load_lexicon())


@pytest.fixture(scope="session")
def rows(sample):
    """The figures as `extract --format jsonl` prints them."""
    lines = rows_to_jsonl(figure_rows(sample, Edition(), load_lexicon()))
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def gold_figures():
    """Every labelled figure of the labelled half."""
    return read_lines("figures.jsonl")


@pytest.fixture(scope="session")
def gold_outline():
    """Every heading of the sample report."""
    return read_lines("outline.jsonl")
