"""The guard and the ledger: what must hold of every row, always. A violation stops publication.

The guard: digit boundaries are whole, the pieces parsed again give the row's value and unit, and
the figure lies in the section that its row names. The ledger: every numeral run of the text ends in
exactly one figure or one rejection.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nstp_extract.audit.finding import Finding
from nstp_extract.core.figure import CORRECTED_VALUE, Extraction, Figure, Quantity
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span, join_surface
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Grade, Kind, Severity
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.quantity.cells import CellGrammar, compile_cells, read_cell, read_unit
from nstp_extract.quantity.dates import is_undated, match_date
from nstp_extract.quantity.numeral import ARABIC, find_runs, parse_numeral
from nstp_extract.quantity.readings import match_quantities
from nstp_extract.quantity.scan import Scanner, compile_scanner

_ROC_EPOCH = 1911
_CURRENCY = "named_currency"
_INDEX = "index_points"
_BARE = "bare_money"
_BARE_COUNT = "bare_count"
_NEGATIVE = "negative"
_YUAN = "元"
_WORST = Severity.HIGH
_LEADS = ("民國", "(")
_WIDEST = 40
_WHOLE = re.compile(ARABIC)
_YEARS = re.compile("[0-9]+")
_TORN = re.compile(r"[0-9][.,][0-9]")
_MARK = re.compile(r"(?<![0-9.,])[1-9]\.$")


@dataclass(frozen=True, slots=True, eq=False)
class _Grammar:
    """What reads a surface again: in prose, and in a cell whose unit stands elsewhere."""

    scanner: Scanner
    cells: CellGrammar


def find_violations(extraction: Extraction, *, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Return what breaks the guard or the ledger, each with its figure and place; empty if clean.

    `lexicon` is the one that the extraction was made with, by default the one of the package.
    """
    lexicon = lexicon or load_lexicon()
    grammar = _Grammar(compile_scanner(lexicon), compile_cells(lexicon))
    return (*_check_figures(extraction, grammar), *_check_ledger(extraction))


def _check_figures(extraction: Extraction, grammar: _Grammar) -> Iterator[str]:
    text = extraction.document.text
    ids: set[str] = set()
    last: Span | None = None
    for figure in extraction.figures:
        span = figure.mention.span
        where = f"figure {figure.figure_id} at {span.start} ({figure.mention.surface})"
        if figure.figure_id in ids:
            yield f"{where}: another figure has the same id"
        ids.add(figure.figure_id)
        if last is not None and span.start < last.end:
            yield f"{where}: overlaps the figure before it"
        last = span
        yield from (f"{where}: {problem}" for problem in _check_figure(text, figure, grammar))


def _check_figure(text: str, figure: Figure, grammar: _Grammar) -> Iterator[str]:
    mention = figure.mention
    if join_surface(text, mention.pieces) != mention.surface:
        yield "its pieces do not give its surface"
    dated = figure.quantity.kind is Kind.DATE
    for piece in mention.pieces:
        marked = dated and _MARK.search(text[max(0, piece.start - 3) : piece.start])
        if (not marked and _splits_number(text, piece.start, dated=dated)) or _splits_number(
            text, piece.end, dated=dated
        ):
            yield "its edge stands inside a number"
    section = figure.section
    if section is not None and not section.span.contains(mention.span):
        yield f"it lies outside section {section.section_id}"
    surface = fold(mention.surface)
    if figure.unit_pieces or _NEGATIVE in figure.evidence:
        unit = fold(join_surface(text, figure.unit_pieces))
        again = _reads_in_cell(surface, unit, figure, grammar)
    else:
        again = _reads_again(surface, figure, grammar.scanner)
    corrected = figure.corrected_by is not None and CORRECTED_VALUE in figure.evidence
    if not again and not corrected:
        yield "its surface does not read as its value"


def _splits_number(text: str, at: int, *, dated: bool) -> bool:
    """Tell whether `at` stands between two Arabic digits, or inside 1,234, 1，234 or 1.5.

    A comma between years parts them: 106,107年.
    """
    start = max(0, at - _WIDEST)
    folded = fold(text[start : at + _WIDEST])
    place = at - start
    whole = _YEARS if dated else _WHOLE
    if _TORN.match(folded, max(0, place - 2)) and place > 1:
        return True
    return any(m.start() < place < m.end() for m in whole.finditer(folded))


def _reads_in_cell(surface: str, unit: str, figure: Figure, grammar: _Grammar) -> bool:
    """Tell whether a cell's number says what its figure says, with the unit that heads it."""
    stated = read_unit(unit, grammar.cells)
    if unit and stated is None:
        return False
    number = read_cell(surface, stated, grammar.cells)
    return number is not None and number.end == len(surface) and number.quantity == figure.quantity


def _reads_again(surface: str, figure: Figure, grammar: Scanner) -> bool:
    """Tell whether a surface, read alone, says what the figure says.

    A unit may stand elsewhere (3、5及7家; 金額20.55億): then the surface is a numeral and nothing
    else, and its value must be the figure's.
    """
    quantity = figure.quantity
    if quantity.kind is Kind.DATE:
        return _is_same_date(surface, figure, grammar)
    if _BARE in figure.evidence:
        surface += _YUAN  # the unit that the sentence leaves unsaid
    elif _BARE_COUNT in figure.evidence:
        surface += quantity.unit  # the unit that the noun before it says
    again = match_quantities(surface, 0, grammar.quantities)
    if len(again) == 1 and again[0].end == len(surface):
        read = again[0].quantity
        said_apart = not {_CURRENCY, _BARE}.isdisjoint(figure.evidence)
        alike = read.kind is quantity.kind or _INDEX in figure.evidence
        same = _says(read) == _says(quantity) and alike
        return same and (read.unit == quantity.unit or said_apart)
    numeral = parse_numeral(surface)
    if numeral is None:
        return False
    stated = quantity.low if quantity.value is None else quantity.value
    return numeral.value * _shared_factor(figure, grammar) == stated


def _shared_factor(figure: Figure, grammar: Scanner) -> Decimal:
    """Return the factor of the unit that a list shares: the 7 of 7、8成 is 70 per cent."""
    return next(
        (grammar.factors[rule] for rule in figure.evidence if rule in grammar.factors), Decimal(1)
    )


def _says(quantity: Quantity) -> tuple[object, ...]:
    return quantity.value, quantity.low, quantity.high


def _is_same_date(surface: str, figure: Figure, grammar: Scanner) -> bool:
    period = figure.period
    if period is None:
        return is_undated(surface, grammar.dates)
    day = period.end or period.start
    if surface.isdigit():
        year = period.start.year if period.start else 0
        return int(surface) in (year, year - _ROC_EPOCH)
    anchor = (period.start or day).year if day else None
    stated = (period.start, period.end)
    for lead in ("", *_LEADS):
        again = match_date(lead + surface, len(lead), grammar.dates, anchor=anchor)
        whole = again is not None and again.end == len(lead + surface)
        found = again.period if again and whole else None
        if found and (found.start, found.end) == stated:
            return True
    return False


def _check_ledger(extraction: Extraction) -> Iterator[str]:
    """Yield a line for each numeral run that no row, or more than one kind of row, accounts for."""
    taken = sorted(
        [
            (piece.start, piece.end, "figure")
            for f in extraction.figures
            for piece in f.mention.pieces
        ]
        + [(r.span.start, r.span.end, "rejection") for r in extraction.rejections]
    )
    starts = [start for start, _, _ in taken]
    for start, end in find_runs(extraction.document.text):
        rows = _rows_over(taken, starts, start, end)
        if len(rows) != 1:
            found = f"{len(rows)} rows ({', '.join(rows)})" if rows else "no row"
            run = extraction.document.text[start:end]
            yield f"numeral run {run} at {start}: {found} accounts for it"


def _rows_over(
    taken: Sequence[tuple[int, int, str]], starts: Sequence[int], start: int, end: int
) -> list[str]:
    """Return the kinds of rows that overlap ``[start, end)``; figures that share a run are one."""
    rows = []
    for at in range(bisect_right(starts, end - 1) - 1, -1, -1):
        left, right, kind = taken[at]
        if right <= start:
            break
        if left < end and not (kind == "figure" and kind in rows):
            rows.append(kind)
    return rows


def check_guard(extraction: Extraction, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield what the guard finds as findings: one a violation, one for pages that were not read."""
    problems = find_violations(extraction, lexicon=lexicon)
    by_id = {figure.figure_id: figure for figure in extraction.figures}
    for problem in problems:
        named = tuple(by_id[word] for word in problem.split() if word in by_id)
        yield Finding(
            CheckCode.GUARD, "guard", CheckResult.BLOCKED, named, problem, "", severity=_WORST
        )
    if not problems:
        yield Finding(CheckCode.GUARD, "guard", CheckResult.PASS, (), "", "")
    refused = [page for page in extraction.document.pages if page.grade is Grade.REFUSED]
    if refused:
        pages = ", ".join(f"{page.number} ({page.reason})" for page in refused)
        yield Finding(
            CheckCode.GUARD, "pages", CheckResult.INCOMPLETE, (), pages, "", severity=Severity.LOW
        )
