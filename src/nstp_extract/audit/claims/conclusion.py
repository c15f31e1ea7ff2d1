"""Whether a wrong claim turns what the report concludes: growth for decline, met for missed."""

from collections.abc import Iterator
from decimal import Decimal

from nstp_extract.audit.claims.judge import Ruling
from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.vocabulary import Ground, Judgement, RelationType, Role

_AHEAD = (Role.FORECAST, Role.TARGET)


def flips_conclusion(ruling: Ruling, extraction: Extraction) -> bool:
    """Tell whether a claim and its report lead to opposite conclusions.

    That is so where the change goes the other way, where what was aimed at is told as reached, and
    where the claimed number lies on the other side of the baseline or the target than the report's.
    """
    if ruling.option is None or ruling.judgement is Judgement.SUPPORTED:
        return False
    figure = ruling.option.statement.figure
    if ruling.ground is Ground.DIRECTION:
        return True
    if ruling.ground is Ground.ROLE:
        return figure.role in _AHEAD and ruling.stated.role not in _AHEAD
    claimed, source = ruling.stated.quantity.value, figure.quantity.value
    if ruling.ground is not Ground.VALUE or claimed is None or source is None:
        return False
    marks = _marks(figure, extraction)
    return any((claimed - mark) * (source - mark) < 0 for mark in marks)


def _marks(figure: Figure, extraction: Extraction) -> Iterator[Decimal]:
    """Yield the numbers that a figure is measured against: its baseline, targets beside it."""
    baselines = {
        relation.from_id
        for relation in extraction.relations
        if relation.type is RelationType.BASELINE_OF and relation.to_id == figure.figure_id
    }
    for other in extraction.figures:
        beside = other.role is Role.TARGET and other.sentence == figure.sentence
        like = other.quantity.unit == figure.quantity.unit
        if like and other.quantity.value is not None and (beside or other.figure_id in baselines):
            yield other.quantity.value
