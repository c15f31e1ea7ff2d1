"""The kinds of column that a table may have; what a table holds is in ``schema``.

A column's data type is a pandas type over Arrow, so that one declaration gives the frame, the
Parquet file and, through Arrow's types, the database and the data package. No kind holds a float.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from pandera.pandas import Check, Column

DECIMAL: Final = pa.decimal128(38, 9)
"""Values in base units: 29 digits before the point, 9 behind it."""

DECIMAL_YI: Final = pa.decimal128(38, 17)
"""`DECIMAL` divided by 10⁸: whatever fits there fits here, exactly."""

INTEGER: Final = pa.int64()
SPANS: Final = pa.list_(pa.list_(INTEGER))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a column says of itself beside its type: kept as the pandera column's metadata."""

    key: bool = False
    allowed: tuple[str, ...] = ()
    refers_to: str = ""


def text(
    description: str,
    *,
    key: bool = False,
    nullable: bool = False,
    allowed: type[StrEnum] | None = None,
    refers_to: str = "",
) -> Column:
    """Return a column of text, of the values of `allowed` only where that is given."""
    values = tuple(str(value) for value in allowed or ())
    checks = [Check.isin(values)] if values else []
    shape = Shape(key=key, allowed=values, refers_to=refers_to)
    return _column(pa.string(), description, nullable=nullable, checks=checks, shape=shape)


def integer(
    description: str, *, key: bool = False, nullable: bool = False, at_least: int = 0
) -> Column:
    """Return a column of 64-bit integers that are `at_least` so large."""
    checks = [Check.ge(at_least)]
    return _column(INTEGER, description, nullable=nullable, checks=checks, shape=Shape(key=key))


def decimal(description: str, *, nullable: bool = True, dtype: pa.DataType = DECIMAL) -> Column:
    """Return a column of exact decimals."""
    return _column(dtype, description, nullable=nullable)


def day(description: str, *, nullable: bool = True) -> Column:
    """Return a column of dates."""
    return _column(pa.date32(), description, nullable=nullable)


def moment(description: str, *, nullable: bool = True) -> Column:
    """Return a column of points in time, in UTC and without a zone of their own."""
    return _column(pa.timestamp("us"), description, nullable=nullable)


def flag(description: str) -> Column:
    """Return a column of true or false."""
    return _column(pa.bool_(), description, nullable=False)


def texts(description: str, *, nullable: bool = False) -> Column:
    """Return a column of lists of text."""
    return _column(pa.list_(pa.string()), description, nullable=nullable)


def spans(description: str, *, nullable: bool = False) -> Column:
    """Return a column of lists of lists of integers."""
    return _column(SPANS, description, nullable=nullable)


def shape_of(column: Column) -> Shape:
    """Return what a column made here says of itself."""
    shape = (column.metadata or {})["shape"]
    if not isinstance(shape, Shape):
        msg = f"column {column.name!r} was not made by {__name__}"
        raise TypeError(msg)
    return shape


def arrow_type(column: Column) -> pa.DataType:
    """Return the Arrow type of a column made here."""
    dtype: Any = column.dtype
    return dtype.type.pyarrow_dtype


def _column(
    dtype: pa.DataType,
    description: str,
    *,
    nullable: bool,
    checks: Iterable[Check] = (),
    shape: Shape = Shape(),
) -> Column:
    return Column(
        pd.ArrowDtype(dtype),
        checks=list(checks),
        nullable=nullable,
        description=description,
        metadata={"shape": shape},
    )
