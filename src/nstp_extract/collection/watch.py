"""What has changed in a folder of reports since somebody looked, for whoever watches it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from nstp_extract.collection.kept import list_claims, list_corrections
from nstp_extract.collection.parts import PARTS_NAME
from nstp_extract.collection.publish import CURRENT_NAME, read_manifest
from nstp_extract.collection.stale import compare_reports, list_reports, task_version


@dataclass(frozen=True, slots=True)
class Change:
    """The reports there are, those that must run under a key of what they are now, and a cursor.

    `removed` were published and have gone.
    """

    cursor: str
    report_ids: tuple[str, ...]
    stale: dict[str, str]
    removed: tuple[str, ...]


def watch_reports(
    raw: Path, curated: Path, *, cursor: str | None, ocr: bool = False
) -> Change | None:
    """Return what must be done in `raw`, None if nothing has changed since `cursor` was given.

    Files are read only if the name, the size or the time of one has changed, or the code has.

    Raises:
        NstpError: if there is no folder `raw`.
    """
    now = _look(raw, ocr=ocr)
    if now == cursor:
        return None
    inventory = list_reports(raw)
    standings = compare_reports(inventory, curated / PARTS_NAME, ocr=ocr)
    stale = {s.source.report_id: s.now.key for s in standings if s.is_stale}
    published = read_manifest(curated / CURRENT_NAME).get("contents", {}).get("reports", {})
    removed = tuple(sorted(set(published) - inventory.report_ids))
    ids = tuple(source.report_id for source in inventory.sources)
    return Change(now, ids, stale, removed)


def _look(raw: Path, *, ocr: bool) -> str:
    """A digest of names, sizes and times of the files in and kept beside `raw`, and of the code."""
    seen = [task_version(None, ocr=ocr)]
    files = sorted(raw.iterdir()) if raw.is_dir() else []
    for path in (*files, *list_claims(raw), *list_corrections(raw)):
        name = f"{path.parent.name}/{path.name}"
        try:
            stat = path.stat()
        except OSError:  # a link to nowhere, or a file that has gone meanwhile
            seen.append(name)
            continue
        seen.append(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_mode}")
    return hashlib.sha256("\n".join(seen).encode("utf-8", "surrogateescape")).hexdigest()
