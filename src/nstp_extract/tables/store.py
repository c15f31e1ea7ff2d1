"""Tables as files: Parquet and CSV, whole or part by part, with the types that the schemas say.

The database is written in ``database``, lines of JSON in ``jsonl``; how files of many reports are
put together and swapped is decided in ``collection``.
"""

import io
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from pandera.pandas import DataFrameSchema

from nstp_extract.tables.files import replace_file
from nstp_extract.tables.schema import arrow_schema

BOM: Final = "\ufeff".encode()
"""What makes a spreadsheet read a CSV file as UTF-8."""

_TRAILING_ZEROS: Final = r"\.?0+$"


class Sink(Protocol):
    """Something that takes a table part by part."""

    def write(self, table: pa.Table) -> None:
        """Append the rows of `table`."""


def frame_to_table(frame: pd.DataFrame, schema: DataFrameSchema) -> pa.Table:
    """Return a frame as an Arrow table with exactly the types of its schema."""
    table = pa.Table.from_pandas(frame, schema=arrow_schema(schema), preserve_index=False)
    return table.replace_schema_metadata(None)


def table_to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame that holds the same types."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def frame_to_parquet(frame: pd.DataFrame, schema: DataFrameSchema) -> bytes:
    """Return a frame as the bytes of a Parquet file; equal frames give equal bytes."""
    buffer = io.BytesIO()
    table = frame_to_table(frame, schema)
    with pyarrow.parquet.ParquetWriter(buffer, table.schema, compression="zstd") as writer:
        writer.write_table(table)
    return buffer.getvalue()


def read_parquet(source: Path | bytes, schema: DataFrameSchema) -> pa.Table:
    """Return a Parquet file with the types of `schema`.

    A nullable column that the file lacks is null, one that the schema lacks is dropped: a file
    may be older than the schema.

    Raises:
        ValueError: if the file cannot be given that schema; the message says why.
    """
    # threads, and a data set around one small file, cost more than reading it
    with pyarrow.parquet.ParquetFile(
        io.BytesIO(source) if isinstance(source, bytes) else source
    ) as file:
        table = file.read(use_threads=False)
    columns = [_conform(table, field) for field in arrow_schema(schema)]
    return pa.Table.from_arrays(columns, schema=arrow_schema(schema))


def iterate_parquet(
    path: Path, *, report_ids: Collection[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file batch by batch, those of some reports or, for None, all.

    Only where such rows can be is the file read: it is sorted by report.
    """
    with pyarrow.parquet.ParquetFile(path) as file:
        if report_ids is None:
            yield from file.iter_batches()
            return
        groups = range(file.metadata.num_row_groups)
        found = [n for n in groups if _may_hold(file.metadata.row_group(n), report_ids)]
        wanted = pa.array(sorted(report_ids), pa.string())
        for batch in file.iter_batches(row_groups=found):
            yield batch.filter(pc.is_in(batch["report_id"], wanted))


@contextmanager
def open_parquet(path: Path, schema: DataFrameSchema) -> Iterator[Sink]:
    """Yield a sink that becomes the Parquet file `path` once the block ends well."""
    types = arrow_schema(schema)
    with (
        replace_file(path) as temporary,
        pyarrow.parquet.ParquetWriter(temporary, types, compression="zstd") as writer,
    ):
        yield _ParquetSink(writer)


@contextmanager
def open_csv(path: Path, schema: DataFrameSchema) -> Iterator[Sink]:
    """Yield a sink that becomes the CSV file `path` once the block ends well.

    UTF-8 with a byte order mark. Decimals are exact and plain, lists are JSON, null is an empty
    field without quotes.
    """
    types = pa.schema([pa.field(f.name, _csv_type(f.type)) for f in arrow_schema(schema)])
    with ExitStack() as stack:
        file = stack.enter_context(stack.enter_context(replace_file(path)).open("wb"))
        file.write(BOM)
        yield _CsvSink(stack.enter_context(pyarrow.csv.CSVWriter(file, types)), types)


class _ParquetSink:
    def __init__(self, writer: pyarrow.parquet.ParquetWriter) -> None:
        self._writer = writer

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)


class _CsvSink:
    def __init__(self, writer: pyarrow.csv.CSVWriter, types: pa.Schema) -> None:
        self._writer = writer
        self._types = types

    def write(self, table: pa.Table) -> None:
        columns = [_to_csv_column(column) for column in table.columns]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._types))


def _conform(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name in table.column_names:
        column = table.column(field.name).cast(field.type)
    else:
        column = pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    if column.null_count and not field.nullable:
        msg = f"column {field.name} has no value in {column.null_count} rows"
        raise ValueError(msg)
    return column


def _may_hold(group: pyarrow.parquet.RowGroupMetaData, report_ids: Collection[str]) -> bool:
    """Tell whether a group of rows may hold one of a report, whose id is the first column."""
    known = group.column(0).statistics
    if known is None or not known.has_min_max:
        return True
    return any(known.min <= report_id <= known.max for report_id in report_ids)


def _is_text_in_csv(dtype: pa.DataType) -> bool:
    return bool(
        pa.types.is_decimal(dtype) or pa.types.is_list(dtype) or pa.types.is_timestamp(dtype)
    )


def _csv_type(dtype: pa.DataType) -> pa.DataType:
    return pa.string() if _is_text_in_csv(dtype) else dtype


def _to_csv_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_decimal(column.type):
        plain = column.cast(pa.string())
        return pc.replace_substring_regex(plain, pattern=_TRAILING_ZEROS, replacement="")
    if pa.types.is_list(column.type):
        return pa.chunked_array([_to_json(column.to_pylist())], type=pa.string())
    if pa.types.is_timestamp(column.type):
        seconds = column.cast(pa.timestamp("s"))  # else six zeros are written
        return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    return column


def _to_json(values: Iterable[object]) -> list[str | None]:
    return [None if v is None else json.dumps(v, ensure_ascii=False) for v in values]
