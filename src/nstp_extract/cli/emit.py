"""Rows of a table in the form that was asked for, to where they go; the same for every command."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from nstp_extract.cli.output import Destination, open_destination, rows_to_csv, rows_to_lines
from nstp_extract.cli.screen import Screen
from nstp_extract.cli.table import rows_to_table
from nstp_extract.tables.rows import Row


def write_rows(
    found: Iterable[Row],
    table: str,
    destination: Destination,
    screen: Screen,
    *,
    columns: Sequence[str] = (),
) -> int:
    """Write the rows of `table` and return how many there were.

    `columns` are needed where the rows are not those of the published table.
    """
    counted = _Counted(found)
    with open_destination(destination) as file:
        for part in _encode(counted, table, destination, screen, columns=columns):
            file.write(part)
    return counted.count


class _Counted:
    """Rows, and how many of them have gone by."""

    def __init__(self, found: Iterable[Row]) -> None:
        self._found = found
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._found:
            self.count += 1
            yield row


def _encode(
    found: Iterable[Row],
    table: str,
    destination: Destination,
    screen: Screen,
    *,
    columns: Sequence[str],
) -> Iterator[bytes]:
    if destination.format == "parquet":
        yield _encode_parquet(list(found), table)
        return
    if destination.format == "csv":
        if not columns:
            columns, found = _columns(found, table)
        lines = rows_to_csv(found, columns, bom=destination.path is not None)
    elif destination.format == "jsonl":
        lines = rows_to_lines(found)
    else:
        width = shutil.get_terminal_size().columns if destination.is_terminal else None
        table_lines = rows_to_table(found, table, screen.messages, columns=width)
        lines = (f"{line}\n" for line in table_lines)
    yield from (line.encode(destination.encoding, "replace") for line in lines)


def _columns(found: Iterable[Row], table: str) -> tuple[Sequence[str], Iterable[Row]]:
    """Return the names of the columns, and the rows again; without a row, the schema knows them."""
    remaining = iter(found)
    first = next(remaining, None)
    if first is not None:
        return tuple(first), chain([first], remaining)
    from nstp_extract.tables.schema import TABLES  # noqa: PLC0415  (loads pandas)

    return tuple(map(str, TABLES[table].columns)), ()


def _encode_parquet(found: Sequence[Row], table: str) -> bytes:
    # pandas and Arrow take a second to load, and nothing else here needs them.
    from nstp_extract.tables.frames import rows_to_frame  # noqa: PLC0415
    from nstp_extract.tables.schema import TABLES  # noqa: PLC0415
    from nstp_extract.tables.store import frame_to_parquet  # noqa: PLC0415

    schema = TABLES[table]
    report_id = str(found[0]["report_id"]) if found else ""
    return frame_to_parquet(rows_to_frame(found, schema, report_id=report_id), schema)
