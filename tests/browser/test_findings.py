"""What was checked, in a browser: a finding lights all its figures, a claim shows its evidence."""

import pytest

from nstp_extract import extract_text
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.data import report_to_data
from nstp_extract.view.page import build_page
from nstp_extract.view.single import extraction_to_tables

pytestmark = pytest.mark.browser

TEXT = "經濟部於106年輔導廠商308家，其中竹科154家、中科70家、南科80家。媒合率達76.48%。"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    tables = extraction_to_tables(extract_text(TEXT), lexicon=load_lexicon())
    ids = {row["text"]: row["figure_id"] for row in tables["figures"]}
    parts = [ids[text] for text in ("308家", "154家", "70家", "80家")]
    check = {
        "check_id": "c1", "code": "FT", "result": "fail", "severity": "low", "figure_ids": parts,
        "spans": [], "formula": "154 + 70 + 80 = 304 ≠ 308",
        "message_zh": "分項合計304家，總數308家",
        "message_en": "the parts make 304, the total is 308",
    }  # fmt: skip
    passed = {**check, "check_id": "c2", "result": "pass", "figure_ids": [ids["76.48%"]]}
    verdict = {
        "claim_id": "k1", "verdict": "contradicted", "reason": "value", "pattern": "digit_swap",
        "figure_ids": [ids["76.48%"]], "quote": "媒合率達76.48%。",
        "message_zh": "報告寫的是76.48%", "message_en": "the report says 76.48%",
    }  # fmt: skip
    change = {
        "change": "revised", "figure_id": ids["76.48%"], "old_text": "67.48%",
        "new_text": "76.48%", "field": "value", "heading_path": [],
    }  # fmt: skip
    found = {"checks": [check, passed], "verdicts": [verdict], "changes": [change]}
    file = tmp_path_factory.mktemp("page") / "findings.html"
    file.write_text(build_page([report_to_data({**tables, **found})]), "utf-8")
    return file


@pytest.fixture
def page(open_page, path):
    return open_page(path)


def test_a_finding_lights_all_its_figures_and_leads_back(page):
    page.open("findings").settle().click(".finding.is-fail button")
    lit = "return [...document.querySelectorAll('.report-text .is-lit')].map(m => m.textContent)"
    assert page.run(lit) == ["308家", "154家", "70家", "80家"]
    assert page.run("return document.querySelector('.strip').innerText").startswith("標出 4 個")
    page.click(".strip > p > a:last-of-type")
    assert page.run("return document.body.dataset.view") == "findings"
    assert page.complaints == []


def test_what_needs_a_look_comes_alone_and_first(page):
    page.open("findings").settle()
    results = (
        "return [...document.querySelectorAll('.findings')]"
        ".map(list => [...list.children].map(item => item.id))"
    )
    assert page.run(results) == [["c1"], ["k1"]]
    page.click(".findings-view input[type=checkbox]")
    assert page.run(results) == [["c1", "c2"], ["k1"]]


def test_a_figure_in_a_failed_check_says_so_where_it_stands(page):
    page.open("text").settle()
    failed = (
        "return [...document.querySelectorAll('.report-text .is-fail')].map(m => m.textContent)"
    )
    assert page.run(failed) == ["308家", "154家", "70家", "80家"]
    page.open("figures").settle().choose("check", "不符")
    assert page.run("return document.querySelector('.count output').textContent").startswith("4 / ")


def test_claims_and_changes_are_told_in_words(page):
    page.open("findings").settle()
    told = page.run("return document.querySelector('.findings-view').innerText")
    assert "相牴觸" in told
    assert "數值不同，數字對調" in told
    assert "67.48%" in told
    page.click("#language")
    told = page.run("return document.querySelector('.findings-view').innerText")
    page.click("#language")
    assert "contradicted" in told
    assert "the parts make 304" in told
