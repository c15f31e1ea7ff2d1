"""Runs that are killed outright, again and again, until one comes through."""

import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet
import pytest

from nstp_extract.tables.schema import TABLES

PROGRAM = """
import sys
from pathlib import Path
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
engine = Engine(EngineKind.INLINE)
refresh_collection(Path(sys.argv[1]), Path(sys.argv[2]), engine=engine)
"""


@pytest.mark.slow
def test_killed_runs_leave_whole_publications_and_the_last_completes_the_work(collection):
    for number in range(30):
        collection.put(f"r{number}.txt", f"壹、成果\n經濟部投資{number + 1}億元。\n")
    arguments = [sys.executable, "-c", PROGRAM, str(collection.raw), str(collection.curated)]
    chance = random.Random(0)  # noqa: S311  (moments of death, not secrets)
    for _ in range(6):
        collection.put("first.txt", f"經濟部投資{chance.randrange(1, 99)}億元。")
        process = subprocess.Popen(arguments)
        time.sleep(chance.uniform(1.0, 3.5))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        current = (collection.curated / "current").resolve()
        if current.exists():
            tables = [pyarrow.parquet.read_table(file) for file in current.glob("*.parquet")]
            assert len(tables) == len(TABLES)
            assert (current / "manifest.json").exists()
    summary = collection.run()
    assert len(summary.outcomes) == 32
    assert not [o for o in summary.outcomes if o.reason]
    before = collection.snapshot()
    assert collection.run().published is None
    assert collection.snapshot() == before
    assert not [name for name in before if name.endswith((".tmp", "/next"))]
