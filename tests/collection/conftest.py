"""A small folder of reports, and what a test needs to look at a curated folder."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.summary import RunSummary

MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of its own is made there)
"""A disk in memory: these tests force thousands of files onto a disk, which is all they cost."""

NEEDED_BYTES = 2**30

FIRST = "壹、成果\n經濟部於106年投資1.3億元，輔導21家廠商。\n"
SECOND = "壹、成果\n科技部於107年投資2.6億元，培育300人。\n"


class Collection:
    """A raw and a curated folder, and runs over them in this process."""

    def __init__(self, root: Path) -> None:
        self.raw = root / "raw"
        self.curated = root / "curated"
        self.raw.mkdir(exist_ok=True)

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.raw / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self) -> RunSummary:
        return refresh_collection(self.raw, self.curated, engine=Engine(EngineKind.INLINE))

    def statuses(self, summary: RunSummary) -> dict[str, str]:
        return {outcome.report_id: str(outcome.status) for outcome in summary.outcomes}

    def part(self, report_id: str) -> Path:
        return self.curated / "parts" / report_id

    def snapshot(self) -> dict[str, str]:
        """Every path below `curated`, with a digest of its bytes or where it points to."""
        return {
            str(path.relative_to(self.curated)): (
                f"-> {path.readlink()}"
                if path.is_symlink()
                else hashlib.sha256(path.read_bytes()).hexdigest()
                if path.is_file()
                else "folder"
            )
            for path in sorted(self.curated.rglob("*"))
        }


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is room for one, else on the disk.

    A kill loses nothing that was written, forced onto the disk or not, so that both test the same.
    """
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > NEEDED_BYTES
    if not roomy:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="nstp-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def open_collection() -> type[Collection]:
    """What makes a collection of a folder."""
    return Collection


@pytest.fixture
def collection(disk: Path) -> Collection:
    """Two good reports that no run has seen yet."""
    made = Collection(disk)
    made.put("first.txt", FIRST)
    made.put("second.txt", SECOND)
    return made
