"""The page of a publication: as many of its reports as there is room for.

A page that was made of the same publication by the same program is left as it is, and then nothing
that reads tables is loaded.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nstp_extract.core.errors import NstpError
from nstp_extract.tables.files import write_bytes

if TYPE_CHECKING:
    from nstp_extract.view.data import Json

PAGE_NAME: Final = "evidence.html"
MAX_BYTES: Final = 24 * 2**20
"""What the data of all reports of a page may take; a browser opens that from disk in seconds."""

_CURRENT: Final = "current"
_MANIFEST: Final = "manifest.json"
_HEAD_BYTES: Final = 4096
_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page on the disk, and the ids of the reports for which it had no room."""

    path: Path
    left_out: tuple[str, ...] = ()
    is_new: bool = True


def write_publication_page(
    curated: Path, path: Path | None = None, *, raw: Path | None = None, only: Sequence[str] = ()
) -> Evidence:
    """Write the page of what is published in `curated`, by default beside it.

    `only` names the reports to show, first come first shown; by default all, what came in last
    first. Pictures of pages come from the files in the folder `raw`, if they are those that were
    read.

    Raises:
        NstpError: if nothing is published there, or a report named is not among it.
    """
    publication = find_publication(curated)
    path = path or curated / PAGE_NAME
    source = _fingerprint(publication, raw, only)
    if _is_made_of(path, source):
        return Evidence(path, is_new=False)
    from nstp_extract.view.page import build_page  # noqa: PLC0415  (see the module's docstring)

    chosen = _choose(publication, only)
    shown = _take(_read_reports(publication, raw, list(chosen)))
    known = {report["report"]["report_id"] for report in shown}
    left_out = tuple(key for key in chosen if key not in known)
    named = [{"report_id": key, "title": chosen[key]} for key in left_out]
    page = build_page(shown, left_out=named, source=source)
    write_bytes(path, page.encode("utf-8"))
    return Evidence(path, left_out)


def find_publication(folder: Path) -> Path:
    """Return the folder with the tables: the newest publication of `folder`, or itself.

    It is resolved once, so that all that is read is of one publication.

    Raises:
        NstpError: if there is none.
    """
    for place in (folder / _CURRENT, folder):
        if (place / "reports.parquet").is_file():
            return place.resolve()
    message = f"{folder}: no publication there"
    raise NstpError(message, hint="name the folder that `nstp-extract run` fills")


def _choose(publication: Path, only: Sequence[str]) -> dict[str, str | None]:
    """Return the reports that are to be shown, by id, with their titles."""
    from nstp_extract.view.source import list_reports  # noqa: PLC0415

    known = list_reports(publication)
    if unknown := [report_id for report_id in only if report_id not in known]:
        message = f"{publication}: no report {unknown[0]}"
        raise NstpError(message, hint=f"reports are: {', '.join(sorted(known)[:_NAMED])}")
    return {report_id: known[report_id] for report_id in only or known}


def _read_reports(
    publication: Path, raw: Path | None, report_ids: Sequence[str]
) -> Iterator["Json"]:
    """Yield the data of each of the reports."""
    from nstp_extract.view.data import report_to_data  # noqa: PLC0415
    from nstp_extract.view.pictures import find_pictures  # noqa: PLC0415
    from nstp_extract.view.source import read_publication  # noqa: PLC0415

    for tables in read_publication(publication, report_ids):
        file = raw / tables["reports"][0]["source_path"] if raw else None
        yield report_to_data(tables, pictures=find_pictures(tables, file))


def _take(reports: Iterable["Json"]) -> list["Json"]:
    """Return the first of the reports, as many as there is room for, and at least one."""
    from nstp_extract.view.page import to_script_json  # noqa: PLC0415

    shown: list[Json] = []
    size = 0
    for report in reports:
        size += len(to_script_json(report).encode("utf-8"))
        if shown and size > MAX_BYTES:
            break
        shown.append(report)
    return shown


def _fingerprint(publication: Path, raw: Path | None, only: Sequence[str]) -> str:
    """Return a digest of what a page is made from: the publication, the choice, and the program."""
    digest = hashlib.sha256()
    manifest = publication / _MANIFEST
    digest.update(manifest.read_bytes() if manifest.is_file() else b"")
    digest.update(json.dumps([raw is not None and raw.is_dir(), *only]).encode())
    for content in _program(resources.files(__package__)):
        digest.update(content)
    return digest.hexdigest()[:32]


def _program(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _program(entry)
        elif not entry.name.endswith(".pyc"):
            yield entry.read_bytes()


def _is_made_of(path: Path, source: str) -> bool:
    """Tell whether a page says in its head that it was made of `source`."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    return f'name="nstp-source" content="{source}"'.encode() in head
