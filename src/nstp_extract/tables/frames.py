"""Frames of an extraction, one a table, checked against the schemas.

Rows come from ``rows`` and ``outcomes``, files are written in ``store``.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaErrors
from pandera.pandas import DataFrameSchema

from nstp_extract.core.errors import GuardError
from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.tables.rows import Edition, Row
from nstp_extract.tables.schema import FIGURES, TABLES, arrow_schema, key_of
from nstp_extract.tables.select import FIRST, extraction_to_rows

_IDENTITY = ("report_id", "version")
_CHECKS = {"multiple_fields_uniqueness": "another row has the same key"}


def extraction_to_frames(
    extraction: Extraction,
    *,
    lexicon: Lexicon,
    edition: Edition = FIRST,
    found: Mapping[str, Iterable[Row]] = MappingProxyType({}),
) -> dict[str, pd.DataFrame]:
    """Return every table of an extraction, each sorted by its key and checked.

    `found` holds the rows of tables that an extraction alone does not give.

    Raises:
        GuardError: if a row breaks its schema; the message names table, column and row.
    """
    frames = {}
    for name, schema in TABLES.items():
        rows = found.get(name)
        if rows is None:
            rows = extraction_to_rows(extraction, name, lexicon=lexicon, edition=edition)
        frames[name] = rows_to_frame(
            sort_rows(rows, schema), schema, report_id=extraction.report.report_id
        )
    return frames


def to_frame(extraction: Extraction, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the figures of an extraction as a frame, in text order.

    Raises:
        GuardError: if a figure breaks the schema of ``figures``.
    """
    found = extraction_to_rows(extraction, "figures", lexicon=lexicon or load_lexicon())
    return rows_to_frame(list(found), FIGURES, report_id=extraction.report.report_id)


def sort_rows(found: Iterable[Row], schema: DataFrameSchema) -> list[Row]:
    """Return rows in the order of the table's key."""
    return sorted(found, key=itemgetter(*key_of(schema)))


def rows_to_frame(found: Sequence[Row], schema: DataFrameSchema, *, report_id: str) -> pd.DataFrame:
    """Return rows as a frame with the columns and types of `schema`, checked.

    Raises:
        GuardError: if a value does not fit its column, or a row breaks the schema.
    """
    types = arrow_schema(schema)
    columns = [_to_array(found, field, str(schema.name), report_id) for field in types]
    table = pa.Table.from_arrays(columns, schema=types)
    return check_frame(table.to_pandas(types_mapper=pd.ArrowDtype), schema, report_id=report_id)


def check_frame(frame: pd.DataFrame, schema: DataFrameSchema, *, report_id: str) -> pd.DataFrame:
    """Return the frame.

    Raises:
        GuardError: if it breaks the schema; one problem a broken rule and row.
    """
    try:
        return schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.to_dict("records")
        # a rule over a whole row is reported once a column; say it once
        problems = dict.fromkeys(_say(schema, frame, case) for case in cases)
        raise GuardError(report_id, tuple(problems)) from error


def _to_array(found: Sequence[Row], field: pa.Field, table: str, report_id: str) -> pa.Array:
    try:
        return pa.array([row[field.name] for row in found], type=field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        problem = f"table {table}, column {field.name}: {error}"
        raise GuardError(report_id, (problem,)) from error


def _say(schema: DataFrameSchema, frame: pd.DataFrame, case: Mapping[Any, Any]) -> str:
    parts = [f"table {schema.name}"]
    if not pd.isna(case["index"]):
        row = frame.loc[case["index"]]
        parts += [f"{name} {row[name]}" for name in key_of(schema)[len(_IDENTITY) :]]
    if case["schema_context"] == "Column" and case["column"] != case["failure_case"]:
        parts.append(f"column {case['column']}")
        return f"{', '.join(parts)}: {case['check']}, found {case['failure_case']!r}"
    if pd.isna(case["index"]):
        return f"{', '.join(parts)}: {case['check']}: {case['failure_case']}"
    return f"{', '.join(parts)}: {_CHECKS.get(case['check'], case['check'])}"
