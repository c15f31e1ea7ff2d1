"""How a curated folder lies on a store, and how what lies there is read and checked.

Each of these is replaced in one put, after all that it names::

    parts/<report_id>/state.json     names by its digest the folder of its tables:
    parts/<report_id>/tables-<digest>/*.parquet
    parts/<report_id>/versions/vN/*.parquet
    versions/vN/*                    publications
    current.json                     the publication that readers open, with a SHA-256 a file

A driver that dies leaves files that nothing names.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from nstp_extract.collection.parts import PARTS_NAME, VERSIONS_NAME, digest_tables, version_folder
from nstp_extract.collection.stale import hash_file
from nstp_extract.collection.state import STATE_NAME, Part, read_state
from nstp_extract.collection.store import Store
from nstp_extract.core.errors import StoreError

POINTER_NAME: Final = "current.json"


def tables_name(part: Part) -> str:
    """Return the name of the folder of a part's tables."""
    return f"tables-{part.digest[:16]}"


def list_states(listing: Mapping[str, str]) -> dict[str, str]:
    """Return the reports that have a state, each with what the listing tells of its file."""
    found = {}
    for name, token in listing.items():
        match name.split("/"):
            case [_, report_id, file] if file == STATE_NAME:
                found[report_id] = token
    return found


def list_publications(listing: Iterable[str]) -> list[int]:
    """Return the numbers of the publications there are, sorted; whole ones or not."""
    versions = {name.split("/")[1] for name in listing}
    return sorted(int(version[1:]) for version in versions if version[1:].isdecimal())


def fetch_parts(
    store: Store, report_ids: Iterable[str], listing: Mapping[str, str], target: Path
) -> None:
    """Fetch states and what they name to `target`, a folder a report.

    Raises:
        StoreError: if a file is missing, or tables are not those of their state.
    """
    root = PARTS_NAME
    store.fetch({f"{root}/{key}/{STATE_NAME}": target / key / STATE_NAME for key in report_ids})
    states = {key: read_state(target / key) for key in report_ids}
    parts = {key: state.part for key, state in states.items() if state and state.part}
    wanted = {
        f"{root}/{key}/{tables_name(part)}/{table}.parquet": target / key / f"{table}.parquet"
        for key, part in parts.items()
        for table in part.rows
    }
    for key, version, name in _list_earlier(listing):
        # A version that is not earlier than the state's was left by a driver that died.
        if key in parts and version < parts[key].version:
            wanted[name] = version_folder(target / key, version) / name.rpartition("/")[2]
    store.fetch(wanted)
    for key, part in parts.items():
        _check_tables(store, target / key, part)


def read_pointer(store: Store, pointer: bytes) -> tuple[int, dict[str, str]]:
    """Return the number of the publication that `current.json` names, and its files by hash.

    Raises:
        StoreError: if it cannot be read.
    """
    try:
        content = json.loads(pointer)
        return int(content["version"]), dict(content["files"])
    except (ValueError, KeyError, TypeError) as error:
        hint = f"delete {POINTER_NAME} there; the next run publishes again"
        raise StoreError(f"{store.url}/{POINTER_NAME}: cannot be read", hint=hint) from error


def fetch_publication(store: Store, number: int, files: Mapping[str, str], target: Path) -> None:
    """Fetch the files of a publication to `target`, and hold each against its hash.

    Raises:
        StoreError: if one is missing or has other bytes.
    """
    folder = f"{VERSIONS_NAME}/v{number}"
    store.fetch({f"{folder}/{name}": target / name for name in files})
    for name, sha256 in files.items():
        if hash_file(target / name) != sha256:
            message = f"{store.url}/{folder}/{name}: not what {POINTER_NAME} names"
            hint = f"delete {POINTER_NAME} there; the next run publishes again"
            raise StoreError(message, hint=hint)


def _list_earlier(listing: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the files of earlier versions: report, version, name."""
    for name in listing:
        match name.split("/"):
            case [_, report_id, folder, version, _] if folder == VERSIONS_NAME:
                if version[1:].isdecimal():
                    yield report_id, int(version[1:]), name


def _check_tables(store: Store, folder: Path, part: Part) -> None:
    tables = {name: (folder / f"{name}.parquet").read_bytes() for name in part.rows}
    if digest_tables(tables) != part.digest:
        message = f"{store.url}/{PARTS_NAME}/{folder.name}: its tables are not those of its state"
        hint = "delete that folder there; the report is extracted again"
        raise StoreError(message, hint=hint)
