"""The files of a publication, put together from the parts of many reports.

Parts are read one after the other and written in batches, so that memory does not grow with the
number of reports.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from nstp_extract.collection.parts import version_folder
from nstp_extract.core.errors import PublishError
from nstp_extract.tables.database import write_duckdb
from nstp_extract.tables.dictionary import describe_package, describe_tables
from nstp_extract.tables.files import write_text
from nstp_extract.tables.schema import TABLES
from nstp_extract.tables.sqlite import describe_datasette, write_sqlite
from nstp_extract.tables.store import open_csv, open_parquet, read_parquet

DATABASE_NAME: Final = "nstp.duckdb"
SQLITE_NAME: Final = "nstp.sqlite"
_BATCH_ROWS: Final = 100_000


def write_tables(folder: Path, parts: Path, reports: Mapping[str, Any]) -> None:
    """Write every table of `reports` into `folder`: Parquet, CSV, databases and what they mean.

    `reports` says for each id, in order, the version of its part and which earlier ones there are.

    Raises:
        PublishError: if a part cannot be read, or a database cannot be written.
    """
    for name, schema in TABLES.items():
        with ExitStack() as stack:
            sinks = [
                stack.enter_context(open_parquet(folder / f"{name}.parquet", schema)),
                stack.enter_context(open_csv(folder / f"{name}.csv", schema)),
            ]
            files = (file for item in reports.items() for file in _files(parts, *item, name))
            for batch in _batches(files, name):
                for sink in sinks:
                    sink.write(batch)
    written = {name: folder / f"{name}.parquet" for name in TABLES}
    try:
        write_duckdb(folder / DATABASE_NAME, written)
        write_sqlite(folder / SQLITE_NAME, written)
    except (duckdb.Error, sqlite3.Error) as error:
        hint = "see whether the disk is full; the last publication stays"
        raise PublishError(f"{folder}: {error}", hint=hint) from error
    write_text(folder / "metadata.json", describe_datasette(Path(SQLITE_NAME).stem))
    write_text(folder / "datapackage.json", describe_package())
    write_text(folder / "DICTIONARY.md", describe_tables())


def _files(parts: Path, report_id: str, part: Mapping[str, Any], table: str) -> Iterator[Path]:
    """The files with the rows of a table: a report's row stands for its earlier versions too."""
    folder = parts / report_id
    if table == "reports":
        for version in part["earlier"]:
            yield version_folder(folder, version) / f"{table}.parquet"
    yield folder / f"{table}.parquet"


def _batches(files: Iterable[Path], table: str) -> Iterator[pa.Table]:
    waiting: list[pa.Table] = []
    for file in files:
        waiting.append(_read(file, table))
        if sum(map(len, waiting)) >= _BATCH_ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _read(file: Path, table: str) -> pa.Table:
    try:
        return read_parquet(file, TABLES[table])
    except (OSError, ValueError, pa.ArrowException) as error:
        hint = "delete the folder of that report there and run again"
        raise PublishError(f"{file}: {error}", hint=hint) from error
