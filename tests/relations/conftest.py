"""What tests of this layer share: an extraction of a short text."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text


@pytest.fixture(scope="session")
def extract():
    lexicon = load_lexicon()

    def run(text, **known):
        document = read_text(text, lexicon=lexicon)
        return extract_document(document, report=Report("text", **known), lexicon=lexicon)

    return run
