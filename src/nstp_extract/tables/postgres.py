"""A copy of the tables on a PostgreSQL server, one transaction a report.

A report's rows of one version are replaced as a whole; rows of its earlier versions stay, so that
the server holds every version that was ever copied. The view ``newest_<table>`` has those of each
report's newest version, which is what the published files hold. Which reports there are, and where
their tables lie, is told by whoever calls this.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pandera.pandas import Column, DataFrameSchema

from nstp_extract.core.errors import PublishError
from nstp_extract.tables.columns import arrow_type
from nstp_extract.tables.database import comment_statements
from nstp_extract.tables.schema import TABLES, key_of
from nstp_extract.tables.store import read_parquet

if TYPE_CHECKING:
    from psycopg import Connection

_DIGESTS: Final = "nstp_copied"
"""The table that remembers which bytes each report was copied from."""

_SQL_TYPES: Final = {
    pa.string(): "text",
    pa.int64(): "bigint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
    pa.list_(pa.string()): "text[]",
}


@contextmanager
def open_server(url: str) -> Iterator["Connection[Any]"]:
    """Yield a connection to the server at `url`, with every table made if it was not there.

    Raises:
        PublishError: if the server cannot be reached or refuses a statement.
    """
    try:
        import psycopg  # noqa: PLC0415  (an extra)
    except ImportError as error:
        hint = "install the extra: pip install 'nstp-extract[postgres]'"
        raise PublishError("psycopg is not installed", hint=hint) from error
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            _prepare(connection)
            yield connection
    except psycopg.Error as error:
        message = f"PostgreSQL: {str(error).strip()}"
        raise PublishError(message, hint="check the URL, and that the server runs") from error


def copy_report(
    connection: "Connection[Any]", folder: Path, *, identity: tuple[str, int], digest: str
) -> bool:
    """Copy the tables in `folder` to the server and tell whether that was needed.

    `identity` is the report's id and the version whose rows are replaced; `digest` says which bytes
    they are, and nothing is done if those were copied before.

    Raises:
        PublishError: if a table cannot be read.
    """
    if _copied_digest(connection, identity) == digest:
        return False
    tables = {name: _read(folder / f"{name}.parquet", schema) for name, schema in TABLES.items()}
    with connection.transaction():
        # whoever copies the same report waits here
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (identity[0],))
        for name, schema in TABLES.items():
            _replace(connection, schema, tables[name], identity)
        connection.execute(
            f"INSERT INTO {_DIGESTS} VALUES (%s, %s, %s) "  # noqa: S608  (our own name)
            "ON CONFLICT (report_id, version) DO UPDATE SET digest = excluded.digest",
            (*identity, digest),
        )
    return True


def remove_reports(connection: "Connection[Any]", kept: frozenset[str]) -> tuple[str, ...]:
    """Delete every version of the reports that are not `kept`; return their ids, sorted."""
    rows = connection.execute(f"SELECT DISTINCT report_id FROM {_DIGESTS}")  # noqa: S608
    gone = sorted({row[0] for row in rows} - kept)
    for report_id in gone:
        with connection.transaction():
            for name in (*TABLES, _DIGESTS):
                connection.execute(
                    f"DELETE FROM {_quote(name)} WHERE report_id = %s",  # noqa: S608
                    (report_id,),
                )
    return tuple(gone)


def create_statement(schema: DataFrameSchema) -> str:
    """Return the statement that makes a table unless it is there."""
    lines = [_declare(str(name), column) for name, column in schema.columns.items()]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quote, key_of(schema)))})")
    name = _quote(str(schema.name))
    return f"CREATE TABLE IF NOT EXISTS {name} (\n  " + ",\n  ".join(lines) + "\n)"


def _prepare(connection: "Connection[Any]") -> None:
    """Make what is missing: tables, and columns that a newer version of them has."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('nstp-extract'))")
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {_DIGESTS} (report_id text, version bigint, "
            "digest text NOT NULL, PRIMARY KEY (report_id, version))"
        )
        for schema in TABLES.values():
            connection.execute(create_statement(schema).encode())
            for name, column in schema.columns.items():
                connection.execute(
                    f"ALTER TABLE {_quote(str(schema.name))} ADD COLUMN IF NOT EXISTS "
                    f"{_quote(str(name))} {_sql_type(arrow_type(column))}".encode()
                )
            for comment in comment_statements(schema):
                connection.execute(comment.encode())
        for name in TABLES:
            connection.execute(
                f"CREATE OR REPLACE VIEW {_quote(f'newest_{name}')} AS "  # noqa: S608
                f"SELECT * FROM {_quote(name)} WHERE (report_id, version) IN "
                f"(SELECT report_id, max(version) FROM {_DIGESTS} GROUP BY report_id)"
            )


def _copied_digest(connection: "Connection[Any]", identity: tuple[str, int]) -> str | None:
    row = connection.execute(
        f"SELECT digest FROM {_DIGESTS} WHERE report_id = %s AND version = %s",  # noqa: S608
        identity,
    ).fetchone()
    return row[0] if row else None


def _replace(
    connection: "Connection[Any]",
    schema: DataFrameSchema,
    table: pa.Table,
    identity: tuple[str, int],
) -> None:
    name = _quote(str(schema.name))
    columns = ", ".join(_quote(column) for column in table.column_names)
    delete = f"DELETE FROM {name} WHERE report_id = %s AND version = %s"  # noqa: S608
    connection.execute(delete, identity)
    nested = {field.name for field in table.schema if _is_nested(field.type)}
    with connection.cursor().copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
        for row in table.to_pylist():
            copy.write_row(
                [
                    json.dumps(value) if key in nested and value is not None else value
                    for key, value in row.items()
                ]
            )


def _read(file: Path, schema: DataFrameSchema) -> pa.Table:
    try:
        return read_parquet(file, schema)
    except (OSError, ValueError, pa.ArrowException) as error:
        hint = "delete the folder of that report there and run again"
        raise PublishError(f"{file}: {error}", hint=hint) from error


def _is_nested(dtype: pa.DataType) -> bool:
    return bool(pa.types.is_list(dtype) and pa.types.is_list(dtype.value_type))


def _sql_type(dtype: pa.DataType) -> str:
    """Return the PostgreSQL type of an Arrow type; lists of lists are JSON."""
    if _is_nested(dtype):
        return "jsonb"
    if pa.types.is_decimal(dtype):
        return f"numeric({dtype.precision},{dtype.scale})"
    return _SQL_TYPES[dtype]


def _declare(name: str, column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f"{_quote(name)} {_sql_type(arrow_type(column))}{null}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
