"""One report of many, from its file to the bytes of its tables; errors come back as data.

This runs in the processes of ``engine``: it reads the raw file and writes nothing. What is done
with the result is decided in ``run``.
"""

import traceback
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from nstp_extract.audit.checks import with_checks
from nstp_extract.audit.guard import find_violations
from nstp_extract.collection import stale
from nstp_extract.collection.earlier import settle_extraction
from nstp_extract.collection.reviewed import check_kept_claims, correct_extraction
from nstp_extract.collection.tasks import Extracted, Failed, Result, Task
from nstp_extract.core.errors import (
    AccessError,
    ClaimError,
    CorrectionError,
    GuardError,
    NstpError,
    ReadError,
)
from nstp_extract.core.figure import Extraction, Report
from nstp_extract.core.vocabulary import CheckResult, Grade, Level
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import EXTRACTOR_VERSION, extract_document
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.read.graded import name_pages
from nstp_extract.tables.frames import extraction_to_frames
from nstp_extract.tables.rows import Edition
from nstp_extract.tables.schema import TABLES
from nstp_extract.tables.store import frame_to_parquet
from nstp_extract.tables.verdict_rows import verdict_rows


def extract_one(task: Task) -> Result:
    """Return the tables of a report, or why there are none."""
    try:
        return _extract(task)
    except NstpError as error:
        return Failed(task.report_id, _reason(error), _say(error))
    # The one place where anything is caught: a report that nobody foresaw must neither stop the
    # others nor be lost, so its traceback is kept and shown as its reason.
    except Exception as error:  # noqa: BLE001
        return Failed(task.report_id, "unexpected", repr(error), traceback.format_exc())


def count_goals(extraction: Extraction) -> dict[str, int]:
    """Return the number of figures under each goal, by its number and title, in text order."""
    goals = (figure.section and figure.section.at(Level.GOAL) for figure in extraction.figures)
    return dict(Counter(f"{g.number} {g.title or ''}".strip() if g else "" for g in goals))


def _extract(task: Task) -> Result:
    if stale.task_version(task.lexicon_dir, ocr=task.ocr) != task.code:
        message = f"{task.path}: the worker that read it has another version of nstp-extract"
        return Failed(task.report_id, "worker-version", message)
    document = read_document(
        task.path, password=task.password, processes=task.processes, ocr=task.ocr
    )
    if document.sha256 != task.source_sha256:
        message = f"{task.path}: changed while it was read; the next run reads it again"
        return Failed(task.report_id, "changed", message)
    lexicon = load_lexicon(task.lexicon_dir)
    extraction = extract_document(document, report=_sidecar(task.path), lexicon=lexicon)
    extraction = correct_extraction(extraction, task.kept, lexicon=lexicon)
    extraction, changes = settle_extraction(extraction, task, lexicon=lexicon)
    if violations := find_violations(extraction, lexicon=lexicon):
        return _refuse(task, violations)
    extraction = with_checks(extraction, lexicon=lexicon)
    verdicts = check_kept_claims(
        extraction, task.kept, version=task.version, changes=changes, lexicon=lexicon
    )
    edition = Edition(
        version=task.version,
        source_path=task.path.name,
        extracted_by=f"nstp-extract {EXTRACTOR_VERSION}+{task.code[:12]}",
        seen_at=datetime.fromisoformat(task.seen_at),
    )
    found = {"changes": changes, "verdicts": list(verdict_rows(verdicts))}
    frames = extraction_to_frames(extraction, lexicon=lexicon, edition=edition, found=found)
    return Extracted(
        task.report_id,
        tables={name: frame_to_parquet(frames[name], schema) for name, schema in TABLES.items()},
        rows={name: len(frame) for name, frame in frames.items()},
        kinds=dict(Counter(str(figure.quantity.kind) for figure in extraction.figures)),
        goals=count_goals(extraction),
        findings=sum(check.result is CheckResult.FAIL for check in extraction.checks),
        verdicts={verdict.claim_id: str(verdict.judgement) for verdict in verdicts},
        changes=dict(Counter(str(row["change"]) for row in changes)),
        unread=name_pages(document, Grade.REFUSED),
    )


def _refuse(task: Task, violations: tuple[str, ...]) -> Failed:
    """The ledger's violations name a run, the guard's a figure; a report may break both."""
    guard = any(violation.startswith("figure ") for violation in violations)
    message = str(GuardError(task.report_id, violations))
    return Failed(task.report_id, "guard" if guard else "ledger", message)


class _SidecarError(NstpError):
    """A sidecar that cannot be used."""


def _sidecar(path: Path) -> Report:
    try:
        return read_sidecar(path)
    except NstpError as error:
        raise _SidecarError(error.message, hint=error.hint) from error


def _say(error: NstpError) -> str:
    return f"{error}; {error.hint}" if error.hint else str(error)


def _reason(error: NstpError) -> str:
    if isinstance(error, ReadError):
        return error.code
    return next((code for kind, code in _REASONS.items() if isinstance(error, kind)), "error")


_REASONS: Final[Mapping[type[NstpError], str]] = MappingProxyType(
    {
        AccessError: stale.UNREADABLE,
        GuardError: "schema",
        _SidecarError: "sidecar",
        ClaimError: "claims",
        CorrectionError: "corrections",
    }
)
