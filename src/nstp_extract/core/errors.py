"""The errors that a user can meet, each with what went wrong, where, and what to do.

    NstpError                  exit 2, could not run
    ├── ReadError              exit 10-19, a file that cannot be read; ``code`` says why
    ├── AccessError            a file that is not there or may not be read
    ├── LexiconError           a lexicon entry that breaks its rules
    ├── ClaimError             a file of claims that cannot be used; says where
    ├── CorrectionError        a reviewed correction that fits nothing, or no longer fits
    ├── GuardError             a row that fails the guard, the ledger or its schema
    ├── OcrError               scans cannot be recognised on this machine
    ├── EngineError            the workers that extract cannot be reached
    ├── PublishError           the curated folder cannot be written
    └── StoreError             a folder on a store cannot be read or written

Ambiguous language is no error: it becomes a `Rejection` or an absent value.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

EXIT_DONE: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_NOT_RUN: Final = 2

READ_CODES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "encrypted": 10,
        "not-a-pdf": 11,
        "unsupported-format": 11,
        "truncated": 12,
        "no-pages": 13,
        "no-text-layer": 14,
        "unusable-text": 15,
        "too-large": 16,
        "timeout": 17,
        "encoding": 18,
        "empty": 19,
    }
)
"""Exit status of each reason; two reasons share 11, see ``docs/decisions/0002-exit-codes.md``."""


class NstpError(Exception):
    """A failure that is told to the user in one line; ``hint`` says what to do about it."""

    exit_code: int = EXIT_NOT_RUN

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint apart, so that a caller may print either."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class ReadError(NstpError):
    """A report that cannot be read. ``code`` is one of `READ_CODES`."""

    def __init__(
        self, code: str, message: str, *, file: str, page: int | None = None, hint: str = ""
    ) -> None:
        """Name the file, the page where one is known, and the reason."""
        place = file if page is None else f"{file}, page {page}"
        super().__init__(f"{place}: {message}", hint=hint)
        self.code = code
        self.file = file
        self.page = page
        self.reason = message
        self.exit_code = READ_CODES[code]

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the arguments: errors cross process borders as data."""
        return _rebuild_read_error, ((self.code, self.reason, self.file, self.page, self.hint),)


def _rebuild_read_error(state: tuple[str, str, str, int | None, str]) -> ReadError:
    code, reason, file, page, hint = state
    return ReadError(code, reason, file=file, page=page, hint=hint)


class AccessError(NstpError):
    """A file that cannot even be opened: it is not there, or not allowed, or no file at all."""


class LexiconError(NstpError):
    """An entry of a lexicon file that the gate refuses."""

    def __init__(self, file: str, entry: str, message: str, *, hint: str = "") -> None:
        """Name the file and the entry."""
        super().__init__(f"{file}, entry {entry!r}: {message}", hint=hint)
        self.file = file
        self.entry = entry


class ClaimError(NstpError):
    """A file of claims that cannot be used: names the file, and row and column where known."""

    def __init__(
        self, file: str, message: str, *, row: int | None = None, column: str = "", hint: str = ""
    ) -> None:
        """Name the place; rows count from 1, the header being the first."""
        parts = [file]
        if row is not None:
            parts.append(f"row {row}")
        if column:
            parts.append(f"column {column}")
        super().__init__(f"{', '.join(parts)}: {message}", hint=hint)
        self.file = file
        self.row = row
        self.column = column


class CorrectionError(NstpError):
    """A reviewed correction that matches nothing, or whose figure is no longer as expected."""

    def __init__(self, file: str, entry: str, message: str, *, hint: str = "") -> None:
        """Name the file and the correction."""
        super().__init__(f"{file}, correction {entry!r}: {message}", hint=hint)
        self.file = file
        self.entry = entry


class GuardError(NstpError):
    """Rows that must not be published: each problem names its figure and place."""

    def __init__(self, report_id: str, problems: tuple[str, ...]) -> None:
        """List the problems, the first of them in the message."""
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{report_id}: {problems[0]}{more}")
        self.report_id = report_id
        self.problems = problems


class OcrError(NstpError):
    """What recognises scanned pages is not installed."""


class EngineError(NstpError):
    """What extracts many reports cannot run: no scheduler, no workers, or none that can do it."""


class PublishError(NstpError):
    """The curated folder cannot be written or is in use."""


class StoreError(NstpError):
    """A folder on a store: no driver for its protocol, out of reach, in use, or damaged."""
