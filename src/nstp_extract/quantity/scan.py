"""From the characters of a passage to its readings: every numeral run is read or refused.

The order at a run: a fixed expression, a date, a quantity with a unit, a weak fixed expression;
what is none of these is refused with the reason that its shape tells.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Period, Quantity
from nstp_extract.core.vocabulary import Kind, Reason
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.quantity.dates import (
    DateGrammar,
    RelativeYears,
    compile_dates,
    compile_relative_years,
    match_date,
)
from nstp_extract.quantity.numeral import FORMAL, find_runs
from nstp_extract.quantity.readings import QuantityGrammar, compile_quantities, match_quantities

_MAX_WALL: Final = 60
_OPENS_SEASON: Final = tuple("第上下")
_HAN_RUN: Final = re.compile(r"[〇零○一二兩三四五六七八九十百千萬億兆廿卅半雙數幾]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure found in a passage's text: its place there, and what it says.

    `year` is the CE year that a date names; a later month without a year takes it.
    """

    start: int
    end: int
    quantity: Quantity
    structural: bool = False
    period: Period | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A numeral run of a passage's text that is no figure, and why."""

    start: int
    end: int
    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Scanner:
    """All that scanning needs of one lexicon; built once by `compile_scanner`.

    `factors` leads the rule that read a unit to the unit's factor.
    """

    patterns: Patterns
    quantities: QuantityGrammar
    dates: DateGrammar
    relative: RelativeYears
    factors: Mapping[str, Decimal]


@lru_cache(maxsize=8)
def compile_scanner(lexicon: Lexicon) -> Scanner:
    """Return the scanner of `lexicon`, the same object for the same lexicon."""
    return Scanner(
        compile_patterns(lexicon),
        compile_quantities(lexicon),
        compile_dates(lexicon),
        compile_relative_years(lexicon),
        {f"{unit.table}.{unit.key}": unit.factor for unit in lexicon.units},
    )


def scan_passage(
    text: str,
    scanner: Scanner,
    *,
    blocked: Sequence[Refusal] = (),
    anchor: int | None = None,
    report_year: int | None = None,
) -> tuple[list[Reading], list[Refusal], int | None]:
    """Return the readings and refusals of a folded text in order, and the last year named.

    `blocked` are places known to hold no figure (a list mark); `anchor` is the CE year that a
    month without a year takes, `report_year` the one that 今年 stands for. A month for which
    neither tells a year is a date without a period.
    """
    runs = find_runs(text)
    if not runs:
        return [], [], anchor
    reader = _Reader(scanner, anchor, report_year)
    walls = _Walls([*blocked, *_find_expressions(text, runs, scanner.patterns)])
    readings: list[Reading] = []
    refusals: list[Refusal] = []
    weak: _Walls | None = None
    reached = 0
    for start, end in runs:
        if start < reached:
            continue
        found, refusal = _read_run(text, (start, end), walls, reader)
        if found:
            readings.extend(found)
            reached = found[-1].end
            reader = replace(reader, anchor=_named_year(found, reader.anchor))
            continue
        if refusal is None:
            weak = weak or _Walls(_find_weak(text, scanner.patterns))
            refusal = weak.at(start, end) or default_refusal(text, start, end)
        refusals.append(Refusal(start, end, refusal.reason, refusal.rule))
    return readings, refusals, reader.anchor


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reads at a place: the scanner, and the years that a bare month may take."""

    scanner: Scanner
    anchor: int | None
    report_year: int | None

    def read(self, text: str, at: int) -> list[Reading]:
        """Return the date or the quantities that begin at `at`."""
        anchor = self.anchor or self.report_year
        if (shift := self.scanner.relative.shift_before(text, at)) is not None:
            anchor = self.report_year + shift if self.report_year else None
        start = at - (text[at - 1 : at] in _OPENS_SEASON)  # 第4季 and 上半年
        match = match_date(text, start, self.scanner.dates, anchor=anchor)
        if match is not None and match.end > at:
            quantity = Quantity(Kind.DATE)
            return [Reading(start, match.end, quantity, period=match.period, rules=("date",))]
        return [
            Reading(q.start, q.end, q.quantity, structural=q.structural, rules=q.rules)
            for q in match_quantities(text, at, self.scanner.quantities)
        ]


def _read_run(
    text: str, run: tuple[int, int], walls: "_Walls", reader: _Reader
) -> tuple[list[Reading], Refusal | None]:
    """Read what begins in the run: the readings, or the fixed expression that forbids them."""
    (at, end), refusal = run, None
    while at and text[at - 1] in FORMAL:
        at -= 1  # 壹億: formal numerals are no part of a run
    while at < end:
        wall = walls.covering(at)
        if wall is not None:
            refusal, at = wall, max(wall.end, at + 1)
            continue
        found = reader.read(text, at)
        if found:
            clash = walls.first_between(at, found[-1].end)
            if clash is None:
                return found, None
            refusal = clash
        at = _next_start(text, at, end)
    return [], refusal


def _next_start(text: str, at: int, end: int) -> int:
    """Return where else in a run a numeral may begin: at a change between Han and Arabic."""
    arabic = text[at].isascii()
    at += 1
    while at < end and text[at].isascii() == arabic:
        at += 1
    return at


def _named_year(readings: Sequence[Reading], anchor: int | None) -> int | None:
    for reading in readings:
        if reading.period is not None:
            day = reading.period.end or reading.period.start
            anchor = day.year if day else anchor
    return anchor


def _find_expressions(
    text: str, runs: Sequence[tuple[int, int]], patterns: Patterns
) -> Iterator[Refusal]:
    """Yield the fixed expressions of the text, whatever stands behind them."""
    for pattern, entry in patterns.strong_expressions:
        for match in pattern.finditer(text):
            yield Refusal(match.start(), match.end(), entry.reason, f"{entry.table}.{entry.key}")
    for start, end in runs:
        for at in range(start, end):
            for surface, offset, entry in patterns.expression_words.get(text[at], ()):
                if at >= offset and text.startswith(surface, at - offset):
                    place = at - offset, at - offset + len(surface)
                    yield Refusal(*place, entry.reason, f"{entry.table}.{entry.key}")
                    break


def _find_weak(text: str, patterns: Patterns) -> list[Refusal]:
    return [
        Refusal(match.start(), match.end(), entry.reason, f"{entry.table}.{entry.key}")
        for pattern, entry in patterns.weak_expressions
        for match in pattern.finditer(text)
    ]


def default_refusal(text: str, start: int, end: int) -> Refusal:
    """Return the refusal of the run ``text[start:end]`` with the reason that its shape tells."""
    if _HAN_RUN.fullmatch(text, start, end):
        bare = end - start == 1 and text[start] == "一"
        reason = Reason.BARE_NUMERAL if bare else Reason.WORD
        return Refusal(start, end, reason, "han_without_unit")
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
        return Refusal(start, end, Reason.NAME, "latin_neighbour")
    return Refusal(start, end, Reason.NO_UNIT, "no_unit")


class _Walls:
    """Refusals sorted by place, for asking which covers a code point."""

    __slots__ = ("_ordered", "_starts")

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Sort; of overlapping ones the longest that begins first comes first."""
        self._ordered = sorted(refusals, key=lambda r: (r.start, -r.end))
        self._starts = [refusal.start for refusal in self._ordered]

    def covering(self, at: int) -> Refusal | None:
        """Return the longest refusal that covers code point `at`."""
        found: Refusal | None = None
        for index in range(bisect_right(self._starts, at) - 1, -1, -1):
            refusal = self._ordered[index]
            longer = found is None or refusal.end - refusal.start > found.end - found.start
            if refusal.end > at and longer:
                found = refusal
            if at - refusal.start > _MAX_WALL:
                break
        return found

    def at(self, start: int, end: int) -> Refusal | None:
        """Return a refusal that covers some of ``[start, end)``."""
        return next((r for at in range(start, end) if (r := self.covering(at))), None)

    def first_between(self, start: int, end: int) -> Refusal | None:
        """Return a refusal that begins inside ``(start, end)`` and ends beyond it, or None."""
        index = bisect_right(self._starts, start)
        while index < len(self._ordered) and self._starts[index] < end:
            if self._ordered[index].end > end:
                return self._ordered[index]
            index += 1
        return None
