"""What a PDF may be instead of a good one: refused with a reason, never a wrong or empty table."""

import io
import zlib

import pypdfium2
import pytest

from nstp_extract.core.errors import ReadError
from nstp_extract.core.figure import Report
from nstp_extract.core.vocabulary import Grade, PageReason
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document
from nstp_extract.read.glyphs import Glyph, Sheet
from nstp_extract.read.lines import compose_page
from nstp_extract.read.pdf import read_pdf
from nstp_extract.read.pdf_process import Limits
from nstp_extract.read.trust import judge_page
from nstp_extract.tables.rows import Edition, figure_rows, page_rows, report_rows
from nstp_extract.tables.schema import TABLES

EMPTY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501


def refuse(content, **options):
    with pytest.raises(ReadError) as caught:
        read_pdf(content, name="bad.pdf", lexicon=load_lexicon(), **options)
    return caught.value.code


def type_line(text, *, copies=1, x=100.0, font=12.0, shift=0.3):
    """The glyphs of a line, each printed so often."""
    return [
        Glyph(
            char, x + at * font + n * shift, 100.0, x + (at + 1) * font + n * shift, 112.0, font, 0
        )
        for at, char in enumerate(text)
        for n in range(copies)
    ]


def judge(glyphs, other, **facts):
    sheet = Sheet(595.0, 842.0, glyphs, **facts)
    return judge_page(compose_page(sheet), sheet, other)


def write_pdf(contents, *, complete=True):
    """A PDF of pages that show what their content streams say, in Helvetica."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for at, (content, extra) in enumerate(contents):
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * at} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects += [
            page.encode(),
            b"<<%s/Length %d>>stream\n" % (extra, len(content)) + content + b"\nendstream",
        ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n" % (len(objects) + 1, table))
    out.write(b"%%EOF\n" if complete else b"")
    return out.getvalue()


def show(text):
    return b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode(), b""


def test_a_page_on_which_both_engines_agree_is_good(typeset):
    document = read_pdf(typeset("成果達1,234億元。"), name="a.pdf", lexicon=load_lexicon())
    assert [(page.grade, page.reason) for page in document.pages] == [(Grade.GOOD, None)]
    assert document.quality is Grade.GOOD


@pytest.mark.parametrize(
    ("sheet", "other", "reason"),
    [
        ((type_line("6 1,438,701元"), "61,438,701元"), None, PageReason.NUMERALS_DIFFER),
        ((type_line("成果達12億元"), None), None, PageReason.ONE_ENGINE),
    ],
)
def test_a_doubt_makes_a_page_suspect(sheet, other, reason):
    judgement = judge(*sheet)
    assert (judgement.grade, judgement.reason) == (Grade.SUSPECT, reason)
    assert other is None


def test_glyphs_printed_four_times_are_read_once():
    page = compose_page(Sheet(595.0, 842.0, type_line("2011年達1,122億元", copies=4)))
    assert page.text == "2011年達1,122億元"
    assert page.doubled == 3 * len("2011年達1,122億元")


@pytest.mark.parametrize(
    ("text", "other", "facts", "reason"),
    [
        ("\ufffd" * 9 + "3億元", "成果", {"unmapped": 9}, PageReason.UNMAPPED_GLYPHS),
        ("\ue001\ue002\ue003\ue00412", "成果", {}, PageReason.UNMAPPED_GLYPHS),
        ("È«ÊÀ½çÎÞ²úÕßÁªºÏ", "全世界无产者联合起来", {}, PageReason.ENGINES_DISAGREE),
        ("於20I5年完成3件", "於20I5年完成3件", {"pictured": 1.0}, PageReason.BAD_OCR),
        ("", "", {"pictured": 1.0}, PageReason.NO_TEXT_LAYER),
    ],
)
def test_text_that_cannot_be_trusted_is_refused(text, other, facts, reason):
    judgement = judge(type_line(text), other, **facts)
    assert (judgement.grade, judgement.reason) == (Grade.REFUSED, reason)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "truncated"),
        (EMPTY, "no-pages"),
        (write_pdf([(b"", b"")]), "no-text-layer"),
    ],
)
def test_a_file_without_text_is_an_error_of_its_own(content, code):
    assert refuse(content) == code


def test_a_pointer_is_no_pdf(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"version https://git-lfs.github.")
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "not-a-pdf"


FLATE = b"/Filter/FlateDecode"
LONG = b"BT /F1 12 Tf 72 700 Td " + b"".join(b"(%d kg) Tj 0 -20 Td " % n for n in range(40)) + b"ET"


@pytest.mark.parametrize(
    ("content", "judged"),
    [
        ((b"", b""), (Grade.GOOD, PageReason.BLANK)),
        ((b"q 0 0 595 842 re W n Q", b""), (Grade.GOOD, PageReason.BLANK)),
        ((zlib.compress(b"1 g 0 0 595 842 re f"), FLATE), (Grade.GOOD, PageReason.BLANK)),
        ((b"BT /F1 12 Tf 72 700 Td (12 kg) Tk ET", b""), (Grade.REFUSED, PageReason.DAMAGED)),
        ((b"q /Fm1 Do Q", b""), (Grade.REFUSED, PageReason.DAMAGED)),
        ((b"\x8f" * 40, FLATE), (Grade.REFUSED, PageReason.DAMAGED)),
        ((zlib.compress(LONG)[:-20], FLATE), (Grade.SUSPECT, PageReason.DAMAGED)),
    ],
)
def test_a_page_that_lost_something_is_told_from_a_blank_one(content, judged):
    pdf = write_pdf([show("reached 12 kg"), content])
    first, page = read_pdf(pdf, name="a.pdf", lexicon=load_lexicon()).pages
    assert (first.grade, page.grade, page.reason) == (Grade.GOOD, *judged)


def test_a_page_that_takes_too_much_memory_goes_alone():
    bomb = zlib.compress(zlib.compress(bytes(600_000_000), 9), 9)
    contents = [
        show("reached 12 kg"),
        (bomb, b"/Filter[/FlateDecode/FlateDecode]"),
        show("and 7 kg"),
    ]
    document = read_pdf(
        write_pdf(contents), name="a.pdf", lexicon=load_lexicon(), limits=Limits(memory=700 << 20)
    )
    assert [page.grade is Grade.REFUSED for page in document.pages] == [False, True, False]
    assert "12" in document.text
    assert "7" in document.text


def test_a_page_of_another_process_goes_alone_too():
    bomb = zlib.compress(zlib.compress(bytes(600_000_000), 9), 9)
    contents = [show(f"reached {number} kg") for number in range(1, 31)]
    contents[5] = bomb, b"/Filter[/FlateDecode/FlateDecode]"  # of the second share
    document = read_pdf(
        write_pdf(contents),
        name="a.pdf",
        lexicon=load_lexicon(),
        limits=Limits(memory=700 << 20, processes=2),
    )
    assert [page.number for page in document.pages if page.grade is Grade.REFUSED] == [6]
    assert "reached 30 kg" in document.text


def test_a_page_that_takes_too_long_ends_the_process():
    slow = b"q 1 0 0 1 0 0 cm Q " * 3_000_000
    contents = [show("reached 12 kg"), (zlib.compress(slow), b"/Filter/FlateDecode")]
    limits = Limits(page_seconds=3.0)
    document = read_pdf(write_pdf(contents), name="a.pdf", lexicon=load_lexicon(), limits=limits)
    assert document.pages[1].reason is PageReason.TIMEOUT
    assert document.text.startswith("reached 12 kg")


def test_a_file_without_its_end_is_suspect():
    document = read_pdf(
        write_pdf([show("reached 12 kg")], complete=False), name="a.pdf", lexicon=load_lexicon()
    )
    assert [(p.grade, p.reason) for p in document.pages] == [(Grade.SUSPECT, PageReason.TRUNCATED)]
    extraction = extract_document(document, report=Report("a"), lexicon=load_lexicon())
    (page,) = page_rows(extraction, Edition())
    assert list(page) == list(TABLES["pages"].columns)
    assert (page["grade"], page["reason"], page["figures"]) == ("suspect", "truncated", 1)
    (figure,) = figure_rows(extraction, Edition(), load_lexicon())
    assert figure["evidence"][-1] == "suspect_page"
    assert figure["boxes"] == [[1, *figure["boxes"][0][1:]]]
    (report,) = report_rows(extraction, Edition())
    assert report["quality"] == "suspect"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SimFang-variant.pdf", "unusable-text"),
        ("aes-256-r6.pdf", "encrypted"),
        ("operator_list_cycle.pdf", "no-text-layer"),
        ("pointer_31_bytes.pdf", "not-a-pdf"),
        ("small_ocr.pdf", "no-text-layer"),
        ("valid_zero_pages.pdf", "no-pages"),
        ("zero_bytes.pdf", "empty"),
    ],
)
def test_a_real_file_that_cannot_be_read_says_why(name, code, real):
    with pytest.raises(ReadError) as caught:
        read_document(real(f"hostile/{name}"))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "name",
    [
        "append-xref-loop.pdf",
        "issue-67-example.pdf",
        "issue-71-duplicate-chars.pdf",
        "issue-842-example.pdf",
        "issue9418.pdf",
        "vertical.pdf",
    ],
)
def test_no_number_of_a_real_file_is_one_that_its_page_does_not_have(name, real):
    path = real(f"hostile/{name}")
    document = read_document(path)
    extraction = extract_document(document, report=Report("a"), lexicon=load_lexicon())
    pdf = pypdfium2.PdfDocument(path)
    for figure in extraction.figures:
        page = document.page(figure.mention.span.start)
        text = "".join(pdf[page - 1].get_textpage().get_text_range().split())
        digits = "".join(char for char in figure.mention.surface if char.isdigit())
        assert digits in text or figure.mention.surface in text
