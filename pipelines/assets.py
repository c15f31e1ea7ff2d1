"""The tables as assets: those of one report, a partition each, and the published ones of all."""

from collections.abc import Iterator

import dagster as dg

from nstp_extract.collection.stale import code_version
from nstp_extract.collection.summary import RunSummary, Status, describe_changes, describe_run
from pipelines.checks import SPECS, check_results
from pipelines.events import CURATED, PAGE, REPORTS, log_run, page_metadata, table_events
from pipelines.notice import Notice
from pipelines.resources import Collection
from pipelines.retries import retry_transient

RAW = dg.AssetSpec(
    "raw_report",
    description="A report's file, and its sidecar if there is one.",
    group_name="raw",
    kinds={"file"},
    partitions_def=REPORTS,
)

_TABLES = {
    "document": ("raw_report", "read", "The report's text and passages, as read."),
    "reports": ("document", "read", "Which bytes were read, and what is known of the report."),
    "pages": ("document", "read", "Each page of a PDF, and whether it can be trusted."),
    "passages": ("document", "read", "The text in reading order, joined over what breaks it."),
    "sections": ("document", "structure", "Headings, and what each covers."),
    "words": ("sections", "structure", "Words, figures kept whole."),
    "figures": ("words", "figures", "Every figure with value, context and place."),
    "rejections": ("words", "figures", "Every numeral run that is no figure, and why."),
    "relations": ("figures", "figures", "Links between figures that the report states."),
    "changes": ("figures", "figures", "Every figure that differs from the version before."),
    "checks": ("relations", "checks", "The report against itself: sums, rates, restatements."),
    "verdicts": ("relations", "verdicts", "What the report says to each claim kept for it."),
    "outcomes": ("relations", "outcomes", "Results, forecasts and targets for analysts."),
}
TABLES = [
    dg.AssetSpec(
        table,
        deps=[above],
        description=description,
        group_name=group,
        kinds={"python", "parquet"},
        skippable=True,
        code_version=code_version()[:12],
        partitions_def=REPORTS,
    )
    for table, (above, group, description) in _TABLES.items()
]


@dg.multi_asset(name="extract_report", specs=TABLES, check_specs=SPECS)
def report_tables(
    context: dg.AssetExecutionContext, collection: Collection
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Extract one report; its tables are written only if every check passes."""
    with retry_transient():
        outcome = collection.refresh_report(context.partition_key)
    version = outcome.part.version if outcome.part else ""
    tags = {"nstp/report_id": outcome.report_id, "nstp/version": str(version)}
    context.instance.add_run_tags(context.run.run_id, tags)
    yield from check_results(outcome)
    if outcome.status is Status.FAILED:
        raise dg.Failure(outcome.message, {"reason": outcome.reason or ""}, allow_retries=False)
    found = {event.asset_key: event for event in table_events(outcome, collection)}
    for key in (spec.key for spec in TABLES):
        yield dg.MaterializeResult(
            asset_key=key,
            metadata=found[key].metadata,
            data_version=dg.DataVersion(outcome.part.digest if outcome.part else ""),
        )


@dg.asset(name=CURATED, deps=TABLES, group_name="published", kinds={"duckdb", "parquet", "csv"})
def curated_tables(collection: Collection) -> dg.MaterializeResult[None]:
    """Every table of every report at one moment: Parquet, CSV and one DuckDB file."""
    publication = collection.publish()
    return dg.MaterializeResult(
        metadata={
            "publication": publication.number,
            "new": publication.is_new,
            "path": dg.MetadataValue.path(str(collection.folder / "current")),
        }
    )


@dg.asset(name=PAGE, deps=[CURATED], group_name="published", kinds={"html"})
def evidence_page(collection: Collection) -> dg.MaterializeResult[None]:
    """One page to look at: the text with every figure marked, a table, charts."""
    return dg.MaterializeResult(metadata=page_metadata(collection.write_page()))


class Again(dg.Config):
    """Which reports are extracted again though nothing has changed."""

    report_ids: list[str]


@dg.op(description="Extracts every stale report, publishes, and says what was done.")
def refresh_reports(context: dg.OpExecutionContext, collection: Collection) -> RunSummary:
    """Extract every stale report and publish; log each report that changed as its partition."""
    with retry_transient():
        summary = collection.refresh(context.log.info)
    log_run(context, collection, summary)
    return summary


@dg.op(description="Extracts chosen reports again, with all that are stale, and publishes.")
def extract_again(
    context: dg.OpExecutionContext, config: Again, collection: Collection
) -> RunSummary:
    """Extract those reports and publish; log each as its partition."""
    with retry_transient():
        summary = collection.extract_again(config.report_ids, context.log.info)
    log_run(context, collection, summary)
    return summary


@dg.op(description="Tells a command or a file what has changed, if they are configured.")
def tell_changes(summary: RunSummary, notice: Notice) -> RunSummary:
    """Tell what was extracted, failed, left or judged otherwise; return the summary."""
    if lines := list(describe_changes(summary)):
        notice.tell("nstp-extract: what a run changed", lines)
    return summary


@dg.op(description="Writes the page to look at.")
def write_page(
    context: dg.OpExecutionContext, collection: Collection, summary: RunSummary
) -> RunSummary:
    """Write the evidence page of what is published, if anything is; return the summary."""
    if summary.current.exists():
        page = collection.write_page()
        if page.is_new:
            context.log_event(dg.AssetMaterialization(PAGE, metadata=page_metadata(page)))
    return summary


@dg.op(description="Fails if a report failed, so that a failed run is seen.")
def tell_failures(summary: RunSummary) -> None:
    """Raise a failure that names every report that failed."""
    if failed := summary.with_status(Status.FAILED):
        raise dg.Failure(
            "\n".join(describe_run(summary)),
            {outcome.report_id: outcome.message or "" for outcome in failed},
            allow_retries=False,
        )
