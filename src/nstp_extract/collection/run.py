"""A run over a collection: extract what is stale, publish what has changed, say what happened.

A run that finds nothing to do loads neither a table library nor the extractor.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.parcel import Parcel
from nstp_extract.collection.parts import (
    PARTS_NAME,
    digest_tables,
    earlier_versions,
    finish_part,
    is_unfinished,
    replace_part,
    replace_state,
    version_folder,
)
from nstp_extract.collection.publish import Publication, publish_collection
from nstp_extract.collection.stale import Refusal, Standing, compare_reports, list_reports
from nstp_extract.collection.state import Attempt, Part, State, read_state
from nstp_extract.collection.summary import (
    OnProgress,
    Progress,
    ReportOutcome,
    RunSummary,
    Status,
    find_flips,
)
from nstp_extract.collection.tasks import Earlier, Extracted, Failed, Result, Task
from nstp_extract.core.errors import NstpError
from nstp_extract.lexicon import load_lexicon

_DEFAULT_ENGINE = Engine()


def refresh_collection(
    raw: Path,
    curated: Path,
    *,
    engine: Engine = _DEFAULT_ENGINE,
    on_progress: OnProgress | None = None,
    lexicon_dir: Path | None = None,
    passwords: Mapping[str, str] = MappingProxyType({}),
    ocr: bool = False,
) -> RunSummary:
    """Extract what is stale in `raw`, publish into `curated`, and return what was done.

    A report that fails is an outcome and stops nothing; its earlier tables stay published.

    Raises:
        NstpError: if `raw` has no report, the lexicon is refused, or `curated` cannot be written.
    """
    outcomes = refresh_parts(
        raw,
        curated,
        engine=engine,
        on_progress=on_progress,
        lexicon_dir=lexicon_dir,
        passwords=passwords,
        ocr=ocr,
    )
    publication = publish_collection(raw, curated)
    return summarize_run(raw, curated, outcomes=outcomes, publication=publication)


def refresh_parts(
    raw: Path,
    curated: Path,
    *,
    engine: Engine = _DEFAULT_ENGINE,
    only: frozenset[str] | None = None,
    on_progress: OnProgress | None = None,
    lexicon_dir: Path | None = None,
    passwords: Mapping[str, str] = MappingProxyType({}),
    ocr: bool = False,
) -> tuple[ReportOutcome, ...]:
    """Extract what is stale, publish nothing, and return an outcome a report, sorted by id.

    `only` restricts it to the reports of those ids; `passwords` open locked ones, by id.
    With `ocr` pages that are only pictures are recognised.

    Raises:
        NstpError: if `raw` has no report, or the lexicon is refused.
    """
    inventory = list_reports(raw).restrict(only)
    if not inventory.report_ids:
        hint = "put a report into it: .pdf, .docx, .odt, .html, .md or .txt"
        raise NstpError(f"{raw}: no report there", hint=hint)
    parts = curated / PARTS_NAME
    _recover(curated, inventory.report_ids)
    standings = list(
        compare_reports(inventory, parts, lexicon_dir=lexicon_dir, passwords=passwords, ocr=ocr)
    )
    outcomes = [_refuse(refusal, parts) for refusal in inventory.refusals]
    outcomes += [_remember(standing) for standing in standings if not standing.is_stale]
    stale = {s.source.report_id: s for s in standings if s.is_stale}
    processes = engine.cores_a_task(len(stale))
    tasks = [
        replace(_task(standing, parts, lexicon_dir), processes=processes, ocr=ocr)
        for standing in stale.values()
    ]
    if tasks:
        load_lexicon(lexicon_dir)  # a lexicon that is refused stops the run, not each report
        parts.mkdir(parents=True, exist_ok=True)
    for done, (task, result) in enumerate(_map(engine, tasks), start=1):
        outcome = _store(stale[task.report_id], task, result, curated)
        outcomes.append(outcome)
        if on_progress:
            on_progress(Progress(done, len(tasks), outcome))
    return tuple(sorted(outcomes, key=lambda outcome: outcome.report_id))


def summarize_run(
    raw: Path,
    curated: Path,
    *,
    outcomes: tuple[ReportOutcome, ...],
    publication: Publication,
) -> RunSummary:
    """Return what a run did, reports that left the publication among it."""
    removed = tuple(ReportOutcome(report_id, Status.REMOVED) for report_id in publication.removed)
    both = sorted((*outcomes, *removed), key=lambda outcome: outcome.report_id)
    published = publication.number if publication.is_new else None
    return RunSummary(raw, curated, tuple(both), published)


def _map(engine: Engine, tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
    """Yield every task with its result; what goes to other machines takes its files along."""
    if engine.kind is not EngineKind.DASK:
        yield from engine.map(_extract, tasks, on_death=_died)
        return
    parcels = [Parcel(task) for task in tasks]
    for parcel, result in engine.map(_extract_parcel, parcels, on_death=_lost):
        yield parcel.task, result


def _extract_parcel(parcel: Parcel) -> Result:
    return parcel.run(_extract)


def _lost(parcel: Parcel) -> Result:
    return _died(parcel.task)


def _extract(task: Task) -> Result:
    # The extractor is loaded where it runs: the process that hands out tasks does not need it.
    from nstp_extract.collection.extract import extract_one  # noqa: PLC0415

    return extract_one(task)


def _died(task: Task) -> Result:
    return Failed(task.report_id, "died", f"{task.path}: the process that read it was killed")


def _recover(curated: Path, report_ids: Iterable[str]) -> None:
    folders = (curated / PARTS_NAME / report_id for report_id in report_ids)
    unfinished = [folder for folder in folders if is_unfinished(folder)]
    if unfinished:
        with hold_lock(curated):
            for folder in unfinished:
                finish_part(folder)


def _refuse(refusal: Refusal, parts: Path) -> ReportOutcome:
    state = read_state(parts / refusal.report_id)
    return ReportOutcome(refusal.report_id, Status.FAILED, refusal.reason, refusal.message, state)


def _remember(standing: Standing) -> ReportOutcome:
    """The outcome of a report that did not run: unchanged, or failed as it did before."""
    report_id, state = standing.source.report_id, standing.state
    if state and state.attempt.reason:
        attempt = state.attempt
        return ReportOutcome(report_id, Status.FAILED, attempt.reason, attempt.message, state)
    return ReportOutcome(report_id, Status.UNCHANGED, state=state)


def _task(standing: Standing, parts: Path, lexicon_dir: Path | None) -> Task:
    source, now = standing.source, standing.now
    part = standing.state.part if standing.state else None
    folder = parts / source.report_id
    earlier = earlier_versions(folder)
    before, last = None, None
    if part and part.source_sha256 == now.source:
        version, seen_at = part.version, part.seen_at
        last = Earlier.find(folder)
        known = [number for number in earlier if number < version]
        if known:
            before = Earlier.find(version_folder(folder, known[-1]))
    else:
        before = Earlier.find(folder)
        version = max([*earlier, part.version if part else 0]) + 1
        seen_at = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return Task(
        report_id=source.report_id,
        path=source.path.absolute(),  # a process elsewhere has another folder of work
        source_sha256=now.source,
        version=version,
        seen_at=seen_at,
        code=now.code,
        lexicon_dir=lexicon_dir,
        before=before,
        last=last,
        password=standing.password,
        kept=source.kept.absolute(),
    )


def _store(standing: Standing, task: Task, result: Result, curated: Path) -> ReportOutcome:
    """Write what came of a task, unless another run has written something meanwhile."""
    folder = curated / PARTS_NAME / task.report_id
    with hold_lock(curated):
        if folder.is_dir():
            finish_part(folder)
        before = read_state(folder)
        if before != standing.state:
            return _remember(Standing(standing.source, before, standing.now, complete=True))
        match result:
            case Failed(_, reason, message, traceback):
                attempt = Attempt(standing.now, reason, message, traceback)
                state = State(attempt, before.part if before and standing.complete else None)
                replace_state(folder, state)
                return ReportOutcome(task.report_id, Status.FAILED, reason, message, state)
            case Extracted():
                state = State(Attempt(standing.now), _part(task, result))
                replace_part(folder, result.tables, state)
                flips = find_flips(before, result.verdicts)
                return ReportOutcome(task.report_id, Status.EXTRACTED, state=state, flips=flips)


def _part(task: Task, result: Extracted) -> Part:
    return Part(
        version=task.version,
        source=task.path.name,
        source_sha256=task.source_sha256,
        seen_at=task.seen_at,
        digest=digest_tables(result.tables),
        rows=result.rows,
        kinds=result.kinds,
        goals=result.goals,
        findings=result.findings,
        changes=result.changes,
        verdicts=result.verdicts,
        unread=result.unread,
    )
