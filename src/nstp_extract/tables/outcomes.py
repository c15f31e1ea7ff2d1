"""Outcomes: figures of role result, forecast and target, as an analyst wants them.

What the report says of a figure elsewhere (its baseline, a total it is part of, the same claim
before it) comes from its relations; finding those belongs in ``relations``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Final

from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.vocabulary import Kind, RelationType, Role
from nstp_extract.tables.rows import (
    Edition,
    Row,
    currency_of,
    outline_columns,
    page_of,
    period_columns,
    quantity_columns,
)

ROLES: Final = frozenset({Role.RESULT, Role.FORECAST, Role.TARGET})
YI: Final = 8
"""億 is ten to this power."""

_FIRST_ROC_YEAR: Final = 1911
_RESTATING: Final = frozenset({RelationType.SAME_AS, RelationType.PART_OF_TOTAL})
_EXACT: Final = Context(prec=60)


def outcome_rows(extraction: Extraction, edition: Edition) -> Iterator[Row]:
    """Yield the rows of ``outcomes``, in text order."""
    figures = {figure.figure_id: figure for figure in extraction.figures}
    baselines = _first_baselines(extraction, figures)
    restated = {r.from_id for r in extraction.relations if r.type in _RESTATING}
    for figure in extraction.figures:
        if figure.role not in ROLES or figure.quantity.kind is Kind.DATE:
            continue
        yield {
            "report_id": extraction.report.report_id,
            "version": edition.version,
            "figure_id": figure.figure_id,
            **outline_columns(figure),
            "agency": figure.agency,
            "agency_id": figure.agency_id,
            "indicator": figure.indicator,
            "text": figure.mention.surface,
            "kind": str(figure.quantity.kind),
            "role": str(figure.role),
            "bound": str(figure.quantity.bound),
            **quantity_columns(figure),
            "currency": currency_of(figure),
            "value_yi": value_in_yi(figure),
            **_baseline_columns(figure, baselines),
            "basis": str(figure.basis) if figure.basis else None,
            **period_columns(figure.period),
            **_year_columns(figure),
            "restated": figure.figure_id in restated,
            "sentence": figure.sentence,
            "start": figure.mention.span.start,
            "end": figure.mention.span.end,
            "page": page_of(figure, extraction),
        }


def _first_baselines(extraction: Extraction, figures: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """Return the baseline of each figure that has one, by its id; of several the first told."""
    links = [
        (figures[relation.from_id], relation.to_id)
        for relation in extraction.relations
        if relation.type is RelationType.BASELINE_OF and relation.from_id in figures
    ]
    links.sort(key=lambda link: link[0].mention.span, reverse=True)
    return {later: baseline for baseline, later in links}


def value_in_yi(figure: Figure) -> Decimal | None:
    """Return the value of an amount in TWD divided by 10⁸, exactly; None for anything else."""
    if currency_of(figure) != "TWD" or figure.quantity.value is None:
        return None
    return figure.quantity.value.scaleb(-YI, _EXACT)


def _baseline_columns(figure: Figure, baselines: Mapping[str, Figure]) -> Row:
    value = figure.quantity.value
    baseline = baselines.get(figure.figure_id)
    before = baseline.quantity.value if baseline and _same_unit(figure, baseline) else None
    change = None if value is None or before is None else _EXACT.subtract(value, before)
    return {"baseline_value": before, "change": change}


def _same_unit(one: Figure, other: Figure) -> bool:
    return (one.quantity.kind, one.quantity.unit) == (other.quantity.kind, other.quantity.unit)


def _year_columns(figure: Figure) -> Row:
    start = _year(figure.period.start if figure.period else None)
    end = _year(figure.period.end if figure.period else None)
    return {
        "roc_start": None if start is None else start - _FIRST_ROC_YEAR,
        "roc_end": None if end is None else end - _FIRST_ROC_YEAR,
        "year_start": start,
        "year_end": end,
    }


def _year(day: date | None) -> int | None:
    return day.year if day else None
