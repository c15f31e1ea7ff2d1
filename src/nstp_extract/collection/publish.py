"""A publication: every table of every report at one moment, swapped in as a whole.

It is built beside the others under a number of its own, and `current` is pointed at it once it is
complete. A publication that would hold what the current one holds is not made.
"""

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.parts import (
    PARTS_NAME,
    VERSIONS_NAME,
    delete_leftovers,
    earlier_versions,
    finish_part,
    numbered,
    version_folder,
)
from nstp_extract.collection.stale import list_reports
from nstp_extract.collection.state import read_state
from nstp_extract.tables.files import TEMPORARY_SUFFIX, sync_path, write_text

CURRENT_NAME: Final = "current"
MANIFEST_NAME: Final = "manifest.json"
KEPT: Final = 3

_LAYOUT: Final = 3
"""Raised when the files of a publication change, so that the next run makes a new one.

What is written of the same parts must then be another thing: columns that are derived while
publishing, or what is searched. Rows of a publication of another layout are not taken over.
"""


@dataclass(frozen=True, slots=True)
class Publication:
    """What stands under `current`: its number, whether this call made it, and who left it."""

    number: int | None
    is_new: bool
    removed: tuple[str, ...] = ()


def publish_collection(raw: Path, curated: Path) -> Publication:
    """Publish the tables of every report in `raw` that has any, unless nothing has changed.

    Raises:
        NstpError: if there is no folder `raw`.
        PublishError: if another run holds `curated`, or a part cannot be read.
    """
    curated.mkdir(parents=True, exist_ok=True)
    with hold_lock(curated):
        contents = _list_contents(raw, curated / PARTS_NAME)
        current = read_manifest(curated / CURRENT_NAME)
        number = current.get("number")
        if current.get("contents") == contents:
            return Publication(number, is_new=False)
        number = max([*numbered(curated / VERSIONS_NAME), number or 0]) + 1
        _build(curated, number, contents, current)
        point_current(curated, number)
        _prune(curated, number)
        left = set(current.get("contents", {}).get("reports", ())) - set(contents["reports"])
        return Publication(number, is_new=True, removed=tuple(sorted(left)))


def read_manifest(publication: Path) -> dict[str, Any]:
    """Return what a publication says it holds; nothing if there is none."""
    try:
        manifest: dict[str, Any] = json.loads((publication / MANIFEST_NAME).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return manifest


def _list_contents(raw: Path, parts: Path) -> dict[str, Any]:
    """What a publication made now would hold: the version and digest of each report's tables."""
    reports: dict[str, Any] = {}
    for report_id in sorted(list_reports(raw).report_ids):
        folder = parts / report_id
        finish_part(folder)
        state = read_state(folder)
        if state and state.part:
            reports[report_id] = {
                "version": state.part.version,
                "digest": state.part.digest,
                "earlier": earlier_versions(folder),
            }
    return {"layout": _LAYOUT, "reports": reports}


def _build(
    curated: Path, number: int, contents: Mapping[str, Any], current: Mapping[str, Any]
) -> None:
    """Build publication `number` from the parts, and from what the current one holds of them."""
    # Only a run that publishes pays for loading what writes tables.
    from nstp_extract.collection.compose import Base, write_tables  # noqa: PLC0415

    known = current.get("contents", {})
    base = None
    if known.get("layout") == _LAYOUT:
        base = Base((curated / CURRENT_NAME).resolve(), known["reports"])
    versions = curated / VERSIONS_NAME
    versions.mkdir(exist_ok=True)
    delete_leftovers(versions)
    staging = versions / f".v{number}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}"
    staging.mkdir()
    write_tables(staging, curated / PARTS_NAME, contents["reports"], base=base)
    manifest = {"number": number, "contents": contents}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(staging / MANIFEST_NAME, text + "\n")
    staging.rename(versions / f"v{number}")
    sync_path(versions)


def point_current(curated: Path, number: int) -> None:
    """Let `current` point to the publication of that number; the caller holds the lock."""
    link, target = curated / CURRENT_NAME, f"{VERSIONS_NAME}/v{number}"
    temporary = link.with_name(f".{link.name}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}")
    temporary.symlink_to(target, target_is_directory=True)
    temporary.replace(link)
    sync_path(link.parent)


def _prune(curated: Path, number: int) -> None:
    """Delete all but the newest publications; never the one that was just made."""
    delete_leftovers(curated)
    for old in numbered(curated / VERSIONS_NAME)[:-KEPT]:
        if old != number:
            shutil.rmtree(version_folder(curated, old))
