"""A version as it is compared: sentences that state figures, without what layout puts there.

Blanks, list marks, note marks and look-alike characters are gone, because page breaks, reflow and
new numbers change nothing. A figure is a slot of its sentence: sentences that differ in their
figures only have one template.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from nstp_extract.core.fold import fold
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.versions.stream import read_stream

SLOT: Final = "\x00"
"""Stands for a figure, or for digits that are none, in a template."""

_DIGITS: Final = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_NOTE_MARKS: Final = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+(?![0-9a-zA-Z])")
_STOPS: Final = re.compile(r"[，、；。：()（）,;:]")
_WORDLESS: Final = re.compile(rf"[^\w{SLOT}]+|_")
_NEAR: Final = 16
_INTERRUPTION: Final = 2_000
"""How much of a page, in code points, may stand between two figures of one sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as it is compared. `titles` are the headings above it without their numbers."""

    figure_id: str
    start: int
    end: int
    text: str
    says: tuple[Decimal | None, Decimal | None, Decimal | None]
    unit: tuple[str, str]
    bound: str
    role: str
    period: tuple[date | None, date | None]
    period_text: str
    indicator: str
    agency: str
    heading_path: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def value(self) -> Decimal | None:
        """Return the number stated; None for a range."""
        return self.says[0]

    @property
    def subject(self) -> tuple[object, ...]:
        """Return what it is about, its place in the plan apart."""
        return (self.indicator, self.agency, self.unit, self.role)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its figures, in its order; `slots` are their places in the template."""

    titles: tuple[str, ...]
    words: str
    template: str
    entries: tuple[Entry, ...]
    slots: tuple[int, ...]
    is_note: bool
    pairs: frozenset[str] = field(repr=False)

    def near(self, index: int) -> str:
        """Return the words around a figure, figures as slots."""
        at = self.slots[index]
        before = self.template[max(0, at - _NEAR) : at]
        return before + SLOT + self.template[at + 1 : at + 1 + _NEAR // 2]

    def words_without(self, absent: Iterable[int]) -> str:
        """Return the template's words but for the clauses that hold one of those figures."""
        stops = [0, *(match.end() for match in _STOPS.finditer(self.template)), len(self.template)]
        dropped = {bisect_right(stops, self.slots[index]) - 1 for index in absent}
        clauses = (
            self.template[begin:end]
            for at, (begin, end) in enumerate(itertools.pairwise(stops))
            if at not in dropped
        )
        return _WORDLESS.sub("", "".join(clauses))


def read_statements(rows: Iterable[Mapping[str, Any]], *, lexicon: Lexicon) -> list[Statement]:
    """Return the sentences of rows of the table ``figures``, in text order."""
    patterns = compile_patterns(lexicon)
    made: list[_Maker] = []
    open_: dict[str, _Maker] = {}
    for row in sorted(rows, key=lambda row: (row["start"], row["end"])):
        maker = open_.get(row["sentence"])
        if maker is None or not maker.take(row):
            maker = _Maker(row["sentence"], patterns)
            maker.take(row)
            made.append(maker)
            open_[row["sentence"]] = maker
    return [maker.make() for maker in made]


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return from 0 to 1 how far two sets of pairs of characters agree (Dice's coefficient)."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text.

    >>> sorted(pairs_of("投資額"))
    ['投資', '資額']
    """
    return frozenset(map("".join, itertools.pairwise(text))) or frozenset(text)


def plain_title(heading: str, patterns: Patterns) -> str:
    """Return a heading's words, without number, blanks, emphasis and punctuation."""
    mark = patterns.match_mark(fold(heading))
    return read_stream(heading[mark.end :] if mark else heading).words


class _Maker:
    """A sentence whose figures are still coming in."""

    def __init__(self, sentence: str, patterns: Patterns) -> None:
        folded = fold(sentence)
        mark = patterns.match_mark(folded)
        self._patterns = patterns
        self._text = "".join(folded.split())
        self._begin = len("".join(folded[: mark.end].split())) if mark else 0
        self._is_note = _NOTE_MARKS.match(self._text) is not None
        self._rows: list[Mapping[str, Any]] = []
        self._spans: list[tuple[int, int]] = []

    def take(self, row: Mapping[str, Any]) -> bool:
        """Take a figure in if it stands behind those before it; tell whether it does."""
        cursor = self._spans[-1][1] if self._spans else 0
        if self._rows and row["start"] - self._rows[-1]["end"] > len(self._text) + _INTERRUPTION:
            return False
        text = "".join(fold(row["text"]).split())
        prefix = "".join(fold(row["prefix"]).split())
        at = self._text.find(prefix + text, max(0, cursor - len(prefix)))
        at = at + len(prefix) if at >= 0 else self._text.find(text, cursor)
        if at < cursor and self._rows:
            return False
        at = max(at, cursor)
        self._rows.append(row)
        self._spans.append((at, at + len(text)))
        return True

    def make(self) -> Statement:
        """Return the sentence with its figures."""
        begin = 0 if self._spans[0][0] < self._begin else self._begin
        template, slots, words, at = "", [], "", begin
        for start, end in self._spans:
            between = _NOTE_MARKS.sub("", self._text[at:start])
            template += _DIGITS.sub(SLOT, between)
            slots.append(len(template))
            template += SLOT
            words += between + self._text[start:end]
            at = end
        rest = _NOTE_MARKS.sub("", self._text[at:])
        template += _DIGITS.sub(SLOT, rest)
        entries = tuple(_entry(row, self._patterns) for row in self._rows)
        return Statement(
            titles=entries[0].titles,
            words=words + rest,
            template=template,
            entries=entries,
            slots=tuple(slots),
            is_note=self._is_note,
            pairs=pairs_of(template),
        )


def _entry(row: Mapping[str, Any], patterns: Patterns) -> Entry:
    path: Sequence[str] = row["heading_path"]
    return Entry(
        figure_id=row["figure_id"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        says=(_plain(row["value"]), _plain(row["low"]), _plain(row["high"])),
        unit=(row["kind"], row["unit"] or ""),
        bound=row["bound"],
        role=row["role"],
        period=(row["period_start"], row["period_end"]),
        period_text="".join(fold(row["period_text"] or "").split()),
        indicator=row["indicator"] or "",
        agency=row["agency"] or "",
        heading_path=tuple(path),
        titles=tuple(plain_title(heading, patterns) for heading in path),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """Return a number without the zeros that a column of a fixed scale adds."""
    return None if value is None else value.normalize()
