"""Role, period and indicator where sentences, brackets and sections decide between candidates."""

from datetime import date

import pytest

from nstp_extract.core.figure import Period


def said(extract, text, key, **known):
    """What each figure that is no date says under a key, by its surface."""
    return [
        (f.mention.surface, str(value) if (value := getattr(f, key)) is not None else None)
        for f in extract(text, **known).figures
        if f.quantity.kind != "date"
    ]


# --- roles ----------------------------------------------------------------------------------------


def roles(extract, text):
    return said(extract, text, "role")


def test_a_cue_ends_with_its_clause(extract):
    text = "預計培訓500人；已培訓320人。"
    assert roles(extract, text) == [("500人", "forecast"), ("320人", "result")]


def test_a_cue_does_not_reach_the_next_sentence(extract):
    text = "預計培訓500人。已培訓320人。"
    assert roles(extract, text) == [("500人", "forecast"), ("320人", "result")]


def test_a_cue_in_brackets_governs_what_stands_there(extract):
    text = "更新頻率3小時(原6小時)，解析度提升至1公里。"
    assert roles(extract, text)[:2] == [("3小時", "result"), ("6小時", "baseline")]


def test_the_first_end_of_a_change_is_its_baseline(extract):
    text = "由17秒提升至10秒，檢出率從83.1%增加至90.5%。"
    assert [role for _, role in roles(extract, text)] == ["baseline", "result"] * 2


def test_two_figures_of_other_kinds_are_no_change(extract):
    assert roles(extract, "輔導35家提升至4.5億元。")[0] == ("35家", "result")


@pytest.mark.parametrize("text", ["四大目標", "以三大主軸推動", "共18項策略", "說明以下3點。"])
def test_parts_of_the_plan_are_structural(extract, text):
    assert {role for _, role in roles(extract, text)} == {"structural"}


def test_dates_are_of_role_period(extract):
    assert {str(f.role) for f in extract("於109年3月及110年辦理。").figures} == {"period"}


# --- periods --------------------------------------------------------------------------------------


def periods(extract, text, **known):
    return said(extract, text, "period", **known)


YEAR = "{0}-01-01/{0}-12-31"


def test_a_date_in_brackets_governs_what_stands_there(extract):
    text = "107年核定45案(109年70案)，並輔導12家。"
    assert periods(extract, text) == [
        ("45案", YEAR.format(2018)),
        ("70案", YEAR.format(2020)),
        ("12家", YEAR.format(2018)),
    ]


def test_a_paragraph_hands_its_year_on_and_the_next_does_not_take_it(extract):
    text = "107年核定45案。另輔導12家。\n補助8校。"
    assert periods(extract, text) == [
        ("45案", YEAR.format(2018)),
        ("12家", YEAR.format(2018)),
        ("8校", None),
    ]


def test_a_section_s_span_of_years_scopes_it(extract):
    text = "一、產業\n自106至109年度之主要成果列舉如下：\n核定35案。\n二、教育\n補助8校。"
    assert periods(extract, text) == [("35案", "2017-01-01/2020-12-31"), ("8校", None)]


def test_the_sidecar_s_period_scopes_what_nothing_else_does(extract):
    known = Period(date(2024, 1, 1), date(2024, 12, 31))
    text = "核定35案。107年核定45案。"
    assert periods(extract, text, period=known) == [
        ("35案", YEAR.format(2024)),
        ("45案", YEAR.format(2018)),
    ]


def test_until_opens_the_start_and_since_the_end(extract):
    text = "截至109年底已核定35案。自110年起補助8校。"
    assert periods(extract, text) == [("35案", "/2020-12-31"), ("8校", "2021-01-01/")]


def test_the_nth_of_a_list_is_of_the_nth_year(extract):
    text = "106至108年度分別為3家、5家及7家。"
    assert [period for _, period in periods(extract, text)] == [
        YEAR.format(year) for year in (2017, 2018, 2019)
    ]


def test_a_list_of_another_length_shares_the_whole_span(extract):
    text = "106至109年度分別為3家、5家及7家。"
    assert {period for _, period in periods(extract, text)} == {"2017-01-01/2020-12-31"}


def test_a_footnote_speaks_of_what_its_paragraph_does(extract):
    text = "107年就業率達81.5%⁵。\n\n⁵ 調查樣本1,200人。\n\n另輔導12家。"
    found = dict(periods(extract, text))
    assert found["1,200人"] == YEAR.format(2018)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("截至109年底已核定35案。", "cumulative"),
        ("109年核定35案。", "annual"),
        ("106至109年累計核定35案。", "cumulative"),
        ("109年3月1日在職35人。", "as_of"),
        ("核定35案。", None),
    ],
)
def test_the_basis_is_told_by_the_period(extract, text, basis):
    assert [value for _, value in said(extract, text, "basis")] == [basis]


# --- indicators -----------------------------------------------------------------------------------


def indicators(extract, text):
    return said(extract, text, "indicator")


def test_a_list_shares_the_noun_behind_its_last_member(extract):
    text = "輔導53家、79項次資安自主產品。"
    assert [phrase for _, phrase in indicators(extract, text)] == ["資安自主產品"] * 2


def test_an_indicator_is_a_slice_of_its_sentence(extract):
    text = "促成新創企業獲投資家數88家，專利申請9件、獲得28件，媒合率達76.48%。"
    for figure in extract(text).figures:
        assert figure.indicator
        assert figure.indicator in figure.sentence


def test_structural_figures_and_dates_have_none(extract):
    assert [f.indicator for f in extract("109年提出四大目標。").figures] == [None, None]


def test_sentence_prefix_and_suffix_surround_the_mention(extract):
    (figure,) = extract("本年度輔導35家業者。").figures
    assert (figure.sentence, figure.prefix, figure.suffix) == (
        *("本年度輔導35家業者。", "本年度輔導"),
        "業者。",
    )


def test_evidence_names_the_rules_that_decided(extract):
    (figure,) = extract("預估投資額將逾3億元。").figures
    assert {"numeral", "bounds.over", "roles.forecast_verb"} <= set(figure.evidence)
    assert figure.evidence[0] == "numeral"
