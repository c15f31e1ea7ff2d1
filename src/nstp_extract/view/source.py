"""The rows that a page shows, read from a publication: those of each of its reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

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


_AT_ONCE: Final = 64
"""So many reports are read together: a table is gone through once for all of them."""


def list_reports(publication: Path) -> dict[str, str | None]:
    """Return the title of each report of a publication by its id, what came in last first.

    Of a report with versions the newest counts; of reports that came in together the one that was
    published last stands first.
    """
    columns = ["report_id", "version", "title", "seen_at", "published_on"]
    table = pyarrow.parquet.read_table(publication / "reports.parquet", columns=columns)
    rows = sorted(table.to_pylist(), key=lambda row: (row["report_id"], int(row["version"])))
    newest = {row["report_id"]: row for row in rows}
    ordered = sorted(newest.values(), key=_came_in, reverse=True)
    return {row["report_id"]: row["title"] for row in ordered}


def _came_in(row: Row) -> tuple[datetime, date]:
    return row["seen_at"], row["published_on"] or date.min


def read_publication(publication: Path, report_ids: Iterable[str]) -> Iterator[ReportTables]:
    """Yield the tables of each of the reports, in that order."""
    for chunk in _batched(report_ids, _AT_ONCE):
        tables = {name: _read(publication, name, chunk) for name in SHOWN}
        for report_id in chunk:
            rows = {name: found.get(report_id, []) for name, found in tables.items()}
            newest = max(rows["reports"], key=lambda row: int(row["version"]))
            yield {**rows, "reports": [newest]}


def _batched(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield the items in tuples of `size`, the last one shorter."""
    waiting = iter(items)
    while chunk := tuple(islice(waiting, size)):
        yield chunk


def _read(publication: Path, name: str, report_ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of each report, those with a place in the order of the text."""
    path = publication / f"{name}.parquet"
    if not path.is_file():
        if name not in _NEEDED:
            return {}
        raise NstpError(f"{path}: no such file", hint="run `nstp-extract run` again")
    table = pyarrow.parquet.read_table(path, filters=[("report_id", "in", report_ids)])
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        found[row["report_id"]].append(row)
    if name in _PLACED:
        for rows in found.values():
            rows.sort(key=lambda row: (row["start"], row["end"]))
    return found
