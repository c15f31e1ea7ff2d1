"""How headings nest: by the rank that a format gives them, else by the styles of their numbers.

What opens a heading, and what it is to the plan, is in ``headings``.
"""

from dataclasses import dataclass, field
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.vocabulary import Level, PassageKind
from nstp_extract.lexicon.patterns import MarkMatch

BULLET: Final = "bullet"
ROW: Final = "row"
"""The style of a table's row that is a section."""

TITLE: Final = "title"
"""The style of a heading that its type alone tells."""

_PLAN: Final = frozenset({Level.PART, Level.GOAL, Level.STRATEGY, Level.MEASURE})
_PLAN_PARENTS: Final = frozenset({Level.GOAL, Level.STRATEGY})
_FIRST: Final = frozenset("一1甲子Aa①⑴壹")


@dataclass(slots=True)
class Node:
    """A heading while the outline grows; `rank` is the one that its format gives it, or 0."""

    passage: Passage
    mark: MarkMatch
    style: str
    title: str | None
    heading_end: int
    depth: int
    parent: "Node | None"
    level: Level | None
    until: int | None = None
    rank: int = 0
    lead: list[str] = field(default_factory=list)


class Stack:
    """The open headings, outermost first, and how styles were seen to nest."""

    def __init__(self, ranks: dict[str, int]) -> None:
        """Start with no heading open."""
        self.open: list[Node] = []
        self._ranks = ranks
        self._parents: dict[str, str] = {}

    def leave_rows(self, passage: Passage) -> None:
        """Close the rows of a table that what follows it does not lie in."""
        if passage.kind is PassageKind.BODY:
            while self.open and self.open[-1].style == ROW:
                self.open.pop()

    def push(self, node: Node) -> Node:
        """Close what the node does not lie in, open it and return it."""
        if node.rank:
            while self.open and not 0 < self.open[-1].rank < node.rank:
                self.open.pop()
        elif node.style == TITLE:
            self._close_for_title(node)
        else:
            self._close_by_style(node)
        node.parent = self.open[-1] if self.open else None
        node.depth = len(self.open)
        if node.parent is not None:
            self._parents.setdefault(node.style, node.parent.style)
        self.open.append(node)
        return node

    def _close_by_style(self, node: Node) -> None:
        """Close by the styles of numbers; headings that the format ranks stay, unless it counts on.

        Those are the outermost ones: opening one closes whatever has no rank.
        """
        kept = [other for other in self.open if other.rank]
        if node.mark.number not in _FIRST:
            while kept and any(other.style == node.style for other in kept):
                kept.pop()
        self.open = self.open[len(kept) :]
        if any(other.style == node.style for other in self.open):
            while self.open[-1].style != node.style:
                self.open.pop()
            self.open.pop()
        else:
            self._close_for_new(node)
        self.open = [*kept, *self.open]

    def _close_for_title(self, node: Node) -> None:
        """Close what is set in no heavier type; what is of the plan is closed by numbers alone."""
        while self.open:
            last = self.open[-1]
            above = last.parent.level if last.parent else None
            if last.level in _PLAN or (above in _PLAN_PARENTS and last.style != TITLE):
                return
            if last.passage.weight > node.passage.weight:
                return
            self.open.pop()

    def _close_for_new(self, node: Node) -> None:
        """Close down to where a style that is not open belongs."""
        while self.open and self.open[-1].style == BULLET:
            self.open.pop()
        rank = self._ranks.get(node.style, len(self._ranks))
        if node.level in (Level.PART, Level.GOAL, Level.STRATEGY, Level.MEASURE):
            while self.open and self._ranks.get(self.open[-1].style, 99) > rank:
                self.open.pop()
            return
        first = node.mark.number in _FIRST or node.style == BULLET
        usual = self._parents.get(node.style)
        while self.open and self._ranks.get(self.open[-1].style, 0) > rank:
            if first and usual in (None, self.open[-1].style):
                return
            self.open.pop()
