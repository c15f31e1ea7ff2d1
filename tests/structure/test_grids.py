"""Which rows and columns of a table are headings."""

import pytest

from nstp_extract import extract_text
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_text
from nstp_extract.structure.grids import find_grids, is_number


def grid(text):
    """The one grid of a text."""
    (found,) = find_grids(read_text(text), lexicon=load_lexicon()).values()
    return found


def texts(passages):
    return [passage.text for passage in passages]


@pytest.mark.parametrize("text", ["2,715", "△2,715", "(1.5)", "-", "－", "12.5%", "1,234⁵", "35件"])
def test_a_number_or_a_dash_fills_a_number_cell(text):
    assert is_number(text)


@pytest.mark.parametrize("text", ["113年度預算", "", "一、歲入", "第3期"])
def test_words_fill_none(text):
    assert not is_number(text)


def test_the_rows_above_the_first_number_name_the_columns():
    found = grid("科目\t預算\t\n\t本年度\t上年度\n業務費\t20\t-\n")
    assert found.headers == {1, 2}
    assert texts(found.headings(2)) == ["預算", "本年度"]
    assert texts(found.labels(3)) == ["業務費"]


def test_bare_years_name_columns():
    found = grid("縣市\t112\t113\n臺北市\t35\t40\n")
    assert found.headers == {1}
    assert texts(found.headings(3)) == ["113"]


def test_a_label_of_a_group_names_no_column():
    found = grid("科目\t預算數\n歲入\t\n稅課收入\t20\n")
    assert found.headers == {1}


def test_numbers_from_the_first_row_on_have_no_header():
    assert grid("臺北市\t35\t40\n新北市\t20\t41\n").headers == set()


def test_columns_that_count_the_rows_are_no_labels():
    found = grid("項次\t工作項目\t件數\n1\t輔導廠商\t35\n2\t辦理課程\t40\n")
    assert (found.stub, found.ordinals) == (2, {1})
    assert texts(found.labels(2)) == ["輔導廠商"]


def test_words_that_end_like_an_ordinal_column_are_labels():
    assert grid("工作項目\t件數\n輔導廠商\t35\n").ordinals == set()


def test_a_column_of_years_names_rows():
    assert grid("年度\t件數\n112\t35\n113\t40\n").stub == 1


def test_the_short_lines_above_a_table_lead_it():
    found = grid("本年度辦理情形。\n表2 統計\n單位：千元\n科目\t預算數\n業務費\t20\n")
    assert texts(found.lead)[:2] == ["單位：千元", "表2 統計"]


PLANS = (
    "一、推動情形\n"
    "工作計畫\t實施概況\t實施成果\n"
    "科技專案\t補助研發。\t投資達3億元，並培訓120人次。\n"
    "\t辦理講習。\t計20場次。\n"
    "人才培育\t辦理課程。\t計5場次。\n"
    "另核定8件。\n"
)


def test_a_row_of_sentences_is_a_section_under_its_label():
    extraction = extract_text(PLANS)
    assert [(str(s.level), s.title) for s in extraction.sections] == [
        ("section", "推動情形"),
        ("table", "科技專案"),
        ("table", "人才培育"),
    ]
    under = {f.mention.surface: f.section.path for f in extraction.figures}
    assert under["120人次"] == ("一、推動情形", "科技專案")
    assert under["20場次"] == ("一、推動情形", "科技專案")
    assert under["5場次"] == ("一、推動情形", "人才培育")
    assert under["8件"] == ("一、推動情形",)


def test_a_heading_behind_a_table_lies_in_none_of_its_rows():
    extraction = extract_text(PLANS + "(一)辦理情形\n另培訓9人。\n")
    assert extraction.figures[-1].section.path == ("一、推動情形", "(一)辦理情形")


def test_rows_of_numbers_open_no_sections():
    assert extract_text("科目\t件數\n業務費\t35\n設備費\t40\n").sections == ()
