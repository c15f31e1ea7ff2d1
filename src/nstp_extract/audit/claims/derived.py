"""Numbers that follow from figures which the report links: differences, ratios, sums.

Only linked figures are combined: a change with its baseline, and the members of one list. Any two
numbers of a report would give any third.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import groupby
from typing import Final

from nstp_extract.core.figure import Extraction, Figure, Quantity
from nstp_extract.core.vocabulary import Kind, RelationType, Role

_CONTEXT: Final = Context(prec=28)
_HUNDRED: Final = Decimal(100)
_TIMES: Final = "倍"
_PERCENT: Final = "%"
_POINTS: Final = "pp"
_SHORTEST: Final = 2
_LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that follows from figures, the first of them the one that it is told of.

    `rises` tells which way a change goes; it is None for what is no change.
    """

    quantity: Quantity
    figures: tuple[Figure, ...]
    formula: str
    rises: bool | None = None


def derive_quantities(extraction: Extraction) -> Iterator[Derived]:
    """Yield what follows from each change and from each list, in no order that counts."""
    figures = {figure.figure_id: figure for figure in extraction.figures}
    for relation in extraction.relations:
        if relation.type is RelationType.BASELINE_OF:
            yield from _change(figures[relation.from_id], figures[relation.to_id])
        elif relation.type is RelationType.PART_OF_TOTAL:
            yield from _share(figures[relation.from_id], figures[relation.to_id])
    yield from _sums(extraction.figures)


def _change(baseline: Figure, result: Figure) -> Iterator[Derived]:
    """Yield difference, relative change and ratio of a change."""
    before, after = baseline.quantity.value, result.quantity.value
    if before is None or after is None or baseline.quantity.unit != result.quantity.unit:
        return
    pair = (result, baseline)
    old, new = baseline.mention.surface, result.mention.surface
    gap = abs(after - before)
    kind = result.quantity.kind
    unit = _POINTS if kind is Kind.PERCENT else result.quantity.unit
    rises = None if after == before else after > before
    yield Derived(Quantity(kind, gap, unit=unit), pair, f"|{new} - {old}|", rises)
    if before and after:
        share = _CONTEXT.divide(gap * _HUNDRED, before)
        yield Derived(
            Quantity(Kind.PERCENT, share, unit=_PERCENT), pair, f"|{new} - {old}| / {old}", rises
        )
        larger, smaller = max(before, after), min(before, after)
        times = _CONTEXT.divide(larger, smaller)
        formula = f"{new} / {old}" if after >= before else f"{old} / {new}"
        yield Derived(Quantity(Kind.MULTIPLE, times, unit=_TIMES), pair, formula)


def _share(part: Figure, total: Figure) -> Iterator[Derived]:
    """Yield what share of a stated total a part is."""
    value, whole = part.quantity.value, total.quantity.value
    if value is not None and whole:
        share = _CONTEXT.divide(value * _HUNDRED, whole)
        formula = f"{part.mention.surface} / {total.mention.surface}"
        yield Derived(Quantity(Kind.PERCENT, share, unit=_PERCENT), (part, total), formula)


def _sums(figures: Sequence[Figure]) -> Iterator[Derived]:
    """Yield the sum of each run of figures of one sentence that count the same."""
    for _, group in groupby(figures, key=_list_key):
        run = tuple(group)
        values = [f.quantity.value for f in run if f.quantity.value is not None]
        if not _SHORTEST <= len(values) == len(run) <= _LONGEST:
            continue
        total = sum(values, Decimal(0))
        kind, unit = run[0].quantity.kind, run[0].quantity.unit
        formula = " + ".join(figure.mention.surface for figure in run)
        yield Derived(Quantity(kind, total, unit=unit), run, formula)


def _list_key(figure: Figure) -> tuple[object, ...]:
    """Return what members of one list share; a figure that is no sum's part shares nothing."""
    quantity = figure.quantity
    if figure.role is not Role.RESULT or quantity.kind not in (Kind.AMOUNT, Kind.COUNT):
        return (figure.figure_id,)
    return (figure.sentence, quantity.kind, quantity.unit, figure.indicator, figure.agency_id)
