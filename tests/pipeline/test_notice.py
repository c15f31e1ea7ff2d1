"""What is told to a command or a file, what is tried again, and what runs on demand."""

import shlex
import sys
from pathlib import Path

import dagster as dg
import pytest

from nstp_extract.core.errors import PublishError
from pipelines import resources, retries
from pipelines.definitions import defs
from pipelines.notice import Notice
from pipelines.sensors import failed_runs

pytestmark = pytest.mark.filterwarnings(
    # Dagster passes this parameter itself, and its resources warn of themselves.
    "ignore:Parameter `owners` of initializer `SensorDefinition"
)


@pytest.fixture
def notice(tmp_path):
    return Notice(file=str(tmp_path / "notice.txt"))


def run_job(name, collection, instance, notice, **options):
    job = dg.Definitions.merge(defs()).resolve_job_def(name)
    return job.execute_in_process(
        instance=instance,
        resources={"collection": collection, "notice": notice},
        raise_on_error=False,
        **options,
    )


def told(notice):
    path = Path(notice.file)
    return path.read_text("utf-8") if path.exists() else ""


def test_a_run_tells_what_it_changed_and_the_next_tells_nothing(collection, instance, notice):
    (Path(collection.raw) / "bad.txt").write_bytes(b"")
    run_job("bulk_refresh", collection, instance, notice)
    assert "extracted  first: version 1, 3 figures" in told(notice)
    assert "failed     bad: " in told(notice)
    assert "[empty]" in told(notice)
    (Path(collection.raw) / "bad.txt").unlink()
    (Path(collection.raw) / "first.txt").write_text(
        "經濟部於106年投資1.4億元，輔導21家廠商，培育7人。", encoding="utf-8"
    )
    Path(notice.file).unlink()
    result = run_job("bulk_refresh", collection, instance, notice)
    assert "extracted  first: version 2, 4 figures, 1 added, 1 revised" in told(notice)
    assert "second" not in told(notice)
    tags = instance.get_run_by_id(result.run_id).tags
    assert (tags["nstp/extracted"], tags["nstp/unchanged"]) == ("1", "1")
    Path(notice.file).unlink()
    run_job("bulk_refresh", collection, instance, notice)
    assert told(notice) == ""


def test_a_command_reads_the_message(tmp_path):
    target = tmp_path / "out.txt"
    program = f"import sys, pathlib; pathlib.Path({str(target)!r}).write_text(sys.stdin.read())"
    Notice(command=shlex.join([sys.executable, "-c", program])).tell("subject", ["a line"])
    assert target.read_text().endswith("Z subject\na line\n")


def test_a_failed_run_is_told_with_its_report(collection, instance, notice):
    (Path(collection.raw) / "bad.txt").write_bytes(b"")
    instance.add_dynamic_partitions("reports", ["bad"])
    result = run_job("report_outcomes", collection, instance, notice, partition_key="bad")
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_runs",
        dagster_event=result.get_run_failure_event(),
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        partition_key="bad",
        resources={"notice": notice},
    ).for_run_failure()
    failed_runs(context)
    assert "report_outcomes of bad failed" in told(notice)
    assert result.run_id in told(notice)


def test_a_run_of_a_report_says_which_version_it_made(collection, instance, notice):
    instance.add_dynamic_partitions("reports", ["first"])
    result = run_job("report_outcomes", collection, instance, notice, partition_key="first")
    assert result.success, [e.message for e in result.all_events if e.is_failure]
    tags = instance.get_run_by_id(result.run_id).tags
    assert (tags["nstp/report_id"], tags["nstp/version"]) == ("first", "1")


def test_a_backfill_extracts_the_chosen_reports_again(collection, instance, notice):
    run_job("bulk_refresh", collection, instance, notice)
    config = {"ops": {"extract_again": {"config": {"report_ids": ["second"]}}}}
    result = run_job("backfill", collection, instance, notice, run_config=config)
    summary = result.output_for_node("extract_again")
    assert {o.report_id: str(o.status) for o in summary.outcomes} == {
        "first": "unchanged",
        "second": "extracted",
    }
    assert summary.published is None


def test_what_may_pass_is_tried_again(collection, instance, notice, monkeypatch):
    monkeypatch.setattr(retries, "SECONDS", 0)
    tries = []

    def refresh(*arguments, real=resources.refresh_collection, **options):
        tries.append(1)
        if len(tries) == 1:
            raise PublishError("no space", hint="make room")
        return real(*arguments, **options)

    monkeypatch.setattr(resources, "refresh_collection", refresh)
    assert run_job("bulk_refresh", collection, instance, notice).success
    assert len(tries) == 2
