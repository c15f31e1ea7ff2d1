"""What goes to a process that extracts a report, and what comes back; both are plain data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nstp_extract.collection.kept import NOTHING, Kept

NEEDED_TABLES: Final = ("passages", "figures")
"""The tables of an earlier extraction that a later one is compared with."""


class Earlier:
    """The tables of an earlier extraction of a report, read when they are needed.

    What goes to another process is their bytes, which are read only then: many tasks wait at once,
    and a process elsewhere cannot see the folder.
    """

    def __init__(self, read: Callable[[], Mapping[str, bytes]]) -> None:
        """Remember how to read them."""
        self.read = read

    @classmethod
    def find(cls, folder: Path) -> "Earlier | None":
        """Return the extraction whose tables are in `folder`; None if they are not."""
        files = {name: folder / f"{name}.parquet" for name in NEEDED_TABLES}
        if not all(file.exists() for file in files.values()):
            return None
        return cls(lambda: {name: file.read_bytes() for name, file in files.items()})

    def __reduce__(self) -> tuple[object, ...]:
        """Send the bytes, not the place."""
        return _hold, (dict(self.read()),)


def _hold(tables: dict[str, bytes]) -> Earlier:
    return Earlier(lambda: tables)


@dataclass(frozen=True, slots=True)
class Task:
    """A report to extract: the bytes that are expected, and the version they make.

    `before` is the version before; `last` the same version as another extractor, or with another
    sidecar, gave it. `password` opens it if it is locked; it may use `processes` for the pages of a
    PDF.
    """

    report_id: str
    path: Path
    source_sha256: str
    version: int
    seen_at: str
    code: str
    lexicon_dir: Path | None = None
    before: Earlier | None = None
    last: Earlier | None = None
    password: str = field(default="", repr=False)
    processes: int = 1
    kept: Kept = NOTHING
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """A report that went well: each table as Parquet, and what the summary counts.

    `unread` names the pages that gave no text, by reason; it is empty if all did.
    """

    report_id: str
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    kinds: Mapping[str, int]
    goals: Mapping[str, int]
    findings: int = 0
    verdicts: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A report that did not: a code, what went wrong, and where if nobody expected it."""

    report_id: str
    reason: str
    message: str
    traceback: str | None = None


Result = Extracted | Failed
