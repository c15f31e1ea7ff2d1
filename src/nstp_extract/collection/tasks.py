"""What goes to a process that extracts a report, and what comes back; both are plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Task:
    """A report to extract: the bytes that are expected, and the version they make."""

    report_id: str
    path: Path
    source_sha256: str
    version: int
    seen_at: str
    code: str
    lexicon_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A report that went well: each table as Parquet, and what the summary counts."""

    report_id: str
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]
    kinds: Mapping[str, int]
    goals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Failed:
    """A report that did not: a code, what went wrong, and where if nobody expected it."""

    report_id: str
    reason: str
    message: str
    traceback: str | None = None


Result = Extracted | Failed
