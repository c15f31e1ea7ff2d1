"""Reports set in type for the tests, and the real ones that a machine may have."""

import json
import os
import re
from pathlib import Path

import pytest

from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document
from nstp_extract.read.pdf import read_pdf

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "raw" / "nstp-106-109.txt"
REAL = os.environ.get("NSTP_REAL_DOCUMENTS", "")
FONT = "Noto Serif CJK TC"
NOTE = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
PAGE = """
#set page(paper: "a4", margin: (x: 3cm, y: 2.5cm), numbering: "1",
  header: context { if calc.odd(counter(page).get().first()) [#h(1fr) 執行成果報告]
    else [國家科學技術發展計畫 #h(1fr)] })
#set text(font: "%s", size: 12pt, lang: "zh", region: "TW")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.9em)
"""


@pytest.fixture(scope="session")
def typeset():
    """A function from Typst's markup to a PDF's bytes; a page of its own makes before it."""
    typst = pytest.importorskip("typst")

    def compile_markup(body, *, page=PAGE % FONT):
        return typst.compile(f"{page}\n{body}".encode(), format="pdf")

    return compile_markup


@pytest.fixture(scope="session")
def read(typeset):
    """A function from Typst's markup to the document that its PDF gives."""

    def read_markup(body, **options):
        return read_pdf(typeset(body, **options), name="set.pdf", lexicon=load_lexicon())

    return read_markup


@pytest.fixture(scope="session")
def sample_pdf(typeset):
    """The sample report as a PDF: running heads, page numbers, footnotes and its table."""
    return typeset("\n\n".join(sample_markup(read_document(SAMPLE))))


@pytest.fixture(scope="session")
def real():
    """A function from a name to the path of a real document; without it the test is skipped."""

    def find(name):
        path = Path(REAL) / name
        if not REAL or not path.is_file():
            pytest.skip(f"{name}: not among NSTP_REAL_DOCUMENTS")
        return path

    return find


def sample_markup(document):
    """Yield the paragraphs of a text as markup; its notes go where their marks stand."""
    notes = {}
    for passage in document.passages:
        if passage.kind is PassageKind.NOTE and (mark := NOTE.match(passage.text)):
            notes[mark[0]] = passage.text[mark.end() :].strip()
    yield "#counter(footnote).update(3)"
    rows = []
    for passage in document.passages:
        if passage.kind is PassageKind.TABLE:
            rows.append(passage)
            continue
        if rows:
            yield table_markup(document, rows)
            rows = []
        if passage.kind is not PassageKind.NOTE and passage.kind is not PassageKind.FURNITURE:
            yield paragraph_markup(passage.text, notes)


def paragraph_markup(text, notes):
    """Return a paragraph, each note's mark replaced by the note."""
    parts, at = [], 0
    for mark in NOTE.finditer(text):
        if mark[0] in notes:
            parts += [quote(text[at : mark.start()]), f"#footnote[{quote(notes[mark[0]])}]"]
            at = mark.end()
    return "".join([*parts, quote(text[at:])])


def table_markup(document, cells):
    """Return a ruled table of the cells, as many columns as its first line has."""
    lines = {}
    for cell in cells:
        lines.setdefault(document.text.count("\n", 0, cell.start), []).append(cell.text)
    columns = max(len(line) for line in lines.values())
    filled = [[""] * (columns - len(line)) + line for line in lines.values()]
    body = ", ".join(f"[{quote(cell)}]" for line in filled for cell in line)
    return f"#table(columns: {columns}, {body})"


def quote(text):
    """Return a text as markup that prints it as it is."""
    return f"#{json.dumps(text, ensure_ascii=False)}" if text else ""
