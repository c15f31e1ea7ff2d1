"""Headings whose rank a format states, with and without numbers."""

import pytest

from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document
from nstp_extract.structure.headings import find_outline


def outline(text):
    document = read_document(text.encode(), name="a.md")
    sections = find_outline(document, lexicon=load_lexicon()).sections
    return [section.path for section in sections]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 甲案\n\n## 乙案\n\n# 丙案\n", [("甲案",), ("甲案", "乙案"), ("丙案",)]),
        (
            "## 一、甲\n\n一、子項\n\n二、丑項\n\n## 二、乙\n",
            [("一、甲",), ("一、甲", "一、子項"), ("一、甲", "二、丑項"), ("二、乙",)],
        ),
        (
            "# 計畫\n\n壹、前言\n\n一、緣起\n\n貳、成果\n",
            [
                ("計畫",),
                ("計畫", "壹、前言"),
                ("計畫", "壹、前言", "一、緣起"),
                ("計畫", "貳、成果"),
            ],
        ),
        ("## 一、甲\n\n內文。\n\n二、乙\n", [("一、甲",), ("二、乙",)]),
        ("### 深\n\n# 淺\n", [("深",), ("淺",)]),
    ],
)
def test_ranks_nest_and_numbers_nest_below_them(text, expected):
    assert outline(text) == expected
