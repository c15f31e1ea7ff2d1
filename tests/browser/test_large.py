"""A report of 400 pages and 5,000 figures: only what is in sight is drawn, and it is quick."""

import pytest

from nstp_extract import extract_text
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.data import report_to_data
from nstp_extract.view.page import build_page
from nstp_extract.view.single import extraction_to_tables

pytestmark = pytest.mark.browser

TEXT = "經濟部於106年輔導廠商308家，投資12.5億元，媒合率達76.48%，審查時間由17秒提升至10秒。" * 6
COPIES = 140
SECONDS = 5
"""To open it; a second and a half on a quiet machine, and a test's machine is not."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A page of many copies of one paragraph, each with figures of its own."""
    one = extraction_to_tables(extract_text(TEXT), lexicon=load_lexicon())
    tables = {**one, "passages": [], "figures": [], "rejections": [], "relations": []}
    for copy in range(COPIES):
        shift = copy * (len(TEXT) + 1)
        for name in ("passages", "figures"):
            tables[name] += [_moved(row, shift, copy) for row in one[name]]
    file = tmp_path_factory.mktemp("page") / "large.html"
    file.write_text(build_page([report_to_data(tables)]), "utf-8")
    return file


def _moved(row, shift, copy):
    moved = {
        **row,
        "start": row["start"] + shift,
        "end": row["end"] + shift,
        "pieces": [[start + shift, end + shift] for start, end in row["pieces"]],
    }
    if "figure_id" in row:
        moved["figure_id"] = f"{row['figure_id']}-{copy}"
    return moved


@pytest.fixture
def page(open_page, path):
    return open_page(path)


def test_it_opens_in_seconds_with_all_its_figures(page):
    page.open("text").settle()
    assert page.run("return document.querySelectorAll('.report-text a.f').length") >= 5000
    opened = "return performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
    assert 0 < page.run(opened) < SECONDS


def test_the_table_holds_the_rows_in_sight_and_scrolls_to_the_last(page):
    page.open("figures").settle()
    drawn = "return document.querySelectorAll('table.figures tbody tr[data-f]').length"
    assert 0 < page.run(drawn) < 100
    page.run("const box = document.querySelector('.rows'); box.scrollTop = box.scrollHeight")
    last = page.settle().run(
        "return [...document.querySelectorAll('tr[data-f]')].at(-1).getAttribute('aria-rowindex')"
    )
    total = page.run("return document.querySelector('table.figures').getAttribute('aria-rowcount')")
    assert last == total
    assert int(total) > 5000
    assert page.run(drawn) < 100


def test_a_link_to_the_last_figure_opens_there(page):
    last = (
        page.open("figures")
        .settle()
        .run(
            "const marks = JSON.parse(document.querySelector('script[data-report]').textContent);"
            "return marks.figures.figure_id.at(-1)"
        )
    )
    page.open(last).settle()
    seen = page.run(
        "const box = document.querySelector('.is-here').getBoundingClientRect();"
        "return box.top >= 0 && box.bottom <= innerHeight"
    )
    assert seen
