"""The first rows of a table as Markdown, for a page that shows what a run has made."""

from pathlib import Path
from typing import Any, Final

import pyarrow.parquet

from nstp_extract.tables.jsonl import decimal_to_text

_WIDTH: Final = 40
_COLUMNS: Final = {
    "reports": ("version", "title", "agency", "characters"),
    "pages": ("page", "grade", "reason", "figures"),
    "passages": ("passage", "kind", "text", "page"),
    "sections": ("level", "number", "title", "start"),
    "figures": ("goal_no", "agency", "indicator", "text", "kind", "value", "unit", "role"),
    "outcomes": ("goal_no", "agency", "indicator", "text", "role", "value_yi", "restated"),
    "changes": ("change", "field", "old_text", "new_text", "old_start", "new_start"),
    "verdicts": ("claim_id", "verdict", "reason", "pattern", "message_zh"),
    "relations": ("type", "from_id", "to_id"),
    "checks": ("code", "result", "severity", "formula", "message_zh"),
    "rejections": ("text", "reason", "rule", "start"),
    "words": ("sentence_id", "text", "is_stop"),
}


def preview_table(folder: Path, table: str, *, rows: int = 5) -> str:
    """Return the first rows of a table in `folder` as a Markdown table of its main columns."""
    names = _COLUMNS[table]
    read = pyarrow.parquet.read_table(folder / f"{table}.parquet", columns=list(names))
    lines = [names, ("---",) * len(names)]
    lines += [tuple(_cell(row[name]) for name in names) for row in read.slice(0, rows).to_pylist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = decimal_to_text(value) if hasattr(value, "as_tuple") else str(value)
    text = " ".join(text.replace("|", "\\|").split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
