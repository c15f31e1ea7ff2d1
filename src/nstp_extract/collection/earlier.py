"""An extraction settled among the earlier ones of its report: ids carried over, changes told."""

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet

from nstp_extract.collection.tasks import Earlier, Task
from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import Lexicon
from nstp_extract.tables.rows import Edition, Row, figure_rows, passage_rows
from nstp_extract.versions.compare import Comparison, Version, change_to_row, compare_versions
from nstp_extract.versions.ids import rename_figures

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "passages": ("text", "pieces"),
    "figures": (
        *("figure_id", "heading_path", "agency", "indicator", "text", "kind"),
        *("value", "low", "high", "unit", "bound", "role", "period_start", "period_end"),
        *("period_text", "start", "end", "sentence", "prefix"),
    ),
}


def settle_extraction(
    extraction: Extraction, task: Task, *, lexicon: Lexicon
) -> tuple[Extraction, list[Row]]:
    """Return an extraction whose figures keep the ids that they had, and its rows of ``changes``.

    An id comes from the version before, or else from the last extraction of this one.
    """
    if task.last is not None:
        extraction = rename_figures(extraction, _compare(task.last, extraction, lexicon).ids)
    if task.before is None:
        return extraction, []
    comparison = _compare(task.before, extraction, lexicon)
    identity = {"report_id": extraction.report.report_id, "version": task.version}
    rows = [identity | change_to_row(change) for change in comparison.changes]
    return rename_figures(extraction, comparison.ids), rows


def _compare(earlier: Earlier, extraction: Extraction, lexicon: Lexicon) -> Comparison:
    tables = earlier.read()
    edition = Edition()
    then = Version(*(_read(tables[name], columns) for name, columns in _COLUMNS.items()))
    now = Version(
        list(passage_rows(extraction, edition)), list(figure_rows(extraction, edition, lexicon))
    )
    return compare_versions(then, now, lexicon=lexicon)


def _read(content: bytes, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    table = pyarrow.parquet.read_table(pa.BufferReader(content), columns=list(columns))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
