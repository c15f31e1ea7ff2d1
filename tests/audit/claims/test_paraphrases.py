"""Claims that people wrote about the sample report in words of their own; see docs/quality.md."""

import json
from pathlib import Path

import pytest

from nstp_extract.audit.claims import check_claims
from nstp_extract.audit.claims.read import ClaimRow
from nstp_extract.audit.claims.understand import row_to_claim

CLAIMS = [
    json.loads(line)
    for line in Path(__file__).with_name("paraphrases.jsonl").read_text("utf-8").splitlines()
]
LEAST = 0.95


@pytest.fixture(scope="module")
def verdicts(sample, lexicon):
    rows = [ClaimRow(row=n, claim_id=str(n), claim_text=c["claim"]) for n, c in enumerate(CLAIMS)]
    claims = [row_to_claim(row, lexicon=lexicon) for row in rows]
    return check_claims(claims, [sample], lexicon=lexicon)


def is_right(claim, verdict, sample):
    """The verdict, and evidence that is one of the places where the report states it."""
    starts = {
        figure.mention.span.start
        for figure in sample.figures
        if figure.figure_id in verdict.figure_ids
    }
    found = not claim["starts"] or not starts.isdisjoint(claim["starts"])
    return verdict.judgement == claim["verdict"] and found


def test_verdict_and_evidence_are_right(verdicts, sample):
    wrong = [
        (claim["claim"], claim["verdict"], str(verdict.judgement), verdict.message_zh)
        for claim, verdict in zip(CLAIMS, verdicts, strict=True)
        if not is_right(claim, verdict, sample)
    ]
    assert len(wrong) <= (1 - LEAST) * len(CLAIMS), wrong


def test_nothing_false_is_supported(verdicts):
    """The graver error: a wrong claim that passes."""
    passed = [
        claim["claim"]
        for claim, verdict in zip(CLAIMS, verdicts, strict=True)
        if verdict.judgement == "supported" != claim["verdict"]
    ]
    assert passed == []
