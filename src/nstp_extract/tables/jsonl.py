"""Rows as lines of JSON: integers are numbers, every other value is text, absent is null."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nstp_extract.tables.rows import Row


def rows_to_jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a line of JSON a row, without its line end; keys in the order of the columns."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=_to_text)


def decimal_to_text(value: Decimal) -> str:
    """Return an exact number without an exponent and without trailing zeros.

    >>> decimal_to_text(Decimal("2055000000.00")), decimal_to_text(Decimal("1E+3"))
    ('2055000000', '1000')
    """
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _to_text(value: Any) -> str:
    match value:
        case Decimal():
            return decimal_to_text(value)
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
    msg = f"no JSON for {value!r}"
    raise TypeError(msg)
