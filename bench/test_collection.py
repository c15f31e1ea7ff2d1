"""A folder of 1,000 reports: a first run, one in which nothing has changed, one with one change.

The reports are pieces of the sample report with the digits of their amounts changed, so that no two
are equal. Set ``NSTP_BENCH_REPORTS`` for another number.
"""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

REPORTS = int(os.environ.get("NSTP_BENCH_REPORTS", "1000"))
FEW = 100
CHARACTERS = 1_200
ROUNDS = 5
PROGRAM = str(Path(sys.executable).with_name("nstp-extract"))
DIGIT = re.compile(r"(?<=[1-9,.])[0-9](?=[0-9,.]*億)")
MEASURED = """
import resource, sys
from nstp_extract.cli import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""
EMPTY_JOB = """
import sys
import dagster as dg

from pipelines.run import prepare_home

from pathlib import Path
prepare_home(Path(sys.argv[1]))

@dg.op
def nothing():
    pass

@dg.job
def empty():
    nothing()

from pipelines.definitions import defs
defs()
with dg.DagsterInstance.get() as instance:
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    assert empty.execute_in_process(instance=instance, run_config=quiet).success
"""


def mutate(text, number):
    """Return a piece of a report whose amounts are other ones."""
    chance = random.Random(number)  # noqa: S311  (digits, not secrets)
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    piece = "".join([*lines[at:], *lines[:at]])[:CHARACTERS]
    return DIGIT.sub(lambda _: str(chance.randrange(10)), piece) + f"\n共計投資{number + 1}億元。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("collection")


def fill(folder, text, count):
    raw = folder / "raw"
    raw.mkdir()
    for number in range(count):
        (raw / f"r{number:04}.txt").write_text(mutate(text, number), encoding="utf-8")
    return raw


def spend(command, **options):
    begin = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    return time.perf_counter() - begin, done.stderr


def run(folder):
    """Return the seconds of a run and the peak of its driver, in MB."""
    command = [sys.executable, "-c", MEASURED, "run", "--quiet"]
    seconds, said = spend([*command, "--raw", folder / "raw", "--curated", folder / "curated"])
    return seconds, int(said.split()[-1]) / 1024


def test_collection(benchmark, folder, text, results):
    """Each is run once, what is short five times in turn."""
    few = folder / "few"
    few.mkdir()
    fill(few, text, FEW)
    _, few_peak = run(few)
    raw = fill(folder, text, REPORTS)
    first, peak = run(folder)
    headless = [sys.executable, "-m", "pipelines.run"]
    environment = {**os.environ, "DAGSTER_HOME": str(folder / ".dagster")}
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`import dagster`": [sys.executable, "-c", "import dagster"],
        "`nstp-extract run`, nothing changed": [PROGRAM, "run"],
        "an empty job of Dagster, on the same instance": [
            *(sys.executable, "-c", EMPTY_JOB, folder / ".dagster")
        ],
        "`python -m pipelines.run`, nothing changed": headless,
    }
    begin = time.perf_counter()
    subprocess.run(headless, check=True, cwd=folder, env=environment, capture_output=True)
    logged = time.perf_counter() - begin
    spent: dict[str, list[float]] = {name: [] for name in commands}

    def turn():
        for name, command in commands.items():
            spent[name].append(spend(command, cwd=folder, env=environment)[0])

    benchmark.pedantic(turn, rounds=ROUNDS)
    seconds = {name: median(each) for name, each in spent.items()}
    (raw / "r0000.txt").write_text(mutate(text, REPORTS), encoding="utf-8")
    changed, changed_peak = run(folder)
    size = sum(file.stat().st_size for file in raw.iterdir()) / 2**20
    results.add(
        f"{REPORTS:,} reports",
        f"Pieces of the report with other digits, {size:.1f} MB; elapsed, two processes. What ends "
        f"in no change is the median of {ROUNDS} rounds in turn, the rest was run once. Memory is "
        "the peak of the process that hands out the work.",
        ("", "seconds", "reports an hour", "peak MB"),
        ("first run", f"{first:.0f}", f"{REPORTS * 3600 / first:,.0f}", f"{peak:.0f}"),
        (f"first run of {FEW}", "", "", f"{few_peak:.0f}"),
        ("one report changed", f"{changed:.1f}", "", f"{changed_peak:.0f}"),
        ("first headless run: each logged as its partition, and the page", f"{logged:.0f}", "", ""),
        *((name, f"{each:.2f}", "", "") for name, each in seconds.items()),
    )
