"""From the glyphs of a page to its text in reading order, each code point with its box.

A small raised digit becomes ⁵, the note mark it is; columns are read one after the other. What a
line is to the report (a running head, a note) is in ``paged``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.read.columns import order_lines
from nstp_extract.read.glyphs import Sheet
from nstp_extract.read.rows import (
    Placed,
    Segment,
    drop_doubled,
    find_rows,
    is_vertical,
    turn_glyphs,
)

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL: Final = 0.8
_LIFT: Final = 0.12
_HUNDREDTHS: Final = 100
_NO_BOX: Final = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page's text ``[start, end)``, where it stands in the direction of reading.

    `cell` is where its last segment begins.
    """

    start: int
    end: int
    u0: float
    u1: float
    top: float
    bottom: float
    size: float
    column: int
    cell: float


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as read: its text, four hundredths of a point a code point, and its lines."""

    text: str
    boxes: tuple[int, ...]
    lines: tuple[PageLine, ...]
    vertical: bool
    doubled: int


def compose_page(sheet: Sheet) -> PageText:
    """Return the text of a page in reading order, with boxes and lines."""
    vertical = is_vertical(sheet.glyphs)
    turns = Counter(270 if vertical else glyph.turn for glyph in sheet.glyphs)
    writer = _Writer()
    doubled = 0
    for turn, _ in turns.most_common():
        group = [g for g in sheet.glyphs if vertical or g.turn == turn]
        placed, dropped = drop_doubled(turn_glyphs(group, turn))
        doubled += dropped
        rows = find_rows(placed, sheet.rules if turn == 0 else ())
        for column, segments in order_lines(rows):
            writer.write(segments, column)
    text, boxes = "".join(writer.text), tuple(writer.boxes)
    return PageText(text, boxes, tuple(writer.lines), vertical=vertical, doubled=doubled)


class _Writer:
    """The text of a page as it grows, with a box for every code point of it."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.boxes: list[int] = []
        self.lines: list[PageLine] = []

    def write(self, segments: Sequence[Segment], column: int) -> None:
        """Add a line of segments, a tab between two of them."""
        if self.text:
            self._fill("\n")
        start = len(self.text)
        for at, segment in enumerate(segments):
            if at:
                self._fill("\t")
            self._write_segment(segment)
        main = max(segments, key=lambda s: len(s.glyphs))
        edges = segments[0].u0, segments[-1].u1
        self.lines.append(
            PageLine(
                start, len(self.text), *edges, main.v0, main.v1, main.size, column, segments[-1].u0
            )
        )

    def _write_segment(self, segment: Segment) -> None:
        for one in segment.glyphs:
            if one.text == " ":
                self._fill(" ")
                continue
            raised = _is_raised(one, segment)
            self.text.append(one.text.translate(_RAISED) if raised else one.text)
            glyph = one.glyph
            box = glyph.x0, glyph.top, glyph.x1, glyph.bottom
            self.boxes.extend(round(edge * _HUNDREDTHS) for edge in box)

    def _fill(self, char: str) -> None:
        """Add a character that no glyph stands for."""
        self.text.append(char)
        self.boxes.extend(_NO_BOX)


def _is_raised(one: Placed, segment: Segment) -> bool:
    """Tell whether a digit is small and stands above the line's foot."""
    return (
        one.size < segment.size * _SMALL
        and segment.v1 - one.v1 > segment.size * _LIFT
        and one.text.isascii()
        and one.text.isdigit()
    )
