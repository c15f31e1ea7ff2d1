"""Every table by its name.

A table is declared once: columns in order, their types, allowed values, keys and meaning. Frames
are checked against these declarations, and Parquet files, the databases, the data package and the
data dictionary are made from them. How a row comes to be is in ``rows`` and ``outcomes``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pandera.pandas import DataFrameSchema

from nstp_extract.tables.check_tables import CHECKS
from nstp_extract.tables.declare import arrow_schema, key_of
from nstp_extract.tables.figure_tables import FIGURES, OUTCOMES, REJECTIONS, RELATIONS
from nstp_extract.tables.finding_tables import CHANGES
from nstp_extract.tables.report_tables import PAGES, PASSAGES, REPORTS, SECTIONS, WORDS
from nstp_extract.tables.verdict_tables import VERDICTS

__all__ = ["FIGURES", "OUTCOMES", "REPORTS", "TABLES", "arrow_schema", "key_of"]

TABLES: Final[Mapping[str, DataFrameSchema]] = MappingProxyType(
    {
        str(schema.name): schema
        for schema in (
            *(REPORTS, PAGES, PASSAGES, SECTIONS, FIGURES),
            *(OUTCOMES, RELATIONS, REJECTIONS, CHECKS, WORDS),
            *(CHANGES, VERDICTS),
        )
    }
)
"""Every table by its name, in the order in which they are published and described."""
