"""Reports that are to run again although nothing has changed: what was tried is forgotten."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.parts import PARTS_NAME, finish_part, replace_state
from nstp_extract.collection.state import Attempt, Fingerprint, read_state


def mark_stale(curated: Path, report_ids: Iterable[str]) -> None:
    """Make the next run extract those reports, whoever starts it; their tables stay till then.

    Raises:
        PublishError: if another run holds `curated`.
    """
    curated.mkdir(parents=True, exist_ok=True)
    with hold_lock(curated):
        for report_id in report_ids:
            folder = curated / PARTS_NAME / report_id
            if folder.is_dir():
                finish_part(folder)
            if state := read_state(folder):
                forgotten = Attempt(Fingerprint(source="", sidecar=None, code=""))
                replace_state(folder, replace(state, attempt=forgotten))
