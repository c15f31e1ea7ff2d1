"""When: the time that each figure of a sentence speaks of, from the dates that govern it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.figure import Period, Quantity
from nstp_extract.core.vocabulary import Basis, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.dates import RelativeYears, compile_relative_years

_MIN_YEARS: Final = 2
_MONTH: Final = 31
_NEAR: Final = 3
_YEAR: Final = 366


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


@lru_cache(maxsize=8)
def compile_periods(lexicon: Lexicon) -> PeriodGrammar:
    """Return the period grammar of `lexicon`."""
    until = compile_surfaces(lexicon.surfaces("until_mark"))
    since = compile_surfaces(lexicon.surfaces("since_mark"))
    return PeriodGrammar(
        until=re.compile(rf"(?<![降增升減達延長滑漲跌成加短少高低])(?:{until})[ ]?(?:民國)?[ ]?$"),
        until_behind=re.compile(lexicon.pattern("until_behind")),
        since=re.compile(rf"(?:{since})[ ]?(?:民國)?[ ]?$"),
        since_behind=re.compile(lexicon.pattern("since_behind")),
        fresh=re.compile(rf"[*\s●-]*(?:{compile_surfaces(lexicon.surfaces('fresh_start'))})"),
        summing=re.compile(compile_surfaces(lexicon.surfaces("summing_word"))),
        respectively=re.compile(compile_surfaces(lexicon.surfaces("respectively"))),
        compared=re.compile(lexicon.pattern("compared_with")),
        relative=compile_relative_years(lexicon),
        same_time=re.compile(lexicon.pattern("same_time")),
        list_joint=re.compile(lexicon.pattern("list_joint")),
        scope_lead=re.compile(
            rf"(?:^|[，。：；*\s●]|{compile_surfaces(lexicon.surfaces('scope_lead'))})[ ]?$"
        ),
        excepted=re.compile(
            rf"(?:{compile_surfaces(lexicon.surfaces('except_open'))})[^，。；]*(?:，[^，。；]*)??外，"
        ),
    )


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
    dates = _governing_dates(scene, grammar, report_year)
    inherited = _inherit(scene, grammar, paragraph, section)
    scopes = []
    for figure, role in zip(scene.figures, roles, strict=True):
        if figure.is_date:
            scopes.append(Scope(figure.period, "period.date"))
            continue
        governing = _governing(scene, figure, dates, grammar)
        if role is Role.FORECAST and not (governing and governing[1]):
            scopes.append(Scope(None, "period.forecast"))
        elif governing is not None:
            scopes.append(Scope(governing[0], "period.sentence"))
        elif (later := _completing(scene, figure, dates)) is not None:
            scopes.append(Scope(later, "period.completed"))
        else:
            scopes.append(inherited)
    return _pair_lists(scene, scopes, grammar)


def leaving_period(
    scene: Scene, grammar: PeriodGrammar, *, report_year: int | None = None
) -> Period | None:
    """Return the period that a sentence hands on: its last date outside brackets, no mere day."""
    last = None
    for figure, period in _governing_dates(scene, grammar, report_year):
        lasts = period is not None and period.end is not None
        outside = scene.nesting[figure.start] == 0
        if outside and lasts and not _is_event(figure, period, coarser=True):
            last = period
    return last


def _governing_dates(
    scene: Scene, grammar: PeriodGrammar, report_year: int | None
) -> list[tuple[SceneFigure, Period | None]]:
    """Return the dates of a sentence with what each scopes, words like 去年 too, in order."""
    dates = [(f, _scoped(scene, f, grammar)) for f in scene.figures if f.is_date]
    if report_year is not None:
        for start, end, year in grammar.relative.find(scene.text, report_year):
            period = Period(date(year, 1, 1), date(year, 12, 31), scene.text[start:end])
            word = SceneFigure(start, end, Quantity(Kind.DATE), structural=False, period=period)
            if not grammar.same_time.match(scene.text, end):
                dates.append((word, _scoped(scene, word, grammar)))
    return sorted(dates, key=lambda pair: pair[0].start)


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


def _scoped(scene: Scene, figure: SceneFigure, grammar: PeriodGrammar) -> Period | None:
    """Return what a date scopes: 截至109年底 is open at its start, 自109年3月起 at its end."""
    period = figure.period
    if period is None:
        return None
    before = scene.text[max(0, figure.start - 8) : figure.start]
    single = period.text.count("年") <= 1 and not re.search("[-~至到]", period.text)
    if single and grammar.until.search(before):
        return replace(period, start=None)
    if (
        single
        and grammar.since.search(before)
        and grammar.since_behind.match(scene.text, figure.end)
    ):
        return replace(period, end=None)
    return period


def _governing(
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
        if min(scene.nesting[other.start : figure.start + 1]) < scene.nesting[other.start]:
            continue
        if any(a <= other.start and other.end <= b <= figure.start for a, b in excepted):
            continue
        if grammar.compared.search(scene.text[max(0, other.start - 6) : other.start]):
            continue
        near = other.start >= clause
        if near or not _is_event(other, period, coarser=at > 0):
            return period, near
    return None


def _is_event(figure: SceneFigure, period: Period | None, *, coarser: bool) -> bool:
    """Tell whether a date of another clause names a day, or a month beside a year."""
    own = figure.period
    if own is None or own.start is None or own.end is None or period is None:
        return False
    if period.start is None or period.end is None:
        return False
    days = (own.end - own.start).days
    return days == 0 or (coarser and days <= _MONTH)


def _completing(
    scene: Scene, figure: SceneFigure, dates: Sequence[tuple[SceneFigure, Period | None]]
) -> Period | None:
    """Return the date of the clause right behind the figure's that says when it was completed."""
    end = scene.clause_end(figure.end)
    for other, period in dates:
        lead = scene.text[end : other.start]
        if other.start > figure.end and re.fullmatch(r"，[已業並]?[於在]", lead):
            return period
    return None


def _inherit(
    scene: Scene, grammar: PeriodGrammar, paragraph: Period | None, section: Period | None
) -> Scope:
    """Return what a figure without a date takes: the paragraph's, if the sentence goes on."""
    open_start = paragraph is not None and paragraph.start is None
    if paragraph is None or grammar.fresh.match(scene.text) or open_start:
        return Scope(section or paragraph, "period.section")
    if grammar.summing.match(scene.text) or grammar.summing.search(scene.text[:8]):
        return Scope(section or paragraph, "period.section")
    return Scope(paragraph, "period.paragraph")


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
