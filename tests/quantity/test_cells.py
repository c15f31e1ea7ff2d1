"""Units that stand apart from their numbers, and the numbers of cells."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract.core.fold import fold
from nstp_extract.lexicon import load_lexicon
from nstp_extract.quantity.cells import (
    compile_cells,
    find_caption_units,
    find_counted_unit,
    find_gloss_unit,
    read_cell,
)

GRAMMAR = compile_cells(load_lexicon())
THOUSANDS = find_caption_units("單位：千元", GRAMMAR)[0]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("單位：新臺幣千元", ["新臺幣|千元"]),
        ("單 位 ： 千 元", ["|千元"]),
        ("（單位：千元；％）", ["|千元", "|%"]),
        ("單位：美金千元", ["美金|千元"]),
        ("單位：百萬美元", ["|百萬美元"]),
        ("單位：人、%", ["|人", "|%"]),
        ("單位:公噸", ["|公噸"]),
        ("單位：元／人", []),
        ("主辦單位：經濟部", []),
    ],
)
def test_the_line_above_a_table_states_units(text, units):
    found = find_caption_units(fold(text), GRAMMAR)
    assert [f"{unit.currency}|{unit.surface}" for unit in found] == units


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("金額（新臺幣千元）", "千元"), ("占比(%)", "%"), ("占比％", "%"), ("人數(人)", "人"),
     ("預算數", None), ("產值（初估）", None)],
)  # fmt: skip
def test_a_heading_states_its_unit_in_brackets(heading, unit):
    found = find_gloss_unit(fold(heading), GRAMMAR)
    assert (found and found.surface) == unit


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("件數", "件"), ("參訓人數", "人"), ("培訓人次", "人次"), ("場次", "場次"), ("天數", "天"),
     ("預算數", None), ("總數", None), ("指數", None), ("得分", None), ("總計", None),
     ("公司數", "公司"), ("縣市", "縣市"), ("某某投資管理有限公司", None), ("114年度", None)],
)  # fmt: skip
def test_a_heading_says_what_it_counts(heading, unit):
    found = find_counted_unit(heading, GRAMMAR)
    assert (found and found.surface) == unit


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,234", 1234000), ("-1,234", -1234000), ("－1,234", -1234000), ("(1,234)", -1234000),
     ("△1", -1000), ("1,234⁵", 1234000), ("2.5*", 2500), ("0", 0)],
)  # fmt: skip
def test_a_number_takes_the_unit_of_its_table(cell, value):
    number = read_cell(fold(cell), THOUSANDS, GRAMMAR)
    assert number.quantity.value == value
    assert number.quantity.unit == "TWD"
    assert "table_unit" in number.rules


@pytest.mark.parametrize(("cell", "value", "unit"), [("35件", 35, "件"), ("-12.5%", -12.5, "%")])
def test_a_unit_of_its_own_comes_first(cell, value, unit):
    number = read_cell(cell, THOUSANDS, GRAMMAR)
    assert (number.quantity.value, number.quantity.unit) == (Decimal(str(value)), unit)
    assert "table_unit" not in number.rules


@pytest.mark.parametrize("cell", ["-", "▲3", "業務費", "3-5", "1 234", "1,23", "", "A12", "(1)(2)"])
def test_what_is_no_number_is_not_read(cell):
    assert read_cell(cell, THOUSANDS, GRAMMAR) is None


@pytest.mark.parametrize("cell", ["1,234", "△3", "(5)"])
def test_a_number_without_a_unit_is_not_guessed(cell):
    assert read_cell(cell, None, GRAMMAR) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "{}"]))
def test_a_cell_says_what_was_written(number, form):
    found = read_cell(form.format(number), THOUSANDS, GRAMMAR)
    assert found.quantity.value == number * 1000
