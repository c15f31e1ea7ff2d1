"""How a wrong number may have come from the right one: a slip of the pen tells which was meant."""

from decimal import Decimal
from typing import Final

from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.claims.values import claimed_interval, is_telling, step_of
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Kind, Slip

_MYRIAD: Final = 4
_FARTHEST: Final = 8
_TELLING: Final = 2
_CLOSE: Final = 3
_RATES: Final = frozenset(("%", "pp"))


def find_slip(stated: Stated, source: Quantity) -> Slip | None:
    """Return the slip that leads from the report's number to the claimed one; None if none does."""
    claimed = stated.quantity
    if claimed.value is None or source.value is None or claimed.value == source.value:
        if {claimed.unit, source.unit} == _RATES and claimed.value == source.value is not None:
            return Slip.PERCENT_POINTS
        return None
    if is_telling(source) < _TELLING:
        return None
    if claimed.kind is not Kind.PERCENT and (power := _find_power(stated, source.value)):
        return Slip.WAN_YI if abs(power) == _MYRIAD else Slip.POWER_OF_TEN
    if _moved(stated, source.value):
        return Slip.POWER_OF_TEN
    return Slip.DIGIT_SWAP if _is_swap(*_digits(claimed, source.value)) else None


def is_near_miss(stated: Stated, source: Quantity) -> bool:
    """Tell whether one digit of three or more is another one."""
    claimed = stated.quantity
    if claimed.value is None or source.value is None or is_telling(source) < _CLOSE:
        return False
    left, right = _digits(claimed, source.value)
    wrong = sum(one != other for one, other in zip(left, right, strict=False))
    return len(left) == len(right) and wrong == 1


def _find_power(stated: Stated, source: Decimal) -> int | None:
    """Return by how many powers of ten the claimed number is off; None if that is not all."""
    interval, value = claimed_interval(stated), stated.quantity.value
    if interval is None or not value or not source:
        return None
    gap = source.adjusted() - value.adjusted()
    for power in (gap, gap - 1, gap + 1):
        if 0 < abs(power) <= _FARTHEST and source.scaleb(-power) in interval:
            return power
    return None


def _moved(stated: Stated, source: Decimal) -> bool:
    """Tell whether a rate's point has moved by one or two places."""
    value = stated.quantity.value
    return value is not None and any(value.scaleb(power) == source for power in (1, -1, 2, -2))


def _digits(claimed: Quantity, source: Decimal) -> tuple[str, str]:
    """Return the digits of both numbers as far as the claim prints them."""
    step = step_of(claimed)
    value = claimed.value or Decimal(0)
    return str((value / step).to_integral_value()), str((source / step).to_integral_value())


def _is_swap(left: str, right: str) -> bool:
    """Tell whether two digits have changed places."""
    if len(left) != len(right):
        return False
    wrong = [at for at, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
    if len(wrong) != len("ab"):
        return False
    first, last = wrong
    return left[first] == right[last] and left[last] == right[first]
