"""A number that is spelled and read again is the same number, in every way of spelling it."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract.core.vocabulary import Kind
from nstp_extract.quantity.numeral import find_runs, parse_numeral

LIMIT = 10**16
MYRIADS = ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1, ""))
TENS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")

# Uniform up to 10¹⁶, and as often a number of few digits before zeros, as reports have them.
NUMBERS = st.integers(1, LIMIT - 1) | st.builds(
    lambda head, zeros: head * 10**zeros, st.integers(1, 9999), st.integers(0, 12)
)


def spell_section(number):
    """A number below 10⁴ in Han: 1005 is 一千零五."""
    spelled, gap = "", False
    for size, name in TENS:
        digit = number // size % 10
        if digit:
            spelled += ("零" if gap and spelled else "") + DIGITS[digit] + name
        gap = digit == 0
    return spelled


def split_myriads(number):
    return [(number // size % 10**4, name) for size, name in MYRIADS]


def spell_han(number):
    """A number below 10¹⁶ in Han, 零 where a place is left out."""
    spelled, gap = "", False
    for part, name in split_myriads(number):
        if part:
            low = part < 1000 or gap
            spelled += ("零" if spelled and low else "") + spell_section(part) + name
        gap = part == 0
    return spelled


def spell_mixed(number, *, commas, thousands):
    """A number in Arabic parts with multipliers between: 4億8,388萬7千."""
    spelled = ""
    for part, name in split_myriads(number):
        if part and not name and thousands and part % 1000 == 0:
            spelled += f"{part // 1000}千"
        elif part:
            spelled += (f"{part:,}" if commas else str(part)) + name
    return spelled


@given(NUMBERS)
def test_commas_in_threes(number):
    assert parse_numeral(f"{number:,}").value == number


@given(NUMBERS)
def test_plain_digits(number):
    assert parse_numeral(str(number)).value == number


@given(st.integers(0, 10**9), st.integers(0, 9999), st.integers(1, 4))
def test_decimals_are_exact_and_counted(whole, fraction, places):
    printed = f"{whole:,}.{fraction % 10**places:0{places}d}"
    numeral = parse_numeral(printed)
    assert numeral.value == Decimal(printed.replace(",", ""))
    assert numeral.decimals == places
    assert numeral.scale == 1


@given(NUMBERS)
def test_han(number):
    assert parse_numeral(spell_han(number)).value == number


@given(NUMBERS)
def test_han_with_liang(number):
    spelled = spell_han(number)
    for multiplier in "百千萬億兆":
        spelled = spelled.replace(f"二{multiplier}", f"兩{multiplier}")
    assert parse_numeral(spelled).value == number


@given(st.integers(10, 19), st.sampled_from(["", "萬", "億", "兆"]))
def test_ten_without_its_one(number, multiplier):
    spelled = spell_section(number).removeprefix("一") + multiplier
    size = {"": 1, "萬": 10**4, "億": 10**8, "兆": 10**12}[multiplier]
    assert parse_numeral(spelled).value == number * size


@given(NUMBERS)
def test_formal_han(number):
    assert parse_numeral(spell_han(number).translate(FORMAL)).value == number


@given(NUMBERS, st.booleans(), st.booleans())
def test_mixed_parts(number, commas, thousands):
    spelled = spell_mixed(number, commas=commas, thousands=thousands)
    assert parse_numeral(spelled).value == number


@given(NUMBERS, st.booleans())
def test_blanks_between_parts(number, commas):
    spelled = spell_mixed(number, commas=commas, thousands=False)
    for multiplier in "兆億萬":
        spelled = spelled.replace(multiplier, f" {multiplier} ")
    assert parse_numeral(spelled.strip()).value == number


@given(st.integers(1, 99_999), st.integers(1, 3), st.sampled_from(["萬", "億", "兆"]))
def test_decimals_before_a_multiplier(digits, places, multiplier):
    size = {"萬": 10**4, "億": 10**8, "兆": 10**12}[multiplier]
    printed = Decimal(digits).scaleb(-places)
    numeral = parse_numeral(f"{printed:f}{multiplier}")
    assert numeral.value == printed * size
    assert (numeral.decimals, numeral.scale) == (places, size)


@given(st.integers(1000, 9999))
def test_digit_by_digit(number):
    spelled = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    assert parse_numeral(spelled).value == number


@pytest.mark.parametrize(
    "surface",
    [
        "",
        "一百二三",
        "一二百",
        "萬億億",
        "三萬五億",
        "1,23",
        "5百6百",
        "零千",
        "十百",
        "兩二",
        "元",
    ],
)
def test_what_is_no_number(surface):
    assert parse_numeral(surface) is None


@given(NUMBERS.filter(lambda n: n > 100))
def test_an_amount_in_text_keeps_its_value(extract, number):
    for spelled in (
        f"{number:,}",
        spell_mixed(number, commas=True, thousands=True),
        spell_han(number),
    ):
        (figure,) = extract(f"核定補助金額為{spelled}元。").figures
        assert figure.mention.surface == f"{spelled}元"
        assert figure.quantity.value == number
        assert (figure.quantity.kind, figure.quantity.unit) == (Kind.AMOUNT, "TWD")


@given(NUMBERS.filter(lambda n: n > 100))
def test_a_count_in_text_keeps_its_value(extract, number):
    for spelled in (str(number), spell_mixed(number, commas=False, thousands=False)):
        (figure,) = extract(f"計受理{spelled}件申請案。").figures
        assert (figure.quantity.value, figure.quantity.unit) == (number, "件")


@given(st.lists(st.sampled_from(["１", "9", "萬", "億", "元", "，", ".", "3", "家", "數", "十"])))
def test_runs_are_disjoint_and_hold_every_digit(parts):
    text = "".join(parts)
    runs = find_runs(text)
    assert runs == sorted(runs)
    assert all(left[1] <= right[0] for left, right in pairwise(runs))
    inside = {at for start, end in runs for at in range(start, end)}
    assert {at for at, char in enumerate(text) if char in "１93萬億十"} <= inside
