"""Columns and rules that several tables share."""

from typing import Final

import pandas as pd
from pandera.pandas import Check, Column

from nstp_extract.tables.columns import day, decimal, integer, text


def place() -> dict[str, Column]:
    """Return where a row stands in the text, and on which page."""
    return {
        "start": integer("Where it begins in the report's text, in code points from 0."),
        "end": integer("Where it ends, in code points; the first one behind it."),
        "page": integer(
            "The physical page, from 1 on, on which its first character stands; "
            "null for a plain text.",
            nullable=True,
            at_least=1,
        ),
    }


def outline() -> dict[str, Column]:
    """Return the goal, strategy and measure under which a figure stands."""
    ranks = ("goal", "strategy", "measure")
    return {
        column: text(description, nullable=True)
        for rank in ranks
        for column, description in (
            (f"{rank}_no", f"The number of the {rank} under which it stands, as written."),
            (rank, f"The title of the {rank} under which it stands."),
        )
    }


def doer() -> dict[str, Column]:
    """Return who is said to have done it."""
    return {
        "agency": text("The body said to have done it: its short name as written.", nullable=True),
        "agency_id": text("The body of today that answers for that agency.", nullable=True),
    }


def quantity() -> dict[str, Column]:
    """Return the number, or the interval."""
    return {
        "value": decimal("The number stated, in base units; null for a range or an open number."),
        "low": decimal("The lower end of a range or of an open number, in base units."),
        "high": decimal("The upper end of a range or of an open number, in base units."),
    }


def currency() -> Column:
    """Return the currency of an amount."""
    return text("The currency of an amount (ISO 4217); null for other kinds.", nullable=True)


def period() -> dict[str, Column]:
    """Return the time it speaks of."""
    return {
        "period_start": day("The first day of the time it speaks of; null where open."),
        "period_end": day("The last day of the time it speaks of; null where open."),
    }


def _runs_forward(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["start"] < frame["end"]


def _value_or_interval(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["value"].isna() | (frame["low"].isna() & frame["high"].isna())


def _days_run_forward(frame: pd.DataFrame) -> "pd.Series[bool]":
    return (frame["period_start"] <= frame["period_end"]).fillna(value=True)


FORWARD: Final = Check(_runs_forward, name="start < end")
PERIOD: Final = Check(_days_run_forward, name="period_start <= period_end")
VALUE: Final = Check(_value_or_interval, name="a value or an interval, not both")
