"""Where reports lie and how many are extracted at once, as settings of a Dagster resource."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import dagster as dg

from nstp_extract.collection.again import mark_stale
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.passwords import read_passwords
from nstp_extract.collection.publish import Publication, publish_collection
from nstp_extract.collection.run import refresh_collection, refresh_parts
from nstp_extract.collection.summary import Progress, ReportOutcome, RunSummary
from nstp_extract.collection.watch import Change, watch_reports
from nstp_extract.view.evidence import Evidence, write_publication_page


class Collection(dg.ConfigurableResource):  # type: ignore[type-arg]  # generic in itself only
    """A folder of raw reports and the folder of their tables."""

    raw: str = "raw"
    curated: str = "curated"
    engine: EngineKind = EngineKind.PROCESSES
    jobs: int | None = None
    scheduler: str = ""
    ocr: bool = False
    passwords: str | None = None
    """The file of passwords; its path alone is in Dagster's configuration."""

    def refresh(self, say: Callable[[str], None]) -> RunSummary:
        """Extract what is stale and publish it; tell each report as it comes."""
        return refresh_collection(
            Path(self.raw),
            Path(self.curated),
            engine=Engine(self.engine, self.jobs, self.scheduler),
            on_progress=lambda progress: say(_line(progress)),
            passwords=self._read_passwords(),
            ocr=self.ocr,
        )

    def refresh_report(self, report_id: str) -> ReportOutcome:
        """Extract one report if it is stale; publish nothing."""
        (outcome,) = refresh_parts(
            Path(self.raw),
            Path(self.curated),
            engine=Engine(EngineKind.INLINE),
            only=frozenset({report_id}),
            passwords=self._read_passwords(),
            ocr=self.ocr,
        )
        return outcome

    def extract_again(self, report_ids: Sequence[str], say: Callable[[str], None]) -> RunSummary:
        """Extract those reports whether they are stale or not, and all that are; publish."""
        mark_stale(Path(self.curated), report_ids)
        return self.refresh(say)

    def publish(self) -> Publication:
        """Publish what has been extracted."""
        return publish_collection(Path(self.raw), Path(self.curated))

    def write_page(self) -> Evidence:
        """Write the page of what is published, unless it is there already."""
        return write_publication_page(Path(self.curated), raw=Path(self.raw))

    def watch(self, cursor: str | None) -> Change | None:
        """Return what has changed since `cursor`, None if nothing has."""
        return watch_reports(Path(self.raw), Path(self.curated), cursor=cursor, ocr=self.ocr)

    def _read_passwords(self) -> Mapping[str, str]:
        return read_passwords(Path(self.passwords) if self.passwords else None)

    def part(self, report_id: str) -> Path:
        """Return where the tables of a report are."""
        return Path(self.curated) / "parts" / report_id


def _line(progress: Progress) -> str:
    outcome = progress.outcome
    return f"{progress.done}/{progress.total} {outcome.report_id}: {outcome.status}"
