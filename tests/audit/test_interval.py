"""Intervals: what a printed number stands for, and laws of their arithmetic."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract.audit.interval import (
    EVERYTHING,
    Interval,
    add_intervals,
    last_digit_step,
    print_step,
    quantity_to_interval,
)
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Bound, Kind, Rounding

NUMBERS = st.decimals(-(10**12), 10**12, places=3)
INTERVALS = st.tuples(NUMBERS, NUMBERS).map(lambda ends: Interval(min(ends), max(ends)))


@st.composite
def interval_and_member(draw):
    interval = draw(INTERVALS)
    share = draw(st.decimals(0, 1, places=3))
    return interval, interval.low + (interval.high - interval.low) * share


@given(interval_and_member(), interval_and_member())
def test_arithmetic_holds_the_result_of_any_two_members(one, other):
    (left, a), (right, b) = one, other
    with localcontext(prec=100):
        assert a + b in left + right
        assert a - b in left - right
        assert a * b in left * right
        if b:
            assert a / b in left / right


@given(INTERVALS, INTERVALS)
def test_disjoint_is_symmetric_and_what_overlap_is_not(left, right):
    assert left.is_disjoint(right) == right.is_disjoint(left)
    assert left.is_disjoint(right) == (left.exceeds(right) or right.exceeds(left))
    assert not left.is_disjoint(left.join(right))


@given(st.lists(INTERVALS, max_size=5))
def test_a_sum_does_not_depend_on_order(intervals):
    assert add_intervals(intervals) == add_intervals(reversed(intervals))


@given(INTERVALS)
def test_nothing_is_outside_everything(interval):
    assert interval + EVERYTHING == EVERYTHING
    assert not interval.is_disjoint(EVERYTHING)
    assert interval / Interval(Decimal(-1), Decimal(1)) == EVERYTHING


@given(
    st.decimals(0, 10**9, places=6),
    st.integers(0, 4),
    st.sampled_from([Decimal(1), Decimal(10**4), Decimal(10**8)]),
    st.sampled_from([("ROUND_HALF_UP", Rounding.HALF_UP), ("ROUND_DOWN", Rounding.TRUNCATE)]),
)
def test_a_number_lies_in_the_interval_of_its_print(true, places, scale, way):
    mode, rounding = way
    printed = true.quantize(Decimal(1).scaleb(-places), rounding=mode)
    quantity = Quantity(Kind.PERCENT, printed * scale, decimals=places, scale=scale)
    interval = quantity_to_interval(quantity, rounding=rounding)
    assert true * scale in interval
    either = quantity_to_interval(quantity)
    assert either.join(interval) == either


def test_an_interval_does_not_run_backwards():
    with pytest.raises(ValueError, match="not an interval"):
        Interval(Decimal(2), Decimal(1))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("完成308家。", "308", "308"),
        ("投資額達4,965.09億元。", "496508500000", "496509500000"),
        ("媒合率達76.48%。", "76.475", "76.485"),
        ("節省約9,520萬元。", "95150000", "95250000"),
        ("補助約30家。", "25", "35"),
        ("投資逾3.43億元。", "343000000", "Infinity"),
        ("補助300家以上。", "300", "Infinity"),
        ("不到5成。", "-Infinity", "50"),
        ("成長達3成。", "25", "35"),
        ("補助十餘家。", "10", "Infinity"),
        ("節省2萬6,974人次。", "26974", "26974"),
        ("節省1.5萬人次。", "14500", "15500"),
        ("產值提升2-3倍。", "1.5", "3.5"),
        ("縮短至4天。", "3.5", "4.5"),
    ],
)
def test_a_printed_number_stands_for_what_rounds_to_it(extract, text, low, high):
    (figure,) = extract(text).figures
    interval = quantity_to_interval(figure.quantity, rounding=Rounding.HALF_UP)
    assert interval == Interval(Decimal(low), Decimal(high))


def test_a_date_has_no_interval(extract):
    (figure,) = extract("民國109年。").figures
    assert quantity_to_interval(figure.quantity) is None


def test_steps_of_print_and_of_the_last_digit():
    about = Quantity(Kind.AMOUNT, Decimal(1500), bound=Bound.ABOUT, scale=Decimal(1000))
    assert print_step(about) == 1000
    assert last_digit_step(Decimal(1500)) == 100
    assert print_step(Quantity(Kind.COUNT, Decimal(7))) == 0
    assert last_digit_step(Decimal(0)) == 0


@pytest.mark.parametrize(
    ("low", "high", "inside", "outside"),
    [("10", None, ["10", "9999"], ["9"]), (None, "10", ["-9999", "10"], ["11"])],
)
def test_an_end_that_is_not_stated_is_open(low, high, inside, outside):
    quantity = Quantity(
        Kind.COUNT, None, low and Decimal(low), high and Decimal(high), "家", Bound.EXACT
    )
    interval = quantity_to_interval(quantity)
    assert interval is not None
    assert all(interval.low <= Decimal(number) <= interval.high for number in inside)
    assert not any(interval.low <= Decimal(number) <= interval.high for number in outside)


def test_both_ends_of_a_range_may_have_been_cut():
    quantity = Quantity(Kind.PERCENT, None, Decimal("2.5"), Decimal("3.5"), "%", decimals=1)
    cut = quantity_to_interval(quantity, rounding=Rounding.TRUNCATE)
    assert cut == Interval(Decimal("2.5"), Decimal("3.6"))
