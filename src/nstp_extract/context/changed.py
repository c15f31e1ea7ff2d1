"""What is compared has a time of its own: 較112年度53億元增加, 由416億元增為773億元, 比上年同期."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from nstp_extract.context.dated import Dates, follows_comparison
from nstp_extract.context.listed import years_of
from nstp_extract.context.period_grammar import PeriodGrammar, Scope
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.figure import Period


def compare_years(scene: Scene, scopes: Sequence[Scope], grammar: PeriodGrammar) -> list[Scope]:
    """Return the scopes, that of each figure that others are compared with its own.

    較112年度53億元增加42億元: 53億元 is of that year, 42億元 of the one that is told.
    """
    return [
        _of_comparison(scene, figure, scope, grammar) or scope
        for figure, scope in zip(scene.figures, scopes, strict=True)
    ]


def _of_comparison(
    scene: Scene, figure: SceneFigure, scope: Scope, grammar: PeriodGrammar
) -> Scope | None:
    """Return the scope of a figure that others are compared with, None for every other."""
    if figure.is_date:
        return None
    opens = scene.clause_start(figure.start)
    values = [f.end for f in scene.figures if not f.is_date and opens <= f.start < figure.start]
    opens = max([opens, *values])
    days = _dates_in(scene, opens, figure.start)
    if days:
        listed = _listed(scene, days, grammar)
        if _is_value(scene, (listed[0].start, listed[-1].end), figure, grammar):
            compared = _compared_period(scene, listed, scope.period, grammar)
            return Scope(compared, "period.compared")
        return None
    words = [
        match.span() for match in grammar.year_before.finditer(scene.text, opens, figure.start)
    ]
    if words and _is_value(scene, words[-1], figure, grammar):
        return Scope(_shift(scope.period, -1), "period.year_before")
    return None


def _is_value(
    scene: Scene, day: tuple[int, int], figure: SceneFigure, grammar: PeriodGrammar
) -> bool:
    """Tell whether a figure is what stood on a day that others are compared with, no change."""
    changes = grammar.changes.match(scene.text, day[1]) or grammar.changed_by.search(
        scene.text, day[1], figure.start
    )
    return not changes and follows_comparison(scene, day[0], grammar)


def _listed(scene: Scene, days: Sequence[SceneFigure], grammar: PeriodGrammar) -> list[SceneFigure]:
    """Return the last of some dates, with those that it ends a list of: 110及111年度."""
    found = [days[-1]]
    for day in reversed(days[:-1]):
        if not grammar.list_joint.fullmatch(scene.text, day.end, found[0].start):
            break
        found.insert(0, day)
    return found


def _compared_period(
    scene: Scene, days: Sequence[SceneFigure], current: Period | None, grammar: PeriodGrammar
) -> Period | None:
    """Return the time compared with: of 110及111年度 both years, of 113年同期 that part of it."""
    first, last = days[0].period, days[-1].period
    if first is None or last is None:
        return last
    if grammar.same_span.match(scene.text, days[-1].end) and last.end and current and current.end:
        return _shift(current, last.end.year - current.end.year)
    return replace(last, start=first.start, text=last.text)


def _shift(period: Period | None, years: int) -> Period | None:
    """Return a period some years later."""
    if period is None:
        return None
    return replace(period, start=_move(period.start, years), end=_move(period.end, years))


def _move(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def follow_changes(
    scene: Scene,
    scopes: Sequence[Scope],
    grammar: PeriodGrammar,
    *,
    dates: Dates,
    inherited: Scope,
) -> list[Scope]:
    """Return the scopes, those of changes from one figure to another their own.

    A change that tells no dates is between those of the change before it in the sentence, or
    between the first and the last of the years that govern it; what changed to a figure without a
    date, from one with its own, is of what was told before. 各年度 is from the one to the other.
    """
    found = list(scopes)
    told: tuple[Period | None, Period | None] | None = None
    values = [at for at, figure in enumerate(scene.figures) if not figure.is_date]
    for before, after in pairwise(values):
        first, second = scene.figures[before], scene.figures[after]
        led = grammar.change_from.search(scene.text, scene.clause_start(first.start), first.start)
        if not led or not grammar.change_to.fullmatch(scene.text, first.end, second.start):
            continue
        own = [
            [p for f, p in dates if opens <= f.start and f.end <= ends]
            for opens, ends in ((led.start(), first.start), (first.end, second.start))
        ]
        if own[0] and own[1]:
            told = own[0][-1], own[1][-1]
        elif own[0]:
            earlier = [Scope(p, "period.sentence") for f, p in dates if f.end <= led.start()]
            _leave_start(scene, found, after, outer=[inherited, *earlier][-1])
        elif not own[1]:
            told_here = told or _ends(scene, first, found[before].period)
            _take_ends(found, (before, after), told_here, inherited=inherited)
    if told is not None and told[0] and told[1]:
        _span_changes(scene, found, replace(told[1], start=told[0].start), grammar)
    return found


def _take_ends(
    found: list[Scope],
    pair: tuple[int, int],
    ends: tuple[Period | None, Period | None] | None,
    *,
    inherited: Scope,
) -> None:
    """Give a change without dates the two that were told; what a deadline ends began before it."""
    before, after = pair
    if ends is not None:
        found[before], found[after] = (Scope(end, "period.change") for end in ends)
    elif _is_open(found[before].period):
        found[before] = inherited


def _dates_in(scene: Scene, start: int, end: int) -> list[SceneFigure]:
    return [f for f in scene.figures if f.is_date and start <= f.start and f.end <= end]


def _is_open(period: Period | None) -> bool:
    return period is not None and period.start is None and period.end is not None


def _ends(scene: Scene, first: SceneFigure, period: Period | None) -> tuple[Period, Period] | None:
    """Return the first and the last of the years that a change's own clause tells."""
    if not _dates_in(scene, scene.clause_start(first.start), first.start):
        return None
    years = years_of(period)
    return (years[0], years[-1]) if len(years) > 1 else None


def _leave_start(scene: Scene, found: list[Scope], after: int, *, outer: Scope) -> None:
    """Give what changed to a figure, and what follows, the date before the one it changed from."""
    start = found[after].period
    for at in range(after, len(found)):
        if scene.figures[at].is_date:
            break
        if found[at].period == start:
            found[at] = outer


def _span_changes(scene: Scene, found: list[Scope], whole: Period, grammar: PeriodGrammar) -> None:
    """Give what is so of each year between a change's dates, or lasted from one to the other."""
    for at, figure in enumerate(scene.figures):
        opens = scene.clause_start(figure.start)
        if figure.is_date or _dates_in(scene, opens, figure.start):
            continue
        lasting = grammar.span_behind.search(scene.text, figure.start, figure.end + 3)
        earlier = any(f.period and f.period.end == whole.end for f in scene.figures[:at])
        if earlier and (lasting or grammar.whole_span.search(scene.text, opens, figure.start)):
            found[at] = Scope(whole, "period.change")
