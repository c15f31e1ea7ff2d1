"""Exactly what was planted comes out as a change, and nothing else."""

import random
import re
from collections import Counter

import pytest

HEADED = """\
壹、成果
目標一、創新
一、推動產業升級
(一)輔導中小企業
經濟部於106年輔導廠商21家，投資金額達1.3億元。
經濟部於107年輔導廠商30家，投資金額約2.6億元。
(二)培育跨域人才
教育部於108年培育學生300人，媒合率達76.48%。
目標二、安全
一、強化防災
(一)建置預警系統
交通部將預警時間由17秒縮短至10秒，並建置測站62站。
"""


def test_the_same_text_has_no_changes_and_keeps_every_id(sample):
    comparison = sample.compare(sample.text)
    assert comparison.changes == ()
    assert all(old == new for old, new in comparison.ids.items())


@pytest.mark.parametrize("seed", [7, 11])
def test_planted_changes_are_found_and_none_else(sample, draft, layout, seed):
    made = draft(seed)
    made.revise(6)
    made.drop(3)
    made.add(3)
    made.repeat(1)
    made.reword(2)
    made.move(1)
    text = layout.renumber(layout.break_pages(made.text, random.Random(seed)))  # noqa: S311
    comparison = sample.compare(text)
    assert made.told_of(comparison) == made.known
    assert {c.field for c in comparison.changes if c.change == "revised"} == {"value"}


@pytest.mark.parametrize("width", [32, 47])
def test_reflow_changes_nothing(sample, layout, width):
    assert sample.compare(layout.reflow(sample.text, width)).changes == ()


def test_values_revised_in_a_reflowed_text_are_found(sample, draft, layout):
    made = draft(3)
    made.revise(8)
    made.drop(2)
    assert made.told_of(sample.compare(layout.reflow(made.text, 40))) == made.known


def test_other_line_ends_and_blanks_change_nothing(sample):
    text = sample.text.replace("，", "， ").replace("\n", "\r\n")
    assert sample.compare(text).changes == ()


def test_a_renamed_agency_is_a_rewording_where_it_is_named(sample):
    comparison = sample.compare(sample.text.replace("農委會", "農業部"))
    assert {str(change.change) for change in comparison.changes} == {"reworded"}
    named = [row["figure_id"] for row in sample.rows if "農委會" in row["sentence"]]
    assert {change.figure_id for change in comparison.changes} >= set(named)


# --- one edit each ----------------------------------------------------------------------------


def told(report, *edits):
    text = report.text
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    changes = report.compare(text).changes
    return [(str(c.change), c.field, c.old_text, c.new_text) for c in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("21家", "23家", ("revised", "value", "21家", "23家")),
        ("約2.6億元", "逾2.6億元", ("revised", "bound", "2.6億元", "2.6億元")),
        ("1.3億元", "1億3,000萬元", ("reworded", "text", "1.3億元", "1億3,000萬元")),
        ("62站", "62處", ("revised", "unit", "62站", "62處")),
        ("10秒", "8秒", ("revised", "value", "10秒", "8秒")),
        ("76.48%", "67.48%", ("revised", "value", "76.48%", "67.48%")),
    ],
)
def test_a_revision_names_what_is_revised(report_of, old, new, expected):
    assert told(report_of(HEADED), (old, new)) == [expected]


def test_a_revised_year_revises_what_it_dates(report_of):
    changes = told(report_of(HEADED), ("106年", "105年"))
    assert changes == [
        ("revised", "period", "106年", "105年"),
        ("revised", "period", "21家", "21家"),
        ("revised", "period", "1.3億元", "1.3億元"),
    ]


def test_a_result_that_becomes_a_target_is_revised(report_of):
    changes = told(report_of(HEADED), ("輔導廠商30家", "預計輔導廠商30家"))
    assert ("revised", "role", "30家", "30家") in changes


def test_a_reworded_heading_rewords_what_stands_under_it(report_of):
    changes = told(report_of(HEADED), ("輔導中小企業", "輔導中小微型企業"))
    assert {c[:2] for c in changes} == {("reworded", "heading_path")}
    assert [c[2] for c in changes] == ["106年", "21家", "1.3億元", "107年", "30家", "2.6億元"]


def test_renumbered_headings_change_nothing(report_of):
    edits = ("(一)輔導", "(三)輔導"), ("(二)培育", "(四)培育"), ("一、推動", "五、推動")
    assert told(report_of(HEADED), *edits) == []


def test_a_paragraph_under_another_heading_has_moved(report_of):
    line = "經濟部於107年輔導廠商30家，投資金額約2.6億元。\n"
    target = "(一)建置預警系統\n"
    changes = told(report_of(HEADED), (line, ""), (target, target + line))
    assert {c[0] for c in changes} == {"moved"}
    assert [c[2] for c in changes] == ["107年", "30家", "2.6億元"]


def test_of_two_paragraphs_that_change_places_the_lesser_has_moved(report_of):
    first = "經濟部補助3家業者辦理測試。\n"
    second = "國發會協助5家新創、6個團隊與7所學校進駐。\n"
    report = report_of(f"壹、成果\n{first}{second}科技部培育9人。\n")
    changes = told(report, (first + second, second + first))
    assert changes == [("moved", "order", "3家", "3家")]


def test_a_clause_that_is_added_does_not_reword_its_sentence(report_of):
    changes = told(report_of(HEADED), ("媒合率", "辦理活動12場，媒合率"))
    assert changes == [("added", None, None, "12場")]


def test_one_of_many_equal_sentences_is_dropped_alone(report_of):
    same = "經費執行率達100%。\n"
    text = f"壹、成果\n{same}另辦理3場。\n{same}{same}培育5人。\n{same}"
    report = report_of(text)
    comparison = report.compare(text.replace(f"{same}{same}", same))
    assert [(str(c.change), c.old_text) for c in comparison.changes] == [("dropped", "100%")]


def test_a_figure_inserted_into_a_list_is_added_alone(report_of):
    text = "壹、成果\n就業率分別達24%、26%、31.6%，皆有成長。\n"
    comparison = report_of(text).compare(text.replace("26%、", "26%、20.2%、"))
    assert [(str(c.change), c.new_text) for c in comparison.changes] == [("added", "20.2%")]


def test_a_figure_whose_sentence_was_written_anew_is_found_by_what_it_is_about(report_of):
    report = report_of(HEADED)
    text = report.text.replace(
        "教育部於108年培育學生300人，媒合率達76.48%。",
        "教育部歷年推動各項計畫，都已經展現出具體的效益，媒合率達80%。",
    )
    changes = {c.old_text: c for c in report.compare(text).changes}
    assert (str(changes["76.48%"].change), changes["76.48%"].new_text) == ("revised", "80%")
    assert str(changes["300人"].change) == "dropped"


# --- ids --------------------------------------------------------------------------------------


def test_a_figure_keeps_its_id_through_every_change_of_it(report_of, layout):
    report = report_of(HEADED)
    text = layout.renumber(report.text.replace("21家", "23家").replace("107年", "109年"))
    comparison = report.compare("前言\n經濟部補助88家。\n" + text)
    new = Counter(comparison.ids.values())
    old = {row["figure_id"] for row in report.rows}
    assert set(new) >= old
    assert len(set(new) - old) == 1
    assert max(new.values()) == 1


def test_an_added_figure_takes_no_id_that_was_known(report_of):
    text = "壹、成果\n共輔導3家。\n"
    report = report_of(text)
    comparison = report.compare("壹、成果\n全新的一句話說明了預算達3億元，並補助廠商。\n")
    (dropped,) = [c for c in comparison.changes if c.change == "dropped"]
    (added,) = [c for c in comparison.changes if c.change == "added"]
    assert dropped.figure_id == report.rows[0]["figure_id"]
    assert added.figure_id != dropped.figure_id


def test_changes_come_in_the_order_of_the_text(report_of):
    report = report_of(HEADED)
    text = re.sub("21家|300人|62站", lambda m: "9" + m[0], report.text)
    assert [c.old_text for c in report.compare(text).changes] == ["21家", "300人", "62站"]
