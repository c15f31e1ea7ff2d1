"""What a report says to a claim: every verdict and reason, on a short report."""

import re
from pathlib import Path

import pytest

from nstp_extract import extract_text
from nstp_extract.audit.claims import check_claims
from nstp_extract.audit.claims.read import ClaimRow
from nstp_extract.audit.claims.understand import row_to_claim

REPORT = Path(__file__).with_name("report.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "reason", "quoted"),
    [
        ("國科會在2018年聘用博士後研究人員9,120人", "exact", "9,120名"),
        ("園區新廠商的投資額為4,965億元", "rounded", "4,965.09億元"),
        ("園區廠商投資0.4965兆元", "rounded", "4,965.09億元"),
        ("外籍教師工作許可近2,700件", "hedged", "2,693件"),
        ("園區廠商投資額逾4,900億元", "hedged", "4,965.09億元"),
        ("預計未來三年可提供4,126個就業機會", "hedged", "4,126人"),
        ("檢出率提高了7.4個百分點", "derived", "90.5%"),
        ("太陽光電設置量以20GW為目標", "exact", "20GW"),
    ],
)
def test_a_true_claim_is_supported(check, text, reason, quoted):
    verdict = check(text)
    assert (verdict.judgement, verdict.ground) == ("supported", reason)
    assert REPORT[verdict.span.start : verdict.span.end] == quoted
    assert verdict.figure_ids
    assert quoted in verdict.quote


def test_a_number_cut_off_is_told_apart_from_a_rounded_one(check):
    report = extract_text("經濟部吸引園區廠商投資額達4,965.97億元。")
    assert check("園區廠商投資額4,965億元", against=report).ground == "truncated"
    assert check("園區廠商投資額4,966億元", against=report).ground == "rounded"


@pytest.mark.parametrize(
    ("text", "reason", "pattern"),
    [
        ("園區廠商投資額達496.509億元", "value", "power_of_ten"),
        ("園區廠商投資額達4,965.09萬元", "value", "wan_yi"),
        ("外籍教師工作許可2,963件", "value", "digit_swap"),
        ("外籍教師工作許可2,293件", "value", None),
        ("2018年科技部媒合率66個百分點", "value", "percent_points"),
        ("載氧體成本上升57.2%", "direction", None),
        ("檢出率由90.5%降為83.1%", "direction", None),
        ("教育部在2008年核發外籍教師工作許可2,693件", "period", "roc_ce"),
        ("科技部2017年延攬博士後研究人員9,120名", "period", "roc_ce"),
    ],
)
def test_a_wrong_number_is_contradicted_with_its_slip(check, text, reason, pattern):
    verdict = check(text)
    assert (verdict.judgement, verdict.ground) == ("contradicted", reason)
    assert verdict.slip == pattern


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("延攬博士後研究人員9,120人次", "unit"),
        ("民國109年教育部核發外籍教師工作許可2,693件", "period"),
        ("外交部核發外籍教師工作許可2,693件", "agency"),
        ("太陽光電設置量已達20GW", "role"),
        ("太陽光電設置量目標已達20GW", "role"),
        ("可望延攬博士後研究人員9,120名", "role"),
        ("經濟部爭取到國際會議經費4,965.09億元", "indicator"),
        ("每年服務3,579個營運據點", "basis"),
    ],
)
def test_what_else_differs_is_a_mismatch(check, text, reason):
    verdict = check(text)
    assert (verdict.judgement, verdict.ground) == ("mismatch", reason)
    assert verdict.span is not None


def test_a_report_that_disagrees_with_itself_is_a_conflict(check, sample):
    verdict = check("107年度產業學院計畫結業學生整體就業率為87.89%", against=sample)
    assert (verdict.judgement, verdict.ground) == ("conflict", "source_disagrees")
    assert len(verdict.figure_ids) == 2
    assert "84.89%" in verdict.message_zh


@pytest.mark.parametrize("text", ["臺鐵準點率為94.6%", "新增邦交國47國", "外匯存底5,432億美元"])
def test_what_nowhere_stands_is_not_found(check, text):
    verdict = check(text)
    assert (verdict.judgement, verdict.ground) == ("not_found", "no_numeral")
    assert verdict.figure_ids == ()
    assert verdict.span is None


def test_a_claim_without_a_number_is_not_checked(check):
    verdict = check("科技部成效卓著")
    assert (verdict.judgement, verdict.ground) == ("not_checked", "no_number")


def test_a_numeral_that_was_not_read_is_never_called_absent(check):
    """A model's name holds 3500, which is no figure; the claim counts with it all the same."""
    report = extract_text("經濟部完成氫能列車測試平台編號X3500型。")
    assert [f.mention.surface for f in report.figures] == []
    verdict = check("經濟部完成氫能列車測試平台3,500台", against=report)
    assert (verdict.judgement, verdict.ground) == ("not_checked", "unread_numeral")
    assert report.document.text[verdict.span.start : verdict.span.end] == "3500"


def test_cells_count_more_than_text(check):
    verdict = check("外籍教師工作許可2,693件", agency="科技部")
    assert (verdict.judgement, verdict.ground) == ("mismatch", "agency")
    verdict = check(indicator="外籍教師工作許可", agency="教育部", period="108", value="2693")
    assert (verdict.judgement, verdict.ground) == ("supported", "exact")
    verdict = check(indicator="投資額", value="496509000000", unit="元")
    assert verdict.judgement == "supported"


@pytest.mark.parametrize(
    ("text", "flips"),
    [
        ("載氧體成本上升57.2%", True),
        ("太陽光電設置量已達20GW", True),
        ("檢出率從83.1%變為75.5%", True),
        ("檢出率從83.1%增加至95.0%", False),
        ("外籍教師工作許可2,963件", False),
    ],
)
def test_a_claim_that_turns_the_conclusion_says_so(check, text, flips):
    assert check(text).flips_conclusion is flips


def test_the_gravest_of_several_numbers_is_told_and_all_evidence_kept(check):
    verdict = check("園區廠商有308家，投資額達4,695.09億元")
    assert (verdict.judgement, verdict.slip) == ("contradicted", "digit_swap")
    assert "4,965.09億元" in verdict.message_zh
    assert len(verdict.figure_ids) == 2


RESTATED = """壹、摘要

勞動部職前訓練結訓學員4,320人，訓後就業率81.6%。

貳、執行成果

一、人才培育

勞動部辦理職前訓練課程，結訓學員4,230人，就業率達81.6%。
"""


@pytest.mark.parametrize("number", ["4,230人", "4,320人"])
def test_a_claim_of_either_of_two_statements_that_disagree_is_a_conflict(check, number):
    verdict = check(f"勞動部職前訓練結訓學員{number}", against=extract_text(RESTATED))
    assert (verdict.judgement, verdict.ground) == ("conflict", "source_disagrees")
    assert len(verdict.figure_ids) == 2
    assert {"4,320人", "4,230人"} <= {*re.findall(r"4,\d+人", verdict.message_zh)}


def test_statements_that_agree_are_no_conflict(check):
    agreed = extract_text(RESTATED.replace("4,230人", "4,320人"))
    assert check("勞動部職前訓練結訓學員4,320人", against=agreed).judgement == "supported"


RATES = """科技部辦理人才媒合，108年度整體媒合率為66%。

科技部另就博士級研究人才彙集需求，媒合率達76.48%。
"""


@pytest.mark.parametrize(
    ("claimed", "pattern"), [("67.48%", "digit_swap"), ("7.648%", "power_of_ten")]
)
def test_a_slip_of_the_same_indicator_is_better_evidence_than_a_nearer_wording(
    check, claimed, pattern
):
    report = extract_text(RATES)
    verdict = check(f"科技部108年度整體人才媒合率為{claimed}", against=report)
    assert (verdict.judgement, verdict.slip) == ("contradicted", pattern)
    assert report.document.text[verdict.span.start : verdict.span.end] == "76.48%"
    verdict = check("科技部108年度整體人才媒合率為70%", against=report)
    assert (verdict.judgement, verdict.slip) == ("contradicted", None)
    assert report.document.text[verdict.span.start : verdict.span.end] == "66%"


# --- how far something changed is not what it came to ---------------------------------------------

BUDGET = "訓練費編列4,812萬元，較112年度預算4,590萬元，增加222萬元。"
WAIT = "門診平均候診時間為23.4分鐘，較前一年減少2.7分鐘。"


@pytest.mark.parametrize(
    ("text", "against", "verdict"),
    [
        ("訓練費預算增加222萬元", BUDGET, ("supported", "exact")),
        ("訓練費預算減少222萬元", BUDGET, ("contradicted", "direction")),
        ("訓練費編列4,812萬元", BUDGET, ("supported", "exact")),
        ("訓練費增加4,812萬元", BUDGET, ("mismatch", "indicator")),
        ("門診平均候診時間為23.4分鐘", WAIT, ("supported", "exact")),
        ("門診平均候診時間減少2.7分鐘", WAIT, ("supported", "exact")),
        ("門診平均候診時間為2.7分鐘", WAIT, ("contradicted", "value")),
        ("門診平均候診時間增加2.7分鐘", WAIT, ("contradicted", "direction")),
        ("進口成長率為6.3%", "110年進口成長6.3%，出口持平。", ("supported", "exact")),
        ("創造就業1,370人", "計畫增加就業人數1,370人。", ("supported", "exact")),
    ],
)
def test_a_change_is_no_level_and_goes_its_own_way(check, text, against, verdict):
    found = check(text, against=extract_text(against))
    assert (found.judgement, found.ground) == verdict


@pytest.mark.parametrize(
    ("text", "judgement", "reason"),
    [
        ("維護費減少15%", "supported", "derived"),
        ("維護費成長15%", "contradicted", "direction"),
        ("維護費增加900萬元", "contradicted", "direction"),
    ],
)
def test_what_follows_from_two_ends_goes_their_way(check, text, judgement, reason):
    verdict = check(text, against=extract_text("維護費由6,000萬元減少至5,100萬元。"))
    assert (verdict.judgement, verdict.ground) == (judgement, reason)


def test_a_rounded_number_does_not_pass_by_one_that_fits_exactly(check):
    report = extract_text("學員評分平均7.8分，最高8分，共回收620份。")
    assert check("學員評分最高8分", against=report).ground == "exact"
    alone = extract_text("學員評分平均7.8分，共回收620份。")
    assert check("學員評分平均8分", against=alone).ground == "rounded"


def test_a_claim_that_no_report_of_several_decides_is_of_none(lexicon):
    reports = [extract_text(text) for text in ("媒合率達76.48%。", "輔導廠商1,250家。")]
    rows = [("a", "漁港疏濬量達35.7萬立方公尺"), ("b", ""), ("c", "輔導廠商1,250家")]
    claims = [
        row_to_claim(ClaimRow(row=2, claim_id=key, claim_text=text), lexicon=lexicon)
        for key, text in rows
    ]
    verdicts = check_claims(claims, reports, lexicon=lexicon)
    assert [verdict.judgement for verdict in verdicts] == ["not_found", "not_checked", "supported"]
    assert [bool(verdict.report_id) for verdict in verdicts] == [False, False, True]
    (alone,) = check_claims(claims[:1], reports[:1], lexicon=lexicon)
    assert alone.report_id
