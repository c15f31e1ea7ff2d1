"""Reports and tables on a store: worked on in a cache here, and put back when all went well.

A run knows folders only. Before it, what changed on the store is fetched into the cache; after it,
what changed in the cache is put there. So a store needs no locks, links or renames.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.mirror import mirror_raw
from nstp_extract.collection.store import Store, hash_text, is_url, open_store
from nstp_extract.collection.working import CURATED_NAME, WorkingCopy

Place = str | Path
"""A folder here, or the URL of one on a store."""


@dataclass(slots=True)
class Folders:
    """Where a run finds its reports and leaves its tables.

    `stored` is how many files were put on the store, once the block of `open_folders` has ended.
    """

    raw: Path
    curated: Path
    stored: int = 0


@contextmanager
def open_folders(
    raw: Place, curated: Place, *, cache: Path | None = None, seconds: float = 600
) -> Iterator[Folders]:
    """Yield folders of this machine for a run; put what it changed on the store if it went well.

    Raises:
        StoreError: if a store cannot be reached, is in use, or its protocol is not known.
        PublishError: if another run uses the cache for longer than `seconds`.
    """
    cache = cache or default_cache()
    with ExitStack() as stack:
        folders = Folders(Path(raw), Path(curated))
        if is_url(raw):
            place = cache / "raw" / hash_text(str(raw))
            folders.raw = mirror_raw(_open(stack, str(raw), place, seconds), place)
        if not is_url(curated):
            yield folders
            return
        folders.curated = find_curated(curated, cache=cache)
        place = folders.curated.parent
        working = WorkingCopy(_open(stack, str(curated), place, seconds), place)
        working.pull()
        yield folders
        folders.stored = working.push()


def default_cache() -> Path:
    """Return the folder for what can be fetched or made again, as the desktop standard has it."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "nstp-extract"


def find_curated(curated: Place, *, cache: Path | None = None) -> Path:
    """Return the folder of this machine that holds what was last worked on; nothing is fetched."""
    if not is_url(curated):
        return Path(curated)
    return (cache or default_cache()) / "curated" / hash_text(str(curated)) / CURATED_NAME


def _open(stack: ExitStack, url: str, place: Path, seconds: float) -> Store:
    """Open a store, and lock its folder of the cache."""
    store = open_store(url)
    place.mkdir(parents=True, exist_ok=True)
    stack.enter_context(hold_lock(place, seconds=seconds))
    return store
