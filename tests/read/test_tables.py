"""Tables of PDFs: ruled on all sides or not, over pages, with numbers or with sentences."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document

FONT = '#set text(font: "Noto Serif CJK TC", size: 12pt, lang: "zh", region: "TW")\n'
BARE = '#set page(paper: "a4", margin: 3cm)\n' + FONT
SHORT = "#set page(width: 16cm, height: 9cm, margin: 1.5cm)\n" + FONT
OPEN = (  # columns and header are ruled, neither the rows nor the outer sides
    "stroke: (x, y) => (left: if x > 0 {0.5pt}, top: if y < 2 {0.5pt}, bottom: if y == 4 {0.5pt})"
)


def cells(document):
    """The texts of each cell by its place."""
    found = {}
    for passage in document.passages:
        if passage.cell is not None:
            found.setdefault(str(passage.cell), []).append(passage.text)
    return found


def figures(document):
    extraction = extract_document(document, report=Report("table"), lexicon=load_lexicon())
    return {str(f.cell): f for f in extraction.figures if f.cell}


def test_cells_have_rows_and_columns(read):
    document = read("#table(columns: 2, [科目], [預算數], [業務費], [1,200])", page=BARE)
    assert cells(document) == {
        "T1R1C1": ["科目"], "T1R1C2": ["預算數"], "T1R2C1": ["業務費"], "T1R2C2": ["1,200"],
    }  # fmt: skip


def test_a_box_around_a_text_is_no_table(read):
    document = read("#rect[本年度辦理說明會12場。]", page=BARE)
    assert [(p.kind, p.text) for p in document.passages] == [
        (PassageKind.BODY, "本年度辦理說明會12場。")
    ]


def test_lines_of_numbers_are_rows_where_none_are_ruled(read):
    rows = "[業務費], [1,200], [△30], [設備費], [800], [-], [合計], [2,000], [△30]"
    markup = f"#table(columns: (4cm, 3cm, 3cm), {OPEN}, [科目], [預算數], [增減數], {rows})"
    found = cells(read(markup, page=BARE))
    assert found["T1R3C1"] == ["設備費"]
    assert (found["T1R3C2"], found["T1R4C2"], found["T1R4C3"]) == (["800"], ["2,000"], ["△30"])


def test_a_label_of_two_lines_is_one_and_sentences_stay_with_their_number(read):
    note = "1.係辦理審計業務所需之經費，與上年度預算數相同，並無增減。"
    rows = (
        f"[審計部臺中市審計處辦理之業務], [1,200], [{note}], [第一預備金], [80], [仍照列。],"
        " [設備], [5], []"
    )
    markup = f"#table(columns: (3cm, 2cm, 5cm), {OPEN}, [科目], [預算數], [說明], {rows})"
    found = cells(read(markup, page=BARE))
    assert found["T1R2C1"] == ["審計部臺中市審計處辦理之業務"]
    assert found["T1R2C3"] == [note]
    assert (found["T1R3C1"], found["T1R3C2"]) == (["第一預備金"], ["80"])


def test_a_merged_heading_covers_its_columns(read):
    heads = "table.cell(rowspan: 2)[科目], table.cell(colspan: 2)[114年度], [預算數], [決算數]"
    markup = f"單位：千元\n#table(columns: 3, {heads}, [業務費], [1,200], [900])"
    found = figures(read(markup, page=BARE))
    assert found["T1R3C3"].quantity.value == 900000
    assert found["T1R3C3"].indicator == "業務費 決算數"
    assert str(found["T1R3C3"].period) == "2025-01-01/2025-12-31"


PLAN = "辦理科技專案並輔導廠商投入研發，促成投資達新臺幣3億元，並培訓人才120人次，成效良好。"


def test_a_table_over_pages_is_one_and_its_header_stands_once(read):
    rows = ", ".join(f"[計畫{name}], [{PLAN}]" for name in "甲乙丙丁戊己")
    markup = f"#table(columns: (3cm, 8cm), table.header([工作計畫], [實施成果]), {rows})"
    document = read(markup, page=SHORT)
    assert len(document.page_starts) > 1
    found = cells(document)
    assert [found[f"T1R{row}C1"] for row in range(2, 8)] == [[f"計畫{n}"] for n in "甲乙丙丁戊己"]
    assert {texts[0] for place, texts in found.items() if place.endswith("C2")} == {
        "實施成果",
        PLAN,
    }
    heads = [p.text for p in document.passages if p.kind is PassageKind.FURNITURE]
    assert heads == ["工作計畫", "實施成果"] * (len(document.page_starts) - 1)


def test_a_cell_that_a_page_breaks_is_read_as_one(read):
    text = "。".join(f"第{n}項計畫{PLAN[:-1]}" for n in "甲乙丙丁戊己庚辛") + "。"
    markup = (
        f"#table(columns: (3cm, 8cm), table.header([工作計畫], [實施成果]), [計畫甲], [{text}])"
    )
    document = read(markup, page=SHORT)
    assert len(document.page_starts) > 1
    assert cells(document)["T1R2C2"] == [text]


@pytest.fixture(scope="module")
def budget(real):
    return read_document(real("reports/cy_budget_114.pdf"))


def test_the_columns_of_facing_pages_are_one_table(budget):
    found = figures(budget)
    south = "監察支出 8項審計部高雄市審計處"
    (place,) = {f.cell.table for f in found.values() if f.indicator == south}
    assert found[f"T{place}R4C11"].quantity.value == 83350000


def test_a_budget_s_rows_have_their_labels_and_codes_are_no_numbers(budget):
    found = figures(budget)
    said = {(f.indicator, f.mention.surface, str(f.period)) for f in found.values()}
    assert ("審計部臺中市審計處 預算數", "73,990", "2025-01-01/2025-12-31") in said
    assert ("一般行政 決算數", "64,280", "2023-01-01/2023-12-31") in said
    assert not any(f.mention.surface.startswith("36076") for f in found.values())


def test_what_a_budget_s_rows_say_adds_up(budget):
    """This year less last year is the difference that the row prints."""
    rows = {}
    for figure in figures(budget).values():
        head = (figure.indicator or "").rsplit(" ")[-1]
        year = str(figure.period)[:4]
        if "table_unit" in figure.evidence and head in ("預算數", "本年度與上年度比較"):
            row = rows.setdefault((figure.cell.table, figure.cell.row), {})
            row[head[:1] + year] = figure.quantity.value
    whole = [row for row in rows.values() if len(row) == 3]
    assert len(whole) >= 120
    assert [row for row in whole if row["預2025"] - row["預2024"] != row["本2025"]] == []


# --- without rules --------------------------------------------------------------------------------

PLAIN = "columns: (6cm, 4cm, 4cm), stroke: none, align: (left, right, right)"


def test_a_table_without_rules_is_told_by_its_columns(read):
    rows = "[業務費], [1,200], [△30], [設備費], [800], [-], [合計], [2,000], [△30]"
    markup = (
        f"本年度編列情形如下：\n\n單位：千元\n#table({PLAIN}, [科目], [預算數], [增減數], {rows})\n"
        "上表係初步估算之結果。"
    )
    document = read(markup, page=BARE)
    found = figures(document)
    assert {place: str(f.quantity.value) for place, f in found.items()} == {
        "T1R2C2": "1200000", "T1R2C3": "-30000", "T1R3C2": "800000", "T1R4C2": "2000000",
        "T1R4C3": "-30000",
    }  # fmt: skip
    assert found["T1R3C2"].indicator == "設備費 預算數"
    assert document.passages[-1].text == "上表係初步估算之結果。"


def test_an_empty_cell_moves_no_number_to_another_column(read):
    rows = "[業務費], [], [30], [設備費], [800], [], [合計], [800], [30], [其他], [7], [8]"
    markup = f"#table({PLAIN}, [科目], [預算數], [決算數], {rows})"
    found = cells(read(markup, page=BARE))
    assert (found["T1R2C3"], found["T1R3C2"]) == (["30"], ["800"])
    assert "T1R2C2" not in found


def test_prose_with_numbers_at_its_lines_ends_is_no_table(read):
    text = "本部持續推動各項重點計畫並與地方政府合作，完成輔導中小企業家數達1,200家，" * 6
    assert cells(read(text, page=BARE)) == {}
