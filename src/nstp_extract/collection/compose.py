"""The files of a publication, put together from the parts of many reports.

What reports hold that have not changed since the last publication is taken from its files, because
opening a thousand parts takes longer than reading one file. Rows come in batches, so that memory
does not grow with the number of reports; the same rows make the same batches, wherever they come
from, and so the same Parquet and CSV files.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from nstp_extract.collection.parts import version_folder
from nstp_extract.core.errors import PublishError
from nstp_extract.tables.database import write_duckdb
from nstp_extract.tables.dictionary import describe_package, describe_tables
from nstp_extract.tables.files import write_text
from nstp_extract.tables.schema import TABLES, arrow_schema
from nstp_extract.tables.sqlite import describe_datasette, update_sqlite, write_sqlite
from nstp_extract.tables.store import iterate_parquet, open_csv, open_parquet, read_parquet

DATABASE_NAME: Final = "nstp.duckdb"
SQLITE_NAME: Final = "nstp.sqlite"
_BATCH_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Base:
    """The last publication: its folder, and what it says of each report that it holds."""

    folder: Path
    reports: Mapping[str, Any] = field(default_factory=dict)

    def differing(self, reports: Mapping[str, Any]) -> frozenset[str]:
        """Return the reports that are new, have changed or have gone."""
        ids = {*self.reports, *reports}
        return frozenset(key for key in ids if self.reports.get(key) != reports.get(key))


def write_tables(
    folder: Path, parts: Path, reports: Mapping[str, Any], *, base: Base | None = None
) -> None:
    """Write every table of `reports` into `folder`: Parquet, CSV, databases and what they mean.

    `reports` says for each id, in order, the version of its part and which earlier ones there are.

    Raises:
        PublishError: if a part or `base` cannot be read, or a database cannot be written.
    """
    if base is not None and not _is_usable(base):
        base = None
    changed = base.differing(reports) if base else frozenset(reports)
    for name, schema in TABLES.items():
        with ExitStack() as stack:
            sinks = [
                stack.enter_context(open_parquet(folder / f"{name}.parquet", schema)),
                stack.enter_context(open_csv(folder / f"{name}.csv", schema)),
            ]
            kept = _kept(base.folder / f"{name}.parquet", changed) if base else ()
            new = [
                (item[0], map(_reader(name), _files(parts, *item, name)))
                for item in reports.items()
                if item[0] in changed
            ]
            for batch in _batches(_merge(kept, new)):
                for sink in sinks:
                    sink.write(batch)
    written = {name: folder / f"{name}.parquet" for name in TABLES}
    try:
        write_duckdb(folder / DATABASE_NAME, written)
        if base:
            last = base.folder / SQLITE_NAME
            update_sqlite(folder / SQLITE_NAME, written, base=last, report_ids=changed)
        else:
            write_sqlite(folder / SQLITE_NAME, written)
    except (duckdb.Error, sqlite3.Error) as error:
        hint = "see whether the disk is full; the last publication stays"
        raise PublishError(f"{folder}: {error}", hint=hint) from error
    write_text(folder / "metadata.json", describe_datasette(Path(SQLITE_NAME).stem))
    write_text(folder / "datapackage.json", describe_package())
    write_text(folder / "DICTIONARY.md", describe_tables())


def _is_usable(base: Base) -> bool:
    """Tell whether every table of a publication has the columns that it would have now."""
    try:
        return all(
            pyarrow.parquet.read_schema(base.folder / f"{name}.parquet").equals(
                arrow_schema(schema)
            )
            for name, schema in TABLES.items()
        )
    except (OSError, pa.ArrowException):
        return False


def _files(parts: Path, report_id: str, part: Mapping[str, Any], table: str) -> Iterator[Path]:
    """The files with the rows of a table: a report's row stands for its earlier versions too."""
    folder = parts / report_id
    if table == "reports":
        for version in part["earlier"]:
            yield version_folder(folder, version) / f"{table}.parquet"
    yield folder / f"{table}.parquet"


def _kept(file: Path, changed: frozenset[str]) -> Iterator[pa.Table]:
    """Yield the rows of a publication's table, in its order, but those of `changed` reports."""
    left_out = pa.array(sorted(changed), pa.string())
    try:
        for batch in iterate_parquet(file):
            others = pc.invert(pc.is_in(batch["report_id"], left_out))
            yield pa.Table.from_batches([batch.filter(others)])
    except (OSError, pa.ArrowException) as error:
        hint = "delete `current` there and run again: all is made from the parts"
        raise PublishError(f"{file}: {error}", hint=hint) from error


def _merge(
    kept: Iterable[pa.Table], new: Iterable[tuple[str, Iterable[pa.Table]]]
) -> Iterator[pa.Table]:
    """Yield the rows of both, which are sorted by report and have none in common, sorted."""
    waiting = deque(new)
    for table in kept:
        rows = table
        while waiting and len(rows) and waiting[0][0] < rows["report_id"][-1].as_py():
            report_id, tables = waiting.popleft()
            before = pc.sum(pc.less(rows["report_id"], report_id)).as_py()
            yield rows[:before]
            yield from tables
            rows = rows[before:]
        yield rows
    for _, tables in waiting:
        yield from tables


def _batches(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the same rows in batches of `_BATCH_ROWS`, the last one smaller."""
    waiting: list[pa.Table] = []
    count = 0
    for table in tables:
        waiting.append(table)
        count += len(table)
        while count >= _BATCH_ROWS:
            rows = pa.concat_tables(waiting)
            yield rows[:_BATCH_ROWS].combine_chunks()
            waiting = [rows[_BATCH_ROWS:]]
            count -= _BATCH_ROWS
    if count:
        yield pa.concat_tables(waiting).combine_chunks()


def _reader(table: str) -> Callable[[Path], pa.Table]:
    def read(file: Path) -> pa.Table:
        try:
            return read_parquet(file, TABLES[table])
        except (OSError, ValueError, pa.ArrowException) as error:
            hint = "delete the folder of that report there and run again"
            raise PublishError(f"{file}: {error}", hint=hint) from error

    return read
