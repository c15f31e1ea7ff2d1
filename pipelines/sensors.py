"""What watches the folder of raw reports."""

import warnings
from collections.abc import Iterator

import dagster as dg

from nstp_extract.collection.watch import Change
from nstp_extract.core.errors import PublishError
from pipelines.events import REPORTS
from pipelines.jobs import bulk_refresh, report_outcomes
from pipelines.notice import Notice
from pipelines.resources import Collection

# Dagster warns of a parameter that it passes itself when it resolves a sensor of asset jobs.
warnings.filterwarnings("ignore", message="Parameter `owners` of initializer `SensorDefinition")

MANY = 20
"""More reports than this are run as one."""


@dg.sensor(jobs=[report_outcomes, bulk_refresh], minimum_interval_seconds=30)
def raw_reports(context: dg.SensorEvaluationContext, collection: Collection) -> dg.SensorResult:
    """Run a report that is new or has changed; one bulk run if many have, or one has gone."""
    try:
        change = collection.watch(context.cursor)
    except PublishError as error:
        return dg.SensorResult(skip_reason=str(error))
    if change is None:
        return dg.SensorResult(skip_reason="nothing in the folder has changed")
    known = set(context.instance.get_dynamic_partitions(REPORTS.name or ""))
    return dg.SensorResult(
        run_requests=list(run_requests(change)),
        dynamic_partitions_requests=list(partition_requests(change, known)),
        cursor=change.cursor,
    )


def run_requests(change: Change) -> Iterator[dg.RunRequest]:
    """Yield a run a stale report, or one for all of them."""
    if len(change.stale) > MANY or change.removed:
        yield dg.RunRequest(change.cursor, job_name=bulk_refresh.name)
        return
    for report_id, key in change.stale.items():
        yield dg.RunRequest(
            f"{report_id}:{key}",
            job_name=report_outcomes.name,
            partition_key=report_id,
            tags={"nstp/report_id": report_id},
        )


def partition_requests(
    change: Change, known: set[str]
) -> Iterator[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest]:
    """Yield what makes the partitions those of the folder."""
    if new := [report_id for report_id in change.report_ids if report_id not in known]:
        yield REPORTS.build_add_request(new)
    if gone := sorted(known.intersection(change.removed)):
        yield REPORTS.build_delete_request(gone)


@dg.run_failure_sensor(
    description="Tells a command or a file of every run that failed, if they are configured.",
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def failed_runs(context: dg.RunFailureSensorContext, notice: Notice) -> None:
    """Tell which run failed, of which report, and why."""
    run = context.dagster_run
    report = f" of {context.partition_key}" if context.partition_key else ""
    notice.tell(
        f"nstp-extract: {run.job_name}{report} failed",
        [run.run_id, context.failure_event.message or ""],
    )
