"""The sample report, from its file to the query that the README shows."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.summary import Status
from nstp_extract.read import read_document

RAW = Path(__file__).parents[2] / "raw"
REPORT = "nstp-106-109"


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    curated = tmp_path_factory.mktemp("sample") / "curated"
    return refresh_collection(RAW, curated, engine=Engine(EngineKind.INLINE))


@pytest.fixture
def ask(summary):
    with duckdb.connect(summary.current.resolve() / "nstp.duckdb", read_only=True) as connection:
        yield lambda statement: connection.execute(statement).fetchall()


def test_the_sample_passes_schema_ledger_and_guard(summary):
    (outcome,) = summary.outcomes
    assert (outcome.report_id, outcome.status, outcome.message) == (
        REPORT,
        Status.EXTRACTED,
        None,
    )


def test_every_row_of_every_table_names_the_report(ask, summary):
    for table, rows in summary.outcomes[0].part.rows.items():
        assert ask(f"SELECT DISTINCT report_id, version FROM {table}") == (  # noqa: S608  (our own names)
            [(REPORT, 1)] if rows else []
        )


def test_what_is_known_beside_the_text_is_in_the_table(ask):
    ((title, agency, document_no, published_on, source),) = ask(
        "SELECT title, agency, document_no, published_on::VARCHAR, source_path FROM reports"
    )
    assert (agency, document_no) == ("科技部", "院臺科字第1100036179號")
    assert "106年至109年" in title
    assert (published_on, source) == ("2022-02-24", f"{REPORT}.txt")


def test_offsets_are_offsets_in_the_file(ask):
    text = read_document(RAW / f"{REPORT}.txt").text
    for surface, pieces in ask("SELECT text, pieces FROM figures"):
        slices = "".join(text[start:end] for start, end in pieces)
        assert "".join(slices.split()) == surface


def test_amounts_add_up_exactly_under_each_goal(ask):
    rows = ask(
        "SELECT goal, sum(value_yi) FROM outcomes "
        "WHERE role='result' AND value_yi IS NOT NULL AND NOT restated GROUP BY 1"
    )
    assert len([goal for goal, _ in rows if goal]) >= 3
    assert all(isinstance(total, Decimal) and total > 0 for _, total in rows)


def test_a_value_in_yi_is_the_value(ask):
    assert ask(
        "SELECT count(*) FROM outcomes WHERE value_yi IS NOT NULL "
        "AND value_yi * 100000000 != value::DECIMAL(38,17)"
    ) == [(0,)]
