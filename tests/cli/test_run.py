"""What ``run`` does over a folder, says on standard error, and returns."""

import pytest

from nstp_extract.cli.run import describe_run
from nstp_extract.collection.summary import describe_run as describe_for_pipelines

OTHER = "壹、成果\n農委會於108年推廣35項技術。\n"


@pytest.fixture
def folders(report, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    report.rename(raw / "sample.txt")
    (raw / "other.txt").write_text(OTHER, "utf-8")
    return ["--raw", str(raw), "--curated", str(tmp_path / "curated"), "--engine", "inline"]


def test_a_run_publishes_and_tells_it_on_standard_error(folders, tmp_path, command):
    outcome = command("run", *folders)
    assert (outcome.status, outcome.out) == (0, b"")
    assert "2: 2 extracted" in outcome.err
    assert "published  version 1" in outcome.err
    assert (tmp_path / "curated" / "current" / "figures.parquet").is_file()


def test_a_second_run_changes_nothing_and_says_so(folders, command):
    command("run", *folders)
    outcome = command("--lang", "zh", "run", *folders)
    assert outcome.status == 0
    assert "未變 2" in outcome.err
    assert "沒有變動" in outcome.err


def test_a_failed_report_is_a_finding(folders, tmp_path, command):
    (tmp_path / "raw" / "bad.txt").write_bytes(b"")
    outcome = command("run", *folders)
    assert outcome.status == 1
    assert "bad" in outcome.err
    assert "[empty]" in outcome.err
    assert "2 extracted, 1 failed" in outcome.err


def test_quiet_keeps_failures_only(folders, tmp_path, command):
    assert command("--quiet", "run", *folders).err == ""
    (tmp_path / "raw" / "bad.txt").write_bytes(b"")
    outcome = command("run", *folders, "-q")
    assert outcome.status == 1
    (line,) = outcome.err.splitlines()
    assert line.startswith("failed   bad: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--raw", "{folder}/none"], "no such folder"),
        (["--raw", "{folder}/empty"], "no report there"),
        (["--jobs", "0"], "invalid positive_int value"),
        (["--jobs", "many"], "invalid positive_int value"),
        (["--engine", "steam"], "invalid choice: 'steam'"),
    ],
)
def test_a_run_that_cannot_begin_is_status_two(arguments, words, tmp_path, command):
    (tmp_path / "empty").mkdir()
    filled = [part.format(folder=tmp_path) for part in arguments]
    outcome = command("run", "--curated", tmp_path / "curated", *filled)
    assert (outcome.status, outcome.out) == (2, b"")
    assert words in outcome.err
    assert words not in command("run", *filled, "--lang", "zh").err


def test_both_entrances_tell_a_run_alike(folders, en, command, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nstp_extract.cli.run.describe_run", lambda summary, _: seen.append(summary) or ()
    )
    command("run", *folders)
    assert list(describe_run(seen[0], en)) == list(describe_for_pipelines(seen[0]))


@pytest.mark.slow
def test_a_run_works_in_several_processes(folders, process):
    outcome = process("run", *folders[:4], "--jobs", "2")
    assert (outcome.status, outcome.out) == (0, b"")
    assert "2 extracted" in outcome.err
