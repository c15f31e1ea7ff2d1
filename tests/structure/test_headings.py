"""Headings: which lines open a section, how deep it lies and what it is to the plan."""

import pytest

from nstp_extract.core.figure import SectionIndex
from nstp_extract.core.vocabulary import Level
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_text
from nstp_extract.structure.headings import find_outline


def outline(text, headings=()):
    """Level, number, title and depth of a text's sections."""
    found = find_outline(read_text(text), lexicon=load_lexicon(), headings=headings)
    return [(str(s.level), s.number, s.title, len(s.lineage)) for s in found.sections]


def numbers(text):
    return [(number, depth) for _, number, _, depth in outline(text)]


# --- styles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("壹、前言", "壹", "前言"),
        ("拾壹、結語", "拾壹", "結語"),
        ("第一章 緒論", "一", "緒論"),
        ("第二節　預算編列情形", "二", "預算編列情形"),
        ("目標二、堅實智慧生活科技與產業", "二", "堅實智慧生活科技與產業"),
        ("策略三：健全區域創新系統", "三", "健全區域創新系統"),
        ("措施1、推動資料應用", "1", "推動資料應用"),
        ("一、經濟發展", "一", "經濟發展"),
        ("十二、其他事項", "十二", "其他事項"),
        ("一．經濟發展", "一", "經濟發展"),
        ("（一）健全法規", "一", "健全法規"),
        ("(一)健全法規", "一", "健全法規"),
        ("( 一 ) 健全法規", "一", "健全法規"),
        ("1.太陽光電", "1", "太陽光電"),
        ("1、太陽光電", "1", "太陽光電"),
        ("１．太陽光電", "1", "太陽光電"),
        ("１、太陽光電", "1", "太陽光電"),
        ("（１）太陽光電", "1", "太陽光電"),
        ("(10)太陽光電", "10", "太陽光電"),
        ("甲、歲入部分", "甲", "歲入部分"),
        ("（乙）工作計畫", "乙", "工作計畫"),
        ("①強化防護", "①", "強化防護"),
        ("A.推動成果", "A", "推動成果"),
        ("● 推動數位經濟", "●", "推動數位經濟"),
        ("◎檢討改進", "◎", "檢討改進"),
        ("- **強化研發**", "", "強化研發"),
        ("**二、健全法規**", "二", "健全法規"),
        ("　一、經濟發展", "一", "經濟發展"),
    ],
)
def test_a_line_of_each_style_is_a_heading(line, number, title):
    ((_, found, name, depth),) = outline(f"{line}\n本年度完成各項工作。")
    assert (found, name, depth) == (number, title, 1)


@pytest.mark.parametrize(
    "line",
    [
        "一般民眾反映良好。",
        "1.5倍成長係因需求增加。",
        "106年度辦理情形。",
        "三維列印應用。",
        "十二年國教實施後。",
        "第一次會議召開。",
        "目標一之執行情形良好。",
        "甲骨文研究成果。",
        "2030年淨零排放。",
        "一、二級產業均成長。",
    ],
)
def test_a_line_that_only_begins_alike_is_none(line):
    assert outline(f"{line}\n本年度完成各項工作。") == []


def test_a_mark_that_opens_a_paragraph_has_no_title():
    text = "(1)協助業者取得資金，並於109年完成輔導35家業者，創造產值4.5億元。"
    assert outline(text) == [("subitem", "1", None, 1)]


def test_a_lead_up_to_a_colon_is_the_title():
    text = "1.太陽光電：於109年完成設置容量5.8GW，並帶動投資4.5億元，成效良好。"
    assert outline(text) == [("item", "1", "太陽光電", 1)]


def test_a_bullet_that_is_prose_opens_no_section():
    assert outline("● 於109年完成輔導35家業者，創造產值4.5億元，並帶動就業。") == []


# --- nesting --------------------------------------------------------------------------------------


def test_styles_nest_in_their_usual_order():
    text = "\n".join(
        [
            *("壹、施政成果", "一、經濟", "（一）產業", "1、製造業", "（1）機械", "2、服務業"),
            *("（二）貿易", "二、教育", "貳、檢討", "一、經濟"),
        ]
    )
    assert numbers(text) == [
        *(("壹", 1), ("一", 2), ("一", 3), ("1", 4), ("1", 5), ("2", 4)),
        *(("二", 3), ("二", 2), ("貳", 1), ("一", 2)),
    ]


def test_stems_nest_above_what_they_hold():
    text = "\n".join(["甲、歲入", "一、稅課", "二、規費", "乙、歲出", "一、教育"])
    assert numbers(text) == [("甲", 1), ("一", 2), ("二", 2), ("乙", 1), ("一", 2)]


def test_chapters_and_divisions():
    text = "\n".join(["第一章 總論", "第一節 緣起", "一、背景", "第二節 目的", "第二章 成果"])
    assert numbers(text) == [("一", 1), ("一", 2), ("一", 3), ("二", 2), ("二", 1)]


def test_a_section_runs_to_the_next_of_its_rank():
    text = "一、經濟\n輔導35家。\n（一）產業\n輔導40家。\n二、教育\n補助12校。"
    found = find_outline(read_text(text), lexicon=load_lexicon())
    spans = [text[s.span.start : s.span.end] for s in found.sections]
    assert [span[:4] for span in spans] == ["一、經濟", "（一）產", "二、教育"]
    assert spans[0].endswith("40家。\n")
    assert spans[1] == "（一）產業\n輔導40家。\n"
    index = SectionIndex(found.sections)
    assert index.at(text.index("35家")).title == "經濟"
    assert index.at(text.index("40家")).title == "產業"
    assert index.at(text.index("12校")).lineage[0].title == "教育"
    assert found.sections[1].path == ("一、經濟", "（一）產業")


def test_nothing_covers_what_stands_before_the_first_heading():
    text = "本報告共12頁。\n一、經濟\n輔導35家。"
    found = find_outline(read_text(text), lexicon=load_lexicon())
    assert SectionIndex(found.sections).at(0) is None


# --- the plan -------------------------------------------------------------------------------------

PLAN = "\n".join(
    [
        *("肆、重要執行成果", "目標一、創新經濟", "本目標共分為二項策略，說明如下。"),
        *("一、數位經濟", "本策略項下之重要措施如下。", "（一）資料應用", "輔導35家業者。"),
        *("（二）智慧商業", "輔導40家業者。", "二、區域創新", "輔導12家業者。"),
        *("目標二、智慧生活", "輔導8家業者。"),
    ]
)


def test_the_plan_s_own_words_make_strategies_and_measures():
    assert outline(PLAN) == [
        ("part", "肆", "重要執行成果", 1),
        ("goal", "一", "創新經濟", 2),
        ("strategy", "一", "數位經濟", 3),
        ("measure", "一", "資料應用", 4),
        ("measure", "二", "智慧商業", 4),
        ("strategy", "二", "區域創新", 3),
        ("goal", "二", "智慧生活", 2),
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "目標一共分為二項策略，",
        "本目標項下計有2項策略。",
        "本目標下設二大策略。",
        "目標一共分為兩項策略，",
    ],
)
def test_a_lead_announces_strategies(lead):
    levels = [level for level, *_ in outline(f"目標一、創新經濟\n{lead}\n一、數位經濟\n輔導35家。")]
    assert levels == ["goal", "strategy"]


def test_without_goals_numbered_headings_are_plain_sections():
    levels = {level for level, *_ in outline("壹、成果\n一、經濟\n（一）產業\n二、教育")}
    assert levels == {"part", "section"}


def test_the_sidecar_names_the_levels_of_styles():
    text = "一、經濟\n（一）產業\n1、機械"
    named = (("strategy", "一、"), ("measure", "（一）"))
    assert [level for level, *_ in outline(text, named)] == ["strategy", "measure", "item"]


def test_a_table_of_contents_opens_no_section():
    text = "一、經濟 ............ 3\n二、教育 ............ 9\n一、經濟\n輔導35家。\n二、教育"
    assert [title for _, _, title, _ in outline(text)] == ["經濟", "教育"]


def test_a_goal_that_recurs_is_found_twice():
    goals = [s for s in outline("參、摘要\n目標一、創新\n肆、成果\n目標一、創新") if s[0] == "goal"]
    assert goals == [("goal", "一", "創新", 2)] * 2


def test_a_level_is_asked_from_within():
    found = find_outline(read_text(PLAN), lexicon=load_lexicon())
    index = SectionIndex(found.sections)
    section = index.at(PLAN.index("40家"))
    assert section.at(Level.GOAL).title == "創新經濟"
    assert section.at(Level.STRATEGY).title == "數位經濟"
    assert section.at(Level.TABLE) is None
