"""Who did it: which agencies of a sentence act, and which of them a figure takes."""

import pytest

from nstp_extract.context.agency import Doer, choose_doer, compile_agencies, find_doers
from nstp_extract.core.fold import fold
from nstp_extract.lexicon import load_lexicon

GRAMMAR = compile_agencies(load_lexicon())


def doers(text, issuer=None):
    return [doer.name for doer in find_doers(text, GRAMMAR, issuer=issuer)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("經濟部完成建置。", ["經濟部"]),
        ("由科技部負責進度追蹤。", ["科技部"]),
        ("經濟部偕同交通部完成建置。", ["經濟部"]),
        ("經濟部、農委會及教育部共同推動。", ["經濟部"]),
        ("經濟部核定35案，農委會核定12案。", ["經濟部", "農委會"]),
        ("並符合科技部之規定。", []),
        ("依據行政院核定之計畫辦理。", []),
        ("「經濟部產業升級條例」修正。", []),
        ("《教育部施政報告》指出。", []),
        ("竹科、中科、南科管理局核准廠商。", ["竹科、中科、南科管理局"]),
        ("新竹科學園區管理局(以下稱竹科管理局)累計核准。", ["竹科管理局"]),
        ("本期持續推動。", []),
    ],
)
def test_an_agency_acts_where_it_opens_its_clause(text, names):
    assert doers(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("臺南市政府衛生局完成接種。", ["臺南市政府衛生局"]),
        ("基隆市議會審議預算。", ["基隆市議會"]),
        ("勞動部統計處公布結果。", ["勞動部統計處"]),
        ("經濟部國際合作處辦理會議。", ["經濟部國際合作處"]),
        ("農業部所需經費編列在案。", ["農業部"]),
        ("環境部環境管理處分業者。", ["環境部"]),
        ("國立成功大學取得專利。", ["國立成功大學"]),
        ("中油公司主管之油槽完工。", ["中油公司"]),
        ("財政部部長說明稅收。", ["財政部"]),
    ],
)
def test_a_name_may_be_built_of_the_words_of_offices(text, names):
    assert doers(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(2024.05.02) 交通部公布成果。", ["交通部"]),
        ("主要成果:一、交通部完成3案;二、文化部完成2案。", ["交通部", "文化部"]),
        ("專利以經濟部最多，其次為國科會的39件。", ["經濟部", "國科會"]),
        ("其中移民署3億元、消防署2億元。", ["移民署", "消防署"]),
        ("依據財政部於113年公布之稅收統計。", ["財政部"]),
        ("根據經濟部於112年3月提出的「111年產業發展年度總檢討報告」，達成率3%。", ["經濟部"]),
        ("依據行政院核定之計畫及評估報告辦理。", []),
        ("法務部核定4案，內政部核定2案，該部另補助3案。", ["法務部", "內政部", "內政部"]),
        ("並獲國科會補助3案。", []),
    ],
)
def test_where_an_agency_stands_that_acts(text, names):
    assert doers(fold(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "據世界銀行統計，全球成長3%。",
        "OECD預測成長率為3%。",
        "依某某雜誌民調結果，有七成民眾支持。",
        "政府已投入3億元。",
        "各部會編列3億元。",
        "本所完成3案。",
    ],
)
def test_who_is_no_agency_that_can_be_told_is_none(text):
    assert doers(text) == [None]


def test_what_is_said_in_passing_is_not_handed_on(extract):
    text = "衛福部編列9億元，其中食藥署2億元、健保署1億元。據OECD統計，平均為3億元。另核定3案。"
    names = ["衛福部", "食藥署", "健保署", None, "衛福部"]
    assert [name for _, name in agencies(extract, text)] == names


def test_self_references_are_the_issuer():
    assert doers("本部推動產學合作。", issuer="勞動部") == ["勞動部"]
    assert doers("本部推動產學合作。") == [None]
    assert doers("經濟部核定5案，本部核定3案。", issuer="勞動部") == ["經濟部", "勞動部"]


def test_a_former_body_leads_to_the_one_of_today():
    (former,) = find_doers("科技部核定5案。", GRAMMAR)
    (today,) = find_doers("國科會核定5案。", GRAMMAR)
    assert former.agency_id == today.agency_id
    assert (former.name, today.name) == ("科技部", "國科會")


def test_the_last_doer_before_a_figure_is_its_own():
    first, second = Doer(0, "經濟部", "moea"), Doer(20, "農委會", "moa")
    assert choose_doer([first, second], 30, inherited=None) is second
    assert choose_doer([first, second], 10, inherited=None) is first
    assert choose_doer([second], 10, inherited=first) is first
    assert choose_doer([second], 10, inherited=None) is second
    assert choose_doer([], 10, inherited=None) is None


def agencies(extract, text, **known):
    return [(f.mention.surface, f.agency) for f in extract(text, **known).figures]


def test_a_paragraph_goes_on_with_its_doer(extract):
    text = "經濟部核定35案。另輔導12家業者。\n農委會輔導8家。"
    assert agencies(extract, text) == [("35案", "經濟部"), ("12家", "經濟部"), ("8家", "農委會")]


def test_a_section_s_opening_gives_its_doer(extract):
    text = "一、產業\n經濟部推動轉型。\n核定35案。\n二、教育\n核定12案。"
    assert agencies(extract, text) == [("35案", "經濟部"), ("12案", None)]


def test_the_report_s_agency_is_what_it_calls_itself(extract):
    assert agencies(extract, "本部核定35案。", agency="勞動部") == [("35案", "勞動部")]
