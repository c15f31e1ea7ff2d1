"""The sample report, a short report of its own, and claims against them."""

from pathlib import Path

import pytest

from nstp_extract import extract, extract_text
from nstp_extract.audit.claims import check_claims
from nstp_extract.audit.claims.read import ClaimRow
from nstp_extract.audit.claims.understand import row_to_claim
from nstp_extract.lexicon import load_lexicon

ROOT = Path(__file__).parents[3]
REPORT = Path(__file__).with_name("report.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon()


@pytest.fixture(scope="session")
def sample():
    return extract(ROOT / "raw" / "nstp-106-109.txt")


@pytest.fixture(scope="session")
def report():
    return extract_text(REPORT)


@pytest.fixture
def check(report, lexicon):
    """A claim's text, or the cells of its row, to its verdict against the short report."""

    def run(text="", *, against=None, **cells):
        claim = row_to_claim(
            ClaimRow(row=2, claim_id="c", claim_text=text, **cells), lexicon=lexicon
        )
        (verdict,) = check_claims([claim], [against or report], lexicon=lexicon)
        return verdict

    return run
