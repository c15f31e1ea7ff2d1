"""When: the time that each figure of a sentence speaks of, from the dates that govern it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nstp_extract.context.changed import compare_years, follow_changes
from nstp_extract.context.dated import (
    Dates,
    Governing,
    governing_date,
    governing_dates,
    is_compared,
    is_event,
)
from nstp_extract.context.listed import pair_lists
from nstp_extract.context.period_grammar import PeriodGrammar, Scope
from nstp_extract.context.plans import bracketed_date, completing_date, plan_date
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.figure import Period
from nstp_extract.core.vocabulary import Basis, Bound, Kind, Role

_MIN_YEARS: Final = 2
_YEAR_UNIT: Final = "年"
_YEAR: Final = 366
_COMING: Final = frozenset((Role.FORECAST, Role.TARGET))


@dataclass(frozen=True, slots=True)
class Handed:
    """What a sentence hands on to the next: its period, and whether that is a budget's year."""

    period: Period
    budgeted: bool = False


def find_periods(
    scene: Scene,
    grammar: PeriodGrammar,
    roles: Sequence[Role],
    *,
    paragraph: Handed | None,
    section: Period | None,
    report_year: int | None = None,
) -> list[Scope]:
    """Return the period of each figure of a sentence, in order.

    `paragraph` is what the sentences before gave, `section` what the section's opening gave,
    `report_year` the CE year that 今年 stands for.
    """
    said = paragraph.period if paragraph else None
    dates = governing_dates(scene, grammar, report_year, paragraph=said)
    inherited = _inherit(scene, grammar, paragraph, section)
    scopes = [
        _find_scope(scene, figure, dates, grammar, role=role, alone=inherited.period is None)
        or inherited
        for figure, role in zip(scene.figures, roles, strict=True)
    ]
    scopes = pair_lists(scene, scopes, grammar)
    scopes = follow_changes(scene, scopes, grammar, dates=dates, inherited=inherited)
    scopes = compare_years(scene, scopes, grammar)
    return [
        _settle_rate(scene, figure, scope, grammar, role=role)
        for figure, scope, role in zip(scene.figures, scopes, roles, strict=True)
    ]


def _find_scope(
    scene: Scene,
    figure: SceneFigure,
    dates: Dates,
    grammar: PeriodGrammar,
    *,
    role: Role,
    alone: bool,
) -> Scope | None:
    """Return the period that a figure's own sentence gives it; None where it gives none."""
    if figure.is_date:
        return Scope(figure.period, "period.date")
    if _is_apart(scene, figure, role, grammar):
        return Scope(None, "period.apart")
    if (own := bracketed_date(scene, figure)) is not None:
        return Scope(own, "period.bracketed")
    plan = plan_date(scene, figure, dates, grammar) if dates else None
    if _is_whole_plan(scene, figure, grammar):
        governing = governing_date(scene, figure, dates, grammar)
        years = governing.period if governing and _count_years(governing.period) > 1 else None
        return Scope(plan or years, "period.plan")
    found = _find_governing(scene, figure, dates, grammar, role=role, alone=alone)
    if plan is not None and (found is None or found.period is None):
        return Scope(plan, "period.plan")
    return found


def _is_whole_plan(scene: Scene, figure: SceneFigure, grammar: PeriodGrammar) -> bool:
    """Tell whether money is that of a plan's whole time, which is no date of its clause."""
    if figure.quantity.kind is not Kind.AMOUNT:
        return False
    opens = scene.clause_start(figure.start)
    if not grammar.whole_plan.search(scene.text, opens, figure.start):
        return False
    return not any(f.is_date and opens <= f.start < figure.start for f in scene.figures)


def _find_governing(
    scene: Scene,
    figure: SceneFigure,
    dates: Dates,
    grammar: PeriodGrammar,
    *,
    role: Role,
    alone: bool,
) -> Scope | None:
    """Return the period of the date that governs a figure, or completes what is said of it."""
    if not dates:
        return Scope(None, "period.forecast") if role is Role.FORECAST else None
    governing = governing_date(scene, figure, dates, grammar, alone=alone)
    later = completing_date(scene, figure, dates, grammar)
    due = governing and grammar.deadline.match(scene.text, governing.date.end)
    if (
        role in _COMING
        and governing
        and not (due and role is Role.TARGET)
        and (governing.near or _is_planned(scene, figure, governing, grammar))
    ):
        return Scope(_at_its_end(governing), "period.sentence")
    if role is Role.FORECAST:
        return Scope(later, "period.forecast")
    if governing is not None:
        return Scope(governing.period, "period.sentence")
    return Scope(later, "period.completed") if later is not None else None


def _is_planned(
    scene: Scene, figure: SceneFigure, governing: Governing, grammar: PeriodGrammar
) -> bool:
    """Tell whether what a date's clause says is still to come: a budget, an estimate, a goal."""
    day = governing.date
    opens, ends = scene.clause_start(day.start), scene.clause_end(day.end)
    own = day.period
    told = any(day.end <= f.start < ends for f in scene.figures)
    if not told and own and grammar.fiscal_year.search(own.text) and _count_years(own) == 1:
        return True
    goes_on = "；" not in scene.text[day.end : figure.start]
    return goes_on and grammar.planned.search(scene.text, opens, ends) is not None


def _at_its_end(governing: Governing) -> Period | None:
    """Return the whole year where 至2030年 names when something comes to be, not a span to it."""
    period, own = governing.period, governing.date.period
    if period is None or period.start is not None or own is None or own.start is None:
        return period
    whole = own.text.endswith(_YEAR_UNIT)
    return own if whole else period


def _settle_rate(
    scene: Scene, figure: SceneFigure, scope: Scope, grammar: PeriodGrammar, *, role: Role
) -> Scope:
    """Return no period for what is so every year, or over recent years that no date tells.

    每年 within a span of years is of the span, and so are 未來8年 of a plan of eight.
    """
    if figure.is_date or scope.period is None:
        return scope
    opens = scene.clause_start(figure.start)
    inside = [f for f in scene.figures if opens <= f.start <= figure.start]
    told = max([opens, *(f.end for f in inside if f.is_date)])
    years = _count_years(scope.period)
    if years <= 1 and grammar.yearly.search(scene.text, opens, figure.start) and told == opens:
        return Scope(None, "period.yearly")
    if grammar.recently.search(scene.text, told, figure.start):
        return Scope(None, "period.recent")
    if years == 1 and grammar.whole_year.search(scene.text, told, figure.start):
        return Scope(_whole_year(scope.period), "period.whole_year")
    for length in (f for f in inside if f.start >= told and not f.is_date):
        led = grammar.own_span.search(scene.text, opens, length.start)
        spans = grammar.span_behind.search(scene.text, length.start, length.end + 3)
        frames = length.start == opens and years == 1 and not spans  # 113年…，8年編列19億元
        in_years = length.quantity.unit.startswith(_YEAR_UNIT) and length.quantity.value != years
        ahead = (
            length is figure or role in _COMING or not grammar.ahead.search(led[0] if led else "")
        )
        if (led or frames) and in_years and ahead:
            return Scope(None, "period.recent")
    return scope


def _whole_year(period: Period) -> Period:
    """Return the year that a period lies in: what 全年 says beside 113年底."""
    if period.start is None:
        return period
    year = period.start.year
    return replace(period, start=date(year, 1, 1), end=date(year, 12, 31))


def _count_years(period: Period | None) -> int:
    """Return how many calendar years a period touches; 0 for one that is open."""
    if period is None or period.start is None or period.end is None:
        return 0
    return period.end.year - period.start.year + 1


def _is_apart(scene: Scene, figure: SceneFigure, role: Role, grammar: PeriodGrammar) -> bool:
    """Tell whether a length of time is no part of any date's span: 近5年, 請於1個月內提出."""
    if figure.quantity.unit not in grammar.years:
        return False
    before = scene.text[scene.clause_start(figure.start) : figure.start]
    if role is not Role.BASELINE and grammar.need.search(before):
        return True
    within = role is Role.CONTEXT and figure.quantity.bound is Bound.AT_MOST
    asked = grammar.requested.search(before) or grammar.handed_in.match(scene.text, figure.end)
    return within and asked is not None


def leaving_period(
    scene: Scene, grammar: PeriodGrammar, *, report_year: int | None = None
) -> Handed | None:
    """Return what a sentence hands on: its last date outside brackets, no mere day, compared."""
    last = None
    for figure, period in governing_dates(scene, grammar, report_year):
        lasts = period is not None and period.end is not None
        outside = scene.nesting[figure.start] == 0
        named = grammar.dated_name.match(scene.text, figure.end)
        if not outside or named or is_compared(scene, figure, grammar):
            continue
        if period is not None and lasts and not is_event(figure, period, coarser=True):
            last = Handed(period, grammar.budget_date.match(scene.text, figure.end) is not None)
    return last


def scoping_period(scene: Scene, grammar: PeriodGrammar) -> Period | None:
    """Return the span of years by which a section's opening scopes it: 106至109年度之主要成果."""
    for figure in scene.figures:
        period = figure.period
        if not figure.is_date or period is None or period.start is None or period.end is None:
            continue
        years = period.end.year - period.start.year + 1
        leads = grammar.scope_lead.search(scene.text[: figure.start])
        if years >= _MIN_YEARS and leads:
            return period
    return None


def _inherit(
    scene: Scene, grammar: PeriodGrammar, handed: Handed | None, section: Period | None
) -> Scope:
    """Return what a figure without a date takes: the paragraph's, if the sentence goes on.

    What a sentence finds or objects to is not of the budget's year that was told before it.
    """
    if handed is not None and handed.budgeted and grammar.other_matter.match(scene.text):
        return Scope(section, "period.section")
    paragraph = handed.period if handed else None
    open_start = paragraph is not None and paragraph.start is None
    if paragraph is None or grammar.fresh.match(scene.text) or open_start:
        return Scope(section or paragraph, "period.section")
    summed = grammar.summing.match(scene.text) or grammar.summing.search(scene.text[:8])
    if summed and not _spans_years(paragraph):
        return Scope(section or paragraph, "period.section")
    return Scope(paragraph, "period.paragraph")


def _spans_years(period: Period) -> bool:
    return bool(period.start and period.end and (period.end - period.start).days > _YEAR)


def find_basis(
    scene: Scene, figure: SceneFigure, scope: Scope, grammar: PeriodGrammar
) -> Basis | None:
    """Return how a figure relates to its period, None where nothing tells.

    累計 and an open start sum over it, a period of one year is annual, a single day is as of it.
    """
    if figure.is_date or scope.period is None:
        return None
    start, end = scope.period.start, scope.period.end
    clause = scene.text[scene.clause_start(figure.start) : figure.start]
    if grammar.summing.search(clause) or start is None:
        return Basis.CUMULATIVE
    if end is None:
        return Basis.CUMULATIVE
    if start == end:
        return Basis.AS_OF
    return Basis.ANNUAL if (end - start).days <= _YEAR else None
