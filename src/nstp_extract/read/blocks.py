"""What the readers of marked-up formats yield, and the document that it makes.

A format says itself what is a heading, a cell or a note; what a paragraph's text is (a caption, a
table of contents) is asked of ``layout``, as for a plain text. Offsets are in the text that is
composed here, which the table ``passages`` shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from nstp_extract.core.document import Cell, Document, Passage
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Engine, PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import compile_patterns
from nstp_extract.read.joined import Line, drop_marks
from nstp_extract.read.layout import find_lines, join_lines

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACES: Final = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a note is referred to, by the id that its format gives it."""

    note: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text, in which marks of notes stand where they are printed.

    `heading` is its rank as a heading, from 1; 0 if it is none. One of a table has its `cell`.
    """

    parts: tuple[str | NoteMark, ...]
    kind: PassageKind = PassageKind.BODY
    heading: int = 0
    cell: Cell | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing of it is printed."""
        return not any(isinstance(part, NoteMark) or part.strip() for part in self.parts)


def raise_digits(text: str) -> str:
    """Return a text that is printed above the line: digits become ¹²³, and so are no numerals.

    >>> raise_digits("23")
    '²³'
    """
    return text.translate(_RAISED)


def tidy(parts: Iterable[str | NoteMark]) -> tuple[str | NoteMark, ...]:
    """Return the parts with neighbouring strings joined, and no blanks at both ends."""
    joined: list[str | NoteMark] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip()
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip()
    return tuple(part for part in joined if part)


def compose_blocks(
    blocks: Iterable[Block],
    notes: Mapping[str, str],
    *,
    name: str,
    sha256: str,
    lexicon: Lexicon,
) -> Document:
    """Return the document that the blocks make in their order.

    A line of the text is a paragraph or a row of a table, a tab between two cells; `notes` stand
    below the paragraph or row that refers to them, numbered through.
    """
    writer = _Writer(notes)
    for block in blocks:
        if not block.is_blank:
            writer.write(block)
    writer.finish()
    text = "".join(writer.text)
    return Document(
        name=name,
        text=text,
        passages=tuple(_find_passages(text, writer.placed, lexicon=lexicon)),
        engine=Engine.TEXT,
        sha256=sha256,
    )


@dataclass(slots=True)
class _Writer:
    """The text as it grows, and where each block stands in it."""

    notes: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    placed: list[tuple[Block, int, int]] = field(default_factory=list)
    at: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def write(self, block: Block) -> None:
        """Add a block, and before it the notes of what came before its line."""
        last = self.placed[-1][0] if self.placed else None
        if last is not None:
            beside = _is_beside(last, block)
            if not beside and not _is_of_row(last, block):
                self._write_notes()
            self._put("\t" if beside else "\n")
        start = self.at
        for part in block.parts:
            self._put(self._mark(part) if isinstance(part, NoteMark) else part)
        self.placed.append((block, start, self.at))

    def finish(self) -> None:
        """Add the last notes."""
        self._write_notes()
        if self.at:
            self._put("\n")

    def _mark(self, mark: NoteMark) -> str:
        if mark.note not in self.notes:
            return ""
        if mark.note not in self.numbers:
            self.numbers[mark.note] = len(self.numbers) + 1
            self.waiting.append(mark.note)
        return raise_digits(str(self.numbers[mark.note]))

    def _write_notes(self) -> None:
        for note in self.waiting:
            self._put("\n")
            start = self.at
            self._put(f"{raise_digits(str(self.numbers[note]))} {self.notes[note]}")
            self.placed.append((Block((), PassageKind.NOTE), start, self.at))
        self.waiting.clear()

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.at += len(text)


def _is_of_row(last: Block, block: Block) -> bool:
    """Tell whether two blocks stand in one row of a table."""
    one, other = last.cell, block.cell
    if one is None or other is None:
        return False
    return (one.table, one.row) == (other.table, other.row)


def _is_beside(last: Block, block: Block) -> bool:
    """Tell whether a block opens the next cell of the row in which the last one stands."""
    return _is_of_row(last, block) and last.cell != block.cell


def _find_passages(
    text: str, placed: Sequence[tuple[Block, int, int]], *, lexicon: Lexicon
) -> Iterator[Passage]:
    patterns = compile_patterns(lexicon)
    for block, start, end in placed:
        if not text[start:end].strip():
            continue
        if block.kind is not PassageKind.BODY or block.heading or block.cell:
            yield from _make_passages(text, block, Span(start, end))
            continue
        lines = [
            replace(line, span=_shift(line.span, start), kind=_line_kind(line))
            for line in find_lines(text[start:end], patterns)
        ]
        yield from join_lines(text, lines, frozenset())


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _line_kind(line: Line) -> PassageKind:
    """Return what a line is: a tab in it makes no table of what its format calls a paragraph."""
    return PassageKind.BODY if line.kind is PassageKind.TABLE else line.kind


def _make_passages(text: str, block: Block, span: Span) -> Iterator[Passage]:
    """Yield the passage of a block, and those of marks that stand inside its numbers."""
    inner = text[span.start : span.end]
    start = span.start + len(inner) - len(inner.lstrip())
    pieces, marks = drop_marks(text, [Span(start, span.start + len(inner.rstrip()))])
    joined = "".join(text[piece.start : piece.end] for piece in pieces)
    yield Passage(block.kind, pieces, joined, block.cell, heading=block.heading)
    for mark in marks:
        yield Passage(PassageKind.NOTE, (mark,), text[mark.start : mark.end])


def squeeze(text: str) -> str:
    """Return a text with each run of blanks as one: blanks of the source are not printed."""
    return _SPACES.sub(" ", text)
