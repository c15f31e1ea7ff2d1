"""A table of contents against the outline: what it names and nobody found."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read.source import read_text
from nstp_extract.structure.contents import check_contents

BODY = "各部會共同推動創新研發計畫，成果豐碩。"


def check(text):
    lexicon = load_lexicon()
    document = read_text(text, lexicon=lexicon)
    extraction = extract_document(document, report=Report("a"), lexicon=lexicon)
    found = check_contents(document, extraction.sections, lexicon=lexicon)
    return found.entries, [(entry.title, entry.page) for entry in found.missing]


def pages(*each):
    return "\n\f".join(each)


CONTENTS = "目錄\n一、現況........1\n二、未來 展望……………3－4\n三、結語 . . . . . . 5"


def test_an_outline_with_every_entry_near_its_page_is_complete():
    text = pages(
        CONTENTS, f"一、現況\n{BODY}", BODY, f"二、未來展望\n{BODY}", BODY, f"三、結語\n{BODY}"
    )
    assert check(text)[1] == []


def test_an_entry_without_a_heading_is_named_with_its_page():
    text = pages(
        CONTENTS, f"一、現況\n{BODY}", BODY, f"未來，已展望\n{BODY}", BODY, f"三、結語\n{BODY}"
    )
    assert check(text)[1] == [("未來 展望", 3)]


def test_a_like_heading_on_another_page_is_none():
    entries = "".join(
        f"{n}、第{t}題........{p}\n" for n, t, p in zip("一二三", "甲乙丙", (1, 2, 9), strict=True)
    )
    text = pages(entries, f"一、第甲題\n{BODY}", f"二、第乙題\n{BODY}", f"三、第丙題\n{BODY}")
    assert check(text) == (3, [("第丙題", 9)])


@pytest.mark.parametrize("text", [BODY, f"一、現況\n{BODY}", "等待......結果"])
def test_without_a_table_of_contents_nothing_is_missing(text):
    assert check(text) == (0, [])
