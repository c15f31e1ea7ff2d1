"""What tests of the lexicon share: the entries, and the extractor that reads their examples."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon()


@pytest.fixture(scope="session")
def extract(lexicon):
    """Text to extraction; `agency` is the report's own, `using` another lexicon."""

    def run(text, *, agency=None, using=None):
        chosen = using or lexicon
        report = Report("text", agency=agency)
        return extract_document(read_text(text, lexicon=chosen), report=report, lexicon=chosen)

    return run
