"""A rate beside what it must be: computed from the figures that the text says it is of.

Which figures those are is told in ``rates`` and ``growth``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.audit.finding import (
    Finding,
    figures_of,
    near_interval,
    spot_interval,
    text_of,
)
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.scene import Spot
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Kind, Rounding
from nstp_extract.lexicon import Lexicon

_HUNDRED: Final = Decimal(100)
_ONE: Final = Interval.of(Decimal(1))


@dataclass(frozen=True, slots=True, eq=False)
class RateCues:
    """What a lexicon says of rates and what they are of."""

    rate: re.Pattern[str]
    share: re.Pattern[str]
    share_of: re.Pattern[str]
    among: re.Pattern[str]
    change: re.Pattern[str]
    rise: re.Pattern[str]
    versus: re.Pattern[str]
    origin: re.Pattern[str]
    average: re.Pattern[str]
    generic: re.Pattern[str]
    general: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_rates(lexicon: Lexicon) -> RateCues:
    """Return the cues of `lexicon`."""
    return RateCues(
        rate=lexicon.audit_pattern("rate_lead"),
        share=lexicon.audit_pattern("share_lead"),
        share_of=lexicon.audit_pattern("share_of"),
        among=lexicon.audit_pattern("among"),
        change=lexicon.audit_pattern("change_joint"),
        rise=lexicon.audit_pattern("change_lead"),
        versus=lexicon.audit_pattern("versus_lead"),
        origin=lexicon.audit_pattern("origin_lead"),
        average=lexicon.audit_pattern("average_lead"),
        generic=lexicon.audit_pattern("generic_rate"),
        general=lexicon.audit_pattern("general_whole"),
    )


@dataclass(frozen=True, slots=True)
class Computed:
    """What a rate must be: the number and interval computed, how, and of which figures.

    `sure` is false where the text does not quite say that the rate is of these figures: then a
    rate that differs is no finding.
    """

    value: Decimal | None
    interval: Interval
    formula: str
    spots: tuple[Spot, ...]
    sure: bool


def settle(
    spot: Spot,
    options: Sequence[Computed],
    rule: str,
    rounding: Rounding,
    *,
    code: CheckCode = CheckCode.RATE,
) -> Iterator[Finding]:
    """Yield a finding on a stated number and the ways in which it may have been computed.

    It passes if one way gives it; it fails only by the first way, and only where that is sure.
    """
    stated = spot_interval(spot, rounding)
    results = [_result_of(spot, stated, option) for option in options]
    good = [pair for pair in zip(results, options, strict=True) if pair[0] is not CheckResult.FAIL]
    if not good and not (options and options[0].sure):
        return
    exact = [pair for pair in good if pair[0] is CheckResult.PASS]
    result, option = [*exact, *good, *zip(results, options, strict=True)][0]
    yield Finding(
        code,
        rule,
        result,
        figures_of((*option.spots, spot)),
        option.formula,
        f"= {text_of(spot)}",
        option.interval,
        stated,
        outcome=_write_outcome(option, spot),
    )


def _write_outcome(option: Computed, spot: Spot) -> str:
    """Return the number computed, as precise as the stated one and in its unit: 33.25%.

    Of open numbers it is the least and the most that they come to; empty where there is no end.
    """
    quantity = spot.figure.quantity
    interval = option.interval
    ends = (interval.low, interval.high) if option.value is None else (option.value,)
    if not all(end.is_finite() for end in ends):
        return ""
    places = max(1, quantity.decimals) if quantity.scale == 1 else 0
    numbers = "–".join(f"{end:,.{places}f}" for end in ends)
    return f"{numbers}{'' if quantity.kind is Kind.PERCENT else ' '}{quantity.unit}".strip()


def _result_of(spot: Spot, stated: Interval, option: Computed) -> CheckResult:
    if option.value is not None and option.value == spot.value:
        return CheckResult.PASS
    disjoint = option.interval.is_disjoint(stated)
    return CheckResult.FAIL if disjoint else CheckResult.PASS_ROUNDED


def ratio(
    part: Spot, whole: Spot, rounding: Rounding, *, sure: bool, factor: Decimal = _HUNDRED
) -> Computed | None:
    """Return part of whole, by default in per cent; None for a whole of nothing."""
    if not part.number or not whole.number:
        return None
    above, below = near_interval(part, rounding), near_interval(whole, rounding)
    if not (above.is_bounded and below.is_bounded):
        return None
    interval = above / below
    exact = part.value / whole.value * factor if part.value and whole.value else None
    return Computed(
        exact,
        interval.scale(factor),
        f"{text_of(part)} ÷ {text_of(whole)}",
        (part, whole),
        sure,
    )


def relative_change(first: Spot, last: Spot, rounding: Rounding, *, sure: bool) -> Computed | None:
    """Return by how many per cent `last` differs from `first`; None if first is nothing."""
    if not first.value or last.value is None:
        return None
    start, end = spot_interval(first, rounding), spot_interval(last, rounding)
    # a quotient less one keeps both ends of the interval together, a difference would not
    interval = (end / start - _ONE).scale(_HUNDRED)
    value = (last.value / first.value - 1) * _HUNDRED
    if value < 0:
        value, interval = -value, -interval
    formula = f"|{text_of(last)} - {text_of(first)}| ÷ {text_of(first)}"
    return Computed(value, interval, formula, (first, last), sure)
