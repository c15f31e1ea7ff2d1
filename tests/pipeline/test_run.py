"""The headless run: exit status, screen, and a second run that changes nothing."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "first.txt").write_text("經濟部於106年投資1.3億元，輔導21家廠商。", encoding="utf-8")
    return tmp_path


def run(folder, *arguments):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DAGSTER")}
    environment["PYTHONPATH"] = os.pathsep.join(
        path for path in (str(ROOT), os.environ.get("PYTHONPATH")) if path
    )
    return subprocess.run(
        [sys.executable, "-m", "pipelines.run", *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def snapshot(folder):
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "curated").rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_a_run_ends_with_a_summary_and_a_second_changes_nothing(folder):
    first = run(folder)
    assert first.returncode == 0, first.stderr
    assert first.stderr == ""
    assert "1 extracted" in first.stdout
    assert "by kind" in first.stdout
    assert "curated/current" in first.stdout
    assert "page       curated/evidence.html" in first.stdout
    assert (folder / "curated" / "evidence.html").read_text("utf-8").startswith("<!doctype html>")
    assert (folder / "curated" / "current" / "nstp.duckdb").exists()
    assert "enabled: false" in (folder / ".dagster" / "dagster.yaml").read_text()

    before = snapshot(folder)
    second = run(folder)
    assert second.returncode == 0, second.stderr
    assert "nothing changed" in second.stdout
    assert snapshot(folder) == before


@pytest.mark.slow
def test_a_bad_report_is_told_and_gives_1(folder):
    (folder / "raw" / "bad.txt").write_bytes(b"")
    done = run(folder, "--engine", "inline")
    assert done.returncode == 1, done.stderr
    assert "[empty]" in done.stdout
    assert "1 extracted, 1 failed" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_run_that_cannot_begin_gives_2_and_says_why(folder):
    done = run(folder, "--raw", "nowhere")
    assert done.returncode == 2
    assert "nowhere: no such folder" in done.stderr
    assert "Traceback" not in done.stderr
