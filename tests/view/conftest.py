"""A small report with all that a page has to bear, its tables and its page."""

import json
import re

import pytest

from nstp_extract import extract_text
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.data import report_to_data
from nstp_extract.view.page import build_page
from nstp_extract.view.single import extraction_to_tables

HOSTILE = (
    "</script><script>alert(1)</script><!-- \"'&amp; \u2028\u2029 <img src=x onerror=alert(2)>"
)
TEXT = f"""\
壹、成果
目標一、創新{HOSTILE}經濟
經濟部於106年吸引投資金額達4,965.09億元，媒合率達76.48%，審查時間由17秒提升至10秒。
科技部𡵆𡵆於107年輔導21家廠商{HOSTILE}，第一次辦理。
"""


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon()


@pytest.fixture(scope="session")
def tables(lexicon):
    return extraction_to_tables(extract_text(TEXT, report_id="hostile"), lexicon=lexicon)


@pytest.fixture(scope="session")
def data(tables):
    return report_to_data(tables)


@pytest.fixture(scope="session")
def page(data):
    return build_page([data])


@pytest.fixture(scope="session")
def read_data():
    """A function from a page to the data of its reports, as a browser finds them."""

    def read(page):
        blocks = re.findall(r'<script type="application/json" data-report[^>]*>(.*?)</script', page)
        return [json.loads(block) for block in blocks]

    return read
