"""Links that the text states: baselines, totals, restatements, shares and notes."""

import pytest

from nstp_extract.core.vocabulary import RelationType


@pytest.fixture
def links(extract):
    """Text to (from, to) surfaces of the relations of one type."""

    def run(text, kind):
        extraction = extract(text)
        surface = {f.figure_id: f.mention.surface for f in extraction.figures}
        return {
            (surface[r.from_id], surface[r.to_id]) for r in extraction.relations if r.type is kind
        }

    return run


# --- baselines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("地震預警由17秒提升至10秒。", {("17秒", "10秒")}),
        ("更新頻率3小時(原6小時)。", {("6小時", "3小時")}),
        ("農損勘災由44天縮短至4天，節省90%人力。", {("44天", "4天")}),
        ("由17秒提升至10秒。檢出率90.5%。", {("17秒", "10秒")}),
        ("輔導35家，投資4億元。", set()),
    ],
)
def test_a_baseline_leads_to_its_result(links, text, pairs):
    assert links(text, RelationType.BASELINE_OF) == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # the level before the comparison, not the change behind it
        ("維護費3,200萬元，較112年度2,900萬元，增加300萬元。", {("2,900萬元", "3,200萬元")}),
        ("參訓850人，較前一年920人減少70人（減幅7.61%）。", {("920人", "850人")}),
        ("回收率達58%，相較110年度僅52.5%，已提高5.5%。", {("52.5%", "58%")}),
        ("通過率為4.1%，比111年度3.9%，高0.2%。", {("3.9%", "4.1%")}),
        ("編列旅費640萬元。較113年度預算600萬元，增加40萬元。", {("600萬元", "640萬元")}),
        # each of several comparisons its own
        (
            "占水稻面積20.5%，較110年度占率18.2%提升；占雜糧面積6.4%，較110年度占率5.1%提升。",
            {("18.2%", "20.5%"), ("5.1%", "6.4%")},
        ),
        # a budget is what it was changed to, never one of its parts
        (
            "交通部原列8億5,000萬元，減列第2目「公路管理」200萬元，其餘照列，改列為8億4,800萬元。",
            {("8億5,000萬元", "8億4,800萬元")},
        ),
        ("教育部原列8億5,000萬元，減列「業務宣導費」200萬元，科目自行調整。", set()),
        ("文化部原列9億元，除第3目「基金」2億元，暫照列。", set()),
        # what it was changed to stands behind
        ("等候時間原訂30天，簡化流程後減為12天。", {("30天", "12天")}),
        ("補助金額由120萬元增加至150萬元，增加30萬元。", {("120萬元", "150萬元")}),
        ("營收較前一年度5億元增加1億元。", set()),
        ("媒合率高達86%，較前一年80%提高6%。", {("80%", "86%")}),
    ],
)
def test_the_level_compared_is_the_later_value_and_a_change_never(links, text, pairs):
    assert links(text, RelationType.BASELINE_OF) == pairs


# --- totals ---------------------------------------------------------------------------------------


def test_parts_that_add_up_lead_to_their_total(links):
    text = "輔導北部12家、中部20家、南部8家，共計40家。"
    assert links(text, RelationType.PART_OF_TOTAL) == {
        *(("12家", "40家"), ("20家", "40家"), ("8家", "40家")),
    }


@pytest.mark.parametrize(
    "text",
    [
        "輔導北部12家、中部20家、南部8家，共計41家。",
        "輔導北部12家、中部20件、南部28家，共計60家。",
        "輔導北部12家、中部20家、南部8家，另40家。",
        "輔導40家，共計40家。",
        "一、北部\n輔導12家。\n二、南部\n輔導28家，共計40家。",
    ],
)
def test_what_does_not_add_up_is_no_total(links, text):
    assert links(text, RelationType.PART_OF_TOTAL) == set()


def test_amounts_add_up_exactly(links):
    text = "補助甲案1.2億元、乙案3,500萬元，合計1億5,500萬元。"
    assert len(links(text, RelationType.PART_OF_TOTAL)) == 2


# --- restatements ---------------------------------------------------------------------------------

AGAIN = "參、摘要\n{}\n肆、成果\n{}"


def restated(links, first, second):
    return links(AGAIN.format(first, second), RelationType.SAME_AS)


def test_the_same_said_in_another_section_is_a_restatement(links):
    assert restated(links, "吸引投資金額達4,965.09億元。", "累計投資金額達4,965.09億元。") == {
        ("4,965.09億元", "4,965.09億元")
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("投資金額達4,965.09億元。", "投資金額達4,965.08億元。"),
        ("投資金額達4,965.09億元。", "出口總值達4,965.09億元。"),
        ("輔導廠商1,200家。", "輔導廠商1,200件。"),
        ("經濟部輔導廠商1,200家。", "農委會輔導廠商1,200家。"),
        ("預計輔導廠商1,200家。", "輔導廠商1,200家。"),
        ("輔導3家公司。", "補助3家公司。"),
    ],
)
def test_what_differs_is_none(links, first, second):
    assert restated(links, first, second) == set()


def test_twice_in_one_section_is_no_restatement(links):
    text = "一、成果\n投資金額達4,965.09億元。投資金額達4,965.09億元。"
    assert links(text, RelationType.SAME_AS) == set()


# --- shares and notes -----------------------------------------------------------------------------


def test_a_share_leads_to_what_it_is_the_share_of(links):
    text = "計有1,200家業者參與，占全體業者的7%。"
    assert links(text, RelationType.SHARE_OF) == {("7%", "1,200家")}


def test_a_rate_is_no_share(links):
    assert links("計有1,200家業者參與，滿意度7%。", RelationType.SHARE_OF) == set()


def test_a_footnote_s_figure_leads_to_the_one_with_its_mark(links):
    text = "就業率達81.5%⁵，較上年佳。\n\n⁵ 全國平均就業率為79.2%。"
    assert links(text, RelationType.NOTE_ON) == {("79.2%", "81.5%")}


def test_a_note_of_another_mark_is_no_link(links):
    text = "就業率達81.5%⁵，較上年佳。\n\n⁶ 全國平均就業率為79.2%。"
    assert links(text, RelationType.NOTE_ON) == set()


def test_relations_are_sorted(extract):
    text = "由17秒提升至10秒；輔導北部12家、南部8家，共計20家，占全體的7%。"
    relations = extract(text).relations
    assert len(relations) == 4
    assert list(relations) == sorted(relations, key=lambda r: (r.type, r.from_id, r.to_id))
