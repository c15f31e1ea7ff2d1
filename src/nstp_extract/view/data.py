"""What the page's program reads of one report: plain values, made from the rows of its tables.

Rows are kept as lists under the names of their columns, so that a name is not said a thousand
times; decimals stay exact text. What is shown of them, and how, is decided in ``app/``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final

from nstp_extract.read.picture import Picture
from nstp_extract.tables.jsonl import decimal_to_text
from nstp_extract.tables.outcomes import YI
from nstp_extract.tables.rows import Row
from nstp_extract.view.marks import Mark, place_marks
from nstp_extract.view.source import ReportTables

Json = dict[str, Any]

_REPORT: Final = (
    *("report_id", "version", "title", "agency", "document_no", "published_on"),
    *("period_start", "period_end", "source_path", "source_sha256", "pages", "characters"),
    *("quality", "extracted_by"),
)
_FIGURE: Final = (
    *("figure_id", "agency", "agency_id", "indicator", "text", "kind", "value", "low", "high"),
    *("unit", "currency", "bound", "role", "basis", "period_start", "period_end", "period_text"),
    *("start", "end", "page", "boxes", "evidence", "corrected_by"),
)
_OUTCOME: Final = ("baseline_value", "change", "restated")
_NO_OUTCOME: Final[Row] = {"baseline_value": None, "change": None, "restated": False}
_SECTION: Final = ("section_id", "level", "number", "title", "agencies")
_REJECTION: Final = ("reason", "rule")
_PAGE: Final = ("page", "grade", "reason", "figures", "engine")
_IDENTITY: Final = frozenset({"report_id", "version"})
_FINDINGS: Final = ("checks", "verdicts", "changes")
_MAX_MARKS: Final = 8
_EXACT: Final = Context(prec=60)


def report_to_data(tables: ReportTables, *, pictures: Iterable[Picture] = ()) -> Json:
    """Return what the page shows of a report; the rows are those of one report and version."""
    sections = tables["sections"]
    numbers = {row["section_id"]: number for number, row in enumerate(sections)}
    (report,) = tables["reports"]
    return {
        "report": {name: _plain(report[name]) for name in _REPORT},
        "sections": _columns(sections, _SECTION)
        | {"parent": [numbers.get(row["parent_id"], -1) for row in sections]},
        "passages": _passages(tables, numbers),
        "figures": _figures(tables, numbers),
        "rejections": _columns(tables["rejections"], _REJECTION),
        "relations": _columns(tables.get("relations", ()), ("type", "from_id", "to_id")),
        "pages": _columns(tables.get("pages", ()), _PAGE),
        "pictures": {str(picture.page): _picture(picture) for picture in pictures},
        **{name: _objects(tables.get(name, ())) for name in _FINDINGS},
    }


def _passages(tables: ReportTables, numbers: Mapping[str, int]) -> Json:
    """The passages with their marks, the section each stands in, and the one that each opens."""
    passages, sections = tables["passages"], tables["sections"]
    opened = _openings(passages, sections)
    starts = [row["start"] for row in sections]
    parents = [numbers.get(row["parent_id"], -1) for row in sections]
    marks = place_marks(passages, tables["figures"], tables["rejections"])
    return _columns(passages, ("kind", "text", "page", "cell")) | {
        "section": [_innermost(sections, starts, parents, row["end"] - 1) for row in passages],
        "opens": [numbers[opened[at]] if at in opened else -1 for at in range(len(passages))],
        "marks": [_flat(found) for found in marks],
    }


def _openings(passages: Sequence[Row], sections: Sequence[Row]) -> dict[int, str]:
    """Return the section whose heading a passage is, by the passage's index."""
    order = sorted(range(len(passages)), key=lambda at: passages[at]["start"])
    starts = [passages[at]["start"] for at in order]
    found: dict[int, str] = {}
    for section in sections:
        # a section may begin behind marks of its passage, but not before it
        at = order[max(0, bisect_right(starts, section["start"]) - 1)] if order else None
        if at is not None and section["title"] and _is_heading(passages[at]["text"], section):
            found[at] = section["section_id"]
    return found


def _is_heading(text: str, section: Row) -> bool:
    """Tell whether a passage is a section's heading and no more: its title, and marks around it."""
    bare, title = ("".join(part.split()) for part in (text, section["title"]))
    return title in bare and len(bare) <= len(title) + _MAX_MARKS


def _innermost(
    sections: Sequence[Row], starts: Sequence[int], parents: Sequence[int], place: int
) -> int:
    """Return the index of the innermost section that covers a place; -1 if none does."""
    index = bisect_right(starts, place) - 1
    while index >= 0 and sections[index]["end"] <= place:
        index = parents[index]
    return index


def _flat(marks: Iterable[Mark]) -> list[int]:
    """Three numbers a mark: start, end, and a figure's index or a rejection's from -1 down."""
    flat: list[int] = []
    for mark in marks:
        flat += (mark.start, mark.end, mark.number if mark.is_figure else -1 - mark.number)
    return flat


def _figures(tables: ReportTables, numbers: Mapping[str, int]) -> Json:
    figures = tables["figures"]
    outcomes = {row["figure_id"]: row for row in tables.get("outcomes", ())}
    known = [outcomes.get(row["figure_id"], _NO_OUTCOME) for row in figures]
    return (
        _columns(figures, _FIGURE)
        | _columns(known, _OUTCOME)
        | {
            "section": [numbers.get(row["section_id"], -1) for row in figures],
            "yi": [_in_yi(row, row["value"]) for row in figures],
            "yi_low": [_in_yi(row, row["low"]) for row in figures],
            "yi_high": [_in_yi(row, row["high"]) for row in figures],
        }
    )


def _in_yi(row: Row, value: Decimal | None) -> str | None:
    """Return an amount in TWD divided by 10⁸, exactly; None for anything else."""
    if value is None or row["currency"] != "TWD":
        return None
    return decimal_to_text(value.scaleb(-YI, _EXACT))


def _columns(rows: Sequence[Row], names: Sequence[str]) -> Json:
    return {name: [_plain(row[name]) for row in rows] for name in names}


def _objects(rows: Sequence[Row]) -> list[Json]:
    """Return the rows of a table of findings, without what is empty."""
    return [
        {
            name: _plain(value)
            for name, value in row.items()
            if value is not None and value != [] and name not in _IDENTITY
        }
        for row in rows
    ]


def _picture(picture: Picture) -> Json:
    return {"width": picture.width, "height": picture.height, "source": picture.data_uri}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return decimal_to_text(value)
        case date():
            return value.isoformat()
    return value
