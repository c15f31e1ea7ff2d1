"""Where rows go and in which form: to standard output, or to a file that is replaced whole."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from nstp_extract.cli.arguments import FORMATS
from nstp_extract.core.errors import NstpError
from nstp_extract.tables.files import replace_file
from nstp_extract.tables.jsonl import decimal_to_text, rows_to_jsonl
from nstp_extract.tables.rows import Row

_BOM: Final = "\ufeff"
_TEXT_SUFFIXES: Final = ("", "txt")
"""Suffixes that say no more than text; without a stated form it is the table."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A form, and a file; standard output for None."""

    format: str
    path: Path | None

    @property
    def is_terminal(self) -> bool:
        """Tell whether a person will see the bytes as they come."""
        return self.path is None and sys.stdout.isatty()

    @property
    def encoding(self) -> str:
        """Return the encoding of text: a terminal has its own, all else is UTF-8."""
        return sys.stdout.encoding if self.is_terminal else "utf-8"


def choose_destination(
    path: Path | None,
    stated: str | None,
    *,
    source: Path | None,
    forms: Sequence[str] = FORMATS,
) -> Destination:
    """Return where rows go, in the stated form or else the one of `forms` that the suffix names.

    Raises:
        NstpError: if nothing can be written there, its suffix names no form or another one than
            is stated, it is the `source`, or it is a terminal and the form is no text. That is
            told now, because extracting takes a while.
    """
    form = _choose_form(path, stated, forms) if path else stated or forms[0]
    destination = Destination(form, path.resolve() if path else None)
    if path is not None:
        _refuse_unwritable(path, source)
    elif form == "parquet" and destination.is_terminal:
        hint = "write it to a file: -o OUT.parquet"
        raise NstpError("parquet is no text for a terminal", hint=hint)
    return destination


@contextmanager
def open_destination(destination: Destination) -> Iterator[BinaryIO]:
    """Yield what takes the bytes. A file appears only once the block ends well."""
    path = destination.path
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():  # a pipe or a device is not to be replaced
        with path.open("wb") as file:
            yield file
    else:
        with replace_file(path) as temporary, temporary.open("wb") as file:
            yield file


def rows_to_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a line of JSON a row."""
    return (f"{line}\n" for line in rows_to_jsonl(rows))


def rows_to_csv(rows: Iterable[Row], columns: Iterable[str], *, bom: bool) -> Iterator[str]:
    """Yield the lines of a CSV file, the header first, as the published files are written.

    Text stands in quotes and null is an empty field without them; lists are JSON.
    """
    header = ",".join(_quote(column) for column in columns)
    yield f"{_BOM if bom else ''}{header}\n"
    for row in rows:
        yield ",".join(_field(value) for value in row.values()) + "\n"


def _field(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool() | int():
            return str(value).lower()
        case Decimal():
            return decimal_to_text(value)
        case date():
            return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _quote(text)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _choose_form(path: Path, stated: str | None, forms: Sequence[str]) -> str:
    suffix = path.suffix.removeprefix(".").lower()
    if stated is None:
        if suffix in _TEXT_SUFFIXES:
            return forms[0]
        if suffix in forms:
            return suffix
        known = ", ".join(f".{name}" for name in (_TEXT_SUFFIXES[-1], *forms[1:]))
        message = f"{path}: no format has the suffix .{suffix}"
        raise NstpError(message, hint=f"name it {known}, or state a --format")
    if suffix in FORMATS and suffix != stated:
        message = f"{path}: the suffix is that of {suffix}, and the format is {stated}"
        raise NstpError(message, hint="name another file after -o")
    return stated


def _refuse_unwritable(path: Path, source: Path | None) -> None:
    if path.is_dir():
        raise NstpError(f"{path}: a folder, not a file to write", hint="add a file's name")
    if not path.parent.is_dir():
        message = f"{path}: no folder {path.parent} to write it in"
        raise NstpError(message, hint="make the folder first")
    if path.exists():
        if source is not None and source.exists() and path.samefile(source):
            message = f"{path}: the report itself; it is never overwritten"
            raise NstpError(message, hint="name another file after -o")
        if not os.access(path, os.W_OK):
            raise NstpError(f"{path}: cannot be written", hint="check the permissions")
    elif not os.access(path.parent, os.W_OK):
        raise NstpError(f"{path}: cannot be written", hint="check the permissions")
