"""How a page's layout becomes text: what is set beside, above, below or across the prose."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import Grade, PageReason, PassageKind
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document

PROSE = "為促進產業升級，各部會共同推動創新研發計畫，並結合地方政府與學研機構之能量，"
FONT = '#set text(font: "Noto Serif CJK TC", size: 12pt, lang: "zh", region: "TW")\n'
BARE = '#set page(paper: "a4", margin: 3cm)\n' + FONT


def bodies(document):
    return [p.text for p in document.passages if p.kind is PassageKind.BODY]


def surfaces(document):
    extraction = extract_document(document, report=Report("a"), lexicon=load_lexicon())
    return [figure.mention.surface for figure in extraction.figures]


def test_a_raised_mark_is_no_part_of_a_number(read):
    document = read("就業率達81.5%#super[5]，輔導新創團隊22#super[4]隊。", page=BARE)
    assert surfaces(document) == ["81.5%", "22隊"]


def test_a_footnote_is_a_passage_of_its_own_and_its_mark_no_number(read):
    document = read(
        f"{PROSE * 4}新創團隊22#footnote[係指107年度核定之12件計畫，{PROSE}{PROSE}共3案。]隊。",
        page=BARE,
    )
    (note,) = (p.text for p in document.passages if p.kind is PassageKind.NOTE and len(p.text) > 1)
    assert note.startswith("¹")
    assert note.endswith("共3案。")
    assert surfaces(document) == ["22隊", "107年度", "12件", "3案"]


def test_a_paragraph_goes_on_over_lines_and_pages(read):
    text = PROSE * 60 + "投資金額達4,965.09億元。"
    document = read(text, page=BARE)
    assert len(document.pages) > 1
    assert bodies(document) == [text]


@pytest.mark.parametrize("style", ["hanging-indent: 2em", "first-line-indent: 2em"])
def test_paragraphs_of_either_indent_part_where_they_end(style, read):
    texts = [f"{PROSE * 3}完成第{n}案。" for n in "甲乙丙"]
    document = read(f"#set par(justify: true, {style})\n" + "\n\n".join(texts), page=BARE)
    assert bodies(document) == texts


def test_two_columns_are_read_one_after_the_other(read):
    text = PROSE * 40 + "成果達12億元。"
    document = read(
        f"#set par(justify: true)\n{text}",
        page='#set page(paper: "a4", margin: 2cm, columns: 2)\n' + FONT,
    )
    assert "".join(bodies(document)) == text


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_set_sideways_is_read_along_its_lines(angle, read):
    document = read(
        f"#rotate({angle}deg, reflow: true)[#box(width: 15cm)[{PROSE}成果達1,234億元。]]", page=BARE
    )
    assert surfaces(document) == ["1,234億元"]


def test_a_landscape_page_is_read_like_any_other(read):
    document = read(
        f"{PROSE}成果達1,234億元。", page='#set page(paper: "a4", flipped: true)\n' + FONT
    )
    assert surfaces(document) == ["1,234億元"]
    assert document.pages[0].width > document.pages[0].height


def test_a_blank_in_a_figure_does_not_part_it(read):
    document = read("編列 10 億 9,711 萬 9 千元，計 49 萬 6,223 件。", page=BARE)
    assert surfaces(document) == ["10億9,711萬9千元", "49萬6,223件"]


def test_ideographs_of_the_compatibility_block_stay_in_the_text(read):
    document = read("自106\uf98e起，⼯業產值達5億元。", page=BARE)
    assert surfaces(document)[1] == "5億元"
    assert surfaces(document)[0].startswith("106")


def test_cells_are_passages_and_no_number_reaches_over_a_rule(read):
    document = read(
        "#table(columns: 3, inset: 1pt, [128], [本年度預算數], [3.5], [256], [件數], [7])",
        page=BARE,
    )
    cells = [p.text for p in document.passages if p.kind is PassageKind.TABLE]
    assert cells == ["128", "本年度預算數", "3.5", "256", "件數", "7"]
    assert surfaces(document) == []


def test_a_cell_goes_on_in_the_lines_below_it(read):
    text = "1.本年度預算數係辦理古蹟修護及辦公廳舍整修等所需經費3,215千元"
    document = read(
        f"#table(columns: (3cm, 3cm, 6cm), [業務], [3,215], [{text}], [管理], [8], [無])", page=BARE
    )
    cells = [p.text for p in document.passages if p.kind is PassageKind.TABLE]
    assert cells == ["業務", "3,215", text, "管理", "8", "無"]
    assert surfaces(document) == ["3,215千元"]


def test_a_dotted_table_of_contents_has_no_figures(read):
    lines = "\n\n".join(f"{n}、計畫成果#box(width: 1fr, repeat[.])3{n}" for n in range(1, 6))
    document = read(lines, page=BARE)
    kinds = {p.kind for p in document.passages}
    assert kinds == {PassageKind.CONTENTS}
    assert surfaces(document) == []


def test_vertical_writing_is_read_downwards_and_flagged(real):
    document = read_document(real("hostile/vertical.pdf"))
    assert document.text.splitlines()[:2] == ["あいうえお", "日本語"]
    assert (document.pages[0].grade, document.pages[0].reason) == (
        Grade.SUSPECT,
        PageReason.VERTICAL,
    )


def test_amounts_in_the_prose_of_a_budget_are_whole(real):
    found = surfaces(read_document(real("reports/cy_budget_114.pdf")))
    amounts = {
        "10億9,711萬9千元", "8億9,046萬4千元", "1,856萬2千元", "1,836萬6千元", "795萬8千元",
        "1億1,825萬6千元", "4,049萬1千元", "302萬2千元", "2,210千元",
    }  # fmt: skip
    assert amounts <= set(found)


def test_a_numeral_that_a_full_line_breaks_is_one_figure(real):
    document = read_document(real("reports/ey_oral_report_2025.pdf"))
    assert {page.grade for page in document.pages} == {Grade.GOOD}
    assert {"333億度", "4兆8,530億元", "2萬8,590元"} <= set(surfaces(document))
