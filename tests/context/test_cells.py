"""What heads a cell says what its number is."""

import pytest

from nstp_extract import extract_text
from nstp_extract.audit.guard import find_violations
from nstp_extract.core.vocabulary import Basis, Kind, Reason, Role

BUDGET = "中華民國114年度\n單位：新臺幣千元\n科目\t本年度預算數\t前年度決算數\t增減率(%)\n"


def by_cell(text):
    """The figures of a text's tables by their place; the guard holds for them."""
    extraction = extract_text(text)
    assert find_violations(extraction) == ()
    return {str(figure.cell): figure for figure in extraction.figures if figure.cell}


def reasons(text):
    return {r.text: str(r.reason) for r in extract_text(text).rejections}


def test_a_caption_s_unit_applies_to_the_cells():
    figure = by_cell(f"{BUDGET}業務費\t1,200\t-300\t2.5\n")["T1R2C2"]
    assert (figure.quantity.value, figure.quantity.unit) == (1200000, "TWD")
    assert (figure.indicator, figure.role) == ("業務費 預算數", Role.RESULT)
    assert str(figure.period) == "2025-01-01/2025-12-31"
    assert figure.basis is Basis.ANNUAL
    assert figure.sentence == "業務費\t1,200\t-300\t2.5"
    assert (figure.prefix, figure.suffix) == ("業務費\t", "\t-300\t2.5")


def test_the_unit_s_place_is_kept():
    text = f"{BUDGET}業務費\t1,200\t-300\t2.5\n"
    extraction = extract_text(text)
    figure = next(f for f in extraction.figures if str(f.cell) == "T1R2C2")
    assert extraction.document.slice(figure.unit_pieces) == "新臺幣千元"
    assert "table_unit" in figure.evidence


def test_years_are_counted_from_the_one_above_the_table():
    figure = by_cell(f"{BUDGET}業務費\t1,200\t-300\t2.5\n")["T1R2C3"]
    assert figure.quantity.value == -300000
    assert str(figure.period) == "2023-01-01/2023-12-31"


def test_a_column_s_own_unit_comes_before_the_caption_s():
    figure = by_cell(f"{BUDGET}業務費\t1,200\t-300\t2.5\n")["T1R2C4"]
    assert (figure.quantity.kind, str(figure.quantity.value)) == (Kind.PERCENT, "2.5")


def test_a_rate_takes_no_amount_s_unit():
    rows = "科目\t預算數\t比率\n業務費\t20\t12.5\n"
    assert "T1R2C3" not in by_cell(f"單位：千元\n{rows}")
    assert by_cell(f"單位：千元；%\n{rows}")["T1R2C3"].quantity.unit == "%"
    assert by_cell(f"單位：千元；%\n{rows}")["T1R2C2"].quantity.unit == "TWD"


def test_no_unit_is_guessed():
    text = "科目\t預算數\n業務費\t1,200\n"
    assert by_cell(text) == {}
    assert reasons(text)["1,200"] == Reason.NO_UNIT


def test_of_two_units_the_headings_choose():
    found = by_cell("單位：人、千元\n項目\t金額\t年齡層\t參訓人數\n講習\t20\t7\t30\n")
    assert found["T1R2C2"].quantity.unit == "TWD"
    assert found["T1R2C4"].quantity.unit == "人"
    assert "T1R2C3" not in found


def test_the_label_of_a_row_can_state_its_unit():
    found = by_cell("項目\t109年12月底實績\n產值（億元）\t3.5\n培訓人次\t120\n")
    assert (found["T1R2C2"].quantity.value, found["T1R2C2"].indicator) == (350000000, "產值 實績")
    assert found["T1R3C2"].quantity.unit == "人次"
    assert (str(found["T1R2C2"].period), found["T1R2C2"].basis) == (
        "2020-12-31/2020-12-31",
        Basis.AS_OF,
    )


def test_a_target_column_holds_targets():
    found = by_cell("項目\t目標值\t實績\n輔導廠商\t30家\t35家\n")
    assert [found[f"T1R2C{n}"].role for n in (2, 3)] == [Role.TARGET, Role.RESULT]


def test_a_column_of_years_dates_its_rows():
    found = by_cell("年度\t件數\n112\t35\n113\t40\n")
    assert str(found["T1R3C1"].period) == str(found["T1R3C2"].period) == "2024-01-01/2024-12-31"
    assert found["T1R3C1"].role is Role.PERIOD
    assert found["T1R3C2"].indicator == "件數"


def test_a_label_that_is_an_agency_is_its_row_s_doer_and_no_other_s():
    found = by_cell("機關\t件數\n經濟部\t35\n合計\t35\n")
    assert [found[f"T1R{n}C2"].agency for n in (2, 3)] == ["經濟部", None]


def test_columns_that_count_rows_hold_no_figures():
    text = "單位：千元\n項次\t科目\t預算數\n1\t業務費\t20\n"
    assert set(by_cell(text)) == {"T1R2C3"}
    assert reasons(text)["1"] == Reason.NO_UNIT


@pytest.mark.parametrize("text", ["說明35件。", "其中20件屬新案，餘為舊案。"])
def test_sentences_in_a_cell_are_read_as_prose(text):
    found = by_cell(f"科目\t件數\t說明\n業務費\t35\t{text}\n")
    assert found["T1R2C3"].evidence[0] == "numeral"


def test_sentences_in_a_table_take_the_period_above_it():
    text = "109年度辦理情形\n項目\t說明\n講習\t辦理12場次，成效良好。\n"
    assert str(by_cell(text)["T1R2C2"].period) == "2020-01-01/2020-12-31"
