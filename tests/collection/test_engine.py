"""Tasks come back whatever becomes of the process that they run in."""

import os

import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.core.machine import count_cores

WORKER = """
import os, signal, time

def work(task):
    if task == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return f"{task} done by {os.getpid()}"

def bury(task):
    return f"{task} died"
"""


@pytest.fixture
def worker(tmp_path, monkeypatch):
    """A module that other processes can import."""
    (tmp_path / "nstp_test_worker.py").write_text(WORKER)
    monkeypatch.syspath_prepend(str(tmp_path))
    import nstp_test_worker  # noqa: PLC0415

    return nstp_test_worker


def run(engine, worker, tasks):
    return dict(engine.map(worker.work, tasks, on_death=worker.bury))


@pytest.mark.parametrize("kind", [EngineKind.INLINE, EngineKind.PROCESSES])
def test_every_task_comes_back_once(worker, kind):
    tasks = [f"t{number}" for number in range(9)]
    results = run(Engine(kind, jobs=2), worker, tasks)
    assert set(results) == set(tasks)
    assert all(result.startswith(f"{task} done") for task, result in results.items())


def test_processes_are_others(worker):
    results = run(Engine(EngineKind.PROCESSES, jobs=2), worker, [f"t{n}" for n in range(20)])
    pids = {int(result.rsplit(" ", 1)[1]) for result in results.values()}
    assert os.getpid() not in pids
    assert len(pids) == 2


def test_a_task_that_kills_its_process_fails_alone(worker):
    tasks = [f"t{number}" for number in range(12)]
    tasks[3] = "poison"
    results = run(Engine(EngineKind.PROCESSES, jobs=2), worker, tasks)
    assert set(results) == set(tasks)
    assert results.pop("poison") == "poison died"
    assert all("done" in result for result in results.values())


def test_no_task_starts_no_process(worker):
    assert run(Engine(EngineKind.PROCESSES), worker, []) == {}


def test_cores_are_those_that_may_be_used():
    assert 1 <= count_cores() <= (os.cpu_count() or 1)
