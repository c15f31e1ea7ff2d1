"""Whether a claimed number is the report's: exact, rounded, cut off, hedged, or not."""

from dataclasses import replace
from decimal import Decimal
from enum import Enum, auto
from typing import Final

from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.interval import (
    Interval,
    last_digit_step,
    print_step,
    quantity_to_interval,
)
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Bound, Ground, Kind, Rounding

_TENTHS: Final = "tenths"
_FRACTION: Final = "fraction"
_UPWARD: Final = (Bound.OVER, Bound.AT_LEAST)
_DOWNWARD: Final = (Bound.UNDER, Bound.AT_MOST)
_TWO: Final = Decimal(2)
_HALF: Final = Decimal("0.5")


class Apart(Enum):
    """What a number is to another that it does not support: contradicted by it, or neither."""

    OPEN = auto()
    DISJOINT = auto()


def compare_values(stated: Stated, source: Quantity) -> Ground | Apart:
    """Return how the report's number supports the claimed one, units apart, or how it does not.

    A number that is less precise than the claim, or only bounds it, neither supports nor
    contradicts.
    """
    claimed = coarsen(stated.quantity, stated.evidence)
    point = source.value if source.value is not None else source.low
    if claimed.value is None or source.value is None:
        return _compare_ranges(claimed, source)
    if point == claimed.value:
        return Ground.EXACT if claimed.bound is source.bound else _hedge(claimed, source)
    if claimed.bound is Bound.EXACT:
        found = _compare_rounded(claimed, source.value)
    else:
        found = _compare_hedged(claimed, source.value)
    if found is None:
        return _apart(claimed, source)
    return found


def coarsen(quantity: Quantity, evidence: tuple[str, ...]) -> Quantity:
    """Return a quantity as precise as its wording: 八成 is no 80.00%, 三分之二 no 66.6667%."""
    if quantity.value is None:
        return quantity
    if _TENTHS in evidence:
        return replace(quantity, decimals=0, scale=last_digit_step(quantity.value))
    if _FRACTION in evidence:
        return replace(quantity, value=quantity.value, decimals=0, scale=_TWO)
    return quantity


def claimed_interval(stated: Stated) -> Interval | None:
    """Return what a claimed number stands for, rounded half up."""
    quantity = coarsen(stated.quantity, stated.evidence)
    return quantity_to_interval(quantity, rounding=Rounding.HALF_UP)


def _hedge(claimed: Quantity, source: Quantity) -> Ground | Apart:
    """Return what becomes of equal numbers that are bounded otherwise: 逾100 is not under 100."""
    opposed = claimed.bound in _UPWARD and source.bound in _DOWNWARD
    opposed = opposed or (claimed.bound in _DOWNWARD and source.bound in _UPWARD)
    return Apart.DISJOINT if opposed else Ground.HEDGED


def _compare_rounded(claimed: Quantity, point: Decimal) -> Ground | None:
    for rounding, ground in (
        (Rounding.HALF_UP, Ground.ROUNDED),
        (Rounding.TRUNCATE, Ground.TRUNCATED),
    ):
        interval = quantity_to_interval(claimed, rounding=rounding)
        if interval is not None and point in interval:
            return ground
    return None


def _compare_hedged(claimed: Quantity, point: Decimal) -> Ground | None:
    """Return how a number with 約, 逾 or 不到 holds: 逾 only as far as twice the number."""
    value = claimed.value
    if value is None:
        return None
    if claimed.bound is Bound.ABOUT:
        interval = quantity_to_interval(claimed, rounding=Rounding.HALF_UP)
        return Ground.HEDGED if interval is not None and point in interval else None
    near = value <= point <= value * _TWO
    if claimed.bound in _DOWNWARD:
        near = value * _HALF <= point <= value
    return Ground.HEDGED if near else None


def _compare_ranges(claimed: Quantity, source: Quantity) -> Ground | Apart:
    """Compare where one of the two is a range or an open number."""
    ends = (claimed.low, claimed.high)
    if claimed.value is None and ends == (source.low, source.high) and ends != (None, None):
        return Ground.EXACT
    if claimed.low is not None and claimed.high is None and source.value is not None:
        top = claimed.low + last_digit_step(claimed.low)
        if claimed.low <= source.value < top:
            return Ground.HEDGED
    if source.low is not None and source.high is None and claimed.value == source.low:
        return Ground.HEDGED
    if None not in ends and source.value is not None and _between(ends, source.value):
        return Ground.HEDGED
    return _apart(claimed, source)


def _between(ends: tuple[Decimal | None, Decimal | None], value: Decimal) -> bool:
    low, high = ends
    return low is not None and high is not None and low <= value <= high


def _apart(claimed: Quantity, source: Quantity) -> Apart:
    left = quantity_to_interval(claimed)
    right = quantity_to_interval(source)
    if left is None or right is None or source.kind is Kind.DATE:
        return Apart.OPEN
    return Apart.DISJOINT if left.is_disjoint(right) else Apart.OPEN


def is_telling(quantity: Quantity) -> int:
    """Return how many digits a number tells by: 3 for 20.5億, 1 for 300."""
    value = quantity.value if quantity.value is not None else quantity.low
    return len(value.normalize().as_tuple().digits) if value is not None else 0


def step_of(quantity: Quantity) -> Decimal:
    """Return what one unit of the last printed digit stands for; 1 where the number is exact."""
    return print_step(quantity) or Decimal(1)
