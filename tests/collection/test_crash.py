"""A run that dies at any moment leaves the last good state, and the next one completes the work."""

import itertools
import multiprocessing
import os
import threading

import pyarrow.parquet
import pytest

from nstp_extract.collection import parts, publish, run
from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.publish import publish_collection
from nstp_extract.collection.state import read_state
from nstp_extract.core.errors import PublishError
from nstp_extract.tables import files


class Died(BaseException):
    """Ends a run as a kill would: nothing catches it, and nothing is written behind it."""


def published_values(collection):
    table = pyarrow.parquet.read_table(collection.curated / "current" / "figures.parquet")
    return sorted(value for value in table["value"].to_pylist() if value is not None)


def die_at(monkeypatch, step):
    """Make the run die before its `step`-th change of a name on the disk."""
    count = itertools.count(1)

    def sync_path(path, real=files.sync_path):
        if next(count) == step:
            raise Died
        real(path)

    for module in (files, parts, publish):
        monkeypatch.setattr(module, "sync_path", sync_path)


def test_a_death_between_part_and_publication_is_made_good(collection, monkeypatch):
    collection.run()
    collection.put("first.txt", "經濟部投資9.9億元。")

    def die(*_arguments):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(run, "publish_collection", die)
        with pytest.raises(Died):
            collection.run()
    assert 990000000 not in published_values(collection)
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "unchanged", "second": "unchanged"}
    assert summary.published == 2
    assert 990000000 in published_values(collection)


def test_a_death_at_any_step_leaves_a_whole_publication_and_the_next_run_completes_it(
    collection, monkeypatch
):
    collection.run()
    old = published_values(collection)
    collection.put("first.txt", "經濟部投資9.9億元。")
    for step in itertools.count(1):
        with monkeypatch.context() as patch:
            die_at(patch, step)
            try:
                collection.run()
            except Died:
                pass
            else:
                break
        values = published_values(collection)
        assert values == old or 990000000 in values, step
        state = read_state(collection.part("first"))
        assert state.part.version in (1, 2), step
    assert step > 1
    assert 990000000 in published_values(collection)
    assert (collection.part("first") / "versions" / "v1" / "figures.parquet").exists()
    assert not list(collection.curated.rglob("*.tmp"))


@pytest.mark.parametrize("step", range(1, 60, 7))
def test_after_a_death_in_the_first_run_the_next_completes_it(collection, monkeypatch, step):
    with monkeypatch.context() as patch:
        die_at(patch, step)
        with pytest.raises(Died):
            collection.run()
    collection.run()
    assert {130000000, 260000000} <= set(published_values(collection))
    before = collection.snapshot()
    assert collection.run().published is None
    assert collection.snapshot() == before
    assert not [name for name in before if name.endswith(".tmp") or "/next" in name]


def test_publications_are_pruned_and_the_current_one_stays(collection):
    for number in range(1, 7):
        collection.put("first.txt", f"經濟部投資{number}億元。")
        collection.run()
    names = sorted(path.name for path in (collection.curated / "versions").iterdir())
    assert names == ["v4", "v5", "v6"]
    assert (collection.curated / "current").readlink().name == "v6"


def test_a_reader_that_resolved_current_keeps_its_publication(collection):
    collection.run()
    resolved = (collection.curated / "current").resolve()
    before = (resolved / "figures.csv").read_bytes()
    collection.put("first.txt", "經濟部投資9.9億元。")
    collection.run()
    assert (resolved / "figures.csv").read_bytes() == before
    assert (collection.curated / "current").resolve() != resolved


def test_a_publication_lists_the_reports_once_it_holds_the_lock(collection):
    """Else a run that waited would take away a report that another has just published."""
    collection.run()
    with hold_lock(collection.curated):
        waiting = threading.Thread(
            target=publish_collection, args=(collection.raw, collection.curated)
        )
        waiting.start()
        (collection.raw / "first.txt").unlink()
    waiting.join(timeout=30)
    table = pyarrow.parquet.read_table(collection.curated / "current" / "reports.parquet")
    assert table["report_id"].to_pylist() == ["second"]


def test_a_lock_that_is_held_too_long_is_told(collection):
    collection.curated.mkdir()
    with (
        hold_lock(collection.curated),
        pytest.raises(PublishError, match="in use"),
        hold_lock(collection.curated, seconds=0.1),
    ):
        pytest.fail("two held the lock")


def _hold_and_die(curated):
    with hold_lock(curated):
        os._exit(1)


def test_a_process_that_dies_lets_go_of_the_lock(collection):
    collection.curated.mkdir()
    process = multiprocessing.get_context("fork").Process(
        target=_hold_and_die, args=(collection.curated,)
    )
    process.start()
    process.join()
    with hold_lock(collection.curated, seconds=1):
        pass


def test_of_two_runs_over_one_report_the_later_changes_nothing(collection, monkeypatch):
    """Both found it stale; the one that comes second sees that the work is done."""
    real = run._extract
    inner = []

    def extract_meanwhile(task):
        if not inner:
            inner.append(task.report_id)
            inner.append(collection.run())
        return real(task)

    monkeypatch.setattr(run, "_extract", extract_meanwhile)
    summary = collection.run()
    assert collection.statuses(summary) == {"first": "unchanged", "second": "unchanged"}
    assert inner[1].published == 1
    assert summary.published is None
