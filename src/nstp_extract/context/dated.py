"""The dates of a sentence, what each scopes, and which of them reaches a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import CLOSERS, Scene, SceneFigure
from nstp_extract.core.figure import Period, Quantity
from nstp_extract.core.vocabulary import Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.dates import RelativeYears, compile_relative_years

_MONTH: Final = 31
_LONG_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True, eq=False)
class PeriodGrammar:
    """The period cues of one lexicon, compiled."""

    until: re.Pattern[str]
    until_behind: re.Pattern[str]
    since: re.Pattern[str]
    since_behind: re.Pattern[str]
    fresh: re.Pattern[str]
    summing: re.Pattern[str]
    respectively: re.Pattern[str]
    scope_lead: re.Pattern[str]
    excepted: re.Pattern[str]
    list_joint: re.Pattern[str]
    compared: re.Pattern[str]
    relative: RelativeYears
    same_time: re.Pattern[str]
    same_year: re.Pattern[str]
    own_span: re.Pattern[str]
    requested: re.Pattern[str]
    glossed: re.Pattern[str]
    completed: re.Pattern[str]
    ran_from: re.Pattern[str]
    handed_in: re.Pattern[str]
    years: frozenset[str]


@lru_cache(maxsize=8)
def compile_periods(lexicon: Lexicon) -> PeriodGrammar:
    """Return the period grammar of `lexicon`."""
    until = compile_surfaces(lexicon.surfaces("until_mark"))
    since = compile_surfaces(lexicon.surfaces("since_mark"))
    return PeriodGrammar(
        until=re.compile(
            rf"(?<!{lexicon.pattern('changed_to')})(?:{until}){lexicon.pattern('until_gap')}$"
        ),
        until_behind=re.compile(lexicon.pattern("until_behind")),
        since=re.compile(rf"(?:{since})[ ]?(?:民國)?[ ]?$"),
        since_behind=re.compile(lexicon.pattern("since_behind")),
        fresh=re.compile(rf"[*\s●-]*(?:{compile_surfaces(lexicon.surfaces('fresh_start'))})"),
        summing=re.compile(compile_surfaces(lexicon.surfaces("summing_word"))),
        respectively=re.compile(compile_surfaces(lexicon.surfaces("respectively"))),
        compared=re.compile(lexicon.pattern("compared_with")),
        relative=compile_relative_years(lexicon),
        same_time=re.compile(lexicon.pattern("same_time")),
        same_year=re.compile(compile_surfaces(lexicon.surfaces("same_year"))),
        own_span=re.compile(lexicon.pattern("own_span")),
        requested=re.compile(lexicon.pattern("requested")),
        glossed=re.compile(lexicon.pattern("glossed_time")),
        ran_from=re.compile(lexicon.pattern("ran_from")),
        handed_in=re.compile(lexicon.pattern("handed_in")),
        completed=re.compile(lexicon.pattern("completed")),
        years=frozenset(
            name
            for unit in lexicon.units
            if unit.ucum in _LONG_TIMES
            for name in (unit.symbol, *unit.surfaces)
        ),
        list_joint=re.compile(lexicon.pattern("list_joint")),
        scope_lead=re.compile(
            rf"(?:^|[，。：；*\s●]|{compile_surfaces(lexicon.surfaces('scope_lead'))})[ ]?$"
        ),
        excepted=re.compile(
            rf"(?:{compile_surfaces(lexicon.surfaces('except_open'))})[^，。；]*(?:，[^，。；]*)??外，"
        ),
    )


def governing_dates(
    scene: Scene,
    grammar: PeriodGrammar,
    report_year: int | None,
    *,
    paragraph: Period | None = None,
) -> list[tuple[SceneFigure, Period | None]]:
    """Return the dates of a sentence with what each scopes, words like 去年 too, in order.

    同年 is the year of the date before it, of the sentence or else of the `paragraph`.
    """
    dates = [(f, _scoped(scene, f, grammar)) for f in scene.figures if f.is_date]
    if report_year is not None:
        for start, end, year in grammar.relative.find(scene.text, report_year):
            period = Period(date(year, 1, 1), date(year, 12, 31), scene.text[start:end])
            word = SceneFigure(start, end, Quantity(Kind.DATE), structural=False, period=period)
            if not grammar.same_time.match(scene.text, end):
                dates.append((word, _scoped(scene, word, grammar)))
    dates.sort(key=lambda pair: pair[0].start)
    for match in grammar.same_year.finditer(scene.text):
        last = next((p for f, p in reversed(dates) if f.end <= match.start() and p), paragraph)
        day = (last.end or last.start) if last else None
        if day is not None:
            period = Period(date(day.year, 1, 1), date(day.year, 12, 31), match[0])
            word = SceneFigure(*match.span(), Quantity(Kind.DATE), structural=False, period=period)
            dates.append((word, period))
    return sorted(dates, key=lambda pair: pair[0].start)


def _scoped(scene: Scene, figure: SceneFigure, grammar: PeriodGrammar) -> Period | None:
    """Return what a date scopes: 截至109年底 is open at its start, 自109年3月起 at its end."""
    period = figure.period
    if period is None:
        return None
    before = scene.text[max(0, figure.start - 8) : figure.start]
    single = period.text.count("年") <= 1 and not re.search("[-~至到]", period.text)
    until = grammar.until.search(before) or grammar.until_behind.match(scene.text, figure.end)
    if single and until and not grammar.ran_from.search(scene.text[: figure.start]):
        return replace(period, start=None)
    if (
        single
        and grammar.since.search(before)
        and grammar.since_behind.match(scene.text, figure.end)
    ):
        return replace(period, end=None)
    return period


def governing_date(
    scene: Scene,
    figure: SceneFigure,
    dates: Sequence[tuple[SceneFigure, Period | None]],
    grammar: PeriodGrammar,
) -> tuple[Period | None, bool] | None:
    """Return the last date before the figure that reaches it, and whether it is of its clause.

    A date in brackets reaches no further, nor one inside 除…外; a day, or a month where a year is
    told too, tells when something else took place unless it stands in the figure's own clause.
    """
    clause = scene.clause_start(figure.start)
    excepted = [m.span() for m in grammar.excepted.finditer(scene.text)]
    before = [(other, period) for other, period in dates if other.start < figure.start]
    for at in range(len(before) - 1, -1, -1):
        other, period = before[at]
        if _is_enclosed(scene, other, figure, grammar):
            continue
        if any(a <= other.start and other.end <= b <= figure.start for a, b in excepted):
            continue
        if grammar.compared.search(scene.text[max(0, other.start - 6) : other.start]):
            if other.start >= clause > 0:
                clause = scene.clause_start(clause - 1)  # 113年6月底達95%，較105年底增加|2%
            continue
        near = other.start >= clause
        if near or not is_event(other, period, coarser=at > 0):
            return period, near
    return None


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
    if period.start is None or period.end is None:
        return False
    days = (own.end - own.start).days
    return days == 0 or (coarser and days <= _MONTH)


def completing_date(
    scene: Scene,
    figure: SceneFigure,
    dates: Sequence[tuple[SceneFigure, Period | None]],
    grammar: PeriodGrammar,
) -> Period | None:
    """Return the date of the clause right behind the figure's that says when it was completed."""
    end = scene.clause_end(figure.end)
    for other, period in dates:
        lead = scene.text[end : other.start]
        if other.start > figure.end and grammar.completed.fullmatch(lead):
            return period
    return None
