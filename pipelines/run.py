"""One headless run over a folder of reports: ``python -m pipelines.run``.

It ends with a summary on the screen. Exit status: 0 done, 1 a report failed, 2 could not run.
Dagster is loaded only once the run begins, because processes that extract load this module too.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nstp_extract.collection.engine import EngineKind
from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.summary import RunSummary, Status, describe_run
from nstp_extract.core.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_NOT_RUN, PublishError
from nstp_extract.view.evidence import PAGE_NAME

if TYPE_CHECKING:
    import dagster as dg

TAG: Final = {"nstp/headless": "true"}
SETTINGS: Final = """\
# Settings of this Dagster instance; written once, change them as you like.
telemetry:
  enabled: false
nux:
  enabled: false  # no window that asks for a subscription
concurrency:
  runs:
    max_concurrent_runs: 2
retention:
  schedule: {purge_after_days: 90}
  sensor: {purge_after_days: {skipped: 7, failure: 90, success: 90}}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the summary, and return the exit status."""
    options = _parse(arguments)
    home = prepare_home(Path(os.environ.get("DAGSTER_HOME", ".dagster")).absolute())
    try:
        with hold_lock(home, seconds=1):
            outcome = run_headless(options)
    except PublishError as error:
        outcome = f"another run is under way: {error}"
    if isinstance(outcome, str):
        print(outcome, file=sys.stderr)
        return EXIT_NOT_RUN
    print("\n".join((*describe_run(outcome), *describe_next(outcome))))
    return EXIT_FINDINGS if outcome.with_status(Status.FAILED) else EXIT_DONE


def describe_next(summary: RunSummary) -> Iterator[str]:
    """Yield the lines that say where to look and what to do next."""
    page = summary.curated / PAGE_NAME
    if page.exists():
        yield f"page       {page}"
        yield "next       open the page in a browser, or ask the tables: docs/tutorial.md"


def prepare_home(home: Path) -> Path:
    """Make `home` the folder of Dagster's records, with settings that keep it quiet."""
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists():
        settings.write_text(SETTINGS, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    return home


def run_headless(options: argparse.Namespace) -> RunSummary | str:
    """Run the bulk job in this process; return its summary, or why there is none."""
    import dagster as dg  # noqa: PLC0415  (see the module's docstring)

    from pipelines.definitions import defs  # noqa: PLC0415

    with dg.DagsterInstance.get() as instance:
        close_lost_runs(instance)
        job = defs().resolve_job_def("bulk_refresh")
        result = job.execute_in_process(
            instance=instance,
            run_config=_config(options),
            tags=TAG,
            raise_on_error=False,
        )
        return _summary(result)


def close_lost_runs(instance: "dg.DagsterInstance") -> None:
    """Mark headless runs that were killed as failed; the caller holds the lock of the home."""
    import dagster as dg  # noqa: PLC0415

    under_way = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING]
    for run in instance.get_runs(dg.RunsFilter(statuses=under_way, tags=TAG)):
        instance.report_run_failed(run, "the process was killed")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.run",
        description="Extract every report that is stale and publish the tables of all.",
    )
    parser.add_argument("--raw", default="raw", help="folder of reports (default: raw)")
    parser.add_argument("--curated", default="curated", help="folder of tables (default: curated)")
    parser.add_argument(
        "--engine",
        choices=[kind.value for kind in EngineKind],
        default=EngineKind.PROCESSES.value,
        help="where reports are extracted (default: processes)",
    )
    parser.add_argument("--jobs", type=int, help="how many at once (default: one a core)")
    parser.add_argument("--scheduler", default="", help="address of the Dask scheduler")
    parser.add_argument("--ocr", action="store_true", help="recognise pages that are pictures")
    return parser.parse_args(arguments)


def _config(options: argparse.Namespace) -> dict[str, object]:
    settings = {
        "raw": options.raw,
        "curated": options.curated,
        "engine": EngineKind(options.engine).name,
        "jobs": options.jobs,
        "ocr": options.ocr,
        "scheduler": options.scheduler,
    }
    return {
        "resources": {"collection": {"config": settings}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }


def _summary(result: "dg.ExecuteInProcessResult") -> RunSummary | str:
    """Return what the job returned; if nothing, what stopped it."""
    for event in result.get_step_failure_events():
        if event.step_key != "tell_failures":
            error = event.step_failure_data.error
            cause = error.cause if error and error.cause else error
            return cause.message.strip() if cause else "unknown"
    summary = result.output_for_node("refresh_reports")
    if not isinstance(summary, RunSummary):
        raise TypeError(summary)
    return summary


if __name__ == "__main__":
    sys.exit(main())
