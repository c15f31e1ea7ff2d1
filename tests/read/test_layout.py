"""Which lines join, and what stands apart: page ends, footnotes, running heads, tables."""

import pytest

from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read import read_text


def passages(text, kind=None):
    """The kinds and texts of a text's passages."""
    found = [(str(p.kind), p.text) for p in read_text(text).passages]
    return [each for name, each in found if name == kind] if kind else found


BEFORE = "本期計畫輔導新創團隊進駐園區，協助其取得資金並對接國際市場"
AFTER = "，促成實收資本額持續增加。"

# --- page ends ------------------------------------------------------------------------------------


def test_a_number_is_joined_with_its_unit_over_a_page_end():
    (body,) = passages("新創公司實收資本額達1.3\n\n億元，並新增就業。", "body")
    assert body == "新創公司實收資本額達1.3億元，並新增就業。"


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n\r\n", "\n\f", "\f", "\n\n\n", "\n \n"])
def test_a_sentence_goes_on_over_any_gap(gap):
    (body,) = passages(f"{BEFORE}{gap}{AFTER}", "body")
    assert body == BEFORE + AFTER


def test_a_sentence_that_ended_is_not_joined():
    assert passages(f"{BEFORE}。\n\n另辦理說明會12場。", "body") == [
        f"{BEFORE}。",
        "另辦理說明會12場。",
    ]


@pytest.mark.parametrize("mark", ["一、", "(一)", "1.", "●", "壹、", "甲、", "（１）", "目標一、"])
def test_a_line_with_a_mark_begins_anew(mark):
    assert passages(f"{BEFORE}\n\n{mark}推動情形", "body") == [BEFORE, f"{mark}推動情形"]


def test_a_title_is_not_joined_with_what_follows():
    assert passages("推動情形\n\n本年度辦理說明會12場。", "body") == [
        "推動情形",
        "本年度辦理說明會12場。",
    ]


def test_two_numbers_that_a_line_end_parts_stay_two():
    text = "核定計畫經費及件數統計，其總數為12\n34件屬重點案件，並持續列管追蹤。"
    assert all("1234" not in body for body in passages(text, "body"))


# --- page numbers and running heads ---------------------------------------------------------------


def paged(*pages, separator="\f"):
    return separator.join(pages)


def test_pages_begin_at_form_feeds():
    text = paged("第一頁內容。\n", "第二頁內容。\n", "第三頁內容。")
    document = read_text(text)
    assert [text[start : start + 5] for start in document.page_starts] == [
        "第一頁內容",
        "第二頁內容",
        "第三頁內容",
    ]
    assert [document.page(at) for at in (0, text.index("第二"), len(text) - 1)] == [1, 2, 3]


def test_a_form_feed_at_the_end_opens_no_page():
    assert len(read_text("第一頁。\f第二頁。\f\n").page_starts) == 2


def test_a_text_without_form_feeds_has_no_pages():
    document = read_text("第一頁內容。")
    assert document.page_starts == ()
    assert document.page(3) is None


PROJECTS = ("科學園區", "綠能建設", "長照據點", "數位學習", "水環境", "人才培育")


def test_page_numbers_and_running_heads_are_furniture_with_form_feeds():
    head = "國家發展計畫執行成果報告"
    text = paged(*(f"{head}\n{BEFORE}{name}\n{n}\n" for n, name in enumerate(PROJECTS, 1)))
    assert passages(text, "furniture") == [
        line for n in range(1, len(PROJECTS) + 1) for line in (head, str(n))
    ]
    assert "".join(passages(text, "body")) == "".join(f"{BEFORE}{name}" for name in PROJECTS)


@pytest.mark.parametrize("number", ["- {} -", "第 {} 頁", "{}", "－{}－"])
def test_page_numbers_are_told_without_form_feeds(number):
    lines = [
        line
        for n, name in enumerate(PROJECTS, start=11)
        for line in (f"{name}辦理情形如下。", f"已完成{name}。", number.format(n), "")
    ]
    found = [number.format(n) for n in range(11, 11 + len(PROJECTS))]
    assert passages("\n".join(lines), "furniture") == found


def test_a_sentence_goes_on_over_page_number_and_running_head():
    head = "行政院施政報告"
    text = "".join(
        f"推動{name}並於本年度輔導業者進駐園區以利資金取得\n{n}\n\f{head}\n，{name}穩定成長。\n另案{n}。\n"
        for n, name in enumerate(PROJECTS, 1)
    )
    joined = [f"推動{p}並於本年度輔導業者進駐園區以利資金取得，{p}穩定成長。" for p in PROJECTS]
    assert [body for body in passages(text, "body") if "進駐" in body] == joined


def test_lines_that_differ_in_their_figures_are_no_running_heads():
    pages = (f"{name}\n核定經費{n * 137}萬元\n已完成。\n" for n, name in enumerate(PROJECTS, 1))
    assert passages(paged(*pages), "furniture") == []


def test_cells_of_numbers_are_no_pages():
    text = "\n".join(["項目", "3", "7", "2", "9", "總計"])
    assert passages(text, "furniture") == []


def test_a_number_on_a_line_of_its_own_stays_in_its_sentence():
    text = "辦理研習，人數為\n35\n人。另辦理講習，人數為\n48\n人。再辦理座談，人數為\n77\n人。"
    assert "".join(passages(text, "body")) == text.replace("\n", "")


# --- notes and captions ---------------------------------------------------------------------------


def test_a_footnote_inside_a_figure_stands_behind_its_paragraph():
    text = "輔導數位經濟新創團隊22\n\n⁴ MOOCs平臺係指大規模線上課程。\n\n隊，促成募資5億元。"
    assert passages(text) == [
        ("body", "輔導數位經濟新創團隊22隊，促成募資5億元。"),
        ("note", "⁴ MOOCs平臺係指大規模線上課程。"),
    ]


@pytest.mark.parametrize("mark", ["註1：", "註：", "¹ ", "[1] "])
def test_notes_are_told_by_their_mark(mark):
    assert passages(f"{BEFORE}。\n{mark}資料來源為主計總處。", "note") == [
        f"{mark}資料來源為主計總處。"
    ]


@pytest.mark.parametrize(
    "caption", ["圖3-1 目標之架構", "表1-1：策略與主辦機關", "附表二 經費統計"]
)
def test_a_caption_breaks_no_sentence(caption):
    text = f"{BEFORE}\n\n{caption}\n\n{AFTER}"
    assert passages(text) == [("body", BEFORE + AFTER), ("caption", caption)]


# --- tables and contents --------------------------------------------------------------------------


def test_a_row_of_tabs_is_cells():
    text = "機關\t件數\t金額\n經濟部\t35\t1,200"
    assert passages(text, "table") == ["機關", "件數", "金額", "經濟部", "35", "1,200"]


def test_a_row_of_pipes_is_cells():
    assert passages("| 機關 | 件數 |\n| --- | --- |\n| 經濟部 | 35 |", "table")[-2:] == [
        "經濟部",
        "35",
    ]


def cells(text):
    """The cells of a text's tables by their place."""
    return {str(p.cell): p.text for p in read_text(text).passages if p.cell}


def test_a_cell_knows_its_row_and_column():
    text = "機關\t件數\n經濟部\t35\n\t7\t9\n說明如下。\n甲\t乙\n"
    assert cells(text) == {
        "T1R1C1": "機關", "T1R1C2": "件數", "T1R2C1": "經濟部", "T1R2C2": "35", "T1R3C2": "7",
        "T1R3C3": "9", "T2R1C1": "甲", "T2R1C2": "乙",
    }  # fmt: skip


def test_a_row_with_empty_cells_at_its_end_is_no_contents():
    assert cells("機關\t件數\t備註\n經濟部\t35\t\n")["T1R2C2"] == "35"


def test_the_line_under_a_header_makes_it_one_and_is_no_row():
    document = read_text("| 機關 | 件數 |\n| --- | ---: |\n| 經濟部 | |\n| | 35 |\n")
    found = {p.text: (str(p.cell), p.cell.header) for p in document.passages if p.cell}
    assert found == {
        "機關": ("T1R1C1", True),
        "件數": ("T1R1C2", True),
        "經濟部": ("T1R2C1", False),
        "35": ("T1R3C2", False),
    }


def test_a_row_of_numbers_is_a_table():
    assert ("table", "臺北市 1,234 56.7% 890") in passages("縣市統計。\n臺北市 1,234 56.7% 890\n")


def test_prose_with_numbers_is_no_table():
    text = "本年度 辦理 說明會 12 場、 培訓 350 人、 核定 28 案，成果良好。"
    assert passages(text, "table") == []


@pytest.mark.parametrize(
    "line", ["一、經濟發展 ........ 12", "壹、前言…………………3", "參、摘要\t·········\t7"]
)
def test_leaders_are_a_table_of_contents(line):
    assert {kind for kind, _ in passages(line)} == {"contents"}


# --- hard-wrapped text ----------------------------------------------------------------------------


def wrap(text, width=24):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


WRAPPED = (
    "為落實科技政策並強化產業創新能量，本部於一百零九年持續推動各項重點計畫並與地方政府合作，",
    "完成輔導中小企業一千二百家、媒合資金達新臺幣四十五億元，另培育跨領域人才三千五百人次，",
    "有效帶動區域經濟發展並提升國際競爭力，未來將賡續檢討相關法規並精進各項措施之執行成效。",
)


def test_hard_wrapped_prose_is_joined():
    paragraphs = ["".join(WRAPPED), "".join(reversed(WRAPPED))]
    text = "\n".join(wrap(paragraph) for paragraph in paragraphs)
    assert "".join(passages(text, "body")) == "".join(paragraphs)
    assert len(passages(text, "body")) <= len(paragraphs)


def test_a_word_of_a_wrapped_number_is_joined_again():
    text = wrap("為落實政策，本年度培訓人才二萬六千九百七十四人次及" * 8 + "。")
    assert all("\n" not in body for body in passages(text, "body"))
    assert len(passages(text, "body")) == 1


# --- line ends, byte order mark -------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\v"])
def test_line_ends_of_every_kind_part_lines(end):
    assert passages(f"一、甲案{end}二、乙案", "body") == ["一、甲案", "二、乙案"]


def test_offsets_are_those_of_the_file_with_its_line_ends():
    text = "一、甲案\r\n二、乙案完成3件。"
    last = read_text(text).passages[-1]
    assert text[last.start : last.end] == "二、乙案完成3件。"


def test_a_byte_order_mark_is_no_part_of_a_passage():
    (passage,) = read_text("\ufeff完成3件。").passages
    assert (passage.text, passage.start) == ("完成3件。", 1)


def test_a_blank_text_has_no_passages():
    assert read_text(" \n\t\n\u3000").passages == ()


def test_passages_are_placed_in_the_text():
    text = "資本額達1.3\n\n億元。"
    (passage,) = read_text(text).passages
    assert passage.kind is PassageKind.BODY
    start, end = passage.text.index("1.3"), passage.text.index("億元") + 2
    assert "".join(text[s.start : s.end] for s in passage.place(start, end)) == "1.3億元"
    assert text[passage.offset(end - 1)] == "元"
    assert passage.locate(text.index("億")) == passage.text.index("億")
    assert passage.locate(text.index("\n")) is None
    with pytest.raises(ValueError, match="no range"):
        passage.place(3, 3)
