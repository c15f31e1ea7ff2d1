"""Numerals in their text: what counts, what the unit is, which bound holds, what is refused."""

from decimal import Decimal

import pytest

from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Bound, Kind, Reason
from nstp_extract.lexicon import load_lexicon
from nstp_extract.quantity.bounds import compile_bounds, find_bound
from nstp_extract.quantity.numeral import find_runs, match_numeral, parse_numeral
from nstp_extract.quantity.readings import compile_quantities, match_quantities
from nstp_extract.quantity.scan import Refusal, compile_scanner, scan_passage

LEXICON = load_lexicon()
SCANNER = compile_scanner(LEXICON)
QUANTITIES = compile_quantities(LEXICON)
BOUNDS = compile_bounds(LEXICON)


def scan(text, **known):
    """The surfaces that are read and the runs that are refused, of a folded text."""
    readings, refusals, _ = scan_passage(fold(text), SCANNER, **known)
    return [text[r.start : r.end] for r in readings], [text[r.start : r.end] for r in refusals]


# --- runs and numerals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("約4.5億元", ["4.5", "億"]),
        ("１，２３４家", ["１", "２３４"]),
        ("4億8,388萬7千元", ["4億8,388", "萬7千"]),
        ("數十家幾家數家", ["數", "十", "幾"]),
        ("一百廿五", ["一百廿五"]),
        ("半年雙週", ["半", "雙"]),
        ("壹佰萬", ["萬"]),
        ("沒有", []),
    ],
)
def test_runs_are_the_guideline_s(text, runs):
    found = [text[start:end] for start, end in find_runs(text)]
    assert found == runs


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("4億8,388萬7千元", "4億8,388萬7千"),
        ("1,2345家", "1"),
        ("12,34家", "12"),
        ("1,234.50元", "1,234.50"),
        ("三百六十五天", "三百六十五"),
        ("十餘家", "十餘"),
        ("50多家", "50多"),
        ("3元多", "3"),
        ("多元", None),
        ("。", None),
    ],
)
def test_the_longest_numeral_is_matched(text, surface):
    site = match_numeral(text, 0)
    assert (site and text[site.start : site.end]) == surface


# --- quantities -----------------------------------------------------------------------------------


def read(text):
    return [
        (text[q.start : q.end], q.quantity.kind, q.quantity.value, q.quantity.unit)
        for q in match_quantities(text, 0, QUANTITIES)
    ]


@pytest.mark.parametrize(
    ("text", "surface", "kind", "value", "unit"),
    [
        ("20.55億元，", "20.55億元", Kind.AMOUNT, "2055000000", "TWD"),
        ("7,500萬美元", "7,500萬美元", Kind.AMOUNT, "75000000", "USD"),
        ("3成。", "3成", Kind.PERCENT, "30", "%"),
        ("三分之一的", "三分之一", Kind.PERCENT, "33.3333", "%"),
        ("百分之3.5，", "百分之3.5", Kind.PERCENT, "3.5", "%"),
        ("1.2個百分點", "1.2個百分點", Kind.PERCENT, "1.2", "pp"),
        ("2.3倍。", "2.3倍", Kind.MULTIPLE, "2.3", "倍"),
        ("12.5公里", "12.5公里", Kind.MEASURE, "12.5", "公里"),
        ("20 GW之", "20 GW", Kind.MEASURE, "20", "GW"),
        ("22縣市", "22縣市", Kind.COUNT, "22", "縣市"),
        ("30大類", "30大類", Kind.COUNT, "30", "類"),
        ("三大科學園區", "三大科學園區", Kind.COUNT, "3", "園區"),
    ],
)
def test_a_number_and_its_unit(text, surface, kind, value, unit):  # noqa: PLR0917 - a row of the table
    assert read(text) == [(surface, kind, Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("一八九四萬四四三六人次", "一八九四萬四四三六人次", "18944436"),
        ("二點九六億人次", "二點九六億人次", "296000000"),
        ("4萬4,509.05千瓩，", "4萬4,509.05千瓩", "44509050"),
        ("1萬2,300百萬元", "1萬2,300百萬元", "12300000000"),
        ("3 , 047 項", "3 , 047 項", "3047"),
        ("49 . 59 %", "49 . 59 %", "49.59"),
        ("三萬零五家", "三萬零五家", "30005"),
        ("半數計畫", "半數", "50"),
        ("550廠場", "550廠場", "550"),
    ],
)
def test_a_number_as_newspapers_tables_and_utilities_print_it(text, surface, value):
    (found,) = match_quantities(text, 0, QUANTITIES)
    assert (text[: found.end], found.quantity.value) == (surface, Decimal(value))


@pytest.mark.parametrize("text", ["三萬五家", "2億7,3542千元", "4萬4,50千瓩"])
def test_a_number_that_does_not_read_gives_no_rest_of_it(text):
    assert scan(text)[0] == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("占總人口的1/4", "1/4"),
        ("年成長率-1.0965%推算", "-1.0965%"),
        ("由-2%轉為3%", "-2%"),
        ("比率30-40%", "30-40%"),
        ("人力-30%", "30%"),
        ("自1/4起", None),
        ("另一半", None),
        ("前三名是日本", None),
        ("114年1期作", "114年"),
    ],
)
def test_signs_and_slashes_count_where_a_rate_is_spoken_of(text, surface):
    assert scan(text)[0][:1] == ([surface] if surface else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("成長率-1.0965%", "-1.0965"), ("由-2個百分點", "-2"), ("比率30%", "30"), ("由-5家", "5")],
)
def test_only_a_rate_is_negative(text, value):
    at = next(i for i, char in enumerate(text) if char.isdigit())
    (found,) = match_quantities(text, at, QUANTITIES)
    assert found.quantity.value == Decimal(value)
    assert found.start == at - (found.quantity.value < 0)


@pytest.mark.parametrize(
    ("text", "value", "decimals", "scale", "open_above"),
    [
        ("二〇一八", "2018", 0, 1, False),
        ("一八九四萬", "18940000", 0, 10**4, False),
        ("二點九六億", "296000000", 2, 10**8, False),
        ("二點五", "2.5", 1, 1, False),
        ("4萬4,509.05千", "44509050", 2, 1000, False),
        ("廿五", "25", 0, 1, False),
        ("卅", "30", 0, 10, False),
        ("三百", "300", 0, 100, False),
        ("三百零五", "305", 0, 1, False),
        ("十餘", "10", 0, 10, True),
    ],
)
def test_a_numeral_keeps_what_was_printed(  # noqa: PLR0917 - a row of the table
    text, value, decimals, scale, open_above
):
    found = parse_numeral(text)
    assert found is not None
    assert (found.value, found.decimals, found.scale) == (Decimal(value), decimals, scale)
    assert found.open_above is open_above


@pytest.mark.parametrize(
    "text", ["三十百", "五百零十", "二兩三", "二點", "點五", "二點五點五", "百百"]
)
def test_what_is_no_numeral_has_no_value(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-3萬人", "20000", "30000"),
        ("2,000-3,000人", "2000", "3000"),
        ("2萬-3萬人", "20000", "30000"),
        ("3公里至5公斤", None, None),
        ("6個月到5年", "6", "60"),
    ],
)
def test_the_ends_of_a_range_share_what_is_printed_once(text, low, high):
    found = match_quantities(text, 0, QUANTITIES)[0].quantity
    assert (found.low, found.high) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize("lead", ["由", "自", "從", "由原約", "自去年的"])
def test_a_change_is_no_range(lead):
    assert scan(f"{lead}30%至40%")[0] == ["30%", "40%"]


def test_a_month_of_last_year_does_not_take_the_year_named_before():
    readings, _, _ = scan_passage(fold("113年5月竣工，今年8月招生"), SCANNER)
    assert [str(r.period) for r in readings] == ["2024-05-01/2024-05-31", "None"]
    readings, _, _ = scan_passage(fold("113年5月竣工，今年8月招生"), SCANNER, report_year=2025)
    assert str(readings[1].period) == "2025-08-01/2025-08-31"


def test_numbers_that_share_a_unit_are_a_figure_each():
    assert [(text, value, unit) for text, _, value, unit in read("3、5及7家業者")] == [
        ("3", 3, "家"),
        ("5", 5, "家"),
        ("7家", 7, "家"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("2-3倍", 2, 3, "倍"),
        ("30%至40%", 30, 40, "%"),
        ("5至6年", 5, 6, "年"),
        ("6個月到5年", 6, 60, "個月"),
        ("0-12小時", 0, 12, "小時"),
        ("2-3萬人", 20000, 30000, "人"),
        ("5至10億元", 500000000, 1000000000, "TWD"),
        ("二至三成", 20, 30, "%"),
    ],
)
def test_a_range_has_two_ends_in_the_first_s_unit(text, low, high, unit):
    (found,) = match_quantities(text, 0, QUANTITIES)
    quantity = found.quantity
    assert (found.end, quantity.value) == (len(text), None)
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["3-2倍", "40%至30%"])
def test_a_range_does_not_run_backwards(text):
    assert all(q.quantity.high is None for q in match_quantities(text, 0, QUANTITIES))


@pytest.mark.parametrize(
    ("text", "low"), [("十餘家", 10), ("286萬餘頁", 2860000), ("數萬片", 10000), ("幾十家", 10)]
)
def test_an_open_number_has_its_low_end_alone(text, low):
    (found,) = match_quantities(text, 0, QUANTITIES)
    quantity = found.quantity
    assert (quantity.value, quantity.low, quantity.high) == (None, low, None)
    assert quantity.bound is Bound.OVER


def test_what_was_printed_is_kept_for_the_audit():
    (found,) = match_quantities("20.55億元", 0, QUANTITIES)
    assert (found.quantity.decimals, found.quantity.scale) == (2, 10**8)


def test_bare_billions_are_money_where_money_is_spoken_of(extract):
    assert [f.quantity.unit for f in extract("獲投資金額20.55億。").figures] == ["TWD"]
    (figure,) = extract("全球人口達78億。").figures
    assert (figure.quantity.kind, figure.quantity.unit) == (Kind.COUNT, "人")


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "kind", "bound"),
    [
        ("投資逾3億元", "3億元", Kind.AMOUNT, Bound.OVER),
        ("投資約達3億元", "3億元", Kind.AMOUNT, Bound.ABOUT),
        ("簽約3家", "3家", Kind.COUNT, Bound.EXACT),
        ("附近3家", "3家", Kind.COUNT, Bound.EXACT),
        ("近3家", "3家", Kind.COUNT, Bound.ABOUT),
        ("30家以上", "30家", Kind.COUNT, Bound.AT_LEAST),
        ("3年內", "3年", Kind.MEASURE, Bound.AT_MOST),
        ("3家內部", "3家", Kind.COUNT, Bound.EXACT),
        ("2年內容", "2年", Kind.MEASURE, Bound.EXACT),
        ("約30家以上", "30家", Kind.COUNT, Bound.AT_LEAST),
        ("至少節省10%", "10%", Kind.PERCENT, Bound.AT_LEAST),
        ("至少節省，10%", "10%", Kind.PERCENT, Bound.EXACT),
        ("約收案3,200位", "3,200位", Kind.COUNT, Bound.ABOUT),
        ("約於各級醫院收案3,200位", "3,200位", Kind.COUNT, Bound.EXACT),
        ("不超過 500 件", "500 件", Kind.COUNT, Bound.AT_MOST),
    ],
)
def test_the_bound_beside_a_number(text, number, kind, bound):
    start = text.index(number)
    assert find_bound(text, (start, start + len(number)), kind, BOUNDS)[0] is bound


# --- scanning -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read_", "refused"),
    [
        ("完成5G專網3座", ["3座"], ["5"]),
        ("H7N9疫情通報35件", ["35件"], ["7", "9"]),
        ("圖2為流程", [], ["2"]),
        ("附圖2張", ["2張"], []),
        ("另一方面輔導35家", ["35家"], ["一"]),
        ("第三次會議3場", ["3場"], ["三"]),
        ("共12345", [], ["12345"]),
        ("一,3", [], ["一,3"]),
        ("約三.5", [], ["三.5"]),
    ],
)
def test_every_run_is_read_or_refused(text, read_, refused):
    assert scan(text) == (read_, refused)


def test_a_blocked_place_holds_no_figure():
    blocked = (Refusal(0, 3, Reason.PAGE_NUMBER, "furniture"),)
    assert scan("35家35家", blocked=blocked) == (["35家"], ["35"])


def test_a_year_is_handed_on():
    _, _, anchor = scan_passage("109年3月核定", SCANNER)
    assert anchor == 2020
    assert scan("12月底完成", anchor=anchor) == (["12月底"], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("一是健全法規", Reason.BARE_NUMERAL),
        ("計千", Reason.WORD),
        ("A12", Reason.NAME),
        ("共12345", Reason.NO_UNIT),
    ],
)
def test_the_reason_of_last_resort_is_by_shape(text, reason):
    _, refusals, _ = scan_passage(text, SCANNER)
    assert [refusal.reason for refusal in refusals] == [reason]
