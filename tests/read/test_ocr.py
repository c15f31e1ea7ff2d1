"""Scans: what Tesseract reads is suspect, and what it does not read surely is no figure."""

import io
import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from nstp_extract import extract_text
from nstp_extract.audit import find_violations
from nstp_extract.core.errors import OcrError, ReadError
from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import Engine, Grade, PageReason, Reason
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text
from nstp_extract.read.ocr import find_glyphs, require_ocr
from nstp_extract.read.pdf import read_pdf

pytesseract = pytest.importorskip("pytesseract")
TEXT = "經濟部於民國109年投資1.3億元，輔導21家廠商，媒合率達81.5%，由17秒提升至10秒，共308件。"
HOCR = """<html><body><span class='ocr_line' id='l1' title='bbox 0 10 300 50; x_size 40'>
<span class='ocrx_word' id='w1' title='bbox 0 10 300 50; x_wconf 90'>
<span class='ocrx_cinfo' title='x_bboxes 0 12 30 48; x_conf 99.1'>元</span>
<span class='ocrx_cinfo' title='x_bboxes 40 40 44 48; x_conf 98'>,</span>
<span class='ocrx_cinfo' title='x_bboxes 60 12 90 48; x_conf 41.5'>7</span>
<span class='ocrx_cinfo' title='x_bboxes 91 40 94 48; x_conf 98'>,</span>
<span class='ocrx_cinfo' title='x_bboxes 95 12 120 48; x_conf 97'>3</span>
</span></span></body></html>"""

with_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="the program tesseract is not installed"
)


@pytest.fixture(scope="session")
def scan():
    """A function from text to a PDF whose only page is a picture of it."""
    typst = pytest.importorskip("typst")
    image = pytest.importorskip("PIL.Image")

    def make(text):
        page = '#set page(width: 200mm, height: 80mm)\n#set text(font: "Noto Serif CJK TC")\n'
        png = typst.compile(f"{page}{text}".encode(), format="png", ppi=200)
        file = io.BytesIO()
        image.open(io.BytesIO(png)).convert("L").save(file, format="PDF", resolution=200)
        return file.getvalue()

    return make


@with_tesseract
def test_a_scan_gives_the_figures_of_its_text_and_all_are_suspect(scan):
    lexicon = load_lexicon()
    document = read_pdf(scan(TEXT), name="scan.pdf", lexicon=lexicon, ocr=True)
    found = extract_document(document, report=Report("scan"), lexicon=lexicon)
    assert [(page.engine, page.grade, page.reason) for page in document.pages] == [
        (Engine.OCR, Grade.SUSPECT, PageReason.OCR)
    ]
    wanted = extract_text(TEXT)
    assert read_figures(found) == read_figures(wanted)
    assert find_violations(found) == ()
    box = document.locate(found.figures[1].mention.span)[0]
    assert 0 < box.left < box.right < document.pages[0].width * 100


def read_figures(extraction):
    return [(str(f.quantity.kind), f.quantity.value, f.quantity.unit) for f in extraction.figures]


def test_a_scan_that_is_not_recognised_says_how_it_can_be(scan):
    with pytest.raises(ReadError, match="holds no text") as raised:
        read_pdf(scan(TEXT), name="scan.pdf", lexicon=load_lexicon())
    assert raised.value.code == "no-text-layer"
    assert "--ocr" in raised.value.hint


def test_marked_up_characters_stand_in_their_line_and_say_how_sure_they_are():
    glyphs = list(find_glyphs(HOCR.encode(), scale=2.0))
    assert "".join(glyph.text for glyph in glyphs) == "元，7,3"
    assert [glyph.sure for glyph in glyphs] == [True, True, False, True, True]
    assert glyphs[0][1:6] == (0.0, 5.0, 15.0, 25.0, 20.0)


def test_a_number_that_was_not_read_surely_is_no_figure():
    text = "經濟部投資1.3億元，輔導21家。"
    lexicon = load_lexicon()
    document = replace(read_text(text), doubts=(text.index("3"),))
    extraction = extract_document(document, report=Report("text"), lexicon=lexicon)
    assert [f.quantity.value for f in extraction.figures] == [Decimal(21)]
    assert {(r.text, r.reason) for r in extraction.rejections} >= {("1.3", Reason.UNSURE)}
    assert find_violations(extraction) == ()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (pytesseract.TesseractNotFoundError(), "the program tesseract is not installed"),
        (["eng"], "no data for chi_tra"),
    ],
)
def test_what_is_missing_is_named_with_its_packages(monkeypatch, answer, said):
    def languages():
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(pytesseract, "get_languages", languages)
    with pytest.raises(OcrError, match=said) as raised:
        require_ocr()
    assert "tesseract-ocr-chi-tra" in raised.value.hint
