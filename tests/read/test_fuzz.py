"""Damaged files: whatever bytes come, pages are read or refused with a reason, and nothing else.

What opens a PDF runs here in this process, so that many are tried; the limits that hold around it
are tested in ``test_trust``.
"""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nstp_extract.core.errors import ReadError
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Grade, PageReason
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document
from nstp_extract.read.pdf_child import read_file

OPTIONS = {"password": "", "memory": 1 << 31, "first": 1, "share": (0, 1), "ocr": False}
BODY = "民國109年投資1.3億元，輔導21家，媒合率達81.5%。#pagebreak()由17秒提升至10秒，共308件。"
PRINTED = {"109", "1.3", "21", "81.5", "17", "10", "308", "1", "2"}
NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")
few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def sheet(typeset):
    """Two pages of numbers that are known, with their streams left readable."""
    return typeset(BODY, page='#set page(width: 200mm)\n#set text(font: "Noto Serif CJK TC")')


OVERWRITES = st.binary(min_size=1, max_size=6).map(lambda put: (len(put), put))
CHANGES = st.tuples(st.sampled_from([0, 1, 4, 40, 900]), st.binary(max_size=12))


def damages():
    """What happens to a file: ``(place in thousandths, (bytes cut out, bytes put in))``."""
    change = st.tuples(st.integers(0, 999), OVERWRITES | CHANGES)
    return st.lists(change, min_size=1, max_size=4)


def damage(content, places):
    for place, (cut, put) in places:
        at = len(content) * place // 1000
        content = content[:at] + put + content[at + cut :]
    return content


@few
@given(places=damages())
def test_a_damaged_pdf_gives_pages_or_reasons(sheet, places):
    header, *answers = read_file(damage(sheet, places), OPTIONS)
    assert header["pages"] >= 0
    pages = [answer for answer in answers if "begins" not in answer]
    assert [page["number"] for page in pages] == list(range(1, header["pages"] + 1))
    for page in pages:
        reason = page["reason"]
        assert reason is None or reason in set(PageReason)
        assert len(page["boxes"]) == 4 * len(page["text"])
        if page["grade"] == Grade.REFUSED:
            assert reason
            assert page["text"] == ""


@few
@given(places=damages())
def test_a_page_that_is_trusted_holds_no_number_that_was_not_printed(sheet, places):
    _, *answers = read_file(damage(sheet, places), OPTIONS)
    for page in answers:
        if page.get("grade") == Grade.GOOD:
            assert set(NUMBER.findall(fold(page["text"]))) <= PRINTED


@few
@given(places=damages())
def test_a_page_that_lost_its_content_is_not_taken_for_blank(sheet, places):
    _, *answers = read_file(damage(sheet, places), OPTIONS)
    for page in answers:
        assert page.get("grade") != Grade.GOOD or page["text"]


@few
@given(cut=st.integers(0, 999))
def test_a_pdf_that_was_cut_off_is_never_taken_for_whole(sheet, cut):
    header, *_ = read_file(sheet[: len(sheet) * cut // 1000], OPTIONS)
    assert not header["complete"]


@settings(max_examples=150)
@given(content=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.md", "a"]))
def test_any_bytes_are_text_or_a_reason(content, name):
    try:
        text = read_document(content, name=name, lexicon=load_lexicon()).text
    except ReadError as error:
        text = f"{error}: {error.hint}"
        assert text.startswith(f"{name}: ")
    else:
        assert text == content.decode("utf-8")
