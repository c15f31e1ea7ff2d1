"""From a passage's readings to figures: sentence by sentence, with what each hands on to the next.

A sentence hands its doer and its last date on to the rest of its paragraph; the opening of a
section gives both to all that lies in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.agency import (
    AgencyGrammar,
    Doer,
    choose_doer,
    compile_agencies,
    find_doers,
)
from nstp_extract.context.indicator import find_indicators
from nstp_extract.context.period import (
    Handed,
    find_basis,
    find_periods,
    leaving_period,
    scoping_period,
)
from nstp_extract.context.period_grammar import PeriodGrammar, compile_periods
from nstp_extract.context.phrase import IndicatorGrammar, compile_indicators
from nstp_extract.context.role import RoleGrammar, compile_roles, find_roles
from nstp_extract.context.scene import Scene, SceneFigure, build_scene
from nstp_extract.core.document import Document, Passage, merge_pieces
from nstp_extract.core.figure import Figure, Period, Report, Section
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Mention, Span, join_surface
from nstp_extract.core.vocabulary import Level, PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Qualifier
from nstp_extract.lexicon.patterns import SurfaceIndex, index_surfaces
from nstp_extract.quantity.scan import Reading
from nstp_extract.structure.sentences import Sentence, split_sentences
from nstp_extract.structure.words import Segmenter, load_segmenter

_AFFIX: Final = 20
_OPENING: Final = 2
"""Paragraphs of a section that open it: its heading and the first below."""


@dataclass(frozen=True, slots=True, eq=False)
class ContextGrammar:
    """The grammars of all four rules, and the segmenter, of one lexicon."""

    segmenter: Segmenter
    roles: RoleGrammar
    agencies: AgencyGrammar
    periods: PeriodGrammar
    indicators: IndicatorGrammar
    qualifiers: SurfaceIndex[Qualifier]


@lru_cache(maxsize=4)
def compile_context(lexicon: Lexicon) -> ContextGrammar:
    """Return the context grammar of `lexicon`."""
    return ContextGrammar(
        load_segmenter(lexicon),
        compile_roles(lexicon),
        compile_agencies(lexicon),
        compile_periods(lexicon),
        compile_indicators(lexicon),
        index_surfaces([q for q in lexicon.bounds if q.place == "after"]),
    )


@dataclass(slots=True)
class _Frame:
    """What a section has said so far: the doer of its opening, and the period that scopes it.

    The opening is its heading and its first paragraph, which `paragraphs` counts.
    """

    doer: Doer | None = None
    paragraphs: int = 0
    period: Period | None = None


class Memory:
    """What is handed on: the paragraph's doer and period, and a frame for each section."""

    def __init__(
        self, report: Report, ids: Mapping[str, str], *, report_year: int | None = None
    ) -> None:
        """Start outside every section; `ids` leads an agency's name to its id."""
        self.report_year = report_year
        self._ids = ids
        self.issuer = report.agency
        self.handed: Handed | None = None
        self.table_period: Period | None = None
        self._doer: Doer | None = None
        self._front = _Frame(period=report.period)
        self._frames: dict[str, _Frame] = {}
        self._section: Section | None = None
        self._in_table = False

    def enter(self, section: Section | None, passage: Passage) -> None:
        """Begin a passage; a footnote goes on with what the paragraph around it said.

        What a cell says holds for itself: the agencies of a table's rows open no section.
        """
        self._in_table = passage.cell is not None
        if passage.kind is not PassageKind.NOTE:
            self.handed = Handed(self.table_period) if self.table_period else None
            self._doer = None
        self._section = section
        if passage.kind is PassageKind.BODY:
            next(self._open_frames()).paragraphs += 1

    def doer(self) -> Doer | None:
        """Return the doer that the paragraph, or else the nearest section, gives."""
        if self._doer is not None:
            return self._doer
        said = next((f.doer for f in self._open_frames() if f.doer is not None), None)
        return said or self._planned_doer()

    def _planned_doer(self) -> Doer | None:
        """Return the first agency that the plan's table names for the strategy around."""
        strategy = self._section.at(Level.STRATEGY) if self._section else None
        if strategy is None or not strategy.agencies:
            return None
        name = strategy.agencies[0]
        return Doer(0, name, self._ids.get(name))

    def expect(self, doers: Sequence[Doer]) -> None:
        """Take the first doer that the rest of a paragraph names for one that nobody named yet."""
        self._doer = next((doer for doer in doers if not doer.in_passing), None)

    def section_period(self) -> Period | None:
        """Return the period that scopes the nearest section."""
        return next((f.period for f in self._open_frames() if f.period is not None), None)

    def leave(self, doers: Sequence[Doer], handed: Handed | None, scoping: Period | None) -> None:
        """Take over what a sentence said."""
        known = self._doer is not None
        lasting = [d for d in doers if not d.in_passing and not (known and d.audits)]
        if lasting:
            self._doer = lasting[-1]
        if handed is not None:
            self.handed = handed
        if self._in_table:
            return
        frame = next(self._open_frames())
        opens = frame is self._front or frame.paragraphs <= _OPENING
        if frame.doer is None and opens:
            frame.doer = next((doer for doer in lasting if doer.name is not None), None)
        if frame.period is None and scoping is not None:
            frame.period = scoping

    def _open_frames(self) -> Iterator[_Frame]:
        section = self._section
        while section is not None:
            yield self._frames.setdefault(section.section_id, _Frame())
            section = section.parent
        yield self._front


def read_passage(
    document: Document,
    passage: Passage,
    readings: Sequence[Reading],
    *,
    section: Section | None,
    memory: Memory,
    grammar: ContextGrammar,
) -> Iterator[Figure]:
    """Yield the figures of a passage in order; `memory` takes over what its sentences said."""
    memory.enter(section, passage)
    folded = fold(passage.text)
    at = 0
    for sentence in split_sentences(passage.text):
        inside = []
        while at < len(readings) and readings[at].start < sentence.end:
            inside.append(readings[at])
            at += 1
        text = folded[sentence.start : sentence.end]
        doers = find_doers(text, grammar.agencies, issuer=memory.issuer)
        if inside and not doers and memory.doer() is None:
            ahead = find_doers(folded[sentence.end :], grammar.agencies, issuer=memory.issuer)
            memory.expect(ahead)
        if not inside:
            memory.leave(doers, None, None)
            continue
        original = passage.text[sentence.start : sentence.end]
        figures = [_scene_figure(reading, sentence) for reading in inside]
        whole = list(_protect(text, figures, grammar.qualifiers))
        scene = build_scene(text, figures, original, grammar.segmenter.tag(original, whole))
        yield from _read_scene(
            scene, inside, doers, place=(document, passage, section), memory=memory, grammar=grammar
        )
        memory.leave(
            doers,
            leaving_period(scene, grammar.periods, report_year=memory.report_year),
            scoping_period(scene, grammar.periods),
        )


def _protect(
    text: str, figures: Sequence[SceneFigure], qualifiers: SurfaceIndex[Qualifier]
) -> Iterator[tuple[int, int]]:
    """Yield the ranges that stay single words: figures, and 內 or 以上 right behind one."""
    ends = [figure.start for figure in figures[1:]] + [len(text)]
    for figure, limit in zip(figures, ends, strict=True):
        yield figure.start, figure.end
        found = qualifiers.match(text, figure.end)
        if found is None or figure.end + len(found[0]) > limit:
            continue
        end = figure.end + len(found[0])
        if not text[end : end + 1] or text[end] not in found[1].not_before:
            yield figure.end, end


def _scene_figure(reading: Reading, sentence: Sentence) -> SceneFigure:
    base, length = sentence.start, sentence.end - sentence.start
    start, end = reading.start - base, min(reading.end - base, length)
    return SceneFigure(start, end, reading.quantity, reading.structural, reading.period)


def _read_scene(
    scene: Scene,
    readings: Sequence[Reading],
    doers: Sequence[Doer],
    *,
    place: tuple[Document, Passage, Section | None],
    memory: Memory,
    grammar: ContextGrammar,
) -> Iterator[Figure]:
    document, passage, section = place
    roles = find_roles(scene, grammar.roles)
    kinds = [role for role, _ in roles]
    indicators = find_indicators(scene, grammar.indicators, kinds)
    scopes = find_periods(
        scene,
        grammar.periods,
        kinds,
        paragraph=memory.handed,
        section=memory.section_period(),
        report_year=memory.report_year,
    )
    inherited = memory.doer()
    sentence = scene.original
    for reading, figure, role, indicator, scope in zip(
        readings, scene.figures, roles, indicators, scopes, strict=True
    ):
        doer = choose_doer(doers, figure.start, inherited=inherited)
        yield Figure(
            figure_id="",
            mention=_mention(document, passage, reading),
            quantity=reading.quantity,
            role=role[0],
            indicator=indicator[0],
            agency=doer.name if doer else None,
            agency_id=doer.agency_id if doer else None,
            period=scope.period,
            basis=find_basis(scene, figure, scope, grammar.periods),
            section=section,
            sentence=sentence,
            prefix=sentence[max(0, figure.start - _AFFIX) : figure.start],
            suffix=sentence[figure.end : figure.end + _AFFIX],
            evidence=tuple(r for r in (*reading.rules, role[1], indicator[1], scope.rule) if r),
            cell=passage.cell,
        )


def _mention(document: Document, passage: Passage, reading: Reading) -> Mention:
    """Return the mention of a reading: its pieces, those that only blanks part merged."""
    pieces = merge_pieces(document.text, passage.place(reading.start, reading.end))
    surface = join_surface(document.text, pieces)
    return Mention(_numeral_piece(document, pieces), pieces, surface)


def _numeral_piece(document: Document, pieces: Sequence[Span]) -> Span:
    """Return the piece that holds the numeral: the first with a digit, else the first."""
    for piece in pieces:
        if any(char.isdigit() for char in document.text[piece.start : piece.end]):
            return piece
    return pieces[0]
