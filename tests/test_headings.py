"""Headings of reports that speak of no 目標: a budget review, and a plan that its sidecar maps."""

from pathlib import Path

import pytest

from nstp_extract import extract, extract_text
from nstp_extract.core.errors import NstpError

BUDGET = """甲、歲入部分

第2款　罰款及賠償收入

一、經濟部

（一）產業發展署

1. 罰金罰鍰編列287萬元，照列。

2. 賠償收入編列53萬元。

（二）水利署

1. 行政規費編列8,772萬5千元。

乙、歲出部分

一、農業部

（一）農糧署編列16萬元。
"""

PLAN = """第一章　前言

本計畫自112年至115年辦理。

第二章　推動成果

一、健康照護

（一）擴大長照服務

1、布建據點：完成布建據點120處。

2、培訓人力：培訓照服員3,500人。

（二）完善醫療網絡

1、偏鄉醫療：補助偏鄉醫院15家。

二、教育文化

（一）推動閱讀

1、圖書資源：新增館藏12萬冊。
"""

SIDECAR = """
[headings]
goal = "一、"
strategy = "(一)"
measure = "1."
"""


def place(figure):
    section = figure.section
    return section.path if section else ()


def test_a_budget_review_has_no_goals_and_its_paths_are_whole() -> None:
    figures = extract_text(BUDGET).figures
    paths = {figure.mention.surface: place(figure) for figure in figures}
    assert paths["287萬元"] == ("甲、歲入部分", "一、經濟部", "（一）產業發展署", "1.")
    assert paths["8,772萬5千元"] == ("甲、歲入部分", "一、經濟部", "（二）水利署", "1.")
    assert paths["16萬元"][:2] == ("乙、歲出部分", "一、農業部")
    levels = {str(s.level) for f in figures if f.section for s in f.section.lineage}
    assert levels.isdisjoint({"goal", "strategy", "measure"})


def test_without_a_sidecar_a_plan_of_plain_headings_has_no_goals() -> None:
    figures = [f for f in extract_text(PLAN).figures if f.role != "period"]
    assert len(figures) == 4
    assert place(figures[0]) == (
        "第二章推動成果",
        "一、健康照護",
        "（一）擴大長照服務",
        "1、布建據點",
    )
    assert not any(str(s.level) == "goal" for f in figures for s in f.section.lineage)


def test_a_sidecar_says_which_number_styles_are_goals(tmp_path: Path) -> None:
    report = tmp_path / "plan.txt"
    report.write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(SIDECAR, encoding="utf-8")
    figures = [f for f in extract(report).figures if f.role != "period"]
    ranks = [
        [(str(s.level), s.number, s.title) for s in figure.section.lineage[1:]]
        for figure in figures
    ]
    assert ranks[1] == [
        ("goal", "一", "健康照護"),
        ("strategy", "一", "擴大長照服務"),
        ("measure", "2", "培訓人力"),
    ]
    assert ranks[3] == [
        ("goal", "二", "教育文化"),
        ("strategy", "一", "推動閱讀"),
        ("measure", "1", "圖書資源"),
    ]


def test_a_sidecar_that_names_no_level_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "plan.txt"
    report.write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan.toml").write_text('[headings]\nchapter = "一、"\n', encoding="utf-8")
    with pytest.raises(NstpError, match=r"plan\.toml.*chapter"):
        extract(report)
