"""The whole method on one page: a document in, its extraction out.

    passages ─ outline ─ scan (mentions, rejections) ─ words ─ context ─ figures ─ relations

What each step decides is in the layer that it calls; here is only their order.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from nstp_extract.context.cells import Sheets
from nstp_extract.context.paragraph import Memory, compile_context, read_passage
from nstp_extract.context.period_grammar import PeriodGrammar
from nstp_extract.core.document import Document, Passage
from nstp_extract.core.figure import Extraction, Figure, Rejection, Report, Section
from nstp_extract.core.fold import fold
from nstp_extract.core.identity import number_figures
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Level, PassageKind, Reason
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import compile_patterns
from nstp_extract.quantity.numeral import find_runs
from nstp_extract.quantity.scan import (
    Refusal,
    Scanner,
    compile_scanner,
    default_refusal,
    scan_passage,
)
from nstp_extract.relations import find_relations
from nstp_extract.structure.headings import Outline, find_outline

EXTRACTOR_VERSION: Final = "0.1.0"
"""Part of the code version: raised with a change of method that moves published rows."""

_MAX_PAGE_NUMBER: Final = 8
_FRONT: Final = 600


def extract_document(document: Document, *, report: Report, lexicon: Lexicon) -> Extraction:
    """Return every figure of a document with its context, and every other numeral run as rejected.

    Figures, sections and rejections are in text order; together figures and rejections account for
    every numeral run of the text.
    """
    outline = find_outline(document, lexicon=lexicon, headings=report.headings)
    scanner = compile_scanner(lexicon)
    grammar = compile_context(lexicon)
    report_year = _find_report_year(document, report, scanner, grammar.periods)
    memory = Memory(report, grammar.agencies.ids, report_year=report_year)
    sheets = Sheets(
        document, outline.grids, lexicon=lexicon, grammar=grammar, report_year=report_year
    )
    anchor: int | None = None
    figures: list[Figure] = []
    refused: list[tuple[Span, Refusal]] = []
    for index, passage in enumerate(document.passages):
        section = outline.index.at(passage.end - 1)
        unsure = tuple(_block_unsure(passage, document))
        number = None if unsure else sheets.read(passage, section, memory)
        if number is not None:
            figures.append(number)
            continue
        memory.table_period = sheets.period(passage)
        blocked = (*unsure, *_block_marks(passage, index, outline, lexicon))
        readings, refusals, anchor = scan_passage(
            fold(passage.text), scanner, blocked=blocked, anchor=anchor, report_year=report_year
        )
        figures += read_passage(
            document, passage, readings, section=section, memory=memory, grammar=grammar
        )
        refused += ((_place(passage, refusal), refusal) for refusal in refusals)
    numbered = tuple(number_figures(sorted(figures, key=lambda f: f.mention.span)))
    return Extraction(
        report=report,
        document=document,
        sections=outline.sections,
        figures=numbered,
        rejections=tuple(_close_ledger(document, numbered, refused)),
        relations=find_relations(numbered, document=document, lexicon=lexicon),
    )


def _find_report_year(
    document: Document, report: Report, scanner: Scanner, periods: PeriodGrammar
) -> int | None:
    """Return the year that 今年 stands for: of the publication, else of the front matter's day."""
    if report.published_on is not None:
        return report.published_on.year
    for passage in document.passages:
        if passage.start > _FRONT:
            break
        readings, _, _ = scan_passage(fold(passage.text), scanner)
        for reading in readings:
            period = reading.period
            if period is None or period.end is None or period.start != period.end:
                continue
            if not periods.stock_date.search(period.text):  # 年底 is when something was counted
                return period.end.year
    return None


def _block_marks(
    passage: Passage, index: int, outline: Outline, lexicon: Lexicon
) -> Iterator[Refusal]:
    """Yield the places of a passage that only number it, or point to a page."""
    text = fold(passage.text)
    if passage.kind is PassageKind.FURNITURE:
        short = len(text) <= _MAX_PAGE_NUMBER
        reason = Reason.PAGE_NUMBER if short else Reason.RUNNING_HEAD
        yield Refusal(0, len(text), reason, "furniture")
    elif index in outline.marks:
        start, end = outline.marks[index]
        if start == end:
            return  # a heading without a number
        section = outline.index.at(passage.offset(start))
        yield Refusal(start, end, _mark_reason(section), "mark")
    elif passage.kind in (PassageKind.TABLE, PassageKind.CONTENTS):
        if mark := compile_patterns(lexicon).match_mark(text):
            yield Refusal(mark.start, mark.end, Reason.LIST_MARK, "mark")
        digits = len(text) - len(text.rstrip("0123456789"))
        if digits and passage.kind is PassageKind.CONTENTS:
            yield Refusal(len(text) - digits, len(text), Reason.PAGE_NUMBER, "contents")


def _block_unsure(passage: Passage, document: Document) -> Iterator[Refusal]:
    """Yield the numeral runs of a passage that hold a character which was not read surely."""
    if not document.doubts:
        return
    doubts = {passage.locate(at) for at in document.doubts}
    for start, end in find_runs(passage.text):
        if not doubts.isdisjoint(range(start, end)):
            yield Refusal(start, end, Reason.UNSURE, "ocr")


def _mark_reason(section: Section | None) -> Reason:
    if section is None or section.title is None or section.level in (Level.ITEM, Level.SUBITEM):
        return Reason.LIST_MARK
    return Reason.HEADING_NUMBER


def _place(passage: Passage, refusal: Refusal) -> Span:
    """Return the place in the document that a refusal of a passage begins and ends at."""
    return Span(passage.offset(refusal.start), passage.offset(refusal.end - 1) + 1)


def _close_ledger(
    document: Document, figures: Sequence[Figure], refusals: Sequence[tuple[Span, Refusal]]
) -> Iterator[Rejection]:
    """Yield a rejection for every numeral run of the text that no figure holds.

    Its reason is that of the refusal which covers it; a run that stands alone only in the text (a
    line end parts it from the rest) gets the reason that its shape tells.
    """
    held = sorted(piece for figure in figures for piece in figure.mention.pieces)
    starts = [piece.start for piece in held]
    ordered = sorted(refusals, key=lambda pair: pair[0])
    refused = [span.start for span, _ in ordered]
    for start, end in find_runs(document.text):
        at = bisect_left(starts, end) - 1
        if at >= 0 and held[at].end > start:
            continue
        index = bisect_left(refused, end) - 1
        covered = index >= 0 and ordered[index][0].end > start
        refusal = ordered[index][1] if covered else default_refusal(document.text, start, end)
        text = document.text[start:end]
        yield Rejection(Span(start, end), text, refusal.reason, refusal.rule)
