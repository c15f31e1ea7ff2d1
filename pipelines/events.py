"""What a run tells Dagster of the reports that it extracted: a materialization a table."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from nstp_extract.collection.preview import preview_table
from nstp_extract.collection.state import Part
from nstp_extract.collection.summary import ReportOutcome, RunSummary, Status
from nstp_extract.view.evidence import Evidence
from pipelines.checks import check_evaluations
from pipelines.resources import Collection

CURATED = "curated"
DOCUMENT = "document"
PAGE = "evidence_page"
REPORTS = dg.DynamicPartitionsDefinition(name="reports")
"""One partition a report: its id."""


def log_run(context: dg.OpExecutionContext, collection: Collection, summary: RunSummary) -> None:
    """Make a partition of every report, log what a bulk run did, and tag the run with it."""
    ids = sorted(outcome.report_id for outcome in summary.outcomes if outcome.part)
    context.instance.add_dynamic_partitions(str(REPORTS.name), ids)
    for event in run_events(summary, collection, context.instance):
        context.log_event(event)  # type: ignore[arg-type]  # it takes the results of checks too
    tags = {f"nstp/{status}": str(len(summary.with_status(status))) for status in Status}
    context.instance.add_run_tags(context.run.run_id, tags)


def table_events(
    outcome: ReportOutcome, collection: Collection
) -> Iterator[dg.AssetMaterialization]:
    """Yield a materialization a table of a report, with its rows, a preview and versions."""
    if outcome.part is None or outcome.state is None:
        return
    tags = {
        "dagster/data_version": outcome.part.digest,
        "dagster/code_version": outcome.state.attempt.fingerprint.code[:12],
    }
    for name, metadata in _describe_part(outcome.report_id, outcome.part, collection):
        yield dg.AssetMaterialization(
            name, partition=outcome.report_id, metadata=metadata, tags=tags
        )


def run_events(
    summary: RunSummary, collection: Collection, instance: dg.DagsterInstance
) -> Iterator[dg.AssetMaterialization | dg.AssetCheckEvaluation]:
    """Yield what a bulk run has to log: checks, reports that changed, and what was published.

    A report whose event a killed run did not come to log is logged too.
    """
    known = instance.get_materialized_partitions(dg.AssetKey("outcomes"))
    yield from check_evaluations(summary.outcomes)
    for outcome in summary.outcomes:
        if outcome.status is Status.EXTRACTED or outcome.report_id not in known:
            yield from table_events(outcome, collection)
    if summary.published is not None:
        path = dg.MetadataValue.path(str(summary.current))
        metadata: dict[str, Any] = {"publication": summary.published, "path": path}
        yield dg.AssetMaterialization(CURATED, metadata=metadata)


def page_metadata(page: Evidence) -> dict[str, Any]:
    """Return where the page is, whether it was made anew, and which reports it has no room for."""
    path = dg.MetadataValue.path(str(page.path))
    return {"path": path, "new": page.is_new, "left out": ", ".join(page.left_out)}


def _describe_part(
    report_id: str, part: Part, collection: Collection
) -> Iterator[tuple[str, dict[str, Any]]]:
    source = {"file": part.source, "sha256": part.source_sha256, "first seen": part.seen_at}
    yield DOCUMENT, {"version": part.version, **source}
    for table, rows in part.rows.items():
        preview = dg.MetadataValue.md(preview_table(collection.part(report_id), table))
        yield table, {"dagster/row_count": rows, "version": part.version, "preview": preview}
