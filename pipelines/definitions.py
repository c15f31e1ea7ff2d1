"""Everything that Dagster is told of, in one place."""

import os

import dagster as dg

from pipelines.assets import RAW, curated_tables, evidence_page, report_tables
from pipelines.jobs import backfill, bulk_refresh, nightly, report_outcomes
from pipelines.notice import Notice
from pipelines.resources import Collection
from pipelines.sensors import failed_runs, raw_reports


@dg.definitions
def defs() -> dg.Definitions:
    """Return assets with their checks, jobs, schedule, sensor and resource."""
    notice = Notice(
        command=os.environ.get("NSTP_NOTICE_COMMAND", ""),
        file=os.environ.get("NSTP_NOTICE_FILE", ""),
    )
    return dg.Definitions(
        assets=[RAW, report_tables, curated_tables, evidence_page],
        jobs=[report_outcomes, bulk_refresh, backfill],
        schedules=[nightly],
        sensors=[raw_reports, failed_runs],
        resources={"collection": Collection(), "notice": notice},
    )
