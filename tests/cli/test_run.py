"""What ``run`` does over a folder, says on standard error, and returns."""

from pathlib import Path

import pytest

from nstp_extract.cli.run import describe_run
from nstp_extract.collection.summary import describe_run as describe_for_pipelines

LEAF = (
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R"
    "/Resources<</Font<</F 3 0 R>>>>>>"
)
DAMAGED = "\n".join(
    f"{number} 0 obj\n{body}\nendobj"
    for number, body in enumerate(
        (
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[4 0 R 5 0 R]/Count 2>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            LEAF.format(6),
            LEAF.format(7),
            "<</Length 43>>stream\nBT /F 12 Tf 72 700 Td (reached 12 kg) Tj ET\nendstream",
            "<</Length 35>>stream\nBT /F 12 Tf 72 700 Td (7 kg) T? ET\nendstream",
        ),
        start=1,
    )
)
WRONG_SUM = "壹、成果\n經濟部於108年輔導35家廠商，其中北部10家、南部20家，合計35家。\n"
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


def test_a_failure_is_told_in_the_language_asked_for(folders, tmp_path, command):
    (tmp_path / "raw" / "bad.txt").write_bytes(b"")
    (tmp_path / "raw" / "worse.pdf").write_bytes(b"%PDF-1.7")
    for _ in range(2):  # as it happens, and as it is remembered
        outcome = command("--lang", "zh", "run", *folders)
        told = [line for line in outcome.err.splitlines() if "失敗　" in line]
        assert len(told) == 2
        assert told[0].endswith("bad.txt：檔案沒有內容；請檢查下載是否完整 [empty]")
        assert told[1].endswith("worse.pdf：PDF 已損壞或不完整；請重新下載檔案 [truncated]")


def test_pages_that_were_not_read_are_named_until_they_are(folders, tmp_path, command):
    (tmp_path / "raw" / "torn.pdf").write_bytes(
        f"%PDF-1.4\n{DAMAGED}\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n".encode()
    )
    for _ in range(2):
        outcome = command("run", *folders)
        assert outcome.status == 0
        assert "  warning  torn: pages that were not read: 2 (damaged)\n" in outcome.err
    assert "torn：沒有讀取的頁：2 (damaged)" in command("--lang", "zh", "run", *folders).err


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
        (["--jobs", "0"], "a whole number from 1 on is needed, not '0'"),
        (["--jobs", "many"], "a whole number from 1 on is needed"),
        (["--to", "http://x"], "a URL with postgresql:// is needed"),
        (["--engine", "dask"], "needs the address of its scheduler"),
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


def test_a_run_tells_what_changed_and_how_many_checks_fail(folders, tmp_path, command):
    assert "checks     0 failed" in command("run", *folders).err
    (tmp_path / "raw" / "other.txt").write_text(OTHER.replace("35項", "36項"), "utf-8")
    assert "  changed  other: 1 revised\n" in command("run", *folders).err
    (tmp_path / "raw" / "third.txt").write_text(WRONG_SUM, "utf-8")
    outcome = command("run", *folders, "--lang", "zh")
    assert "變動" not in outcome.err
    assert "查核　1 項不符" in outcome.err


def test_both_entrances_tell_a_run_alike(folders, en, command, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "nstp_extract.cli.run.describe_run", lambda summary, _: seen.append(summary) or ()
    )
    command("run", *folders)
    (Path(folders[1]) / "other.txt").write_text(OTHER.replace("35項", "36項"), "utf-8")
    command("run", *folders)
    assert list(describe_run(seen[1], en)) == list(describe_for_pipelines(seen[1]))
    assert list(describe_run(seen[0], en)) == list(describe_for_pipelines(seen[0]))


@pytest.mark.slow
def test_a_run_works_in_several_processes(folders, process):
    outcome = process("run", *folders[:4], "--jobs", "2")
    assert (outcome.status, outcome.out) == (0, b"")
    assert "2 extracted" in outcome.err


def test_tables_on_a_store_are_told_with_their_url(folders, tmp_path, command):
    (raw, curated) = (f"file://{folders[1]}", f"file://{tmp_path}/store")
    places = ["--raw", raw, "--curated", curated, "--cache", str(tmp_path / "cache")]
    outcome = command("run", *places, "--engine", "inline")
    assert outcome.status == 0
    assert f"files at {curated}" in outcome.err
    assert (tmp_path / "store" / "current.json").is_file()
    again = command("--lang", "zh", "run", *places, "--engine", "inline")
    assert "未變 2" in again.err
    assert "已上傳" not in again.err


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("foo://x/raw", "fsspec 不認得這種協定"),
        ("file:///nowhere/raw", "file:///nowhere/raw：沒有這個資料夾"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_in_the_language_asked_for(
    url, told, tmp_path, command
):
    places = ["--curated", str(tmp_path / "curated"), "--cache", str(tmp_path / "cache")]
    outcome = command("--lang", "zh", "run", "--raw", url, *places)
    assert outcome.status == 2
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 2
