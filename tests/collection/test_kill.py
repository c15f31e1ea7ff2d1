"""Runs that are killed outright, that fill the disk, or that meet each other."""

import os
import random
import resource
import signal
import subprocess
import sys
import time

import pyarrow.parquet
import pytest

from nstp_extract.tables.schema import TABLES

LAUNCHER = """
import os, resource, sys
from pathlib import Path
from nstp_extract.collection import compose, extract  # loaded once, before any run is forked
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.core.errors import NstpError

for line in sys.stdin:
    if pid := os.fork():
        print(pid, flush=True)
        continue
    raw, curated, limit = line.rstrip("\\n").split("\\t")
    limit = int(limit)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        refresh_collection(Path(raw), Path(curated), engine=Engine(EngineKind.INLINE))
    except (NstpError, OSError):
        os._exit(2)
    os._exit(0)
"""
RUNS = 50
UNLIMITED = resource.RLIM_INFINITY


class Launcher:
    """A process that has loaded everything, and forks a run when it is told to."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, collection, limit=UNLIMITED):
        """Start a run whose files may have so many bytes, and return its process id."""
        self._process.stdin.write(f"{collection.raw}\t{collection.curated}\t{limit}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def is_running(self, pid):
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"

    def wait(self, *pids):
        deadline = time.monotonic() + 120
        while any(map(self.is_running, pids)):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def launcher():
    if not sys.platform.startswith("linux"):
        pytest.skip("it looks at /proc")
    made = Launcher()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _reports(collection):
    for number in range(8):
        collection.put(f"r{number}.txt", f"壹、成果\n經濟部投資{number + 1}億元。\n")


def assert_whole(collection):
    """What is published now is of one moment: every table, every report of the manifest."""
    current = (collection.curated / "current").resolve()
    if current.exists():
        tables = {file.stem: pyarrow.parquet.read_table(file) for file in current.glob("*.parquet")}
        assert set(tables) == set(TABLES)
        published = set(tables["reports"]["report_id"].to_pylist())
        assert set(tables["figures"]["report_id"].to_pylist()) == published
        assert (current / "nstp.duckdb").stat().st_size
        assert (current / "manifest.json").exists()


def assert_completed(collection):
    summary = collection.run()
    assert len(summary.outcomes) == 10
    assert not [o for o in summary.outcomes if o.reason]
    assert_whole(collection)
    before = collection.snapshot()
    assert collection.run().published is None
    assert collection.snapshot() == before
    assert not [name for name in before if name.endswith((".tmp", "/next"))]


@pytest.mark.slow
def test_runs_killed_at_random_moments_leave_whole_publications(collection, launcher):
    chance = random.Random(0)  # noqa: S311  (moments of death, not secrets)
    killed, seen = 0, None
    for _ in range(RUNS):
        collection.put("first.txt", f"經濟部投資{chance.randrange(1, 10_000)}億元。")
        pid = launcher.start(collection)
        time.sleep(chance.uniform(0.0, 0.6))
        killed += launcher.is_running(pid)
        os.kill(pid, signal.SIGKILL)
        launcher.wait(pid)
        current = (collection.curated / "current").resolve()
        if current != seen:
            seen = current
            assert_whole(collection)
    assert killed > RUNS // 2
    assert_completed(collection)


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_publication(collection, launcher):
    collection.run()
    before = (collection.curated / "current").resolve()
    for limit in (0, 3_000, 100_000):
        collection.put("first.txt", f"經濟部投資{limit + 1}億元。")
        launcher.wait(launcher.start(collection, limit))
        assert (collection.curated / "current").resolve() == before
        assert_whole(collection)
    assert_completed(collection)


@pytest.mark.slow
def test_two_runs_at_once_do_each_others_work(collection, launcher):
    for number in range(2):
        collection.put("first.txt", f"經濟部投資{number + 1}億元。")
        launcher.wait(launcher.start(collection), launcher.start(collection))
        assert_whole(collection)
    assert_completed(collection)
