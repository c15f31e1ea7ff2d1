"""Lists of figures that a list of dates governs: 106至107年度分別達24%及26%."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Final

from nstp_extract.context.period_grammar import PeriodGrammar, Scope
from nstp_extract.context.scene import Scene
from nstp_extract.core.figure import Period

_MIN_YEARS: Final = 2


def pair_lists(scene: Scene, scopes: list[Scope], grammar: PeriodGrammar) -> list[Scope]:
    """Give the n-th figures of a 分別 list the n-th of the years that govern it.

    Two dates or more side by side need no 分別 where as many figures follow in their clause.
    """
    markers = [(*match.span(), False) for match in grammar.respectively.finditer(scene.text)]
    markers += [(end, end, True) for end in _ends_of_lists(scene, grammar)]
    for start, behind, bare in markers:
        end = scene.clause_end(behind) if bare else scene.text.find("。", behind)
        end = len(scene.text) if end < 0 else end
        inside = [
            at
            for at, figure in enumerate(scene.figures)
            if behind <= figure.start < end and not figure.is_date
        ]
        groups = _list_groups(scene, inside, grammar)
        if not groups or any(scene.figures[at].structural for at in inside[:1]):
            continue
        years = _listed_dates(scene, start, grammar) or years_of(scopes[inside[0]].period)
        if bare and not len(inside) == len(groups) == len(years):
            continue
        said = scopes[inside[0]].rule == "period.sentence"
        if not _MIN_YEARS <= len(groups) <= len(years) or (said and len(groups) < len(years)):
            continue  # which of its own years a shorter list speaks of is not told
        for group, year in zip(groups, years, strict=False):
            for at in group:
                scopes[at] = Scope(year, "period.respectively")
    return scopes


def _ends_of_lists(scene: Scene, grammar: PeriodGrammar) -> list[int]:
    """Return where each list of dates ends: 107及108年度|."""
    days = [figure for figure in scene.figures if figure.is_date]
    joined = [
        grammar.list_joint.fullmatch(scene.text, first.end, second.start) is not None
        for first, second in pairwise(days)
    ]
    ends = [*(not goes_on for goes_on in joined[1:]), True]
    return [
        day.end
        for day, listed, ends_here in zip(days[1:], joined, ends, strict=False)
        if listed and ends_here
    ]


def _listed_dates(scene: Scene, end: int, grammar: PeriodGrammar) -> list[Period]:
    """Return the dates of a list that ends before 分別: 107年、108年及109年分別…, two or more."""
    found: list[Period] = []
    follows = end
    for figure in reversed(scene.figures):
        if figure.end > follows:
            continue
        between = scene.text[figure.end : follows].strip()
        joint = grammar.list_joint if found else grammar.subject_of_list
        joined = joint.fullmatch(between)
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


def years_of(period: Period | None) -> list[Period]:
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
