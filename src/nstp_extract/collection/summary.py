"""What a run did: an outcome a report, the totals, and the lines that tell it to a person."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nstp_extract.collection.publish import CURRENT_NAME
from nstp_extract.collection.state import Part, State
from nstp_extract.core.vocabulary import ChangeKind


class Status(StrEnum):
    """What a run did with a report."""

    EXTRACTED = "extracted"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Flip:
    """A claim whose verdict is another one than in the last run."""

    claim_id: str
    before: str
    now: str


def find_flips(before: State | None, verdicts: Mapping[str, str]) -> tuple[Flip, ...]:
    """Return the claims whose verdict has changed, sorted by id; a new claim has no other."""
    known = before.part.verdicts if before and before.part else {}
    return tuple(
        Flip(claim_id, known[claim_id], now)
        for claim_id, now in sorted(verdicts.items())
        if known.get(claim_id, now) != now
    )


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What a run did with a report, and what is remembered of it now.

    `reason` is a code and `message` a sentence; both are absent unless it failed. A report that
    failed may still have the tables of an earlier version. `flips` are the claims that this run
    judges otherwise than the last.
    """

    report_id: str
    status: Status
    reason: str | None = None
    message: str | None = None
    state: State | None = None
    flips: tuple[Flip, ...] = ()

    @property
    def part(self) -> Part | None:
        """Return what its tables hold, if it has any."""
        return self.state.part if self.state else None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: an outcome a report, sorted by id, and what is published now.

    `published` is the number of the publication that this run made, None if nothing has changed.
    """

    raw: Path
    curated: Path
    outcomes: tuple[ReportOutcome, ...]
    published: int | None

    @property
    def current(self) -> Path:
        """Return where the published tables are."""
        return self.curated / CURRENT_NAME

    @property
    def kinds(self) -> Counter[str]:
        """Return how many figures of each kind the tables hold."""
        return self._count(lambda part: part.kinds.items())

    @property
    def goals(self) -> Counter[str]:
        """Return how many figures stand under each goal, by its number and title."""
        return self._count(lambda part: part.goals.items())

    @property
    def findings(self) -> int:
        """Return how many checks failed in what the tables hold."""
        return self._count(lambda part: [("", part.findings)]).total()

    @property
    def changes(self) -> Mapping[str, Mapping[str, int]]:
        """Return by report that was extracted its figures that differ from the version before."""
        return {
            outcome.report_id: outcome.part.changes
            for outcome in self.with_status(Status.EXTRACTED)
            if outcome.part and outcome.part.changes
        }

    @property
    def unread(self) -> Mapping[str, str]:
        """Return by report which of its pages gave no text, and why."""
        return {
            outcome.report_id: outcome.part.unread
            for outcome in self.outcomes
            if outcome.part and outcome.part.unread and outcome.status is not Status.REMOVED
        }

    def with_status(self, status: Status) -> tuple[ReportOutcome, ...]:
        """Return the outcomes of one status."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)

    def _count(self, items: Callable[[Part], Iterable[tuple[str, int]]]) -> Counter[str]:
        total: Counter[str] = Counter()
        for outcome in self.outcomes:
            if outcome.part and outcome.status is not Status.REMOVED:
                for key, count in items(outcome.part):
                    total[key] += count
        return total


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` reports that had to run; the last was `outcome`."""

    done: int
    total: int
    outcome: ReportOutcome


OnProgress = Callable[[Progress], None]


def describe_run(summary: RunSummary) -> Iterator[str]:
    """Yield the lines of a summary: reports, failures, figures, changes, checks, where they are."""
    counts = ", ".join(
        f"{len(found)} {status}" for status in Status if (found := summary.with_status(status))
    )
    yield f"reports    {len(summary.outcomes)}: {counts}"
    for outcome in summary.with_status(Status.FAILED):
        yield f"  failed   {outcome.report_id}: {outcome.message} [{outcome.reason}]"
    for report_id, pages in summary.unread.items():
        yield f"  warning  {report_id}: pages that were not read: {pages}"
    for outcome in summary.outcomes:
        for flip in outcome.flips:
            change = f"{flip.before} -> {flip.now}"
            yield f"  flipped  {outcome.report_id}: claim {flip.claim_id}: {change}"
    yield f"figures    {summary.kinds.total():,}"
    yield from _table("by kind", summary.kinds.most_common())
    yield from _table("by goal", summary.goals.items())
    for report_id, changes in summary.changes.items():
        counts = ", ".join(f"{changes[kind]:,} {kind}" for kind in ChangeKind if changes.get(kind))
        yield f"  changed  {report_id}: {counts}"
    yield f"checks     {summary.findings:,} failed"
    if summary.published is None:
        yield "published  nothing changed"
    else:
        yield f"published  version {summary.published}"
    yield f"tables     {summary.current}"


def describe_changes(summary: RunSummary) -> Iterator[str]:
    """Yield the lines that say what a run changed, for somebody who does not watch it.

    A report that was extracted with its figures that differ from the version before, checks that
    fail in it, one that failed, one that left, claims with another verdict. None if it was nothing.
    """
    for outcome in summary.outcomes:
        match outcome.status:
            case Status.EXTRACTED if outcome.part:
                yield f"extracted  {outcome.report_id}: {', '.join(_describe_part(outcome.part))}"
            case Status.FAILED:
                yield f"failed     {outcome.report_id}: {outcome.message} [{outcome.reason}]"
            case Status.REMOVED:
                yield f"removed    {outcome.report_id}"
        for flip in outcome.flips:
            change = f"{flip.before} -> {flip.now}"
            yield f"flipped    {outcome.report_id}: claim {flip.claim_id}: {change}"


def _describe_part(part: Part) -> Iterator[str]:
    yield f"version {part.version}"
    yield f"{part.rows.get('figures', 0):,} figures"
    for change, count in sorted(part.changes.items()):
        yield f"{count:,} {change}"
    if part.findings:
        yield f"{part.findings:,} findings"


def _table(title: str, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    for key, count in counts:
        yield f"  {title}  {count:>7,}  {key or '(none)'}"
