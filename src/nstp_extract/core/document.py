"""A document: its text once, never rewritten, and the reading order as spans of it.

What reads bytes is in ``read``; what a heading or a sentence is, in ``structure``.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Engine, Grade, PageReason, PassageKind


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table: `table` counts the document's tables, `row` and `column` its grid.

    All three count from 1; a merged cell stands at its first row and column and spans `rows` and
    `columns`. `header` is set where the format or the layout says that the row names the columns.

    >>> str(Cell(3, 5, 2))
    'T3R5C2'
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False

    def __post_init__(self) -> None:
        """Count from 1."""
        if min(self.table, self.row, self.column, self.rows, self.columns) < 1:
            msg = f"no cell of a table: {self!r}"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Write the place as the column ``cell`` of the figures does."""
        return f"T{self.table}R{self.row}C{self.column}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, cell or line in reading order, joined by reference over what breaks it.

    `text` is the joined slices of `pieces`; `place` turns a range of it back into spans of the
    document. A passage of one piece holds that slice unchanged. A passage of a table has the
    `cell` that it stands in, if the grid is known; a cell of prose has a passage a paragraph.
    `heading` is the rank that a format gives a heading, from 1; 0 where it says nothing. `weight`
    says how far its type stands out on a page, 0 where it does not, and `titled` whether that alone
    makes it a heading.
    """

    kind: PassageKind
    pieces: tuple[Span, ...]
    text: str
    cell: Cell | None = None
    heading: int = 0
    weight: int = 0
    titled: bool = False
    _starts: tuple[int, ...] = field(repr=False, default=())

    def __post_init__(self) -> None:
        """Index where each piece begins in the joined text."""
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += len(piece)
        if at != len(self.text) or not self.pieces:
            msg = f"{at} code points of pieces for a text of {len(self.text)}"
            raise ValueError(msg)
        object.__setattr__(self, "_starts", tuple(starts))

    @property
    def start(self) -> int:
        """Return the first code point's place in the document."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Return the place in the document behind the last code point."""
        return self.pieces[-1].end

    def offset(self, at: int) -> int:
        """Return the place in the document of code point `at` of the joined text."""
        index = bisect_right(self._starts, at) - 1
        return self.pieces[index].start + at - self._starts[index]

    def locate(self, place: int) -> int | None:
        """Return where in the joined text a code point of the document stands; None if nowhere."""
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            if piece.start <= place < piece.end:
                return begin + place - piece.start
        return None

    def place(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the spans of the document that ``text[start:end]`` is made of, in reading order.

        Raises:
            ValueError: if the range is empty or leaves the passage.
        """
        if not 0 <= start < end <= len(self.text):
            msg = f"[{start}, {end}) is no range of a passage of {len(self.text)}"
            raise ValueError(msg)
        if len(self.pieces) == 1:
            base = self.pieces[0].start
            return (Span(base + start, base + end),)
        spans = []
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            low, high = max(start, begin), min(end, begin + len(piece))
            if low < high:
                spans.append(Span(piece.start + low - begin, piece.start + high - begin))
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Page:
    """A physical page, numbered from 1: how far its text can be trusted, and how large it is.

    A page that is not good has a reason; a refused one has no text. Sizes are in points.
    """

    number: int
    grade: Grade
    reason: PageReason | None = None
    engine: Engine = Engine.PDF
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in hundredths of a point from the page's upper left corner."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: its text, its passages in reading order, and where its pages begin.

    `passages` cover every code point of the text that is not a blank. `page_starts` is empty for a
    plain text; else page ``n`` begins at ``page_starts[n - 1]``. `edges` holds four numbers a code
    point, those of a `Box`, all zero for a code point that is not printed. `doubts` are the code
    points that were recognised in a picture and not surely, ascending.
    """

    name: str
    text: str
    passages: tuple[Passage, ...]
    engine: Engine = Engine.TEXT
    page_starts: tuple[int, ...] = ()
    sha256: str = ""
    pages: tuple[Page, ...] = ()
    edges: "array[int]" = field(default_factory=lambda: array("i"), repr=False, hash=False)
    doubts: tuple[int, ...] = ()

    def slice(self, pieces: Iterable[Span]) -> str:
        """Return the text at `pieces`, joined as it stands."""
        return "".join(self.text[piece.start : piece.end] for piece in pieces)

    def page(self, at: int) -> int | None:
        """Return the physical page, from 1 on, of code point `at`; None for a plain text."""
        return bisect_right(self.page_starts, at) if self.page_starts else None

    def engine_of(self, page: int | None) -> Engine:
        """Return what read the characters of a page, or the text that has none."""
        return self.pages[page - 1].engine if page and self.pages else self.engine

    @property
    def quality(self) -> Grade | None:
        """Return the worst grade of the pages; None for a plain text."""
        grades = {page.grade for page in self.pages}
        return next((grade for grade in reversed(Grade) if grade in grades), None)

    def locate(self, span: Span) -> tuple[Box, ...]:
        """Return the boxes of exactly the characters of `span`, one a printed line, in its order.

        Nothing for a plain text.
        """
        boxes: list[Box] = []
        for at in range(span.start, span.end) if self.edges else ():
            left, top, right, bottom = self.edges[4 * at : 4 * at + 4]
            if (left, top) == (right, bottom):
                continue
            box = Box(bisect_right(self.page_starts, at), left, top, right, bottom)
            if boxes and self.text[at - 1] != "\n" and _is_beside(boxes[-1], box):
                box = _unite(boxes.pop(), box)
            boxes.append(box)
        return tuple(boxes)


def _is_beside(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a line of their page, be it written across or down."""
    if one.page != other.page:
        return False
    down = min(one.bottom, other.bottom) > max(one.top, other.top)
    across = min(one.right, other.right) > max(one.left, other.left)
    return down or across


def _unite(one: Box, other: Box) -> Box:
    return Box(
        one.page,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def merge_pieces(text: str, pieces: Iterable[Span]) -> tuple[Span, ...]:
    r"""Return `pieces` with neighbours merged where only blanks stand between them.

    >>> merge_pieces("1.3\n\n億元", [Span(0, 3), Span(5, 7)])
    (Span(start=0, end=7),)
    """
    merged: list[Span] = []
    for piece in pieces:
        if merged and merged[-1].end <= piece.start:
            between = text[merged[-1].end : piece.start]
            if not between.strip():
                merged[-1] = Span(merged[-1].start, piece.end)
                continue
        merged.append(piece)
    return tuple(merged)
