"""The table for reading: aligned, amounts readable, nothing that moves the cursor."""

from datetime import date
from decimal import Decimal

import pytest

from nstp_extract.cli.language import Language, load_messages
from nstp_extract.cli.table import rows_to_table, write_amount
from nstp_extract.cli.width import display_width

ROW = {
    "goal_no": "一",
    "goal": "創新再造經濟動能",
    "strategy_no": "二",
    "strategy": "布局新興產業",
    "agency": "經濟部",
    "indicator": "投資金額",
    "text": "4,965.09億元",
    "kind": "amount",
    "value": Decimal(496509000000),
    "low": None,
    "high": None,
    "unit": "TWD",
    "currency": "TWD",
    "bound": "=",
    "role": "result",
    "period_start": date(2017, 1, 1),
    "period_end": date(2020, 12, 31),
    "start": 30,
    "end": 38,
    "page": None,
}


def cells(row, messages, columns=None):
    _, line = rows_to_table([row], "figures", messages, columns=columns)
    return [cell.strip() for cell in line.split("  ")]


@pytest.mark.parametrize(
    ("value", "zh_text", "en_text"),
    [
        ("496509000000", "4,965.09億元", "TWD 496.509bn"),
        ("1", "1元", "TWD 1"),
        ("9999", "9,999元", "TWD 9,999"),
        ("95200000", "9,520萬元", "TWD 95.2m"),
        ("100000000", "1億元", "TWD 100m"),
        ("483887000", "4.83887億元", "TWD 483.887m"),
        ("-20000", "-2萬元", "TWD -20,000"),
        ("0.5", "0.5元", "TWD 0.5"),
        ("123456789012345678901234567", "1,234,567,890,123,456,789.01234567億元",
         "TWD 123,456,789,012,345,678.901234567bn"),
    ],
)  # fmt: skip
def test_an_amount_is_exact_in_a_readable_unit(value, zh_text, en_text):
    for language, text in ((Language.ZH, zh_text), (Language.EN, en_text)):
        assert write_amount(Decimal(value), "TWD", load_messages(language)) == text


def test_another_currency_is_named(zh, en):
    assert write_amount(Decimal(320000000), "USD", zh) == "3.2億 USD"
    assert write_amount(Decimal(320000000), "USD", en) == "USD 320m"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "4,965.09億元"),
        ({"bound": "~"}, "~ 4,965.09億元"),
        ({"bound": ">="}, "≥ 4,965.09億元"),
        ({"value": Decimal("76.4800"), "unit": "%", "currency": None}, "76.48%"),
        ({"value": Decimal(0), "unit": "家", "currency": None}, "0家"),
        ({"value": Decimal(3), "unit": None, "currency": None}, "3"),
        ({"value": None, "low": Decimal(3), "high": Decimal(5), "unit": "倍", "currency": None},
         "3倍–5倍"),
        ({"value": None, "low": Decimal(10), "unit": "家", "currency": None, "bound": ">"},
         "> 10家"),
        ({"value": None, "kind": "date", "text": "106年"}, "106年"),
    ],
)  # fmt: skip
def test_a_value_is_shown_with_its_bound_and_unit(changes, expected, zh):
    assert expected in cells(ROW | changes, zh)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2017, 1, 1), date(2020, 12, 31), "2017–2020"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2017, 9, 7), date(2017, 9, 7), "2017-09-07"),
        (None, date(2020, 12, 31), "–2020-12-31"),
        (date(2020, 1, 1), None, "2020-01-01–"),
    ],
)
def test_a_period_is_short(start, end, expected, en):
    assert expected in cells(ROW | {"period_start": start, "period_end": end}, en)


def test_a_place_names_the_page_where_there_is_one(en):
    assert cells(ROW, en)[-1] == "30-38"
    assert cells(ROW | {"page": 12}, en)[-1] == "p12 30-38"


def test_columns_stand_below_each_other(messages):
    other = ROW | {"goal": "四", "agency": None, "value": Decimal(5), "start": 7, "end": 9}
    header, *lines = rows_to_table([ROW, other], "figures", messages, columns=None)
    places = [display_width(line[: line.index(mark)]) for line, mark in
              zip(lines, ("30-38", "7-9"), strict=True)]  # fmt: skip
    assert (
        places[0]
        == places[1]
        == display_width(header) - display_width(messages.say("column.place"))
    )


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_a_table_fits_the_terminal_and_keeps_the_value(columns, zh):
    row = ROW | {"indicator": "促進民間參與及民間投資之累計金額" * 4, "strategy": "布局" * 30}
    lines = list(rows_to_table([row], "figures", zh, columns=columns))
    assert max(map(display_width, lines)) <= columns
    assert "4,965.09億元" in lines[1]
    assert lines[1].startswith("一")


def test_a_table_that_is_no_terminal_is_cut_nowhere(zh):
    row = ROW | {"indicator": "促進民間參與及民間投資之累計金額" * 4}
    assert row["indicator"] in list(rows_to_table([row], "figures", zh, columns=None))[1]


def test_nothing_moves_the_cursor(zh):
    (_, line) = rows_to_table([ROW | {"indicator": "a\x1b[2Jb\nc"}], "figures", zh, columns=None)
    assert "a [2Jb c" in line


def test_a_table_without_rows_is_its_header(messages):
    assert len(list(rows_to_table([], "relations", messages, columns=80))) == 1
