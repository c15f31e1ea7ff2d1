"""From a row or a second document to claims: their numbers, read by the same method as a report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from nstp_extract.audit.claims.claim import Claim, Stated, figure_to_stated
from nstp_extract.audit.claims.compare import compile_comparer
from nstp_extract.audit.claims.read import ClaimRow
from nstp_extract.context.agency import compile_agencies
from nstp_extract.core.figure import Extraction, Figure, Period, Quantity, Report
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Kind, Reason, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.method import extract_document
from nstp_extract.quantity.numeral import match_numeral, parse_numeral
from nstp_extract.read import read_text
from nstp_extract.relations import list_changes

_STOPS: Final = re.compile(r"[，。；！？\n]")
_ISO: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})?(?:\s*[/~至]\s*([0-9]{4}-[0-9]{2}-[0-9]{2})?)?"
)
_SIGNED: Final = re.compile(r"^[-−+]")
_YEAR: Final = "年"
_APART: Final = "，"
_REACHES: Final = "達"


def row_to_claim(row: ClaimRow, *, lexicon: Lexicon) -> Claim:
    """Return the claim of a row: every number of its text, or the one that its cells state.

    What stands in a cell of its own counts more than what the text says.
    """
    text = row.claim_text
    numbers = _numbers(_read(text, lexicon), lexicon) if text else []
    if row.value:
        numbers = [_cells_to_stated(row, numbers, lexicon)]
    return Claim(
        row.claim_id, text or _compose(row), tuple(_override(n, row, lexicon) for n in numbers)
    )


def extraction_to_claims(extraction: Extraction, *, lexicon: Lexicon) -> Iterator[Claim]:
    """Yield a claim for each figure of a second document but its dates and its own parts."""
    told = list_changes(extraction.figures, lexicon=lexicon)
    for figure in extraction.figures:
        if figure.quantity.kind is Kind.DATE or figure.role is Role.STRUCTURAL:
            continue
        near, rest = _words_around(figure, lexicon)
        changes = _is_change(figure, near, told, lexicon)
        stated = figure_to_stated(figure, near=near, rest=rest, changes=changes)
        yield Claim(figure.figure_id, " ".join(figure.sentence.split()), (stated,))


def read_period(cell: str, *, lexicon: Lexicon) -> Period | None:
    """Return the period that a cell names: ISO days, or a date as a report would write it.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> str(read_period("106-109", lexicon=load_lexicon()))
    '2017-01-01/2020-12-31'
    """
    if (match := _ISO.fullmatch(cell.strip())) and (match[1] or match[2]):
        start, end = (date.fromisoformat(day) if day else None for day in match.groups())
        open_end = "/" in cell
        return Period(start, end if end or open_end else start, cell)
    for text in (cell, cell + _YEAR):
        for figure in _read(text, lexicon).figures:
            if figure.quantity.kind is Kind.DATE and figure.period is not None:
                return figure.period
    return None


def _read(text: str, lexicon: Lexicon) -> Extraction:
    document = read_text(text, name="claim", lexicon=lexicon)
    return extract_document(document, report=Report("claim"), lexicon=lexicon)


def _numbers(extraction: Extraction, lexicon: Lexicon) -> list[Stated]:
    """Return the numbers of a claim; its bare numerals, else its dates, where it states no other.

    What a sentence of a report leaves open is looked for in the whole claim: the one agency and the
    one date that it names.
    """
    dates = [f for f in extraction.figures if f.quantity.kind is Kind.DATE]
    chosen = [f for f in extraction.figures if f.quantity.kind is not Kind.DATE]
    words = compile_agencies(lexicon).agency.sub(_APART, _blank(extraction))
    told = list_changes(extraction.figures, lexicon=lexicon)
    numbers = [
        figure_to_stated(
            figure, near=near, rest=rest, changes=_is_change(figure, near, told, lexicon)
        )
        for figure, (near, rest) in _split_words(extraction, chosen, lexicon)
    ] or [*_bare_numerals(extraction, words)]
    if not numbers:
        return [figure_to_stated(date, near=words) for date in dates]
    text = extraction.document.text
    numbers = [_reach(number, text, lexicon) for number in numbers]
    return [
        replace(
            _complete(number, text, dates, lexicon),
            opens_pair=number.quantity.unit == following.quantity.unit,
        )
        for number, following in pairwise((*numbers, Stated.nothing()))
    ]


def _is_change(figure: Figure, near: str, told: frozenset[str], lexicon: Lexicon) -> bool | None:
    """Tell whether a claim states how far something changed; None where its words leave it open."""
    if figure.figure_id in told:
        return True
    comparer = compile_comparer(lexicon)
    return None if comparer.rise.search(near) or comparer.fall.search(near) else False


def _reach(stated: Stated, text: str, lexicon: Lexicon) -> Stated:
    """Return what a claim tells as reached as a result: 目標已達20GW aims at nothing any more."""
    if stated.role not in (Role.FORECAST, Role.TARGET):
        return stated
    reached = re.compile(f"{compile_surfaces(lexicon.surfaces('reached_word'))}[^，。；]{{0,4}}$")
    at = "".join(text.split()).find(stated.surface)
    before = "".join(text.split())[: max(at, 0)]
    return replace(stated, role=Role.RESULT) if reached.search(before) else stated


def _bare_numerals(extraction: Extraction, words: str) -> Iterator[Stated]:
    """Yield the numerals of a claim that have no unit (超過36萬): they fit any."""
    text = fold(extraction.document.text)
    for rejection in extraction.rejections:
        site = match_numeral(text, rejection.span.start)
        if rejection.reason is not Reason.NO_UNIT or site is None:
            continue
        said = site.numeral
        quantity = Quantity(Kind.SCORE, said.value, decimals=said.decimals, scale=said.scale)
        yield Stated(quantity, near=words, surface=text[site.start : site.end], loose=True)


def _complete(stated: Stated, text: str, dates: Sequence[Figure], lexicon: Lexicon) -> Stated:
    grammar = compile_agencies(lexicon)
    named = {match[0] for match in grammar.agency.finditer(fold(text))}
    if stated.agency is None and len(named) == 1:
        (name,) = named
        stated = replace(stated, agency=name, agency_id=grammar.ids.get(name))
    if stated.period is None and len(dates) == 1:
        stated = replace(stated, period=dates[0].period)
    return stated


def _split_words(
    extraction: Extraction, figures: Sequence[Figure], lexicon: Lexicon
) -> Iterator[tuple[Figure, tuple[str, str]]]:
    """Yield each figure with its own words and those of the rest of the claim.

    Its own are those from the clause behind the last figure to the end of its clause, and to the
    end of the claim for the last one.
    """
    agencies = compile_agencies(lexicon).agency
    text = _blank(extraction)
    begin = 0
    for at, figure in enumerate(figures):
        stop = _STOPS.search(text, figure.mention.pieces[-1].end)
        end = stop.end() if stop and at < len(figures) - 1 else len(text)
        near = f"{figure.indicator or ''}，{text[begin:end]}"
        rest = f"{text[:begin]}，{text[end:]}"
        yield figure, (agencies.sub(_APART, near), agencies.sub(_APART, rest))
        begin = end


def _blank(extraction: Extraction) -> str:
    """Return the text of a claim, folded, each of its figures as stops."""
    text = fold(extraction.document.text)
    for figure in extraction.figures:
        for piece in figure.mention.pieces:
            text = text[: piece.start] + " " * len(piece) + text[piece.end :]
    return text


def _words_around(figure: Figure, lexicon: Lexicon) -> tuple[str, str]:
    """Return the words of a figure's clause and of the rest of its sentence, without agencies."""
    agencies = compile_agencies(lexicon).agency
    before, after = fold(figure.prefix), fold(figure.suffix)
    cut = [match.end() for match in _STOPS.finditer(before)]
    start = cut[-1] if cut else 0
    stop = _STOPS.search(after)
    end = stop.start() if stop else len(after)
    near = f"{figure.indicator or ''}，{before[start:]}，{after[:end]}"
    rest = f"{before[:start]}，{after[end:]}"
    return agencies.sub(_APART, near), agencies.sub(_APART, rest)


def _compose(row: ClaimRow) -> str:
    return f"{row.agency}{row.period}{row.indicator}{row.value}{row.unit}"


def _cells_to_stated(row: ClaimRow, numbers: Sequence[Stated], lexicon: Lexicon) -> Stated:
    """Return the number of the cells; the text's own where it states the same."""
    value = _SIGNED.sub("", fold(row.value).strip())
    subject = fold(row.indicator) or fold(row.claim_text)
    figures = _read(f"{row.indicator}{_REACHES}{value}{row.unit}", lexicon).figures
    found = [
        figure
        for figure in figures
        if figure.quantity.kind is not Kind.DATE and value[:1] in figure.mention.surface
    ]
    if not found:
        return _bare_number(row, value, subject)
    figure = found[-1]
    same = next((n for n in numbers if n.quantity.value == figure.quantity.value), None)
    changes = _is_change(figure, subject, list_changes(figures, lexicon=lexicon), lexicon)
    stated = figure_to_stated(figure, near=subject, rest=row.claim_text, changes=changes)
    if same is None:
        return stated
    return replace(
        same,
        quantity=figure.quantity,
        near=f"{row.indicator}，{same.near}",
        surface=figure.mention.surface,
    )


def _bare_number(row: ClaimRow, value: str, subject: str) -> Stated:
    """Return a number whose unit is missing or unknown; a number that cannot be read has none."""
    numeral = parse_numeral(value.replace(" ", ""))
    quantity = Quantity(Kind.SCORE, unit=row.unit)
    if numeral is not None:
        quantity = Quantity(
            Kind.SCORE,
            numeral.value,
            unit=row.unit,
            decimals=numeral.decimals,
            scale=numeral.scale,
        )
    loose = not row.unit
    return Stated(quantity, near=subject, rest=row.claim_text, surface=row.value, loose=loose)


def _override(stated: Stated, row: ClaimRow, lexicon: Lexicon) -> Stated:
    """Return a number with the agency and the period of the row's own cells, where it has them."""
    agency, agency_id = stated.agency, stated.agency_id
    if row.agency:
        agency, agency_id = row.agency, compile_agencies(lexicon).ids.get(fold(row.agency))
    period = read_period(row.period, lexicon=lexicon) if row.period else stated.period
    near = stated.near if not row.indicator else f"{row.indicator}，{stated.near}"
    return replace(stated, near=near, agency=agency, agency_id=agency_id, period=period)
