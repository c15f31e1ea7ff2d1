"""A PDF to figures: against pdfplumber's bare `extract_text` on the same pages, and on more cores.

Set ``NSTP_REAL_DOCUMENTS`` for a real book of 51 wide pages; the long file is the sample report,
set in type and bound six times over. The start of a process is measured apart, on one page.
"""

import io
import os
import time
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from nstp_extract.core.figure import Report
from nstp_extract.core.machine import count_cores
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read.pdf import read_pdf
from nstp_extract.read.pdf_process import Limits

ROOT = Path(__file__).parent.parent
PAGE = """
#set page(paper: "a4", margin: 3cm, numbering: "1")
#set text(font: "Noto Serif CJK TC", size: 12pt, lang: "zh")
#set par(justify: true, first-line-indent: 2em)
"""
COPIES = 6
ROUNDS = 3


def typeset(text):
    typst = pytest.importorskip("typst")
    lines = (line.strip() for line in text.splitlines())
    body = "\n\n".join(f"#{_quote(line)}" for line in lines if line)
    return typst.compile(f"{PAGE}\n{body}".encode(), format="pdf")


def _quote(line):
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def bind(content, copies):
    """Return the pages of a PDF so many times over, in one."""
    bound, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(content)
    for _ in range(copies):
        bound.import_pages(source)
    out = io.BytesIO()
    bound.save(out)
    return out.getvalue()


def read_bare(content):
    begin = time.perf_counter()
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
    return time.perf_counter() - begin


def read_figures(content, processes):
    begin = time.perf_counter()
    lexicon = load_lexicon()
    limits = Limits(processes=processes)
    document = read_pdf(content, name="a.pdf", lexicon=lexicon, limits=limits)
    extract_document(document, report=Report("a"), lexicon=lexicon)
    return time.perf_counter() - begin, len(document.pages)


def real_book():
    path = Path(os.environ.get("NSTP_REAL_DOCUMENTS", "")) / "reports" / "cy_budget_114.pdf"
    return path.read_bytes() if path.is_file() else None


@pytest.mark.parametrize("which", ["a real book", "the sample report, six times"])
def test_pdf_to_figures(benchmark, which, text, results):
    content = real_book() if which == "a real book" else bind(typeset(text), COPIES)
    if content is None:
        pytest.skip("no real documents here")
    start, _ = min(read_figures(typeset("輔導21家。"), 1) for _ in range(ROUNDS))
    rounds = []

    def take_turns():
        bare = read_bare(content)
        one, pages = read_figures(content, 1)
        many, _ = read_figures(content, count_cores())
        rounds.append((bare, one - start, many - start, pages))

    benchmark.pedantic(take_turns, rounds=ROUNDS)
    bare, one, many, pages = sorted(rounds, key=lambda r: r[1] / r[0])[ROUNDS // 2]
    results.add(
        f"PDF to figures: {which}, {pages} pages",
        f"Both engines and all the language, against `extract_text` of pdfplumber alone, in turn; "
        f"elapsed seconds, without the {start:.1f} s that starting takes; the round in the middle.",
        ("", "times extract_text", "seconds"),
        ("pdfplumber, bare", "1.00", f"{bare:.1f}"),
        ("one process", f"{one / bare:.2f}", f"{one:.1f}"),
        (f"{count_cores()} processes", f"{many / bare:.2f}", f"{many:.1f}"),
    )
