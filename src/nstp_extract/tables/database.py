"""The tables as one DuckDB file, with keys, types and what each column means.

It is made from the Parquet files of a publication; nobody writes to it afterwards.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet
from pandera.pandas import Column, DataFrameSchema

from nstp_extract.tables.columns import arrow_type
from nstp_extract.tables.files import replace_file
from nstp_extract.tables.schema import TABLES, key_of


def write_duckdb(path: Path, parquet: Mapping[str, Path]) -> None:
    """Write the database `path` from one Parquet file a table; replace what was there."""
    with replace_file(path) as temporary:
        # a function that is not built in would be fetched from the network
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False
        }
        with duckdb.connect(temporary, config=settings) as connection:
            for name, file in parquet.items():
                connection.execute(create_statement(TABLES[name]))
                # through Arrow, because DuckDB takes a path for a pattern
                with pyarrow.parquet.ParquetFile(file) as rows:
                    batches = pa.RecordBatchReader.from_batches(
                        rows.schema_arrow, rows.iter_batches()
                    )
                    connection.from_arrow(batches).insert_into(name)
                for comment in comment_statements(TABLES[name]):
                    connection.execute(comment)
            connection.execute("CHECKPOINT")


def create_statement(schema: DataFrameSchema) -> str:
    """Return the statement that makes an empty table."""
    lines = [_declare(str(name), column) for name, column in schema.columns.items()]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quote, key_of(schema)))})")
    return f"CREATE TABLE {_quote(str(schema.name))} (\n  " + ",\n  ".join(lines) + "\n)"


def comment_statements(schema: DataFrameSchema) -> list[str]:
    """Return the statements that say what a table and its columns mean."""
    table = _quote(str(schema.name))
    return [
        f"COMMENT ON TABLE {table} IS {_literal(schema.description or '')}",
        *(
            f"COMMENT ON COLUMN {table}.{_quote(str(name))} IS {_literal(column.description or '')}"
            for name, column in schema.columns.items()
        ),
    ]


def sql_type(dtype: pa.DataType) -> str:
    """Return the SQL type of an Arrow type.

    >>> sql_type(pa.list_(pa.list_(pa.int64()))), sql_type(pa.decimal128(38, 9))
    ('BIGINT[][]', 'DECIMAL(38,9)')
    """
    if pa.types.is_list(dtype):
        return f"{sql_type(dtype.value_type)}[]"
    if pa.types.is_decimal(dtype):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return _SQL_TYPES[dtype]


_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
}


def _declare(name: str, column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f"{_quote(name)} {sql_type(arrow_type(column))}{null}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
