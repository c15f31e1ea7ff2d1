"""Rows of claims from a CSV file or a workbook, as text; what they mean is in ``understand``."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from nstp_extract.core.errors import ClaimError, NstpError
from nstp_extract.read.encoding import decode_text

CSV_SUFFIXES: Final = (".csv", ".tsv")
WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """The cells of a row, trimmed, empty where there is none; `row` counts from 1, header first."""

    row: int
    claim_id: str = ""
    claim_text: str = ""
    agency: str = ""
    indicator: str = ""
    period: str = ""
    value: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """The rows of a file of claims, and the columns that mean nothing here."""

    name: str
    rows: tuple[ClaimRow, ...]
    unknown_columns: tuple[str, ...]


COLUMNS: Final = tuple(field.name for field in fields(ClaimRow) if field.name != "row")


def is_claim_table(path: Path) -> bool:
    """Tell whether a file is a table of claims by its name, and not a second document."""
    return path.suffix.lower() in (*CSV_SUFFIXES, *WORKBOOK_SUFFIXES)


def read_claim_table(path: Path, *, encoding: str | None = None) -> ClaimTable:
    """Return the rows of claims of a CSV file or of a workbook's first sheet, in their order.

    A row without any cell is left out. `encoding` overrides UTF-8 for a CSV file. A row without an
    id gets the file's stem and its number.

    Raises:
        ClaimError: if a row has more cells than the header, an id recurs, or no column is known.
        ReadError: if a CSV file is of another encoding.
        NstpError: if there is no such file.
    """
    content = _read_bytes(path)
    workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
    cells = _workbook_rows(content, path) if workbook else _csv_rows(content, path, encoding)
    header, *body = [*cells] or [[]]
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    _check_header(names, path)
    rows = [
        _make_row(number, names, values, path)
        for number, values in enumerate(body, start=2)
        if any(value.strip() for value in values)
    ]
    _check_rows(rows, path)
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    return ClaimTable(str(path), tuple(rows), unknown)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NstpError(f"{path}: no such file", hint="check the path") from error
    except OSError as error:
        raise NstpError(f"{path}: {error.strerror}", hint="check the permissions") from error


def _csv_rows(content: bytes, path: Path, encoding: str | None) -> Iterator[list[str]]:
    text = decode_text(content, name=str(path), encoding=encoding).removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        hint = "put a field with quotes or line ends into quotes"
        raise ClaimError(str(path), f"not CSV: {error}", row=reader.line_num, hint=hint) from error


def _workbook_rows(content: bytes, path: Path) -> Iterator[list[str]]:
    # A workbook costs the loading of its library, and a CSV file needs none of it.
    import openpyxl  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        hint = "save it as .xlsx or .csv again"
        raise ClaimError(str(path), "not a workbook", hint=hint) from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell_text(value) for value in row]
    finally:
        book.close()


def _cell_text(value: Any) -> str:
    """Return a cell as it would be typed; a number as its shortest decimal writing."""
    match value:
        case None:
            return ""
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case date() | datetime():
            return value.isoformat()
        case float():
            plain = format(Decimal(repr(value)), "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


def _make_row(number: int, names: Sequence[str], values: Sequence[str], path: Path) -> ClaimRow:
    if any(value.strip() for value in values[len(names) :]):
        hint = "put a field that holds a comma into quotes"
        raise ClaimError(str(path), "more cells than the header", row=number, hint=hint)
    known = {
        name: " ".join(value.split())
        for name, value in zip(names, values, strict=False)
        if name in COLUMNS
    }
    known["claim_id"] = known.get("claim_id") or f"{path.stem}:{number}"
    return ClaimRow(row=number, **known)


def _check_header(names: Sequence[str], path: Path) -> None:
    hint = f"columns are: {', '.join(COLUMNS)}"
    if "claim_text" not in names and "value" not in names:
        raise ClaimError(str(path), "neither claim_text nor value in the header", row=1, hint=hint)
    twice = next((name for name in names if name in COLUMNS and names.count(name) > 1), None)
    if twice is not None:
        raise ClaimError(str(path), "stands twice in the header", row=1, column=twice)


def _check_rows(rows: Iterable[ClaimRow], path: Path) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.claim_id in seen:
            message = f"{row.claim_id} stands in row {seen[row.claim_id]} already"
            raise ClaimError(str(path), message, row=row.row, column="claim_id")
        seen[row.claim_id] = row.row
