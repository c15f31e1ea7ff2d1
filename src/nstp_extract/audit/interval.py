"""What a printed number stands for: an interval, and the arithmetic of intervals.

A number printed with d decimals in scale s was rounded or cut off there, 約 and 逾 widen it, and a
count that is printed in full is exact. Which figures are compared is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import reduce
from itertools import product
from typing import Final

from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Bound, Kind, Rounding

_INFINITE: Final = Decimal("Infinity")
_ZERO: Final = Decimal(0)
_HALF: Final = Decimal("0.5")
_TEN: Final = Decimal(10)
_DOWN: Final = Context(prec=60, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=60, rounding=ROUND_CEILING)
_UPWARD: Final = frozenset((Bound.OVER, Bound.AT_LEAST))
_DOWNWARD: Final = frozenset((Bound.UNDER, Bound.AT_MOST))
_COUNTED: Final = frozenset((Kind.COUNT, Kind.AMOUNT))


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both ends included; an open end is infinite.

    Sums, differences, products and quotients hold every result of two numbers of the operands;
    ends that do not come out even are rounded outward.

    >>> Interval(Decimal(2), Decimal(3)) + Interval.of(Decimal("0.5"))
    Interval(low=Decimal('2.5'), high=Decimal('3.5'))
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        """Refuse an interval that runs backwards."""
        if not self.low <= self.high:
            msg = f"not an interval: [{self.low}, {self.high}]"
            raise ValueError(msg)

    @classmethod
    def of(cls, value: Decimal) -> "Interval":
        """Return the interval of one number."""
        return cls(value, value)

    def __contains__(self, value: Decimal) -> bool:
        """Tell whether `value` lies inside or on an end."""
        return self.low <= value <= self.high

    def __add__(self, other: "Interval") -> "Interval":
        """Return the interval of all sums."""
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __neg__(self) -> "Interval":
        """Return the interval of all opposites."""
        return Interval(self.high.copy_negate(), self.low.copy_negate())

    def __sub__(self, other: "Interval") -> "Interval":
        """Return the interval of all differences."""
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        """Return the interval of all products."""
        pairs = list(product((self.low, self.high), (other.low, other.high)))
        return Interval(
            min(_times(a, b, _DOWN) for a, b in pairs), max(_times(a, b, _UP) for a, b in pairs)
        )

    def __truediv__(self, other: "Interval") -> "Interval":
        """Return the interval of all quotients: everything where the divisor may be zero."""
        if _ZERO in other:
            return EVERYTHING
        inverse = Interval(_DOWN.divide(1, other.high), _UP.divide(1, other.low))
        return self * inverse

    @property
    def is_bounded(self) -> bool:
        """Tell whether neither end is open."""
        return self.low.is_finite() and self.high.is_finite()

    def scale(self, factor: Decimal) -> "Interval":
        """Return the interval of all products with one number."""
        return self * Interval.of(factor)

    def join(self, other: "Interval") -> "Interval":
        """Return the smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def is_disjoint(self, other: "Interval") -> bool:
        """Tell whether no number lies in both: the two cannot be the same number."""
        return self.high < other.low or other.high < self.low

    def exceeds(self, other: "Interval") -> bool:
        """Tell whether every number here is greater than every number of `other`."""
        return self.low > other.high


EVERYTHING: Final = Interval(-_INFINITE, _INFINITE)
"""What nothing is known of."""


def add_intervals(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of all sums of one number from each; zero for none."""
    return reduce(Interval.__add__, intervals, Interval.of(_ZERO))


def quantity_to_interval(
    quantity: Quantity, *, rounding: Rounding = Rounding.EITHER
) -> Interval | None:
    """Return what a quantity stands for in its base unit; None for one without a number (a date).

    A number with d decimals in scale s is [v - ½·10⁻ᵈ, v + ½·10⁻ᵈ]·s if rounded half up and
    [v, v + 10⁻ᵈ]·s if cut off; with `EITHER` it is both. A count or an amount printed to the last
    one is exact. 約 widens to half a unit of the last digit that is not zero, 逾 and 以上 are open
    above, 未滿 and 以下 below, and a range runs from its low end to its high one.

    >>> from nstp_extract.core.vocabulary import Kind
    >>> money = Quantity(Kind.AMOUNT, Decimal("2055000000"), decimals=2, scale=Decimal(10**8))
    >>> interval = quantity_to_interval(money, rounding=Rounding.HALF_UP)
    >>> int(interval.low), int(interval.high)
    (2054500000, 2055500000)
    """
    value = quantity.value
    if quantity.kind is Kind.DATE:
        return None
    if value is None:
        return _range_interval(quantity, rounding)
    if quantity.bound in _UPWARD:
        return Interval(value, _INFINITE)
    if quantity.bound in _DOWNWARD:
        return Interval(-_INFINITE, value)
    printed = _widen(value, print_step(quantity), rounding)
    if quantity.bound is Bound.ABOUT:
        return printed.join(_widen(value, last_digit_step(value), Rounding.HALF_UP))
    return printed


def print_step(quantity: Quantity) -> Decimal:
    """Return what one unit of the last printed digit stands for; zero if the number is exact.

    >>> from nstp_extract.core.vocabulary import Kind
    >>> print_step(Quantity(Kind.PERCENT, Decimal("76.48"), decimals=2))
    Decimal('0.01')
    """
    if quantity.kind in _COUNTED and quantity.scale == 1 and not quantity.decimals:
        return _ZERO
    return quantity.scale.scaleb(-quantity.decimals)


def last_digit_step(value: Decimal) -> Decimal:
    """Return what one unit of the last digit of `value` that is not zero stands for.

    >>> last_digit_step(Decimal("95200000")), last_digit_step(Decimal("1.50"))
    (Decimal('100000'), Decimal('0.1'))
    """
    _, _, exponent = value.normalize().as_tuple()
    return _TEN ** int(exponent) if value else _ZERO


def _range_interval(quantity: Quantity, rounding: Rounding) -> Interval | None:
    """Return what a range stands for; an end that is not stated is open, the other one as it is."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return None
    if low is None or high is None:
        return Interval(-_INFINITE if low is None else low, _INFINITE if high is None else high)
    step = print_step(quantity)
    return _widen(low, step, rounding).join(_widen(high, step, rounding))


def _widen(value: Decimal, step: Decimal, rounding: Rounding) -> Interval:
    """Return what may have been printed as `value` where a unit of the last digit is `step`."""
    below = _ZERO if rounding is Rounding.TRUNCATE else step * _HALF
    above = step * _HALF if rounding is Rounding.HALF_UP else step
    return Interval(value - below, value + above)


def _times(left: Decimal, right: Decimal, context: Context) -> Decimal:
    """Return a product; nothing times infinity is nothing, as the end of an interval."""
    return _ZERO if not left or not right else context.multiply(left, right)
