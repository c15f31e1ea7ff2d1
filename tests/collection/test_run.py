"""What a run does with new, unchanged, changed, bad and removed reports."""

import json
import subprocess
import sys
from decimal import Decimal

import duckdb
import pyarrow.parquet
import pytest

from nstp_extract.collection import extract, stale
from nstp_extract.collection.run import refresh_parts
from nstp_extract.collection.state import read_state
from nstp_extract.collection.summary import Status, describe_run
from nstp_extract.core.errors import NstpError


def published(collection, table="reports"):
    return pyarrow.parquet.read_table(collection.curated / "current" / f"{table}.parquet")


def ask(collection, statement):
    path = (collection.curated / "current").resolve() / "nstp.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(statement).fetchall()


def outcome_of(summary, report_id):
    (outcome,) = [o for o in summary.outcomes if o.report_id == report_id]
    return outcome


def test_a_first_run_publishes_every_report(collection):
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "extracted", "second": "extracted"}
    assert summary.published == 1
    assert published(collection)["report_id"].to_pylist() == ["first", "second"]
    counted = ask(collection, "SELECT report_id, count(*) FROM figures GROUP BY 1 ORDER BY 1")
    assert dict(counted) == {o.report_id: o.part.rows["figures"] for o in summary.outcomes}
    assert summary.kinds.total() == sum(count for _, count in counted) > 0


def test_a_publication_has_every_form_of_every_table(collection):
    collection.run()
    names = {path.name for path in (collection.curated / "current").iterdir()}
    tables = {
        "reports",
        "pages",
        "passages",
        "sections",
        "figures",
        "outcomes",
        "relations",
        "checks",
        "rejections",
        "words",
        "changes",
        "verdicts",
    }
    assert names == (
        {f"{table}.{suffix}" for table in tables for suffix in ("parquet", "csv")}
        | {
            "nstp.duckdb",
            "nstp.sqlite",
            "metadata.json",
            "datapackage.json",
            "DICTIONARY.md",
            "manifest.json",
        }
    )


def test_a_sum_over_outcomes_is_a_decimal(collection):
    collection.run()
    query = (
        "SELECT goal, sum(value_yi) FROM outcomes "
        "WHERE role='result' AND value_yi IS NOT NULL AND NOT restated GROUP BY 1"
    )
    ((_, total),) = ask(collection, query)
    assert isinstance(total, Decimal)
    assert total == Decimal("3.9")


def test_a_second_run_changes_no_byte_and_says_so(collection):
    collection.run()
    before = collection.snapshot()
    summary = collection.run()
    assert collection.snapshot() == before
    assert summary.published is None
    assert {o.status for o in summary.outcomes} == {Status.UNCHANGED}
    assert summary.kinds.total() > 0
    assert any("nothing changed" in line for line in describe_run(summary))


def test_a_changed_report_runs_alone_and_keeps_its_earlier_version(collection, monkeypatch):
    collection.run()
    before = read_state(collection.part("first"))
    tried = []
    monkeypatch.setattr(
        extract,
        "extract_one",
        lambda task, real=extract.extract_one: tried.append(task.report_id) or real(task),
    )
    collection.put("first.txt", "壹、成果\n經濟部於106年投資9.9億元。\n")
    summary = collection.run()
    assert tried == ["first"]
    assert collection.statuses(summary) == {"first": "extracted", "second": "unchanged"}
    assert read_state(collection.part("first")).part.version == before.part.version + 1
    versions = published(collection).select(["report_id", "version"]).to_pylist()
    assert [tuple(row.values()) for row in versions] == [("first", 1), ("first", 2), ("second", 1)]
    assert set(
        published(collection, "figures")
        .filter(pyarrow.compute.field("report_id") == "first")["version"]
        .to_pylist()
    ) == {2}
    kept = pyarrow.parquet.read_table(
        collection.part("first") / "versions" / "v1" / "figures.parquet"
    )
    assert Decimal(130000000) in kept["value"].to_pylist()


def test_the_time_first_seen_belongs_to_the_version(collection, monkeypatch):
    collection.run()
    seen = read_state(collection.part("first")).part.seen_at
    monkeypatch.setattr(stale, "code_version", lambda _directory=None: "another")
    summary = collection.run()
    assert {o.status for o in summary.outcomes} == {Status.EXTRACTED}
    part = read_state(collection.part("first")).part
    assert (part.version, part.seen_at) == (1, seen)


def test_a_new_extractor_runs_every_report_again(collection, monkeypatch):
    collection.run()
    monkeypatch.setattr(stale, "code_version", lambda _directory=None: "another")
    assert {o.status for o in collection.run().outcomes} == {Status.EXTRACTED}
    assert {o.status for o in collection.run().outcomes} == {Status.UNCHANGED}


def test_a_changed_sidecar_runs_its_report_again_as_the_same_version(collection):
    collection.run()
    collection.put("first.toml", 'title = "一號報告"\n')
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "extracted", "second": "unchanged"}
    assert published(collection)["title"].to_pylist() == ["一號報告", None]
    assert published(collection)["version"].to_pylist() == [1, 1]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.txt", "經濟部投資1.3億元".encode("big5"), "encoding"),
        ("bad.txt", b"", "empty"),
        ("bad.docx", b"PK", "unsupported-format"),
        ("bad\n.txt", b"1", "name"),
    ],
)
def test_a_bad_report_fails_alone_with_its_reason(collection, name, content, reason):
    path = collection.put(name, content)
    summary = collection.run()
    outcome = outcome_of(summary, path.stem)
    assert (outcome.status, outcome.reason) == (Status.FAILED, reason)
    assert path.stem.strip() in outcome.message
    assert published(collection)["report_id"].to_pylist() == ["first", "second"]


def test_a_bad_report_is_not_tried_again_but_told_again(collection, monkeypatch):
    collection.put("bad.txt", b"")
    collection.run()
    before = collection.snapshot()
    monkeypatch.setattr(extract, "extract_one", lambda _task: pytest.fail("tried again"))
    summary = collection.run()
    assert outcome_of(summary, "bad").reason == "empty"
    assert outcome_of(summary, "bad").message
    assert collection.snapshot() == before


def test_a_bad_sidecar_fails_its_report(collection):
    collection.put("first.toml", "titel = 1\n")
    summary = collection.run()
    assert outcome_of(summary, "first").reason == "sidecar"
    assert outcome_of(summary, "second").status is Status.EXTRACTED


def test_a_report_that_turns_bad_keeps_its_last_good_tables(collection):
    collection.run()
    figures = published(collection, "figures")
    collection.put("first.txt", b"\xff\xfe\xfa")
    summary = collection.run()
    assert outcome_of(summary, "first").status is Status.FAILED
    assert summary.published is None
    assert published(collection, "figures").equals(figures)
    collection.put("first.txt", "經濟部投資1.4億元。")
    assert outcome_of(collection.run(), "first").part.version == 2


def test_a_violation_of_the_guard_blocks_that_report_only(collection, monkeypatch):
    collection.run()
    before = published(collection, "figures")

    def find_violations(extraction, **_options):
        broken = "9.9" in extraction.document.text
        return ("figure 1 at 3: its value is not what it says",) if broken else ()

    monkeypatch.setattr(extract, "find_violations", find_violations)
    collection.put("first.txt", "經濟部投資9.9億元。")
    collection.put("third.txt", "經濟部投資8億元。")
    summary = collection.run()
    first = outcome_of(summary, "first")
    assert (first.status, first.reason) == (Status.FAILED, "guard")
    assert "figure 1 at 3" in first.message
    after = published(collection, "figures")
    mine = pyarrow.compute.field("report_id") == "first"
    assert after.filter(mine).equals(before.filter(mine))
    assert "third" in after["report_id"].to_pylist()


def test_what_nobody_foresaw_is_a_failure_with_its_traceback(collection, monkeypatch):
    def extract_document(*_document, **_options):
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(extract, "extract_document", extract_document)
    summary = collection.run()
    assert {o.reason for o in summary.outcomes} == {"unexpected"}
    attempt = read_state(collection.part("first")).attempt
    assert "ZeroDivisionError" in attempt.message
    assert "extract_document" in attempt.traceback


def test_a_removed_report_leaves_the_publication_and_its_versions_stay(collection):
    collection.run()
    (collection.raw / "first.txt").unlink()
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "removed", "second": "unchanged"}
    assert published(collection)["report_id"].to_pylist() == ["second"]
    assert (collection.part("first") / "figures.parquet").exists()
    assert collection.statuses(collection.run()) == {"second": "unchanged"}


def test_two_files_of_one_stem_are_an_error_that_names_both(collection):
    collection.run()
    collection.put("first.pdf", b"%PDF-1.7")
    summary = collection.run()
    outcome = outcome_of(summary, "first")
    assert (outcome.status, outcome.reason) == (Status.FAILED, "two-files")
    assert "first.pdf" in outcome.message
    assert "first.txt" in outcome.message
    assert published(collection)["report_id"].to_pylist() == ["first", "second"]


def test_notes_and_hidden_files_are_no_reports(collection):
    for name in ("README.md", ".hidden.txt", "first.toml"):
        collection.put(name, b"")
    (collection.raw / "folder").mkdir()
    assert collection.statuses(collection.run()) == {"first": "extracted", "second": "extracted"}


def test_a_run_can_be_restricted_to_some_reports(collection):
    (outcome,) = refresh_parts(collection.raw, collection.curated, only=frozenset({"second"}))
    assert (outcome.report_id, outcome.status) == ("second", Status.EXTRACTED)
    assert not collection.part("first").exists()


def test_no_folder_and_an_empty_folder_could_not_run(collection):
    collection.run()
    before = collection.snapshot()
    for path in collection.raw.iterdir():
        path.unlink()
    with pytest.raises(NstpError, match="no report"):
        collection.run()
    collection.raw.rmdir()
    with pytest.raises(NstpError, match="no such folder"):
        collection.run()
    assert collection.snapshot() == before


def test_a_lost_table_is_made_again(collection):
    collection.run()
    (collection.part("first") / "figures.parquet").unlink()
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "extracted", "second": "unchanged"}
    assert outcome_of(summary, "first").part.version == 1


def test_progress_counts_what_runs(collection):
    seen = []
    refresh_parts(
        collection.raw, collection.curated, on_progress=lambda p: seen.append((p.done, p.total))
    )
    assert seen == [(1, 2), (2, 2)]


def test_the_summary_tells_failures_figures_and_where(collection):
    collection.put("bad.txt", b"")
    text = "\n".join(describe_run(collection.run()))
    assert "2 extracted, 1 failed" in text
    assert "[empty]" in text
    assert "by kind" in text
    assert str(collection.curated / "current") in text


def test_a_run_without_work_loads_no_library(collection):
    collection.run()
    program = (
        "import sys; from pathlib import Path;"
        "from nstp_extract.collection.run import refresh_collection;"
        f"s = refresh_collection(Path({str(collection.raw)!r}), Path({str(collection.curated)!r}));"
        "heavy = {'pandas', 'pyarrow', 'duckdb', 'spacy', 'jieba', 'pandera', 'numpy'};"
        "sys.exit(f'{s.published} {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_the_state_is_readable(collection):
    collection.run()
    state = json.loads((collection.part("first") / "state.json").read_text("utf-8"))
    assert state["part"]["version"] == 1
    assert state["attempt"]["reason"] is None
