"""The whole method on short reports: the order of its steps, and what each hands to the next."""

from dataclasses import replace

import pytest

from nstp_extract.audit import find_violations
from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import Level, Reason
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text

REPORT = "\n".join(
    [
        *("國家發展計畫執行成果報告", "", "壹、前言 ........ 1", "肆、重要執行成果 ........ 2", ""),
        *("壹、前言", "本計畫共有二大目標。", "肆、重要執行成果", "目標一、創新經濟"),
        *("本目標共分為二項策略。", "一、數位經濟", "本策略項下之重要措施如下。"),
        *("（一）資料應用", "自106至109年度之主要成果列舉如下："),
        "經濟部輔導35家業者，投資金額達1.3",
        *("", "億元，就業率達81.5%¹。", "", "¹ 調查樣本1,200人。", ""),
        *("二、區域創新", "農委會核定12案。", "目標二、智慧生活", "衛福部補助8家醫院。"),
    ]
)


def extract(text, report=None, headings=()):
    lexicon = load_lexicon()
    report = report or Report("text", headings=headings)
    return extract_document(read_text(text, lexicon=lexicon), report=report, lexicon=lexicon)


@pytest.fixture(scope="module")
def extraction():
    return extract(REPORT)


def find(extraction, surface):
    (figure,) = [f for f in extraction.figures if f.mention.surface == surface]
    return figure


def test_a_report_is_read_from_end_to_end(extraction):
    read = [(f.mention.surface, str(f.role), f.agency) for f in extraction.figures]
    assert [row for row in read if row[1] == "result"] == [
        *(("35家", "result", "經濟部"), ("1.3億元", "result", "經濟部")),
        *(("81.5%", "result", "經濟部"), ("1,200人", "result", "經濟部")),
        *(("12案", "result", "農委會"), ("8家", "result", "衛福部")),
    ]
    assert find_violations(extraction) == ()


@pytest.mark.parametrize(
    ("surface", "plan"),
    [
        ("35家", ("一", "一", "一")),
        ("1.3億元", ("一", "一", "一")),
        ("12案", ("一", "二", None)),
        ("8家", ("二", None, None)),
        ("二大目標", (None, None, None)),
    ],
)
def test_a_figure_stands_under_its_part_of_the_plan(extraction, surface, plan):
    section = find(extraction, surface).section
    above = [section.at(level) for level in (Level.GOAL, Level.STRATEGY, Level.MEASURE)]
    assert tuple(s and s.number for s in above) == plan


def test_a_figure_over_a_blank_line_is_one(extraction):
    figure = find(extraction, "1.3億元")
    slice_ = REPORT[figure.mention.span.start : figure.mention.span.end]
    assert slice_ == "1.3\n\n億元"
    assert str(figure.period) == "2017-01-01/2020-12-31"


def test_numbers_of_contents_and_headings_are_rejected_as_such(extraction):
    reasons = {(r.text, r.reason) for r in extraction.rejections}
    assert ("1", Reason.PAGE_NUMBER) in reasons
    assert ("2", Reason.PAGE_NUMBER) in reasons
    assert ("一", Reason.HEADING_NUMBER) in reasons


def test_a_text_without_a_numeral_has_no_rows():
    extraction = extract("本部持續推動各項業務。")
    assert (extraction.figures, extraction.rejections, extraction.sections) == ((), (), ())


def test_an_empty_text_has_no_rows():
    assert extract("").figures == ()


def test_the_sidecar_s_headings_are_used():
    text = "一、經濟\n（一）產業\n輔導35家。"
    (figure,) = extract(text, headings=(("goal", "一、"), ("strategy", "（一）"))).figures
    assert figure.section.at(Level.GOAL).number == "一"
    assert figure.section.at(Level.STRATEGY).number == "一"


def test_a_furniture_s_numbers_are_page_numbers_or_running_heads():
    names = ("科學園區", "綠能建設", "長照據點", "數位學習")
    text = "\f".join(
        f"112年度施政績效報告\n推動{name}輔導{n}家業者。\n{n}\n" for n, name in enumerate(names, 3)
    )
    extraction = extract(text)
    assert [f.mention.surface for f in extraction.figures] == ["3家", "4家", "5家", "6家"]
    assert {(r.text, str(r.reason)) for r in extraction.rejections} == {
        *(("112", "running_head"), ("3", "page_number"), ("4", "page_number")),
        *(("5", "page_number"), ("6", "page_number")),
    }


def test_the_report_travels_with_its_extraction():
    report = Report("r-1", title="施政報告", agency="勞動部")
    extraction = extract("本部輔導35家。", report)
    assert extraction.report is report
    assert extraction.figures[0].agency == "勞動部"


def test_ids_stay_where_only_values_change():
    before = extract(REPORT)
    after = extract(REPORT.replace("35家", "36家").replace("81.5%", "82.5%"))
    assert [f.figure_id for f in before.figures] == [f.figure_id for f in after.figures]


def test_a_lexicon_of_its_own_is_used():
    lexicon = load_lexicon()
    fewer = replace(
        lexicon, classifiers=tuple(c for c in lexicon.classifiers if "家" not in c.surfaces)
    )
    document = read_text("輔導35家，核定12案。", lexicon=fewer)
    figures = extract_document(document, report=Report("text"), lexicon=fewer).figures
    assert [f.mention.surface for f in figures] == ["12案"]
