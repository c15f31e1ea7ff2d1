"""When: the time that each figure of a sentence speaks of, from the dates that govern it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from nstp_extract.context.dated import (
    PeriodGrammar,
    completing_date,
    governing_date,
    governing_dates,
    is_event,
)
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.figure import Period
from nstp_extract.core.vocabulary import Basis, Bound, Role

_MIN_YEARS: Final = 2
_YEAR_UNIT: Final = "年"
_NEAR: Final = 3
_YEAR: Final = 366
_COMING: Final = frozenset((Role.FORECAST, Role.TARGET))


@dataclass(frozen=True, slots=True)
class Scope:
    """A period that governs figures: what it is, and whether a date in the sentence gave it."""

    period: Period | None
    rule: str


def find_periods(
    scene: Scene,
    grammar: PeriodGrammar,
    roles: Sequence[Role],
    *,
    paragraph: Period | None,
    section: Period | None,
    report_year: int | None = None,
) -> list[Scope]:
    """Return the period of each figure of a sentence, in order.

    `paragraph` is what the sentences before gave, `section` what the section's opening gave,
    `report_year` the CE year that 今年 stands for.
    """
    dates = governing_dates(scene, grammar, report_year, paragraph=paragraph)
    inherited = _inherit(scene, grammar, paragraph, section)
    scopes = [
        _find_scope(scene, figure, dates, grammar, role=role) or inherited
        for figure, role in zip(scene.figures, roles, strict=True)
    ]
    return _pair_lists(scene, scopes, grammar)


def _find_scope(
    scene: Scene,
    figure: SceneFigure,
    dates: Sequence[tuple[SceneFigure, Period | None]],
    grammar: PeriodGrammar,
    *,
    role: Role,
) -> Scope | None:
    """Return the period that a figure's own sentence gives it; None where it gives none."""
    if figure.is_date:
        return Scope(figure.period, "period.date")
    if _is_apart(scene, figure, role, grammar):
        return Scope(None, "period.apart")
    return _of_comparison(scene, figure, grammar, role) or _find_governing(
        scene, figure, dates, grammar, role=role
    )


def _of_comparison(
    scene: Scene, figure: SceneFigure, grammar: PeriodGrammar, role: Role
) -> Scope | None:
    """Return the date of what others are compared with: 較113年度預算數312億元增加60億元."""
    day = scene.compared_date(figure, grammar.compared) if role is Role.BASELINE else None
    return Scope(day.period, "period.compared") if day is not None else None


def _find_governing(
    scene: Scene,
    figure: SceneFigure,
    dates: Sequence[tuple[SceneFigure, Period | None]],
    grammar: PeriodGrammar,
    *,
    role: Role,
) -> Scope | None:
    """Return the period of the date that governs a figure, or completes what is said of it."""
    governing = governing_date(scene, figure, dates, grammar)
    later = completing_date(scene, figure, dates, grammar)
    if role in _COMING and governing and governing[1]:
        return Scope(_at_its_end(governing[0], scene), "period.sentence")
    if role is Role.FORECAST:
        return Scope(later, "period.forecast")
    if governing is not None:
        return Scope(governing[0], "period.sentence")
    return Scope(later, "period.completed") if later is not None else None


def _at_its_end(period: Period | None, scene: Scene) -> Period | None:
    """Return the whole date where 至2030年 names when something comes to be, not a span to it."""
    if period is None or period.start is not None:
        return period
    own = (f.period for f in scene.figures if f.period and f.period.text == period.text)
    return next(own, period)


def _is_apart(scene: Scene, figure: SceneFigure, role: Role, grammar: PeriodGrammar) -> bool:
    """Tell whether a length of time is no part of any date's span: 近5年, 請於1個月內提出."""
    if figure.quantity.unit not in grammar.years:
        return False
    before = scene.text[scene.clause_start(figure.start) : figure.start]
    if grammar.own_span.search(before) and figure.quantity.unit.startswith(_YEAR_UNIT):
        return True
    within = role is Role.CONTEXT and figure.quantity.bound is Bound.AT_MOST
    asked = grammar.requested.search(before) or grammar.handed_in.match(scene.text, figure.end)
    return within and asked is not None


def leaving_period(
    scene: Scene, grammar: PeriodGrammar, *, report_year: int | None = None
) -> Period | None:
    """Return the period that a sentence hands on: its last date outside brackets, no mere day."""
    last = None
    for figure, period in governing_dates(scene, grammar, report_year):
        lasts = period is not None and period.end is not None
        outside = scene.nesting[figure.start] == 0
        if outside and lasts and not is_event(figure, period, coarser=True):
            last = period
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
    scene: Scene, grammar: PeriodGrammar, paragraph: Period | None, section: Period | None
) -> Scope:
    """Return what a figure without a date takes: the paragraph's, if the sentence goes on."""
    open_start = paragraph is not None and paragraph.start is None
    if paragraph is None or grammar.fresh.match(scene.text) or open_start:
        return Scope(section or paragraph, "period.section")
    summed = grammar.summing.match(scene.text) or grammar.summing.search(scene.text[:8])
    if summed and not _spans_years(paragraph):
        return Scope(section or paragraph, "period.section")
    return Scope(paragraph, "period.paragraph")


def _spans_years(period: Period) -> bool:
    return bool(period.start and period.end and (period.end - period.start).days > _YEAR)


def _pair_lists(scene: Scene, scopes: list[Scope], grammar: PeriodGrammar) -> list[Scope]:
    """Give the n-th figures of a 分別 list the n-th of the years that govern it."""
    for marker in grammar.respectively.finditer(scene.text):
        end = scene.text.find("。", marker.end())
        end = len(scene.text) if end < 0 else end
        inside = [
            at
            for at, figure in enumerate(scene.figures)
            if marker.end() <= figure.start < end and not figure.is_date
        ]
        groups = _list_groups(scene, inside, grammar)
        if not groups or any(scene.figures[at].structural for at in inside[:1]):
            continue
        years = _listed_dates(scene, marker.start(), grammar) or _years(scopes[inside[0]].period)
        said = scopes[inside[0]].rule == "period.sentence"
        if not _MIN_YEARS <= len(groups) <= len(years) or (said and len(groups) < len(years)):
            continue  # which of its own years a shorter list speaks of is not told
        for group, year in zip(groups, years, strict=False):
            for at in group:
                scopes[at] = Scope(year, "period.respectively")
    return scopes


def _listed_dates(scene: Scene, end: int, grammar: PeriodGrammar) -> list[Period]:
    """Return the dates of a list that ends before 分別: 107年、108年及109年分別…, two or more."""
    found: list[Period] = []
    follows = end
    for figure in reversed(scene.figures):
        if figure.end > follows:
            continue
        between = scene.text[figure.end : follows].strip()
        joined = grammar.list_joint.fullmatch(between) if found else len(between) <= _NEAR
        if not figure.is_date or not joined or figure.period is None:
            break
        found.insert(0, figure.period)
        follows = figure.start
    return found if len(found) >= _MIN_YEARS else []


def _list_groups(scene: Scene, inside: Sequence[int], grammar: PeriodGrammar) -> list[list[int]]:
    """Return the members of the list that opens with the first figure, a group a member.

    64校261案、65校219案、以及40校63案 has three members of two figures each.
    """
    groups: list[list[int]] = []
    last = None
    for at in inside:
        figure = scene.figures[at]
        if last is None:
            groups.append([at])
        else:
            between = scene.text[last.end : figure.start]
            if not between.strip():
                groups[-1].append(at)
            elif grammar.list_joint.fullmatch(between):
                groups.append([at])
            else:
                break
        last = figure
    shapes = [[scene.figures[at].quantity.unit for at in group] for group in groups]
    return groups if len(list(groupby(shapes))) == 1 else []


def _years(period: Period | None) -> list[Period]:
    """Return the years of a span, one period each; academic years stay academic."""
    if period is None or period.start is None or period.end is None:
        return []
    start, end = period.start, period.end
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
        return [
            Period(date(y, 1, 1), date(y, 12, 31), period.text)
            for y in range(start.year, end.year + 1)
        ]
    if (start.month, end.month) == (8, 7):
        return [
            Period(date(y, 8, 1), date(y + 1, 7, 31), period.text)
            for y in range(start.year, end.year)
        ]
    return []


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
