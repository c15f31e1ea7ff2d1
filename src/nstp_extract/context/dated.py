"""The dates of a sentence, what each scopes, and which of them reaches a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nstp_extract.context.period_grammar import PeriodGrammar
from nstp_extract.context.scene import CLOSERS, Scene, SceneFigure
from nstp_extract.core.figure import Period, Quantity
from nstp_extract.core.vocabulary import Kind

_MONTH: Final = 31
_NO_YEAR: Final = 2000
_YEAR_UNIT: Final = "年"


Dates = Sequence[tuple[SceneFigure, Period | None]]
"""The dates of a sentence in order, each with what it scopes."""


def governing_dates(
    scene: Scene,
    grammar: PeriodGrammar,
    report_year: int | None,
    *,
    paragraph: Period | None = None,
) -> list[tuple[SceneFigure, Period | None]]:
    """Return the dates of a sentence with what each scopes, words like 去年 too, in order.

    同年 and 前一年 count from the date before them, of the sentence or else of the `paragraph`.
    """
    dates = [(f, _scoped(scene, f, grammar)) for f in scene.figures if f.is_date]
    for start, end, year in grammar.relative.find(scene.text, report_year or _NO_YEAR):
        period = Period(date(year, 1, 1), date(year, 12, 31), scene.text[start:end])
        known = period if report_year is not None else None  # else 今年 cannot be told
        word = SceneFigure(start, end, Quantity(Kind.DATE), structural=False, period=known)
        if not (known and grammar.same_time.match(scene.text, end)):
            dates.append((word, _scoped(scene, word, grammar)))
    dates.sort(key=lambda pair: pair[0].start)
    dates = [_untold(scene, pair, dates) for pair in dates]
    return _with_anaphora(scene, dates, paragraph, grammar)


def _with_anaphora(
    scene: Scene,
    dates: list[tuple[SceneFigure, Period | None]],
    paragraph: Period | None,
    grammar: PeriodGrammar,
) -> list[tuple[SceneFigure, Period | None]]:
    """Return the dates with 同年 and 前一年, which count from the date before each, as years."""
    for match in grammar.same_year.finditer(scene.text):
        last = next((p for f, p in reversed(dates) if f.end <= match.start() and p), paragraph)
        day = (last.end or last.start) if last else None
        followed = any(f.start == match.end() for f, _ in dates)  # 同年|8月
        if day is None or followed:
            continue
        year = day.year + grammar.year_shifts[match[0]]
        period = Period(date(year, 1, 1), date(year, 12, 31), match[0])
        word = SceneFigure(*match.span(), Quantity(Kind.DATE), structural=False, period=period)
        dates = [pair for pair in dates if pair[0].start != match.start()]
        dates.append((word, period))
        dates.sort(key=lambda pair: pair[0].start)
    return dates


def _untold(
    scene: Scene, pair: tuple[SceneFigure, Period | None], dates: Dates
) -> tuple[SceneFigure, Period | None]:
    """Return a date without its period where a year that cannot be told is its: 今年|8月底."""
    day, period = pair
    if period is None or _YEAR_UNIT in period.text or any(c in "./" for c in period.text):
        return pair
    opens = scene.clause_start(day.start)
    untold = any(f.period is None and opens <= f.start < day.start for f, _ in dates)
    return (day, None) if untold else pair


def _scoped(scene: Scene, figure: SceneFigure, grammar: PeriodGrammar) -> Period | None:
    """Return what a date scopes: 截至109年底 is open at its start, 自109年3月起 at its end."""
    period = figure.period
    if period is None:
        return None
    before = scene.text[max(0, figure.start - 8) : figure.start]
    single = period.text.count("年") <= 1 and not re.search("[-~至到]", period.text)
    until = grammar.until.search(before) or grammar.until_behind.match(scene.text, figure.end)
    if single and grammar.until_now.match(scene.text, figure.end):
        return replace(period, end=None)
    if single and until and (year := _year_before(scene, figure, before, grammar)):
        return replace(period, start=year.start)
    if single and until and not grammar.ran_from.search(scene.text[: figure.start]):
        return replace(period, start=None)
    if (
        single
        and grammar.since.search(before)
        and grammar.since_behind.match(scene.text, figure.end)
    ):
        return replace(period, end=None)
    return period


@dataclass(frozen=True, slots=True)
class Governing:
    """The date that reaches a figure, what it scopes, and whether it is of the figure's clause."""

    date: SceneFigure
    period: Period | None
    near: bool


def _year_before(
    scene: Scene, figure: SceneFigure, before: str, grammar: PeriodGrammar
) -> Period | None:
    """Return the year that a date runs from: 114年|截至10月, of which 10月 is the end."""
    lead = grammar.until.search(before)
    if lead is None:
        return None
    at = figure.start - len(before) + lead.start()
    for other in scene.figures:
        own = other.period
        if other.is_date and other.end == at and own and figure.period and own.end:
            within = own.start and figure.period.end and own.start <= figure.period.end <= own.end
            return own if within else None
    return None


def governing_date(
    scene: Scene,
    figure: SceneFigure,
    dates: Dates,
    grammar: PeriodGrammar,
    *,
    alone: bool = False,
) -> Governing | None:
    """Return the last date before the figure that reaches it.

    A date in brackets reaches no further, nor one inside 除…外 or that others are compared with; a
    day, or a month where a year is told too, tells when something else took place unless it stands
    in the figure's own clause, and a deadline holds for its own part of the sentence. Where nothing
    else can govern the figure, which is then `alone`, a day does so unless something was enacted.
    """
    clause = scene.clause_start(figure.start)
    only: Governing | None = None
    before = [(other, period) for other, period in dates if other.start < figure.start]
    for at in range(len(before) - 1, -1, -1):
        other, period = before[at]
        if _tells_of_other(scene, other, figure, grammar):
            continue
        if is_compared(scene, other, grammar):
            if other.start >= clause > 0:
                clause = scene.clause_start(clause - 1)  # 113年6月底達95%，較105年底增加|2%
            continue
        near = other.start >= clause
        if near or _reaches(scene, (other, period), figure, grammar, coarser=at > 0):
            return Governing(other, period, near)
        if only is None and not grammar.deadline.match(scene.text, other.end):
            acts = grammar.enacted.match(scene.text, other.end)
            only = None if acts else Governing(other, period, near)
    return only if alone else None


def _tells_of_other(
    scene: Scene, other: SceneFigure, figure: SceneFigure, grammar: PeriodGrammar
) -> bool:
    """Tell whether a date before a figure is of something else: in brackets, excepted, a base."""
    return (
        _is_enclosed(scene, other, figure, grammar)
        or any(
            excepted.start() <= other.start and other.end <= excepted.end() <= figure.start
            for excepted in grammar.excepted.finditer(scene.text)
        )
        or _is_of_goal(scene, other, figure, grammar)
        or _is_base(scene, other, figure, grammar)
    )


def _reaches(
    scene: Scene,
    dated: tuple[SceneFigure, Period | None],
    figure: SceneFigure,
    grammar: PeriodGrammar,
    *,
    coarser: bool,
) -> bool:
    """Tell whether a date reaches a figure of a later clause."""
    other, period = dated
    if grammar.deadline.match(scene.text, other.end):
        own = other.period
        day = own is not None and own.start == own.end
        return not day and "；" not in scene.text[other.end : figure.start]
    if grammar.basis.match(scene.text, max(0, other.start - 1)):
        return False
    stock = other.period is not None and grammar.stock_date.search(other.period.text)
    return bool(stock) or not is_event(other, period, coarser=coarser)


def is_compared(scene: Scene, day: SceneFigure, grammar: PeriodGrammar) -> bool:
    """Tell whether others are compared with a date, or with the list it ends: 較109及110年."""
    for other in reversed([f for f in scene.figures if f.is_date and f.start < day.start]):
        if not grammar.list_joint.fullmatch(scene.text, other.end, day.start):
            break
        day = other
    return follows_comparison(scene, day.start, grammar)


def follows_comparison(scene: Scene, at: int, grammar: PeriodGrammar) -> bool:
    """Tell whether what begins at `at` is what its clause compares with: 較全國|112年平均."""
    return any(
        lead.end() <= at and grammar.compared_gap.fullmatch(scene.text, lead.end(), at)
        for lead in grammar.compared_from.finditer(scene.text, scene.clause_start(at))
    )


def _is_base(scene: Scene, other: SceneFigure, figure: SceneFigure, grammar: PeriodGrammar) -> bool:
    """Tell whether a date is what a share or multiple is of: 恢復至108年之92%."""
    if figure.quantity.kind not in (Kind.PERCENT, Kind.MULTIPLE):
        return False
    behind = grammar.base_behind.fullmatch(scene.text, other.end, figure.start)
    lead = grammar.base_lead.search(scene.text, scene.clause_start(other.start), other.start)
    return bool(behind and lead and (behind["of"] or lead["back"]))


def _is_of_goal(
    scene: Scene, other: SceneFigure, figure: SceneFigure, grammar: PeriodGrammar
) -> bool:
    """Tell whether a date is of a goal that the figure is a share of: 2030年6兆元目標的78%."""
    return any(
        other.end <= goal.start < figure.start and grammar.goal_of_date.match(scene.text, goal.end)
        for goal in scene.figures
        if not goal.is_date
    )


def _is_enclosed(
    scene: Scene, other: SceneFigure, figure: SceneFigure, grammar: PeriodGrammar
) -> bool:
    """Tell whether a date stands in brackets that end before a figure, and only tells of them.

    One that spells out a time before it reaches on: 最新一年(109年度)成功率達90%, 今(113)年9月底.
    """
    depth = scene.nesting[other.end - 1]
    if min(scene.nesting[other.end - 1 : figure.start + 1]) >= depth:
        return False
    return not (
        grammar.glossed.search(scene.text[: other.start])
        and scene.text[other.end : other.end + 1] in CLOSERS
    )


def is_event(figure: SceneFigure, period: Period | None, *, coarser: bool) -> bool:
    """Tell whether a date of another clause names a day, or a month beside a year."""
    own = figure.period
    if own is None or own.start is None or own.end is None or period is None:
        return False
    if period.start is None or period.end is None or period.start < own.start:
        return False
    days = (own.end - own.start).days
    return days == 0 or (coarser and days <= _MONTH)
