"""The rows that a page shows, read from a publication: those of each of its reports."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet

from nstp_extract.core.errors import NstpError
from nstp_extract.tables.rows import Row

ReportTables = Mapping[str, list[Row]]
"""The rows of one report by the table's name, in the order of the text or of the key."""

_NEEDED: Final = ("reports", "passages", "sections", "figures", "rejections")
OF_ONE_REPORT: Final = (*_NEEDED, "pages", "relations", "outcomes", "checks")
"""The tables that a report on its own has."""

SHOWN: Final = (*OF_ONE_REPORT, "verdicts", "changes")
"""The tables that a page shows; those that are not needed may be missing."""

_PLACED: Final = ("sections", "figures", "rejections")


def list_report_ids(publication: Path) -> list[str]:
    """Return the ids of the reports of a publication, sorted."""
    path = publication / "reports.parquet"
    column = pyarrow.parquet.read_table(path, columns=["report_id"]).column("report_id")
    return sorted(set(column.to_pylist()))


def read_publication(publication: Path, report_ids: Iterable[str]) -> Iterator[ReportTables]:
    """Yield the tables of each of the reports, in that order."""
    for report_id in report_ids:
        tables = {name: _read(publication, name, report_id) for name in SHOWN}
        newest = max(tables["reports"], key=lambda row: int(row["version"]))
        yield {**tables, "reports": [newest]}


def _read(publication: Path, name: str, report_id: str) -> list[Row]:
    """Return the rows of a report, those with a place in the order of the text."""
    path = publication / f"{name}.parquet"
    if not path.is_file():
        if name not in _NEEDED:
            return []
        raise NstpError(f"{path}: no such file", hint="run `nstp-extract run` again")
    table = pyarrow.parquet.read_table(path, filters=[("report_id", "=", report_id)])
    rows: list[dict[str, Any]] = table.to_pylist()
    if name in _PLACED:
        rows.sort(key=lambda row: (row["start"], row["end"]))
    return rows
