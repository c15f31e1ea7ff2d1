"""A passage as the checks see it: folded text, its sentences, each figure at its place in it."""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Kind, PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.structure.sentences import split_sentences

_OPEN: Final = "(〔["
_CLOSE: Final = ")〕]"
_NUMBERS: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.MEASURE))


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure at ``text[start:end]`` of its scene, `depth` brackets deep."""

    figure: Figure
    start: int
    end: int
    depth: int
    unit: tuple[Kind, str]

    @property
    def value(self) -> Decimal | None:
        """Return the number stated; None for a range, an open number or a date."""
        return self.figure.quantity.value

    @property
    def number(self) -> Decimal | None:
        """Return the number stated, for an open one (20億4,938萬餘元) its least."""
        quantity = self.figure.quantity
        return quantity.value if quantity.high is not None or quantity.value else quantity.low

    @property
    def kind(self) -> Kind:
        """Return what the figure measures."""
        return self.figure.quantity.kind

    @property
    def measures(self) -> bool:
        """Tell whether it is an amount, a count or a measure."""
        return self.kind in _NUMBERS and self.number is not None

    @property
    def counts(self) -> bool:
        """Tell whether it is a number that can be summed: one that is stated, and measures."""
        return self.kind in _NUMBERS and self.value is not None


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of a passage's folded text, and the figures in it, in order."""

    text: str
    start: int
    end: int
    spots: tuple[Spot, ...]

    def lead(self, at: int) -> str:
        """Return the text between figure `at` and the one before it, or the sentence's start."""
        begin = self.spots[at - 1].end if at else self.start
        return self.text[begin : self.spots[at].start]

    def tail(self, at: int) -> str:
        """Return the text between figure `at` and the next one, or the sentence's end."""
        last = at + 1 == len(self.spots)
        return self.text[self.spots[at].end : self.end if last else self.spots[at + 1].start]

    def between(self, left: Spot, right: Spot) -> str:
        """Return the text between two figures."""
        return self.text[left.end : right.start]


def is_of_other_base(sentence: Sentence, change: Spot, base: Spot, versus: re.Pattern[str]) -> bool:
    """Tell whether a change is of one comparison and what it might be against of another.

    Of 較113年度增加2億元，惟較112年度20億元減少3億元 the increase is not against 20億元.
    """
    return _opens_comparison(sentence, change, versus) and _opens_comparison(sentence, base, versus)


def _opens_comparison(sentence: Sentence, spot: Spot, versus: re.Pattern[str]) -> bool:
    """Tell whether a comparing word stands between a figure and the number before it."""
    ends = (s.end for s in sentence.spots if s.end <= spot.start and s.kind is not Kind.DATE)
    begin = max(ends, default=sentence.start)
    return versus.search(sentence.text[begin : spot.start]) is not None


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage, its folded text, and its sentences that hold a figure, in reading order."""

    passage: Passage
    text: str
    sentences: tuple[Sentence, ...]


def make_scenes(extraction: Extraction, lexicon: Lexicon) -> tuple[Scene, ...]:
    """Return the passages that hold figures, in reading order; furniture is left out."""
    passages = [p for p in extraction.document.passages if p.kind is not PassageKind.FURNITURE]
    pieces = sorted(
        (piece.start, piece.end, at) for at, p in enumerate(passages) for piece in p.pieces
    )
    starts = [start for start, _, _ in pieces]
    held: dict[int, list[Figure]] = defaultdict(list)
    for figure in extraction.figures:
        index = bisect_right(starts, figure.mention.pieces[0].start) - 1
        if index >= 0 and figure.mention.pieces[0].start < pieces[index][1]:
            held[pieces[index][2]].append(figure)
    return tuple(
        _make_scene(passages[at], figures, lexicon) for at, figures in sorted(held.items())
    )


def _make_scene(passage: Passage, figures: list[Figure], lexicon: Lexicon) -> Scene:
    text = fold(passage.text)
    depths = _depths(text)
    spots = []
    for figure in figures:
        start = passage.locate(figure.mention.pieces[0].start)
        end = passage.locate(figure.mention.pieces[-1].end - 1)
        if start is not None and end is not None:
            spots.append(Spot(figure, start, end + 1, depths[start], unit_of(figure, lexicon)))
    spots.sort(key=lambda spot: spot.start)
    sentences = []
    for part in split_sentences(passage.text):
        inside = tuple(spot for spot in spots if part.start <= spot.start < part.end)
        if inside:
            sentences.append(Sentence(text, part.start, part.end, inside))
    return Scene(passage, text, tuple(sentences))


def unit_of(figure: Figure, lexicon: Lexicon) -> tuple[Kind, str]:
    """Return what figures must share to be added or compared: 人, 名 and 位 count alike."""
    unit = figure.quantity.unit
    return figure.quantity.kind, _classes(lexicon).get(unit, unit)


@lru_cache(maxsize=4)
def _classes(lexicon: Lexicon) -> dict[str, str]:
    """Return for each unit of a class of like units the first of that class."""
    return {
        surface: term.surfaces[0]
        for term in lexicon.terms
        if term.use == "same_classifier"
        for surface in term.surfaces
    }


def _depths(text: str) -> list[int]:
    """Return how many brackets are open at each character; a stray one opens or closes nothing."""
    depths: list[int] = []
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
        depths.append(depth)
        if char in _CLOSE:
            depth = max(0, depth - 1)
    return depths
