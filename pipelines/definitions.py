"""Everything that Dagster is told of, in one place."""

import dagster as dg

from pipelines.assets import RAW, curated_tables, evidence_page, report_tables
from pipelines.jobs import bulk_refresh, nightly, report_outcomes
from pipelines.resources import Collection
from pipelines.sensors import raw_reports


@dg.definitions
def defs() -> dg.Definitions:
    """Return assets with their checks, jobs, schedule, sensor and resource."""
    return dg.Definitions(
        assets=[RAW, report_tables, curated_tables, evidence_page],
        jobs=[report_outcomes, bulk_refresh],
        schedules=[nightly],
        sensors=[raw_reports],
        resources={"collection": Collection()},
    )
