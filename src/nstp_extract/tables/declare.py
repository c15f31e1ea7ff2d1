"""How a table is declared: its identity, its key, and the Arrow schema that follows from it."""

import pyarrow as pa
from pandera.pandas import Check, Column, DataFrameSchema

from nstp_extract.tables.columns import arrow_type, integer, shape_of, text


def key_of(schema: DataFrameSchema) -> tuple[str, ...]:
    """Return the names of the columns that make a row unique and sort the rows."""
    return tuple(str(name) for name, column in schema.columns.items() if shape_of(column).key)


def arrow_schema(schema: DataFrameSchema) -> pa.Schema:
    """Return the Arrow schema of a table: its types, and which columns may be null."""
    return pa.schema(
        [
            pa.field(str(name), arrow_type(column), nullable=bool(column.nullable))
            for name, column in schema.columns.items()
        ]
    )


def declare_table(
    name: str, description: str, columns: dict[str, Column], *, checks: tuple[Check, ...] = ()
) -> DataFrameSchema:
    """Return the schema of a table; every table starts with the report and its version."""
    identity = {
        "report_id": text(
            "The report: its file's name without the suffix.",
            key=True,
            refers_to="" if name == "reports" else "reports",
        ),
        "version": integer(
            "The version of the report: 1 for the bytes first seen, one more for each change.",
            key=True,
            at_least=1,
        ),
    }
    schema = DataFrameSchema(
        identity | columns,
        name=name,
        description=description,
        checks=list(checks),
        strict=True,
        ordered=True,
    )
    schema.unique = list(key_of(schema))
    return schema
