"""Many reports on a Dask cluster: two workers against one, and one against no cluster at all."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from itertools import count
from statistics import median

import pytest

from nstp_extract.collection.engine import Engine, EngineKind, count_cores
from nstp_extract.collection.run import refresh_parts
from nstp_extract.collection.summary import Status

REPORTS = 16
ROUNDS = 3
FRESH = count()

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def raw(tmp_path_factory, report):
    """A folder of reports, no two of which are alike."""
    folder = tmp_path_factory.mktemp("raw")
    text = report.read_bytes().decode("utf-8")
    for number in range(REPORTS):
        changed = text.replace("億元", f"億元（案{number}）", 1)
        (folder / f"r{number:03}.txt").write_bytes(changed.encode())
    return folder


@contextmanager
def start(workers, folder):
    """Start a scheduler and workers as processes; give the engine that uses them."""
    file = folder / f"{workers}.json"
    options = ["--no-dashboard", "--scheduler-file", str(file)]
    commands = [["scheduler", "--port", "0"], *[["worker", "--nthreads", "1"]] * workers]
    with ExitStack() as stack:
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, *options],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            while not file.exists():
                time.sleep(0.05)
        yield Engine(EngineKind.DASK, scheduler=json.loads(file.read_text())["address"])


def extract(raw, folder, engine):
    """Extract all reports into a folder that is new; return the seconds it took."""
    begin = time.perf_counter()
    outcomes = refresh_parts(raw, folder / f"curated{next(FRESH)}", engine=engine)
    seconds = time.perf_counter() - begin
    assert {outcome.status for outcome in outcomes} == {Status.EXTRACTED}
    return seconds


@pytest.mark.skipif(count_cores() < 2, reason="two workers need two cores")
def test_two_workers(benchmark, raw, tmp_path, results):
    """All take turns; each has read the reports once before the clock starts."""
    with start(1, tmp_path) as one, start(2, tmp_path) as two:
        engines = {
            "no cluster, this process": Engine(EngineKind.INLINE),
            "one worker": one,
            "two workers": two,
        }
        spent = {name: [] for name in engines}

        def run():
            for name, engine in engines.items():
                spent[name].append(extract(raw, tmp_path, engine))

        benchmark.pedantic(run, rounds=ROUNDS, warmup_rounds=1)
    seconds = {name: median(each[1:]) for name, each in spent.items()}
    base = seconds["one worker"]
    results.add(
        "Many reports on a Dask cluster",
        f"{REPORTS} reports as long as the sample, all tables of each written by the driver, which "
        f"shares the machine's cores with the workers. Elapsed, the median of {ROUNDS} rounds.",
        ("", "times as fast as one worker", "seconds a report", "reports an hour"),
        *(
            (name, f"{base / each:.2f}", f"{each / REPORTS:.2f}", f"{3600 * REPORTS / each:,.0f}")
            for name, each in seconds.items()
        ),
    )
