"""Rows of plain values from an extraction: one function a table, in the order of its columns.

Only the standard library is needed here, so that rows can be printed without loading pandas. The
columns are declared in ``schema``; a figure as an analyst wants it is in ``outcomes``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nstp_extract.core.figure import Extraction, Figure, Period
from nstp_extract.core.vocabulary import Grade, Kind, Level
from nstp_extract.lexicon import Lexicon

if TYPE_CHECKING:  # a word costs the segmenter, and its type is all that is needed here
    from nstp_extract.structure.words import Word

Row = dict[str, Any]

_PLACES = Decimal("1E-9")
_EXACT = Context(prec=60)
_RANKS = (Level.GOAL, Level.STRATEGY, Level.MEASURE)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a report the rows belong to, and where it came from."""

    version: int = 1
    source_path: str = ""
    extracted_by: str = ""
    seen_at: datetime | None = None


def report_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the one row of ``reports``."""
    report, document = extraction.report, extraction.document
    yield {
        **_identity(extraction, edition),
        "title": report.title,
        "agency": report.agency,
        "document_no": report.document_no,
        "published_on": report.published_on,
        **period_columns(report.period),
        "source_path": edition.source_path or document.name,
        "source_sha256": document.sha256,
        "text_sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "pages": len(document.page_starts) or None,
        "characters": len(document.text),
        "quality": str(quality) if (quality := document.quality) else None,
        "extracted_by": edition.extracted_by,
        "seen_at": edition.seen_at,
    }


def page_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``pages``, in their order; none for a plain text."""
    document = extraction.document
    figures = Counter(page_of(figure, extraction) for figure in extraction.figures)
    if not document.pages:
        return
    ends = (*document.page_starts[1:], len(document.text))
    for page, start, end in zip(document.pages, document.page_starts, ends, strict=True):
        yield {
            **_identity(extraction, edition),
            "page": page.number,
            "grade": str(page.grade),
            "reason": str(page.reason) if page.reason else None,
            "characters": sum(not char.isspace() for char in document.text[start:end]),
            "figures": figures[page.number],
            "engine": str(page.engine),
        }


def passage_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``passages``, in reading order; with them the text can be shown again."""
    for number, passage in enumerate(extraction.document.passages, start=1):
        yield {
            **_identity(extraction, edition),
            "passage": number,
            "kind": str(passage.kind),
            "text": passage.text,
            "pieces": [[piece.start, piece.end] for piece in passage.pieces],
            "cell": str(passage.cell) if passage.cell else None,
            "start": passage.start,
            "end": passage.end,
            "page": extraction.document.page(passage.start),
        }


def section_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``sections``, in text order."""
    for section in extraction.sections:
        yield {
            **_identity(extraction, edition),
            "section_id": section.section_id,
            "parent_id": section.parent.section_id if section.parent else None,
            "level": str(section.level),
            "number": section.number,
            "title": section.title,
            "path": list(section.path),
            "agencies": list(section.agencies),
            "strategy_id": section.strategy_id,
            "start": section.span.start,
            "end": section.span.end,
            "page": extraction.document.page(section.span.start),
        }


def figure_rows(extraction: Extraction, edition: Edition, lexicon: Lexicon) -> Iterator[Row]:
    """Yield the rows of ``figures``, in text order."""
    codes = _unit_codes(lexicon)
    for figure in extraction.figures:
        yield _identity(extraction, edition) | _figure_row(figure, extraction, codes)


def relation_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``relations``, in the order in which they were found."""
    for relation in extraction.relations:
        yield {
            **_identity(extraction, edition),
            "type": str(relation.type),
            "from_id": relation.from_id,
            "to_id": relation.to_id,
            "exhaustive": relation.exhaustive,
        }


def rejection_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``rejections``, in text order."""
    for rejection in extraction.rejections:
        yield {
            **_identity(extraction, edition),
            "text": rejection.text,
            "reason": str(rejection.reason),
            "rule": rejection.rule,
            "start": rejection.span.start,
            "end": rejection.span.end,
            "page": extraction.document.page(rejection.span.start),
        }


def check_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``checks``, in text order; none unless the extraction was audited."""
    for check in extraction.checks:
        yield {
            **_identity(extraction, edition),
            "check_id": check.check_id,
            "code": str(check.code),
            "result": str(check.result),
            "severity": str(check.severity),
            "figure_ids": list(check.figure_ids),
            "spans": [[span.start, span.end] for span in check.spans],
            "formula": check.formula,
            "left_low": _fit(check.left[0]),
            "left_high": _fit(check.left[1]),
            "right_low": _fit(check.right[0]),
            "right_high": _fit(check.right[1]),
            "message_zh": check.message_zh,
            "message_en": check.message_en,
        }


def word_rows(extraction: Extraction, edition: Edition, words: Iterable["Word"]) -> Iterator[Row]:
    """Yield the rows of ``words``, in reading order."""
    for word in words:
        yield {
            **_identity(extraction, edition),
            "sentence_id": word.sentence_id,
            "text": word.text,
            "start": word.span.start,
            "end": word.span.end,
            "is_stop": word.is_stop,
            "section_id": word.section_id,
        }


def outline_columns(figure: Figure) -> Row:
    """Return number and title of the goal, strategy and measure under which a figure stands."""
    row: Row = {}
    for rank in _RANKS:
        section = figure.section.at(rank) if figure.section else None
        row[f"{rank}_no"] = section.number if section else None
        row[str(rank)] = section.title if section else None
    return row


def quantity_columns(figure: Figure) -> Row:
    """Return value, low, high and unit of a figure; a unit that is empty is null."""
    quantity = figure.quantity
    return {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit or None,
    }


def period_columns(period: Period | None) -> Row:
    """Return both ends of a period, null where it is open or absent."""
    return {
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def currency_of(figure: Figure) -> str | None:
    """Return the currency of an amount: its unit; None for other kinds."""
    return figure.quantity.unit if figure.quantity.kind is Kind.AMOUNT else None


def page_of(figure: Figure, extraction: Extraction) -> int | None:
    """Return the page of a figure's first character in reading order."""
    return extraction.document.page(figure.mention.pieces[0].start)


def boxes_of(figure: Figure, extraction: Extraction) -> list[list[int]] | None:
    """Return the boxes of a figure's characters, a list of five numbers each; None for a text."""
    document = extraction.document
    if not document.edges:
        return None
    found = [box for piece in figure.mention.pieces for box in document.locate(piece)]
    return [[box.page, box.left, box.top, box.right, box.bottom] for box in found]


def _fit(end: Decimal | None) -> Decimal | None:
    """Return the end of an interval with the places that the tables hold; a quotient has more."""
    return None if end is None else end.quantize(_PLACES, context=_EXACT).normalize(_EXACT) + 0


def _identity(extraction: Extraction, edition: Edition) -> Row:
    return {"report_id": extraction.report.report_id, "version": edition.version}


def _figure_row(
    figure: Figure, extraction: Extraction, codes: Mapping[tuple[Kind, str], str]
) -> Row:
    quantity, mention = figure.quantity, figure.mention
    return {
        "figure_id": figure.figure_id,
        "section_id": figure.section.section_id if figure.section else None,
        **outline_columns(figure),
        "heading_path": list(figure.section.path) if figure.section else [],
        "agency": figure.agency,
        "agency_id": figure.agency_id,
        "indicator": figure.indicator,
        "text": mention.surface,
        "kind": str(quantity.kind),
        **quantity_columns(figure),
        "unit_code": codes.get((quantity.kind, quantity.unit)),
        "currency": currency_of(figure),
        "decimals": quantity.decimals,
        "bound": str(quantity.bound),
        "role": str(figure.role),
        "basis": str(figure.basis) if figure.basis else None,
        **period_columns(figure.period),
        "period_text": (figure.period.text or None) if figure.period else None,
        "start": mention.span.start,
        "end": mention.span.end,
        "pieces": [[piece.start, piece.end] for piece in mention.pieces],
        "page": page_of(figure, extraction),
        "boxes": boxes_of(figure, extraction),
        "cell": str(figure.cell) if figure.cell else None,
        "engine": str(extraction.document.engine_of(page_of(figure, extraction))),
        "sentence": figure.sentence,
        "prefix": figure.prefix,
        "suffix": figure.suffix,
        "evidence": [*figure.evidence, *_doubts(figure, extraction)],
        "corrected_by": figure.corrected_by,
    }


def _doubts(figure: Figure, extraction: Extraction) -> Iterator[str]:
    """Yield ``suspect_page`` where the text of the figure's page cannot be trusted wholly."""
    pages = extraction.document.pages
    page = page_of(figure, extraction)
    if pages and page is not None and pages[page - 1].grade is not Grade.GOOD:
        yield "suspect_page"


@lru_cache(maxsize=8)
def _unit_codes(lexicon: Lexicon) -> Mapping[tuple[Kind, str], str]:
    """UCUM codes by kind and unit, under the symbol that is shown and under each surface."""
    codes: dict[tuple[Kind, str], str] = {}
    for unit in lexicon.units:
        if unit.ucum:
            for name in (unit.symbol, *unit.surfaces):
                codes.setdefault((unit.kind, name), unit.ucum)
    return codes
