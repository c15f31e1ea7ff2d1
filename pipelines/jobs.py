"""What can be run: one report, or all that are stale."""

import dagster as dg

from pipelines.assets import (
    TABLES,
    extract_again,
    refresh_reports,
    tell_changes,
    tell_failures,
    write_page,
)
from pipelines.events import CURATED, PAGE

report_outcomes = dg.define_asset_job(
    "report_outcomes",
    selection=dg.AssetSelection.assets(*(spec.key for spec in TABLES), CURATED, PAGE),
    description="Extract one report and publish: for a single run from the interface.",
    executor_def=dg.in_process_executor,
)


@dg.job(
    executor_def=dg.in_process_executor,
    description="Extract every report that is stale and publish: at night, headless, for many.",
)
def bulk_refresh() -> None:
    """Extract every stale report, publish, write the page, tell, and fail if a report failed."""
    tell_failures(tell_changes(write_page(refresh_reports())))


@dg.job(
    executor_def=dg.in_process_executor,
    description="Extract the reports that its settings name, though nothing has changed.",
)
def backfill() -> None:
    """Extract chosen reports again, publish, write the page, tell, and fail if a report failed."""
    tell_failures(tell_changes(write_page(extract_again())))


nightly = dg.ScheduleDefinition(
    name="nightly",
    job=bulk_refresh,
    cron_schedule="30 2 * * *",
    execution_timezone="Asia/Taipei",
    description="Makes good whatever a lost run has left.",
)
