"""Claims and corrections kept beside the reports: what they publish, and when it is made again."""

import duckdb
import pytest

from nstp_extract.collection.summary import describe_run

CLAIMS = "claim_id,claim_text\na,經濟部投資1.3億元\nb,輔導廠商12家\n"
CORRECTION = """
[investment]
quote = "投資1.3億元"
expect = { value = "130000000" }
set = { indicator = "研發投資" }
reason = "the report's annex names it"
"""


@pytest.fixture
def keep(collection):
    """Write a file that is kept for reports, beside the folder of raw ones."""

    def write(name, text):
        path = collection.raw.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


def rows(collection, query):
    with duckdb.connect(str(collection.curated / "current" / "nstp.duckdb")) as connection:
        return connection.execute(query).fetchall()


def test_verdicts_are_a_table_of_the_publication(collection, keep):
    keep("claims/first.csv", CLAIMS)
    collection.run()
    found = rows(
        collection, "SELECT report_id, claim_id, verdict, pattern FROM verdicts ORDER BY 2"
    )
    assert found == [
        ("first", "a", "supported", None),
        ("first", "b", "contradicted", "digit_swap"),
    ]


def test_a_changed_claim_is_judged_again_and_nothing_else(collection, keep):
    keep("claims/first.csv", CLAIMS)
    collection.run()
    assert set(collection.statuses(collection.run()).values()) == {"unchanged"}
    keep("claims/first.csv", CLAIMS.replace("12家", "21家"))
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "extracted", "second": "unchanged"}
    (flip,) = summary.outcomes[0].flips
    assert (flip.claim_id, flip.before, flip.now) == ("b", "contradicted", "supported")


def test_a_changed_report_flips_a_verdict_and_the_summary_says_so(collection, keep):
    keep("claims/first.csv", CLAIMS)
    collection.run()
    collection.put("first.txt", "壹、成果\n經濟部於106年投資3.1億元，輔導21家廠商。\n")
    summary = collection.run()
    said = [line for line in describe_run(summary) if "flipped" in line]
    assert said == ["  flipped  first: claim a: supported -> contradicted"]
    assert rows(collection, "SELECT DISTINCT version FROM verdicts") == [(2,)]


def test_a_claim_of_the_version_before_says_so(collection, keep):
    keep("claims/first.csv", "claim_id,claim_text\na,經濟部於106年投資1.3億元\nb,投資1.9億元\n")
    collection.run()
    collection.put("first.txt", "壹、成果\n經濟部於106年投資2.8億元，輔導21家廠商。\n")
    collection.run()
    found = rows(
        collection, "SELECT claim_id, verdict, pattern FROM verdicts WHERE version = 2 ORDER BY 1"
    )
    assert found[0] == ("a", "contradicted", "other_version")
    assert found[1][2] is None


def test_claims_belong_to_the_longest_id_that_fits(collection, keep):
    collection.put("first-2.txt", "壹、成果\n交通部於108年改善鐵路12公里。\n")
    keep("claims/first-2.csv", "claim_id,claim_text\nc,鐵路改善12公里\n")
    keep("claims/first_press.csv", CLAIMS)
    collection.run()
    found = rows(collection, "SELECT report_id, claim_id FROM verdicts ORDER BY 2")
    assert found == [("first", "a"), ("first", "b"), ("first-2", "c")]


def test_wrong_claims_fail_their_report_alone(collection, keep):
    keep("claims/first.csv", "claim_id,words\na,輔導廠商12家\n")
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "failed", "second": "extracted"}
    assert summary.outcomes[0].reason == "claims"
    assert "row 1" in summary.outcomes[0].message


def test_one_id_in_two_files_is_an_error(collection, keep):
    keep("claims/first.csv", CLAIMS)
    keep("claims/first_more.csv", CLAIMS)
    assert collection.run().outcomes[0].reason == "claims"


def test_a_correction_is_made_again_after_each_extraction(collection, keep):
    keep("corrections/first.toml", CORRECTION)
    collection.run()
    query = "SELECT indicator, corrected_by FROM figures WHERE text = '1.3億元'"
    assert rows(collection, query) == [("研發投資", "investment")]
    collection.put("first.txt", "壹、成果\n經濟部於106年投資1.3億元，輔導22家廠商。\n")
    collection.run()
    assert rows(collection, query) == [("研發投資", "investment")]


def test_a_correction_that_no_longer_fits_fails_the_report(collection, keep):
    keep("corrections/first.toml", CORRECTION)
    collection.run()
    collection.put("first.txt", "壹、成果\n經濟部於106年投資1.4億元，輔導21家廠商。\n")
    (first, second) = collection.run().outcomes
    assert (first.status, first.reason) == ("failed", "corrections")
    assert "its quote is not in the report" in first.message
    assert second.status == "unchanged"
    assert first.part.version == 1
