"""Markdown keeps the file's text and offsets; markup is in no passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract import extract_guarded
from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read import read_document


def read(text):
    return read_document(text.encode(), name="report.md")


def passages(text):
    return [(p.text, p.heading) for p in read(text).passages]


def test_the_text_is_the_file_s():
    text = "\ufeff# 成果\r\n\r\n達**3**億元。\r\n"
    assert read(text).text == text


def test_headings_by_hashes_underlines_and_weight():
    assert passages("# 成果\n\n產業\n---\n\n**細節**\n\n**達3億元。**\n") == [
        ("成果", 1),
        ("產業", 2),
        ("細節", 7),
        ("達3億元。", 0),
    ]


def test_markup_inside_a_number_breaks_nothing():
    document = read("投資**4,965.09**億元，新創團隊22[^4]隊，見[第5頁](http://a.tw/6億元)。\n")
    extraction = extract_guarded(document, Report("a"))
    assert [figure.mention.surface for figure in extraction.figures] == ["4,965.09億元", "22隊"]
    assert len(extraction.figures[0].mention.pieces) == 2


def test_a_number_of_a_list_is_printed_and_a_bullet_is_not():
    assert passages("1. 輔導21家。\n2. 培育3人。\n\n- 投資\\*\n") == [
        ("1. 輔導21家。", 0),
        ("2. 培育3人。", 0),
        ("投資*", 0),
    ]


def test_comments_and_targets_are_no_text():
    text = "<!-- 9億元 -->\n\n![圖8億元](7億元.png)達3億元<br>培育6人\n"
    assert [p for p, _ in passages(text)] == ["達3億元培育6人"]


def test_cells_know_their_place():
    document = read("| 計畫 | 成果 |\n|---|---:|\n| 甲 | **1,234**件 |\n| | 3件 |\n")
    assert {p.text: (str(p.cell), p.cell.header) for p in document.passages} == {
        "計畫": ("T1R1C1", True),
        "成果": ("T1R1C2", True),
        "甲": ("T1R2C1", False),
        "1,234件": ("T1R2C2", False),
        "3件": ("T1R3C2", False),
    }


def test_a_definition_of_a_note_is_a_note():
    document = read("新創22[^a]隊。\n\n[^a]: 含5家。\n")
    assert [p.kind for p in document.passages] == [PassageKind.BODY, PassageKind.NOTE]


@pytest.mark.parametrize("text", ["```\n3億元\n```\n", "    3億元\n"])
def test_code_is_text(text):
    assert passages(text) == [("3億元", 0)]


@given(st.text(alphabet="#*_`[]()|-> \n1234億元成果，。\\&;<>!^:.", max_size=120))
def test_whatever_stands_there_gives_slices_of_the_file(text):
    document = read_document(f"成{text}".encode(), name="a.md")
    for passage in document.passages:
        assert document.slice(passage.pieces) == passage.text
    extract_guarded(document, Report("a"))
