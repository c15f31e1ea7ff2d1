"""Places in a text: half-open ranges of code points, and surfaces made of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of `Document.text`.

    >>> Span(2, 5).overlaps(Span(4, 9)), len(Span(2, 5))
    (True, 3)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        if not 0 <= self.start <= self.end:
            msg = f"not a span: [{self.start}, {self.end})"
            raise ValueError(msg)

    def __len__(self) -> int:
        """Count the code points."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """A surface in the text: its pieces in reading order, and their slices joined, blanks dropped.

    `span` is the piece that holds the numeral; it is the only piece unless something foreign (a
    footnote, a running head) stands inside the surface.
    """

    span: Span
    pieces: tuple[Span, ...]
    surface: str

    def __post_init__(self) -> None:
        """Hold the numeral's piece among the pieces."""
        if self.span not in self.pieces:
            msg = f"span {self.span} is none of the pieces {self.pieces}"
            raise ValueError(msg)


def join_surface(text: str, pieces: Iterable[Span]) -> str:
    r"""Return the slices of `text` at `pieces` joined, with every blank dropped.

    >>> join_surface("資本額達1.3\n\n億元", [Span(4, 11)])
    '1.3億元'
    """
    return "".join("".join(text[piece.start : piece.end].split()) for piece in pieces)
