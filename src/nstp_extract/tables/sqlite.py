"""The tables as one SQLite file, for Datasette, with a search that finds words of two characters.

It is made from the Parquet files of a publication; nobody writes to it afterwards. Its index takes
long to make, so that a database of an earlier publication may be brought up to date instead. SQLite
has no decimals and no lists: exact numbers are text, lists are JSON, dates ISO 8601.

SQLite takes a run of Han characters for one word, and its trigrams find nothing shorter than three.
So what is searched is indexed as all its runs of two to four characters.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa
from pandera.pandas import Column, DataFrameSchema

from nstp_extract.tables.columns import arrow_type
from nstp_extract.tables.files import replace_file
from nstp_extract.tables.jsonl import decimal_to_text
from nstp_extract.tables.schema import TABLES, key_of
from nstp_extract.tables.store import iterate_parquet

SEARCHED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"figures": ("indicator", "agency", "text", "sentence")}
)
"""The columns of each table that can be searched."""

LEFT_OUT: Final = frozenset({"words"})
"""Tables that are not written: a word has no use on a page, and most rows are words."""

_FACETS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "figures": ("kind", "role", "agency", "goal"),
        "outcomes": ("role", "agency", "goal", "year_end"),
        "rejections": ("reason",),
        "changes": ("change", "field"),
    }
)
_RUN: Final = re.compile(r"(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|[0-9A-Za-z][0-9A-Za-z.,]*")
_LENGTHS: Final = (2, 3, 4)


def write_sqlite(path: Path, parquet: Mapping[str, Path]) -> None:
    """Write the database `path` from one Parquet file a table; replace what was there."""
    with replace_file(path) as temporary, closing(_open(temporary)) as connection:
        for statement in _statements():
            connection.execute(statement)
        for name in _written(parquet):
            _fill(connection, TABLES[name], parquet[name])
        connection.commit()


def update_sqlite(
    path: Path, parquet: Mapping[str, Path], *, base: Path, report_ids: Collection[str]
) -> None:
    """Write what `write_sqlite` would, from a copy of `base` that differs in those reports alone.

    Rows may lie in another order; a database with other tables, or none, is no base, and then all
    is written anew.
    """
    if not _is_base(base):
        write_sqlite(path, parquet)
        return
    with replace_file(path) as temporary:
        shutil.copyfile(base, temporary)
        with closing(_open(temporary)) as connection:
            for name in _written(parquet):
                _delete(connection, name, report_ids)
                _fill(connection, TABLES[name], parquet[name], report_ids)
            connection.commit()


def create_statement(schema: DataFrameSchema) -> str:
    """Return the statement that makes an empty table."""
    lines = [_declare(str(name), column) for name, column in schema.columns.items()]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quote, key_of(schema)))})")
    return f"CREATE TABLE {_quote(str(schema.name))} (\n  " + ",\n  ".join(lines) + "\n)"


def describe_datasette(database: str) -> str:
    """Return the ``metadata.json`` with which Datasette shows `database`."""
    tables = {name: _describe(schema) for name, schema in TABLES.items() if name not in LEFT_OUT}
    hidden = {f"{name}_search": {"hidden": True} for name in SEARCHED}
    content = {"title": "nstp-extract", "databases": {database: {"tables": tables | hidden}}}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def search_terms(text: str) -> str:
    """Return what a text is found by: its runs of two to four Han characters, its other words.

    >>> search_terms("媒合率76.48%")
    '媒合 合率 媒合率 76.48'
    """
    return " ".join(_terms(text))


def _describe(schema: DataFrameSchema) -> dict[str, Any]:
    name = str(schema.name)
    described: dict[str, Any] = {
        "description": schema.description,
        "columns": {str(key): column.description for key, column in schema.columns.items()},
    }
    if facets := _FACETS.get(name):
        described["facets"] = list(facets)
    if name in SEARCHED:
        described["fts_table"] = f"{name}_search"
    return described


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    # whoever reads it sees it whole, so that a journal would protect nothing
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _written(parquet: Mapping[str, Path]) -> list[str]:
    return [name for name in parquet if name not in LEFT_OUT]


def _statements() -> list[str]:
    """The statements that make an empty database."""
    tables = [create_statement(schema) for name, schema in TABLES.items() if name not in LEFT_OUT]
    made = "CREATE VIRTUAL TABLE {} USING fts5(terms, content='')"
    return [*tables, *(made.format(_quote(f"{name}_search")) for name in SEARCHED)]


def _is_base(path: Path) -> bool:
    """Tell whether a database has exactly the tables that one made now would have."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return set(_statements()) <= {sql for (sql,) in found}


def _fill(
    connection: sqlite3.Connection,
    schema: DataFrameSchema,
    file: Path,
    report_ids: Collection[str] | None = None,
) -> None:
    """Add the rows of a table to those it has, and to its index; of those reports, None for all."""
    name = str(schema.name)
    convert = [_converter(arrow_type(column)) for column in schema.columns.values()]
    marks = ", ".join("?" * len(convert))
    insert = f"INSERT INTO {_quote(name)} VALUES ({marks})"  # noqa: S608  (our own name)
    select = f"SELECT coalesce(max(rowid), 0) FROM {_quote(name)}"  # noqa: S608
    ((last,),) = connection.execute(select)
    for batch in iterate_parquet(file, report_ids=report_ids):
        columns = zip(batch.columns, convert, strict=True)
        values = (map(to_sql, column.to_pylist()) for column, to_sql in columns)
        connection.executemany(insert, zip(*values, strict=True))
    if name in SEARCHED:
        _index(connection, name, "rowid > ?", [last])


def _delete(connection: sqlite3.Connection, name: str, report_ids: Collection[str]) -> None:
    """Take the rows of those reports out of a table, and out of its index."""
    for report_id in report_ids:
        if name in SEARCHED:
            _index(connection, name, '"report_id" = ?', [report_id], delete=True)
        delete = f'DELETE FROM {_quote(name)} WHERE "report_id" = ?'  # noqa: S608  (our own name)
        connection.execute(delete, [report_id])


def _index(
    connection: sqlite3.Connection,
    table: str,
    condition: str,
    values: list[Any],
    *,
    delete: bool = False,
) -> None:
    """Put some rows into the index ``<table>_search``, by their row ids, or take them out of it.

    The index holds no text, so that what is taken out has to be said again.
    """
    index = _quote(f"{table}_search")
    joined = " || '\n' || ".join(f"coalesce({_quote(column)}, '')" for column in SEARCHED[table])
    select = f"SELECT rowid, {joined} FROM {_quote(table)} WHERE {condition}"  # noqa: S608
    columns, marks = f"{index}, rowid, terms", "'delete', ?, ?"
    if not delete:
        columns, marks = "rowid, terms", "?, ?"
    connection.executemany(
        f"INSERT INTO {index}({columns}) VALUES ({marks})",  # noqa: S608  (our own names)
        ((row, search_terms(text)) for row, text in connection.execute(select, values)),
    )


def _terms(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        if run["han"]:
            for length in _LENGTHS:
                yield from (run[0][at : at + length] for at in range(len(run[0]) - length + 1))
        else:
            yield run[0]


def _sql_type(dtype: pa.DataType) -> str:
    """Return the SQLite type of an Arrow type; what SQLite lacks is text."""
    return "INTEGER" if dtype in (pa.int64(), pa.bool_()) else "TEXT"


def _converter(dtype: pa.DataType) -> Callable[[Any], Any]:
    if pa.types.is_list(dtype):
        return lambda value: None if value is None else json.dumps(value, ensure_ascii=False)
    if pa.types.is_decimal(dtype):
        return lambda value: None if value is None else decimal_to_text(value)
    if pa.types.is_date(dtype):
        return lambda value: None if value is None else value.isoformat()
    if pa.types.is_timestamp(dtype):
        return lambda value: None if value is None else f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return lambda value: value


def _declare(name: str, column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f"{_quote(name)} {_sql_type(arrow_type(column))}{null}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
