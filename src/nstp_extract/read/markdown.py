"""Markdown in, passages out: the text is the file's, so that offsets are offsets in the file.

Which lines are a heading, a row or a paragraph is markdown-it's word; what it takes for markup
(``**``, ``#``, a link's target, a comment) is left out of the passages, by reference.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nstp_extract.core.document import Cell, Passage
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.read.joined import Line
from nstp_extract.read.layout import find_lines, join_lines

BOLD_HEADING: Final = 7
"""The rank of a paragraph that is bold throughout: below those of ``#`` to ``######``."""

_LINE_END: Final = re.compile(r"\r\n?|\n")
_MARKER: Final = re.compile(r"[ \t>]*([0-9]{1,9}[.)])[ \t]")
_TARGET: Final = re.compile(r"\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?")
_REFERENCE: Final = re.compile(r"\[\^[^\]\s]+\](?!:)")
_DEFINITION: Final = re.compile(r"\[\^[^\]\s]+\]:")
_BREAK: Final = re.compile(r"<br\b", re.IGNORECASE)
_HTML: Final = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL
)
_STOP: Final = re.compile(r"[。；！？]")
_MAX_HEADING: Final = 60


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Without joining, escapes and entities keep what they were; a note's definition is no link's.
    return MarkdownIt("commonmark").enable("table").disable(["text_join", "reference"])


def find_markdown_passages(text: str, *, lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the passages of a Markdown text in their order; markup is in none of them."""
    walk = _Walk(text, [0, *(match.end() for match in _LINE_END.finditer(text))])
    patterns = compile_patterns(lexicon)
    passages: list[Passage] = []
    for token in _parser().parse(_LINE_END.sub("\n", text)):
        passages += walk.read(token, patterns)
    return tuple(passages)


@dataclass(slots=True)
class _Walk:
    """What a token stands in: a heading, a list's item, a cell."""

    text: str
    starts: Sequence[int]
    heading: int = 0
    marker: Span | None = None
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    in_cell: bool = False
    row_span: Span | None = None
    at: int = field(default=0)

    def read(self, token: Token, patterns: Patterns) -> Iterator[Passage]:
        """Yield the passages that a token brings."""
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1])
            case "heading_close":
                self.heading = 0
            case "list_item_open" if token.map:
                self.marker = self._find_marker(token)
            case "inline":
                yield from self._read_inline(token, patterns)
            case "fence" | "code_block" if token.map:
                yield from self._read_code(token, patterns)
            case "html_block" if token.map:
                yield from _read_html(self.text, self._range(token.map))
            case _:
                self._read_table(token)

    def _read_table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.table, self.row = self.table + 1, 0
            case "thead_open" | "thead_close":
                self.header = token.type == "thead_open"
            case "tr_open" if token.map:
                self.row, self.column = self.row + 1, 0
                self.row_span = self._range(token.map)
                self.at = self.row_span.start
            case "th_open" | "td_open":
                self.column, self.in_cell = self.column + 1, True
            case "th_close" | "td_close":
                self.in_cell = False

    def _range(self, lines: Sequence[int]) -> Span:
        ends = (*self.starts, len(self.text))
        return Span(self.starts[lines[0]], ends[min(lines[1], len(ends) - 1)])

    def _find_marker(self, token: Token) -> Span | None:
        """Return where the number of an item stands, which is printed; None for a bullet's."""
        span = self._range(token.map or (0, 0))
        match = _MARKER.match(self.text, span.start, span.end)
        return Span(match.start(1), match.end(1)) if match else None

    def _read_inline(self, token: Token, patterns: Patterns) -> Iterator[Passage]:
        if self.in_cell and self.row_span is not None:
            visible, self.at = _find_visible(self.text, token, Span(self.at, self.row_span.end))
            cell = Cell(self.table, self.row, self.column, header=self.header)
            yield from _passage(self.text, PassageKind.TABLE, visible, cell=cell)
            return
        if not token.map:
            return
        visible, _ = _find_visible(self.text, token, self._range(token.map))
        if not visible:
            return
        marker, self.marker = self.marker, None
        if marker is not None:
            visible = [Span(marker.start, visible[0].start), *visible]
        heading = self.heading or _bold_heading(token)
        if heading:
            yield from _passage(self.text, PassageKind.BODY, visible, heading=heading)
        else:
            yield from _join(self.text, visible, patterns)

    def _read_code(self, token: Token, patterns: Patterns) -> Iterator[Passage]:
        first, last = token.map or (0, 0)
        lines = (first + 1, last - 1) if token.type == "fence" else (first, last)
        if lines[0] < lines[1]:
            yield from _join(self.text, [self._range(lines)], patterns)


def _bold_heading(token: Token) -> int:
    """Return the rank of a paragraph as a heading: one that is bold throughout and no sentence."""
    children = [child for child in token.children or () if child.type != "text" or child.content]
    if len(children) < 3 or children[0].type != "strong_open":  # noqa: PLR2004  (open, text, close)
        return 0
    closed = [at for at, child in enumerate(children) if child.type == "strong_close"]
    whole = closed[0] == len(children) - 1 and len(token.content) <= _MAX_HEADING
    return BOLD_HEADING if whole and not _STOP.search(token.content) else 0


def _find_visible(text: str, token: Token, within: Span) -> tuple[list[Span], int]:
    """Return what of a range of the text is printed, in order, and where it ends."""
    at = within.start
    found: list[Span] = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "html_inline" | "text_special":
                source = child.markup if child.type == "text_special" else child.content
                start = text.find(source, at, within.end) if source else -1
                if start < 0:
                    continue
                at = start + len(source)
                if child.type in {"text", "code_inline"}:
                    found += _without_references(text, Span(start, at))
                elif child.type == "text_special" and child.info == "escape":
                    found.append(Span(start + 1, at))
                elif _BREAK.match(source):
                    found.append(Span(at, at))
            case "link_close" | "image":
                target = _TARGET.search(text, at, within.end)
                at = target.end() if target else at
    return [span for span in found if span.start < span.end], at


def _without_references(text: str, span: Span) -> Iterator[Span]:
    """Yield a span without the references to notes in it."""
    at = span.start
    for match in _REFERENCE.finditer(text, span.start, span.end):
        yield Span(at, match.start())
        at = match.end()
    yield Span(at, span.end)


def _join(text: str, visible: Sequence[Span], patterns: Patterns) -> Iterator[Passage]:
    """Yield the passages that the lines of a paragraph make, as those of a plain text would."""
    start, end = visible[0].start, visible[-1].end
    lines = []
    for line in find_lines(text[start:end], patterns):
        span = Span(line.span.start + start, line.span.end + start)
        lines.append(replace(line, span=span, kind=_kind(text, span, line)))
    for passage in join_lines(text, lines, frozenset()):
        shown = [each for piece in passage.pieces for each in _meet(piece, visible, text)]
        yield from _passage(text, passage.kind, shown)


def _kind(text: str, span: Span, line: Line) -> PassageKind:
    if _DEFINITION.match(text, span.start):
        return PassageKind.NOTE
    return PassageKind.BODY if line.kind is PassageKind.TABLE else line.kind


def _meet(piece: Span, visible: Sequence[Span], text: str) -> Iterator[Span]:
    """Yield what of a piece is printed; a line end that it holds to part two numbers stays."""
    for span in visible:
        low, high = max(span.start, piece.start), min(span.end, piece.end)
        if low < high:
            yield Span(low, high)
    if text[piece.end - 1] == "\n":
        yield Span(piece.end - 1, piece.end)


def _passage(
    text: str,
    kind: PassageKind,
    visible: Sequence[Span],
    *,
    cell: Cell | None = None,
    heading: int = 0,
) -> Iterator[Passage]:
    """Yield the passage of what is printed, neighbours as one piece; none if that is blank."""
    pieces: list[Span] = []
    for span in visible:
        if pieces and pieces[-1].end == span.start:
            pieces[-1] = Span(pieces[-1].start, span.end)
        else:
            pieces.append(span)
    joined = "".join(text[piece.start : piece.end] for piece in pieces)
    if joined.strip():
        yield Passage(kind, tuple(pieces), joined, cell, heading=heading)


def _read_html(text: str, within: Span) -> Iterator[Passage]:
    """Yield what stands between the tags of a block of HTML, each piece by itself."""
    tags = [(within.start, within.start)]
    tags += [match.span() for match in _HTML.finditer(text, within.start, within.end)]
    for (_, start), (end, _) in pairwise([*tags, (within.end, within.end)]):
        shown = text[start:end].strip()
        if shown:
            begin = start + text[start:end].index(shown)
            yield from _passage(text, PassageKind.TABLE, [Span(begin, begin + len(shown))])
