"""What the rules of context look at: a sentence with its figures and its words."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nstp_extract.core.figure import Period, Quantity
from nstp_extract.core.vocabulary import Kind
from nstp_extract.structure.words import TaggedWord

OPENERS = "(（"
CLOSERS = ")）"
CLAUSE_ENDS = "，。；：！？;"
_STOPS = re.compile(f"[{CLAUSE_ENDS}{OPENERS}]")


@dataclass(frozen=True, slots=True)
class SceneFigure:
    """A figure of a sentence: its range of the sentence's text, and what it says."""

    start: int
    end: int
    quantity: Quantity
    structural: bool
    period: Period | None

    @property
    def is_date(self) -> bool:
        """Tell whether the figure is a date."""
        return self.quantity.kind is Kind.DATE


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence: its folded text, its figures in order, and its words.

    `original` is the same text unfolded, `words` its words, each figure one; `nesting` gives, for
    every character, how many brackets are open there, and `stops` where clauses or brackets may
    begin.
    """

    text: str
    figures: tuple[SceneFigure, ...]
    original: str
    words: Sequence[TaggedWord]
    nesting: tuple[int, ...]
    stops: tuple[int, ...]

    def clause_start(self, at: int) -> int:
        """Return where the clause that holds `at` begins: behind a stop or the bracket it is in."""
        depth = self.nesting[at] if at < len(self.nesting) else 0
        for stop in reversed(self.stops[: bisect_right(self.stops, at)]):
            inside = self.nesting[stop - 1] <= depth
            if inside and (self.text[stop - 1] in CLAUSE_ENDS or self._opens(stop - 1, depth)):
                return stop
        return 0

    def _opens(self, at: int, depth: int) -> bool:
        return self.text[at] in OPENERS and self.nesting[at] == depth

    def clause_end(self, at: int) -> int:
        """Return where the clause that holds `at` ends: at a stop or a closing bracket."""
        while (
            at < len(self.text)
            and self.text[at] not in CLAUSE_ENDS
            and not (self.text[at] in CLOSERS and self.nesting[at - 1] <= self.nesting[at])
        ):
            at += 1
        return at


def build_scene(
    text: str, figures: Sequence[SceneFigure], original: str, words: Sequence[TaggedWord]
) -> Scene:
    """Return the scene of a sentence."""
    depth, nesting = 0, []
    for char in text:
        depth += char in OPENERS
        nesting.append(depth)
        depth = max(0, depth - (char in CLOSERS))
    stops = tuple(match.end() for match in _STOPS.finditer(text))
    return Scene(text, tuple(figures), original, words, tuple(nesting), stops)
