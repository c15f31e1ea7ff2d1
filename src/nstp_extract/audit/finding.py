"""A comparison and how it came out: what every check of an audit hands back."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nstp_extract.audit.interval import Interval, quantity_to_interval
from nstp_extract.audit.scene import Spot
from nstp_extract.core.figure import Figure
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Rounding, Severity

_LOW: Final = Decimal("0.01")
_MEDIUM: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Finding:
    """A check before it is numbered and worded.

    `rule` names the message. `figures` take part in it, and `spans` are places that do without
    being figures. `stated` is the text of the side that the report states and `computed` how the
    other side is made of figures' texts; `outcome` is the number that this comes to, where a reader
    does not see it at once.
    """

    code: CheckCode
    rule: str
    result: CheckResult
    figures: tuple[Figure, ...]
    computed: str
    stated: str
    left: Interval | None = None
    right: Interval | None = None
    severity: Severity | None = None
    spans: tuple[Span, ...] = ()
    outcome: str = ""

    @property
    def rank(self) -> Severity:
        """Return how much it matters: by the relative difference unless the rule said."""
        if self.result not in (CheckResult.FAIL, CheckResult.BLOCKED, CheckResult.INCOMPLETE):
            return Severity.NONE
        return self.severity or _rank_difference(self.left, self.right)


def judge(
    left: tuple[Decimal | None, Interval], right: tuple[Decimal | None, Interval]
) -> CheckResult:
    """Return how two sides compare, each a number as printed and what it stands for."""
    if left[0] is not None and left[0] == right[0]:
        return CheckResult.PASS
    return CheckResult.FAIL if left[1].is_disjoint(right[1]) else CheckResult.PASS_ROUNDED


def spot_interval(spot: Spot, rounding: Rounding) -> Interval:
    """Return what the number of a spot stands for.

    Raises:
        ValueError: if it has none.
    """
    interval = quantity_to_interval(spot.figure.quantity, rounding=rounding)
    if interval is None:
        msg = f"{spot.figure.figure_id} has no number"
        raise ValueError(msg)
    return interval


def near_interval(spot: Spot, rounding: Rounding) -> Interval:
    """Return what the number of a spot stands for where 餘 and 多 add less than one more of it.

    20億4,938萬餘元 is less than 20億4,939萬: as part of a rate it is as good as any other number.
    """
    quantity = spot.figure.quantity
    if quantity.value is None and quantity.low is not None and quantity.high is None:
        return Interval(quantity.low, quantity.low + quantity.scale)
    return spot_interval(spot, rounding)


def figures_of(spots: Iterable[Spot]) -> tuple[Figure, ...]:
    """Return the figures of spots in text order, each once."""
    found = {spot.figure.figure_id: spot.figure for spot in spots}
    return tuple(sorted(found.values(), key=lambda figure: figure.mention.span))


def text_of(spot: Spot) -> str:
    """Return the figure of a spot as printed."""
    return spot.figure.mention.surface


def _rank_difference(left: Interval | None, right: Interval | None) -> Severity:
    if left is None or right is None or not left.is_disjoint(right):
        return Severity.MEDIUM
    gap = max(left.low, right.low) - min(left.high, right.high)
    ends = [abs(end) for side in (left, right) for end in (side.low, side.high)]
    size = max(end for end in ends if end.is_finite())
    if not size or gap >= size * _MEDIUM:
        return Severity.HIGH
    return Severity.MEDIUM if gap >= size * _LOW else Severity.LOW
