"""The one place where surfaces become regular expressions: escaped, longest first, compiled once.

What is found here are places and entries; what they mean is decided in the layers above.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from nstp_extract.lexicon.entries import (
    Classifier,
    Currency,
    Entry,
    FixedExpression,
    HeadingStyle,
    Unit,
)
from nstp_extract.lexicon.load import Lexicon, compile_surfaces

E = TypeVar("E", bound=Entry)
T = TypeVar("T")

_NUMERAL_CHARS = frozenset("0123456789〇零○一二兩三四五六七八九十百千萬億兆廿卅半雙數幾")
_MARK_PREFIX = r"\s*(?:[-*>#]+\s+)?"
_BOLD_LINE = re.compile(rf"{_MARK_PREFIX}(?P<bold>\*\*)(?=\S)")
_BOLD = r"(?P<bold>\*\*)?\s*"


@dataclass(frozen=True, slots=True)
class MarkMatch:
    """A heading number or list mark at the start of a line.

    `start` is where the mark begins behind blanks and list prefixes, `end` where the title begins.
    """

    style: HeadingStyle | None
    number: str
    start: int
    end: int
    bold: bool


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceIndex(Generic[T]):
    """Surfaces by their first character, longest first, for matching at a known place."""

    by_first: Mapping[str, Sequence[tuple[str, T]]]

    def match(self, text: str, at: int) -> tuple[str, T] | None:
        """Return the longest surface that begins at `at`, with what owns it."""
        for surface, owner in self.by_first.get(text[at : at + 1], ()):
            if text.startswith(surface, at):
                return surface, owner
        return None

    def match_whole(self, text: str, at: int) -> tuple[str, T] | None:
        """Return the longest surface that begins at `at` and does not end inside a number."""
        for surface, owner in self.by_first.get(text[at : at + 1], ()):
            torn = surface[-1].isdigit() and text[at + len(surface) :][:1].isdigit()
            if not torn and text.startswith(surface, at):
                return surface, owner
        return None

    def match_before(self, text: str, at: int) -> tuple[str, T] | None:
        """Return the longest surface that ends at `at`; the index must be of last characters."""
        for surface, owner in self.by_first.get(text[at - 1 : at], ()):
            if at >= len(surface) and text.startswith(surface, at - len(surface)):
                return surface, owner
        return None


def index_surfaces(entries: Sequence[E], *, by_last: bool = False) -> SurfaceIndex[E]:
    """Return the index of the entries' surfaces by first, or last, character."""
    return index_pairs(((s, e) for e in entries for s in e.surfaces), by_last=by_last)


def index_pairs(pairs: Iterator[tuple[str, T]], *, by_last: bool = False) -> SurfaceIndex[T]:
    """Return the index of (surface, owner) pairs by first, or last, character."""
    found: dict[str, list[tuple[str, T]]] = defaultdict(list)
    for surface, owner in pairs:
        found[surface[-1] if by_last else surface[0]].append((surface, owner))
    return SurfaceIndex(
        {char: tuple(sorted(v, key=lambda pair: -len(pair[0]))) for char, v in found.items()}
    )


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """What the lexicon compiles to, for one lexicon."""

    marks: tuple[tuple[HeadingStyle, re.Pattern[str]], ...]
    caption: re.Pattern[str]
    units: SurfaceIndex[Unit | Classifier | Currency]
    currency_before: SurfaceIndex[Currency]
    expression_words: Mapping[str, Sequence[tuple[str, int, FixedExpression]]]
    strong_expressions: tuple[tuple[re.Pattern[str], FixedExpression], ...]
    weak_expressions: tuple[tuple[re.Pattern[str], FixedExpression], ...]

    def match_mark(self, line: str) -> MarkMatch | None:
        """Return the heading number or list mark that opens a folded line, if one does."""
        for style, pattern in self.marks:
            match = pattern.match(line)
            if match:
                bold = match["bold"]
                start = match.start("bold") if bold else match.start("number_all")
                return MarkMatch(style, match["number"], start, match.end(), bold is not None)
        if bold_line := _BOLD_LINE.match(line):
            return MarkMatch(None, "", bold_line.start("bold"), bold_line.end(), bold=True)
        return None


@lru_cache(maxsize=8)
def compile_patterns(lexicon: Lexicon) -> Patterns:
    """Return the compiled patterns of `lexicon`, the same object for the same lexicon."""
    behind = [c for c in lexicon.currencies if c.place == "after"]
    units: list[Unit | Classifier | Currency] = [*lexicon.units, *lexicon.classifiers, *behind]
    return Patterns(
        marks=tuple(
            (s, re.compile(f"{_MARK_PREFIX}{_BOLD}(?P<number_all>{s.pattern})"))
            for s in lexicon.headings
        ),
        caption=re.compile(
            rf"\s*(?:{compile_surfaces(lexicon.surfaces('caption_mark'))})\s*"
            r"[0-9A-Z一二三四五六七八九十]+(?:[-.][0-9一二三四五六七八九十]+)*(?=[\s、:：.]|$)"
        ),
        units=index_surfaces(units),
        currency_before=index_surfaces(
            [c for c in lexicon.currencies if c.place == "before"], by_last=True
        ),
        expression_words=_index_expression_words(lexicon),
        strong_expressions=_compile_expressions(lexicon, weak=False),
        weak_expressions=_compile_expressions(lexicon, weak=True),
    )


def _index_expression_words(
    lexicon: Lexicon,
) -> Mapping[str, Sequence[tuple[str, int, FixedExpression]]]:
    """Index each surface by the numeral characters in it: (surface, offset of that character)."""
    index: dict[str, list[tuple[str, int, FixedExpression]]] = defaultdict(list)
    for entry in lexicon.fixed_expressions:
        for surface in entry.surfaces:
            for at, char in enumerate(surface):
                if char in _NUMERAL_CHARS:
                    index[char].append((surface, at, entry))
    return {char: tuple(sorted(v, key=lambda t: -len(t[0]))) for char, v in index.items()}


def _compile_expressions(
    lexicon: Lexicon, *, weak: bool
) -> tuple[tuple[re.Pattern[str], FixedExpression], ...]:
    return tuple(
        (re.compile(entry.pattern), entry)
        for entry in lexicon.fixed_expressions
        if entry.pattern and entry.weak is weak
    )
