"""The copy of a store's curated folder that runs work on here, brought to it and back.

The copy is ahead of the store until the next `push`; where the store has changed since it was last
seen, the store is right. How things lie there is in ``stored``.
"""

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nstp_extract.collection.lease import Lease, hold_lease
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
from nstp_extract.collection.publish import CURRENT_NAME, KEPT, point_current, read_manifest
from nstp_extract.collection.stale import hash_file
from nstp_extract.collection.state import STATE_NAME, read_state
from nstp_extract.collection.store import Store
from nstp_extract.collection.stored import (
    POINTER_NAME,
    fetch_parts,
    fetch_publication,
    list_publications,
    list_states,
    read_pointer,
    tables_name,
)
from nstp_extract.core.errors import StoreError
from nstp_extract.tables.files import TEMPORARY_SUFFIX, write_text

CURATED_NAME: Final = "curated"
_RECORD_NAME: Final = "synced.json"


@dataclass(slots=True)
class WorkingCopy:
    """The copy of a store's folder in `place`; whoever uses it holds the lock of `place`."""

    store: Store
    place: Path
    record: dict[str, Any] = field(default_factory=dict)
    """What was last seen to be equal here and there: the pointer, and a mark a report."""

    @property
    def curated(self) -> Path:
        """Return the folder that runs work on."""
        return self.place / CURATED_NAME

    def pull(self) -> None:
        """Take over what has changed on the store since it was last seen.

        Raises:
            StoreError: if the store cannot be read, or what lies there is not what it says.
        """
        self.curated.mkdir(parents=True, exist_ok=True)
        self.record = _read_record(self.place / _RECORD_NAME)
        pointer = self.store.read(POINTER_NAME)
        listing = self.store.find(PARTS_NAME)
        with hold_lock(self.curated):
            self._pull_parts(listing)
            here = read_manifest(self.curated / CURRENT_NAME)
            if pointer is not None and (_text(pointer) != self.record["pointer"] or not here):
                self._pull_publication(pointer)
        self.record["pointer"] = _text(pointer)
        self._save()

    def push(self) -> int:
        """Put on the store what a run has changed here, and return how many files that was.

        Raises:
            StoreError: if the store cannot be written, or another driver writes or has published.
        """
        parts = self._unsent_parts()
        pointer = self._pointer()
        publishes = pointer is not None and pointer != self.record["pointer"]
        if not parts and not publishes:
            return 0
        with hold_lease(self.store, self.record["owner"]) as lease:
            if _text(self.store.read(POINTER_NAME)) != self.record["pointer"]:
                message = f"{self.store.url}: another run has published meanwhile"
                raise StoreError(message, hint="run again")
            count = sum(self._push_part(report_id, lease) for report_id in parts)
            if pointer is not None and publishes:
                count += self._push_publication(pointer, lease)
            listing = self.store.find(PARTS_NAME)
            for report_id in parts:
                self._mark(report_id, listing)
        self._save()
        return count

    def _pull_parts(self, listing: Mapping[str, str]) -> None:
        parts = self.curated / PARTS_NAME
        states = list_states(listing)
        # What the store has lost is put there again.
        marks = {key: mark for key, mark in self.record["parts"].items() if key in states}
        self.record["parts"] = marks
        changed = [
            report_id
            for report_id, token in states.items()
            if not token
            or token != marks.get(report_id, {}).get("token")
            or not (parts / report_id / STATE_NAME).is_file()
        ]
        if not changed:
            return
        parts.mkdir(exist_ok=True)
        delete_leftovers(parts)
        staging = parts / f".pulled.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}"
        try:
            fetch_parts(self.store, changed, listing, staging)
            for report_id in changed:
                shutil.rmtree(parts / report_id, ignore_errors=True)
                (staging / report_id).rename(parts / report_id)
                self._mark(report_id, listing)
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _pull_publication(self, pointer: bytes) -> None:
        """Make the publication that the store points to the current one here, checked by hash."""
        number, files = read_pointer(self.store, pointer)
        versions = self.curated / VERSIONS_NAME
        versions.mkdir(exist_ok=True)
        delete_leftovers(versions)
        staging = versions / f".v{number}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}"
        staging.mkdir()
        fetch_publication(self.store, number, files, staging)
        for later in numbered(versions):
            if later >= number:  # made here, and never put on the store
                shutil.rmtree(version_folder(self.curated, later))
        staging.rename(version_folder(self.curated, number))
        point_current(self.curated, number)

    def _unsent_parts(self) -> list[str]:
        """The reports whose state here is not the one that was last seen equal."""
        parts = self.curated / PARTS_NAME
        found = []
        for state in sorted(parts.glob(f"*/{STATE_NAME}")):
            mark = self.record["parts"].get(state.parent.name, {})
            if mark.get("sha256") != hash_file(state):
                found.append(state.parent.name)
        return found

    def _push_part(self, report_id: str, lease: Lease) -> int:
        lease.keep()
        folder = self.curated / PARTS_NAME / report_id
        root = f"{PARTS_NAME}/{report_id}"
        with hold_lock(self.curated):
            finish_part(folder)
        state = read_state(folder)
        mark = self.record["parts"].get(report_id, {})
        sources = {
            f"{root}/{VERSIONS_NAME}/v{version}/{path.name}": path
            for version in earlier_versions(folder)
            if version not in mark.get("earlier", ())
            for path in version_folder(folder, version).iterdir()
        }
        tables = tables_name(state.part) if state and state.part else ""
        if state and state.part and tables != mark.get("tables"):
            names = (f"{table}.parquet" for table in state.part.rows)
            sources |= {f"{root}/{tables}/{name}": folder / name for name in names}
        self.store.put_files(sources)
        self.store.put(f"{root}/{STATE_NAME}", (folder / STATE_NAME).read_bytes())
        if mark.get("tables") and mark["tables"] != tables:
            self.store.delete(f"{root}/{mark['tables']}")
        return len(sources) + 1

    def _pointer(self) -> str | None:
        """The text of `current.json` for what is published here; None if nothing is."""
        number = read_manifest(self.curated / CURRENT_NAME).get("number")
        if number is None:
            return None
        files = {path.name: hash_file(path) for path in self._published(number)}
        return json.dumps({"version": number, "files": files}, indent=1) + "\n"

    def _published(self, number: int) -> list[Path]:
        return sorted(version_folder(self.curated, number).iterdir())

    def _push_publication(self, pointer: str, lease: Lease) -> int:
        """Put the publication there, then the pointer, and delete what is older than the newest."""
        lease.keep()
        number = json.loads(pointer)["version"]
        folder = f"{VERSIONS_NAME}/v{number}"
        sources = {f"{folder}/{path.name}": path for path in self._published(number)}
        self.store.put_files(sources)
        lease.keep()
        self.store.put(POINTER_NAME, pointer.encode())
        self.record["pointer"] = pointer
        self._save()
        there = list_publications(self.store.find(VERSIONS_NAME))
        for old in [version for version in there if version <= number][:-KEPT]:
            self.store.delete(f"{VERSIONS_NAME}/v{old}")
        return len(sources) + 1

    def _mark(self, report_id: str, listing: Mapping[str, str]) -> None:
        folder = self.curated / PARTS_NAME / report_id
        state = read_state(folder)
        self.record["parts"][report_id] = {
            "token": listing.get(f"{PARTS_NAME}/{report_id}/{STATE_NAME}", ""),
            "sha256": hash_file(folder / STATE_NAME),
            "tables": tables_name(state.part) if state and state.part else "",
            "earlier": earlier_versions(folder),
        }

    def _save(self) -> None:
        text = json.dumps(self.record, ensure_ascii=False, indent=1)
        write_text(self.place / _RECORD_NAME, text)


def _read_record(path: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {"owner": uuid.uuid4().hex, "pointer": "", "parts": {}}
    return record


def _text(pointer: bytes | None) -> str:
    return (pointer or b"").decode(errors="replace")
