"""Tasks mapped over a real Dask scheduler with two worker processes, one of which may be killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from uuid import uuid4

import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.summary import Status
from nstp_extract.core.errors import EngineError

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

distributed = pytest.importorskip("distributed")

WORKER = """
import os, signal, time

def work(task):
    if task == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return os.getpid()

def bury(task):
    return "died"

def break_down(task):
    raise OSError(task)
"""
SENTENCES = "經濟部於{year}年投資{amount}億元，輔導{count}家廠商，媒合率達{rate}%。\n"


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder, stack):
        self.folder, self.stack = folder, stack
        self.address = ""
        self.nannies = []

    def start(self, *, workers):
        file = self.folder / f"{uuid4()}.json"
        self.scheduler = self._spawn(
            "scheduler", "--port", "0", "--scheduler-file", str(file), "--no-dashboard"
        )
        wait_for(file.exists)
        with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
            self.address = client.scheduler.address
            self.nannies = [
                self._spawn("worker", self.address, "--nthreads", "1", "--no-dashboard")
                for _ in range(workers)
            ]
            if workers:
                client.wait_for_workers(workers, timeout=60)
        return self

    def engine(self):
        return Engine(EngineKind.DASK, scheduler=self.address)

    def _spawn(self, *command):
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(self.folder), *filter(None, sys.path)]),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.stack.callback(kill, process)
        return process


def kill(process):
    """End a process and those that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    """A module that the workers can import."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "nstp_cluster_worker.py").write_text(WORKER)
    sys.path.insert(0, str(folder))
    import nstp_cluster_worker  # noqa: PLC0415

    yield nstp_cluster_worker, folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def cluster(worker):
    with ExitStack() as stack:
        yield Cluster(worker[1], stack).start(workers=2)


def test_two_workers_share_the_tasks_and_a_killer_fails_alone(cluster, worker):
    module, _ = worker
    tasks = [f"t{number}" for number in range(40)]
    tasks[7] = "poison"
    results = dict(cluster.engine().map(module.work, tasks, on_death=module.bury))
    assert set(results) == set(tasks)
    assert results.pop("poison") == "died"
    assert len(set(results.values())) >= 2
    assert os.getpid() not in results.values()


def test_workers_that_cannot_run_a_task_are_an_error(cluster, worker):
    module, _ = worker
    with pytest.raises(EngineError, match="a worker cannot extract"):
        list(cluster.engine().map(module.break_down, ["t"], on_death=module.bury))


def test_no_task_needs_no_cluster(worker):
    module, _ = worker
    engine = Engine(EngineKind.DASK, scheduler="tcp://127.0.0.1:9")
    assert list(engine.map(module.work, [], on_death=module.bury)) == []


def test_a_scheduler_that_does_not_answer_is_named(worker, monkeypatch):
    module, _ = worker
    monkeypatch.setattr("nstp_extract.collection.cluster._CONNECT_SECONDS", 1)
    engine = Engine(EngineKind.DASK, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"tcp://127.0.0.1:9: no Dask scheduler"):
        list(engine.map(module.work, ["t"], on_death=module.bury))


def test_a_scheduler_without_workers_is_named(worker, monkeypatch):
    module, folder = worker
    monkeypatch.setattr("nstp_extract.collection.cluster._WORKER_SECONDS", 1)
    with ExitStack() as stack:
        empty = Cluster(folder, stack).start(workers=0)
        with pytest.raises(EngineError, match="has no workers"):
            list(empty.engine().map(module.work, ["t"], on_death=module.bury))


def test_a_scheduler_that_goes_away_is_an_error(worker):
    module, folder = worker
    with ExitStack() as stack:
        short = Cluster(folder, stack).start(workers=1)
        results = short.engine().map(module.work, [*"abcdefgh"] * 40, on_death=module.bury)
        next(results)
        kill(short.scheduler)
        with pytest.raises(EngineError, match="the scheduler is gone"):
            list(results)


@pytest.mark.parametrize("options", [{"kind": EngineKind.DASK}, {"scheduler": "tcp://host:1"}])
def test_a_dask_engine_has_an_address_and_no_other_has(options):
    with pytest.raises(EngineError, match="address"):
        Engine(**options)


def test_a_killed_worker_loses_nothing(cluster, collection, tmp_path):
    """The tables are byte for byte those of one process."""
    for number in range(12):
        lines = [
            SENTENCES.format(year=106 + at % 4, amount=f"{at}.{number}", count=at + 2, rate=at % 90)
            for at in range(1, 20)
        ]
        collection.put(f"r{number:02}.txt", "壹、成果\n" + "".join(lines))
    alone = tmp_path / "alone"
    refresh_collection(collection.raw, alone, engine=Engine(EngineKind.INLINE))

    killed = threading.Event()

    def on_progress(progress):
        if progress.done == 4 and not killed.is_set():
            killed.set()
            kill(cluster.nannies[0])

    summary = refresh_collection(
        collection.raw, collection.curated, engine=cluster.engine(), on_progress=on_progress
    )
    assert killed.is_set()
    assert {outcome.status for outcome in summary.outcomes} == {Status.EXTRACTED}
    assert tables(collection.curated) == tables(alone)


def tables(curated):
    """The bytes of every published table; when a report was first seen is all that may differ."""
    return {
        path.name: path.read_bytes()
        for path in (curated / "current").iterdir()
        if path.suffix == ".parquet" and path.stem != "reports"
    }
