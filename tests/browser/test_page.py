"""The page in a browser: it opens from disk, finds, leads there and back, in two languages."""

from itertools import pairwise

import pytest

from nstp_extract import extract_text
from nstp_extract.audit.checks import with_checks
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.single import write_extraction_page

pytestmark = pytest.mark.browser

ROWS = (
    "return [...document.querySelectorAll('table.figures tbody tr[data-f]')].map(r => r.innerText)"
)
COUNT = "return document.querySelector('.count output').textContent"
SELECTED = "return document.querySelector('.card .surface')?.textContent"
HERE = """
const mark = document.querySelector('.report-text .is-here');
if (!mark) return null;
const box = mark.getBoundingClientRect();
return {text: mark.textContent, seen: box.top >= 0 && box.bottom <= innerHeight};
"""


@pytest.fixture
def sample(open_page, sample_page):
    return open_page(sample_page)


def test_it_opens_from_disk_without_a_complaint_or_a_request(sample):
    sample.open()
    for view in ("text", "figures", "overview"):
        sample.go(view)
    assert sample.run("return document.querySelectorAll('.chart svg').length") >= 3
    assert sample.complaints == []
    assert sample.requests == []


def test_every_numeral_of_the_sample_is_marked(sample):
    sample.open("overview").settle()
    tallies = sample.run(
        "return [...document.querySelectorAll('.tallies strong')].map(e => e.textContent)"
    )
    sample.go("text")
    count = (
        "const marks = [...document.querySelectorAll(arguments[0])];"
        "return new Set(marks.map(mark => mark.dataset[arguments[1]])).size"
    )
    figures = sample.run(count, ".report-text a.f", "f")
    rejections = sample.run(count, ".report-text .n", "n")
    assert [f"{figures:,}", f"{rejections:,}"] == tallies[:2]


def test_a_search_finds_two_characters_and_a_filter_narrows_it(sample):
    sample.open("figures").settle().search("媒合")
    found = sample.run(COUNT)
    assert 0 < int(found.split(" / ")[0].replace(",", "")) < 60
    sample.choose("kind", "百分比")
    assert sample.run(COUNT) != found
    assert any("76.48%" in row for row in sample.run(ROWS))


def test_a_sort_puts_the_largest_amount_first(sample):
    sample.open("figures").settle().choose("kind", "金額").click("th[data-c=value] button")
    values = [row.split("\n")[1] if "\n" in row else row.split("\t")[1] for row in sample.run(ROWS)]
    numbers = [
        float(value.strip("約逾至少多未達以上 億元").split("–")[0].replace(",", ""))
        for value in values
        if value.endswith("億元")
    ]
    assert numbers == sorted(numbers, reverse=True)
    assert sample.run("return document.querySelector('th[data-c=value]').ariaSort") == "descending"


def test_a_row_leads_to_its_place_and_back(sample):
    sample.open("figures").settle().search("4,965.09").click("table.figures tbody tr[data-f]")
    here = sample.run(HERE)
    assert here == {"text": "4,965.09億元", "seen": True}
    assert sample.run(SELECTED) == "4,965.09億元"
    sample.browser.back()
    sample.settle()
    assert sample.run("return document.body.dataset.view") == "figures"
    assert sample.run("return document.querySelector('tr.is-here').innerText").startswith(
        "4,965.09億元"
    )


def test_a_link_opens_at_its_figure(sample):
    figure_id = (
        sample.open("text")
        .settle()
        .run(
            "const marks = [...document.querySelectorAll('.report-text a.f')];"
            "return marks.find(mark => mark.textContent === '76.48%').id"
        )
    )
    sample.open(figure_id).settle()
    assert sample.run(HERE) == {"text": "76.48%", "seen": True}


def test_a_numeral_that_is_none_says_why(sample):
    sample.open("text").settle().click(".report-text .n")
    assert sample.run("return document.querySelector('.card strong').textContent").startswith(
        "不是數字："
    )


def test_it_speaks_english_too_and_says_so(sample):
    sample.open("figures").settle().click("#language")
    try:
        assert sample.run("return document.documentElement.lang") == "en"
        assert "figures" in sample.run(COUNT)
        assert sample.run("return document.querySelector('table.figures .f').lang") == "zh-Hant-TW"
    finally:
        sample.click("#language")
    assert sample.run("return document.documentElement.lang") == "zh-Hant-TW"


def test_keys_lead_from_figure_to_figure(sample):
    sample.open("text").settle()
    body = sample.browser.find_element("css selector", "body")
    body.send_keys("j")
    first = sample.settle().run(SELECTED)
    body.send_keys("j")
    assert sample.settle().run(SELECTED) != first
    body.send_keys("k")
    assert sample.settle().run(SELECTED) == first


def test_rows_copied_are_those_that_are_shown(sample):
    sample.open("figures").settle().search("76.48%")
    copied = sample.run(
        "window.taken = []; navigator.clipboard.writeText = async (text) => taken.push(text);"
        "document.getElementById('copy-csv').click(); return taken"
    )
    header, *rows = copied[0].strip().split("\r\n")
    assert header.startswith('"figure_id","goal"')
    assert len(rows) == int(sample.run(COUNT).split(" / ")[0])
    assert '"76.48"' in rows[0]


def test_markup_in_a_report_is_text(open_page, tmp_path):
    script = "</script><script>document.title='bad'</script>"
    image = "<img src=x onerror=\"document.title='bad'\">"
    hostile = f"經濟部於106年投資{script}{image}\u2028達1.3億元。"
    path = tmp_path / "hostile.html"
    write_extraction_page(extract_text(hostile, report_id="\"><b>'"), path, lexicon=load_lexicon())
    page = open_page(path).open("text").settle()
    assert "</script><script>" in page.run(
        "return document.querySelector('.report-text').textContent"
    )
    assert (
        page.run("return document.querySelectorAll('.report-text img, .report-text script').length")
        == 0
    )
    assert page.run("return document.title") == "\"><b>'"
    assert page.complaints == []


TICKS = """
const axis = `#chart-${arguments[0]} [aria-label="x-axis tick label"]`;
return [...document.querySelectorAll(`${axis} text`)].map(text => {
  const { left, right } = text.getBoundingClientRect();
  return [text.textContent, left, right];
})
"""
PLACES = """
return [...document.querySelectorAll('tr[data-f] .c-place')].map(cell => {
  const [outer, inner] = [cell, cell.querySelector('b')].map(each => each.getBoundingClientRect());
  return [outer.left - inner.left, inner.right - outer.right];
})
"""
AMOUNTS = "目標一、創新\n" + "".join(
    f"經濟部於{year}年投資{amount}億元。\n"
    for year, amount in zip(range(96, 113), range(900, 4300, 200), strict=True)
)


@pytest.fixture(params=[1440, 900, 500])
def sized(request, browser):
    """A browser whose window is so wide."""
    browser.set_window_size(request.param, 900)
    yield request.param
    browser.set_window_size(1440, 900)


@pytest.mark.usefixtures("sized")
@pytest.mark.parametrize("text", [None, AMOUNTS], ids=["sample", "one decade"])
def test_labels_of_an_axis_stand_apart_and_years_are_whole(text, open_page, sample_page, tmp_path):
    path = sample_page
    if text:
        path = tmp_path / "amounts.html"
        write_extraction_page(extract_text(text), path, lexicon=load_lexicon())
    page = open_page(path).open("overview").settle()
    for chart in ("amounts", "coverage"):
        ticks = page.run(TICKS, chart)
        assert len(ticks) > 1
        assert all(end < start for (_, _, end), (_, start, _) in pairwise(ticks)), ticks
    years = [label for label, _, _ in page.run(TICKS, "agencies")]
    assert years
    assert all(len(year) == 4 for year in years)


def test_few_checks_are_counted_in_whole_numbers(open_page, tmp_path):
    path = tmp_path / "few.html"
    extraction = with_checks(extract_text(AMOUNTS), lexicon=load_lexicon())
    assert len(extraction.checks) == 1
    write_extraction_page(extraction, path, lexicon=load_lexicon())
    page = open_page(path).open("overview").settle()
    assert [label for label, _, _ in page.run(TICKS, "codes")] == ["0", "1"]


def test_a_figure_is_in_sight_within_its_context(sample):
    places = sample.open("figures").settle().run(PLACES)
    assert len(places) > 10
    assert all(left <= 0 and right <= 0 for left, right in places)
