"""The pages of a long PDF on several processes: the same pages in the same order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract.core.errors import ReadError
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import pdf_process
from nstp_extract.read.pdf import read_pdf
from nstp_extract.read.pdf_process import Limits
from nstp_extract.read.shares import ALONE, own_pages

LONG = ALONE + 6


@given(st.integers(0, 300), st.integers(1, 9))
def test_every_page_is_in_one_share(pages, shares):
    own = [own_pages(pages, share, shares) for share in range(shares)]
    assert sorted(number for each in own for number in each) == list(range(1, pages + 1))
    assert all(each == sorted(each) for each in own)


def read(content, **limits):
    return read_pdf(content, name="a.pdf", lexicon=load_lexicon(), limits=Limits(**limits))


@pytest.fixture
def started(monkeypatch):
    """How many processes were started."""
    count = []
    start = pdf_process._start
    monkeypatch.setattr(pdf_process, "_start", lambda data: count.append(1) or start(data))
    return count


def pages_that_say_their_number(pages):
    return "#pagebreak()".join(
        f"第{number}頁輔導{number}家廠商。" for number in range(1, pages + 1)
    )


def test_two_processes_read_what_one_does(typeset, started):
    content = typeset(pages_that_say_their_number(LONG))
    one, two = read(content, processes=1), read(content, processes=2)
    assert len(started) == 3
    assert (one.text, one.passages, one.edges) == (two.text, two.passages, two.edges)
    assert [page.number for page in two.pages] == list(range(1, LONG + 1))


def test_a_short_file_starts_one_process(typeset, started):
    assert len(read(typeset(pages_that_say_their_number(3)), processes=4).pages) == 3
    assert len(started) == 1


def test_what_cannot_be_opened_is_raised_once(started):
    with pytest.raises(ReadError) as caught:
        read(b"%PDF-1.7\n", processes=2)
    assert caught.value.code == "truncated"
    assert len(started) == 1
