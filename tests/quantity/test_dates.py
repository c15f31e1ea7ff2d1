"""Dates as the grammar reads them: where they end, what period they name, what is none."""

import pytest

from nstp_extract.lexicon import load_lexicon
from nstp_extract.quantity.dates import compile_dates, match_date

DATES = compile_dates(load_lexicon())


def read(text, anchor=None, at=0):
    """The surface and the period of the date that begins a folded text; None if none does."""
    match = match_date(text, at, DATES, anchor=anchor)
    return match and (text[at : match.end], str(match.period))


@pytest.mark.parametrize(
    ("text", "surface", "period"),
    [
        ("106年度預算", "106年度", "2017-01-01/2017-12-31"),
        ("96年完成", "96年", "2007-01-01/2007-12-31"),
        ("2018年核定", "2018年", "2018-01-01/2018-12-31"),
        ("113年2月29日", "113年2月29日", "2024-02-29/2024-02-29"),
        ("113年2月", "113年2月", "2024-02-01/2024-02-29"),
        ("109年底", "109年底", "2020-12-31/2020-12-31"),
        ("109年3月底", "109年3月底", "2020-03-31/2020-03-31"),
        ("109年上半年", "109年上半年", "2020-01-01/2020-06-30"),
        ("109年度下半年", "109年度下半年", "2020-07-01/2020-12-31"),
        ("109年第2季", "109年第2季", "2020-04-01/2020-06-30"),
        ("109年第四季", "109年第四季", "2020-10-01/2020-12-31"),
        ("109年5月中旬", "109年5月中旬", "2020-05-11/2020-05-20"),
        ("109學年度", "109學年度", "2020-08-01/2021-07-31"),
        ("109學年第2學期", "109學年第2學期", "2021-02-01/2021-07-31"),
        ("109學年度上學期", "109學年度上學期", "2020-08-01/2021-01-31"),
        ("106至109年", "106至109年", "2017-01-01/2020-12-31"),
        ("106-109年度", "106-109年度", "2017-01-01/2020-12-31"),
        ("106年1月至109年12月", "106年1月至109年12月", "2017-01-01/2020-12-31"),
        ("107年2月至12月", "107年2月至12月", "2018-02-01/2018-12-31"),
        ("105年12月5日至7日", "105年12月5日至7日", "2016-12-05/2016-12-07"),
        ("108、109年", "108", "2019-01-01/2019-12-31"),
        ("110.05.01公告", "110.05.01", "2021-05-01/2021-05-01"),
        ("2020-03-01", "2020-03-01", "2020-03-01/2020-03-01"),
        ("一百零九年", "一百零九年", "2020-01-01/2020-12-31"),
        ("106 年 9 月 7 日", "106 年 9 月 7 日", "2017-09-07/2017-09-07"),
    ],
)
def test_a_date_is_read_whole(text, surface, period):
    assert read(text) == (surface, period)


@pytest.mark.parametrize(
    "text",
    [
        "五年預期成果",
        "20年使用年限",
        "3年內完成",
        "113年來",
        "7日內答復",
        "3月薪資",
        "109件",
        "1.5年",
        "109.5",
        "5201年",
    ],
)
def test_a_length_of_time_or_a_number_is_no_date(text):
    found = read(text)
    assert found is None or found[0] != text


@pytest.mark.parametrize(
    "text", ["五年預期成果", "20年使用年限", "3年內完成", "7日內答復", "109件"]
)
def test_a_length_of_time_is_none_even_beside_a_year(text):
    assert read(text, anchor=2020) is None


@pytest.mark.parametrize("text", ["113年13月", "113年2月30日", "113.13.01", "113年0月"])
def test_a_day_that_no_calendar_has_is_none(text):
    found = read(text)
    assert found is None or found[0] != text


def test_a_month_takes_the_year_of_what_stood_before():
    assert read("12月底完成", anchor=2020) == ("12月底", "2020-12-31/2020-12-31")
    assert read("12月底完成") == ("12月底", "None")


@pytest.mark.parametrize("text", ["3月齡幼兒", "五月天演唱", "6月以下有期徒刑", "7月內完成"])
def test_a_length_or_a_name_with_a_month_is_none(text):
    assert read(text) is None
    assert read(text, anchor=2020) is None


def test_up_to_a_month_is_a_date_of_its_own_unless_the_span_is_opened():
    assert read("111年度截至8月底") == ("111年度", "2022-01-01/2022-12-31")
    assert read("106年起截至109年底") == ("106年起截至109年底", "2017-01-01/2020-12-31")


def test_a_year_of_two_digits_needs_its_era():
    assert read("38年成立") is None
    assert read("民國38年成立", at=2) == ("38年", "1949-01-01/1949-12-31")


def test_a_span_does_not_run_backwards():
    assert read("109年至106年") == ("109年", "2020-01-01/2020-12-31")


def test_ranges_of_numbers_are_no_years(extract):
    kinds = [str(f.quantity.kind) for f in extract("年齡20至39歲、每案106至109萬元。").figures]
    assert kinds == ["measure", "amount"]


def test_this_year_is_that_of_the_publication(extract):
    text = "今年1至6月查獲350件。"
    figures = extract("發布日期：114年3月1日\n" + text).figures
    assert str(figures[-1].period) == "2025-01-01/2025-06-30"
