"""A folder of raw reports on a store, mirrored into a folder here: only what changed is fetched.

What is kept for the reports, claims and corrections, lies beside the folder there as it does here.
"""

import json
import shutil
from pathlib import Path
from typing import Final

from nstp_extract.collection.kept import CLAIMS_NAME, CORRECTIONS_NAME
from nstp_extract.collection.store import Store
from nstp_extract.core.errors import StoreError
from nstp_extract.tables.files import TEMPORARY_SUFFIX, write_text

RAW_NAME: Final = "raw"
_SEEN_NAME: Final = "seen.json"
_STAGING: Final = f".fetched{TEMPORARY_SUFFIX}"


def mirror_raw(store: Store, place: Path) -> Path:
    """Make the folder `raw` in `place` hold what the store does, and return it.

    Raises:
        StoreError: if there is no such folder on the store, or it cannot be read.
    """
    seen = _read_seen(place / _SEEN_NAME)
    try:
        listings = {RAW_NAME: (store, store.list())}
    except FileNotFoundError as error:
        hint = "put the reports there, or name another"
        raise StoreError(f"{store.url}: no such folder", hint=hint) from error
    for name in (CLAIMS_NAME, CORRECTIONS_NAME):
        listings[name] = _list_beside(store, name)
    try:
        for name, (folder, listing) in listings.items():
            seen[name] = _mirror(folder, place / name, listing, seen.get(name, {}))
    finally:
        write_text(place / _SEEN_NAME, json.dumps(seen, ensure_ascii=False, indent=1))
    return place / RAW_NAME


def _list_beside(store: Store, name: str) -> tuple[Store, dict[str, str]]:
    if "/" not in store.path.strip("/"):  # a bucket has nothing beside it
        return store, {}
    folder = store.sibling(name)
    try:
        return folder, folder.list()
    except FileNotFoundError:
        return folder, {}


def _mirror(
    store: Store, target: Path, listing: dict[str, str], seen: dict[str, str]
) -> dict[str, str]:
    """Fetch what differs from `seen`, delete what has gone, and return what is now seen."""
    target.mkdir(parents=True, exist_ok=True)
    there = {name: token for name, token in listing.items() if not name.startswith(".")}
    for path in target.iterdir():
        if path.name not in there:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    changed = [
        name
        for name, token in there.items()
        if not token or token != seen.get(name) or not (target / name).is_file()
    ]
    staging = target / _STAGING
    try:
        store.fetch({name: staging / name for name in changed})
        for name in changed:
            (staging / name).replace(target / name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return there


def _read_seen(path: Path) -> dict[str, dict[str, str]]:
    try:
        seen: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return seen
