"""What a table's 合計 and 小計 state must be the sum of its cells; what is not certain is left."""

import pytest

from nstp_extract.audit.checks import audit_extraction

LEAD = "單位：千元\n"
NESTED = """科目\t本年度預算數\t上年度預算數
人事費\t1,200\t1,100
業務費\t300\t250
小計\t1,500\t1,350
設備費\t480\t470
獎補助費\t120\t110
小計\t600\t580
合計\t2,100\t1,930
"""
ON_TOP = "機關\t預算數\t決算數\n合計\t2,100\t1,930\n甲局\t1,500\t1,350\n乙局\t600\t580\n"
AMONG = """科目\t預算數\t決算數
人事費\t1,200\t1,100
其中加班費\t200\t150
業務費\t300\t250
合計\t1,500\t1,350
"""
ACROSS = (
    "機關\t經常門\t資本門\t合計\t增減率(%)\n甲局\t1,500\t350\t1,850\t2.5\n乙局\t600\t58\t658\t3.5\n"
)
PLAIN = "科目\t預算數\n人事費\t1,200\n業務費\t300\n合計\t1,500\n"
DASHED = """科目\t預算數\t決算數
人事費\t1,200\t1,100
業務費\t300\t-
設備費\t70\t60
合計\t1,570\t1,160
"""
TABLES = (NESTED, ON_TOP, AMONG, ACROSS, PLAIN, DASHED)


@pytest.fixture(scope="module")
def results(extract):
    def run(text):
        checks = audit_extraction(extract(text))
        return [(check.result.value, check.formula) for check in checks if check.code == "FT"]

    return run


def failed(found):
    return [formula for result, formula in found if result == "fail"]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_adds_up_passes(results, table):
    found = results(LEAD + table)
    assert found
    assert {result for result, _ in found} == {"pass"}


@pytest.mark.parametrize(
    ("table", "number", "wrong"),
    [
        (NESTED, "\t1,930", "\t1,390"),
        (NESTED, "\t250", "\t2,500"),
        (NESTED, "\t600\t", "\t660\t"),
        (ON_TOP, "\t1,930", "\t1,390"),
        (AMONG, "\t250", "\t520"),
        (ACROSS, "\t658", "\t685"),
        (PLAIN, "\t300", "\t30"),
        (DASHED, "\t1,160", "\t1,106"),
    ],
)
def test_a_wrong_cell_is_named(results, table, number, wrong):
    assert table.count(number) == 1
    found = failed(results(LEAD + table.replace(number, wrong)))
    assert any(wrong.strip() in formula for formula in found)


def test_subtotals_are_not_added_to_their_parts(results):
    assert ("pass", "1,500 + 600 = 2,100") in results(LEAD + NESTED)


def test_shares_of_a_whole_may_have_been_rounded(results):
    row = "\t100\t33.3\n"
    table = f"類別\t件數(件)\t比率(%)\n甲{row}乙{row}丙{row}合計\t300\t100.0\n"
    assert ("pass_rounded", "33.3 + 33.3 + 33.3 = 100.0") in results(table)


@pytest.mark.parametrize(
    "table",
    [
        # rows within rows: no column shows which of them 合計 sums up
        "科目\t預算數\n1.歲入\t1,200\n(1)稅課\t900\n(2)規費\t300\n合計\t1,250\n",
        # a blank is no zero
        "科目\t預算數\n人事費\t1,200\n業務費\t\n設備費\t200\n合計\t1,500\n",
        # rates do not add up
        "單位：%\n機關\t執行率\n甲局\t81.5\n乙局\t92.3\n合計\t86.2\n",
        # no column agrees with another
        "科目\t預算數\t決算數\n人事費\t1,200\t1,100\n業務費\t300\t250\n合計\t1,900\t1,750\n",
        # the units differ
        "項目\t數量\n甲\t1,200公噸\n乙\t300件\n合計\t1,700公噸\n",
    ],
)
def test_what_is_not_certain_is_no_finding(results, table):
    assert failed(results(LEAD + table if "單位" not in table else table)) == []


def test_a_table_that_may_go_on_with_another_is_no_plain_one(results):
    first = "科目\t預算數\n人事費\t1,200\n業務費\t300\n"
    second = "科目\t預算數\n設備費\t70\n獎補助費\t30\n合計\t1,600\n"
    assert failed(results(f"{LEAD}{first}\n以下接前頁。\n\n{LEAD}{second}")) == []


PROSE = """壹、計畫執行情形

一、人才培育

經濟部辦理數位人才培訓，全年結訓學員4,320人，投入培訓經費12,850千元。

二、統計表

單位：千元
項目\t結訓學員(人)\t培訓經費
數位人才培訓\t4,320\t12,850
綠領人才培訓\t1,275\t6,430
"""


@pytest.mark.parametrize(
    ("number", "wrong"), [("4,320人", "4,230人"), ("12,850千元", "12,580千元")]
)
def test_prose_is_compared_with_the_cell_that_its_words_name(extract, number, wrong):
    def restated(text):
        checks = audit_extraction(extract(text))
        return {(check.result.value, check.formula) for check in checks if check.code == "TX"}

    right = {("pass", "4,320人 = 4,320"), ("pass", "12,850千元 = 12,850")}
    assert restated(PROSE) == right
    cell = number.rstrip("人千元")
    fault = ("fail", f"{wrong} = {cell}")
    assert restated(PROSE.replace(number, wrong)) == {fault, *right} - {
        ("pass", f"{number} = {cell}")
    }
