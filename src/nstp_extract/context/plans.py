"""Dates that stand behind a figure or in brackets, and are its own: 總經費9億元，期程113至116年."""

from nstp_extract.context.dated import Dates
from nstp_extract.context.period_grammar import PeriodGrammar
from nstp_extract.context.scene import CLOSERS, OPENERS, Scene, SceneFigure
from nstp_extract.core.figure import Period


def completing_date(
    scene: Scene,
    figure: SceneFigure,
    dates: Dates,
    grammar: PeriodGrammar,
) -> Period | None:
    """Return the date of the clause right behind the figure's that says when it was completed."""
    end = scene.clause_end(figure.end)
    for other, period in dates:
        lead = scene.text[end : other.start]
        if other.start > figure.end and grammar.completed.fullmatch(lead):
            return period
    return None


def plan_date(
    scene: Scene, figure: SceneFigure, dates: Dates, grammar: PeriodGrammar
) -> Period | None:
    """Return the years of the plan that a figure speaks of: 「降漏計畫（102至113年）」，總經費.

    They stand in brackets behind its name, or behind the figure: 9億元，計畫期程114至117年度.
    """
    for other, period in dates:
        if other.start > figure.end and grammar.plan_term.fullmatch(
            scene.text, figure.end, other.start
        ):
            return period
    for other, _ in reversed(dates):
        if other.end <= figure.start and _spans_plan(scene, other, grammar):
            return other.period
    return None


def _spans_plan(scene: Scene, day: SceneFigure, grammar: PeriodGrammar) -> bool:
    """Tell whether a date is the years of a plan, in brackets behind its name."""
    own = day.period
    if own is None or own.start is None or own.end is None or own.end.year == own.start.year:
        return False
    closed = scene.text[day.end : day.end + 1] in tuple(CLOSERS)
    return closed and grammar.plan_name.search(scene.text, 0, day.start) is not None


def bracketed_date(scene: Scene, figure: SceneFigure) -> Period | None:
    """Return the date that alone stands in brackets right behind a figure: 35案(113年)."""
    for other in scene.figures:
        if other.is_date and other.start > figure.end:
            opened = scene.text[figure.end : other.start] in tuple(OPENERS)
            closed = scene.text[other.end : other.end + 1] in tuple(CLOSERS)
            return other.period if opened and closed else None
    return None
