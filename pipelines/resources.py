"""Where reports lie and how many are extracted at once, as settings of a Dagster resource."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import dagster as dg

from nstp_extract.collection.again import mark_stale
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.passwords import read_passwords
from nstp_extract.collection.publish import Publication, publish_collection
from nstp_extract.collection.remote import Folders, find_curated, open_folders
from nstp_extract.collection.run import refresh_collection, refresh_parts
from nstp_extract.collection.summary import Progress, ReportOutcome, RunSummary
from nstp_extract.collection.watch import Change, watch_reports
from nstp_extract.view.evidence import Evidence, write_publication_page

_PATIENCE: Final = 5
"""Seconds that a sensor waits for a run that works in the same cache: it has one minute for all."""


class Collection(dg.ConfigurableResource):  # type: ignore[type-arg]  # generic in itself only
    """A folder of raw reports and the folder of their tables; either may be the URL of a store."""

    raw: str = "raw"
    curated: str = "curated"
    cache: str | None = None
    """Where what is at a URL is worked on; by default in the user's folder of caches."""
    engine: EngineKind = EngineKind.PROCESSES
    jobs: int | None = None
    scheduler: str = ""
    ocr: bool = False
    passwords: str | None = None
    """The file of passwords; its path alone is in Dagster's configuration."""

    def refresh(self, say: Callable[[str], None]) -> RunSummary:
        """Extract what is stale and publish it; tell each report as it comes."""
        return self.extract_again((), say)

    def refresh_report(self, report_id: str) -> ReportOutcome:
        """Extract one report if it is stale; publish nothing."""
        with self._open() as folders:
            (outcome,) = refresh_parts(
                folders.raw,
                folders.curated,
                engine=Engine(EngineKind.INLINE),
                only=frozenset({report_id}),
                passwords=self._read_passwords(),
                ocr=self.ocr,
            )
        return outcome

    def extract_again(self, report_ids: Sequence[str], say: Callable[[str], None]) -> RunSummary:
        """Extract those reports whether they are stale or not, and all that are; publish."""
        with self._open() as folders:
            if report_ids:
                mark_stale(folders.curated, report_ids)
            return refresh_collection(
                folders.raw,
                folders.curated,
                engine=Engine(self.engine, self.jobs, self.scheduler),
                on_progress=lambda progress: say(_line(progress)),
                passwords=self._read_passwords(),
                ocr=self.ocr,
            )

    def publish(self) -> Publication:
        """Publish what has been extracted."""
        with self._open() as folders:
            return publish_collection(folders.raw, folders.curated)

    def write_page(self) -> Evidence:
        """Write the page of what is published, unless it is there already."""
        with self._open() as folders:
            return write_publication_page(folders.curated, raw=folders.raw)

    def watch(self, cursor: str | None) -> Change | None:
        """Return what has changed since `cursor`, None if nothing has.

        Raises:
            PublishError: if a run works in the cache of a store.
        """
        with self._open(seconds=_PATIENCE) as folders:
            return watch_reports(folders.raw, folders.curated, cursor=cursor, ocr=self.ocr)

    def part(self, report_id: str) -> Path:
        """Return where the tables of a report are on this machine."""
        return self.folder / "parts" / report_id

    @property
    def folder(self) -> Path:
        """Return the folder of tables on this machine."""
        return find_curated(self.curated, cache=self._cache)

    @property
    def _cache(self) -> Path | None:
        return Path(self.cache) if self.cache else None

    def _open(self, seconds: float = 600) -> AbstractContextManager[Folders]:
        return open_folders(self.raw, self.curated, cache=self._cache, seconds=seconds)

    def _read_passwords(self) -> Mapping[str, str]:
        return read_passwords(Path(self.passwords) if self.passwords else None)


def _line(progress: Progress) -> str:
    outcome = progress.outcome
    return f"{progress.done}/{progress.total} {outcome.report_id}: {outcome.status}"
