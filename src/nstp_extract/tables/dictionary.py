"""What the tables mean, for people and for programs, made from the schemas.

`describe_tables` gives the data dictionary, `describe_package` a Frictionless data package of the
CSV files. ``python -m nstp_extract.tables.dictionary FILE`` writes the dictionary to a file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pandera.pandas import Column, DataFrameSchema

from nstp_extract.tables.columns import arrow_type, shape_of
from nstp_extract.tables.files import write_text
from nstp_extract.tables.schema import TABLES, key_of

_INTRODUCTION = """\
# Data dictionary

Made from the schemas in `nstp_extract.tables.schema`; do not edit it by hand.

Each table is published as `<table>.parquet`, as `<table>.csv` (UTF-8 with a byte order mark) and
as a table of `nstp.duckdb`. Rows are sorted by the key. Decimals are exact: `DECIMAL` in Parquet
and DuckDB, plain text without an exponent in CSV. Lists are native in Parquet and DuckDB and JSON
in CSV. Dates are ISO 8601. Offsets count code points of the report's text and are half-open.
"""

_FIELD_TYPES = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "datetime",
}


def describe_tables() -> str:
    """Return the data dictionary as Markdown."""
    return "\n".join([_INTRODUCTION, *(_describe_table(schema) for schema in TABLES.values())])


def describe_package() -> str:
    """Return the ``datapackage.json`` of the CSV files, without a line that changes with time."""
    package = {
        "name": "nstp-extract",
        "profile": "tabular-data-package",
        "resources": [_resource(schema) for schema in TABLES.values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def type_name(dtype: pa.DataType) -> str:
    """Return what a person calls an Arrow type.

    >>> type_name(pa.list_(pa.string())), type_name(pa.decimal128(38, 9))
    ('list of text', 'decimal(38,9)')
    """
    if pa.types.is_list(dtype):
        return f"list of {type_name(dtype.value_type)}"
    if pa.types.is_decimal(dtype):
        return f"decimal({dtype.precision},{dtype.scale})"
    return {"string": "text"}.get(_FIELD_TYPES[dtype], _FIELD_TYPES[dtype])


def _describe_table(schema: DataFrameSchema) -> str:
    lines = [
        f"## {schema.name}",
        "",
        f"{schema.description} Key: {', '.join(f'`{name}`' for name in key_of(schema))}.",
        "",
        "| column | type | null | meaning |",
        "| --- | --- | --- | --- |",
        *(_describe_column(str(name), column) for name, column in schema.columns.items()),
        "",
    ]
    return "\n".join(lines)


def _describe_column(name: str, column: Column) -> str:
    shape = shape_of(column)
    meaning = column.description or ""
    if shape.allowed:
        meaning += f" One of: {', '.join(f'`{value}`' for value in shape.allowed)}."
    if shape.refers_to:
        meaning += f" Refers to `{shape.refers_to}`."
    null = "yes" if column.nullable else "no"
    return f"| `{name}` | {type_name(arrow_type(column))} | {null} | {meaning} |"


def _resource(schema: DataFrameSchema) -> dict[str, Any]:
    return {
        "name": schema.name,
        "description": schema.description,
        "profile": "tabular-data-resource",
        "path": f"{schema.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {
            "fields": [_field(str(name), column) for name, column in schema.columns.items()],
            "missingValues": [""],
            "primaryKey": list(key_of(schema)),
            "foreignKeys": list(_foreign_keys(schema)),
        },
    }


def _field(name: str, column: Column) -> dict[str, Any]:
    dtype, shape = arrow_type(column), shape_of(column)
    field: dict[str, Any] = {"name": name, "type": _field_type(dtype)}
    field["description"] = column.description
    constraints: dict[str, Any] = {}
    if not column.nullable and field["type"] != "string":
        constraints["required"] = True  # text may be empty, which CSV cannot tell from null
    if shape.allowed:
        constraints["enum"] = list(shape.allowed)
    if constraints:
        field["constraints"] = constraints
    return field


def _field_type(dtype: pa.DataType) -> str:
    if pa.types.is_list(dtype):
        return "array"
    return "number" if pa.types.is_decimal(dtype) else _FIELD_TYPES[dtype]


def _foreign_keys(schema: DataFrameSchema) -> Iterator[dict[str, Any]]:
    for name, column in schema.columns.items():
        table, _, target = shape_of(column).refers_to.partition(".")
        # a data package has no reference of several columns of which one may be null
        if target and not column.nullable:
            yield {
                "fields": ["report_id", "version", name],
                "reference": {
                    "resource": "" if table == schema.name else table,
                    "fields": ["report_id", "version", target],
                },
            }
    if schema.name != "reports":
        identity = ["report_id", "version"]
        yield {"fields": identity, "reference": {"resource": "reports", "fields": identity}}


if __name__ == "__main__":
    write_text(Path(sys.argv[1]), describe_tables())
