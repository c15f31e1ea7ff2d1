"""Which format bytes are, whatever their name says."""

import io
import zipfile

import pytest

from nstp_extract.core.errors import ReadError
from nstp_extract.read.signature import Format, find_format

PAGE = b"<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1></body></html>"


def pack(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


DOCX = pack(**{"word__document.xml": "<w/>"})
ODT = pack(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<o/>"})


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.txt", Format.PDF),
        (b"\r\n\r\n%PDF-1.4\n", "a.pdf", Format.PDF),
        (DOCX, "a.docx", Format.DOCX),
        (DOCX, "a.doc", Format.DOCX),
        (ODT, "", Format.ODT),
        (PAGE, "a.html", Format.HTML),
        (PAGE, "a.aspx", Format.HTML),
        (PAGE, "standard input", Format.HTML),
        (PAGE, "a.txt", Format.TEXT),
        ("<p>成果</p>".encode(), "A.HTM", Format.HTML),
        ("# 成果".encode(), "a.md", Format.MARKDOWN),
        ("# 成果".encode(), "a.txt", Format.TEXT),
        (b"<office:document/>", "a.fodt", Format.FLAT_ODT),
    ],
)
def test_a_format_is_told_by_the_bytes_first(content, name, expected):
    assert find_format(content, name) is expected


@pytest.mark.parametrize(
    ("content", "name", "code", "words"),
    [
        (PAGE, "a.pdf", "not-a-pdf", "looks like a web page"),
        (b"\n  <html lang=zh>", "a.pdf", "not-a-pdf", "looks like a web page"),
        (b"version https://git-lfs.github.", "a.pdf", "not-a-pdf", "looks like a Git LFS pointer"),
        (b"\x89PNG\r\n", "a.pdf", "not-a-pdf", "looks like an image (PNG)"),
        (DOCX, "a.pdf", "not-a-pdf", "looks like a ZIP archive"),
        (b"hello", "a.pdf", "not-a-pdf", "in 5 bytes"),
        (b"\xd0\xcf\x11\xe0rest", "a.doc", "unsupported-format", ".doc"),
        (b"{\\rtf1\\ansi", "a.rtf", "unsupported-format", "RTF"),
        (pack(**{"xl__workbook.xml": ""}), "a.xlsx", "unsupported-format", "spreadsheet"),
        (pack(**{"ppt__presentation.xml": ""}), "a.pptx", "unsupported-format", "presentation"),
        (
            pack(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "a.ods",
            "unsupported-format",
            "spreadsheet",
        ),
        (pack(**{"a.pdf": "%PDF-1.7"}), "a.zip", "unsupported-format", "a ZIP archive"),
        (DOCX[:40], "a.docx", "truncated", "cut off"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "encrypted",
            "password",
        ),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(content, name, code, words):
    with pytest.raises(ReadError) as caught:
        find_format(content, name)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.hint
