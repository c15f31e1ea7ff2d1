"""The tables of one report on the disk: replaced as one, whatever happens in between.

New tables are written to a folder of their own, which is renamed to ``next`` once it is complete;
from then on they are what counts, and `finish_part` moves them into place, at once or, after a
crash, at the start of the next run. Whoever calls this holds the lock.
"""

import hashlib
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nstp_extract.collection.state import STATE_NAME, State, read_state, state_to_json
from nstp_extract.tables.files import TEMPORARY_SUFFIX, sync_path, write_bytes, write_text

PARTS_NAME: Final = "parts"
VERSIONS_NAME: Final = "versions"

_NEXT: Final = "next"


def replace_part(folder: Path, tables: Mapping[str, bytes], state: State) -> None:
    """Put the tables and the state of a report into `folder`; keep those of an earlier version."""
    folder.mkdir(parents=True, exist_ok=True)
    finish_part(folder)
    staging = folder / f".{_NEXT}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}"
    staging.mkdir()
    for name, content in tables.items():
        write_bytes(staging / f"{name}.parquet", content)
    write_text(staging / STATE_NAME, state_to_json(state))
    staging.rename(folder / _NEXT)
    sync_path(folder)
    finish_part(folder)


def replace_state(folder: Path, state: State) -> None:
    """Put the state of a report into `folder` and leave its tables as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    finish_part(folder)
    write_text(folder / STATE_NAME, state_to_json(state))


def is_unfinished(folder: Path) -> bool:
    """Tell whether a run died between the completion of new tables and their move into place."""
    return (folder / _NEXT).is_dir()


def finish_part(folder: Path) -> None:
    """Move what is complete into place and delete what never was."""
    delete_leftovers(folder)
    delete_leftovers(folder / VERSIONS_NAME)
    coming = folder / _NEXT
    if not coming.is_dir():
        return
    new = read_state(coming)
    if new is not None:
        _keep_version(folder, new)
        for table in coming.glob("*.parquet"):
            table.replace(folder / table.name)
        sync_path(folder)
        (coming / STATE_NAME).replace(folder / STATE_NAME)
    coming.rmdir()
    sync_path(folder)


def digest_tables(tables: Mapping[str, bytes]) -> str:
    """Return one SHA-256 over all tables of a part."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        digest.update(f"{name}\0{hashlib.sha256(tables[name]).hexdigest()}\0".encode())
    return digest.hexdigest()


def earlier_versions(folder: Path) -> list[int]:
    """Return the numbers of the earlier versions that are kept, sorted."""
    return numbered(folder / VERSIONS_NAME)


def version_folder(folder: Path, version: int) -> Path:
    """Return where an earlier version is, or a publication."""
    return folder / VERSIONS_NAME / f"v{version}"


def numbered(folder: Path) -> list[int]:
    """Return the numbers N of the folders ``vN`` in `folder`, sorted."""
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir())
    return sorted(int(n[1:]) for n in names if n[:1] == "v" and n[1:].isdecimal())


def delete_leftovers(folder: Path) -> None:
    """Delete what a run that died was writing in `folder`; nobody else is, under the lock."""
    for leftover in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _keep_version(folder: Path, new: State) -> None:
    """Copy the tables in place aside if those that come are of a later version."""
    old = read_state(folder)
    if old is None or old.part is None or new.part is None:
        return
    if old.part.version >= new.part.version:
        return
    target = version_folder(folder, old.part.version)
    if target.exists():  # kept before a crash; by now some tables in place are new
        return
    target.parent.mkdir(exist_ok=True)
    staging = target.with_name(f".{target.name}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}")
    staging.mkdir()
    for table in folder.glob("*.parquet"):
        write_bytes(staging / table.name, table.read_bytes())
    staging.rename(target)
    sync_path(target.parent)
